#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backout/rollback.h"
#include "backout/version.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"

namespace backout::cli {

namespace {

using Json = nlohmann::ordered_json;

struct RollbackCommand {
    ProjectOptions project;
    std::string format = "sql";
    std::string migration;
    std::string to;
    bool all = false;
    bool check_only = false;
};

Json script_json(const WrittenScript& script) {
    Json losses = Json::array();
    for (const DataLoss& loss : script.losses) losses.push_back({{"object", loss.object}, {"detail", loss.detail}});
    Json left = Json::array();
    for (const Residue& residue : script.left)
        left.push_back({{"kind", residue.kind},
                        {"name", residue.name},
                        {"change", residue.change == Residue::Change::added     ? "added"
                                   : residue.change == Residue::Change::removed ? "removed"
                                                                                : "changed"},
                        {"detail", residue.detail}});
    return {{"id", script.id},
            {"name", script.name},
            {"files", {{"up", script.up_file}, {"down", script.down_file}}},
            {"sql", script.refused ? Json(nullptr) : Json(script.sql)},
            {"proven", script.proven},
            {"reasons", script.reasons},
            {"left", std::move(left)},
            {"losses", std::move(losses)}};
}

std::string as_json(const std::vector<WrittenScript>& scripts) {
    Json document{{"version", 1}, {"tool", {{"name", "backout"}, {"version", version()}}}, {"migrations", Json::array()}};
    for (const WrittenScript& script : scripts) document["migrations"].push_back(script_json(script));
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Newest first, as they have to run.
std::string as_sql(const std::vector<WrittenScript>& scripts) {
    std::string text;
    for (auto script = scripts.rbegin(); script != scripts.rend(); ++script) {
        if (script->refused) continue;
        if (!text.empty()) text += "\n";
        text += script->sql;
    }
    return text;
}

RollbackSelection selection_of(const RollbackCommand& command) {
    using Kind = RollbackSelection::Kind;
    if (command.all) return {Kind::all, {}};
    if (!command.to.empty()) return {Kind::to, command.to};
    if (!command.migration.empty()) return {Kind::one, command.migration};
    return {Kind::last, {}};
}

void tell_doubts(const WrittenScript& script) {
    if (script.proven) return;
    std::string text = fmt::format("{}: {}", script.name, script.refused ? "no rollback can be written" : "not proven");
    for (const std::string& reason : script.reasons) text += "; " + reason;
    for (const Residue& residue : script.left) text += fmt::format("; {} {} differs", residue.kind, residue.name);
    print_error(text);
}

int run(const RollbackCommand& command) {
    auto project = load(command.project);
    if (!project) return exit_usage;
    if (project->migrations.empty()) {
        print_error("there are no migrations here", "backout layouts lists the layouts that are looked for");
        return exit_usage;
    }
    CheckOptions options;
    options.postgres_major = command.project.postgres_major;
    if (!load_baseline(command.project, options.baseline)) return exit_usage;
    const RollbackSelection selection = selection_of(command);
    auto scripts = write_rollbacks(*project, options, selection);
    if (!scripts) {
        print_error("there is no migration " + selection.migration, "a migration is named by its version or its whole name");
        return exit_usage;
    }
    bool all_proven = true;
    for (const WrittenScript& script : *scripts) {
        all_proven = all_proven && script.proven;
        if (command.format == "sql") tell_doubts(script);
    }
    if (!command.check_only && !print(command.format == "json" ? as_json(*scripts) : as_sql(*scripts))) return exit_usage;
    return all_proven ? exit_clean : exit_findings;
}

}  // namespace

void add_rollback(CLI::App& app, int& status) {
    auto command = std::make_shared<RollbackCommand>();
    CLI::App* rollback = app.add_subcommand("rollback", "Writes the down of a migration, and proves it by replay");
    command->project.add_to(*rollback);
    auto* one = rollback->add_option("--migration", command->migration, "Of this migration (version or name; default: the newest)");
    auto* to = rollback->add_option("--to", command->to, "Back to this migration: all newer ones, as one script");
    auto* all = rollback->add_flag("--all", command->all, "Of every migration, each by itself");
    one->excludes(to)->excludes(all);
    to->excludes(all);
    rollback->add_flag("--check-only", command->check_only, "Only tell whether it could be written and proven");
    rollback->add_option("--format", command->format, "sql or json")->check(CLI::IsMember({"sql", "json"}));
    rollback->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
