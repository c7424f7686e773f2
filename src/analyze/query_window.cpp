#include <algorithm>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// Windows, LIMIT and FOR UPDATE.
namespace backout::analyze {

using catalog::WindowClause;

namespace {

const WindowClause* find_window(const std::vector<WindowClause>& windows, std::string_view name) {
    const auto found = std::find_if(windows.begin(), windows.end(),
                                    [&](const WindowClause& window) { return window.name == name; });
    return found == windows.end() ? nullptr : &*found;
}

Status check_free_of_variables(const ExprPtr& expression, std::string_view construct) {
    if (const Expr* variable = find_variable(*expression, 0))
        return failure("42P10", fmt::format("argument of {} must not contain variables", construct),
                       variable->location);
    return {};
}

/// The types of offsets that RANGE can add to a value of some type: in_range functions of the built-in btree families
/// (pg_amproc with number 3).
std::vector<Oid> range_offset_types(Oid type) {
    using namespace type_oid;
    constexpr Oid float4 = 700;
    switch (type) {
        case int8: return {int8};
        case int4:
        case int2: return {int8, int4, int2};
        case numeric: return {numeric};
        case float4:
        case float8: return {float8};
        case date:
        case time:
        case timetz:
        case timestamp:
        case timestamptz:
        case interval: return {interval};
        default: return {};
    }
}

Result<ExprPtr> range_offset(QueryState& state, const sql::Expression& expression, Oid column) {
    BACKOUT_ASSIGN(ExprPtr offset, transform_expression(state, expression, Clause::window_frame_range));
    if (offset->type == catalog::invalid_oid || column == catalog::invalid_oid) return offset;
    const std::vector<Oid> types = range_offset_types(column);
    const std::string column_type = type_text(state.context, column);
    if (types.empty())
        return failure("0A000",
                       fmt::format("RANGE with offset PRECEDING/FOLLOWING is not supported for column type {}",
                                   column_type),
                       offset->location);
    const Oid preferred = offset->type == type_oid::unknown ? column : offset->type;
    Oid selected = catalog::invalid_oid;
    std::size_t matches = 0;
    for (Oid type : types) {
        if (!can_coerce(state.context, offset->type, type, Coercion::implicit)) continue;
        ++matches;
        if (selected != preferred) selected = type;
    }
    const std::string both =
        fmt::format("column type {} and offset type {}", column_type, type_text(state.context, offset->type));
    if (matches == 0)
        return failure("0A000", "RANGE with offset PRECEDING/FOLLOWING is not supported for " + both,
                       offset->location, "Cast the offset value to an appropriate type.");
    if (matches != 1 && selected != preferred)
        return failure("0A000", "RANGE with offset PRECEDING/FOLLOWING has multiple interpretations for " + both,
                       offset->location, "Cast the offset value to the exact intended type.");
    return coerce_to_specific_type(state, offset, selected, "RANGE", offset->location);
}

Result<ExprPtr> frame_offset(QueryState& state, std::int32_t options, const sql::Expression* expression, Oid column) {
    if (!expression) return ExprPtr();
    ExprPtr offset;
    std::string_view construct = "RANGE";
    if ((options & catalog::frame_range) != 0) {
        BACKOUT_ASSIGN(offset, range_offset(state, *expression, column));
    } else {
        const bool rows = (options & catalog::frame_rows) != 0;
        construct = rows ? "ROWS" : "GROUPS";
        BACKOUT_ASSIGN(offset, transform_expression(state, *expression,
                                                    rows ? Clause::window_frame_rows : Clause::window_frame_groups));
        BACKOUT_ASSIGN(offset, coerce_to_specific_type(state, offset, type_oid::int8, construct, offset->location));
    }
    BACKOUT_TRY(check_free_of_variables(offset, construct));
    return offset;
}

/// The type that the column's default order is declared for: text for character varying.
Oid sorted_as(const Catalog& catalog, Oid type) {
    constexpr Oid btree = 403;
    const Oid base = catalog::base_type(catalog, type);
    const auto opclass = catalog::default_operator_class(catalog, btree, base);
    return opclass ? opclass->input_type : base;
}

const TargetEntry& target_of(const std::vector<TargetEntry>& targets, std::int32_t reference) {
    return *std::find_if(targets.begin(), targets.end(), [&](const TargetEntry& target) {
        return target.sort_group_reference == reference;
    });
}

/// What a window takes over from the one that it names.
Status inherit(const sql::WindowDefinition& definition, const WindowClause& base, WindowClause& window) {
    if (!window.partition_by.empty())
        return failure("42P20", fmt::format("cannot override PARTITION BY clause of window \"{}\"", definition.refname),
                       definition.location);
    window.partition_by = base.partition_by;
    if (!window.order.empty() && !base.order.empty())
        return failure("42P20", fmt::format("cannot override ORDER BY clause of window \"{}\"", definition.refname),
                       definition.location);
    const bool ordered = !window.order.empty();
    if (!ordered) {
        window.order_by = base.order_by;
        window.order = base.order;
        window.copied_order = true;
    }
    if (base.frame_options != catalog::frame_defaults) {
        const bool plain = definition.name.empty() && !ordered &&
                           definition.frame_options == catalog::frame_defaults;
        return failure("42P20",
                       fmt::format("cannot copy window \"{}\" because it has a frame clause", definition.refname),
                       definition.location, plain ? "Omit the parentheses in this OVER clause." : "");
    }
    return {};
}

Result<WindowClause> transform_window(QueryState& state, Query& query, const sql::WindowDefinition& definition) {
    if (!definition.name.empty() && find_window(query.windows, definition.name))
        return failure("42P20", fmt::format("window \"{}\" is already defined", definition.name), definition.location);
    const WindowClause* base = definition.refname.empty() ? nullptr : find_window(query.windows, definition.refname);
    if (!definition.refname.empty() && !base)
        return failure("42704", fmt::format("window \"{}\" does not exist", definition.refname), definition.location);
    WindowClause window;
    window.name = definition.name;
    window.refname = definition.refname;
    BACKOUT_ASSIGN(window.order,
                   transform_order_by(state, definition.order_by, query.targets, Clause::window_order, true));
    for (std::size_t i = 0; i < window.order.size(); ++i) {
        window.order_by.push_back(target_of(query.targets, window.order[i].argument).expression);
        window.order[i].argument = static_cast<std::int32_t>(i);
    }
    for (const sql::ExpressionPtr& expression : definition.partition_by) {
        BACKOUT_ASSIGN(const std::size_t target,
                       find_target(state, *expression, query.targets, Clause::window_partition, true));
        BACKOUT_TRY(add_group_target(state, target, query.targets, expression->location));
        const ExprPtr& value = query.targets[target].expression;
        const bool repeated = std::any_of(window.partition_by.begin(), window.partition_by.end(),
                                          [&](const ExprPtr& other) { return catalog::equal(other, value); });
        if (!repeated) window.partition_by.push_back(value);
    }
    if (base) BACKOUT_TRY(inherit(definition, *base, window));
    window.frame_options = definition.frame_options;
    Oid range_column = catalog::invalid_oid;
    const bool has_offset = (window.frame_options & (catalog::frame_start_offset | catalog::frame_end_offset)) != 0;
    if ((window.frame_options & catalog::frame_range) != 0 && has_offset) {
        if (window.order.size() != 1)
            return failure("42P20", "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column",
                           definition.location);
        range_column = sorted_as(state.catalog(), window.order_by[0]->type);
    }
    if ((window.frame_options & catalog::frame_groups) != 0 && window.order.empty())
        return failure("42P20", "GROUPS mode requires an ORDER BY clause", definition.location);
    BACKOUT_ASSIGN(window.start_offset,
                   frame_offset(state, window.frame_options, definition.start_offset.get(), range_column));
    BACKOUT_ASSIGN(window.end_offset,
                   frame_offset(state, window.frame_options, definition.end_offset.get(), range_column));
    return window;
}

}  // namespace

Status transform_windows(QueryState& state, Query& query) {
    for (const sql::WindowDefinition* definition : state.window_definitions) {
        BACKOUT_ASSIGN(WindowClause window, transform_window(state, query, *definition));
        query.windows.push_back(std::move(window));
    }
    return {};
}

Result<ExprPtr> transform_limit(QueryState& state, const sql::Expression* expression, Clause clause,
                                std::string_view construct) {
    if (!expression) return ExprPtr();
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *expression, clause));
    BACKOUT_ASSIGN(value, coerce_to_specific_type(state, value, type_oid::int8, construct, value->location));
    BACKOUT_TRY(check_free_of_variables(value, construct));
    return value;
}

}  // namespace backout::analyze
