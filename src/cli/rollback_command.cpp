#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "backout/rollback.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"
#include "cli/rollback_files.h"
#include "cli/rollback_output.h"
#include "text/similar.h"

namespace backout::cli {

namespace {

using project::Direction;

struct RollbackCommand {
    ProjectOptions project;
    std::string format = "sql";
    std::vector<std::string> migrations;
    std::string to;
    std::string later_schema;
    bool all = false;
    bool each = false;
    bool check_only = false;
    bool forward = false;
    bool up_named = false;  ///< --up was said, perhaps without a file
    bool concurrently = false;
    bool write = false;
    WritePermissions may;
};

/// After a folder, words are migrations; and --up without a file is --forward, though a folder may come after it.
void settle_words(RollbackCommand& command) {
    ProjectOptions& project = command.project;
    std::error_code ignored;
    const bool is_folder = std::filesystem::is_directory(project.up_file, ignored);
    if (command.up_named && (project.up_file.empty() || is_folder)) {
        command.forward = true;
        if (is_folder) project.paths.insert(project.paths.begin(), project.up_file);
        project.up_file.clear();
    }
    if (project.paths.size() < 2 || !std::filesystem::is_directory(project.paths.front(), ignored)) return;
    command.migrations.insert(command.migrations.end(), project.paths.begin() + 1, project.paths.end());
    project.paths.resize(1);
}

RollbackSelection selection_of(const RollbackCommand& command) {
    using Kind = RollbackSelection::Kind;
    if (command.all) return {Kind::all, {}};
    if (!command.to.empty()) return {command.each || command.write ? Kind::each_to : Kind::to, {command.to}};
    if (!command.migrations.empty()) return {Kind::some, command.migrations};
    if (command.write || command.forward) return {Kind::missing, {}};
    return {command.check_only ? Kind::all : Kind::last, {}};
}

/// False, said on standard error, when the options contradict each other.
bool make_sense(const RollbackCommand& command) {
    const int selections = int{command.all} + int{!command.to.empty()} + int{!command.migrations.empty()};
    if (selections > 1) {
        print_error("--all, --to and named migrations exclude each other");
        return false;
    }
    if (command.forward && !command.to.empty() && !command.each && !command.write) {
        print_error("the ups of several migrations are scripts of their own", "add --each");
        return false;
    }
    if (command.write && command.format != "sql") {
        print_error("--write prints the names of files, no JSON");
        return false;
    }
    return true;
}

void no_such_migration(const project::Project& project, const std::string& name) {
    std::vector<std::string> names;
    for (const project::Migration& migration : project.migrations) {
        names.push_back(migration.id);
        names.push_back(migration.name);
    }
    const auto similar = text::find_similar(name, names);
    print_error("there is no migration " + name, similar ? fmt::format("did you mean {}?", *similar)
                                                         : "a migration is named by its version or its whole name");
}

int print_scripts(const RollbackCommand& command, Direction direction, const std::vector<WrittenScript>& scripts) {
    const bool as_json = command.format == "json";
    bool all_proven = true;
    for (const WrittenScript& script : scripts) {
        all_proven = all_proven && script.proven;
        if (!as_json && !command.check_only) print_doubts(script);
    }
    const std::string text = as_json              ? scripts_as_json(scripts)
                             : command.check_only ? scripts_as_verdicts(scripts)
                                                  : scripts_as_sql(scripts, direction);
    if (!print(text)) return exit_usage;
    return all_proven ? exit_clean : exit_findings;
}

int run(RollbackCommand& command) {
    settle_words(command);
    if (!make_sense(command)) return exit_usage;
    const auto load = load_options(command.project);
    const auto project = load ? cli::load(command.project) : std::nullopt;
    if (!project) return exit_usage;
    if (project->migrations.empty()) {
        print_error("there are no migrations here", "backout layouts lists the layouts that are looked for");
        return exit_usage;
    }
    CheckOptions options;
    options.postgres_major = command.project.postgres_major;
    if (!load_baseline(command.project, options.baseline)) return exit_usage;
    RollbackOptions rollback;
    rollback.direction = command.forward ? Direction::up : Direction::down;
    rollback.concurrently = command.concurrently;
    if (!command.later_schema.empty()) {
        rollback.later_schema = load_dump(command.later_schema);
        if (!rollback.later_schema) return exit_usage;
    }
    const auto scripts = write_rollbacks(*project, options, selection_of(command), rollback);
    if (!scripts) {
        no_such_migration(*project, scripts.error());
        return exit_usage;
    }
    if (!command.write) return print_scripts(command, rollback.direction, *scripts);
    const WriteTask task{*load, *project, options, rollback.direction, command.may};
    return write_into_project(task, *scripts) ? exit_clean : exit_findings;
}

}  // namespace

void add_rollback(CLI::App& app, int& status) {
    auto command = std::make_shared<RollbackCommand>();
    CLI::App* rollback =
        app.add_subcommand("rollback", "Writes the down of a migration (or its lost up), and proves it by replay");
    command->project.add_to(*rollback);
    rollback->get_option("PATH")->description(
        "Folder of migrations, and after it migrations (version or name); or .sql files (default: this folder)");
    CLI::Option* up = rollback->get_option("--up");
    up->expected(0, 1)->description("A single migration: its up script; without a FILE the same as --forward");
    rollback
        ->add_option("--migration", command->migrations, "Of this migration: version or name (may be repeated; default: the newest)")
        ->allow_extra_args(false)
        ->type_name("ID");
    rollback->add_option("--to", command->to, "Back to this migration: all newer ones, as one script")->type_name("ID");
    rollback->add_flag("--each", command->each, "With --to: a script per migration");
    rollback->add_flag("--all", command->all, "Of every migration, each by itself");
    rollback->add_flag("--forward", command->forward, "Write the up instead, of those that lack one unless others are named");
    rollback
        ->add_option("--later-schema", command->later_schema,
                     "For --forward where only the down is left: a dump of the schema with the migration in it")
        ->type_name("FILE");
    rollback->add_flag("--concurrently", command->concurrently, "Make and drop indexes concurrently, outside of a transaction");
    rollback->add_flag("--write", command->write, "Write the missing scripts into the project, by the rules of its layout");
    rollback->add_flag("--force", command->may.force, "With --write: also in the place of scripts that are there");
    rollback->add_flag("--unproven", command->may.unproven, "With --write: also what isn't proven");
    rollback->add_flag("--check-only", command->check_only, "Only tell of each migration whether it could be written and proven");
    rollback->add_option("--format", command->format, "sql or json")->check(CLI::IsMember({"sql", "json"}));
    rollback->callback([command, up, &status] {
        command->up_named = up->count() > 0;
        status = run(*command);
    });
}

}  // namespace backout::cli
