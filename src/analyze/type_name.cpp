#include <charconv>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/propagate.h"
#include "analyze/type_oid.h"
#include "values/typmod.h"

/// Type names with their modifiers (parser/parse_type.c).
namespace backout::analyze {

namespace {

/// TypeNameToString
std::string display_type_name(const sql::TypeName& name) {
    std::string text = display_name(name.names);
    if (name.percent_type) text += "%TYPE";
    if (!name.array_bounds.empty()) text += "[]";
    return text;
}

/// `relation.column%TYPE`
Result<Oid> column_type(const Context& context, const sql::TypeName& name) {
    if (name.names.size() < 2)
        return failure(
            "42601",
            fmt::format("improper %TYPE reference (too few dotted names): {}", display_name(name.names)),
            name.location);
    sql::Names relation_names(name.names.begin(), name.names.end() - 1);
    BACKOUT_ASSIGN(QualifiedName relation, split_name(relation_names, name.location));
    Oid oid = catalog::invalid_oid;
    if (relation.schema.empty()) {
        oid = catalog::find_relation(context.catalog, context.path, relation.name);
    } else {
        BACKOUT_ASSIGN(Oid scope, require_namespace(context, relation.schema, name.location));
        oid = catalog::find_relation(context.catalog, scope, relation.name);
    }
    if (!oid)
        return missing_object(
            context, {Missing::Kind::relation, std::string(relation.schema), std::string(relation.name)},
            "42P01", fmt::format("relation \"{}\" does not exist", display_name(relation_names)),
            name.location);
    if (auto column = catalog::find_column(context.catalog, oid, name.names.back())) return column->type;
    return missing(
        {Missing::Kind::column, {}, name.names.back(), oid}, "42703",
        fmt::format("column \"{}\" of relation \"{}\" does not exist", name.names.back(), relation.name),
        name.location);
}

Result<Oid> find_named_type(const Context& context, const sql::TypeName& name) {
    BACKOUT_ASSIGN(QualifiedName parts, split_name(name.names, name.location));
    Oid type = catalog::invalid_oid;
    if (parts.schema.empty()) {
        type = catalog::find_type(context.catalog, context.path, parts.name);
    } else {
        // The grammar writes SQL's own names as pg_catalog's: no need to look for that schema.
        Oid scope = catalog::pg_catalog_namespace;
        if (parts.schema != "pg_catalog") {
            BACKOUT_ASSIGN(scope, require_namespace(context, parts.schema, name.location));
        }
        type = catalog::find_type(context.catalog, scope, parts.name);
    }
    if (type && !name.array_bounds.empty()) return catalog::array_type_of(context.catalog, type);
    return type;
}

/// The text of a modifier; the names of fields of `geometry(Point)` come as column references.
std::optional<std::string> modifier_text(const sql::Expression& expression) {
    if (const auto* constant = sql::as<sql::Constant>(&expression)) {
        switch (constant->type) {
            case sql::Constant::Type::integer:
                return std::to_string(constant->integer);
            case sql::Constant::Type::floating:
            case sql::Constant::Type::string:
                return constant->text;
            default:
                return std::nullopt;
        }
    }
    if (const auto* name = sql::as<sql::ColumnRef>(&expression);
        name && name->names.size() == 1 && !name->star)
        return name->names[0];
    return std::nullopt;
}

Result<std::int32_t> integer_modifier(std::string_view text, sql::Location location) {
    std::int32_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
        return failure("22003", fmt::format("value \"{}\" is out of range for type integer", text), location);
    if (error != std::errc() || end != text.data() + text.size())
        return failure("22P02", fmt::format("invalid input syntax for type integer: \"{}\"", text), location);
    return value;
}

/// typenameTypeMod
Result<std::int32_t> type_modifier(const Context& context, const sql::TypeName& name, Oid type) {
    if (name.modifiers.empty()) return name.typmod;
    auto info = catalog::type_info(context.catalog, type);
    if (info->is_array) info = catalog::type_info(context.catalog, info->element);
    if (!info || !info->has_typmod)
        return failure("42601",
                       fmt::format("type modifier is not allowed for type \"{}\"", display_type_name(name)),
                       name.location);
    std::vector<std::int32_t> modifiers;
    for (const auto& expression : name.modifiers) {
        std::optional<std::string> text = modifier_text(*expression);
        if (!text)
            return failure("42601", "type modifiers must be simple constants or identifiers", name.location);
        auto value = integer_modifier(*text, name.location);
        if (!value && !catalog::is_builtin(info->oid))
            return -1;  // words that only an extension's type understands
        if (!value) return value;
        modifiers.push_back(*value);
    }
    // What an extension's typmodin makes of its numbers we don't know; the types that matter keep a single
    // one.
    if (!catalog::is_builtin(info->oid)) return modifiers.size() == 1 ? modifiers[0] : -1;
    auto typmod = values::check_typmod_in(info->name, modifiers, context.catalog.major_number());
    if (!typmod)
        return failure(typmod.error().sqlstate, typmod.error().message, name.location, {},
                       typmod.error().detail);
    return typmod->typmod;
}

}  // namespace

namespace {

Result<TypeReference> find_type_reference(const Context& context, const sql::TypeName& name) {
    Oid type = catalog::invalid_oid;
    if (name.percent_type) {
        BACKOUT_ASSIGN(type, column_type(context, name));
        if (type && !name.array_bounds.empty()) type = catalog::array_type_of(context.catalog, type);
    } else {
        BACKOUT_ASSIGN(type, find_named_type(context, name));
    }
    if (!type) return TypeReference{};
    BACKOUT_ASSIGN(std::int32_t typmod, type_modifier(context, name, type));
    return TypeReference{type, typmod};
}

}  // namespace

Result<TypeReference> lookup_type(const Context& context, const sql::TypeName& name) {
    Result<TypeReference> found = find_type_reference(context, name);
    if (!found && found.error().sqlstate == "3F000") return TypeReference{};
    return found;
}

Result<TypeReference> resolve_type(const Context& context, const sql::TypeName& name) {
    BACKOUT_ASSIGN(TypeReference found, find_type_reference(context, name));
    if (found.type == catalog::invalid_oid) {
        Missing what{Missing::Kind::type, {}, name.names.back()};
        if (name.names.size() > 1) what.schema = name.names[name.names.size() - 2];
        return missing_object(context, std::move(what), "42704",
                              fmt::format("type \"{}\" does not exist", display_type_name(name)),
                              name.location);
    }
    if (auto info = catalog::type_info(context.catalog, found.type); info && !info->defined)
        return failure("42704", fmt::format("type \"{}\" is only a shell", display_type_name(name)),
                       name.location);
    return found;
}

Result<Oid> resolve_collation(const Context& context, const sql::Names& names, Oid type,
                              sql::Location location) {
    auto info = catalog::type_info(context.catalog, type);
    Oid own = info ? info->collation : catalog::invalid_oid;
    if (names.empty()) return own;
    BACKOUT_ASSIGN(Oid collation, require_collation(context, names, location));
    if (info && own == catalog::invalid_oid)
        return failure("42804",
                       fmt::format("collations are not supported by type {}", type_text(context, type)),
                       location);
    return collation;
}

}  // namespace backout::analyze
