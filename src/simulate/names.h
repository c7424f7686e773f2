#pragma once

#include <functional>

#include "simulate/context.h"

/// Finding and choosing names as statements do (catalog/namespace.c, and the Choose…Name functions of
/// commands/indexcmds.c).
namespace backout::simulate {

/// A schema that must exist: 3F000 `schema "x" does not exist`.
Result<Oid> get_namespace(StatementContext& context, std::string_view name);

/// Where a new object of this name goes: the named schema, or the first of the search path (3F000 "no schema has been
/// selected to create in"). QualifiedNameGetCreationNamespace.
struct CreationName {
    Oid scope = catalog::invalid_oid;
    std::string name;
};
Result<CreationName> creation_name(StatementContext& context, const sql::Names& names);
/// The same for a new relation; makes the temporary schema for a temporary one.
Result<Oid> creation_namespace(StatementContext& context, const sql::RangeVar& relation);

/// The relation that a statement names. Missing: 42P01 `relation "x" does not exist`, 0 with missing_ok; in an open
/// world it is assumed, as one of `possible_kinds` (letters of pg_class.relkind, the first taken for granted).
Result<Oid> get_relation(StatementContext& context, const sql::RangeVar& relation, bool missing_ok = false,
                         std::string_view possible_kinds = "rvmfp");
/// As it is printed in messages about a missing relation: "s.t" or "t", unquoted.
std::string display_name(const sql::RangeVar& relation);
std::string display_name(const sql::Names& names);
sql::RangeVar to_range_var(const sql::Names& names);

/// A project's relation to be changed; a system catalog is refused with 42501.
Result<const catalog::Relation*> get_user_relation(StatementContext& context, Oid oid);

/// "table", "view", "index" … as errors call the kind.
std::string_view relation_kind_word(catalog::RelationKind kind);

/// A role; unknown ones are assumed, since no migration history shows who made the roles (unless it dropped them).
Result<Oid> get_role(StatementContext& context, const sql::RoleSpec& role);
Result<Oid> get_role(StatementContext& context, std::string_view name);

/// Cuts a name to 63 bytes without splitting a character, as the server's lexer does.
std::string truncate_identifier(std::string_view name);

/// name1_name2_label, cut to 63 bytes as makeObjectName does.
std::string make_object_name(std::string_view name1, std::string_view name2, std::string_view label);
/// First free of name1_name2_label, …_label1, … among the relations of a schema (ChooseRelationName); with
/// `is_constraint` also among its constraints. Names in `taken` count as used.
std::string choose_relation_name(const Catalog& catalog, Oid scope, std::string_view name1, std::string_view name2,
                                 std::string_view label, bool is_constraint,
                                 const std::vector<std::string>& taken = {});
/// First free constraint name of a relation's schema (ChooseConstraintName).
std::string choose_constraint_name(const Catalog& catalog, Oid relation_scope, std::string_view name1,
                                   std::string_view name2, std::string_view label,
                                   const std::vector<std::string>& taken = {});

/// 42P07 if the schema already has a relation of this name, 42710 if it has a type that would clash with the row type.
Status check_relation_name_free(const StatementContext& context, Oid scope, const std::string& name);

/// Adds a dependency to an object under construction; those on objects of a fresh server are left out.
void depend(catalog::Object& object, ObjectAddress referenced,
            catalog::DependencyType type = catalog::DependencyType::normal, catalog::AttributeNumber column = 0);
void depend(catalog::Object& object, const std::vector<ObjectAddress>& referenced,
            catalog::DependencyType type = catalog::DependencyType::normal, catalog::AttributeNumber column = 0);

}  // namespace backout::simulate
