#include "sql/raw/lowering.h"

/// SQL/JSON: constructors, aggregates and query functions.
namespace backout::sql::raw {

namespace {

const char* encoding_name(const ::JsonFormat* format) {
    static constexpr const char* names[] = {"", "utf8", "utf16", "utf32"};
    return names[format->encoding];
}

std::optional<TypeName> returning_type(Lowering& lowering, const ::JsonOutput* output) {
    return output ? lower_optional(lowering, output->typeName) : std::nullopt;
}

std::string returning_format(const ::JsonOutput* output) {
    return output && output->returning ? json_format_words(output->returning->format) : std::string();
}

/// To older servers these are ordinary calls, as long as no words of their own are in them; `json(…)` is a cast.
void note_newer_function(Lowering& lowering, const std::string& function, int location) {
    if (function == "json") return;
    if (function.starts_with("json_object")) return lowering.note_newer(16, ":", location);
    const int since = function.starts_with("json_array") ? 16 : 17;
    lowering.note_newer({since, "42883", "function " + function + " does not exist", {}, lowering.place(location)});
}

std::unique_ptr<JsonConstructor> make_constructor(Lowering& lowering, const char* function, int location,
                                                  const ::JsonOutput* output) {
    auto result = std::make_unique<JsonConstructor>();
    result->function = function;
    result->location = lowering.place(location);
    note_newer_function(lowering, result->function, location);
    result->returning = returning_type(lowering, output);
    result->returning_format = returning_format(output);
    return result;
}

/// The two aggregates hold what all aggregates have in a node of its own.
std::unique_ptr<JsonConstructor> make_aggregate(Lowering& lowering, const char* function,
                                                const ::JsonAggConstructor* aggregate) {
    auto result = make_constructor(lowering, function, aggregate->location, aggregate->output);
    result->aggregate_order = lower_list<::SortBy>(lowering, aggregate->agg_order);
    result->aggregate_filter = lower_expression(lowering, aggregate->agg_filter);
    result->over = lower_window(lowering, aggregate->over);
    return result;
}

void add_key_value(Lowering& lowering, JsonConstructor& constructor, const ::JsonKeyValue* pair) {
    constructor.arguments.push_back(lower_expression(lowering, pair->key));
    constructor.arguments.push_back(lower_expression(lowering, pair->value));
}

const char* function_name(::JsonExprOp operation) {
    switch (operation) {
        case JSON_EXISTS_OP:
            return "json_exists";
        case JSON_QUERY_OP:
            return "json_query";
        case JSON_VALUE_OP:
            return "json_value";
        default:
            return "json_table";
    }
}

ExpressionPtr default_of(Lowering& lowering, const ::JsonBehavior* behavior) {
    return behavior ? lower_expression(lowering, behavior->expr) : nullptr;
}

void add_words(std::string& words, const char* more) {
    if (!words.empty()) words += ' ';
    words += more;
}

void add_behavior(std::string& words, const ::JsonBehavior* behavior, const char* when) {
    if (!behavior) return;
    static constexpr const char* names[] = {"null",    "error",       "empty",        "true",   "false",
                                            "unknown", "empty array", "empty object", "default"};
    add_words(words, names[behavior->btype]);
    add_words(words, when);
}

}  // namespace

std::string json_format_words(const ::JsonFormat* format) {
    if (!format || format->format_type == JS_FORMAT_DEFAULT) return {};
    std::string words = "json";
    if (format->encoding != JS_ENC_DEFAULT) {
        add_words(words, "encoding");
        add_words(words, encoding_name(format));
    }
    return words;
}

std::string json_behavior_words(::JsonWrapper wrapper, ::JsonQuotes quotes, const ::JsonBehavior* on_empty,
                                const ::JsonBehavior* on_error) {
    std::string words;
    if (wrapper == JSW_NONE)
        add_words(words, "without wrapper");
    else if (wrapper == JSW_CONDITIONAL)
        add_words(words, "with conditional wrapper");
    else if (wrapper == JSW_UNCONDITIONAL)
        add_words(words, "with unconditional wrapper");
    if (quotes == JS_QUOTES_KEEP)
        add_words(words, "keep quotes");
    else if (quotes == JS_QUOTES_OMIT)
        add_words(words, "omit quotes");
    add_behavior(words, on_empty, "on empty");
    add_behavior(words, on_error, "on error");
    return words;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonValueExpr* node) {
    if (!node->format || node->format->format_type == JS_FORMAT_DEFAULT)
        return lower_expression(lowering, node->raw_expr);
    auto result = std::make_unique<JsonValue>();
    result->location = lowering.place(node->format->location);
    result->argument = lower_expression(lowering, node->raw_expr);
    result->encoding = encoding_name(node->format);
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonIsPredicate* node) {
    lowering.note_newer(16, "JSON", node->location);
    auto result = std::make_unique<JsonIsPredicate>();
    result->location = lowering.place(node->location);
    result->argument = lower_expression(lowering, node->expr);
    result->item_type = node->item_type;
    result->unique_keys = node->unique_keys;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonParseExpr* node) {
    auto result = make_constructor(lowering, "json", node->location, node->output);
    result->arguments.push_back(lower_expression(lowering, node->expr));
    result->unique_keys = node->unique_keys;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonScalarExpr* node) {
    auto result = make_constructor(lowering, "json_scalar", node->location, node->output);
    result->arguments.push_back(lower_expression(lowering, node->expr));
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonSerializeExpr* node) {
    auto result = make_constructor(lowering, "json_serialize", node->location, node->output);
    result->arguments.push_back(lower_expression(lowering, node->expr));
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonObjectConstructor* node) {
    auto result = make_constructor(lowering, "json_object", node->location, node->output);
    for (const ::JsonKeyValue* pair : elements<::JsonKeyValue>(node->exprs))
        add_key_value(lowering, *result, pair);
    result->absent_on_null = node->absent_on_null;
    result->unique_keys = node->unique;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonArrayConstructor* node) {
    auto result = make_constructor(lowering, "json_array", node->location, node->output);
    result->arguments = lower_expressions(lowering, node->exprs);
    result->absent_on_null = node->absent_on_null;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonArrayQueryConstructor* node) {
    auto result = make_constructor(lowering, "json_array", node->location, node->output);
    result->query = lower_statement(lowering, node->query);
    result->query_format = json_format_words(node->format);
    result->absent_on_null = node->absent_on_null;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonObjectAgg* node) {
    auto result = make_aggregate(lowering, "json_objectagg", node->constructor);
    add_key_value(lowering, *result, node->arg);
    result->absent_on_null = node->absent_on_null;
    result->unique_keys = node->unique;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonArrayAgg* node) {
    auto result = make_aggregate(lowering, "json_arrayagg", node->constructor);
    result->arguments.push_back(lower_expression(lowering, node->arg));
    result->absent_on_null = node->absent_on_null;
    return result;
}

ExpressionPtr lower(Lowering& lowering, const ::JsonFuncExpr* node) {
    auto result = std::make_unique<JsonFunction>();
    result->location = lowering.place(node->location);
    result->function = function_name(node->op);
    note_newer_function(lowering, result->function, node->location);
    result->arguments.push_back(lower_expression(lowering, node->context_item));
    result->arguments.push_back(lower_expression(lowering, node->pathspec));
    result->argument_names.resize(2);
    for (const ::JsonArgument* argument : elements<::JsonArgument>(node->passing)) {
        result->arguments.push_back(lower_expression(lowering, argument->val));
        result->argument_names.push_back(string_of(argument->name));
    }
    result->returning = returning_type(lowering, node->output);
    result->returning_format = returning_format(node->output);
    result->behavior = json_behavior_words(node->wrapper, node->quotes, node->on_empty, node->on_error);
    result->on_empty = default_of(lowering, node->on_empty);
    result->on_error = default_of(lowering, node->on_error);
    return result;
}

}  // namespace backout::sql::raw
