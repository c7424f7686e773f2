#include "simulate/evaluate.h"
#include "simulate/plpgsql_run.h"
#include "sql/parse.h"

/// Loops: run as often as is known, passed over otherwise.
namespace backout::simulate {

namespace {

constexpr int turn_limit = 1000;

}  // namespace

void PlpgsqlRun::pass_over(const Statement& statement, std::string_view reason) {
    forget(statement.targets);
    forget_assigned(statement.body);
    if (may_change_schema(context_, statement.body, body_))
        context_.uncertain(fmt::format("{}, and its body may change the schema", reason));
}

Result<bool> PlpgsqlRun::run_turn(const Statement& statement, Flow& flow) {
    BACKOUT_ASSIGN(flow, run_statements(statement.body));
    bool for_this_loop = exit_label_.empty() || exit_label_ == statement.label;
    if (flow == Flow::next) return false;
    if (flow == Flow::return_ || !for_this_loop) return true;
    bool leaves = flow == Flow::exit;
    exit_label_.clear();
    flow = Flow::next;
    return leaves;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_loop(const Statement& statement) {
    for (int turn = 0; turn < turn_limit; ++turn) {
        const Variables before = variables_;
        const catalog::Position position = context_.catalog.position();
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
        // Another turn would be the same, as far as is known.
        if (variables_ == before && context_.catalog.position() == position) break;
    }
    context_.uncertain("a LOOP whose end is not known was left");
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_while(const Statement& statement) {
    for (int turn = 0; turn < turn_limit; ++turn) {
        BACKOUT_ASSIGN(Value condition, evaluate(statement.expression));
        if (condition.truth() == false || condition.is_null()) return Flow::next;
        if (!condition.truth()) {
            pass_over(statement, "how often a WHILE loop runs is not known");
            return Flow::next;
        }
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
    }
    context_.uncertain("a WHILE loop whose end is not known was left");
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_range(const Statement& statement) {
    BACKOUT_ASSIGN(Value lower, evaluate(statement.expression));
    BACKOUT_ASSIGN(Value upper, evaluate(statement.upper));
    auto first = lower.integer(), last = upper.integer();
    if (!first || !last || std::abs(*last - *first) > turn_limit) {
        pass_over(statement, "how often a FOR loop runs is not known");
        return Flow::next;
    }
    std::int64_t step = 1;
    if (!statement.step.empty()) {
        BACKOUT_ASSIGN(Value by, evaluate(statement.step));
        step = by.integer().value_or(1);
        if (step <= 0) return error("22023", "BY value of FOR loop must be greater than zero");
    }
    if (statement.reverse) step = -step;
    for (std::int64_t i = *first; statement.reverse ? i >= *last : i <= *last; i += step) {
        if (!statement.targets.empty()) variables_[statement.targets.front()] = Value::number(i);
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
    }
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_foreach(const Statement& statement) {
    BACKOUT_ASSIGN(Value array, evaluate(statement.expression));
    if (array.kind != Value::Kind::array) {
        pass_over(statement, "what a FOREACH loop runs over is not known");
        return Flow::next;
    }
    for (const Value& element : array.elements) {
        if (!statement.targets.empty()) BACKOUT_TRY(assign(statement.targets.front(), element));
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
    }
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_query_loop(const Statement& statement) {
    std::string text(text_of(statement.expression));
    bool is_dynamic = statement.kind == sql::plpgsql::StatementKind::for_execute;
    Variables arguments;
    if (is_dynamic) {
        BACKOUT_ASSIGN(Value dynamic, evaluate(statement.expression));
        text = dynamic.is_scalar() ? dynamic.text : std::string();
        BACKOUT_ASSIGN(arguments, using_arguments(statement));
    }
    auto parsed = sql::parse_statement(text);
    std::optional<EvaluatedRows> found;
    // A cursor's name is no query.
    if (parsed && sql::as<sql::SelectStatement>(parsed->get())) {
        BACKOUT_ASSIGN(found, run_query(**parsed, text, is_dynamic ? &arguments : nullptr));
    }
    if (!found || !found->exact) {
        pass_over(statement, "which rows a FOR loop runs over is not known");
        return Flow::next;
    }
    for (const auto& row : found->rows) {
        BACKOUT_TRY(assign_row(statement.targets, found->names, row));
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
    }
    variables_["found"] = Value::boolean(!found->rows.empty());
    return Flow::next;
}

}  // namespace backout::simulate
