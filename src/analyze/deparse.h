#pragma once

#include <functional>
#include <string>

#include "catalog/expression.h"
#include "catalog/lookup.h"

/// Printing what the catalog keeps, as the server's pg_get_expr, pg_get_viewdef and pg_get_…def print it without
/// pretty-printing (utils/adt/ruleutils.c). Two definitions are the same when they print the same.
namespace backout::analyze {

struct DeparseOptions {
    const catalog::SearchPath* path = nullptr;  ///< null: everything outside pg_catalog is qualified
    bool pretty = false;                        ///< fewer parentheses, as psql shows it
    /// `x = ANY (ARRAY['a', 'b'])` as the `x IN ('a', 'b')` that it was: the server does not take its own print of some
    /// of these back as the same (a varchar's array is cast as a whole in one, element by element in the other).
    bool in_lists = false;
};

/// An expression about one relation (`relation` names Var's of range index 1; 0 when it has none).
/// `old_new`: range 1 is OLD and range 2 NEW, as in a trigger's WHEN.
std::string deparse_expression(const catalog::Catalog& catalog, const catalog::Expr& expression,
                               catalog::Oid relation = catalog::invalid_oid, bool old_new = false,
                               const DeparseOptions& options = {});

/// A view's query, without a semicolon, as pg_get_viewdef(…) prints it. `view` names the result columns as they are
/// called now; without it they are called as the query says.
std::string deparse_query(const catalog::Catalog& catalog, const catalog::Query& query,
                          const DeparseOptions& options = {}, catalog::Oid view = catalog::invalid_oid);

/// pg_get_constraintdef
std::string deparse_constraint(const catalog::Catalog& catalog, catalog::Oid constraint,
                               const DeparseOptions& options = {});
/// pg_get_indexdef
std::string deparse_index(const catalog::Catalog& catalog, catalog::Oid index, const DeparseOptions& options = {});
/// pg_get_triggerdef
std::string deparse_trigger(const catalog::Catalog& catalog, catalog::Oid trigger, const DeparseOptions& options = {});
/// pg_get_ruledef
std::string deparse_rule(const catalog::Catalog& catalog, catalog::Oid rule, const DeparseOptions& options = {});
/// pg_get_statisticsobjdef
std::string deparse_statistics(const catalog::Catalog& catalog, catalog::Oid statistics,
                               const DeparseOptions& options = {});
/// pg_get_functiondef, of functions and procedures
std::string deparse_function(const catalog::Catalog& catalog, catalog::Oid function,
                             const DeparseOptions& options = {});
/// "name(argument types)" as regprocedure prints it.
std::string function_signature(const catalog::Catalog& catalog, catalog::Oid function, bool qualified,
                               const DeparseOptions& options = {});
/// pg_get_function_identity_arguments: what tells overloads apart, with modes and names.
std::string function_identity_arguments(const catalog::Catalog& catalog, catalog::Oid function,
                                        const DeparseOptions& options = {});
/// pg_get_partkeydef and the bound as in "FOR VALUES …"
std::string deparse_partition_key(const catalog::Catalog& catalog, catalog::Oid relation);
std::string deparse_partition_bound(const catalog::Catalog& catalog, catalog::Oid relation);

}  // namespace backout::analyze
