#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "graph/dependency_graph.h"
#include "simulate_helper.h"

namespace backout::test {

inline graph::DependencyGraph graph_of(std::string_view sql, const graph::GraphOptions& options = {}) {
    Replay replay;
    replay.run(sql);
    return graph::dependency_graph(replay.catalog(), options);
}

inline std::string called(const graph::DependencyGraph& graph, std::size_t vertex) {
    return graph.vertices[vertex].kind + " " + graph.vertices[vertex].name;
}

inline std::vector<std::string> vertices_of(const graph::DependencyGraph& graph) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) names.push_back(called(graph, i));
    return names;
}

/// "view public.v reads(id) table public.t" for each edge but those to the schema, sorted.
inline std::vector<std::string> edges_of(const graph::DependencyGraph& graph) {
    std::vector<std::string> lines;
    for (const graph::Dependence& dependence : graph.dependences) {
        if (dependence.need == graph::Need::in_schema) continue;
        const auto& columns = dependence.referenced_columns.empty() ? dependence.columns : dependence.referenced_columns;
        lines.push_back(fmt::format("{} {}({}) {}", called(graph, dependence.dependent),
                                    graph::identifier_of(dependence.need), fmt::join(columns, ","),
                                    called(graph, dependence.referenced)));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace backout::test
