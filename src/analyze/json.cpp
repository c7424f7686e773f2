#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyze/clause.h"
#include "analyze/coerce.h"
#include "analyze/expression.h"
#include "analyze/names.h"
#include "sql/quote.h"

/// SQL/JSON (transformJson… in parser/parse_expr.c; since 16). These nodes are kept as they are printed
/// (get_json_constructor and T_JsonExpr in utils/adt/ruleutils.c), with their arguments in the places of $1,
/// $2 …
namespace backout::analyze {

namespace {

std::string upper(std::string_view words) {
    std::string text(words);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
    return text;
}

/// The text of a node under way, and what it holds.
struct Template {
    std::string text;
    std::vector<ExprPtr> arguments;

    void add(ExprPtr argument) {
        arguments.push_back(std::move(argument));
        text += fmt::format("${}", arguments.size());
    }
};

/// An argument whose type nobody decides is text.
Result<ExprPtr> transform_value(ParseState& state, const sql::Expression& written) {
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, written));
    if (value->type != type_oid::unknown) return value;
    return coerce_type(state, std::move(value), type_oid::text, -1, Coercion::implicit,
                       ExprForm::implicit_cast, -1);
}

struct Returning {
    TypeReference type;
    std::string text;  ///< " RETURNING jsonb"
};

Result<Returning> returning_clause(ParseState& state, const std::optional<sql::TypeName>& written,
                                   std::string_view format, Oid by_default) {
    Returning returning{{by_default, -1}, {}};
    if (written) {
        BACKOUT_ASSIGN(returning.type, resolve_type(state.context, *written));
    }
    returning.text = " RETURNING " + catalog::format_type(state.catalog(), state.context.path,
                                                          returning.type.type, returning.type.typmod);
    const bool is_json = returning.type.type == type_oid::json || returning.type.type == type_oid::jsonb;
    if (!format.empty() && !is_json) returning.text += " FORMAT " + upper(format);
    return returning;
}

ExprPtr finish(Template made, const Returning& returning, const Catalog& catalog, sql::Location location) {
    auto node = make_expr(ExprKind::json, returning.type.type, std::move(made.arguments), location);
    node->text = std::move(made.text);
    node->typmod = returning.type.typmod;
    node->collation = type_collation(catalog, node->type);
    return node;
}

Result<ExprPtr> unsupported(std::string_view construct, sql::Location location) {
    return undecided(fmt::format("{} is not modelled", construct), location);
}

/// A path that is a literal is printed as its value.
Result<ExprPtr> transform_path(ParseState& state, const sql::Expression& written) {
    BACKOUT_ASSIGN(ExprPtr path, transform_expression(state, written));
    const Oid source = path->type;
    BACKOUT_ASSIGN(path, coerce_to_target_type(state, std::move(path), type_oid::jsonpath, -1,
                                               Coercion::explicit_, ExprForm::implicit_cast, -1));
    if (path) return path;
    return failure("42804",
                   fmt::format("JSON path expression must be of type jsonpath, not of type {}",
                               type_text(state.context, source)),
                   written.location);
}

/// What ON EMPTY or ON ERROR says, where it is not what is done anyway.
std::string behavior_words(std::string_view words, std::string_view when, std::string_view by_default) {
    std::string clause = fmt::format(" on {}", when);
    std::size_t end = words.find(clause);
    if (end == std::string_view::npos) return {};
    static constexpr std::array<std::string_view, 8> names{"empty array", "empty object", "null",  "error",
                                                           "empty",       "true",         "false", "unknown"};
    for (std::string_view name : names)
        if (words.substr(0, end).ends_with(name))
            return name == by_default ? "" : " " + upper(name) + upper(clause);
    return {};
}

Status add_behavior(ParseState& state, const sql::JsonFunction& function, const Returning& returning,
                    Template& made) {
    const std::string_view by_default = function.function == "json_exists" ? "false" : "null";
    for (auto [when, value] :
         {std::pair{"empty", function.on_empty.get()}, std::pair{"error", function.on_error.get()}}) {
        if (!value) {
            made.text += behavior_words(function.behavior, when, by_default);
            continue;
        }
        BACKOUT_ASSIGN(ExprPtr given, transform_expression(state, *value));
        const Oid source = given->type;
        BACKOUT_ASSIGN(
            given, coerce_to_target_type(state, std::move(given), returning.type.type, returning.type.typmod,
                                         Coercion::explicit_, ExprForm::implicit_cast, -1));
        if (!given) return cannot_cast(state.context, source, returning.type.type, value->location);
        made.text += " DEFAULT ";
        made.add(std::move(given));
        made.text += fmt::format(" ON {}", upper(when));
    }
    return {};
}

}  // namespace

ExprResult transform_json_predicate(ParseState& state, const sql::JsonIsPredicate& predicate) {
    static constexpr std::array<std::string_view, 4> items{"", " OBJECT", " ARRAY", " SCALAR"};
    BACKOUT_ASSIGN(ExprPtr value, transform_value(state, *predicate.argument));
    Template made;
    made.text = "(";
    made.add(std::move(value));
    made.text += " IS JSON";
    made.text += items[static_cast<std::size_t>(predicate.item_type) % items.size()];
    if (predicate.unique_keys) made.text += " WITH UNIQUE KEYS";
    made.text += ")";
    return finish(std::move(made), {{type_oid::boolean, -1}, {}}, state.catalog(), predicate.location);
}

ExprResult transform_json_constructor(ParseState& state, const sql::JsonConstructor& constructor) {
    const bool is_object = constructor.function == "json_object";
    if (constructor.query || constructor.function.ends_with("agg"))
        return unsupported(upper(constructor.function), constructor.location);
    Template made;
    made.text = upper(constructor.function) + "(";
    bool any_jsonb = false;
    for (std::size_t i = 0; i < constructor.arguments.size(); ++i) {
        BACKOUT_ASSIGN(ExprPtr argument, transform_value(state, *constructor.arguments[i]));
        any_jsonb = any_jsonb || argument->type == type_oid::jsonb;
        if (i > 0) made.text += is_object && i % 2 == 1 ? " : " : ", ";
        made.add(std::move(argument));
    }
    if (is_object && constructor.absent_on_null) made.text += " ABSENT ON NULL";
    if (constructor.function == "json_array" && !constructor.absent_on_null) made.text += " NULL ON NULL";
    if (constructor.unique_keys) made.text += " WITH UNIQUE KEYS";
    const bool is_serialize = constructor.function == "json_serialize";
    const bool builds = is_object || constructor.function == "json_array";
    Oid by_default = is_serialize ? type_oid::text : builds && any_jsonb ? type_oid::jsonb : type_oid::json;
    BACKOUT_ASSIGN(const Returning returning,
                   returning_clause(state, constructor.returning, constructor.returning_format, by_default));
    if (builds || is_serialize) made.text += returning.text;
    made.text += ")";
    return finish(std::move(made), returning, state.catalog(), constructor.location);
}

ExprResult transform_json_function(ParseState& state, const sql::JsonFunction& function) {
    Template made;
    made.text = upper(function.function) + "(";
    BACKOUT_ASSIGN(ExprPtr document, transform_expression(state, *function.arguments[0]));
    BACKOUT_ASSIGN(document, coerce_to_specific_type(state, std::move(document), type_oid::jsonb,
                                                     upper(function.function) + "()", function.location));
    made.add(std::move(document));
    made.text += ", ";
    BACKOUT_ASSIGN(ExprPtr path, transform_path(state, *function.arguments[1]));
    if (path->kind == ExprKind::constant && !path->flag)
        made.text += sql::quote_literal(path->text);
    else
        made.add(std::move(path));
    for (std::size_t i = 2; i < function.arguments.size(); ++i) {
        BACKOUT_ASSIGN(ExprPtr passed, transform_value(state, *function.arguments[i]));
        made.text += i == 2 ? " PASSING " : ", ";
        made.add(std::move(passed));
        made.text += " AS " + sql::quote_identifier(function.argument_names[i]);
    }
    const bool is_exists = function.function == "json_exists", is_query = function.function == "json_query";
    BACKOUT_ASSIGN(const Returning returning,
                   returning_clause(state, function.returning, function.returning_format,
                                    is_exists  ? type_oid::boolean
                                    : is_query ? type_oid::jsonb
                                               : type_oid::text));
    if (!is_exists || returning.type.type != type_oid::boolean) made.text += returning.text;
    if (is_query) {
        const std::string& words = function.behavior;
        made.text += words.find("unconditional wrapper") != std::string::npos ? " WITH UNCONDITIONAL WRAPPER"
                     : words.find("conditional wrapper") != std::string::npos ? " WITH CONDITIONAL WRAPPER"
                                                                              : " WITHOUT WRAPPER";
        made.text += words.find("omit quotes") != std::string::npos ? " OMIT QUOTES" : " KEEP QUOTES";
    }
    BACKOUT_TRY(add_behavior(state, function, returning, made));
    made.text += ")";
    return finish(std::move(made), returning, state.catalog(), function.location);
}

ExprResult transform_json_value(ParseState& state, const sql::JsonValue& value) {
    BACKOUT_ASSIGN(ExprPtr argument, transform_value(state, *value.argument));
    const Oid type = argument->type;
    const std::int32_t typmod = argument->typmod;
    Template made;
    made.add(std::move(argument));
    made.text += " FORMAT JSON";
    if (!value.encoding.empty()) made.text += " ENCODING " + upper(value.encoding);
    return finish(std::move(made), {{type, typmod}, {}}, state.catalog(), value.location);
}

}  // namespace backout::analyze
