#pragma once

#include "simulate/context.h"
#include "simulate/role_membership.h"

/// GRANT and REVOKE of memberships (commands/user.c, AddRoleMems and DelRoleMems).
namespace backout::simulate {

/// What WITH ADMIN, INHERIT and SET say; absent: not mentioned.
struct MembershipOptions {
    std::optional<bool> admin, inherit, set;
};

/// Who grants: a role that was named, or 0 for whom the server chooses.
struct RoleGrant {
    Oid role = catalog::invalid_oid;
    std::vector<Oid> members;
    Oid grantor = catalog::invalid_oid;
    MembershipOptions options;
};

/// Whether the current role may grant or revoke membership in a role: 42501.
Status check_membership_authorization(const StatementContext& context, Oid role, bool is_grant, Oid grantor);
Status add_members(StatementContext& context, const RoleGrant& grant);
Status remove_members(StatementContext& context, const RoleGrant& grant, sql::DropBehavior behavior);

/// Takes all memberships in which a role is member or group, as its end does.
void forget_memberships(Catalog& catalog, Oid role);

}  // namespace backout::simulate
