#include "simulate/domain.h"

#include <algorithm>

#include "analyze/references.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"
#include "simulate/type_name_free.h"

/// CREATE DOMAIN: DefineDomain (commands/typecmds.c).
namespace backout::simulate {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::Type;
using catalog::TypeKind;
using ConstraintKind = sql::Constraint::Type;

namespace {

bool can_be_domain_base(TypeKind kind) {
    switch (kind) {
        case TypeKind::base:
        case TypeKind::composite:
        case TypeKind::domain:
        case TypeKind::enum_:
        case TypeKind::range:
        case TypeKind::multirange: return true;
        default: return false;
    }
}

/// Constraints that only tables have.
std::string_view refused_constraint(ConstraintKind kind) {
    switch (kind) {
        case ConstraintKind::unique: return "unique constraints not possible for domains";
        case ConstraintKind::primary_key: return "primary key constraints not possible for domains";
        case ConstraintKind::exclusion: return "exclusion constraints not possible for domains";
        case ConstraintKind::foreign_key: return "foreign key constraints not possible for domains";
        default: return {};
    }
}

/// Clauses of column definitions that a domain's constraints can't have.
Status check_clause(const StatementContext& context, const sql::Constraint& constraint) {
    if (std::string_view refusal = refused_constraint(constraint.type); !refusal.empty())
        return error("42601", "{}", refusal);
    switch (constraint.type) {
        case ConstraintKind::not_null:
            if (constraint.no_inherit)
                return error("42P17", "not-null constraints for domains cannot be marked NO INHERIT");
            return {};
        case ConstraintKind::check:
            if (constraint.no_inherit)
                return error("42P17", "check constraints for domains cannot be marked NO INHERIT");
            return {};
        case ConstraintKind::attribute_deferrable:
        case ConstraintKind::attribute_not_deferrable:
        case ConstraintKind::attribute_deferred:
        case ConstraintKind::attribute_immediate:
            return error("0A000", "specifying constraint deferrability not supported for domains");
        case ConstraintKind::generated:
        case ConstraintKind::identity:
            if (context.major() >= 18) return error("0A000", "specifying GENERATED not supported for domains");
            // ConstrType (nodes/parsenodes.h)
            return error("XX000", "unrecognized constraint subtype: {}",
                         constraint.type == ConstraintKind::identity ? 3 : 4);
        case ConstraintKind::attribute_enforced:
        case ConstraintKind::attribute_not_enforced:
            return error("42P17", "specifying constraint enforceability not supported for domains");
        default: return {};
    }
}

/// What the constraints besides CHECK say: DEFAULT, NULL, NOT NULL.
Status apply_properties(StatementContext& context, Type& domain, const std::vector<sql::Constraint>& constraints) {
    bool default_seen = false;
    bool null_seen = false;
    for (const sql::Constraint& constraint : constraints) {
        if (constraint.type == ConstraintKind::default_) {
            if (default_seen) return error("42601", "multiple default expressions");
            default_seen = true;
            BACKOUT_ASSIGN(domain.default_value, analyze_domain_default(context, domain, constraint.expression.get()));
        } else if (constraint.type == ConstraintKind::null || constraint.type == ConstraintKind::not_null) {
            bool not_null = constraint.type == ConstraintKind::not_null;
            if (null_seen && domain.not_null != not_null) return error("42601", "conflicting NULL/NOT NULL constraints");
            // Until 17 it was as good as one.
            if (null_seen && not_null && context.major() >= 18)
                return error("42P17", "redundant NOT NULL constraint definition");
            BACKOUT_TRY(check_clause(context, constraint));
            null_seen = true;
            domain.not_null = not_null;
        } else {
            BACKOUT_TRY(check_clause(context, constraint));
        }
    }
    return {};
}

void copy_properties(Type& domain, const catalog::TypeInfo& base) {
    domain.kind = TypeKind::domain;
    domain.category = base.category;
    domain.length = base.length;
    domain.by_value = base.by_value;
    domain.align = base.align;
    domain.storage = base.storage;
    domain.delimiter = base.delimiter;
    domain.has_typmod = false;
}

std::string choose_domain_constraint_name(const Catalog& catalog, const Type& domain, std::string_view label) {
    auto taken = [&](const std::string& name) { return catalog.find<Constraint>(domain.oid, name) != nullptr; };
    std::string name = make_object_name(domain.name, "", label);
    for (int pass = 1; taken(name); ++pass) name = make_object_name(domain.name, "", fmt::format("{}{}", label, pass));
    return name;
}

}  // namespace

void set_domain_dependencies(const Catalog& catalog, Type& domain) {
    std::erase_if(domain.dependencies, [](const catalog::Dependency& dependency) {
        return dependency.type == DependencyType::normal;
    });
    depend(domain, {domain.base_type, 0});
    if (domain.collation != catalog::invalid_oid) depend(domain, {domain.collation, 0});
    if (domain.default_value) depend(domain, analyze::references_of(catalog, *domain.default_value));
}

Result<catalog::ExprPtr> analyze_domain_default(StatementContext& context, const Type& domain,
                                                const sql::Expression* expression) {
    if (!expression) return catalog::ExprPtr{};
    BACKOUT_ASSIGN(catalog::ExprPtr value, analyze::analyze_default(context.analysis(), *expression, domain.name,
                                                                    domain.base_type, domain.base_typmod, false));
    bool is_null = value && value->kind == catalog::ExprKind::constant && value->flag;
    return is_null ? catalog::ExprPtr{} : value;
}

Result<Oid> add_domain_check(StatementContext& context, Oid domain_oid, const sql::Constraint& definition) {
    const auto& domain = *context.catalog.find<Type>(domain_oid);
    std::string name = definition.name;
    if (name.empty()) {
        name = choose_domain_constraint_name(context.catalog, domain, "check");
    } else if (context.catalog.find<Constraint>(domain_oid, name)) {
        return error("42710", "constraint \"{}\" for domain \"{}\" already exists", name, domain.name);
    }
    BACKOUT_ASSIGN(catalog::ExprPtr condition,
                   analyze::analyze_domain_check(context.analysis(), *definition.expression, domain.base_type,
                                                 domain.base_typmod, domain.collation));
    auto constraint = context.make<Constraint>(name, domain_oid);
    constraint->type = Constraint::Type::check;
    constraint->on_domain = true;
    constraint->validated = !definition.skip_validation;
    constraint->expression = std::move(condition);
    return insert_constraint(context, std::move(constraint));
}

Result<Oid> add_domain_not_null(StatementContext& context, Oid domain_oid, const std::string& written_name) {
    const auto& domain = *context.catalog.find<Type>(domain_oid);
    std::string name = written_name;
    if (name.empty())
        name = choose_domain_constraint_name(context.catalog, domain, "not_null");
    else if (context.catalog.find<Constraint>(domain_oid, name))
        return error("42710", "constraint \"{}\" for domain \"{}\" already exists", name, domain.name);
    auto constraint = context.make<Constraint>(name, domain_oid);
    constraint->type = Constraint::Type::not_null;
    constraint->on_domain = true;
    return insert_constraint(context, std::move(constraint));
}

Status create_domain(StatementContext& context, const sql::CreateDomainStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_TRY(check_type_name_free(context, name.scope, name.name));
    BACKOUT_ASSIGN(analyze::TypeReference base, analyze::resolve_type(context.analysis(), statement.type));
    auto info = catalog::type_info(context.catalog, base.type);
    if (info && !can_be_domain_base(info->kind))
        return error("42804", "\"{}\" is not a valid base type for a domain", display_name(statement.type.names));
    auto domain = context.make<Type>(name.name, name.scope);
    if (info) copy_properties(*domain, *info);
    domain->kind = TypeKind::domain;
    domain->base_type = base.type;
    domain->base_typmod = base.typmod;
    BACKOUT_ASSIGN(domain->collation, analyze::resolve_collation(context.analysis(), statement.collation, base.type,
                                                                 statement.type.location));
    BACKOUT_TRY(apply_properties(context, *domain, statement.constraints));
    set_domain_dependencies(context.catalog, *domain);
    domain->array = insert_array_type(context, *domain);
    Oid oid = domain->oid;
    context.catalog.insert(std::move(domain));
    if (context.in_transaction_block) context.session.state.made_in_transaction.push_back(oid);
    for (const sql::Constraint& constraint : statement.constraints) {
        if (constraint.type == ConstraintKind::check) BACKOUT_TRY(add_domain_check(context, oid, constraint));
        // Since 17 NOT NULL of a domain is a row of pg_constraint.
        if (constraint.type == ConstraintKind::not_null && context.major() >= 17)
            BACKOUT_TRY(add_domain_not_null(context, oid, constraint.name));
    }
    return {};
}

}  // namespace backout::simulate
