#include "analyze/names.h"

#include <fmt/format.h>

#include "catalog/cluster_objects.h"

namespace backout::analyze {

Result<QualifiedName> split_name(const sql::Names& names, sql::Location location) {
    switch (names.size()) {
        case 1:
            return QualifiedName{{}, names[0]};
        case 2:
            return QualifiedName{names[0], names[1]};
        // The name of the database, which we don't know: taken to be the right one.
        case 3:
            return QualifiedName{names[1], names[2]};
        default:
            return failure(
                "42601",
                fmt::format("improper qualified name (too many dotted names): {}", display_name(names)),
                location);
    }
}

std::string display_name(const sql::Names& names) {
    return fmt::format("{}", fmt::join(names, "."));
}

Result<Oid> require_namespace(const Context& context, std::string_view name, sql::Location location) {
    if (Oid found = catalog::find_namespace(context.catalog, name)) return found;
    if (name == "pg_temp") {
        // The temporary schema is the one of the path that is marked so; without one nothing is in it.
        for (Oid scope : context.path.namespaces)
            if (const auto* schema = context.catalog.find<catalog::Namespace>(scope);
                schema && schema->temporary)
                return scope;
    }
    return missing({Missing::Kind::schema, {}, std::string(name)}, "3F000",
                   fmt::format("schema \"{}\" does not exist", name), location);
}

Result<Oid> require_collation(const Context& context, const sql::Names& names, sql::Location location) {
    auto name = split_name(names, location);
    if (!name) return passed_on(name);
    Oid found = catalog::invalid_oid;
    if (name->schema.empty()) {
        found = catalog::find_collation(context.catalog, context.path, name->name);
    } else {
        auto scope = require_namespace(context, name->schema, location);
        if (!scope) return scope;
        found = catalog::find_collation(context.catalog, *scope, name->name);
    }
    if (found) return found;
    return failure("42704",
                   fmt::format("collation \"{}\" for encoding \"UTF8\" does not exist", display_name(names)),
                   location);
}

bool has_unknown_extension(const Catalog& catalog) {
    for (const auto* extension : catalog.all_of_class<catalog::Extension>())
        if (!extension->known) return true;
    return false;
}

tl::unexpected<Error> missing_object(const Context& context, Missing what, std::string sqlstate,
                                     std::string message, sql::Location location, std::string hint) {
    auto error = missing(std::move(what), std::move(sqlstate), std::move(message), location, std::move(hint));
    error.value().unknown = has_unknown_extension(context.catalog);
    return error;
}

std::string type_text(const Context& context, Oid type) {
    return catalog::format_type(context.catalog, context.path, type);
}

}  // namespace backout::analyze
