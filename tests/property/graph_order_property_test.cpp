#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <vector>

#include "graph/order.h"

// What `sort` and `reduce` promise, on random graphs, against reachability found the slow way.

namespace {

using backout::graph::Edge;

struct RandomGraph {
    std::size_t vertices = 0;
    std::vector<Edge> edges;
    std::vector<std::int64_t> priority;
};

RandomGraph random_graph(bool acyclic) {
    RandomGraph graph;
    graph.vertices = *rc::gen::inRange<std::size_t>(1, 12);
    const auto vertex = rc::gen::inRange<std::size_t>(0, graph.vertices);
    graph.edges = *rc::gen::container<std::vector<Edge>>(rc::gen::pair(vertex, vertex));
    if (acyclic) {
        // Edges along a random permutation, so that the numbers say nothing.
        std::vector<std::size_t> rank(graph.vertices);
        for (std::size_t i = 0; i < rank.size(); ++i) rank[i] = i;
        for (std::size_t i = rank.size(); i > 1; --i) std::swap(rank[i - 1], rank[*rc::gen::inRange<std::size_t>(0, i)]);
        std::erase_if(graph.edges, [](const Edge& edge) { return edge.first == edge.second; });
        for (Edge& edge : graph.edges)
            if (rank[edge.first] > rank[edge.second]) std::swap(edge.first, edge.second);
    }
    graph.priority = *rc::gen::container<std::vector<std::int64_t>>(graph.vertices, rc::gen::inRange<std::int64_t>(0, 4));
    return graph;
}

using Reach = std::vector<std::vector<bool>>;

Reach reachability(std::size_t vertices, const std::vector<Edge>& edges) {
    Reach reach(vertices, std::vector<bool>(vertices, false));
    for (const auto& [first, second] : edges) reach[first][second] = true;
    for (std::size_t via = 0; via < vertices; ++via)
        for (std::size_t from = 0; from < vertices; ++from)
            for (std::size_t to = 0; to < vertices; ++to)
                if (reach[from][via] && reach[via][to]) reach[from][to] = true;
    return reach;
}

std::vector<std::size_t> places(const std::vector<std::size_t>& order) {
    std::vector<std::size_t> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    return place;
}

}  // namespace

TEST_CASE("property: the order holds every vertex once and violates no edge outside of cycles") {
    CHECK(rc::check([] {
        const RandomGraph graph = random_graph(false);
        const auto ordering = backout::graph::sort(graph.vertices, graph.edges, graph.priority);
        auto sorted = ordering.order;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 0; i < graph.vertices; ++i) RC_ASSERT(sorted.at(i) == i);
        RC_ASSERT(sorted.size() == graph.vertices);
        const Reach reach = reachability(graph.vertices, graph.edges);
        const auto place = places(ordering.order);
        for (const auto& [first, second] : graph.edges)
            if (!reach[second][first]) RC_ASSERT(place[first] < place[second]);
    }));
}

TEST_CASE("property: cycles are exactly the sets of vertices that reach each other") {
    CHECK(rc::check([] {
        const RandomGraph graph = random_graph(false);
        const Reach reach = reachability(graph.vertices, graph.edges);
        std::set<std::set<std::size_t>> expected;
        for (std::size_t vertex = 0; vertex < graph.vertices; ++vertex) {
            std::set<std::size_t> cycle;
            for (std::size_t other = 0; other < graph.vertices; ++other)
                if (reach[vertex][other] && reach[other][vertex]) cycle.insert(other);
            if (!cycle.empty()) expected.insert(cycle);
        }
        std::set<std::set<std::size_t>> found;
        const auto ordering = backout::graph::sort(graph.vertices, graph.edges, graph.priority);
        for (const auto& cycle : ordering.cycles) found.insert({cycle.begin(), cycle.end()});
        RC_ASSERT(found == expected);
        RC_ASSERT(ordering.cycles.size() == expected.size());
    }));
}

TEST_CASE("property: of what is free the lowest priority comes first, then the lowest number") {
    CHECK(rc::check([] {
        const RandomGraph graph = random_graph(true);
        const auto ordering = backout::graph::sort(graph.vertices, graph.edges, graph.priority);
        RC_ASSERT(ordering.cycles.empty());
        std::vector<bool> out(graph.vertices, false);
        for (std::size_t next : ordering.order) {
            for (std::size_t other = 0; other < graph.vertices; ++other) {
                const bool free = !out[other] && std::none_of(graph.edges.begin(), graph.edges.end(), [&](const Edge& edge) {
                    return edge.second == other && !out[edge.first];
                });
                if (free) RC_ASSERT(std::pair(graph.priority[next], next) <= std::pair(graph.priority[other], other));
            }
            out[next] = true;
        }
    }));
}

TEST_CASE("property: the reduction is made of given edges, reaches the same, and has none to spare") {
    CHECK(rc::check([] {
        const RandomGraph graph = random_graph(false);
        const auto reduced = backout::graph::reduce(graph.vertices, graph.edges);
        const Reach reach = reachability(graph.vertices, graph.edges);
        RC_ASSERT(reachability(graph.vertices, reduced) == reach);
        for (std::size_t i = 0; i < reduced.size(); ++i) {
            const auto [first, second] = reduced[i];
            RC_ASSERT(std::find(graph.edges.begin(), graph.edges.end(), reduced[i]) != graph.edges.end());
            if (reach[second][first]) continue;  // within a cycle all are kept
            auto without = reduced;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            RC_ASSERT(reachability(graph.vertices, without) != reach);
        }
    }));
}
