#include "graph/order.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>

#include "graph/components.h"

namespace backout::graph {

namespace {

/// What decides among those that may come next.
using Turn = std::tuple<std::int64_t, std::size_t>;  // priority, vertex

Turn turn_of(std::size_t vertex, std::span<const std::int64_t> priority) {
    return {vertex < priority.size() ? priority[vertex] : 0, vertex};
}

void sort_members(Components& components, std::span<const std::int64_t> priority) {
    for (auto& members : components.members)
        std::sort(members.begin(), members.end(), [&](std::size_t left, std::size_t right) {
            return turn_of(left, priority) < turn_of(right, priority);
        });
}

std::vector<std::size_t> count_predecessors(const Components& components) {
    std::vector<std::size_t> counts(components.size(), 0);
    for (const auto& successors : components.successors)
        for (std::size_t successor : successors) ++counts[successor];
    return counts;
}

}  // namespace

Ordering sort(std::size_t vertices, std::span<const Edge> edges, std::span<const std::int64_t> priority) {
    Components components = find_components(vertices, edges);
    sort_members(components, priority);
    std::vector<std::size_t> waiting_for = count_predecessors(components);
    // A component's turn is its first member's, which also tells which component it is.
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> free;
    for (std::size_t component = 0; component < components.size(); ++component)
        if (waiting_for[component] == 0) free.push(turn_of(components.members[component].front(), priority));
    Ordering ordering;
    ordering.order.reserve(vertices);
    while (!free.empty()) {
        const std::size_t component = components.of_vertex[std::get<1>(free.top())];
        free.pop();
        const auto& members = components.members[component];
        ordering.order.insert(ordering.order.end(), members.begin(), members.end());
        if (components.cyclic[component]) ordering.cycles.push_back(members);
        for (std::size_t successor : components.successors[component])
            if (--waiting_for[successor] == 0)
                free.push(turn_of(components.members[successor].front(), priority));
    }
    return ordering;
}

}  // namespace backout::graph
