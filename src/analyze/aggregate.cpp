#include <algorithm>

#include <fmt/format.h>

#include "analyze/function_call.h"
#include "analyze/names.h"
#include "analyze/propagate.h"
#include "analyze/query.h"
#include "analyze/references_walk.h"

/// Aggregates, GROUPING and window functions (parser/parse_agg.c).
namespace backout::analyze {

namespace {

/// The query levels that variables and aggregates within an aggregate's arguments belong to; 0 is the
/// aggregate's own.
class LevelFinder {
public:
    explicit LevelFinder(const Catalog& catalog) : catalog_(catalog) {}

    void visit(const Expr& expression, std::int32_t depth) {
        switch (expression.kind) {
            case ExprKind::var:
                lower(variable_, expression.levels_up - depth);
                return;
            case ExprKind::aggregate:
            case ExprKind::grouping:
                lower(aggregate_, expression.levels_up - depth);
                return;
            case ExprKind::window_function:
                if (depth == 0 && !window_function) window_function = &expression;
                break;
            case ExprKind::function:
                if (depth == 0 && !set_returning)
                    if (auto info = catalog::function_info(catalog_, expression.object);
                        info && info->returns_set)
                        set_returning = &expression;
                break;
            default:
                break;
        }
        for_each_child(
            expression, [&](const Expr& child) { visit(child, depth); },
            [&](const catalog::Query& query) { visit(query, depth + 1); });
    }

    void visit(const catalog::Query& query, std::int32_t depth) {
        for_each_part(
            query, [&](const Expr& part) { visit(part, depth); },
            [&](const catalog::Query& inner) { visit(inner, depth + 1); });
    }

    std::int32_t level() const {
        if (variable_ < 0) return std::max(aggregate_, 0);
        return aggregate_ < 0 ? variable_ : std::min(variable_, aggregate_);
    }
    bool is_nested() const { return aggregate_ >= 0 && aggregate_ == level(); }

    const Expr* window_function = nullptr;
    const Expr* set_returning = nullptr;

private:
    static void lower(std::int32_t& known, std::int32_t level) {
        if (level >= 0 && (known < 0 || level < known)) known = level;
    }

    const Catalog& catalog_;
    std::int32_t variable_ = -1;
    std::int32_t aggregate_ = -1;
};

constexpr std::string_view lateral_hint =
    "You might be able to move the set-returning function into a LATERAL FROM item.";

/// An untyped literal that is sorted or compared is text.
Result<ExprPtr> as_text(ParseState& state, ExprPtr expression) {
    if (expression->type != type_oid::unknown) return expression;
    return coerce_type(state, std::move(expression), type_oid::text, -1, Coercion::implicit,
                       ExprForm::implicit_cast, -1);
}

/// The arguments of an ordered-set aggregate are what it sorts by; those before WITHIN GROUP are direct.
void split_direct_arguments(Expr& aggregate, std::size_t sorted) {
    auto first =
        aggregate.arguments.end() - static_cast<std::ptrdiff_t>(std::min(sorted, aggregate.arguments.size()));
    aggregate.direct_arguments.assign(aggregate.arguments.begin(), first);
    aggregate.arguments.erase(aggregate.arguments.begin(), first);
}

/// A hypothetical row is compared with the sorted ones, so each direct argument and the one sorted by are of one type
/// (unify_hypothetical_args in parser/parse_func.c).
Status unify_hypothetical_arguments(ParseState& state, Expr& aggregate) {
    if (aggregate.direct_arguments.size() < aggregate.arguments.size()) return {};
    const std::size_t first = aggregate.direct_arguments.size() - aggregate.arguments.size();
    for (std::size_t i = 0; i < aggregate.arguments.size(); ++i) {
        ExprPtr& sorted = aggregate.arguments[i];
        ExprPtr& direct = aggregate.direct_arguments[first + i];
        if (is_undecided(sorted->type) || is_undecided(direct->type)) continue;
        BACKOUT_ASSIGN(const Oid common,
                       select_common_type(state, {sorted, direct}, "WITHIN GROUP", aggregate.location));
        BACKOUT_ASSIGN(sorted, coerce_to_common_type(state, sorted, common, "WITHIN GROUP", aggregate.location));
        BACKOUT_ASSIGN(direct, coerce_to_common_type(state, direct, common, "WITHIN GROUP", aggregate.location));
    }
    return {};
}

Status add_order(ParseState& state, const sql::FunctionCall& call, Expr& aggregate) {
    std::vector<TargetEntry> targets;
    for (ExprPtr& argument : aggregate.arguments)
        targets.emplace_back().expression = argument;
    BACKOUT_ASSIGN(SortList list,
                   transform_order_by(state, call.aggregate_order, targets, Clause::order_by, true));
    if (call.aggregate_distinct && targets.size() > aggregate.arguments.size())
        return failure("42P10",
                       "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list",
                       targets[aggregate.arguments.size()].expression->location);
    for (Expr::Sort& sort : list) {
        auto target = std::find_if(targets.begin(), targets.end(), [&](const TargetEntry& entry) {
            return entry.sort_group_reference == sort.argument;
        });
        sort.argument = static_cast<std::int32_t>(target - targets.begin());
    }
    aggregate.arguments.clear();
    for (TargetEntry& target : targets)
        aggregate.arguments.push_back(std::move(target.expression));
    aggregate.sort = std::move(list);
    return {};
}

Status check_distinct(ParseState& state, Expr& aggregate) {
    for (ExprPtr& argument : aggregate.arguments) {
        BACKOUT_ASSIGN(argument, as_text(state, argument));
        if (is_undecided(argument->type) || sort_operators(state.catalog(), argument->type).less) continue;
        return failure("42883",
                       fmt::format("could not identify an ordering operator for type {}",
                                   type_text(state.context, argument->type)),
                       argument->location, {}, "Aggregates with DISTINCT must be able to sort their inputs.");
    }
    return {};
}

}  // namespace

Result<std::int32_t> aggregate_level(ParseState& state, const Expr& aggregate) {
    LevelFinder levels(state.catalog());
    for_each_child(
        aggregate, [&](const Expr& child) { levels.visit(child, 0); },
        [&](const catalog::Query& query) { levels.visit(query, 1); });
    const sql::Location location = aggregate.location;
    if (levels.set_returning)
        return failure("0A000", "aggregate function calls cannot contain set-returning function calls",
                       levels.set_returning->location, std::string(lateral_hint));
    if (levels.window_function)
        return failure("42803", "aggregate function calls cannot contain window function calls",
                       levels.window_function->location);
    if (levels.is_nested()) return failure("42803", "aggregate function calls cannot be nested", location);
    ParseState* owner = &state;
    for (std::int32_t up = levels.level(); up > 0 && owner->parent; --up)
        owner = owner->parent;
    owner->has_aggregates = true;
    BACKOUT_TRY(check_aggregate_placement(owner->clause, aggregate.kind == ExprKind::grouping, location));
    return levels.level();
}

Result<ExprPtr> finish_aggregate(ParseState& state, const sql::FunctionCall& call,
                                 const catalog::FunctionInfo& function, std::shared_ptr<Expr> made) {
    if (function.returns_set) return failure("42P13", "aggregates cannot return sets", call.location);
    for (const ExprPtr& argument : made->arguments)
        if (argument->kind == ExprKind::named_argument)
            return failure("0A000", "aggregates cannot use named arguments", call.location);
    made->star = call.aggregate_star;
    made->flag = call.aggregate_distinct;
    if (call.aggregate_within_group) split_direct_arguments(*made, call.aggregate_order.size());
    if (function.aggregate_kind == 'h') BACKOUT_TRY(unify_hypothetical_arguments(state, *made));
    made->subkind = static_cast<std::int32_t>(made->arguments.size());
    if (!call.aggregate_order.empty()) BACKOUT_TRY(add_order(state, call, *made));
    if (call.aggregate_distinct) BACKOUT_TRY(check_distinct(state, *made));
    if (call.aggregate_filter) {
        BACKOUT_ASSIGN(made->filter,
                       transform_condition(state, *call.aggregate_filter, Clause::filter, "FILTER"));
    }
    BACKOUT_ASSIGN(made->levels_up, aggregate_level(state, *made));
    return made;
}

Result<ExprPtr> finish_window_function(ParseState& state, const sql::FunctionCall& call,
                                       const catalog::FunctionInfo& function, std::shared_ptr<Expr> made,
                                       const Expr* last_set_returning) {
    if (state.last_set_returning != last_set_returning)
        return failure("0A000", "window function calls cannot contain set-returning function calls",
                       call.location, std::string(lateral_hint));
    if (function.returns_set) return failure("42P13", "window functions cannot return sets", call.location);
    made->star = call.aggregate_star;
    made->flag = call.aggregate_distinct;
    if (call.aggregate_filter) {
        BACKOUT_ASSIGN(made->filter,
                       transform_condition(state, *call.aggregate_filter, Clause::filter, "FILTER"));
    }
    LevelFinder nested(state.catalog());
    for (const ExprPtr& argument : made->arguments)
        nested.visit(*argument, 0);
    if (nested.window_function)
        return failure("42P20", "window function calls cannot be nested", nested.window_function->location);
    BACKOUT_TRY(check_window_function_placement(state.clause, call.location));
    state.has_window_functions = true;

    std::vector<const sql::WindowDefinition*>& windows = state.window_definitions;
    const sql::WindowDefinition& over = *call.over;
    if (over.name.empty()) {
        made->window = static_cast<std::int32_t>(windows.size());
        windows.push_back(&over);
        return made;
    }
    auto named = std::find_if(windows.begin(), windows.end(),
                              [&](const sql::WindowDefinition* window) { return window->name == over.name; });
    if (named == windows.end())
        return failure("42704", fmt::format("window \"{}\" does not exist", over.name), over.location);
    made->window = static_cast<std::int32_t>(named - windows.begin());
    return made;
}

}  // namespace backout::analyze
