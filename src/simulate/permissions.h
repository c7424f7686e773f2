#pragma once

#include "simulate/privileges.h"

/// Whether the session's role may run a statement.
///
/// The server makes most of these checks while it looks up the objects that a statement names, before it looks at what
/// is to be done with them. So they are made here in one pass before the statement is simulated, and only for roles
/// that could fail one: the functions that simulate statements know nothing of privileges. An object that isn't there
/// is passed over, the statement itself will report it. What needs an analysed query is in query_privileges.h; GRANT,
/// REVOKE and what changes roles check for themselves.
namespace backout::simulate {

Status check_permissions(StatementContext& context, const sql::Statement& statement);

// --- parts of it, by what a statement is about ----------------------------------------------------------------

Status check_relation_permissions(StatementContext& context, const sql::Statement& statement);
Status check_alter_table_permissions(StatementContext& context, const sql::AlterTableStatement& statement);
Status check_routine_permissions(StatementContext& context, const sql::Statement& statement);
Status check_type_permissions(StatementContext& context, const sql::Statement& statement);
Status check_object_permissions(StatementContext& context, const sql::Statement& statement);
Status check_cluster_permissions(StatementContext& context, const sql::Statement& statement);

/// DROP, COMMENT, ALTER EXTENSION … ADD: must own the object or what it is a part of (check_object_ownership,
/// catalog/objectaddress.c).
Status check_object_ownership(StatementContext& context, sql::ObjectKind kind, const sql::ObjectReference& reference);
/// Giving something to another role: must be able to SET ROLE to it (up to 15, be a member of it).
Status check_can_set_role(const StatementContext& context, Oid role);
/// The new owner must be able to create where the object is.
Status check_new_owner(const StatementContext& context, Oid schema, Oid new_owner);
/// REFERENCES on the columns that a foreign key points at (checkFkeyPermissions, commands/tablecmds.c).
Status check_foreign_key_permission(StatementContext& context, const sql::Constraint& constraint);

// --- looking names up without complaint ------------------------------------------------------------------------

/// The relation, 0 when there is none. The schema that is named must be one that the role may look into.
Result<Oid> find_relation_permitted(const StatementContext& context, const sql::RangeVar& relation);
/// The type, 0 when there is none.
Oid find_type_quietly(const StatementContext& context, const sql::TypeName& type);
Status check_type_usage(const StatementContext& context, const sql::TypeName& type);
/// CREATE on the schema that a new object goes to; 0 when that is missing.
Result<Oid> check_creation(const StatementContext& context, const sql::Names& names);
Result<Oid> check_creation(const StatementContext& context, const sql::RangeVar& relation);
Status check_relation_owner(const StatementContext& context, const sql::RangeVar& relation);

}  // namespace backout::simulate
