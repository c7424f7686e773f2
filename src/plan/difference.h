#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/writer.h"

/// What has to be done to make one catalog the other, and what has to be done before what.
namespace backout::plan {

/// Statements that run together, a vertex of the plan's graph.
struct Operation {
    enum class Action : std::uint8_t { drop, alter, create };
    Action action = Action::create;
    Oid source = catalog::invalid_oid;
    Oid target = catalog::invalid_oid;
    std::vector<std::string> statements;
    std::vector<std::string> remarks;  ///< what the reader of the script has to know
    /// Among operations that are free to run the lowest comes first.
    std::int64_t priority = 0;
    /// Makes a type anew under its name: nothing but the columns it re-types may use the old one then.
    bool is_replacement = false;
};

struct Difference {
    std::vector<Operation> operations;
    /// The first must run before the second.
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    /// What can't be written, and why.
    std::vector<std::string> unknowns;
};

/// The two sides, and what of them can differ at all.
struct Sides {
    const Writer& from;
    const Writer& to;
    Oid creator = catalog::invalid_oid;
    /// Objects to look at; without any: all.
    std::optional<std::vector<Oid>> touched;
    /// Both catalogs come from one history: what was not touched has the same oid on both sides.
    bool shared_history = false;
};

Difference difference(const Sides& sides);

/// Only what takes an object of the source, or a column, away, with what hangs on it.
Difference removal(const Sides& sides, const catalog::ObjectAddress& source);

}  // namespace backout::plan
