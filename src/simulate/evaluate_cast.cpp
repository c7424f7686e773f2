#include <algorithm>

#include "analyze/literal.h"
#include "analyze/type_oid.h"
#include "simulate/evaluate.h"
#include "simulate/evaluate_time.h"

/// Values as values of other types: casts, arguments of routines, assignments to variables.
namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using catalog::Oid;

namespace {

bool is_text(Oid type) { return type == type_oid::text || type == type_oid::varchar || type == type_oid::bpchar; }
bool is_integer(Oid type) { return type == type_oid::int2 || type == type_oid::int4 || type == type_oid::int8; }

std::string_view reg_name(Oid type) {
    switch (type) {
        case type_oid::regclass: return "regclass";
        case type_oid::regtype: return "regtype";
        case type_oid::regnamespace: return "regnamespace";
        case type_oid::regrole: return "regrole";
        default: return {};
    }
}

/// anyelement, record and the like: a value keeps its own type.
bool is_pseudo(const StatementContext& context, Oid type) {
    auto info = catalog::type_info(context.catalog, type);
    return !info || info->kind == catalog::TypeKind::pseudo;
}

/// What a scalar is as text: booleans are spelled out.
std::string text_of(const Value& value) {
    if (value.is_boolean) return value.text == "t" ? "true" : "false";
    return value.output();
}

/// A number with a fraction as an integer: rounded, halves away from zero.
std::optional<std::string> rounded(const std::string& text) {
    std::size_t point = text.find('.');
    if (point == std::string::npos || point + 1 >= text.size()) return std::nullopt;
    auto whole = Value::scalar(text.substr(0, point)).integer();
    bool digits = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(point) + 1, text.end(),
                              [](char c) { return c >= '0' && c <= '9'; });
    if (!whole || !digits) return std::nullopt;
    bool up = text[point + 1] >= '5';
    return std::to_string(*whole + (!up ? 0 : text.starts_with('-') ? -1 : 1));
}

/// By the type's input function.
Result<Value> read(const StatementContext& context, const Value& value, Oid type, std::int32_t typmod) {
    if (type == type_oid::numeric || type >= catalog::first_user_oid) typmod = -1;
    auto literal = analyze::read_literal(context.analysis(), type, typmod, text_of(value), sql::no_location);
    if (!literal) {
        // What hangs on the open world isn't certain to fail.
        if (literal.error().unknown || literal.error().missing.kind != analyze::Missing::Kind::none) return Value::unknown();
        return tl::unexpected(std::move(literal.error()));
    }
    Value read = Value::scalar(std::move(literal->text), type);
    read.is_boolean = type == type_oid::boolean;
    if (read.is_boolean) return Value::boolean(read.text == "t" || read.text == "true");
    return read;
}

}  // namespace

Value parse_array(const std::string& text) {
    if (text.size() < 2 || text.front() != '{' || text.back() != '}' || text.find_first_of("\"\\", 1) != std::string::npos ||
        text.find('{', 1) != std::string::npos)
        return Value::unknown();
    std::vector<Value> elements;
    std::string element;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == ',') {
            elements.push_back(Value::scalar(std::move(element)));
            element.clear();
        } else if (text[i] != ' ' || !element.empty()) {
            element += text[i];
        }
    }
    if (text.size() > 2) elements.push_back(Value::scalar(std::move(element)));
    return Value::array(std::move(elements));
}

Result<Value> cast_value(const StatementContext& context, Value value, Oid type, std::int32_t typmod) {
    if (type == catalog::invalid_oid || type == type_oid::unknown || is_pseudo(context, type)) return value;
    if (!value.is_scalar()) {
        bool is_array = value.kind == Value::Kind::array;
        if (Oid element = is_array ? catalog::element_type_of(context.catalog, type) : catalog::invalid_oid)
            for (Value& one : value.elements) {
                BACKOUT_ASSIGN(one, cast_value(context, std::move(one), element, -1));
            }
        if (value.kind != Value::Kind::row) value.type = type;
        return value;
    }
    Oid base = catalog::base_type(context.catalog, type);
    if (base != type) {
        BACKOUT_ASSIGN(Value cast, cast_value(context, std::move(value), base, -1));
        cast.type = type;
        return cast;
    }
    if (catalog::element_type_of(context.catalog, type)) {
        Value array = parse_array(value.text);
        if (array.is_unknown()) return array;
        return cast_value(context, std::move(array), type, typmod);
    }
    if (std::string_view reg = reg_name(type); !reg.empty()) {
        BACKOUT_ASSIGN(Value object, cast_to_reg(context, reg, value.text));
        object.type = type;
        return object;
    }
    if (type == type_oid::oid && value.integer()) return Value::scalar(value.text, type);
    if (value.is_boolean && is_integer(type)) return Value::scalar(value.text == "t" ? "1" : "0", type);
    if (auto date = convert_date(value, type); date && value.type != type_oid::unknown && value.type != catalog::invalid_oid)
        return *date;
    if (auto date = special_date(value.text, type)) return *date;
    if (is_integer(type))
        if (auto integer = rounded(value.text)) value.text = *integer;
    if (is_text(type)) typmod = -1;
    return read(context, value, type, typmod);
}

Result<Value> Evaluator::evaluate_cast(const sql::TypeCast& cast) {
    BACKOUT_ASSIGN(Value value, evaluate(*cast.argument));
    if (cast.type.names.empty()) return value;
    auto type = analyze::lookup_type(context_.analysis(), cast.type);
    if (!type || type->type == catalog::invalid_oid) {
        value.kind = Value::Kind::unknown;
        return value;
    }
    return cast_value(context_, std::move(value), type->type, type->typmod);
}

}  // namespace backout::simulate
