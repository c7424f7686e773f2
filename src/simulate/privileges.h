#pragma once

#include "catalog/acl.h"
#include "simulate/context.h"
#include "simulate/role_membership.h"

/// Who owns what and may do what with it: aclmask, object_aclcheck, object_ownercheck (catalog/aclchk.c).
///
/// Where what a role may do isn't known (the role, the object or its owner is assumed, or an extension brought it), it
/// may do everything: the open world makes nobody fail for want of privileges.
namespace backout::simulate {

/// Whether a role has the rights of the object's owner.
bool owns(const Catalog& catalog, Oid object, Oid role);

/// What a role may do with an object: what is granted to it, to PUBLIC, or to a role whose privileges it has.
std::uint32_t privileges_on(const Catalog& catalog, ObjectClass object_class, Oid object, Oid role);
/// The same of an ACL by itself.
std::uint32_t privileges_in(const Catalog& catalog, const catalog::Acl& acl, Oid role);
/// What a role may do with a column by a grant on the column, not on its table.
std::uint32_t privileges_on_column(const Catalog& catalog, const catalog::Relation& relation,
                                   catalog::AttributeNumber column, Oid role);

/// The checks below are of the session's current role; they fail with 42501.

/// Nothing that is about privileges can fail: the role is a superuser, or may be one.
bool passes_all_checks(const StatementContext& context);

/// "must be owner of table t"
Status check_owner(const StatementContext& context, ObjectClass object_class, Oid object);
/// "permission denied for schema s"
Status check_privilege(const StatementContext& context, ObjectClass object_class, Oid object, std::uint32_t wanted);

Status check_schema_create(const StatementContext& context, Oid schema);
Status check_schema_usage(const StatementContext& context, Oid schema);
/// USAGE on a type; of an array type on its elements', of a multirange on its range's.
Status check_type_usage(const StatementContext& context, Oid type);
/// A privilege on a whole relation, or on each of these columns of it.
Status check_columns_privilege(const StatementContext& context, Oid relation,
                               const std::vector<catalog::AttributeNumber>& columns, std::uint32_t wanted);
/// CREATE or TEMPORARY on the session's database.
Status check_database_privilege(const StatementContext& context, std::uint32_t wanted);
/// CREATE on a tablespace; the database's own is everybody's.
Status check_tablespace_create(const StatementContext& context, std::string_view name);
Status check_superuser(const StatementContext& context, std::string_view message);

tl::unexpected<Error> permission_denied(std::string_view word, std::string_view name);
tl::unexpected<Error> not_owner(std::string_view word, std::string_view name);
/// "table", "aggregate", "foreign-data wrapper": what an object is called in these errors (aclcheck_error).
std::string_view privilege_word(const Catalog& catalog, ObjectClass object_class, Oid object);
std::string name_in_error(const StatementContext& context, ObjectClass object_class, Oid object);

}  // namespace backout::simulate
