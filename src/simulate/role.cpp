#include <algorithm>

#include "simulate/names.h"
#include "simulate/privileges.h"
#include "simulate/role_grant.h"
#include "simulate/role_owned.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Object;
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

/// Roles of this prefix are the server's own (IsReservedName, catalog/catalog.c).
Status check_not_reserved(std::string_view name) {
    if (!name.starts_with("pg_")) return {};
    auto failure = error("42939", "role name \"{}\" is reserved", name);
    failure.value().detail = "Role names starting with \"pg_\" are reserved.";
    return failure;
}

void apply_option(Role& role, const sql::Option& option) {
    const std::string& name = option.name;
    if (name == "superuser") role.superuser = is_true(option);
    else if (name == "inherit") role.inherit = is_true(option);
    else if (name == "createrole") role.create_role = is_true(option);
    else if (name == "createdb") role.create_db = is_true(option);
    else if (name == "canlogin") role.can_login = is_true(option);
    else if (name == "isreplication") role.replication = is_true(option);
    else if (name == "bypassrls") role.bypass_rls = is_true(option);
    else if (name == "connectionlimit") role.connection_limit = static_cast<std::int32_t>(option.integer);
}


bool has_option(const sql::Options& options, std::initializer_list<std::string_view> names) {
    return std::any_of(options.begin(), options.end(), [&](const sql::Option& option) {
        return std::find(names.begin(), names.end(), option.name) != names.end();
    });
}

bool is_set(const sql::Options& options, std::string_view name) {
    return std::any_of(options.begin(), options.end(),
                       [&](const sql::Option& option) { return option.name == name && is_true(option); });
}

/// Attributes that up to 15 only superusers gave, with what was said to others.
struct ReservedAttribute {
    std::string_view option, of_new_role, of_role;
};
constexpr ReservedAttribute reserved_attributes[] = {
    {"superuser", "must be superuser to create superusers",
     "must be superuser to alter superuser roles or change superuser attribute"},
    {"isreplication", "must be superuser to create replication users",
     "must be superuser to alter replication roles or change replication attribute"},
    {"bypassrls", "must be superuser to create bypassrls users", "must be superuser to change bypassrls attribute"},
};

/// Since 16 one can give what one has oneself, except for SUPERUSER.
Status check_attributes(const StatementContext& context, const sql::Options& options, bool any_value,
                        std::string_view message) {
    const Catalog& catalog = context.catalog;
    Oid current = context.session.state.current_role;
    auto names = [&](std::string_view name) { return any_value ? has_option(options, {name}) : is_set(options, name); };
    bool permitted = !names("superuser") && (!names("isreplication") || may_replicate(catalog, current)) &&
                     (!names("bypassrls") || may_bypass_row_security(catalog, current)) &&
                     (!names("createdb") || may_create_database(catalog, current));
    if (permitted) return {};
    return error("42501", "{}", message);
}

Status check_may_create(const StatementContext& context, const sql::CreateRoleStatement& statement) {
    if (passes_all_checks(context)) return {};
    constexpr std::string_view denied = "permission denied to create role";
    if (context.major() < 16)
        for (const ReservedAttribute& attribute : reserved_attributes)
            if (is_set(statement.options, attribute.option)) return error("42501", "{}", attribute.of_new_role);
    if (!may_create_role(context.catalog, context.session.state.current_role)) return error("42501", "{}", denied);
    return context.major() < 16 ? Status{} : check_attributes(context, statement.options, false, denied);
}

/// Who makes a role without being a superuser becomes its admin, and, if createrole_self_grant says so, a member that
/// has its privileges.
Status grant_to_creator(StatementContext& context, Oid role) {
    Oid current = context.session.state.current_role;
    const Role* creator = context.catalog.find<Role>(current);
    if (context.major() < 16 || !creator || creator->superuser || creator->assumed) return {};
    context.catalog.change<Role>(current, [&](Role& changed) {
        changed.member_of.push_back({role, true, false, false, bootstrap_superuser});
    });
    std::string_view self_grant = context.session.setting("createrole_self_grant");
    bool inherit = self_grant.find("inherit") != std::string_view::npos;
    bool set = self_grant.find("set") != std::string_view::npos;
    if (!inherit && !set) return {};
    return add_members(context, {role, {current}, current, {false, inherit, set}});
}

/// IN ROLE, ROLE and ADMIN of CREATE ROLE.
Status grant_memberships(StatementContext& context, Oid role, const sql::Options& options) {
    for (const sql::Option& option : options) {
        if (option.name != "addroleto") continue;
        BACKOUT_ASSIGN(std::vector<Oid> groups, role_list(context, option));
        for (Oid group : groups) {
            BACKOUT_TRY(check_membership_authorization(context, group, true, catalog::invalid_oid));
            BACKOUT_TRY(add_members(context, {group, {role}, catalog::invalid_oid, {}}));
        }
    }
    BACKOUT_TRY(grant_to_creator(context, role));
    for (const sql::Option& option : options) {
        bool admin = option.name == "adminmembers";
        if (!admin && option.name != "rolemembers") continue;
        RoleGrant grant{role, {}, catalog::invalid_oid, {}};
        if (admin) grant.options.admin = true;
        BACKOUT_ASSIGN(grant.members, role_list(context, option));
        BACKOUT_TRY(add_members(context, grant));
    }
    return {};
}

bool changes_attributes(const sql::Options& options) {
    return has_option(options, {"inherit", "createrole", "createdb", "canlogin", "connectionlimit", "validUntil",
                                "isreplication", "bypassrls"});
}

/// Up to 15 CREATEROLE let one alter every role without these attributes; one's own password was one's own.
Status check_may_alter_before_16(const StatementContext& context, const Role& role, const sql::Options& options) {
    const bool has[] = {role.superuser, role.replication, false};
    for (std::size_t i = 0; i < std::size(reserved_attributes); ++i)
        if (has[i] || has_option(options, {reserved_attributes[i].option}))
            return error("42501", "{}", reserved_attributes[i].of_role);
    if (may_create_role(context.catalog, context.session.state.current_role)) return {};
    bool own_password = role.oid == context.session.state.current_role && has_option(options, {"password"}) &&
                        !changes_attributes(options) && !has_option(options, {"rolemembers"});
    return own_password ? Status{} : error("42501", "permission denied");
}

/// AlterRole (commands/user.c): CREATEROLE and ADMIN OPTION on the role, to change anything; one's own password is one's
/// own, and members are its admins' concern.
Status check_may_alter(const StatementContext& context, const Role& role, const sql::Options& options) {
    if (passes_all_checks(context)) return {};
    if (context.major() < 16) return check_may_alter_before_16(context, role, options);
    constexpr std::string_view denied = "permission denied to alter role";
    const Catalog& catalog = context.catalog;
    Oid current = context.session.state.current_role;
    if (role.superuser || has_option(options, {"superuser"})) return error("42501", "{}", denied);
    bool is_admin = is_admin_of_role(catalog, current, role.oid);
    if (is_admin && may_create_role(catalog, current)) {
        BACKOUT_TRY(check_attributes(context, options, true, denied));
    } else {
        bool sets_other_password = role.oid != current && has_option(options, {"password"});
        if (changes_attributes(options) || sets_other_password) return error("42501", "{}", denied);
    }
    if (has_option(options, {"rolemembers"}) && !is_admin) return error("42501", "{}", denied);
    return {};
}

}  // namespace

Status create_role(StatementContext& context, const sql::CreateRoleStatement& statement) {
    BACKOUT_TRY(check_may_create(context, statement));
    BACKOUT_TRY(check_not_reserved(statement.name));
    Oid existing = catalog::find_role(context.catalog, statement.name);
    const Object* known = context.catalog.find(existing);
    // A role that was only taken to exist did not, it turns out; it keeps its number for those who refer to it.
    if (existing != catalog::invalid_oid && !(known && known->assumed))
        return error("42710", "role \"{}\" already exists", statement.name);
    auto role = context.make<Role>(statement.name, catalog::invalid_oid);
    if (known) role->oid = existing;
    role->can_login = statement.type == sql::CreateRoleStatement::Type::user;
    for (const sql::Option& option : statement.options) apply_option(*role, option);
    Oid oid = role->oid;
    context.catalog.insert(std::move(role));
    return grant_memberships(context, oid, statement.options);
}

Status alter_role(StatementContext& context, const sql::AlterRoleStatement& statement) {
    if (statement.role.kind == sql::RoleSpec::Kind::named) BACKOUT_TRY(check_not_reserved(statement.role.name));
    BACKOUT_ASSIGN(Oid oid, get_role(context, statement.role));
    const auto* role = context.catalog.find<Role>(oid);
    if (!role) return {};
    BACKOUT_TRY(check_may_alter(context, *role, statement.options));
    if (oid == bootstrap_superuser && context.major() >= 16 && has_option(statement.options, {"superuser"}) &&
        !is_set(statement.options, "superuser"))
        return error("0A000", "permission denied to alter role");
    context.catalog.change<Role>(oid, [&](Role& changed) {
        for (const sql::Option& option : statement.options) apply_option(changed, option);
    });
    for (const sql::Option& option : statement.options) {
        if (option.name != "rolemembers") continue;  // ALTER GROUP … ADD or DROP USER
        RoleGrant grant{oid, {}, catalog::invalid_oid, {}};
        BACKOUT_ASSIGN(grant.members, role_list(context, option));
        BACKOUT_TRY(statement.action > 0 ? add_members(context, grant)
                                         : remove_members(context, grant, sql::DropBehavior::restrict_));
    }
    return {};
}

Status alter_role_set(StatementContext& context, const sql::AlterRoleSetStatement& statement) {
    // What a role's sessions start with is no part of the schema; that the role exists is.
    Oid current = context.session.state.current_role;
    if (!statement.role) {
        if (!statement.database.empty() || passes_all_checks(context)) return {};
        return error("42501", "permission denied to alter setting");
    }
    if (statement.role->kind == sql::RoleSpec::Kind::named) BACKOUT_TRY(check_not_reserved(statement.role->name));
    BACKOUT_ASSIGN(Oid oid, get_role(context, *statement.role));
    if (passes_all_checks(context) || oid == current) return {};
    const Role* role = context.catalog.find<Role>(oid);
    bool permitted = role && !role->superuser && may_create_role(context.catalog, current) &&
                     (context.major() < 16 || is_admin_of_role(context.catalog, current, oid));
    if (permitted || (role && role->assumed)) return {};
    return error("42501", "permission denied to alter role");
}

namespace {

/// A role to be dropped; 0 when it is missing and that is fine.
Result<Oid> role_to_drop(StatementContext& context, const sql::RoleSpec& spec, bool missing_ok) {
    if (spec.kind != sql::RoleSpec::Kind::named) return error("22023", "cannot use special role specifier in DROP ROLE");
    Oid oid = catalog::find_role(context.catalog, spec.name);
    if (oid == catalog::invalid_oid && missing_ok) {
        context.effects.skipped = true;
        context.effects.notice(fmt::format("role \"{}\" does not exist, skipping", spec.name));
        return oid;
    }
    BACKOUT_ASSIGN(oid, get_role(context, spec));
    if (oid == context.session.state.current_role) return error("55006", "current user cannot be dropped");
    if (oid == context.session.state.session_role) return error("55006", "session user cannot be dropped");
    const Role* role = context.catalog.find<Role>(oid);
    bool of_superuser = role && role->superuser;
    bool permitted = passes_all_checks(context) ||
                     (!of_superuser && (context.major() < 16 ||
                                        is_admin_of_role(context.catalog, context.session.state.current_role, oid)));
    if (!permitted) return error("42501", "permission denied to drop role");
    if (!role) return error("2BP01", "cannot drop role {} because it is required by the database system", spec.name);
    return oid;
}

}  // namespace

Status drop_role(StatementContext& context, const sql::DropRoleStatement& statement) {
    if (!may_create_role(context.catalog, context.session.state.current_role))
        return error("42501", "permission denied to drop role");
    std::vector<Oid> dropped;
    for (const sql::RoleSpec& spec : statement.roles) {
        BACKOUT_ASSIGN(Oid oid, role_to_drop(context, spec, statement.missing_ok));
        if (oid == catalog::invalid_oid || std::find(dropped.begin(), dropped.end(), oid) != dropped.end()) continue;
        // Since 16 memberships go first, so that those between the dropped roles are in nobody's way.
        if (context.major() < 16) BACKOUT_TRY(check_nothing_depends_on_role(context, oid));
        forget_memberships(context.catalog, oid);
        dropped.push_back(oid);
    }
    for (Oid oid : dropped) {
        BACKOUT_TRY(check_nothing_depends_on_role(context, oid));
        context.catalog.erase(oid);
    }
    return {};
}

}  // namespace backout::simulate
