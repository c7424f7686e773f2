#pragma once

#include "catalog/catalog.h"
#include "catalog/cluster_objects.h"

/// Who may act as whom: superuser(), roles_is_member_of() and what asks them (utils/adt/acl.c, utils/misc/superuser.c).
///
/// What an assumed role may do isn't known, nor what a member of one may: all answers are then those that let a
/// statement pass, so that nothing is refused that a server might do.
namespace backout::simulate {

using catalog::Catalog;
using catalog::Oid;

inline constexpr Oid bootstrap_superuser = 10;
inline constexpr Oid database_owner_role = 6171;  // pg_database_owner, since PostgreSQL 14

/// Something whose doings aren't known may have granted anything to anyone: from here on nothing is refused, except on a
/// server that is known to be a fresh one (`trace`), where only what is seen counts.
void doubt_privileges(Catalog& catalog);

/// superuser_arg; also of a role of which nothing is known.
bool is_superuser(const Catalog& catalog, Oid role);

/// Whether the role has the attribute, or is of unknown ones. Superusers have them all.
bool may_create_role(const Catalog& catalog, Oid role);
bool may_create_database(const Catalog& catalog, Oid role);
bool may_replicate(const Catalog& catalog, Oid role);
bool may_bypass_row_security(const Catalog& catalog, Oid role);

/// Which memberships count.
enum class Membership : std::uint8_t {
    any,      ///< all
    inherit,  ///< those whose privileges the member has without SET ROLE
    set       ///< those that let the member SET ROLE
};

/// A role and, nearest first, those that it is a member of.
struct RoleClosure {
    std::vector<Oid> roles;
    bool unknown = false;  ///< an assumed role is among them
    /// The role of them that has ADMIN OPTION on the role asked about, the nearest; 0 when there is none.
    Oid admin = catalog::invalid_oid;

    bool contains(Oid role) const;
};
RoleClosure roles_of(const Catalog& catalog, Oid role, Membership membership, Oid admin_of = catalog::invalid_oid);

/// has_privs_of_role: as a superuser, by being the role, or by an inherited membership.
bool has_privileges_of_role(const Catalog& catalog, Oid member, Oid role);
bool is_member_of_role(const Catalog& catalog, Oid member, Oid role);
/// The same, where a superuser is no member of every role.
bool is_declared_member(const Catalog& catalog, Oid member, Oid role);
/// member_can_set_role, and before 16 is_member_of_role.
bool can_set_role(const Catalog& catalog, Oid member, Oid role);
bool is_admin_of_role(const Catalog& catalog, Oid member, Oid role);

/// In a fresh server's database no role but the bootstrap superuser is its owner; ALTER DATABASE … OWNER changes it.
Oid database_owner(const Catalog& catalog);

}  // namespace backout::simulate
