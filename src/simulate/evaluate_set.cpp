#include <algorithm>

#include "analyze/type_oid.h"
#include "simulate/evaluate_query.h"
#include "simulate/evaluate_time.h"
#include "simulate/routine_call.h"

/// Functions that give rows, and aggregates, which take them.
namespace backout::simulate {

namespace {

constexpr std::int64_t row_limit = 10000;

EvaluatedRows one_column(const std::string& name) {
    EvaluatedRows rows;
    rows.names = {name};
    rows.is_scalar = true;
    return rows;
}

/// generate_series() of numbers, dates and timestamps.
std::optional<EvaluatedRows> generate_series(const std::vector<Value>& arguments) {
    EvaluatedRows rows = one_column("generate_series");
    if (arguments.size() < 2) return std::nullopt;
    if (auto first = arguments[0].integer(), last = arguments[1].integer(); first && last && !is_date_or_time(arguments[0])) {
        std::int64_t step = arguments.size() > 2 ? arguments[2].integer().value_or(0) : 1;
        if (step == 0 || (*last - *first) / step > row_limit) return std::nullopt;
        for (std::int64_t i = *first; step > 0 ? i <= *last : i >= *last; i += step) rows.rows.push_back({Value::number(i)});
        return rows;
    }
    if (arguments.size() < 3 || !is_date_or_time(arguments[0]) || !is_date_or_time(arguments[1])) return std::nullopt;
    // Dates are made timestamps first; adding nothing does that.
    const Value none = Value::scalar("00:00:00", analyze::type_oid::interval);
    auto point = date_arithmetic("+", arguments[0], none);
    auto end = date_arithmetic("+", arguments[1], none);
    while (point && end && static_cast<std::int64_t>(rows.rows.size()) < row_limit) {
        auto order = compare(*point, *end);
        if (!order) return std::nullopt;
        if (*order > 0) return rows;
        rows.rows.push_back({*point});
        auto next = date_arithmetic("+", *point, arguments[2]);
        if (!next || compare(*next, *point).value_or(0) <= 0) return std::nullopt;
        point = std::move(next);
    }
    return std::nullopt;
}

std::optional<EvaluatedRows> unnest(const std::vector<Value>& arguments, const std::string& name) {
    if (arguments.size() != 1) return std::nullopt;
    EvaluatedRows rows = one_column(name);
    if (arguments[0].is_null()) return rows;
    Value array = arguments[0].is_scalar() ? parse_array(arguments[0].text) : arguments[0];
    if (array.kind != Value::Kind::array) return std::nullopt;
    for (Value& element : array.elements) rows.rows.push_back({std::move(element)});
    return rows;
}

/// The value of an aggregate over the arguments that it met; unknown for those that aren't known here.
Value aggregate(const std::string& name, const std::vector<std::vector<Value>>& rows) {
    if (name == "array_agg") {
        std::vector<Value> elements;
        for (const auto& row : rows) elements.push_back(row.front());
        return elements.empty() ? Value::null() : Value::array(std::move(elements));
    }
    Value result = Value::null();
    for (const auto& row : rows) {
        const Value& value = row.front();
        if (value.is_null()) continue;
        if (!value.is_scalar()) return Value::unknown();
        if (result.is_null()) {
            result = value;
        } else if (name == "string_agg") {
            if (row.size() < 2 || row[1].is_unknown()) return Value::unknown();
            result = Value::scalar(result.output() + row[1].output() + value.output());
        } else if (name == "max" || name == "min") {
            auto order = compare(value, result);
            if (!order) return Value::unknown();
            if (name == "max" ? *order > 0 : *order < 0) result = value;
        } else if (name == "sum") {
            auto a = result.integer(), b = value.integer();
            if (!a || !b) return Value::unknown();
            result = Value::number(*a + *b);
        } else if (name == "bool_or") {
            result = Value::boolean(result.truth() == true || value.truth() == true);
        } else {
            result = Value::boolean(result.truth() == true && value.truth() == true);
        }
    }
    return result;
}

}  // namespace

bool Evaluator::returns_set(const sql::FunctionCall& call) {
    const std::string& name = call.name.back();
    return name == "generate_series" || name == "unnest";
}

bool Evaluator::is_aggregate(const sql::FunctionCall& call) {
    constexpr std::string_view names[] = {"count", "string_agg", "array_agg", "max", "min", "sum", "bool_or", "bool_and", "every"};
    return !call.over && std::find(std::begin(names), std::end(names), call.name.back()) != std::end(names);
}

/// Row by row the arguments are noted; when all rows were read there is a value.
Result<Value> Evaluator::evaluate_aggregate(const sql::FunctionCall& call) {
    if (!aggregates_) return Value::unknown();
    if (!aggregates_->complete) {
        aggregates_->seen = true;
        Aggregates& noting = *std::exchange(aggregates_, nullptr);
        auto arguments = evaluate_arguments(call);
        aggregates_ = &noting;
        BACKOUT_TRY(arguments);
        noting.arguments[&call].push_back(std::move(*arguments));
        return Value::unknown();
    }
    const std::string& name = call.name.back();
    if (!aggregates_->exact || call.aggregate_filter || call.aggregate_distinct) return Value::unknown();
    if (call.aggregate_star) return Value::number(static_cast<std::int64_t>(aggregates_->row_count));
    const auto& rows = aggregates_->arguments[&call];
    if (rows.size() != aggregates_->row_count) return Value::unknown();
    if (name != "count") return call.aggregate_order.empty() || rows.size() < 2 ? aggregate(name, rows) : Value::unknown();
    std::int64_t count = 0;
    for (const auto& row : rows) {
        if (row.front().is_unknown()) return Value::unknown();
        count += !row.front().is_null();
    }
    return Value::number(count);
}

Result<std::optional<EvaluatedRows>> Evaluator::evaluate_set(const sql::Expression& expression) {
    const auto* call = sql::as<sql::FunctionCall>(&expression);
    if (!call) return std::nullopt;
    const std::string& name = call->name.back();
    if (returns_set(*call)) {
        BACKOUT_ASSIGN(std::vector<Value> arguments, evaluate_arguments(*call));
        return name == "unnest" ? unnest(arguments, name) : generate_series(arguments);
    }
    if (runner_ && names_routine(*runner_, *call)) {
        BACKOUT_ASSIGN(std::vector<Value> arguments, evaluate_arguments(*call));
        return call_set_routine(*runner_, *call, std::move(arguments));
    }
    BACKOUT_ASSIGN(Value value, evaluate_call(*call));
    if (value.is_unknown()) return std::nullopt;
    EvaluatedRows rows = one_column(name);
    rows.rows.push_back({std::move(value)});
    return rows;
}

}  // namespace backout::simulate
