
#include "cli/commands.h"
#include "cli/console.h"
#include "report/statements_page.h"

namespace backout::cli {

void add_statements(CLI::App& app, int& status) {
    CLI::App* statements =
        app.add_subcommand("statements", "Every kind of statement and how it is simulated, as docs/statements.md has it");
    statements->group("");  // for whoever writes the page, not for users
    statements->callback([&status] { status = print(report::statements_page()) ? exit_clean : exit_usage; });
}

}  // namespace backout::cli
