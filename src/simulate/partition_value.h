#pragma once

#include <compare>
#include <optional>

#include "simulate/context.h"

/// Constants in partition bounds and their order.
namespace backout::simulate {

/// The server computes bound values when the partition is made. Of that, casts of constants are done here; an
/// expression that only a server can compute stays as it is.
catalog::ExprPtr fold_bound_value(const StatementContext& context, const catalog::ExprPtr& value, Oid type);

/// Two constants of the same type and text.
bool is_same_constant(const catalog::Expr& value, const catalog::Expr& other);

/// How two constants of the key's type compare; nothing where only a server can tell (expressions,
/// collations).
std::optional<std::strong_ordering> compare_bound_values(const Catalog& catalog, const catalog::Expr& value,
                                                         const catalog::Expr& other, Oid collation);

}  // namespace backout::simulate
