#pragma once

#include "simulate/context.h"

/// The object that a statement names, whatever its kind: get_object_address (catalog/objectaddress.c).
namespace backout::simulate {

/// The address, or invalid_oid with missing_ok when there is no such object (a NOTICE is the caller's). The errors
/// are the server's: 42P01, 42704, 42883, 3F000 for what is missing, 42809 for a relation of another kind.
/// An object of a fresh server's has its own number.
Result<ObjectAddress> get_object_address(StatementContext& context, sql::ObjectKind kind,
                                         const sql::ObjectReference& reference, bool missing_ok = false);

/// What a kind is called: "table", "materialized view", "foreign-data wrapper".
std::string_view object_kind_word(sql::ObjectKind kind);

/// 42809 `"x" is not a view`, unless the relation is of the kind; any table-like kind for `table` when `lenient`.
Status check_relation_kind(const StatementContext& context, Oid relation, sql::ObjectKind kind);

/// The catalog class that objects of a kind are rows of.
ObjectClass object_class_of(sql::ObjectKind kind);

}  // namespace backout::simulate
