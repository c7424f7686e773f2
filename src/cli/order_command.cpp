#include <algorithm>
#include <memory>

#include "check/schema.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/graph_options.h"
#include "graph/report.h"

namespace backout::cli {

namespace {

struct OrderCommand {
    CatalogOptions catalog;
    std::string format = "text";
};

/// The first name is the project, as are further files; the rest are objects.
std::vector<std::string> take_objects(ProjectOptions& project) {
    std::vector<std::string> objects;
    if (project.paths.empty()) return objects;
    const auto first = std::stable_partition(project.paths.begin() + 1, project.paths.end(),
                                             [](const std::string& path) { return path.ends_with(".sql"); });
    objects.assign(first, project.paths.end());
    project.paths.erase(first, project.paths.end());
    return objects;
}

int run(OrderCommand& command) {
    const std::vector<std::string> objects = take_objects(command.catalog.project);
    const auto loaded = load(command.catalog);
    if (!loaded) return exit_usage;
    const auto schema = load_schema(command.catalog, *loaded);
    if (!schema) return exit_usage;
    const graph::DependencyGraph graph = graph::dependency_graph(schema->catalog());
    const auto of = find_objects(graph, objects);
    if (!of) return exit_usage;
    const graph::Orders orders{graph::create_order(graph, *of), graph::drop_order(graph, *of)};
    const bool printed = print(command.format == "json" ? graph::as_json(orders, graph, heading_of(*loaded))
                                                        : graph::as_text(orders, graph));
    return printed ? exit_clean : exit_usage;
}

}  // namespace

void add_order(CLI::App& app, int& status) {
    auto command = std::make_shared<OrderCommand>();
    CLI::App* order = app.add_subcommand("order", "An order to create the schema's objects in, one to drop them in, and the cycles");
    command->catalog.add_to(*order);
    order->get_option("PATH")->description(
        "Folder of migrations, or .sql files, and then the objects to be ordered with what they need or what needs them "
        "(default: this folder, all objects)");
    order->add_option("--format", command->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    order->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
