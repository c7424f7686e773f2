#include "simulate/role_membership.h"

#include <algorithm>
#include <array>

#include "catalog/lookup.h"
#include "simulate/current_database.h"

namespace backout::simulate {

using catalog::Role;

namespace {

/// Of roles that every server has only this one is a member of others (catalog/system_functions.sql).
constexpr std::string_view monitor_role = "pg_monitor";
constexpr std::array<std::string_view, 3> monitor_groups{"pg_read_all_settings", "pg_read_all_stats",
                                                          "pg_stat_scan_tables"};

/// No default privileges have an empty name, so that it can stand for the doubt.
bool is_doubted(const Catalog& catalog) {
    return catalog.was_known(catalog::ObjectClass::default_acl, catalog::invalid_oid, "");
}

template <class Attribute>
bool has_attribute(const Catalog& catalog, Oid role, Attribute attribute) {
    const Role* found = catalog.find<Role>(role);
    return found && (found->superuser || found->assumed || found->*attribute || is_doubted(catalog));
}

bool counts(const Catalog& catalog, const Role& member, const Role::Membership& one, Membership membership) {
    bool by_grant = catalog.major() >= catalog::builtin::Major::pg16;
    if (membership == Membership::inherit) return by_grant ? one.inherit : member.inherit;
    return membership == Membership::any || !by_grant || one.set;
}

void add(std::vector<Oid>& roles, Oid role) {
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
}

}  // namespace

void doubt_privileges(Catalog& catalog) {
    if (!is_fresh_server(catalog)) catalog.mark_known(catalog::ObjectClass::default_acl, catalog::invalid_oid, "");
}

bool is_superuser(const Catalog& catalog, Oid role) { return has_attribute(catalog, role, &Role::superuser); }
bool may_create_role(const Catalog& catalog, Oid role) { return has_attribute(catalog, role, &Role::create_role); }
bool may_create_database(const Catalog& catalog, Oid role) { return has_attribute(catalog, role, &Role::create_db); }
bool may_replicate(const Catalog& catalog, Oid role) { return has_attribute(catalog, role, &Role::replication); }
bool may_bypass_row_security(const Catalog& catalog, Oid role) { return has_attribute(catalog, role, &Role::bypass_rls); }

bool RoleClosure::contains(Oid role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

RoleClosure roles_of(const Catalog& catalog, Oid role, Membership membership, Oid admin_of) {
    RoleClosure closure;
    closure.roles.push_back(role);
    Oid owner = database_owner(catalog);
    for (std::size_t i = 0; i < closure.roles.size(); ++i) {
        Oid member = closure.roles[i];
        if (member == owner) add(closure.roles, database_owner_role);
        const Role* found = catalog.find<Role>(member);
        if (!found) {
            if (catalog::role_name(catalog, member) != monitor_role) continue;
            for (std::string_view group : monitor_groups) add(closure.roles, catalog::find_role(catalog, group));
            continue;
        }
        closure.unknown |= found->assumed;
        for (const Role::Membership& one : found->member_of) {
            if (one.role == admin_of && one.admin && closure.admin == catalog::invalid_oid) closure.admin = member;
            if (counts(catalog, *found, one, membership)) add(closure.roles, one.role);
        }
    }
    return closure;
}

bool has_privileges_of_role(const Catalog& catalog, Oid member, Oid role) {
    if (member == role || is_superuser(catalog, member)) return true;
    RoleClosure closure = roles_of(catalog, member, Membership::inherit);
    return closure.unknown || closure.contains(role);
}

bool is_member_of_role(const Catalog& catalog, Oid member, Oid role) {
    if (member == role || is_superuser(catalog, member)) return true;
    RoleClosure closure = roles_of(catalog, member, Membership::any);
    return closure.unknown || closure.contains(role);
}

bool is_declared_member(const Catalog& catalog, Oid member, Oid role) {
    return roles_of(catalog, member, Membership::any).contains(role);
}

bool can_set_role(const Catalog& catalog, Oid member, Oid role) {
    if (member == role || is_superuser(catalog, member)) return true;
    RoleClosure closure = roles_of(catalog, member, Membership::set);
    return closure.unknown || closure.contains(role);
}

bool is_admin_of_role(const Catalog& catalog, Oid member, Oid role) {
    if (is_superuser(catalog, member)) return true;
    // Up to 14 a session's own user had ADMIN OPTION on itself.
    if (member == role) return catalog.major() < catalog::builtin::Major::pg15;
    RoleClosure closure = roles_of(catalog, member, Membership::any, role);
    return closure.unknown || closure.admin != catalog::invalid_oid;
}

}  // namespace backout::simulate
