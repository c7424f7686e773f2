#pragma once

#include "simulate/context.h"

/// What the validators of languages say of a body (fmgr_sql_validator in catalog/pg_proc.c, plpgsql_validator in
/// pl_handler.c), and SQL-standard bodies.
namespace backout::simulate {

/// Analyses RETURN … or BEGIN ATOMIC … END into `function.sql_body`.
Status analyze_sql_body(StatementContext& context, catalog::Function& function,
                        const std::vector<sql::StatementPtr>& body);

/// Runs the validator of the function's language, where check_function_bodies is on.
Status validate_function(StatementContext& context, const catalog::Function& function);

}  // namespace backout::simulate
