#include <fmt/format.h>

#include "backout/project.h"
#include "cli/commands.h"
#include "cli/console.h"

namespace backout::cli {

void add_layouts(CLI::App& app, int& status) {
    CLI::App* layouts = app.add_subcommand("layouts", "Lists the layouts of migrations that can be read");
    layouts->callback([&status] {
        std::string list;
        for (const project::LayoutDescription& layout : project::layouts())
            list += fmt::format("{:<16} {}\n", layout.name, layout.files);
        status = print(list) ? exit_clean : exit_usage;
    });
}

}  // namespace backout::cli
