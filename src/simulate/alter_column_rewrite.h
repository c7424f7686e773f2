#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// Whether rows must be written anew when a column's values become this expression over the old row
/// (ATColumnChangeRequiresRewrite, with the simplifications of length coercions that the planner makes
/// before).
bool column_change_requires_rewrite(const StatementContext& context, const catalog::Expr& expression,
                                    catalog::AttributeNumber column);

/// DomainHasConstraints (utils/cache/typcache.c): the domain or one below it has a CHECK or is NOT NULL.
bool domain_has_constraints(const Catalog& catalog, Oid type);

}  // namespace backout::simulate
