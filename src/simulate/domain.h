#pragma once

#include "simulate/constraint.h"

/// Domains and their constraints (commands/typecmds.c).
namespace backout::simulate {

/// DEFAULT of a domain under construction or change; null for none, and for DEFAULT NULL.
Result<catalog::ExprPtr> analyze_domain_default(StatementContext& context, const catalog::Type& domain,
                                                const sql::Expression* expression);
/// Dependencies on base type, collation and what the default needs, in place of those there are.
void set_domain_dependencies(const Catalog& catalog, catalog::Type& domain);

/// Adds a CHECK constraint (domainAddCheckConstraint).
Result<Oid> add_domain_check(StatementContext& context, Oid domain, const sql::Constraint& definition);
/// Adds the row of pg_constraint that NOT NULL has since 17 (domainAddNotNullConstraint).
Result<Oid> add_domain_not_null(StatementContext& context, Oid domain, const std::string& name);

}  // namespace backout::simulate
