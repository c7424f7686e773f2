#pragma once

#include <string>

#include "catalog/catalog.h"

/// By what objects of two catalogs are taken for the same.
namespace backout::plan {

using catalog::Catalog;
using catalog::Object;
using catalog::Oid;

/// What the object is called, unique among all objects of the catalog: its class, its schema or relation, its name,
/// the types that tell overloads apart. Relations of any kind share their names, as they do in PostgreSQL.
std::string identity(const Catalog& catalog, const Object& object);

/// The object that one is part of and comes and goes with, without a statement of its own: the table of a row type,
/// the type of its array, the constraint of its index, the column's table of an identity sequence, the parent's
/// constraint of a partition's copy, the table of a generation expression. 0: it stands for itself.
Oid whole_of(const Catalog& catalog, const Object& object);

/// Came with an extension, or is temporary: not the plan's to make or drop.
bool is_foreign_to_plans(const Catalog& catalog, const Object& object);

}  // namespace backout::plan
