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
    if (may_change_schema(statement.body, body_))
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
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
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
    std::int64_t step = statement.reverse ? -1 : 1;
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
        if (!statement.targets.empty()) variables_[statement.targets.front()] = element;
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
    }
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_query_loop(const Statement& statement) {
    std::string text(text_of(statement.expression));
    if (statement.kind == sql::plpgsql::StatementKind::for_execute) {
        BACKOUT_ASSIGN(Value dynamic, evaluate(statement.expression));
        text = dynamic.is_scalar() ? dynamic.text : std::string();
    }
    auto parsed = sql::parse_statement(text);
    const auto* query = parsed ? sql::as<sql::SelectStatement>(parsed->get()) : nullptr;
    std::optional<EvaluatedRows> found;
    if (query) {
        BACKOUT_ASSIGN(found, Evaluator(context_, variables_).evaluate_query(*query));
    }
    if (!found || !found->exact) {
        if (query && !found) BACKOUT_TRY(run_parsed(*query, text, true));
        pass_over(statement, "which rows a FOR loop runs over is not known");
        return Flow::next;
    }
    for (const auto& row : found->rows) {
        assign_row(statement.targets, found->names, row);
        Flow flow = Flow::next;
        BACKOUT_ASSIGN(bool leaves, run_turn(statement, flow));
        if (leaves) return flow;
    }
    return Flow::next;
}

}  // namespace backout::simulate
