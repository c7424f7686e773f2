#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace backout::graph {

/// An edge from what comes first to what comes second.
using Edge = std::pair<std::size_t, std::size_t>;

struct Ordering {
    /// Every vertex once.
    std::vector<std::size_t> order;
    /// The sets of vertices that each come before each other, a vertex with an edge to itself among them: by place in
    /// `order`, and each with its members as they stand there.
    std::vector<std::vector<std::size_t>> cycles;
};

/// Orders the vertices 0 … vertices-1 so that no edge is violated. Of those whose predecessors are all out the one with
/// the lowest priority comes next, at the same priority the lowest number; so a small change of the graph leaves most of
/// the order alone. Where a cycle makes that impossible its members stand together, by priority, at the place where the
/// one with the lowest priority had its turn; all edges outside of cycles still hold. `priority` may be empty: all 0.
/// Takes O((V + E) log V).
Ordering sort(std::size_t vertices, std::span<const Edge> edges, std::span<const std::int64_t> priority = {});

/// The edges that the others don't imply (the transitive reduction), in the order given and each once. Edges within a
/// cycle are all kept; between the same two cycles, the first of those that count.
std::vector<Edge> reduce(std::size_t vertices, std::span<const Edge> edges);

}  // namespace backout::graph
