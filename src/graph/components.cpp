#include "graph/components.h"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace backout::graph {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

std::vector<std::size_t> strong_components(std::size_t vertices, std::span<const Edge> edges,
                                           std::size_t& count) {
    const Graph graph(edges.begin(), edges.end(), vertices);
    std::vector<std::size_t> component(vertices);
    auto index = boost::get(boost::vertex_index, graph);
    count = boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index));
    return component;
}

}  // namespace

Components find_components(std::size_t vertices, std::span<const Edge> edges) {
    Components components;
    std::size_t count = 0;
    components.of_vertex = strong_components(vertices, edges, count);
    components.members.resize(count);
    components.successors.resize(count);
    for (std::size_t vertex = 0; vertex < vertices; ++vertex)
        components.members[components.of_vertex[vertex]].push_back(vertex);
    for (const auto& members : components.members)
        components.cyclic.push_back(members.size() > 1);
    for (const auto& [first, second] : edges) {
        const std::size_t from = components.of_vertex[first];
        const std::size_t to = components.of_vertex[second];
        if (from != to) components.successors[from].push_back(to);
        if (first == second) components.cyclic[from] = true;
    }
    for (auto& successors : components.successors) {
        std::sort(successors.begin(), successors.end());
        successors.erase(std::unique(successors.begin(), successors.end()), successors.end());
    }
    return components;
}

}  // namespace backout::graph
