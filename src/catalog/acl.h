#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/catalog.h"

/// Access privileges (manual, "Privileges"; utils/adt/acl.c).
namespace backout::catalog {

/// What privileges can be on: which of them there are, and who has them by default.
enum class AclKind : std::uint8_t {
    table, column, sequence, database, function, language, schema, tablespace, foreign_data_wrapper, foreign_server,
    type, large_object
};

/// The kind of privileges an object has; none for classes without any.
std::optional<AclKind> acl_kind_of(const Object& object);

/// All privileges of a kind (ACL_ALL_RIGHTS_…).
std::uint32_t all_privileges(AclKind kind, builtin::Major major);

/// acldefault(): what an object without an ACL of its own grants.
Acl default_acl(AclKind kind, Oid owner, builtin::Major major);

/// The privileges in force: the object's own, or the default ones.
Acl effective_acl(const Object& object, builtin::Major major);

/// "select" → its bit; 0 for a word that is no privilege.
std::uint32_t privilege_bit(std::string_view name);
/// Upper-case names of the bits, in PostgreSQL's order.
std::vector<std::string_view> privilege_names(std::uint32_t privileges);

/// Adds to or takes from what a grantor has given a grantee (aclupdate).
void grant(Acl& acl, Oid grantee, Oid grantor, std::uint32_t privileges, bool with_grant_option);
void revoke(Acl& acl, Oid grantee, Oid grantor, std::uint32_t privileges, bool only_grant_option);

/// Grant options of a role by itself, not by its groups; an owner has all (aclmask_direct).
std::uint32_t grant_options_of(const Acl& acl, Oid role, Oid owner);

/// GRANT or REVOKE for one grantee. With `only_grant_option` of a REVOKE the privileges stay.
struct AclChange {
    bool is_grant = true;
    Oid grantee = invalid_oid;
    Oid grantor = invalid_oid;
    std::uint32_t privileges = 0;
    bool grant_option = false;
};
enum class AclFailure : std::uint8_t {
    none,
    dependent,  ///< RESTRICT, and others have it from the grantee
    circular    ///< a grant option can't go back to whom the grantor has it from
};
/// aclupdate with what follows from lost grant options (recursive_revoke, check_circularity).
AclFailure update(Acl& acl, const AclChange& change, Oid owner, bool cascade);

}  // namespace backout::catalog
