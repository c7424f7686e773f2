#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backout/check.h"
#include "check/schema.h"
#include "cli/project_options.h"
#include "graph/dependency_graph.h"
#include "graph/naming.h"
#include "graph/report.h"

/// What `backout graph` and `backout order` have in common.
namespace backout::cli {

struct CatalogOptions {
    ProjectOptions project;
    std::string at;

    void add_to(CLI::App& command);
};

struct LoadedProject {
    project::Project project;
    CheckOptions options;
};

// Each says on standard error why it gives nothing.

std::optional<LoadedProject> load(const CatalogOptions& options);
std::optional<Schema> load_schema(const CatalogOptions& options, const LoadedProject& loaded);
/// Leaves out the migrations after --at.
bool keep_up_to(const CatalogOptions& options, LoadedProject& loaded);
/// The vertices of these names.
std::optional<std::vector<std::size_t>> find_objects(const graph::DependencyGraph& graph,
                                                     const std::vector<std::string>& names);

graph::Heading heading_of(const LoadedProject& loaded);

}  // namespace backout::cli
