#include <algorithm>
#include <set>

#include "simulate/domain.h"
#include "simulate/drop.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/type_use.h"

/// ALTER DOMAIN (commands/typecmds.c).
namespace backout::simulate {

using catalog::Constraint;
using catalog::Relation;
using catalog::Type;
using catalog::TypeKind;
using Action = sql::AlterDomainStatement::Action;

namespace {

Result<const Type*> get_domain(StatementContext& context, const sql::Names& names) {
    sql::TypeName name;
    name.names = names;
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::resolve_type(context.analysis(), name));
    const auto* type = context.catalog.find<Type>(found.type);
    if (type && type->assumed) return unknown("the definition of domain {} is not known", type->name);
    if (!type || type->kind != TypeKind::domain)
        return error("42809", "{} is not a domain", catalog::format_type(context.catalog, context.path, found.type));
    return type;
}

/// Tables with columns of the domain, or of a domain over it: their rows are read, under SHARE. Rows in which the
/// domain is part of a value can't be checked (get_rels_with_domain).
Status validate_rows(StatementContext& context, Oid domain) {
    std::set<Oid> seen;
    std::string name = catalog::format_type(context.catalog, context.path, domain);
    for (Oid dependent : context.catalog.dependents(domain)) {
        if (const auto* type = context.catalog.find<Type>(dependent)) {
            if (type->kind == TypeKind::domain)
                BACKOUT_TRY(validate_rows(context, dependent));
            else
                BACKOUT_TRY(check_type_unused(context.catalog, dependent, name));
            continue;
        }
        const auto* relation = context.catalog.find<Relation>(dependent);
        if (!relation || !seen.insert(dependent).second) continue;
        if (relation->row_type != catalog::invalid_oid)
            BACKOUT_TRY(check_type_unused(context.catalog, relation->row_type, name));
        if (relation->kind != catalog::RelationKind::table &&
            relation->kind != catalog::RelationKind::materialized_view)
            continue;
        context.effects.lock(dependent, LockMode::share);
        context.effects.scans.push_back({dependent, Effects::ScanReason::domain, domain});
    }
    return {};
}

Status set_default(StatementContext& context, const Type& domain, const sql::AlterDomainStatement& statement) {
    BACKOUT_ASSIGN(catalog::ExprPtr value, analyze_domain_default(context, domain, statement.default_value.get()));
    context.catalog.change<Type>(domain.oid, [&](Type& changed) {
        changed.default_value = std::move(value);
        set_domain_dependencies(context.catalog, changed);
    });
    return {};
}

/// The constraint that says NOT NULL since 17; 0 before.
Oid not_null_constraint(const Catalog& catalog, Oid domain) {
    for (const auto* constraint : catalog.members_of_class<Constraint>(domain))
        if (constraint->type == Constraint::Type::not_null) return constraint->oid;
    return catalog::invalid_oid;
}

Status set_not_null(StatementContext& context, Oid domain, bool not_null) {
    if (context.catalog.find<Type>(domain)->not_null == not_null) return {};
    if (not_null) {
        if (context.major() >= 17) BACKOUT_TRY(add_domain_not_null(context, domain, ""));
        BACKOUT_TRY(validate_rows(context, domain));
    } else if (Oid constraint = not_null_constraint(context.catalog, domain)) {
        context.catalog.erase(constraint);
    }
    context.catalog.change<Type>(domain, [&](Type& changed) { changed.not_null = not_null; });
    return {};
}

Status drop_constraint(StatementContext& context, const Type& domain, const sql::AlterDomainStatement& statement) {
    const auto* constraint = context.catalog.find<Constraint>(domain.oid, statement.constraint_name);
    if (!constraint) {
        if (!statement.missing_ok)
            return error("42704", "constraint \"{}\" of domain \"{}\" does not exist", statement.constraint_name, domain.name);
        context.effects.skipped = true;
        context.effects.notice(fmt::format("constraint \"{}\" of domain \"{}\" does not exist, skipping",
                                           statement.constraint_name, domain.name));
        return {};
    }
    if (constraint->type == Constraint::Type::not_null)
        context.catalog.change<Type>(domain.oid, [](Type& changed) { changed.not_null = false; });
    return perform_deletion(context, {{constraint->oid, 0}}, statement.behavior);
}

Status validate_constraint(StatementContext& context, const Type& domain, const std::string& name) {
    const auto* constraint = context.catalog.find<Constraint>(domain.oid, name);
    if (!constraint) return error("42704", "constraint \"{}\" of domain \"{}\" does not exist", name, domain.name);
    if (constraint->type != Constraint::Type::check)
        return error("42809", "constraint \"{}\" of domain \"{}\" is not a check constraint", name, domain.name);
    Oid oid = constraint->oid;
    BACKOUT_TRY(validate_rows(context, domain.oid));
    context.catalog.change<Constraint>(oid, [](Constraint& changed) { changed.validated = true; });
    return {};
}

Status add_constraint(StatementContext& context, const Type& domain, const sql::AlterDomainStatement& statement) {
    const sql::Constraint& definition = *statement.constraint;
    switch (definition.type) {
        case sql::Constraint::Type::check: {
            Oid oid = domain.oid;
            BACKOUT_TRY(add_domain_check(context, oid, definition));
            if (!definition.skip_validation) BACKOUT_TRY(validate_rows(context, oid));
            return {};
        }
        case sql::Constraint::Type::not_null: {
            if (context.major() < 17) return error("42601", "syntax error at or near \"NOT\"");
            if (domain.not_null) return {};
            Oid oid = domain.oid;
            BACKOUT_TRY(add_domain_not_null(context, oid, definition.name));
            BACKOUT_TRY(validate_rows(context, oid));
            context.catalog.change<Type>(oid, [](Type& changed) { changed.not_null = true; });
            return {};
        }
        case sql::Constraint::Type::unique: return error("42601", "unique constraints not possible for domains");
        case sql::Constraint::Type::primary_key: return error("42601", "primary key constraints not possible for domains");
        case sql::Constraint::Type::exclusion: return error("42601", "exclusion constraints not possible for domains");
        case sql::Constraint::Type::foreign_key: return error("42601", "foreign key constraints not possible for domains");
        default: return error("0A000", "specifying constraint deferrability not supported for domains");
    }
}

}  // namespace

Status alter_domain(StatementContext& context, const sql::AlterDomainStatement& statement) {
    BACKOUT_ASSIGN(const Type* domain, get_domain(context, statement.names));
    switch (statement.action) {
        case Action::set_default: return set_default(context, *domain, statement);
        case Action::set_not_null: return set_not_null(context, domain->oid, true);
        case Action::drop_not_null: return set_not_null(context, domain->oid, false);
        case Action::add_constraint: return add_constraint(context, *domain, statement);
        case Action::drop_constraint: return drop_constraint(context, *domain, statement);
        case Action::validate_constraint: return validate_constraint(context, *domain, statement.constraint_name);
    }
    return {};
}

}  // namespace backout::simulate
