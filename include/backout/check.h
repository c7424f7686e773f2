/// Checking a project: replay of every migration, round trips, rules.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backout/project.h"
#include "backout/report.h"

namespace backout {

struct CheckOptions {
    /// PostgreSQL's major version: 14 to 18.
    int postgres_major = 18;
    /// The schema before the first migration (`--schema`): with it the world is closed.
    std::optional<project::Script> baseline;
    /// Rules that are not to report, by id.
    std::set<std::string> disabled_rules;
    /// Told after each migration: how many of how many are done.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Replays the project's migrations in order and judges each. Never fails: what can't be read or understood is a
/// finding.
Report check(const project::Project& project, const CheckOptions& options);

}  // namespace backout
