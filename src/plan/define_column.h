#pragma once

#include "catalog/relation.h"
#include "plan/writer.h"

namespace backout::plan {

/// A column as CREATE TABLE and ADD COLUMN write it: "email text DEFAULT '' NOT NULL".
std::string column_definition(const Writer& writer, const catalog::Relation& table, const catalog::Attribute& column);

/// What a column has that only ALTER COLUMN sets (storage, statistics target, options), for a new column.
std::vector<std::string> column_settings(const Writer& writer, const catalog::Relation& table,
                                         const catalog::Attribute& column);

/// "BY DEFAULT AS IDENTITY (START WITH 10)", after GENERATED.
std::string identity_clause(const Writer& writer, const catalog::Relation& table, const catalog::Attribute& column);

/// The sequence behind an identity column; null when it has none.
const catalog::Relation* identity_sequence(const catalog::Catalog& catalog, const catalog::Relation& table,
                                           catalog::AttributeNumber column);

/// " COLLATE c" where the column's collation isn't its type's.
std::string collate_clause(const Writer& writer, const catalog::Attribute& column);

/// "ALTER TABLE t", "ALTER FOREIGN TABLE t".
std::string alter_prefix(const Writer& writer, const catalog::Relation& table);
/// "ALTER TABLE t ALTER COLUMN c"
std::string alter_column_prefix(const Writer& writer, const catalog::Relation& table, const catalog::Attribute& column);

/// PLAIN, EXTERNAL, MAIN, EXTENDED
std::string_view storage_word(char storage);

}  // namespace backout::plan
