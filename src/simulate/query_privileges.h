#pragma once

#include "simulate/privileges.h"

/// Whether the session's role may run an analysed query: ExecCheckPermissions (executor/execMain.c) on the relations
/// that the parser and the rewriter put into its range tables, and EXECUTE on the functions that it calls.
namespace backout::simulate {

Status check_query_privileges(const StatementContext& context, const catalog::Query& query);
/// The same as another role would be checked: a materialized view is filled as its owner.
Status check_query_privileges(const StatementContext& context, const catalog::Query& query, Oid role);

}  // namespace backout::simulate
