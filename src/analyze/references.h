#pragma once

#include <functional>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/expression.h"

/// What expressions and queries refer to: recordDependencyOnExpr (catalog/dependency.c).
namespace backout::analyze {

/// Every object outside a fresh server's that the expression needs: columns (for Vars of range index 1, of
/// `relation`; of 2, of `second_relation`), functions, operators, types, collations, relations of sub-queries.
/// Each once, in ascending order; a relation is left out where one of its columns is there.
std::vector<catalog::ObjectAddress> references_of(const catalog::Catalog& catalog, const catalog::Expr& expression,
                                                  catalog::Oid relation = catalog::invalid_oid,
                                                  catalog::Oid second_relation = catalog::invalid_oid);
std::vector<catalog::ObjectAddress> references_of(const catalog::Catalog& catalog, const catalog::Query& query);

/// Calls `visit` for an expression and everything below it, queries of sublinks included.
void walk(const catalog::Expr& expression, const std::function<void(const catalog::Expr&)>& visit);
void walk(const catalog::Query& query, const std::function<void(const catalog::Expr&)>& visit);

/// The most volatile function in it: 'i', 's' or 'v' (contain_mutable_functions, contain_volatile_functions). What
/// could not be analysed counts as immutable: it gives no ground to refuse anything.
char volatility_of(const catalog::Catalog& catalog, const catalog::Expr& expression);

/// Columns of `relation` (range index 1) that it names; 0 for a whole-row reference.
std::vector<catalog::AttributeNumber> columns_of(const catalog::Expr& expression);

}  // namespace backout::analyze
