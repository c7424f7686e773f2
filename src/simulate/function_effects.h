#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// What calling the functions of a query does to the catalog or session: set_config() is applied; a function of the
/// project whose body holds DDL or dynamic SQL makes what follows uncertain.
Status apply_function_effects(StatementContext& context, const catalog::Query& query);

}  // namespace backout::simulate
