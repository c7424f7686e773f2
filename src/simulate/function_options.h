#pragma once

#include "simulate/context.h"

/// The attributes of functions and procedures, in CREATE and in ALTER (commands/functioncmds.c).
namespace backout::simulate {

/// The language that CREATE FUNCTION names, or takes for granted with a SQL-standard body.
Result<std::string> function_language(const sql::CreateFunctionStatement& statement);

/// Sets what the options say on a function under construction, or under change; `is_new`: COST and ROWS that no
/// option gives are set to what the language and the kind of result make them.
Status apply_function_options(StatementContext& context, catalog::Function& function, const sql::Options& options,
                              bool is_new);

}  // namespace backout::simulate
