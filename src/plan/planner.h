#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backout/report.h"
#include "plan/difference.h"
#include "simulate/simulator.h"

/// From one catalog to another: ordered statements, proven by replay.
namespace backout::plan {

struct PlannedStatement {
    std::string sql;                   ///< without a semicolon
    std::vector<std::string> remarks;  ///< for comments above it
    /// What it does to who uses the database meanwhile: "rewrites t", "reads all rows of t".
    std::vector<std::string> hazards;
};

struct Plan {
    std::vector<PlannedStatement> statements;
    /// The statements were replayed, and the catalog is the target's.
    bool proven = false;
    /// Why it isn't: what could not be written, which statement failed.
    std::vector<std::string> reasons;
    /// Of these: definitions that nobody showed, for want of which the statements are no script.
    std::vector<std::string> unknowns;
    /// What still differs after the last statement.
    std::vector<Residue> left;
};

struct Request {
    /// The simulator's journal from here on is what lies between the two: the target is its state at this position.
    /// Without it the two catalogs know nothing of each other, and objects are the same when they are called the same.
    std::optional<catalog::Position> since;
    /// From a name to another, as the user tells: "old" to "new", of tables or columns ("t.old").
    std::vector<std::pair<std::string, std::string>> renames;
    /// The target was there before: what rows can't come back is said at the statements.
    bool restores = false;
    /// Indexes of tables that were there are made and dropped concurrently.
    bool concurrently = false;
    /// That too, and constraints on such tables are validated in a statement of their own.
    bool safe = false;
};

/// Plans the way from the simulator's state to the target. The simulator is left in the state that the plan leads to.
Plan make_plan(simulate::Simulator& simulator, const Catalog& target, const Request& request);

}  // namespace backout::plan
