#include <memory>

#include <fmt/format.h>

#include "backout/drift.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"

namespace backout::cli {

namespace {

struct DriftCommand {
    ProjectOptions project;
    std::string dump;
    std::string format = "text";
};

/// The dump that lies near the migrations, when none is named.
std::optional<std::string> dump_of(const DriftCommand& command, const project::Project& project) {
    if (!command.dump.empty()) return command.dump;
    if (!project.baseline_files.empty()) return project::path_from_here(project, project.baseline_files.front());
    print_error("there is no structure.sql or schema.sql near the migrations", "name the dump: --against FILE");
    return std::nullopt;
}

int run(const DriftCommand& command) {
    auto project = load(command.project);
    if (!project) return exit_usage;
    CheckOptions options;
    options.postgres_major = command.project.postgres_major;
    if (!load_baseline(command.project, options.baseline)) return exit_usage;
    auto path = dump_of(command, *project);
    if (!path) return exit_usage;
    auto dump = load_dump(*path);
    if (!dump) return exit_usage;
    DriftReport report = find_drift(*project, options, *dump);
    if (!report.syntax_errors.empty()) {
        const SqlError& first = report.syntax_errors.front();
        print_error(fmt::format("{}:{}:{}: {}", first.place.file, first.place.begin.line, first.place.begin.column,
                                first.message),
                    "the dump is expected as pg_dump --schema-only prints it");
        return exit_usage;
    }
    if (!print(command.format == "json" ? render_drift_json(report) : render_drift_text(report))) return exit_usage;
    return report.differences.empty() ? exit_clean : exit_findings;
}

}  // namespace

void add_drift(CLI::App& app, int& status) {
    auto command = std::make_shared<DriftCommand>();
    CLI::App* drift = app.add_subcommand("drift", "Does a committed dump of the schema hold what the migrations make?");
    command->project.add_to(*drift);
    drift->add_option("--against", command->dump,
                      "The dump, as pg_dump --schema-only prints it (- for standard input; default: structure.sql or "
                      "schema.sql near the migrations)")
        ->type_name("FILE");
    drift->add_option("--format", command->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    drift->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
