#pragma once

#include "analyze/parse_state.h"
#include "analyze/type_oid.h"

/// Making nodes of analysed expressions.
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprForm;
using catalog::ExprKind;

/// A type that the open world leaves undecided, which is another thing than a literal's `unknown`.
inline bool is_undecided(Oid type) {
    return type == catalog::invalid_oid;
}

std::shared_ptr<Expr> make_expr(ExprKind kind, Oid type, sql::Location location);
std::shared_ptr<Expr> make_expr(ExprKind kind, Oid type, std::vector<ExprPtr> arguments,
                                sql::Location location);

ExprPtr make_constant(const Catalog& catalog, Oid type, std::string text, sql::Location location);
ExprPtr make_null(const Catalog& catalog, Oid type, sql::Location location);
ExprPtr make_boolean_expression(sql::BooleanExpression::Operation operation, std::vector<ExprPtr> arguments,
                                sql::Location location);
/// A RelabelType, or what it nets out to (applyRelabelType, nodes/nodeFuncs.c).
ExprPtr apply_relabel(ExprPtr argument, Oid type, std::int32_t typmod, Oid collation, ExprForm form,
                      sql::Location location);
/// What can't be resolved since the type of an argument is undecided. `text` names the arguments as $1, $2 …
ExprPtr make_opaque(std::string text, Oid type, std::vector<ExprPtr> arguments, sql::Location location);

/// Nodes are immutable once analysis hands them out. Until then, a few steps change what they have just made,
/// as the server's do (hide_coercion_node, assign_collations_walker).
inline Expr& in_the_making(const ExprPtr& expression) {
    return const_cast<Expr&>(*expression);
}

/// expression_returns_set: whether a set-returning function is in it, sub-queries left out.
bool returns_set(const ParseState& state, const Expr& expression);

/// select_common_typmod for expressions that are to have one type.
std::int32_t common_typmod(const std::vector<ExprPtr>& expressions, Oid type);

/// TypeCategory and IsPreferredType in one.
struct TypeCategory {
    char category = 'X';
    bool preferred = false;
};
TypeCategory category_of(const Catalog& catalog, Oid type);
bool is_string_category(const Catalog& catalog, Oid type);

/// ISCOMPLEX: a row type of its own (not record), looking through domains.
bool is_row_type(const Catalog& catalog, Oid type);
/// type_is_array_domain: an array, or a domain over one.
bool is_array_or_domain_over_one(const Catalog& catalog, Oid type);
bool is_collatable(const Catalog& catalog, Oid type);
Oid type_collation(const Catalog& catalog, Oid type);

}  // namespace backout::analyze
