#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "analyze/expression.h"
#include "analyze/names.h"
#include "values/literal.h"

/// Constants, parameters and functions like CURRENT_DATE.
namespace backout::analyze {

namespace {

/// The type of a number that the grammar did not take as an int4 (make_const, parser/parse_node.c): the first
/// of int4, int8 and numeric that holds it.
ExprResult make_number(ParseState& state, const std::string& text, sql::Location location) {
    const values::LiteralContext settings{state.catalog().major_number(), state.context.timezone};
    for (auto [name, type] : {std::pair{"int4", type_oid::int4}, std::pair{"int8", type_oid::int8}})
        if (auto value = values::canonicalize({name}, text, settings))
            return make_constant(state.catalog(), type, std::move(value->text), location);
    auto value = values::canonicalize({"numeric"}, text, settings);
    if (!value) return failure(value.error().sqlstate, value.error().message, location);
    return make_constant(state.catalog(), type_oid::numeric, std::move(value->text), location);
}

/// `B'101'` and `X'1F'`: bit_in of what follows the letter.
ExprResult make_bits(ParseState& state, const std::string& text, sql::Location location) {
    auto value =
        values::canonicalize({"bit"}, text, {state.catalog().major_number(), state.context.timezone});
    if (!value) return failure(value.error().sqlstate, value.error().message, location);
    return make_constant(state.catalog(), type_oid::bit, std::move(value->text), location);
}

}  // namespace

ExprResult transform_constant(ParseState& state, const sql::Constant& constant) {
    using Type = sql::Constant::Type;
    const Catalog& catalog = state.catalog();
    switch (constant.type) {
        case Type::null:
            return make_null(catalog, type_oid::unknown, constant.location);
        case Type::integer:
            return make_constant(catalog, type_oid::int4, std::to_string(constant.integer),
                                 constant.location);
        case Type::floating:
            return make_number(state, constant.text, constant.location);
        case Type::boolean:
            return make_constant(catalog, type_oid::boolean, constant.boolean ? "t" : "f", constant.location);
        case Type::string:
            return make_constant(catalog, type_oid::unknown, constant.text, constant.location);
        case Type::bit_string:
            return make_bits(state, constant.text, constant.location);
    }
    return make_null(catalog, type_oid::unknown, constant.location);
}

ExprResult transform_parameter(ParseState& state, const sql::ParameterRef& parameter) {
    const std::span<const Oid> types = state.context.parameter_types;
    const bool is_stored = state.clause >= Clause::check_constraint &&
                           state.clause <= Clause::generated_column &&
                           state.clause != Clause::execute_parameter && state.clause != Clause::call_argument;
    if (parameter.number < 1 || (types.empty() && is_stored && !state.parent))
        return failure("42P02", fmt::format("there is no parameter ${}", parameter.number),
                       parameter.location);
    const auto place = static_cast<std::size_t>(parameter.number) - 1;
    const Oid type = place < types.size() ? types[place] : type_oid::unknown;
    auto made = make_expr(ExprKind::param, type, parameter.location);
    made->subkind = parameter.number;
    if (place < state.context.parameter_names.size()) made->text = state.context.parameter_names[place];
    made->collation = type_collation(state.catalog(), type);
    return made;
}

ExprResult transform_sql_value_function(ParseState& state, const sql::SqlValueFunction& function) {
    using Function = sql::SqlValueFunction::Function;
    constexpr std::int32_t max_precision = 6;
    Oid type = type_oid::name;
    switch (function.function) {
        case Function::current_date:
            type = type_oid::date;
            break;
        case Function::current_time:
        case Function::current_time_n:
            type = type_oid::timetz;
            break;
        case Function::current_timestamp:
        case Function::current_timestamp_n:
            type = type_oid::timestamptz;
            break;
        case Function::localtime:
        case Function::localtime_n:
            type = type_oid::time;
            break;
        case Function::localtimestamp:
        case Function::localtimestamp_n:
            type = type_oid::timestamp;
            break;
        default:
            break;
    }
    auto made = make_expr(ExprKind::sql_value_function, type, function.location);
    made->subkind = static_cast<std::int32_t>(function.function);
    made->typmod = std::min(function.typmod, max_precision);
    made->collation = type_collation(state.catalog(), type);
    return made;
}

}  // namespace backout::analyze
