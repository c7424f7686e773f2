#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backout/project.h"
#include "backout/report.h"
#include "simulate/simulator.h"
#include "verify/prior_state.h"
#include "sql/parse.h"
#include "sql/split.h"

namespace backout::verify {

/// A statement of a script: its tree, or the syntax error that PostgreSQL's grammar reports.
struct ParsedStatement {
    sql::StatementPtr tree;
    std::optional<sql::SyntaxError> error;  ///< offset counts from the script's start
    std::size_t begin = 0;                  ///< bytes of the script's text
    std::size_t end = 0;
};

struct ParsedScript {
    const project::Script* source = nullptr;
    std::vector<ParsedStatement> statements;
    sql::SplitResult pieces;
};

ParsedScript parse_script(const project::Script& script);

/// A statement as it ran.
struct StatementRun {
    const ParsedStatement* parsed = nullptr;
    simulate::StatementResult result;
    bool in_transaction = false;  ///< inside a transaction block, the runner's own included
    /// In an open world: what it asks for or replaces that may have been there from the start.
    std::vector<UnsettledName> unsettled;
};

enum class Direction : std::uint8_t { up, down };

/// A script as it ran, up to the statement that failed.
struct ScriptRun {
    const ParsedScript* parsed = nullptr;
    Direction direction = Direction::up;
    std::size_t migration = 0;      ///< index in the project
    std::int32_t script_number = 0; ///< Origin::script of its statements
    std::vector<StatementRun> statements;
    Outcome outcome = Outcome::ok;
    std::optional<std::size_t> failed;  ///< index into `statements`
    std::vector<std::string> reasons;   ///< why its effect isn't wholly known
    bool transaction_left_open = false;
    catalog::Position before = 0;
    catalog::Position after = 0;
};

/// Told of each statement right after it ran, with the catalog in the state after it.
using StatementObserver = std::function<void(const ScriptRun&, const StatementRun&)>;

/// Runs a script as its runner would (TransactionMode), stopping at the first error; what a failed transaction did is
/// undone.
ScriptRun run_script(simulate::Simulator& simulator, const ParsedScript& script, Direction direction,
                     std::size_t migration, std::int32_t script_number, const StatementObserver& observer);

/// Runs every statement by itself, going on after errors, as psql does.
ScriptRun run_each_statement(simulate::Simulator& simulator, const ParsedScript& script, Direction direction,
                             std::size_t migration, std::int32_t script_number, const StatementObserver& observer);

/// Runs an up as its runner would, but takes back each statement that fails and goes on, as psql with ON_ERROR_ROLLBACK;
/// in the end all of a transaction is undone.
void run_past_errors(simulate::Simulator& simulator, const ParsedScript& script, std::size_t migration,
                     std::int32_t script_number, const StatementObserver& observer);

}  // namespace backout::verify
