#include <algorithm>

#include <fmt/format.h>

#include "analyze/literal.h"
#include "analyze/names.h"
#include "analyze/propagate.h"
#include "analyze/type_oid.h"
#include "sql/parse.h"
#include "sql/quote.h"

/// Literals of types whose values are objects: regclass, regtype … (utils/adt/regproc.c).
namespace backout::analyze {

namespace {

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
char fold(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `schema.name` where the object isn't the one that the bare name finds.
std::string visible_name(const Context& context, Oid scope, std::string_view name, bool visible) {
    return visible ? sql::quote_identifier(name) : catalog::qualified_name(context.catalog, scope, name);
}

struct ParsedName {
    sql::Names names;
    QualifiedName parts;
    Oid scope = catalog::invalid_oid;  ///< 0: along the path
};

Result<ParsedName> parse_name(const Context& context, std::string_view literal, sql::Location location) {
    auto names = parse_qualified_name(literal);
    if (!names) return failure("42602", "invalid name syntax", location);
    ParsedName parsed;
    parsed.names = std::move(*names);
    BACKOUT_ASSIGN(parsed.parts, split_name(parsed.names, location));
    if (!parsed.parts.schema.empty()) {
        BACKOUT_ASSIGN(parsed.scope, require_namespace(context, parsed.parts.schema, location));
    }
    return parsed;
}

Result<LiteralValue> read_regclass(const Context& context, std::string_view literal, sql::Location location) {
    auto parsed = parse_name(context, literal, location);
    if (!parsed) {
        // Since 16 a relation in a schema that isn't there is said not to be there itself.
        Error& error = parsed.error();
        if (error.sqlstate == "3F000" && context.catalog.major_number() >= 16) {
            error.sqlstate = "42P01";
            error.message =
                fmt::format("relation \"{}\" does not exist", display_name(*parse_qualified_name(literal)));
        }
        return passed_on(parsed);
    }
    const ParsedName& name = *parsed;
    Oid oid = name.scope ? catalog::find_relation(context.catalog, name.scope, name.parts.name)
                         : catalog::find_relation(context.catalog, context.path, name.parts.name);
    if (!oid)
        return missing_object(
            context,
            {Missing::Kind::relation, std::string(name.parts.schema), std::string(name.parts.name),
             catalog::invalid_oid, "rSvmfpic"},
            "42P01", fmt::format("relation \"{}\" does not exist", display_name(name.names)), location);
    auto info = catalog::relation_info(context.catalog, oid);
    bool visible = catalog::is_visible_relation(context.catalog, context.path, oid);
    return LiteralValue{visible_name(context, info->scope, info->name, visible), oid};
}

Result<LiteralValue> read_regtype(const Context& context, std::string_view literal, sql::Location location) {
    if (std::all_of(literal.begin(), literal.end(), is_space))
        return failure("42601", fmt::format("invalid type name \"{}\"", literal), location);
    auto type_name = sql::parse_type_name(literal);
    if (!type_name) return failure(type_name.error().sqlstate, type_name.error().message, location);
    auto type = resolve_type(context, *type_name);
    if (!type) {
        type.error().location = location;
        return passed_on(type);
    }
    return LiteralValue{type_text(context, type->type), type->type};
}

std::vector<catalog::FunctionInfo> functions_of_name(const Context& context, const ParsedName& name) {
    if (!name.scope) return catalog::functions_named(context.catalog, context.path, name.parts.name);
    std::vector<catalog::FunctionInfo> found;
    catalog::functions_named(context.catalog, name.scope, name.parts.name, found);
    return found;
}

tl::unexpected<Error> missing_function(const Context& context, const ParsedName& name,
                                       std::string_view literal, sql::Location location) {
    return missing_object(
        context, {Missing::Kind::function, std::string(name.parts.schema), std::string(name.parts.name)},
        "42883", fmt::format("function \"{}\" does not exist", literal), location);
}

Result<LiteralValue> read_regproc(const Context& context, std::string_view literal, sql::Location location) {
    BACKOUT_ASSIGN(ParsedName name, parse_name(context, literal, location));
    auto found = functions_of_name(context, name);
    if (found.empty()) return missing_function(context, name, literal, location);
    if (found.size() > 1)
        return failure("42725", fmt::format("more than one function named \"{}\"", literal), location);
    bool visible = catalog::functions_named(context.catalog, context.path, found[0].name).size() == 1;
    return LiteralValue{visible_name(context, found[0].scope, found[0].name, visible), found[0].oid};
}

/// `name(type, type)`
Result<LiteralValue> read_regprocedure(const Context& context, std::string_view literal,
                                       sql::Location location) {
    std::size_t open = literal.find('('), close = literal.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return failure(
            "22P02",
            open == std::string_view::npos ? "expected a left parenthesis" : "expected a right parenthesis",
            location);
    BACKOUT_ASSIGN(ParsedName name, parse_name(context, literal.substr(0, open), location));
    std::vector<Oid> types;
    std::string_view list = literal.substr(open + 1, close - open - 1);
    for (int depth = 0; !list.empty();) {
        std::size_t end = 0;
        for (; end < list.size() && (depth > 0 || list[end] != ','); ++end)
            depth += list[end] == '(' ? 1 : list[end] == ')' ? -1 : 0;
        std::string_view item = list.substr(0, end);
        list = end < list.size() ? list.substr(end + 1) : std::string_view();
        if (types.empty() && list.empty() && std::all_of(item.begin(), item.end(), is_space)) break;
        BACKOUT_ASSIGN(LiteralValue type, read_regtype(context, item, location));
        types.push_back(type.object);
    }
    for (const catalog::FunctionInfo& function : functions_of_name(context, name))
        if (std::ranges::equal(function.argument_types, types))
            return LiteralValue{std::string(literal), function.oid};
    return missing_function(context, name, literal, location);
}

Result<LiteralValue> read_regoper(const Context& context, std::string_view literal, sql::Location location) {
    auto found = catalog::operators_named(context.catalog, context.path, literal);
    if (found.empty()) return failure("42883", fmt::format("operator does not exist: {}", literal), location);
    if (found.size() > 1)
        return failure("42725", fmt::format("more than one operator named {}", literal), location);
    return LiteralValue{std::string(literal), found[0].oid};
}

Result<LiteralValue> read_regnamespace(const Context& context, std::string_view literal,
                                       sql::Location location) {
    auto names = parse_qualified_name(literal);
    if (!names || names->size() != 1) return failure("42602", "invalid name syntax", location);
    BACKOUT_ASSIGN(Oid oid, require_namespace(context, names->front(), location));
    return LiteralValue{sql::quote_identifier(names->front()), oid};
}

/// Roles belong to the server: one that no migration made may still be there.
Result<LiteralValue> read_regrole(const Context& context, std::string_view literal, sql::Location location) {
    auto names = parse_qualified_name(literal);
    if (!names || names->size() != 1) return failure("42602", "invalid name syntax", location);
    return LiteralValue{sql::quote_identifier(names->front()),
                        catalog::find_role(context.catalog, names->front())};
}

Result<LiteralValue> read_regcollation(const Context& context, std::string_view literal,
                                       sql::Location location) {
    auto names = parse_qualified_name(literal);
    if (!names) return failure("42602", "invalid name syntax", location);
    BACKOUT_ASSIGN(Oid oid, require_collation(context, *names, location));
    return LiteralValue{sql::quote_names(*names), oid};
}

/// regconfig and regdictionary
Result<LiteralValue> read_text_search(const Context& context, catalog::ObjectClass object_class,
                                      std::string_view kind, std::string_view literal,
                                      sql::Location location) {
    BACKOUT_ASSIGN(ParsedName name, parse_name(context, literal, location));
    Oid visible = catalog::find_text_search(context.catalog, object_class, context.path, name.parts.name);
    Oid found = name.scope
                    ? catalog::find_text_search(context.catalog, object_class, name.scope, name.parts.name)
                    : visible;
    if (found)
        return LiteralValue{visible_name(context, name.scope, name.parts.name, found == visible), found};
    return missing_object(context, {}, "42704",
                          fmt::format("text search {} \"{}\" does not exist", kind, display_name(name.names)),
                          location);
}

Result<LiteralValue> read_regconfig(const Context& context, std::string_view literal,
                                    sql::Location location) {
    return read_text_search(context, catalog::ObjectClass::ts_config, "configuration", literal, location);
}

Result<LiteralValue> read_regdictionary(const Context& context, std::string_view literal,
                                        sql::Location location) {
    return read_text_search(context, catalog::ObjectClass::ts_dictionary, "dictionary", literal, location);
}

}  // namespace

std::optional<sql::Names> parse_qualified_name(std::string_view text) {
    sql::Names names;
    std::size_t at = 0;
    auto skip_spaces = [&] {
        while (at < text.size() && is_space(text[at]))
            ++at;
    };
    for (skip_spaces();; ++at, skip_spaces()) {
        std::string name;
        if (at < text.size() && text[at] == '"') {
            for (++at;; ++at) {
                if (at >= text.size()) return std::nullopt;
                if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) break;
                if (text[at] == '"') ++at;
                name += text[at];
            }
            ++at;
        } else {
            for (; at < text.size() && text[at] != '.' && !is_space(text[at]); ++at)
                name += fold(text[at]);
            if (name.empty()) return std::nullopt;
        }
        names.push_back(std::move(name));
        skip_spaces();
        if (at >= text.size()) return names;
        if (text[at] != '.') return std::nullopt;
    }
}

std::optional<Result<LiteralValue>> read_object_literal(const Context& context, Oid type,
                                                        std::string_view literal, sql::Location location) {
    using Read = Result<LiteralValue> (*)(const Context&, std::string_view, sql::Location);
    Read read = nullptr;
    switch (type) {
        case type_oid::regclass:
            read = read_regclass;
            break;
        case type_oid::regtype:
            read = read_regtype;
            break;
        case type_oid::regproc:
            read = read_regproc;
            break;
        case type_oid::regprocedure:
            read = read_regprocedure;
            break;
        case type_oid::regoper:
            read = read_regoper;
            break;
        case type_oid::regnamespace:
            read = read_regnamespace;
            break;
        case type_oid::regrole:
            read = read_regrole;
            break;
        case type_oid::regcollation:
            read = read_regcollation;
            break;
        case type_oid::regconfig:
            read = read_regconfig;
            break;
        case type_oid::regdictionary:
            read = read_regdictionary;
            break;
        default:
            return std::nullopt;
    }
    if (literal == "-" || is_number(literal)) return LiteralValue{std::string(literal)};
    return read(context, literal, location);
}

}  // namespace backout::analyze
