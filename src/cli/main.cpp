#include <cstdio>

#include <fmt/core.h>

#include "backout/version.h"
#include "cli/commands.h"
#include "cli/console.h"

int main(int argc, char** argv) {
    using namespace backout;
    CLI::App app{"Backout tells whether PostgreSQL migrations can be rolled back, without a database."};
    app.name("backout");
    app.set_version_flag("--version,-V", fmt::format("backout {} (grammar of PostgreSQL {})", version(), grammar_version()));
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);
    int status = cli::exit_clean;
    cli::add_check(app, status);
    cli::add_trace(app, status);
    cli::add_schema(app, status);
    cli::add_sql(app, status);
    cli::add_rules(app, status);
    cli::add_explain(app, status);
    cli::add_layouts(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        cli::print_error(error.what(), "backout --help lists the commands, backout COMMAND --help their options");
        return cli::exit_usage;
    }
    return status;
}
