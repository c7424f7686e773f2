#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "backout/version.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"
#include "verify/script_run.h"

namespace backout::cli {

namespace {

using Json = nlohmann::ordered_json;

struct SqlCommand {
    ProjectOptions project;
    std::string format = "sql";
    std::string direction = "up";
};

std::string_view transaction_word(project::TransactionMode mode) {
    switch (mode) {
        case project::TransactionMode::whole_script: return "whole-script";
        case project::TransactionMode::whole_script_by_statement: return "whole-script-by-statement";
        case project::TransactionMode::implicit: return "implicit";
        case project::TransactionMode::none: return "none";
    }
    return "";
}

Json script_json(const std::optional<project::Script>& script) {
    if (!script) return nullptr;
    Json statements = Json::array();
    verify::ParsedScript parsed = verify::parse_script(*script);
    for (const verify::ParsedStatement& statement : parsed.statements) {
        text::Position place = script->position(statement.begin);
        statements.push_back({{"line", place.line},
                              {"column", place.column},
                              {"text", std::string(script->text.substr(statement.begin, statement.end - statement.begin))}});
    }
    return {{"file", script->file ? script->file->path() : ""},
            {"transaction", transaction_word(script->transaction)},
            {"statements", std::move(statements)}};
}

std::string as_json(const project::Project& project) {
    Json migrations = Json::array();
    for (const project::Migration& migration : project.migrations)
        migrations.push_back({{"id", migration.id},
                              {"name", migration.name},
                              {"up", script_json(migration.up)},
                              {"down", script_json(migration.down)}});
    Json document{{"version", 1},
                  {"tool", {{"name", "backout"}, {"version", version()}}},
                  {"project", {{"layout", project.layout}, {"root", project.root}}},
                  {"bookkeeping", project.bookkeeping},
                  {"migrations", std::move(migrations)}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string as_sql(const project::Project& project, bool up) {
    std::string text;
    for (std::size_t i = 0; i < project.migrations.size(); ++i) {
        // Downs undo the newest first.
        const project::Migration& migration = project.migrations[up ? i : project.migrations.size() - 1 - i];
        const auto& script = up ? migration.up : migration.down;
        if (!script) continue;
        text += fmt::format("-- {}\n", migration.name);
        verify::ParsedScript parsed = verify::parse_script(*script);
        for (const verify::ParsedStatement& statement : parsed.statements)
            text += fmt::format("{};\n", script->text.substr(statement.begin, statement.end - statement.begin));
        text += '\n';
    }
    return text;
}

int run(const SqlCommand& command) {
    auto project = load(command.project);
    if (!project) return exit_usage;
    std::string printed = command.format == "json" ? as_json(*project) : as_sql(*project, command.direction == "up");
    return print(printed) ? exit_clean : exit_usage;
}

}  // namespace

void add_sql(CLI::App& app, int& status) {
    auto command = std::make_shared<SqlCommand>();
    CLI::App* sql = app.add_subcommand("sql", "The statements of all migrations, in the order in which they run");
    command->project.add_to(*sql);
    sql->add_option("--format", command->format, "sql or json")->check(CLI::IsMember({"sql", "json"}));
    sql->add_option("--direction", command->direction, "up or down, for sql")->check(CLI::IsMember({"up", "down"}));
    sql->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
