#include "simulate/default_privileges.h"

#include <algorithm>

#include "catalog/acl.h"
#include "simulate/names.h"
#include "simulate/role_membership.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Acl;
using catalog::AclItem;
using catalog::AclKind;
using catalog::DefaultAcl;

namespace {

/// pg_default_acl.defaclobjtype
char default_acl_letter(AclKind kind) {
    switch (kind) {
        case AclKind::table: return 'r';
        case AclKind::sequence: return 'S';
        case AclKind::function: return 'f';
        case AclKind::type: return 'T';
        case AclKind::schema: return 'n';
        case AclKind::large_object: return 'L';
        default: return 0;
    }
}

std::optional<AclKind> kind_of(sql::ObjectKind object) {
    switch (object) {
        case sql::ObjectKind::table: return AclKind::table;
        case sql::ObjectKind::sequence: return AclKind::sequence;
        case sql::ObjectKind::function:
        case sql::ObjectKind::procedure:
        case sql::ObjectKind::routine: return AclKind::function;
        case sql::ObjectKind::type: return AclKind::type;
        case sql::ObjectKind::schema: return AclKind::schema;
        case sql::ObjectKind::large_object: return AclKind::large_object;
        default: return std::nullopt;
    }
}

std::string name_of(Oid role, Oid schema, char letter) { return fmt::format("{}/{}/{}", role, schema, letter); }

bool same_privileges(Acl a, Acl b) {
    auto order = [](const AclItem& x, const AclItem& y) {
        return std::pair(x.grantee, x.grantor) < std::pair(y.grantee, y.grantor);
    };
    std::sort(a.begin(), a.end(), order);
    std::sort(b.begin(), b.end(), order);
    return a == b;
}

Result<std::uint32_t> privileges_of(const StatementContext& context, const sql::GrantStatement& action, AclKind kind) {
    std::uint32_t all = catalog::all_privileges(kind, context.catalog.major());
    if (action.privileges.empty()) return all;
    std::uint32_t privileges = 0;
    for (const sql::Privilege& privilege : action.privileges) {
        if (!privilege.columns.empty()) return error("0LP01", "default privileges cannot be set for columns");
        std::uint32_t bit = catalog::privilege_bit(privilege.name);
        if (bit == 0) return error("42601", "unrecognized privilege type \"{}\"", privilege.name);
        if ((bit & all) == 0) return error("0LP01", "invalid privilege type {} for {}", catalog::privilege_names(bit)[0], "relation");
        privileges |= bit;
    }
    return privileges;
}

/// SetDefaultACL for one role and schema.
Status set_default_acl(StatementContext& context, const sql::GrantStatement& action, AclKind kind, Oid role, Oid schema) {
    BACKOUT_ASSIGN(std::uint32_t privileges, privileges_of(context, action, kind));
    std::string name = name_of(role, schema, default_acl_letter(kind));
    // Without a schema the starting point is what is hard-wired; entries for a schema add to it.
    Acl base = schema == catalog::invalid_oid ? catalog::default_acl(kind, role, context.catalog.major()) : Acl{};
    const auto* existing = context.catalog.find<DefaultAcl>(catalog::invalid_oid, name);
    Acl acl = existing ? existing->privileges : base;
    for (const sql::RoleSpec& grantee : action.grantees) {
        BACKOUT_ASSIGN(Oid oid, get_role(context, grantee));
        if (oid == catalog::invalid_oid && action.is_grant && action.grant_option)
            return error("0LP01", "grant options can only be granted to roles");
        if (action.is_grant)
            catalog::grant(acl, oid, role, privileges, action.grant_option);
        else
            catalog::revoke(acl, oid, role, privileges, action.grant_option);
    }
    if (same_privileges(acl, base)) {
        if (existing) context.catalog.erase(existing->oid);
        return {};
    }
    if (existing) {
        context.catalog.change<DefaultAcl>(existing->oid, [&](DefaultAcl& changed) { changed.privileges = acl; });
        return {};
    }
    auto made = context.make<DefaultAcl>(name, catalog::invalid_oid);
    made->role = role;
    made->schema = schema;
    made->object_type = default_acl_letter(kind);
    made->privileges = std::move(acl);
    if (schema != catalog::invalid_oid) depend(*made, {schema, 0}, catalog::DependencyType::auto_);
    context.catalog.insert(std::move(made));
    return {};
}

bool is_composite(const Catalog& catalog, Oid oid) {
    const auto* relation = catalog.find<catalog::Relation>(oid);
    return relation && relation->kind == catalog::RelationKind::composite;
}

}  // namespace

Status alter_default_privileges(StatementContext& context, const sql::AlterDefaultPrivilegesStatement& statement) {
    if (!statement.action) return {};
    auto kind = kind_of(statement.action->object);
    if (!kind) return unknown("default privileges for this kind of object are not simulated");
    if (*kind == AclKind::schema && !statement.schemas.empty())
        return error("0LP01", "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
    if (*kind == AclKind::large_object && context.major() < 18) return error("42601", "syntax error at or near \"LARGE\"");
    if (*kind == AclKind::large_object && !statement.schemas.empty())
        return error("0LP01", "cannot use IN SCHEMA clause when using GRANT/REVOKE ON LARGE OBJECTS");
    std::vector<Oid> roles;
    for (const sql::RoleSpec& role : statement.roles) {
        BACKOUT_ASSIGN(Oid oid, get_role(context, role));
        if (!has_privileges_of_role(context.catalog, context.session.state.current_role, oid))
            return error("42501", "{}", context.major() >= 16
                                            ? std::string("permission denied to change default privileges")
                                            : fmt::format("must be member of role \"{}\"",
                                                          catalog::role_name(context.catalog, oid)));
        roles.push_back(oid);
    }
    if (roles.empty()) roles.push_back(context.session.state.current_role);
    std::vector<Oid> schemas;
    for (const std::string& name : statement.schemas) {
        BACKOUT_ASSIGN(Oid oid, get_namespace(context, name));
        schemas.push_back(oid);
    }
    if (schemas.empty()) schemas.push_back(catalog::invalid_oid);
    for (Oid role : roles)
        for (Oid schema : schemas) BACKOUT_TRY(set_default_acl(context, *statement.action, *kind, role, schema));
    return {};
}

void apply_default_privileges(Catalog& catalog, catalog::Position from) {
    if (catalog.all(ObjectClass::default_acl).empty()) return;
    std::vector<Oid> made;
    for (const catalog::Change& change : catalog.changes(from, catalog.position()))
        if (!change.before && change.after && !change.assumption) made.push_back(change.oid);
    for (Oid oid : made) {
        const catalog::Object* object = catalog.find(oid);
        auto kind = object && !object->acl ? catalog::acl_kind_of(*object) : std::nullopt;
        char letter = kind ? default_acl_letter(*kind) : 0;
        if (letter == 0) continue;
        // Row types and array types have no privileges of their own; a composite type has its type's, not its relation's
        // (TypeCreate, heap_create_with_catalog).
        if (const auto* type = catalog::as<catalog::Type>(object);
            type && (type->is_array || (type->relation != catalog::invalid_oid && !is_composite(catalog, type->relation))))
            continue;
        if (is_composite(catalog, oid)) continue;
        const auto* global = catalog.find<DefaultAcl>(catalog::invalid_oid, name_of(object->owner, 0, letter));
        const auto* local = catalog.find<DefaultAcl>(catalog::invalid_oid, name_of(object->owner, object->scope, letter));
        if (!global && !local) continue;
        Acl acl = global ? global->privileges : catalog::default_acl(*kind, object->owner, catalog.major());
        if (local)
            for (const AclItem& item : local->privileges) {
                catalog::grant(acl, item.grantee, item.grantor, item.privileges, false);
                catalog::grant(acl, item.grantee, item.grantor, item.grant_options, true);
            }
        auto changed = object->clone();
        changed->acl = std::move(acl);
        catalog.insert(std::move(changed));
    }
}

}  // namespace backout::simulate
