#include "backout/diff.h"

#include <fmt/format.h>

#include "backout/version.h"
#include "catalog/relation.h"
#include "check/diff_items.h"
#include "check/ups.h"
#include "plan/likely_renames.h"
#include "plan/planner.h"
#include "plan/script.h"

namespace backout {

namespace {

std::shared_ptr<verify::History> history_of(const SchemaSource& source, const project::Project& project,
                                            const CheckOptions& options) {
    const std::size_t count = project.migrations.size();
    const std::size_t last = source.at.empty() ? count : find_migration(project, source.at);
    if (!source.at.empty() && last == count) return nullptr;
    return replayed_ups(project, options, std::min(count, last + 1), {});
}

/// A schema that a source makes; its project and options live as long as the history.
struct Side {
    Side(const SchemaSource& source, int major) {
        options.postgres_major = major;
        options.baseline = source.script;
        if (source.project) project = *source.project;
        history = history_of(source, project, options);
    }

    project::Project project;
    CheckOptions options;
    std::shared_ptr<verify::History> history;
};

std::vector<std::string> header(const Diff& diff) {
    std::vector<std::string> lines{fmt::format("Written by backout {}.", version())};
    if (diff.proven) {
        lines.emplace_back("Proven by replay: run on the first schema, this script makes the second.");
        return lines;
    }
    lines.emplace_back("NOT PROVEN to make the second schema:");
    for (const std::string& reason : diff.reasons) lines.push_back("  " + reason);
    for (const Residue& residue : diff.left) lines.push_back(fmt::format("  {} {} differs", residue.kind, residue.name));
    return lines;
}

}  // namespace

std::optional<Diff> diff(const SchemaSource& from, const SchemaSource& to, const DiffOptions& options) {
    const Side before(from, options.postgres_major);
    const Side after(to, options.postgres_major);
    if (!before.history || !after.history) return std::nullopt;
    Diff result;
    for (const Side* side : {&before, &after})
        for (const SqlError& error : side->history->baseline_errors()) result.errors.push_back(error);
    if (!result.errors.empty()) return result;
    simulate::Simulator& simulator = before.history->simulator();
    simulator.reconnect();
    const catalog::Catalog& target = after.history->simulator().catalog();
    result.items = diff_items(simulator.catalog(), target);
    for (const auto& [old_name, new_name] : plan::likely_renames(simulator.catalog(), target))
        result.likely_renames.push_back(old_name + "=" + new_name);
    plan::Request request;
    request.renames = options.renames;
    request.safe = options.safe;
    plan::Plan plan = plan::make_plan(simulator, target, request);
    result.proven = plan.proven;
    result.reasons = plan.reasons;
    result.left = plan.left;
    for (plan::PlannedStatement& statement : plan.statements)
        statement.remarks.insert(statement.remarks.end(), statement.hazards.begin(), statement.hazards.end());
    if (!plan.statements.empty() || !result.proven) result.sql = plan::script_of(plan, header(result));
    return result;
}

}  // namespace backout
