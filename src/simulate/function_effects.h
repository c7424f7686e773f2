#pragma once

#include "simulate/evaluate.h"

namespace backout::simulate {

/// Runs the functions that a query calls, where it is known for which rows: set_config() and those of the project. Where
/// it isn't, those that may change the schema make what follows uncertain, and so do triggers that the query fires.
Status apply_function_effects(StatementContext& context, const catalog::Query& query, const sql::Statement& statement);

/// The same for a query in a routine whose variables have values; its rows where they are known.
Result<std::optional<EvaluatedRows>> run_functions(StatementContext& context, const catalog::Query* query,
                                                   const sql::Statement& statement, const Variables& variables,
                                                   bool wants_rows);

}  // namespace backout::simulate
