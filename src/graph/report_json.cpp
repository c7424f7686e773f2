#include <nlohmann/json.hpp>

#include "backout/version.h"
#include "graph/report.h"

namespace backout::graph {

namespace {

using Json = nlohmann::ordered_json;

Json document(const Heading& heading) {
    return {{"version", 1},
            {"tool", {{"name", "backout"}, {"version", version()}, {"postgres", heading.postgres_major}}}};
}

/// Names may be in any encoding; JSON is in UTF-8.
std::string printed(const Json& json) { return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json node(const Vertex& vertex, std::size_t number, const Heading& heading) {
    Json json{{"id", number}, {"kind", vertex.kind}, {"name", vertex.name}};
    if (!vertex.schema.empty()) json["schema"] = vertex.schema;
    if (vertex.assumed) json["assumed"] = true;
    const auto migration = static_cast<std::size_t>(vertex.migration);
    if (vertex.migration >= 0 && migration < heading.migrations.size()) json["made_by"] = heading.migrations[migration];
    return json;
}

Json edge(const Dependence& dependence) {
    Json json{{"from", dependence.dependent}, {"to", dependence.referenced}, {"kind", identifier_of(dependence.need)}};
    if (!dependence.columns.empty()) json["columns"] = dependence.columns;
    if (!dependence.referenced_columns.empty()) json["referenced_columns"] = dependence.referenced_columns;
    if (!dependence.through.empty()) json["through"] = dependence.through;
    if (!dependence.key.empty()) json["key"] = dependence.key;
    if (!dependence.because.empty()) json["because"] = dependence.because;
    return json;
}

Json named(const DependencyGraph& graph, std::size_t vertex) {
    return {{"kind", graph.vertices[vertex].kind}, {"name", graph.vertices[vertex].name}};
}

Json all_named(const DependencyGraph& graph, const std::vector<std::size_t>& vertices) {
    Json json = Json::array();
    for (std::size_t vertex : vertices) json.push_back(named(graph, vertex));
    return json;
}

Json steps(const SchemaOrder& order, const DependencyGraph& graph) {
    Json json = Json::array();
    for (const Step& step : order.steps) {
        Json entry = named(graph, step.vertex);
        if (step.cut) entry["alter_table"] = true;
        if (!step.with.empty()) entry["with"] = all_named(graph, step.with);
        json.push_back(std::move(entry));
    }
    return json;
}

Json cycles(const SchemaOrder& order, const DependencyGraph& graph) {
    Json json = Json::array();
    for (const Cycle& cycle : order.cycles) {
        Json entry{{"members", all_named(graph, cycle.members)}, {"cut", all_named(graph, cycle.cut_constraints)}};
        Json defaults = Json::array();
        for (std::size_t i : cycle.cut_defaults) {
            Json cut = named(graph, graph.dependences[i].dependent);
            cut["columns"] = graph.dependences[i].columns;
            defaults.push_back(std::move(cut));
        }
        if (!defaults.empty()) entry["cut_defaults"] = std::move(defaults);
        entry["open"] = cycle.open;
        json.push_back(std::move(entry));
    }
    return json;
}

}  // namespace

std::string as_json(const DependencyGraph& graph, const Heading& heading) {
    Json json = document(heading);
    json["nodes"] = Json::array();
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) json["nodes"].push_back(node(graph.vertices[i], i, heading));
    json["edges"] = Json::array();
    for (const Dependence& dependence : graph.dependences) json["edges"].push_back(edge(dependence));
    return printed(json);
}

std::string as_json(const MigrationGraph& migrations, const DependencyGraph& shown, const Heading& heading) {
    const DependencyGraph& whole = migrations.graph;
    const auto before = rolled_back_before(whole);
    std::vector<Json> needs(shown.vertices.size(), Json::array());
    for (const Dependence& dependence : shown.dependences)
        needs[dependence.dependent].push_back(
            {{"name", shown.vertices[dependence.referenced].name}, {"because", dependence.because}});
    Json json = document(heading);
    json["migrations"] = Json::array();
    for (std::size_t i = 0; i < shown.vertices.size(); ++i) {
        const Vertex& vertex = shown.vertices[i];
        const auto number = static_cast<std::size_t>(vertex.migration);
        Json first = Json::array();
        for (std::size_t later : before[number]) first.push_back(whole.vertices[later].name);
        json["migrations"].push_back({{"name", vertex.name},
                                      {"needs", std::move(needs[i])},
                                      {"alone", first.empty()},
                                      {"roll_back_first", std::move(first)},
                                      {"uncertainties", migrations.uncertainties[number]}});
    }
    return printed(json);
}

std::string as_json(const Orders& orders, const DependencyGraph& graph, const Heading& heading) {
    Json json = document(heading);
    json["create"] = steps(orders.create, graph);
    json["drop"] = steps(orders.drop, graph);
    json["cycles"] = cycles(orders.create, graph);
    return printed(json);
}

}  // namespace backout::graph
