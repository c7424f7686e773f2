#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "catalog/catalog.h"

/// What the vertices of a dependency graph are and what they are called: the kinds and names of inventory/inventory.h,
/// but for foreign keys, which are a kind of their own.
namespace backout::graph {

/// "table", "matview", "foreign_key", "constraint" …; empty for what no person knows as an object.
std::string kind_of(const catalog::Object& object);
/// All that `kind_of` gives.
std::span<const std::string_view> all_kinds();
/// A kind in words: "materialized view", "foreign key".
std::string kind_in_words(std::string_view kind);
/// "public.users", "public.users.users_pkey", "public.f(integer)", "citext"; unquoted.
std::string name_of(const catalog::Catalog& catalog, const catalog::Object& object);
/// The schema that the object is in, or that the table it hangs on is in; 0 when in none.
catalog::Oid schema_of(const catalog::Catalog& catalog, const catalog::Object& object);

/// The vertex that an object or a part of one belongs to. What comes and goes with something else is folded into that:
/// a table's row type, an element's array type, a constraint's index, a column's default, not-null constraint or identity
/// sequence, a range's multirange and constructors, an extension's members, a publication's tables, a view's rule. The
/// column is that of the vertex, if it has columns. Nothing for what a fresh server has, and for copies of triggers that
/// partitions have.
std::optional<catalog::ObjectAddress> vertex_of(const catalog::Catalog& catalog, catalog::ObjectAddress address);

/// Of a temporary schema, and gone with the session.
bool is_temporary(const catalog::Catalog& catalog, const catalog::Object& object);

}  // namespace backout::graph
