#include "simulate/role_owned.h"

#include <algorithm>

#include "simulate/current_database.h"
#include "simulate/drop.h"
#include "simulate/names.h"
#include "simulate/privileges.h"
#include "simulate/relation_owner.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Acl;
using catalog::AclItem;
using catalog::Object;
using catalog::Policy;
using catalog::Relation;
using catalog::Role;

namespace {

template <class Visit>
void for_each_object(const Catalog& catalog, Visit&& visit) {
    for (int value = 0; value <= static_cast<int>(ObjectClass::user_mapping); ++value)
        for (Oid oid : catalog.all(static_cast<ObjectClass>(value))) visit(*catalog.find(oid));
}

bool names_role(const std::optional<Acl>& acl, Oid role) {
    return acl && std::any_of(acl->begin(), acl->end(), [&](const AclItem& item) {
        return item.grantee == role || item.grantor == role;
    });
}

/// Objects whose owner the server notes down. The others belong to whom their table or type does.
bool has_owner(const Catalog& catalog, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::role:
        case ObjectClass::constraint:
        case ObjectClass::attribute_default:
        case ObjectClass::trigger:
        case ObjectClass::rule:
        case ObjectClass::policy:
        case ObjectClass::cast:
        case ObjectClass::transform:
        case ObjectClass::default_acl:
        case ObjectClass::user_mapping:
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace:
        case ObjectClass::access_method:
        case ObjectClass::ts_parser:
        case ObjectClass::ts_template: return false;
        case ObjectClass::relation: {
            const auto& relation = static_cast<const Relation&>(object);
            return !relation.is_index() && relation.kind != catalog::RelationKind::composite;
        }
        case ObjectClass::type: {
            const auto& type = static_cast<const catalog::Type&>(object);
            const auto* relation = catalog.find<Relation>(type.relation);
            return !type.is_array && (!relation || relation->kind == catalog::RelationKind::composite);
        }
        default: return true;
    }
}

/// How an object hangs on a role, in the words of DROP ROLE's DETAIL; empty when it does not.
std::string dependence_on_role(const StatementContext& context, const Object& object, Oid role) {
    auto description = [&] {
        if (&object == current_database(context.catalog)) return std::string("the database");
        return describe(context.catalog, context.path, {object.oid, 0});
    };
    if (object.owner == role && has_owner(context.catalog, object)) return "owner of " + description();
    if (names_role(object.acl, role)) {
        // The owner's own entries are no dependence beside the ownership.
        bool of_others = object.owner != role || !has_owner(context.catalog, object);
        if (of_others) return "privileges for " + description();
    }
    if (const auto* policy = catalog::as<Policy>(&object))
        if (std::find(policy->roles.begin(), policy->roles.end(), role) != policy->roles.end())
            return "target of " + description();
    if (const auto* defaults = catalog::as<catalog::DefaultAcl>(&object))
        if (defaults->role == role || names_role(defaults->privileges, role)) return "owner of default privileges";
    if (const auto* mapping = catalog::as<catalog::UserMapping>(&object))
        if (mapping->user == role) return "owner of " + description();
    if (const auto* member = catalog::as<Role>(&object); member && context.major() >= 16)
        for (const Role::Membership& membership : member->member_of)
            if (membership.grantor == role)
                return fmt::format("privileges for membership of role {} in role {}", member->name,
                                   catalog::role_name(context.catalog, membership.role));
    if (const auto* relation = catalog::as<Relation>(&object))
        for (const auto& attribute : relation->attributes)
            if (names_role(attribute.acl, role) && object.owner != role) return "privileges for column of " + description();
    return {};
}

/// Takes what a role was granted, and what it granted in turn (RemoveRoleFromObjectACL).
void remove_from_acl(Acl& acl, Oid role) {
    std::erase_if(acl, [&](const AclItem& item) { return item.grantee == role || item.grantor == role; });
}

void remove_privileges(StatementContext& context, const Object& object, Oid role) {
    auto changed = object.clone();
    if (changed->acl) remove_from_acl(*changed->acl, role);
    if (object.object_class == ObjectClass::relation)
        for (auto& attribute : static_cast<Relation&>(*changed).attributes) {
            if (!attribute.acl) continue;
            remove_from_acl(*attribute.acl, role);
            if (attribute.acl->empty()) attribute.acl.reset();
        }
    context.catalog.insert(std::move(changed));
}

bool has_privileges_of(const Object& object, Oid role) {
    if (object.owner == role) return false;
    if (names_role(object.acl, role)) return true;
    const auto* relation = catalog::as<Relation>(&object);
    return relation && std::any_of(relation->attributes.begin(), relation->attributes.end(),
                                   [&](const auto& attribute) { return names_role(attribute.acl, role); });
}

/// A role leaves the policies that are for it; one that is for no other goes (RemoveRoleFromObjectPolicy).
void leave_policy(StatementContext& context, const Policy& policy, Oid role) {
    bool only_role = std::all_of(policy.roles.begin(), policy.roles.end(), [&](Oid one) { return one == role; });
    if (only_role) {
        context.catalog.erase(policy.oid);
        return;
    }
    context.catalog.change<Policy>(policy.oid, [&](Policy& changed) { std::erase(changed.roles, role); });
}

void leave_default_privileges(StatementContext& context, const catalog::DefaultAcl& defaults, Oid role) {
    auto rest = defaults.privileges;
    remove_from_acl(rest, role);
    if (defaults.role == role || rest.empty())
        context.catalog.erase(defaults.oid);
    else
        context.catalog.change<catalog::DefaultAcl>(defaults.oid, [&](auto& changed) { changed.privileges = rest; });
}

void forget_grants_by(StatementContext& context, const Role& member, Oid role) {
    bool any = std::any_of(member.member_of.begin(), member.member_of.end(),
                           [&](const auto& membership) { return membership.grantor == role; });
    if (!any || context.major() < 16) return;
    context.catalog.change<Role>(member.oid, [&](Role& changed) {
        std::erase_if(changed.member_of, [&](const auto& membership) { return membership.grantor == role; });
    });
}

/// What of a role's dependences isn't an object to drop.
void release(StatementContext& context, Oid oid, Oid role) {
    const Object* object = context.catalog.find(oid);
    if (const auto* defaults = catalog::as<catalog::DefaultAcl>(object)) {
        leave_default_privileges(context, *defaults, role);
    } else if (const auto* member = catalog::as<Role>(object)) {
        forget_grants_by(context, *member, role);
    } else if (const auto* policy = catalog::as<Policy>(object)) {
        if (std::find(policy->roles.begin(), policy->roles.end(), role) != policy->roles.end())
            leave_policy(context, *policy, role);
    } else if (has_privileges_of(*object, role)) {
        remove_privileges(context, *object, role);
    }
}

Result<std::vector<Oid>> roles_named(StatementContext& context, const std::vector<sql::RoleSpec>& specs,
                                     std::string_view denied) {
    std::vector<Oid> roles;
    for (const sql::RoleSpec& spec : specs) {
        BACKOUT_ASSIGN(Oid role, get_role(context, spec));
        if (!has_privileges_of_role(context.catalog, context.session.state.current_role, role))
            return error("42501", "{}", denied);
        roles.push_back(role);
    }
    return roles;
}

/// What every server has can't be given away, nor can the bootstrap superuser's things.
Status check_not_pinned(const StatementContext& context, Oid role, std::string_view verb) {
    if (!catalog::is_builtin(role)) return {};
    return error("2BP01", "cannot {} objects owned by role {} because they are required by the database system", verb,
                 catalog::role_name(context.catalog, role));
}

void give(StatementContext& context, const Object& object, Oid owner) {
    auto changed = object.clone();
    if (changed->acl) changed->acl = change_acl_owner(*changed->acl, object.owner, owner);
    changed->owner = owner;
    context.catalog.insert(std::move(changed));
}

}  // namespace

Status check_nothing_depends_on_role(const StatementContext& context, Oid oid) {
    std::vector<std::string> lines;
    for_each_object(context.catalog, [&](const Object& object) {
        if (object.oid == oid) return;
        std::string line = dependence_on_role(context, object, oid);
        if (!line.empty()) lines.push_back(std::move(line));
    });
    if (lines.empty()) return {};
    auto failure = error("2BP01", "role \"{}\" cannot be dropped because some objects depend on it",
                         context.catalog.find(oid)->name);
    failure.value().detail = fmt::format("{}", fmt::join(lines, "\n"));
    return failure;
}

Status drop_owned(StatementContext& context, const sql::DropOwnedStatement& statement) {
    BACKOUT_ASSIGN(std::vector<Oid> roles, roles_named(context, statement.roles, "permission denied to drop objects"));
    std::vector<ObjectAddress> owned;
    for (Oid role : roles) {
        BACKOUT_TRY(check_not_pinned(context, role, "drop"));
        std::vector<Oid> others;
        for_each_object(context.catalog, [&](const Object& object) {
            const auto* mapping = catalog::as<catalog::UserMapping>(&object);
            bool is_owned = (object.owner == role && has_owner(context.catalog, object)) || (mapping && mapping->user == role);
            // Databases and tablespaces are shared with what this database doesn't see.
            bool is_shared = object.object_class == ObjectClass::database || object.object_class == ObjectClass::tablespace;
            if (is_owned && !is_shared)
                owned.push_back({object.oid, 0});
            else
                others.push_back(object.oid);
        });
        for (Oid oid : others) release(context, oid, role);
    }
    return owned.empty() ? Status{} : perform_deletion(context, owned, statement.behavior);
}

Status reassign_owned(StatementContext& context, const sql::ReassignOwnedStatement& statement) {
    constexpr std::string_view denied = "permission denied to reassign objects";
    BACKOUT_ASSIGN(std::vector<Oid> roles, roles_named(context, statement.roles, denied));
    BACKOUT_ASSIGN(std::vector<Oid> owners, roles_named(context, {statement.new_role}, denied));
    Oid owner = owners.front();
    for (Oid role : roles) {
        BACKOUT_TRY(check_not_pinned(context, role, "reassign ownership of"));
        std::vector<Oid> owned;
        for_each_object(context.catalog, [&](const Object& object) {
            bool is_default = object.object_class == ObjectClass::default_acl || object.object_class == ObjectClass::user_mapping;
            if (object.owner == role && !is_default) owned.push_back(object.oid);
        });
        for (Oid oid : owned) give(context, *context.catalog.find(oid), owner);
    }
    return {};
}

}  // namespace backout::simulate
