#pragma once

#include "simulate/evaluate.h"

/// Calls of the project's own functions and procedures: bodies in PL/pgSQL and SQL are run with their arguments bound.
namespace backout::simulate {

/// Whether a call may mean a routine of the project; `kind` as in pg_proc.prokind.
bool names_routine(const StatementContext& context, const sql::FunctionCall& call, char kind = 'f');

/// Runs the routine that the call means with these values of its arguments, in the order written, and gives its result.
/// `atomic`: COMMIT is not possible in it.
Result<Value> call_routine(StatementContext& context, const sql::FunctionCall& call, std::vector<Value> arguments,
                           char kind = 'f', bool atomic = true);
/// The same for a function in FROM; nothing where its rows aren't known.
Result<std::optional<EvaluatedRows>> call_set_routine(StatementContext& context, const sql::FunctionCall& call,
                                                      std::vector<Value> arguments);

/// Whether running the routine may change the schema, as far as its body's words tell, with those that it calls.
bool may_change_schema(const StatementContext& context, const catalog::Function& routine);
/// The same of a piece of a body.
bool may_change_schema(const StatementContext& context, std::string_view body);

}  // namespace backout::simulate
