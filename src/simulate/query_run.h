#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// SELECT, INSERT, UPDATE, DELETE or MERGE.
bool is_query(const sql::Statement& statement);

/// Analyses a query and notes what it locks, reads and changes. The functions that it calls are not run.
Result<catalog::QueryPtr> note_query(StatementContext& context, const analyze::Context& analysis,
                                     const sql::Statement& statement);

}  // namespace backout::simulate
