#pragma once

#include "simulate/context.h"

/// The `(name = value, …)` lists of CREATE AGGREGATE, OPERATOR, TYPE, COLLATION and TEXT SEARCH.
namespace backout::simulate {

/// The option of a name; null for none. What is quoted keeps its case and is not found.
const sql::Option* find_option(const sql::Options& options, std::string_view name);
/// Its text; empty where it is not there.
std::string option_text(const sql::Options& options, std::string_view name);
bool option_is_true(const sql::Options& options, std::string_view name);
/// The name that it holds (of a function, an operator, another object); empty where it is not there.
sql::Names option_names(const sql::Options& options, std::string_view name);
/// The type that it holds; 0 where it is not there.
Result<Oid> option_type(StatementContext& context, const sql::Options& options, std::string_view name);

/// The value of a yes-or-no option, where the bare name means yes (defGetBoolean, commands/define.c): 42601
/// `x requires a Boolean value`.
Result<bool> boolean_value(const sql::Option& option);
/// 42601 "conflicting or redundant options" where a name comes twice.
Status check_given_once(const sql::Options& options);

/// The function with exactly these argument types (LookupFuncName): 42883 `function f(integer) does not exist`.
Result<Oid> exact_function(StatementContext& context, const sql::Names& names, const std::vector<Oid>& arguments);
/// `f(integer, text)`, as errors show it.
std::string signature_string(const StatementContext& context, const sql::Names& names, const std::vector<Oid>& arguments);

}  // namespace backout::simulate
