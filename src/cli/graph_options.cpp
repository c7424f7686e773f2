#include "cli/graph_options.h"

#include "cli/console.h"
#include "graph/select.h"
#include "text/similar.h"

namespace backout::cli {

namespace {

void say_there_is_no_migration(const std::string& at) {
    print_error("there is no migration " + at, "--at takes a migration's version or name");
}

void say_there_is_no_object(const graph::DependencyGraph& graph, const std::string& name) {
    std::vector<std::string> names;
    for (const graph::Vertex& vertex : graph.vertices) {
        names.push_back(vertex.name);
        const std::size_t dot = vertex.name.rfind('.');
        if (dot != std::string::npos) names.push_back(vertex.name.substr(dot + 1));
    }
    const auto similar = text::find_similar(name, names);
    print_error("there is no object " + name, similar ? "did you mean " + *similar + "?" : std::string());
}

}  // namespace

void CatalogOptions::add_to(CLI::App& command) {
    project.add_to(command);
    command.add_option("--at", at, "Only up to this migration (version or name)");
}

std::optional<LoadedProject> load(const CatalogOptions& options) {
    auto project = load(options.project);
    if (!project) return std::nullopt;
    LoadedProject loaded{std::move(*project), {}};
    loaded.options.postgres_major = options.project.postgres_major;
    if (!load_baseline(options.project, loaded.options.baseline)) return std::nullopt;
    return loaded;
}

std::optional<Schema> load_schema(const CatalogOptions& options, const LoadedProject& loaded) {
    std::optional<std::string> at;
    if (!options.at.empty()) at = options.at;
    auto schema = Schema::of(loaded.project, loaded.options, at);
    if (!schema) say_there_is_no_migration(options.at);
    return schema;
}

bool keep_up_to(const CatalogOptions& options, LoadedProject& loaded) {
    if (options.at.empty()) return true;
    auto& migrations = loaded.project.migrations;
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        if (migrations[i].id != options.at && migrations[i].name != options.at) continue;
        migrations.resize(i + 1);
        return true;
    }
    say_there_is_no_migration(options.at);
    return false;
}

std::optional<std::vector<std::size_t>> find_objects(const graph::DependencyGraph& graph,
                                                     const std::vector<std::string>& names) {
    std::vector<std::size_t> found;
    for (const std::string& name : names) {
        const std::vector<std::size_t> vertices = graph::find_vertices(graph, name);
        if (vertices.empty()) {
            say_there_is_no_object(graph, name);
            return std::nullopt;
        }
        found.insert(found.end(), vertices.begin(), vertices.end());
    }
    return found;
}

graph::Heading heading_of(const LoadedProject& loaded) {
    graph::Heading heading;
    for (const project::Migration& migration : loaded.project.migrations) heading.migrations.push_back(migration.name);
    heading.postgres_major = loaded.options.postgres_major;
    return heading;
}

}  // namespace backout::cli
