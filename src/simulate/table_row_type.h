#pragma once

#include "simulate/context.h"

/// Relations come with types: their row type and its array (heap_create_with_catalog in catalog/heap.c, and
/// catalog/pg_type.c).
namespace backout::simulate {

/// Name for the array type of a type: "_t", or "_t_1" … where that is taken (makeArrayTypeName).
std::string make_array_type_name(const Catalog& catalog, Oid scope, std::string_view element_name);

/// Makes way for a new type: an array type that the server named itself gets another name
/// (moveArrayTypeName). False: a type that has to stay has the name.
bool make_type_name_free(StatementContext& context, Oid scope, std::string_view name);

/// The name is free for a new relation: 42P07 `relation "x" already exists`, or 42710 for a type in the way.
Status claim_relation_name(StatementContext& context, Oid scope, const std::string& name);

/// Puts the array type of `element` into the catalog and returns its number, to be stored as the element's
/// `array`.
Oid insert_array_type(StatementContext& context, const catalog::Type& element);

/// Puts a new relation into the catalog: name and columns are checked (42P07, 42710, 42701, 42P16, 54011),
/// row and array type are made for the kinds that have them, and dependencies on the types, collations,
/// parents and the type of OF are added. What hangs on it (defaults, constraints, indexes) is added
/// afterwards.
Result<Oid> insert_relation(StatementContext& context, std::shared_ptr<catalog::Relation> relation);

/// CheckAttributeNamesTypes for one column, given the columns before it. `containing`: the row type that the
/// column would be part of, where there is one already.
Status check_attribute(StatementContext& context, const catalog::Attribute& attribute,
                       catalog::RelationKind kind, Oid containing_row_type = catalog::invalid_oid);
/// Whether a name is one of the system columns (42701 "conflicts with a system column name").
bool is_system_column(std::string_view name);

/// Dependencies of a column on its type and collation, as (relation, column) has them.
void depend_on_column_type(const Catalog& catalog, catalog::Relation& relation,
                           const catalog::Attribute& attribute);
/// Takes those away again, before another type is set.
void forget_column_type(catalog::Relation& relation, catalog::AttributeNumber column);

}  // namespace backout::simulate
