#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// What the compiler of PL/pgSQL refuses of a body (plpgsql_compile, pl_comp.c): at CREATE FUNCTION and DO, where
/// check_function_bodies is on. `routine` is null for DO.
Status compile_plpgsql(const StatementContext& context, std::string_view body, const catalog::Function* routine);

/// The setting check_function_bodies.
bool checks_function_bodies(const StatementContext& context);

}  // namespace backout::simulate
