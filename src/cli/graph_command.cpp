#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "check/schema.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/graph_options.h"
#include "graph/report.h"
#include "graph/select.h"
#include "graph/svg.h"

namespace backout::cli {

namespace {

using graph::DependencyGraph;

struct GraphCommand {
    CatalogOptions catalog;
    std::string object;
    std::optional<std::size_t> depth;
    std::string direction = "both";
    bool migrations = false;
    std::vector<std::string> kinds;
    std::string schema_name;
    bool roles = false;
    bool reduce = false;
    std::string format = "dot";
};

graph::Direction direction_of(const GraphCommand& command) {
    if (command.direction == "needs") return graph::Direction::needs;
    return command.direction == "needed-by" ? graph::Direction::needed_by : graph::Direction::both;
}

/// Only what surrounds the object asked for; false when there is none of that name.
bool keep_surroundings(const GraphCommand& command, const std::string& object, DependencyGraph& graph) {
    if (object.empty()) return true;
    const auto found = find_objects(graph, {object});
    if (!found) return false;
    graph = restrict(graph, surroundings(graph, *found, direction_of(command), command.depth));
    return true;
}

/// Unless told otherwise, what is to be looked at is drawn as one would draw it by hand: constraints as arrows of their
/// tables, schemas as frames. JSON tells everything.
DependencyGraph only_shown(const GraphCommand& command, const DependencyGraph& graph) {
    return fold(graph, [&](const graph::Vertex& vertex) {
        if (!command.schema_name.empty() && vertex.schema != command.schema_name) return false;
        if (!command.kinds.empty())
            return std::find(command.kinds.begin(), command.kinds.end(), vertex.kind) != command.kinds.end();
        if (command.format == "json" || vertex.kind == "migration") return true;
        return vertex.kind != "constraint" && vertex.kind != "foreign_key" && vertex.kind != "domain_constraint" &&
               vertex.kind != "schema";
    });
}

int draw(const GraphCommand& command, const DependencyGraph& shown) {
    const graph::Picture picture = graph::picture_of(shown);
    if (command.format == "mermaid") return print(graph::as_mermaid(picture)) ? exit_clean : exit_usage;
    const std::string dot = graph::as_dot(picture);
    if (command.format == "dot") return print(dot) ? exit_clean : exit_usage;
    const auto svg = graph::draw_svg(dot);
    if (!svg) {
        print_error(svg.error(), "install graphviz (apt install graphviz), or draw what --format dot prints elsewhere");
        return exit_usage;
    }
    return print(*svg) ? exit_clean : exit_usage;
}

int show_catalog(const GraphCommand& command, const LoadedProject& loaded) {
    const auto schema = load_schema(command.catalog, loaded);
    if (!schema) return exit_usage;
    DependencyGraph graph = graph::dependency_graph(schema->catalog(), {.roles = command.roles});
    if (!keep_surroundings(command, command.object, graph)) return exit_usage;
    graph = only_shown(command, graph);
    if (command.reduce) graph = reduced(graph);
    if (command.format == "text") return print(graph::as_text(graph)) ? exit_clean : exit_usage;
    if (command.format == "json") return print(graph::as_json(graph, heading_of(loaded))) ? exit_clean : exit_usage;
    return draw(command, graph);
}

int show_migrations(const GraphCommand& command, LoadedProject& loaded) {
    if (!keep_up_to(command.catalog, loaded)) return exit_usage;
    const graph::MigrationGraph migrations = graph::migration_graph(loaded.project, loaded.options);
    DependencyGraph shown = migrations.graph;
    std::string name = command.object;
    for (const project::Migration& migration : loaded.project.migrations)
        if (migration.id == command.object) name = migration.name;
    if (!keep_surroundings(command, name, shown)) return exit_usage;
    if (command.reduce) shown = reduced(shown);
    if (command.format == "text") return print(graph::as_text(migrations, shown)) ? exit_clean : exit_usage;
    if (command.format == "json")
        return print(graph::as_json(migrations, shown, heading_of(loaded))) ? exit_clean : exit_usage;
    return draw(command, shown);
}

int run(const GraphCommand& command) {
    auto loaded = load(command.catalog);
    if (!loaded) return exit_usage;
    return command.migrations ? show_migrations(command, *loaded) : show_catalog(command, *loaded);
}

}  // namespace

void add_graph(CLI::App& app, int& status) {
    auto command = std::make_shared<GraphCommand>();
    CLI::App* graph = app.add_subcommand("graph", "What depends on what: the schema, one object, or the migrations");
    command->catalog.add_to(*graph);
    graph->add_option("--object", command->object, "Only what this object needs and what needs it (with --migrations: a migration)");
    graph->add_option("--depth", command->depth, "Over at most this many steps")->needs("--object");
    graph->add_option("--direction", command->direction, "needs, needed-by or both")
        ->needs("--object")
        ->check(CLI::IsMember({"needs", "needed-by", "both"}));
    auto* migrations = graph->add_flag("--migrations", command->migrations, "Which migration builds on which, and what to roll back first");
    const auto kinds = graph::all_kinds();
    graph->add_option("--kind", command->kinds, "Only objects of these kinds (table, view, foreign_key, function …)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->excludes(migrations)
        ->check(CLI::IsMember(std::vector<std::string>(kinds.begin(), kinds.end())).description(""));
    graph->add_option("--schema-name", command->schema_name, "Only objects of this schema")->excludes(migrations);
    graph->add_flag("--roles", command->roles, "Owners and who has privileges, too")->excludes(migrations);
    graph->add_flag("--reduce", command->reduce, "Without what longer ways imply (transitive reduction)");
    graph->add_option("--format", command->format, "dot, mermaid, svg, json or text")
        ->check(CLI::IsMember({"dot", "mermaid", "svg", "json", "text"}));
    graph->callback([command, &status] { status = run(*command); });
}

}  // namespace backout::cli
