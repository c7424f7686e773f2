#include <algorithm>

#include "simulate/drop.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::AclItem;
using catalog::Object;
using catalog::Policy;
using catalog::Relation;
using catalog::Role;

namespace {

bool is_true(const sql::Option& option) {
    return option.kind == sql::Option::Kind::none || (option.text != "false" && option.text != "0");
}

/// Members that are roles: IN ROLE, ROLE, ADMIN, USER, SYSID of the grammar come as lists of names.
Result<std::vector<Oid>> role_list(StatementContext& context, const sql::Option& option) {
    std::vector<Oid> roles;
    for (const sql::Option& entry : option.list) {
        if (!entry.role) continue;
        BACKOUT_ASSIGN(Oid oid, get_role(context, *entry.role));
        roles.push_back(oid);
    }
    for (const std::string& name : option.names) {
        BACKOUT_ASSIGN(Oid oid, get_role(context, name));
        roles.push_back(oid);
    }
    return roles;
}

void add_membership(Role& role, const Role::Membership& membership) {
    for (Role::Membership& known : role.member_of)
        if (known.role == membership.role) {
            known = membership;
            return;
        }
    role.member_of.push_back(membership);
}

Status apply_option(StatementContext& context, Role& role, const sql::Option& option) {
    const std::string& name = option.name;
    if (name == "superuser") role.superuser = is_true(option);
    else if (name == "inherit") role.inherit = is_true(option);
    else if (name == "createrole") role.create_role = is_true(option);
    else if (name == "createdb") role.create_db = is_true(option);
    else if (name == "canlogin") role.can_login = is_true(option);
    else if (name == "isreplication") role.replication = is_true(option);
    else if (name == "bypassrls") role.bypass_rls = is_true(option);
    else if (name == "connectionlimit") role.connection_limit = static_cast<std::int32_t>(option.integer);
    else if (name == "addroleto") {
        BACKOUT_ASSIGN(std::vector<Oid> groups, role_list(context, option));
        for (Oid group : groups) add_membership(role, {group, false, true, true});
    }
    return {};
}

/// ROLE and ADMIN of CREATE ROLE: those roles become members of the new one.
Status add_members(StatementContext& context, Oid role, const sql::Options& options) {
    for (const sql::Option& option : options) {
        if (option.name != "rolemembers" && option.name != "adminmembers") continue;
        BACKOUT_ASSIGN(std::vector<Oid> members, role_list(context, option));
        for (Oid member : members)
            if (context.catalog.find<Role>(member))
                context.catalog.change<Role>(member, [&](Role& changed) {
                    add_membership(changed, {role, option.name == "adminmembers", true, true});
                });
    }
    return {};
}

}  // namespace

Status create_role(StatementContext& context, const sql::CreateRoleStatement& statement) {
    if (statement.name.starts_with("pg_")) {
        auto failure = error("42939", "role name \"{}\" is reserved", statement.name);
        failure.value().detail = "Role names starting with \"pg_\" are reserved.";
        return failure;
    }
    Oid existing = catalog::find_role(context.catalog, statement.name);
    const Object* known = context.catalog.find(existing);
    // A role that was only taken to exist did not, it turns out; it keeps its number for those who refer to it.
    if (existing != catalog::invalid_oid && !(known && known->assumed))
        return error("42710", "role \"{}\" already exists", statement.name);
    auto role = context.make<Role>(statement.name, catalog::invalid_oid);
    if (known) role->oid = existing;
    role->can_login = statement.type == sql::CreateRoleStatement::Type::user;
    for (const sql::Option& option : statement.options) BACKOUT_TRY(apply_option(context, *role, option));
    Oid oid = role->oid;
    context.catalog.insert(std::move(role));
    return add_members(context, oid, statement.options);
}

Status alter_role(StatementContext& context, const sql::AlterRoleStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, get_role(context, statement.role));
    const auto* role = context.catalog.find<Role>(oid);
    if (!role) return {};
    auto changed = std::static_pointer_cast<Role>(role->clone());
    for (const sql::Option& option : statement.options) {
        if (option.name == "rolemembers") {  // ALTER GROUP … ADD or DROP USER
            BACKOUT_ASSIGN(std::vector<Oid> members, role_list(context, option));
            for (Oid member : members)
                if (context.catalog.find<Role>(member))
                    context.catalog.change<Role>(member, [&](Role& other) {
                        std::erase_if(other.member_of, [&](const auto& known) { return known.role == oid; });
                        if (statement.action > 0) add_membership(other, {oid, false, true, true});
                    });
            continue;
        }
        BACKOUT_TRY(apply_option(context, *changed, option));
    }
    context.catalog.insert(std::move(changed));
    return {};
}

Status alter_role_set(StatementContext& context, const sql::AlterRoleSetStatement& statement) {
    // What a role's sessions start with is no part of the schema; that the role exists is.
    if (statement.role) BACKOUT_TRY(get_role(context, *statement.role));
    return {};
}

Status grant_role(StatementContext& context, const sql::GrantRoleStatement& statement) {
    bool admin = false;
    for (const sql::Option& option : statement.options) admin |= option.name == "admin" && is_true(option);
    for (const std::string& granted : statement.granted) {
        BACKOUT_ASSIGN(Oid group, get_role(context, granted));
        for (const sql::RoleSpec& grantee : statement.grantees) {
            BACKOUT_ASSIGN(Oid member, get_role(context, grantee));
            if (!context.catalog.find<Role>(member)) continue;
            context.catalog.change<Role>(member, [&](Role& role) {
                if (statement.is_grant) {
                    add_membership(role, {group, admin, true, true});
                } else if (admin) {
                    for (auto& known : role.member_of)
                        if (known.role == group) known.admin = false;
                } else {
                    std::erase_if(role.member_of, [&](const auto& known) { return known.role == group; });
                }
            });
        }
    }
    return {};
}

namespace {

bool names_role(const std::optional<catalog::Acl>& acl, Oid role) {
    return acl && std::any_of(acl->begin(), acl->end(), [&](const AclItem& item) {
        return item.grantee == role || item.grantor == role;
    });
}

/// How an object hangs on a role, in the words of DROP ROLE's DETAIL; empty when it does not.
std::string dependence_on_role(const StatementContext& context, const Object& object, Oid role) {
    std::string description = describe(context.catalog, context.path, {object.oid, 0});
    if (object.owner == role) return "owner of " + description;
    if (names_role(object.acl, role)) return "privileges for " + description;
    if (const auto* policy = catalog::as<Policy>(&object))
        if (std::find(policy->roles.begin(), policy->roles.end(), role) != policy->roles.end())
            return "target of " + description;
    if (const auto* defaults = catalog::as<catalog::DefaultAcl>(&object))
        if (defaults->role == role || names_role(defaults->privileges, role)) return "owner of default privileges";
    if (const auto* relation = catalog::as<Relation>(&object))
        for (const auto& attribute : relation->attributes)
            if (names_role(attribute.acl, role)) return "privileges for column of " + description;
    return {};
}

template <class Visit>
void for_each_object(const Catalog& catalog, Visit&& visit) {
    for (int value = 0; value <= static_cast<int>(ObjectClass::user_mapping); ++value)
        for (Oid oid : catalog.all(static_cast<ObjectClass>(value))) visit(*catalog.find(oid));
}

Status drop_one_role(StatementContext& context, Oid oid) {
    const Object* role = context.catalog.find(oid);
    std::vector<std::string> lines;
    for_each_object(context.catalog, [&](const Object& object) {
        if (object.oid == oid) return;
        std::string line = dependence_on_role(context, object, oid);
        if (!line.empty()) lines.push_back(std::move(line));
    });
    if (!lines.empty()) {
        auto failure = error("2BP01", "role \"{}\" cannot be dropped because some objects depend on it", role->name);
        failure.value().detail = fmt::format("{}", fmt::join(lines, "\n"));
        return failure;
    }
    for (const auto* other : context.catalog.all_of_class<Role>()) {
        bool is_member = std::any_of(other->member_of.begin(), other->member_of.end(),
                                     [&](const auto& membership) { return membership.role == oid; });
        if (is_member)
            context.catalog.change<Role>(other->oid, [&](Role& changed) {
                std::erase_if(changed.member_of, [&](const auto& membership) { return membership.role == oid; });
            });
    }
    context.catalog.erase(oid);
    return {};
}

}  // namespace

Status drop_role(StatementContext& context, const sql::DropRoleStatement& statement) {
    for (const sql::RoleSpec& spec : statement.roles) {
        Oid oid = spec.kind == sql::RoleSpec::Kind::named ? catalog::find_role(context.catalog, spec.name) : catalog::invalid_oid;
        if (oid == catalog::invalid_oid && statement.missing_ok) {
            context.effects.skipped = true;
            context.effects.notice(fmt::format("role \"{}\" does not exist, skipping", spec.name));
            continue;
        }
        if (oid == catalog::invalid_oid) {
            BACKOUT_ASSIGN(oid, get_role(context, spec));
        }
        if (oid == context.session.state.current_role) return error("55006", "current user cannot be dropped");
        if (!context.catalog.find(oid)) return error("2BP01", "cannot drop role {} because it is required by the database system", spec.name);
        BACKOUT_TRY(drop_one_role(context, oid));
    }
    return {};
}

Status drop_owned(StatementContext& context, const sql::DropOwnedStatement& statement) {
    for (const sql::RoleSpec& spec : statement.roles) {
        BACKOUT_ASSIGN(Oid role, get_role(context, spec));
        std::vector<ObjectAddress> owned;
        std::vector<Oid> granted;
        for_each_object(context.catalog, [&](const Object& object) {
            if (object.object_class == ObjectClass::role) return;
            bool is_part = object.object_class == ObjectClass::constraint || object.object_class == ObjectClass::attribute_default ||
                           object.object_class == ObjectClass::trigger || object.object_class == ObjectClass::rule ||
                           object.object_class == ObjectClass::policy;
            const auto* type = catalog::as<catalog::Type>(&object);
            bool implied = is_part || (type && (type->is_array || type->relation != catalog::invalid_oid));
            const auto* relation = catalog::as<Relation>(&object);
            implied |= relation && relation->is_index();
            if (object.owner == role && !implied) owned.push_back({object.oid, 0});
            if (names_role(object.acl, role)) granted.push_back(object.oid);
        });
        for (Oid oid : granted) {
            auto changed = context.catalog.find(oid)->clone();
            std::erase_if(*changed->acl, [&](const AclItem& item) { return item.grantee == role; });
            context.catalog.insert(std::move(changed));
        }
        if (!owned.empty()) BACKOUT_TRY(perform_deletion(context, owned, statement.behavior));
    }
    return {};
}

Status reassign_owned(StatementContext& context, const sql::ReassignOwnedStatement& statement) {
    BACKOUT_ASSIGN(Oid owner, get_role(context, statement.new_role));
    for (const sql::RoleSpec& spec : statement.roles) {
        BACKOUT_ASSIGN(Oid role, get_role(context, spec));
        std::vector<Oid> owned;
        for_each_object(context.catalog, [&](const Object& object) {
            if (object.owner == role) owned.push_back(object.oid);
        });
        for (Oid oid : owned) {
            auto changed = context.catalog.find(oid)->clone();
            changed->owner = owner;
            context.catalog.insert(std::move(changed));
        }
    }
    return {};
}

}  // namespace backout::simulate
