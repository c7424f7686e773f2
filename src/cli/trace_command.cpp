#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/project_options.h"
#include "simulate/current_database.h"
#include "simulate/simulator.h"
#include "sql/parse.h"
#include "text/escape.h"
#include "verify/script_run.h"

namespace backout::cli {

namespace {

using Json = nlohmann::ordered_json;

struct TraceCommand {
    std::vector<std::string> files;
    std::string format = "text";
    std::string schema_file;
    int postgres_major = 18;
};

std::string_view outcome_word(simulate::OutcomeKind kind) {
    switch (kind) {
        case simulate::OutcomeKind::ok: return "ok";
        case simulate::OutcomeKind::error: return "error";
        case simulate::OutcomeKind::unknown: return "unknown";
    }
    return "";
}

Json statement_json(const project::Script& script, const verify::StatementRun& statement) {
    text::Position begin = script.position(statement.parsed->begin);
    const simulate::Outcome& outcome = statement.result.outcome;
    Json json{{"file", script.file->path()},
              {"line", begin.line},
              {"column", begin.column},
              {"kind", statement.parsed->tree ? sql::statement_kind_name(statement.parsed->tree->kind) : "syntax_error"},
              {"outcome", outcome_word(outcome.kind)},
              {"error", nullptr}};
    if (outcome.kind == simulate::OutcomeKind::ok) return json;
    text::Position place =
        outcome.error.location >= 0 ? script.position(static_cast<std::size_t>(outcome.error.location)) : begin;
    json["error"] = {{"sqlstate", outcome.error.sqlstate}, {"message", outcome.error.message},
                     {"file", script.file->path()},         {"line", place.line},
                     {"column", place.column}};
    if (!outcome.error.detail.empty()) json["error"]["detail"] = outcome.error.detail;
    return json;
}

std::string statement_line(const project::Script& script, const verify::StatementRun& statement) {
    text::Position begin = script.position(statement.parsed->begin);
    const simulate::Outcome& outcome = statement.result.outcome;
    std::string line = fmt::format(
        "{}:{}:{}: {} {}", script.file->path(), begin.line, begin.column,
        statement.parsed->tree ? sql::statement_kind_name(statement.parsed->tree->kind) : "syntax_error",
        outcome_word(outcome.kind));
    if (outcome.kind == simulate::OutcomeKind::error)
        line += fmt::format(": {} (SQLSTATE {})", outcome.error.message, outcome.error.sqlstate);
    if (outcome.kind == simulate::OutcomeKind::unknown) line += ": " + outcome.error.message;
    return text::escape_for_terminal(line) + "\n";
}

int run(const TraceCommand& command) {
    simulate::Simulator simulator({catalog::builtin::nearest_major(command.postgres_major), simulate::World::closed});
    // A dump names roles of the server that it comes from; without one the server is a fresh one.
    if (command.schema_file.empty()) simulate::take_for_fresh_server(simulator.mutable_catalog());
    std::vector<project::Script> scripts;
    auto add = [&](const std::string& path) {
        auto script = project::load_script(path);
        if (script) {
            scripts.push_back(std::move(*script));
            return true;
        }
        print_error(script.error().path + ": " + script.error().message, script.error().help);
        return false;
    };
    if (!command.schema_file.empty() && !add(command.schema_file)) return exit_usage;
    for (const std::string& file : command.files)
        if (!add(file)) return exit_usage;
    Json statements = Json::array();
    std::string lines;
    bool failed = false;
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        verify::ParsedScript parsed = verify::parse_script(scripts[i]);
        bool is_baseline = i == 0 && !command.schema_file.empty();
        verify::run_each_statement(simulator, parsed, verify::Direction::up, i, static_cast<std::int32_t>(i),
                                   [&](const verify::ScriptRun&, const verify::StatementRun& statement) {
                                       if (is_baseline) return;
                                       failed |= statement.result.outcome.kind == simulate::OutcomeKind::error;
                                       if (command.format == "json")
                                           statements.push_back(statement_json(scripts[i], statement));
                                       else
                                           lines += statement_line(scripts[i], statement);
                                   });
        if (is_baseline) simulator.reconnect();
    }
    if (command.format == "json")
        lines = Json{{"statements", std::move(statements)}}.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    if (!print(lines)) return exit_usage;
    return failed ? exit_findings : exit_clean;
}

}  // namespace

void add_trace(CLI::App& app, int& status) {
    auto command = std::make_shared<TraceCommand>();
    CLI::App* trace = app.add_subcommand("trace", "Replay files as one script, as psql would, and tell what becomes of each statement");
    trace->add_option("FILE", command->files, "Files with SQL, in order")->required();
    trace->add_option("--schema", command->schema_file, "Schema to start from, as pg_dump prints it");
    trace->add_option("--format", command->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    trace->add_option("--postgres", command->postgres_major, "PostgreSQL's major version")->check(CLI::Range(14, 18));
    trace->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
