#include "verify/script_run.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace backout::verify {

using project::TransactionMode;

namespace {

/// psql commands after which the script's effect is no longer what its SQL says.
constexpr std::array effectful_meta_commands{"i",  "ir", "include", "include_relative", "gexec", "copy", "if",
                                             "elif", "else", "connect", "c", "!", "lo_import", "lo_unlink"};

bool is_effectful(std::string_view command) {
    return std::find(effectful_meta_commands.begin(), effectful_meta_commands.end(), command) !=
           effectful_meta_commands.end();
}

/// A comment that never ends is blank to us, but an error to the server (scan.l, <xc><<EOF>>).
ParsedStatement open_comment(std::string_view text, const sql::Unterminated& comment) {
    ParsedStatement statement;
    statement.begin = comment.begin;
    statement.end = text.size();
    statement.error = sql::SyntaxError{};
    statement.error->message = fmt::format("{} at or near \"{}\"", comment.message(), text.substr(comment.begin));
    statement.error->offset = comment.begin;
    statement.error->sqlstate = "42601";
    return statement;
}

}  // namespace

ParsedScript parse_script(const project::Script& script) {
    ParsedScript parsed;
    parsed.source = &script;
    if (script.invalid) return parsed;
    parsed.pieces = sql::split(script.text);
    std::string_view text = parsed.pieces.text;
    parsed.statements.reserve(parsed.pieces.statements.size());
    for (const sql::StatementText& piece : parsed.pieces.statements) {
        ParsedStatement statement;
        statement.begin = piece.begin;
        statement.end = piece.end;
        auto tree = sql::parse_statement(text.substr(piece.begin, piece.end - piece.begin),
                                         static_cast<sql::Location>(piece.begin));
        if (tree) {
            if (!*tree) continue;
            statement.tree = std::move(*tree);
        } else {
            statement.error = std::move(tree.error());
            statement.error->offset += piece.begin;
        }
        parsed.statements.push_back(std::move(statement));
    }
    if (parsed.pieces.unterminated && parsed.pieces.unterminated->kind == sql::Unterminated::Kind::comment)
        parsed.statements.push_back(open_comment(script.text, *parsed.pieces.unterminated));
    return parsed;
}

namespace {

/// Runs statements one after the other and keeps what they did.
class Runner {
public:
    Runner(simulate::Simulator& simulator, const ParsedScript& script, Direction direction, std::size_t migration,
           std::int32_t script_number, const StatementObserver& observer)
        : simulator_(simulator), observer_(observer) {
        run_.parsed = &script;
        run_.direction = direction;
        run_.migration = migration;
        run_.script_number = script_number;
        run_.before = simulator.catalog().position();
        run_.statements.reserve(script.statements.size());
        for (const sql::MetaCommand& command : script.pieces.meta_commands)
            if (is_effectful(command.name))
                add_reason(fmt::format("\\{} is psql's own command and is not followed", command.name));
    }

    /// False: it failed, and the runner stops here.
    bool run(const ParsedStatement& parsed) {
        StatementRun statement;
        statement.parsed = &parsed;
        statement.in_transaction = simulator_.in_transaction_block();
        if (parsed.tree) {
            catalog::Origin origin{run_.script_number, static_cast<std::int32_t>(parsed.begin),
                                   static_cast<std::int32_t>(run_.migration)};
            if (simulator_.world() == simulate::World::open)
                statement.unsettled = unsettled_names(simulator_, *parsed.tree);
            statement.result = simulator_.execute(*parsed.tree, origin);
        } else {
            statement.result.before = statement.result.after = simulator_.catalog().position();
            statement.result.outcome.kind = simulate::OutcomeKind::error;
            statement.result.outcome.error.sqlstate = parsed.error->sqlstate;
            statement.result.outcome.error.message = parsed.error->message;
            statement.result.outcome.error.location = static_cast<sql::Location>(parsed.error->offset);
        }
        const simulate::Outcome& outcome = statement.result.outcome;
        if (outcome.kind == simulate::OutcomeKind::unknown) {
            add_reason(outcome.error.message);
            if (run_.outcome == Outcome::ok) run_.outcome = Outcome::unknown;
        }
        for (const std::string& reason : statement.result.uncertainties) add_reason(reason);
        bool failed = outcome.kind == simulate::OutcomeKind::error;
        run_.statements.push_back(std::move(statement));
        if (failed && !run_.failed) {
            run_.failed = run_.statements.size() - 1;
            run_.outcome = Outcome::error;
        }
        if (observer_) observer_(run_, run_.statements.back());
        return !failed;
    }

    ScriptRun finish() {
        run_.after = simulator_.catalog().position();
        return std::move(run_);
    }

    ScriptRun& result() { return run_; }

private:
    void add_reason(const std::string& reason) {
        if (std::find(run_.reasons.begin(), run_.reasons.end(), reason) == run_.reasons.end())
            run_.reasons.push_back(reason);
    }

    simulate::Simulator& simulator_;
    const StatementObserver& observer_;
    ScriptRun run_;
};

bool has_syntax_error(const ParsedScript& script) {
    return std::any_of(script.statements.begin(), script.statements.end(),
                       [](const ParsedStatement& statement) { return statement.error.has_value(); });
}

/// The server parses a message as a whole before it runs any of it: a syntax error anywhere fails it at once.
bool run_only_syntax_errors(Runner& runner, const ParsedScript& script) {
    if (!has_syntax_error(script)) return false;
    for (const ParsedStatement& statement : script.statements)
        if (statement.error) runner.run(statement);
    return true;
}

}  // namespace

ScriptRun run_script(simulate::Simulator& simulator, const ParsedScript& script, Direction direction,
                     std::size_t migration, std::int32_t script_number, const StatementObserver& observer) {
    Runner runner(simulator, script, direction, migration, script_number, observer);
    TransactionMode mode = script.source->transaction;
    if (mode == TransactionMode::none) {
        for (const ParsedStatement& statement : script.statements)
            if (!runner.run(statement)) break;
        runner.result().transaction_left_open = !runner.result().failed && simulator.in_transaction_block();
        simulator.rollback();
        return runner.finish();
    }
    if (run_only_syntax_errors(runner, script)) return runner.finish();
    if (mode != TransactionMode::implicit) simulator.begin();
    if (mode != TransactionMode::whole_script_by_statement) simulator.begin_message(script.statements.size() > 1);
    for (const ParsedStatement& statement : script.statements)
        if (!runner.run(statement)) break;
    if (runner.result().failed) {
        simulator.rollback();
        simulator.end_message();
    } else {
        simulator.end_message();
        bool left_open = simulator.in_transaction_block();
        // The runner's own bookkeeping runs on the same connection and commits what a script left open.
        runner.result().transaction_left_open = mode == TransactionMode::implicit && left_open;
        if (!simulator.commit() && left_open) runner.result().outcome = Outcome::error;
    }
    return runner.finish();
}

ScriptRun run_each_statement(simulate::Simulator& simulator, const ParsedScript& script, Direction direction,
                             std::size_t migration, std::int32_t script_number, const StatementObserver& observer) {
    Runner runner(simulator, script, direction, migration, script_number, observer);
    for (const ParsedStatement& statement : script.statements) runner.run(statement);
    return runner.finish();
}

void run_past_errors(simulate::Simulator& simulator, const ParsedScript& script, std::size_t migration,
                     std::int32_t script_number, const StatementObserver& observer) {
    using Transaction = sql::TransactionStatement;
    Transaction keep;
    keep.action = Transaction::Action::savepoint;
    Transaction take_back;
    take_back.action = Transaction::Action::rollback_to;
    keep.savepoint = take_back.savepoint = "before the statement";  // no script names its own like this
    Runner runner(simulator, script, Direction::up, migration, script_number, observer);
    if (script.source->transaction != TransactionMode::none) simulator.begin();
    for (const ParsedStatement& statement : script.statements) {
        bool controls_transaction = sql::as<Transaction>(statement.tree.get());
        bool is_guarded = simulator.in_transaction_block() && !controls_transaction;
        if (is_guarded) simulator.execute(keep, {});
        if (!runner.run(statement) && is_guarded) simulator.execute(take_back, {});
    }
    simulator.rollback();
}

}  // namespace backout::verify
