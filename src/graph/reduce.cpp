#include <bitset>
#include <unordered_set>

#include "graph/components.h"
#include "graph/order.h"

namespace backout::graph {

namespace {

/// Reachability is computed for this many targets at a time, so that memory stays linear in the graph.
constexpr std::size_t slice_size = 1024;
using Slice = std::bitset<slice_size>;

/// For each component, whether its edge to successors[i] is not implied by a longer way.
std::vector<std::vector<bool>> needed_edges(const Components& components) {
    std::vector<std::vector<bool>> needed;
    for (const auto& successors : components.successors) needed.emplace_back(successors.size(), false);
    std::vector<Slice> reaches(components.size());
    for (std::size_t begin = 0; begin < components.size(); begin += slice_size) {
        auto in_slice = [&](std::size_t component) {
            return component >= begin && component - begin < slice_size;
        };
        // Successors have lower numbers: what they reach is known.
        for (std::size_t component = 0; component < components.size(); ++component) {
            Slice& reached = reaches[component];
            reached.reset();
            const auto& successors = components.successors[component];
            for (std::size_t successor : successors) reached |= reaches[successor];
            for (std::size_t i = 0; i < successors.size(); ++i)
                if (in_slice(successors[i])) needed[component][i] = !reached[successors[i] - begin];
            for (std::size_t successor : successors)
                if (in_slice(successor)) reached.set(successor - begin);
        }
    }
    return needed;
}

struct EdgeHash {
    std::size_t operator()(const Edge& edge) const {
        return std::hash<std::uint64_t>{}(edge.first * 0x9e3779b97f4a7c15ULL + edge.second);
    }
};
using EdgeSet = std::unordered_set<Edge, EdgeHash>;

}  // namespace

std::vector<Edge> reduce(std::size_t vertices, std::span<const Edge> edges) {
    const Components components = find_components(vertices, edges);
    const auto needed = needed_edges(components);
    EdgeSet open;
    for (std::size_t component = 0; component < components.size(); ++component)
        for (std::size_t i = 0; i < components.successors[component].size(); ++i)
            if (needed[component][i]) open.emplace(component, components.successors[component][i]);
    std::vector<Edge> reduced;
    EdgeSet within;
    for (const Edge& edge : edges) {
        const Edge between{components.of_vertex[edge.first], components.of_vertex[edge.second]};
        const bool inside = between.first == between.second;
        if (inside ? within.insert(edge).second : open.erase(between) > 0) reduced.push_back(edge);
    }
    return reduced;
}

}  // namespace backout::graph
