#include <chrono>
#include <memory>

#include "backout/check.h"
#include "backout/render.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"
#include "lint/rule.h"

namespace backout::cli {

namespace {

struct CheckCommand {
    ProjectOptions project;
    std::string format = "text";
    std::string colour = "auto";
    std::string fail_on = "error";
    std::vector<std::string> disabled;
    bool quiet = false;
    bool verbose = false;
};

int severity_rank(std::string_view severity) { return severity == "note" ? 0 : severity == "warning" ? 1 : 2; }

bool fails(const Report& report, std::string_view fail_on) {
    if (fail_on == "never") return false;
    for (const Finding& finding : report.findings)
        if (severity_rank(to_string(finding.severity)) >= severity_rank(fail_on)) return true;
    return false;
}

bool know_rules(const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
        if (!lint::find_rule(id)) {
            print_error("there is no rule " + id, "backout rules lists them");
            return false;
        }
    return true;
}

int run(const CheckCommand& command) {
    auto start = std::chrono::steady_clock::now();
    if (!know_rules(command.disabled)) return exit_usage;
    auto project = load(command.project);
    if (!project) return exit_usage;
    CheckOptions options;
    options.postgres_major = command.project.postgres_major;
    options.disabled_rules.insert(command.disabled.begin(), command.disabled.end());
    if (!load_baseline(command.project, options.baseline)) return exit_usage;
    Report report;
    {
        Progress progress(!command.quiet && command.format == "text");
        options.progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); };
        report = check(*project, options);
    }
    std::string printed;
    if (command.format == "json") {
        printed = render_json(report);
    } else {
        TextOptions text;
        text.colour = wants_colour(command.colour);
        text.quiet = command.quiet;
        text.verbose = command.verbose;
        text.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        printed = render_text(report, text);
    }
    if (!print(printed)) return exit_usage;
    return fails(report, command.fail_on) ? exit_findings : exit_clean;
}

}  // namespace

void add_check(CLI::App& app, int& status) {
    auto command = std::make_shared<CheckCommand>();
    CLI::App* check = app.add_subcommand("check", "Can every migration be rolled back, and is it safe to run?");
    command->project.add_to(*check);
    check->add_option("--format", command->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    check->add_option("--fail-on", command->fail_on, "Least severity that makes the exit status 1")
        ->check(CLI::IsMember({"note", "warning", "error", "never"}));
    check->add_option("--disable", command->disabled, "A rule that is not to report (backout rules lists them; may be repeated)")
        ->allow_extra_args(false)
        ->type_name("RULE");
    check->add_option("--color", command->colour, "auto, always or never")->check(CLI::IsMember({"auto", "always", "never"}));
    check->add_flag("--quiet,-q", command->quiet, "Only errors and the summary");
    check->add_flag("--verbose,-v", command->verbose, "Every migration, every difference");
    check->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
