#include "cli/project_options.h"

#include "cli/console.h"

namespace backout::cli {

void ProjectOptions::add_to(CLI::App& command) {
    command.add_option("PATH", paths, "Folder of migrations, or .sql files (default: this folder)");
    command.add_option("--layout", layout, "How the migrations are laid out (backout layouts lists them; found out if not said)")
        ->type_name("NAME");
    command.add_option("--var", variables, "Value of a variable in the scripts")->allow_extra_args(false)->type_name("NAME=VALUE");
    command.add_option("--up", up_file, "A single migration: its up script")->type_name("FILE");
    command.add_option("--down", down_file, "A single migration: its down script")->type_name("FILE");
    command.add_option("--schema", schema_file, "Schema before the first migration, as pg_dump prints it (- for standard input)")
        ->type_name("FILE");
    command.add_option("--postgres", postgres_major, "PostgreSQL's major version, 14 to 18 (default: 18)")
        ->check(CLI::Range(14, 18))
        ->type_name("MAJOR");
}

std::optional<project::LoadOptions> load_options(const ProjectOptions& options) {
    project::LoadOptions load;
    load.paths = options.paths;
    load.layout = options.layout;
    for (const std::string& variable : options.variables) {
        std::size_t equals = variable.find('=');
        if (equals == std::string::npos || equals == 0) {
            print_error("--var takes NAME=VALUE, not " + variable);
            return std::nullopt;
        }
        load.variables[variable.substr(0, equals)] = variable.substr(equals + 1);
    }
    if (!options.up_file.empty()) load.up_file = options.up_file;
    if (!options.down_file.empty()) load.down_file = options.down_file;
    bool named_files = load.up_file || load.down_file;
    if (load.paths.empty() && !named_files) load.paths.emplace_back(".");
    return load;
}

std::optional<project::Project> load(const ProjectOptions& options) {
    const auto load = load_options(options);
    if (!load) return std::nullopt;
    auto project = project::load_project(*load);
    if (project) return std::move(*project);
    print_error(project.error());
    return std::nullopt;
}

void print_error(const project::LoadError& error) {
    print_error(error.path.empty() ? error.message : error.path + ": " + error.message, error.help);
}

std::optional<project::Script> load_dump(const std::string& path) {
    const bool is_standard_input = path == "-";
    auto script = project::load_script(is_standard_input ? "/dev/stdin" : path);
    if (script) return std::move(*script);
    const std::string& name = is_standard_input ? "standard input" : script.error().path;
    print_error(name + ": " + script.error().message, script.error().help);
    return std::nullopt;
}

bool load_baseline(const ProjectOptions& options, std::optional<project::Script>& baseline) {
    if (options.schema_file.empty()) return true;
    baseline = load_dump(options.schema_file);
    return baseline.has_value();
}

}  // namespace backout::cli
