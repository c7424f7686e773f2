#pragma once

#include <unordered_map>

#include "simulate/context.h"

/// Inheritance and partitioning trees, and the columns that correspond in them.
namespace backout::simulate {

using catalog::AttributeNumber;

/// Tables and indexes right below a relation, in order of creation (find_inheritance_children).
std::vector<Oid> direct_children(const Catalog& catalog, Oid relation);
/// The relation itself and everything below it, parents first (find_all_inheritors).
std::vector<Oid> all_inheritors(const Catalog& catalog, Oid relation);

/// Numbers of one relation's columns, as another relation that has columns of the same names counts them.
using AttributeMap = std::unordered_map<AttributeNumber, AttributeNumber>;
/// build_attrmap_by_name, missing columns left out.
AttributeMap attribute_map(const catalog::Relation& from, const catalog::Relation& to);
/// The expression with its column numbers replaced (map_variable_attnos). A column without a counterpart
/// keeps its number.
catalog::ExprPtr map_attributes(const catalog::ExprPtr& expression, const AttributeMap& map);
std::vector<AttributeNumber> map_attributes(const std::vector<AttributeNumber>& numbers,
                                            const AttributeMap& map);

/// Makes an existing table a child (CreateInheritance): columns and constraints of the parent must be there,
/// are compared and become inherited (42804, 42P16 …). The parent's number is added to `parents`, and for a
/// partition the dependency on it is an automatic one.
Status create_inheritance(StatementContext& context, Oid child, Oid parent, bool as_partition);
/// Undoes it (RemoveInheritance): columns and constraints become local.
Status remove_inheritance(StatementContext& context, Oid child, Oid parent);

}  // namespace backout::simulate
