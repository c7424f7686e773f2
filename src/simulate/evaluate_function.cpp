#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <regex>

#include "analyze/analyze.h"
#include "analyze/deparse.h"
#include "simulate/evaluate.h"
#include "simulate/evaluate_time.h"
#include "simulate/names.h"
#include "simulate/routine_call.h"
#include "simulate/settings.h"
#include "sql/parse.h"
#include "sql/quote.h"

/// Functions that guards and dynamic SQL are made of.
namespace backout::simulate {

namespace {

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

/// The version as server_version_num has it; the minor one, which is not simulated, is taken for 0.
Value version_number(const StatementContext& context) { return Value::number(context.major() * 10000); }

Value setting(const StatementContext& context, const std::string& name, bool missing_ok) {
    if (name == "server_version_num") return version_number(context);
    const auto& settings = context.session.state.settings;
    if (auto found = settings.find(name); found != settings.end()) return Value::scalar(found->second);
    // A parameter with a prefix is whoever's made it up; before that it has no value.
    const bool is_custom = name.find('.') != std::string::npos;
    return is_custom && missing_ok ? Value::null() : Value::unknown();
}

/// The relation that a text names, in the current search path; 0 for none.
Oid named_relation(const StatementContext& context, const std::string& text) {
    sql::Names names = split_search_path(text.find('.') == std::string::npos ? text : std::string());
    if (names.size() != 1) {
        auto parsed = sql::parse_expression(text);
        const auto* column = parsed ? sql::as<sql::ColumnRef>(parsed->get()) : nullptr;
        if (!column) return catalog::invalid_oid;
        names = column->names;
    }
    if (names.size() == 1) return catalog::find_relation(context.catalog, context.path, names.front());
    Oid scope = catalog::find_namespace(context.catalog, names[names.size() - 2]);
    return scope ? catalog::find_relation(context.catalog, scope, names.back()) : catalog::invalid_oid;
}

/// What pg_get_viewdef() prints: the query with its semicolon, names as the search path needs them.
Value view_definition(const StatementContext& context, const std::vector<Value>& arguments) {
    auto oid = arguments.front().integer();
    const Oid view = oid ? static_cast<Oid>(*oid) : named_relation(context, arguments.front().output());
    const auto* relation = context.catalog.find<catalog::Relation>(view);
    if (!relation || !relation->view_query) return Value::unknown();
    const bool pretty = arguments.size() > 1 && arguments[1].truth() != false;
    return Value::scalar(analyze::deparse_query(context.catalog, *relation->view_query,
                                                {.path = &context.path, .pretty = pretty}, view) + ";");
}

/// A relation as regclass prints it: with its schema where the search path doesn't lead to it.
std::string relation_output(const StatementContext& context, Oid oid) {
    auto info = catalog::relation_info(context.catalog, oid);
    if (!info) return {};
    if (catalog::is_visible_relation(context.catalog, context.path, oid)) return sql::quote_identifier(info->name);
    return catalog::qualified_name(context.catalog, info->scope, info->name);
}

Value reg_value(const StatementContext& context, std::string_view type, Oid oid) {
    Value value = Value::number(static_cast<std::int64_t>(oid));
    if (type == "regclass") value.printed = relation_output(context, oid);
    if (type == "regtype") value.printed = catalog::format_type(context.catalog, context.path, oid);
    if (type == "regnamespace") value.printed = sql::quote_identifier(catalog::namespace_name(context.catalog, oid));
    if (type == "regrole") value.printed = sql::quote_identifier(catalog::role_name(context.catalog, oid));
    return value;
}

Value to_reg(const StatementContext& context, std::string_view type, const std::string& text) {
    auto found = cast_to_reg(context, type, text);
    return found ? *found : Value::null();
}

bool is_known(const std::vector<Value>& values) {
    return std::all_of(values.begin(), values.end(), [](const Value& value) { return value.is_scalar(); });
}

Value concat(const std::vector<Value>& arguments, std::size_t first, const std::string& separator) {
    std::string text;
    for (std::size_t i = first; i < arguments.size(); ++i) {
        if (arguments[i].is_null()) continue;
        if (!arguments[i].is_scalar()) return Value::unknown();
        if (!text.empty()) text += separator;
        text += arguments[i].output();
    }
    return Value::scalar(std::move(text));
}

Value call_array(const std::string& name, const std::vector<Value>& arguments) {
    const Value& first = arguments.front();
    if (name == "array_append" && arguments.size() == 2 && first.kind == Value::Kind::array) {
        Value longer = first;
        longer.elements.push_back(arguments[1]);
        return longer;
    }
    if (first.kind != Value::Kind::array) return Value::unknown();
    auto count = static_cast<std::int64_t>(first.elements.size());
    if (name == "array_to_string" && arguments.size() > 1 && arguments[1].is_scalar())
        return concat(first.elements, 0, arguments[1].text);
    if (name == "cardinality") return Value::number(count);
    if (name == "array_length" || name == "array_upper") return count == 0 ? Value::null() : Value::number(count);
    if (name == "array_lower") return count == 0 ? Value::null() : Value::number(1);
    return Value::unknown();
}

Value call_without_arguments(const StatementContext& context, const std::string& name) {
    if (name == "current_schema")
        return Value::scalar(catalog::namespace_name(context.catalog, context.path.creation));
    if (name == "now" || name == "transaction_timestamp" || name == "statement_timestamp" || name == "clock_timestamp")
        return current_timestamp_value();
    return Value::unknown();
}

std::optional<Value> call_date(const std::string& name, const std::vector<Value>& arguments) {
    if (arguments.size() != 2) return std::nullopt;
    if (name == "to_char") return format_date(arguments[0], arguments[1].text);
    if (name == "date_trunc") return truncate_date(arguments[0].text, arguments[1]);
    if (name == "extract" || name == "date_part") return date_field(arguments[0].text, arguments[1]);
    return std::nullopt;
}

Value split_part(const std::string& text, const std::string& separator, std::int64_t field) {
    if (separator.empty() || field < 1) return Value::unknown();
    std::size_t begin = 0;
    for (; --field > 0;) {
        std::size_t next = text.find(separator, begin);
        if (next == std::string::npos) return Value::scalar("");
        begin = next + separator.size();
    }
    return Value::scalar(text.substr(begin, text.find(separator, begin) - begin));
}

/// Functions of texts; those that count characters are left to the server where there are others than ASCII ones.
std::optional<Value> call_text(const std::string& name, const std::vector<Value>& arguments) {
    const std::string& text = arguments[0].output();
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 127; })) return std::nullopt;
    auto length = static_cast<std::int64_t>(text.size());
    auto number = arguments.size() > 1 ? arguments[1].integer() : std::nullopt;
    if (name == "length" || name == "char_length") return Value::number(length);
    if ((name == "strpos" || name == "position") && arguments.size() == 2) {
        std::size_t found = text.find(arguments[1].output());
        return Value::number(found == std::string::npos ? 0 : static_cast<std::int64_t>(found) + 1);
    }
    if (name == "starts_with" && arguments.size() == 2) return Value::boolean(text.starts_with(arguments[1].output()));
    if (name == "split_part" && arguments.size() == 3)
        return split_part(text, arguments[1].output(), arguments[2].integer().value_or(0));
    if ((name == "left" || name == "right") && number) {
        std::int64_t taken = std::clamp<std::int64_t>(*number < 0 ? length + *number : *number, 0, length);
        return Value::scalar(text.substr(name == "left" ? 0 : static_cast<std::size_t>(length - taken), static_cast<std::size_t>(taken)));
    }
    if ((name == "substr" || name == "substring") && number && *number >= 1) {
        std::int64_t taken = arguments.size() > 2 ? arguments[2].integer().value_or(-1) : length;
        if (taken < 0) return std::nullopt;
        if (*number > length) return Value::scalar("");
        return Value::scalar(text.substr(static_cast<std::size_t>(*number - 1), static_cast<std::size_t>(taken)));
    }
    if ((name == "lpad" || name == "rpad") && number && arguments.size() > 2 && arguments[2].output().size() == 1) {
        if (*number <= length) return Value::scalar(text.substr(0, static_cast<std::size_t>(std::max<std::int64_t>(*number, 0))));
        if (*number > 1000) return std::nullopt;
        std::string filling(static_cast<std::size_t>(*number - length), arguments[2].output().front());
        return Value::scalar(name == "lpad" ? filling + text : text + filling);
    }
    bool trims = name == "btrim" || name == "ltrim" || name == "rtrim";
    if (trims) {
        std::string characters = arguments.size() > 1 ? arguments[1].output() : " ";
        std::size_t begin = name == "rtrim" ? 0 : std::min(text.find_first_not_of(characters), text.size());
        std::size_t last = name == "ltrim" ? text.size() - 1 : text.find_last_not_of(characters);
        if (text.empty() || last == std::string::npos || begin > last) return Value::scalar("");
        return Value::scalar(text.substr(begin, last - begin + 1));
    }
    return std::nullopt;
}

Value set_config(StatementContext& context, const std::vector<Value>& arguments) {
    if (!arguments[0].is_scalar() || !arguments[1].is_scalar()) {
        context.uncertain("set_config() is called with values that aren't known");
        return Value::unknown();
    }
    apply_setting(context.session.state, arguments[0].text, arguments[1].text, arguments[2].truth() == true);
    return arguments[1];
}

/// Whether NULL for an argument makes the result NULL.
bool is_strict(const std::string& name) {
    return name.starts_with("quote_") || name.starts_with("to_") || name == "lower" || name == "upper" || name == "replace" ||
           name == "split_part" || name == "array_to_string" || name == "array_length" || name == "cardinality";
}

/// Those that take only known scalars.
Value call_scalar(const StatementContext& context, const std::string& name, const std::vector<Value>& arguments) {
    const std::string& first = arguments.front().output();
    if (name == "quote_ident") return Value::scalar(sql::quote_identifier(first));
    if (name == "quote_literal") return Value::scalar(sql::quote_literal(first));
    if (name == "lower") return Value::scalar(lower(first));
    if (name == "upper") return Value::scalar(upper(first));
    if (name == "current_setting") return setting(context, first, arguments.size() > 1 && arguments[1].truth() == true);
    if (name == "pg_get_viewdef") return view_definition(context, arguments);
    if (name == "to_regclass" || name == "to_regtype" || name == "to_regnamespace" || name == "to_regrole" ||
        name == "to_regproc")
        return to_reg(context, name.substr(3), first);
    if (name == "format_type") {
        auto oid = arguments.front().integer();
        return oid ? Value::scalar(catalog::format_type(context.catalog, context.path, static_cast<Oid>(*oid))) : Value::unknown();
    }
    if (name == "string_to_array" && arguments.size() == 2 && !arguments[1].text.empty()) {
        std::vector<Value> elements;
        for (std::size_t begin = 0; !first.empty();) {
            std::size_t end = first.find(arguments[1].text, begin);
            elements.push_back(Value::scalar(first.substr(begin, end - begin)));
            if (end == std::string::npos) break;
            begin = end + arguments[1].text.size();
        }
        return Value::array(std::move(elements));
    }
    if (name == "replace" && arguments.size() == 3 && !arguments[1].text.empty()) {
        std::string text = first;
        for (std::size_t at = 0; (at = text.find(arguments[1].text, at)) != std::string::npos; at += arguments[2].text.size())
            text.replace(at, arguments[1].text.size(), arguments[2].text);
        return Value::scalar(std::move(text));
    }
    return Value::unknown();
}

}  // namespace

Result<Value> cast_to_reg(const StatementContext& context, std::string_view type, const std::string& text) {
    bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_number) return reg_value(context, type, static_cast<Oid>(std::strtoul(text.c_str(), nullptr, 10)));
    Oid found = catalog::invalid_oid;
    if (type == "regclass") {
        found = named_relation(context, text);
        if (!found) return error("42P01", "relation \"{}\" does not exist", text);
    } else if (type == "regtype") {
        auto name = sql::parse_type_name(text);
        if (!name) return Value::unknown();
        BACKOUT_ASSIGN(analyze::TypeReference reference, analyze::lookup_type(context.analysis(), *name));
        if (!reference.type) return error("42704", "type \"{}\" does not exist", text);
        found = reference.type;
    } else if (type == "regnamespace") {
        found = catalog::find_namespace(context.catalog, text);
        if (!found) return error("3F000", "schema \"{}\" does not exist", text);
    } else if (type == "regrole") {
        found = catalog::find_role(context.catalog, text);
        if (!found) return error("42704", "role \"{}\" does not exist", text);
    } else {
        return Value::unknown();
    }
    return reg_value(context, type, found);
}

Value format_text(const std::string& format, const std::vector<Value>& arguments) {
    std::string text;
    std::size_t next = 0;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            text += format[i];
            continue;
        }
        if (++i >= format.size()) return Value::unknown();
        if (format[i] == '%') {
            text += '%';
            continue;
        }
        std::size_t digits = i;
        while (digits < format.size() && std::isdigit(static_cast<unsigned char>(format[digits]))) ++digits;
        if (digits > i && digits < format.size() && format[digits] == '$') {
            next = static_cast<std::size_t>(std::stoul(format.substr(i, std::min<std::size_t>(digits - i, 6)))) - 1;
            i = digits + 1;
        }
        if (i >= format.size() || next >= arguments.size()) return Value::unknown();
        const Value& argument = arguments[next++];
        if (argument.is_null() && format[i] == 'L') {
            text += "NULL";
        } else if (argument.is_null() && format[i] == 's') {
            continue;
        } else if (!argument.is_scalar()) {
            return Value::unknown();
        } else if (format[i] == 'I') {
            text += sql::quote_identifier(argument.output());
        } else if (format[i] == 'L') {
            text += sql::quote_literal(argument.output());
        } else if (format[i] == 's') {
            text += argument.output();
        } else {
            return Value::unknown();
        }
    }
    return Value::scalar(std::move(text));
}

/// `\\d` as the bracket expression that it stands for; other escapes are left to be refused.
std::string with_posix_classes(const std::string& pattern) {
    std::string written;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool digit = pattern[i] == '\\' && i + 1 < pattern.size() && pattern[i + 1] == 'd';
        written += digit ? std::string("[0-9]") : std::string(1, pattern[i]);
        if (digit) ++i;
    }
    return written;
}

std::optional<bool> matches_regular_expression(const std::string& text, const std::string& pattern, bool ignore_case) {
    // What the two dialects have in common; lengths are bounded since std::regex recurses.
    constexpr std::size_t length_limit = 200;
    constexpr std::string_view common = "^$.*+?()[]|{}-_,: /";
    const std::string written = with_posix_classes(pattern);
    bool plain = text.size() <= length_limit && pattern.size() <= length_limit &&
                 std::all_of(written.begin(), written.end(), [&](char c) {
                     return std::isalnum(static_cast<unsigned char>(c)) || common.find(c) != std::string_view::npos;
                 });
    bool has_class = pattern.find("[[") != std::string::npos || pattern.find("(?") != std::string::npos;
    if (!plain || has_class || pattern.empty()) return std::nullopt;
    try {
        auto options = std::regex::extended;
        if (ignore_case) options |= std::regex::icase;
        return std::regex_search(text, std::regex(written, options));
    } catch (const std::regex_error&) {
        return std::nullopt;
    }
}

bool matches_like(std::string_view text, std::string_view pattern, bool ignore_case) {
    if (ignore_case) return matches_like(lower(std::string(text)), lower(std::string(pattern)), false);
    // After a % the match is tried again from one character further on (backtracking to the last % suffices).
    std::size_t t = 0, p = 0, star = std::string_view::npos, retry = 0;
    while (t < text.size()) {
        bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
        if (p < pattern.size() && pattern[p] == '%') {
            star = ++p;
            retry = t;
        } else if (escaped ? pattern[p + 1] == text[t] : p < pattern.size() && (pattern[p] == '_' || pattern[p] == text[t])) {
            p += escaped ? 2 : 1;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

Result<std::vector<Value>> Evaluator::evaluate_arguments(const sql::FunctionCall& call) {
    std::vector<Value> arguments;
    for (const auto& argument : call.arguments) {
        const auto* named = sql::as<sql::NamedArgument>(argument.get());
        BACKOUT_ASSIGN(Value value, evaluate(named ? *named->argument : *argument));
        arguments.push_back(std::move(value));
    }
    return arguments;
}

Result<Value> Evaluator::evaluate_call(const sql::FunctionCall& call) {
    const std::string& name = call.name.back();
    bool is_builtin = call.name.size() == 1 || call.name.front() == "pg_catalog";
    if (is_builtin && is_aggregate(call)) return evaluate_aggregate(call);
    if (runner_ && names_routine(*runner_, call)) {
        BACKOUT_ASSIGN(std::vector<Value> arguments, evaluate_arguments(call));
        return call_routine(*runner_, call, std::move(arguments));
    }
    if (!is_builtin) return Value::unknown();
    BACKOUT_ASSIGN(std::vector<Value> arguments, evaluate_arguments(call));
    if (arguments.empty()) return call_without_arguments(context_, name);
    if (name == "set_config" && runner_ && arguments.size() == 3) return set_config(*runner_, arguments);
    const Value& first = arguments.front();
    if (name == "format" && first.is_scalar() && !call.variadic)
        return format_text(first.text, {arguments.begin() + 1, arguments.end()});
    if (name == "concat") return concat(arguments, 0, "");
    if (name == "concat_ws" && first.is_scalar()) return concat(arguments, 1, first.text);
    if (name == "quote_nullable" && first.is_null()) return Value::scalar("NULL");
    if (std::any_of(arguments.begin(), arguments.end(), [](const Value& value) { return value.kind == Value::Kind::array; }))
        return call_array(name, arguments);
    if (!is_known(arguments)) {
        bool null = std::any_of(arguments.begin(), arguments.end(), [](const Value& value) { return value.is_null(); });
        return null && is_strict(name) ? Value::null() : Value::unknown();
    }
    if (auto value = call_date(name, arguments)) return *value;
    if (auto value = call_text(name, arguments)) return *value;
    return call_scalar(context_, name, arguments);
}

}  // namespace backout::simulate
