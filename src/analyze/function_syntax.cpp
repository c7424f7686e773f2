#include <fmt/format.h>

#include "analyze/function_call.h"
#include "analyze/names.h"
#include "analyze/propagate.h"

/// What was written around a call, and whether the function found lets it stand there (ParseFuncOrColumn).
namespace backout::analyze {

namespace {

tl::unexpected<Error> wrong_object(std::string message, sql::Location location, std::string hint = {}) {
    return failure("42809", std::move(message), location, std::move(hint));
}

/// Nothing of what only aggregates and window functions have.
Status check_plain_function(const CallSite& call) {
    if (!call.written) return {};
    const sql::FunctionCall& written = *call.written;
    const std::string name = display_name(call.name);
    if (written.aggregate_star)
        return wrong_object(fmt::format("{0}(*) specified, but {0} is not an aggregate function", name),
                            call.location);
    std::string_view specified = written.aggregate_distinct         ? "DISTINCT"
                                 : written.aggregate_within_group   ? "WITHIN GROUP"
                                 : !written.aggregate_order.empty() ? "ORDER BY"
                                 : written.aggregate_filter         ? "FILTER"
                                                                    : "";
    if (!specified.empty())
        return wrong_object(fmt::format("{} specified, but {} is not an aggregate function", specified, name),
                            call.location);
    if (written.over)
        return wrong_object(
            fmt::format("OVER specified, but {} is not a window function nor an aggregate function", name),
            call.location);
    return {};
}

Status check_ordered_set_aggregate(const CallSite& call, const catalog::FunctionInfo& function,
                                   std::size_t argument_count) {
    const sql::FunctionCall& written = *call.written;
    const std::string name = display_name(call.name);
    if (!written.aggregate_within_group)
        return wrong_object(fmt::format("WITHIN GROUP is required for ordered-set aggregate {}", name),
                            call.location);
    if (written.over)
        return failure("0A000", fmt::format("OVER is not supported for ordered-set aggregate {}", name),
                       call.location);
    const auto direct = argument_count - written.aggregate_order.size();
    const auto wanted = static_cast<std::size_t>(function.direct_arguments);
    if (function.variadic_type || direct == wanted) return {};
    return failure(
        "42883", fmt::format("function {} does not exist", name), call.location,
        fmt::format("There is an ordered-set aggregate {}, but it requires {} direct argument{}, not {}.",
                    name, wanted, wanted == 1 ? "" : "s", direct));
}

Status check_aggregate(const CallSite& call, const catalog::FunctionInfo& function,
                       std::size_t argument_count) {
    const std::string name = display_name(call.name);
    // `row.count` would be an aggregate over nothing but a row.
    if (!call.written) return wrong_object(fmt::format("{} is an aggregate function", name), call.location);
    const sql::FunctionCall& written = *call.written;
    if (function.aggregate_kind != 'n' && function.aggregate_kind != 0)
        return check_ordered_set_aggregate(call, function, argument_count);
    if (written.aggregate_within_group)
        return wrong_object(
            fmt::format("{} is not an ordered-set aggregate, so it cannot have WITHIN GROUP", name),
            call.location);
    if (argument_count == 0 && !written.aggregate_star)
        return wrong_object(
            fmt::format("{}(*) must be used to call a parameterless aggregate function", name),
            call.location);
    if (written.over) {
        if (written.aggregate_distinct)
            return failure("0A000", "DISTINCT is not implemented for window functions", call.location);
        if (!written.aggregate_order.empty())
            return failure("0A000", "aggregate ORDER BY is not implemented for window functions",
                           call.location);
    }
    return {};
}

Status check_window_function(const CallSite& call) {
    const std::string name = display_name(call.name);
    if (!call.written || !call.written->over)
        return wrong_object(fmt::format("window function {} requires an OVER clause", name), call.location);
    const sql::FunctionCall& written = *call.written;
    if (written.aggregate_within_group)
        return wrong_object(fmt::format("window function {} cannot have WITHIN GROUP", name), call.location);
    if (written.aggregate_distinct)
        return failure("0A000", "DISTINCT is not implemented for window functions", call.location);
    if (!written.aggregate_order.empty())
        return failure("0A000", "aggregate ORDER BY is not implemented for window functions", call.location);
    if (written.aggregate_filter)
        return failure("0A000", "FILTER is not implemented for non-aggregate window functions",
                       call.location);
    return {};
}

}  // namespace

Status check_call_syntax(const CallSite& call, const catalog::FunctionInfo& function,
                         std::size_t argument_count, const std::string& signature) {
    if (call.is_procedure && function.kind != 'p')
        return wrong_object(signature + " is not a procedure", call.location,
                            "To call a function, use SELECT.");
    if (!call.is_procedure && function.kind == 'p')
        return wrong_object(signature + " is a procedure", call.location, "To call a procedure, use CALL.");
    switch (function.kind) {
        case 'a':
            return check_aggregate(call, function, argument_count);
        case 'w':
            return check_window_function(call);
        default:
            return check_plain_function(call);
    }
}

Status check_cast_call_syntax(const CallSite& call, const std::string& signature) {
    if (call.is_procedure)
        return wrong_object(signature + " is not a procedure", call.location,
                            "To call a function, use SELECT.");
    return check_plain_function(call);
}

Result<ExprPtr> transform_function_call(ParseState& state, const sql::FunctionCall& call) {
    const Expr* last_set_returning = state.last_set_returning;
    std::vector<ExprPtr> arguments;
    arguments.reserve(call.arguments.size());
    for (const sql::ExpressionPtr& argument : call.arguments) {
        BACKOUT_ASSIGN(ExprPtr made, transform_expression(state, *argument));
        arguments.push_back(std::move(made));
    }
    if (call.aggregate_within_group)
        for (const sql::SortBy& sort : call.aggregate_order) {
            BACKOUT_ASSIGN(ExprPtr made, transform_expression(state, *sort.expression, Clause::order_by));
            arguments.push_back(std::move(made));
        }
    const bool is_procedure = state.clause == Clause::call_argument && state.call == &call;
    return resolve_call(state, {call.name, &call, is_procedure, call.location}, std::move(arguments),
                        last_set_returning);
}

}  // namespace backout::analyze
