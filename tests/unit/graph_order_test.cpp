#include <doctest/doctest.h>

#include <vector>

#include "graph/order.h"

using backout::graph::Edge;
using backout::graph::Ordering;
using backout::graph::reduce;
using backout::graph::sort;

namespace {

using Vertices = std::vector<std::size_t>;
using Edges = std::vector<Edge>;

}  // namespace

TEST_CASE("without edges the order is that of the priorities, then of the numbers") {
    CHECK(sort(4, Edges{}).order == Vertices{0, 1, 2, 3});
    CHECK(sort(4, Edges{}, std::vector<std::int64_t>{3, 1, 3, -2}).order == Vertices{3, 1, 0, 2});
    CHECK(sort(0, Edges{}).order.empty());
}

TEST_CASE("an edge holds against priorities, and what it does not concern keeps its place") {
    const Ordering ordering = sort(4, Edges{{3, 0}}, std::vector<std::int64_t>{0, 1, 2, 3});
    CHECK(ordering.order == Vertices{1, 2, 3, 0});
    CHECK(ordering.cycles.empty());
}

TEST_CASE("edges given twice count once") {
    CHECK(sort(3, Edges{{2, 1}, {2, 1}, {1, 0}}).order == Vertices{2, 1, 0});
}

TEST_CASE("a cycle is told with its members and stands together, the rest is ordered") {
    // 0 → 1 ⇄ 3 → 2
    const Ordering ordering = sort(4, Edges{{0, 1}, {1, 3}, {3, 1}, {3, 2}}, std::vector<std::int64_t>{9, 5, 0, 1});
    CHECK(ordering.order == Vertices{0, 3, 1, 2});
    CHECK(ordering.cycles == std::vector<Vertices>{{3, 1}});
}

TEST_CASE("a vertex that comes before itself is a cycle of one") {
    const Ordering ordering = sort(2, Edges{{1, 1}});
    CHECK(ordering.order == Vertices{0, 1});
    CHECK(ordering.cycles == std::vector<Vertices>{{1}});
}

TEST_CASE("cycles are told by their place") {
    const Ordering ordering = sort(5, Edges{{0, 1}, {1, 0}, {3, 4}, {4, 3}, {4, 0}});
    CHECK(ordering.order == Vertices{2, 3, 4, 0, 1});
    CHECK(ordering.cycles == std::vector<Vertices>{{3, 4}, {0, 1}});
}

TEST_CASE("the transitive reduction drops what a longer way implies") {
    CHECK(reduce(3, Edges{{0, 1}, {0, 2}, {1, 2}}) == Edges{{0, 1}, {1, 2}});
    CHECK(reduce(4, Edges{{0, 3}, {0, 1}, {1, 2}, {2, 3}, {0, 1}}) == Edges{{0, 1}, {1, 2}, {2, 3}});
    CHECK(reduce(4, Edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}}) == Edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}});
}

TEST_CASE("the reduction keeps cycles whole and one edge between them") {
    // 0 ⇄ 1 → 2, and 0 → 2 says the same of the two components.
    CHECK(reduce(3, Edges{{0, 1}, {1, 0}, {0, 2}, {1, 2}}) == Edges{{0, 1}, {1, 0}, {0, 2}});
    CHECK(reduce(1, Edges{{0, 0}}) == Edges{{0, 0}});
}

TEST_CASE("the reduction of a chain longer than a slice of targets") {
    Edges chain;
    Edges edges;
    constexpr std::size_t length = 2500;
    for (std::size_t i = 0; i + 1 < length; ++i) chain.emplace_back(i, i + 1);
    for (std::size_t i = 0; i + 1 < length; ++i) {
        edges.push_back(chain[i]);
        if (i + 2 < length) edges.emplace_back(i, i + 2);
        if (i + 1500 < length) edges.emplace_back(i, i + 1500);
    }
    CHECK(reduce(length, edges) == chain);
}
