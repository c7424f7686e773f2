#pragma once

#include <optional>

#include "analyze/parse_state.h"

/// Names of schemas, types and collations in statements (catalog/namespace.c, parser/parse_type.c).
namespace backout::analyze {

/// A possibly qualified name in its parts.
struct QualifiedName {
    std::string_view schema;  ///< empty: looked for along the search path
    std::string_view name;
};
/// DeconstructQualifiedName: 42601 where there are too many parts, 0A000 where the first names another
/// database.
Result<QualifiedName> split_name(const sql::Names& names, sql::Location location = sql::no_location);

/// The parts as messages show them, unquoted: "s.t" (NameListToString).
std::string display_name(const sql::Names& names);

/// LookupExplicitNamespace: 3F000 `schema "s" does not exist`.
Result<Oid> require_namespace(const Context& context, std::string_view name, sql::Location location);

/// get_collation_oid: 42704 `collation "c" for encoding "UTF8" does not exist`.
Result<Oid> require_collation(const Context& context, const sql::Names& names, sql::Location location);

/// Whether an extension is installed of which nothing but the name is known: then it may be what brings an
/// object that is not found.
bool has_unknown_extension(const Catalog& catalog);

/// `missing`, but undecided where an unknown extension may have brought it.
tl::unexpected<Error> missing_object(const Context& context, Missing what, std::string sqlstate,
                                     std::string message, sql::Location location, std::string hint = {});

/// A type in an error message (format_type_be).
std::string type_text(const Context& context, Oid type);

}  // namespace backout::analyze
