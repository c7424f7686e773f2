#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "graph/order.h"

namespace backout::graph {

/// A graph's strongly connected components, and the acyclic graph that is left when each is taken as one vertex.
struct Components {
    std::vector<std::size_t> of_vertex;
    std::vector<std::vector<std::size_t>> members;     ///< in order of their numbers
    std::vector<std::vector<std::size_t>> successors;  ///< between components, each once
    std::vector<bool> cyclic;                          ///< more than one member, or an edge from it to itself

    std::size_t size() const { return members.size(); }
};

/// Components are numbered so that successors have lower numbers (Tarjan's order).
Components find_components(std::size_t vertices, std::span<const Edge> edges);

}  // namespace backout::graph
