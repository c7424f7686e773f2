#pragma once

#include <CLI/CLI.hpp>

/// One function per command: it adds the command to the program and, when chosen, runs it. A file per command.
namespace backout::cli {

/// Exit statuses (README, "For programs").
inline constexpr int exit_clean = 0;
inline constexpr int exit_findings = 1;
inline constexpr int exit_usage = 2;

/// The status of the command that ran is left in `status`.
void add_check(CLI::App& app, int& status);
void add_trace(CLI::App& app, int& status);
void add_schema(CLI::App& app, int& status);
void add_drift(CLI::App& app, int& status);
void add_diff(CLI::App& app, int& status);
void add_rollback(CLI::App& app, int& status);
void add_graph(CLI::App& app, int& status);
void add_order(CLI::App& app, int& status);
void add_sql(CLI::App& app, int& status);
void add_rules(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_layouts(CLI::App& app, int& status);
void add_statements(CLI::App& app, int& status);

}  // namespace backout::cli
