#pragma once

#include "catalog/catalog.h"
#include "catalog/relation.h"

/// What CREATE TABLE and ADD COLUMN write with the table or the column, and what needs statements of its own.
namespace backout::plan {

/// The sequence of a column that reads `serial`: named, typed, owned and set as CREATE TABLE would have made it.
const catalog::Relation* serial_sequence(const catalog::Catalog& catalog, const catalog::Relation& table,
                                         const catalog::Attribute& column);
/// Whether a sequence is that of a `serial` column.
bool is_serial_sequence(const catalog::Catalog& catalog, const catalog::Object& sequence);

/// Whether a constraint or a default is written with its table when that is made: it needs nothing that was made later.
bool is_written_with_table(const catalog::Catalog& catalog, const catalog::Object& part);

/// The constraints written with the table, in order of creation.
std::vector<const catalog::Constraint*> constraints_written_with_table(const catalog::Catalog& catalog,
                                                                       const catalog::Relation& table);

}  // namespace backout::plan
