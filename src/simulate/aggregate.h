#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// CREATE AGGREGATE (DefineAggregate, commands/aggregatecmds.c).
Status create_aggregate(StatementContext& context, const sql::DefineStatement& statement);

}  // namespace backout::simulate
