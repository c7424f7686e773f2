#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "backout/version.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "text/similar.h"

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

/// CLI11 would only say that a command is required.
bool is_unknown_command(const std::vector<std::string>& commands, std::string_view word) {
    return !word.starts_with('-') && std::find(commands.begin(), commands.end(), word) == commands.end();
}

}  // namespace

int main(int argc, char** argv) {
    using namespace backout;
    CLI::App app{"Backout tells whether PostgreSQL migrations can be rolled back, without a database."};
    app.name("backout");
    app.set_version_flag("--version,-V",
                         fmt::format("backout {} (grammar of PostgreSQL {})", version(), grammar_version()));
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);
    int status = cli::exit_clean;
    cli::add_check(app, status);
    cli::add_trace(app, status);
    cli::add_schema(app, status);
    cli::add_drift(app, status);
    cli::add_rollback(app, status);
    cli::add_diff(app, status);
    cli::add_graph(app, status);
    cli::add_order(app, status);
    cli::add_sql(app, status);
    cli::add_rules(app, status);
    cli::add_explain(app, status);
    cli::add_layouts(app, status);
    cli::add_statements(app, status);
    std::vector<std::string> commands = command_names(app);
    if (argc > 1 && is_unknown_command(commands, argv[1])) {
        auto similar = text::find_similar(argv[1], commands);
        cli::print_error(
            fmt::format("there is no command {}", argv[1]),
            similar ? fmt::format("did you mean {}?", *similar) : "backout --help lists the commands");
        return cli::exit_usage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        cli::print_error(error.what(),
                         "backout --help lists the commands, backout COMMAND --help their options");
        return cli::exit_usage;
    }
    return status;
}
