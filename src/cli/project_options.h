#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "backout/project.h"

namespace backout::cli {

/// Options that every command about a project has.
struct ProjectOptions {
    std::vector<std::string> paths;
    std::string layout;
    std::vector<std::string> variables;  ///< NAME=VALUE
    std::string up_file;
    std::string down_file;
    std::string schema_file;  ///< baseline; "-" for standard input
    int postgres_major = 18;

    void add_to(CLI::App& command);
};

/// What is to be loaded; nothing, said on standard error, when the options make no sense.
std::optional<project::LoadOptions> load_options(const ProjectOptions& options);
/// Loads the project, or says on standard error why it can't be.
std::optional<project::Project> load(const ProjectOptions& options);
void print_error(const project::LoadError& error);
/// The baseline of --schema; false when it was asked for and can't be read.
bool load_baseline(const ProjectOptions& options, std::optional<project::Script>& baseline);
/// A dump of a schema from a file or, as "-", from standard input; nothing, said on standard error, when it can't be read.
std::optional<project::Script> load_dump(const std::string& path);

}  // namespace backout::cli
