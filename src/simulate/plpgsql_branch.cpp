#include <algorithm>

#include "simulate/plpgsql_run.h"
#include "simulate/routine_call.h"
#include "sql/parse.h"

/// IF and CASE: the branch that is taken, or what can be said where that isn't known.
namespace backout::simulate {

using sql::plpgsql::Branch;
using Kind = sql::plpgsql::StatementKind;

namespace {

bool raises_exception(const sql::plpgsql::Statement& statement) {
    return statement.kind == Kind::raise && (statement.level.empty() || statement.level == "exception");
}

/// Whether statements do nothing but, in the end, refuse: what a guard against rows does.
bool only_refuses(const sql::plpgsql::Statements& statements) {
    return !statements.empty() && raises_exception(statements.back()) &&
           std::all_of(statements.begin(), statements.end(), [](const sql::plpgsql::Statement& statement) {
               return statement.kind == Kind::raise || statement.kind == Kind::null || statement.kind == Kind::assignment;
           });
}

/// Whether control may leave statements other than at their end.
bool may_leave(const sql::plpgsql::Statements& statements) {
    return std::any_of(statements.begin(), statements.end(), [](const sql::plpgsql::Statement& statement) {
        if (statement.kind == Kind::return_ || statement.kind == Kind::exit || statement.kind == Kind::continue_) return true;
        if (may_leave(statement.body)) return true;
        for (const Branch& branch : statement.branches)
            if (may_leave(branch.statements)) return true;
        return false;
    });
}

}  // namespace

PlpgsqlRun::FlowResult PlpgsqlRun::run_branches(const Statement& statement) {
    static const Statements nothing;
    return choose(statement, [&](const Branch& branch) { return evaluate(branch.condition); }, nothing);
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_case(const Statement& statement) {
    static const Statements refusal = [] {
        Statement raise;
        raise.kind = Kind::raise;
        raise.condition = "20000";
        return Statements{raise};
    }();
    std::string tested = statement.expression.empty() ? "" : fmt::format("({}) IN ", text_of(statement.expression));
    auto condition = [&](const Branch& branch) -> Result<Value> {
        auto expression = sql::parse_expression(tested + fmt::format("({})", text_of(branch.condition)));
        if (!expression || !*expression) return Value::unknown();
        return Evaluator::running(context_, variables_, &labels_).evaluate(**expression);
    };
    FlowResult flow = choose(statement, condition, refusal);
    if (!flow && flow.error().sqlstate == "20000") flow.error().message = "case not found";
    return flow;
}

/// `otherwise` is what happens when no branch is taken.
PlpgsqlRun::FlowResult PlpgsqlRun::choose(const Statement& statement, const Condition& condition, const Statements& otherwise) {
    std::vector<const Statements*> possible;
    std::string reason;
    bool decided = false;
    for (const Branch& branch : statement.branches) {
        bool is_else = branch.condition.empty();
        Value value = Value::boolean(true);
        if (!is_else) {
            BACKOUT_ASSIGN(value, condition(branch));
        }
        if (value.truth() == false || value.is_null()) continue;
        if (!value.truth()) {
            BACKOUT_TRY(check_expression(branch.condition));
            if (reason.empty()) reason = fmt::format("whether \"{}\" holds is not known", shortened(branch.condition));
        }
        possible.push_back(&branch.statements);
        decided = value.truth() == true;
        if (decided) break;
    }
    if (!decided) possible.push_back(&otherwise);
    if (possible.size() == 1) return run_statements(*possible.front());
    // A guard that refuses certain rows is taken to be passed, as constraints are.
    std::vector<const Statements*> passed;
    std::copy_if(possible.begin(), possible.end(), std::back_inserter(passed),
                 [](const Statements* one) { return !only_refuses(*one); });
    if (passed.size() == 1) return run_statements(*passed.front());
    return pass_over_branches(possible, reason);
}

/// One of several is taken. That matters where one of them changes the schema, or what comes after does and may be left
/// out.
PlpgsqlRun::FlowResult PlpgsqlRun::pass_over_branches(const std::vector<const Statements*>& possible, std::string_view reason) {
    bool matters = false, leaves = false;
    for (const Statements* one : possible) {
        matters = matters || may_change_schema(context_, *one, body_);
        leaves = leaves || may_leave(*one);
        forget_assigned(*one);
    }
    if (matters)
        context_.uncertain(fmt::format("{}, and the schema hangs on it", reason));
    else if (leaves && may_change_schema(context_, body_))
        context_.uncertain(fmt::format("{}, and what comes after is left out or not", reason));
    return Flow::next;
}

/// Variables that statements may assign aren't known after they may have run.
void PlpgsqlRun::forget_assigned(const Statements& statements) {
    for (const Statement& statement : statements) {
        forget(statement.targets);
        forget_assigned(statement.body);
        for (const Branch& branch : statement.branches) forget_assigned(branch.statements);
        for (const auto& handler : statement.handlers) forget_assigned(handler.statements);
    }
}

}  // namespace backout::simulate
