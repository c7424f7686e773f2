#include "simulate/plpgsql_run.h"

#include <algorithm>

#include "simulate/evaluate.h"
#include "sql/parse.h"
#include "sql/plpgsql/condition_names.h"
#include "sql/plpgsql/lexer.h"
#include "sql/plpgsql/parser.h"

namespace backout::simulate {

using sql::plpgsql::Branch;
using sql::plpgsql::Handler;
using Kind = sql::plpgsql::StatementKind;

namespace {

constexpr int depth_limit = 64;
/// A body that runs more statements than this is a program, not a migration.
constexpr int step_limit = 100000;

/// The first word of each SQL statement that changes the schema or what belongs to it.
constexpr std::string_view schema_words[] = {"create", "alter", "drop", "grant", "revoke", "truncate", "comment", "refresh",
                                             "security", "import", "reassign", "call"};

bool starts_with_schema_word(std::string_view text) {
    auto tokens = sql::plpgsql::tokenize(text.substr(0, 40));
    return std::any_of(std::begin(schema_words), std::end(schema_words),
                       [&](std::string_view word) { return tokens.front().is(word); });
}

/// Names that an open world may have had are no errors to be caught: they are assumed, and the block starts anew.
bool may_be_assumed(const StatementContext& context, const Error& failure) {
    using MissingKind = analyze::Missing::Kind;
    if (context.world != World::open) return false;
    Oid scope = failure.missing.schema.empty() ? context.path.creation
                                               : catalog::find_namespace(context.catalog, failure.missing.schema);
    switch (failure.missing.kind) {
        case MissingKind::relation: return scope && !context.catalog.was_known(ObjectClass::relation, scope, failure.missing.name);
        case MissingKind::type: return scope && !context.catalog.was_known(ObjectClass::type, scope, failure.missing.name);
        case MissingKind::schema:
            return !context.catalog.was_known(ObjectClass::namespace_, catalog::invalid_oid, failure.missing.name);
        default: return false;
    }
}

}  // namespace

bool may_change_schema(const sql::plpgsql::Statements& statements, std::string_view body) {
    return std::any_of(statements.begin(), statements.end(), [&](const sql::plpgsql::Statement& statement) {
        if (statement.kind == Kind::execute || statement.kind == Kind::for_execute || statement.kind == Kind::call ||
            statement.kind == Kind::unknown)
            return true;
        if (statement.kind == Kind::sql &&
            starts_with_schema_word(body.substr(statement.expression.begin, statement.expression.end - statement.expression.begin)))
            return true;
        bool nested = may_change_schema(statement.body, body);
        for (const Branch& branch : statement.branches) nested = nested || may_change_schema(branch.statements, body);
        for (const Handler& handler : statement.handlers) nested = nested || may_change_schema(handler.statements, body);
        return nested;
    });
}

PlpgsqlRun::PlpgsqlRun(StatementContext& context, std::string_view body, Variables variables)
    : context_(context), body_(body), variables_(std::move(variables)) {
    context_.in_function = true;
    context_.in_transaction_block = true;
    variables_.emplace("found", Value::unknown());
}

Status PlpgsqlRun::run() {
    sql::plpgsql::Body parsed = sql::plpgsql::parse(body_);
    if (!parsed.complete) context_.uncertain("parts of the PL/pgSQL body could not be read");
    auto flow = run_statement(parsed.block);
    if (!flow) return tl::unexpected(std::move(flow.error()));
    return {};
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_statements(const Statements& statements) {
    for (const Statement& statement : statements) {
        BACKOUT_ASSIGN(Flow flow, run_statement(statement));
        if (flow != Flow::next) return flow;
    }
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_statement(const Statement& statement) {
    if (++steps_ > step_limit) return unknown("the PL/pgSQL body runs too many statements to be simulated");
    auto done = [](Status status) -> FlowResult {
        if (!status) return tl::unexpected(std::move(status.error()));
        return Flow::next;
    };
    switch (statement.kind) {
        case Kind::block: return run_block(statement);
        case Kind::assignment: return done(run_assignment(statement));
        case Kind::if_: return run_branches(statement);
        case Kind::case_: return run_case(statement);
        case Kind::loop: return run_loop(statement);
        case Kind::while_: return run_while(statement);
        case Kind::for_range: return run_range(statement);
        case Kind::foreach_: return run_foreach(statement);
        case Kind::for_query:
        case Kind::for_execute: return run_query_loop(statement);
        case Kind::exit:
        case Kind::continue_: return run_exit(statement);
        case Kind::return_: return Flow::return_;
        case Kind::raise: return done(run_raise(statement));
        case Kind::assert_: return done(run_assert(statement));
        case Kind::perform: return done(run_perform(statement));
        case Kind::execute: return done(run_execute(statement));
        case Kind::sql:
        case Kind::call: return done(run_sql(statement));
        case Kind::get_diagnostics:
        case Kind::cursor: forget(statement.targets); return Flow::next;
        case Kind::unknown: context_.uncertain("a PL/pgSQL statement could not be read"); return Flow::next;
        case Kind::return_next:
        case Kind::return_query:
        case Kind::commit:
        case Kind::rollback:
        case Kind::null: return Flow::next;
    }
    return Flow::next;
}

PlpgsqlRun::Mark PlpgsqlRun::mark() const {
    const Effects& effects = context_.effects;
    return {context_.catalog.position(), context_.session.state, effects.locks.size(), effects.scans.size(),
            effects.rewrites.size(), effects.notices.size(), effects.dropped.size(), effects.data.size()};
}

void PlpgsqlRun::return_to(const Mark& mark) {
    context_.catalog.undo_to(mark.position);
    context_.session.state = mark.state;
    Effects& effects = context_.effects;
    // Locks stay until the transaction ends only if they were taken before; notices have been sent.
    effects.locks.resize(mark.locks);
    effects.scans.resize(mark.scans);
    effects.rewrites.resize(mark.rewrites);
    effects.dropped.resize(mark.dropped);
    effects.data.resize(mark.data);
}

Status PlpgsqlRun::declare(const Statement& block) {
    for (const auto& declaration : block.declarations) {
        Value value = declaration.is_cursor || declaration.is_alias ? Value::unknown() : Value::null();
        if (!declaration.value.empty()) {
            BACKOUT_ASSIGN(value, evaluate(declaration.value));
        }
        variables_[declaration.name] = std::move(value);
    }
    return {};
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_block(const Statement& block) {
    if (depth_ >= depth_limit) return unknown("the PL/pgSQL blocks are nested too deep to be simulated");
    ++depth_;
    FlowResult result = Flow::next;
    if (Status declared = declare(block); !declared) {
        result = tl::unexpected(std::move(declared.error()));
    } else if (block.handlers.empty()) {
        result = run_statements(block.body);
    } else {
        Mark start = mark();
        result = run_statements(block.body);
        if (!result && !result.error().unknown) result = run_handlers(block, std::move(result.error()), start);
    }
    --depth_;
    if (result && *result == Flow::exit && !exit_label_.empty() && exit_label_ == block.label) {
        exit_label_.clear();
        return Flow::next;
    }
    return result;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_handlers(const Statement& block, Error failure, const Mark& mark) {
    for (const Handler& handler : block.handlers) {
        bool matches = std::any_of(handler.conditions.begin(), handler.conditions.end(), [&](const std::string& condition) {
            return sql::plpgsql::matches_condition(condition, failure.sqlstate);
        });
        if (!matches || may_be_assumed(context_, failure)) continue;
        return_to(mark);
        Variables before = variables_;
        variables_["sqlstate"] = Value::scalar(failure.sqlstate);
        variables_["sqlerrm"] = Value::scalar(failure.message);
        handled_.push_back(std::move(failure));
        FlowResult result = run_statements(handler.statements);
        handled_.pop_back();
        variables_ = std::move(before);
        return result;
    }
    return tl::unexpected(std::move(failure));
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_branches(const Statement& statement) {
    for (std::size_t i = 0; i < statement.branches.size(); ++i) {
        const Branch& branch = statement.branches[i];
        if (branch.condition.empty()) return run_statements(branch.statements);
        BACKOUT_ASSIGN(Value condition, evaluate(branch.condition));
        if (condition.truth() == true) return run_statements(branch.statements);
        if (condition.truth() == false || condition.is_null()) continue;
        BACKOUT_TRY(check_expression(branch.condition));
        // One of this branch and those after it is taken. That matters where one of them changes the schema.
        bool matters = std::any_of(statement.branches.begin() + static_cast<std::ptrdiff_t>(i), statement.branches.end(),
                                   [&](const Branch& one) { return may_change_schema(one.statements, body_); });
        if (matters)
            context_.uncertain(fmt::format("whether \"{}\" holds is not known, and the schema hangs on it",
                                           shortened(branch.condition)));
        return Flow::next;
    }
    return Flow::next;
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_case(const Statement& statement) {
    std::string tested = statement.expression.empty() ? "" : fmt::format("({}) IN ", text_of(statement.expression));
    for (const Branch& branch : statement.branches) {
        if (branch.condition.empty()) return run_statements(branch.statements);
        Value condition;
        auto expression = sql::parse_expression(tested + fmt::format("({})", text_of(branch.condition)));
        if (expression) {
            BACKOUT_ASSIGN(condition, Evaluator(context_, variables_).evaluate(**expression));
        }
        if (condition.truth() == true) return run_statements(branch.statements);
        if (condition.truth() == false || condition.is_null()) continue;
        bool matters = std::any_of(statement.branches.begin(), statement.branches.end(),
                                   [&](const Branch& one) { return may_change_schema(one.statements, body_); });
        if (matters) context_.uncertain("which branch of a CASE is taken is not known, and the schema hangs on it");
        return Flow::next;
    }
    return error("20000", "case not found");
}

PlpgsqlRun::FlowResult PlpgsqlRun::run_exit(const Statement& statement) {
    if (!statement.expression.empty()) {
        BACKOUT_ASSIGN(Value condition, evaluate(statement.expression));
        // A loop whose end hangs on rows is left at the first chance.
        if (condition.truth() == false || condition.is_null()) return Flow::next;
    }
    exit_label_ = statement.label;
    return statement.kind == Kind::exit ? Flow::exit : Flow::continue_;
}

Status PlpgsqlRun::run_assignment(const Statement& statement) {
    BACKOUT_ASSIGN(Value value, evaluate(statement.expression));
    if (value.is_unknown()) BACKOUT_TRY(check_expression(statement.expression));
    Value& variable = variables_[statement.targets.front()];
    variable = statement.dynamic ? Value::unknown() : std::move(value);
    return {};
}

std::string PlpgsqlRun::shortened(Range range) const {
    constexpr std::size_t length_limit = 60;
    std::string text;
    for (char c : text_of(range)) {
        bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) text += c;
        else if (!text.empty() && text.back() != ' ') text += ' ';
    }
    if (text.size() <= length_limit) return text;
    return text.substr(0, length_limit) + "…";
}

}  // namespace backout::simulate
