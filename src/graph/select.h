#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "graph/dependency_graph.h"

/// Parts of a dependency graph.
namespace backout::graph {

enum class Direction : std::uint8_t { needs, needed_by, both };

/// The vertices that a person may mean by a name: those called exactly so, or else those whose name ends with it after
/// a dot, also without the arguments of a function.
std::vector<std::size_t> find_vertices(const DependencyGraph& graph, std::string_view name);

/// What the vertices need or are needed by, over at most `depth` steps, themselves included. `both` is all that they need
/// and all that needs them, not what else needs what they need. What a table's constraints need the table needs; of a
/// constraint that needs something the table is kept, but not what needs that table.
std::vector<bool> surroundings(const DependencyGraph& graph, const std::vector<std::size_t>& of, Direction direction,
                               std::optional<std::size_t> depth);

/// The graph of the vertices that are kept, and what ties them.
DependencyGraph restrict(const DependencyGraph& graph, const std::vector<bool>& kept);

/// The graph of the vertices that stay. A part of a table that does not stay becomes the table's own: what it needs the
/// table needs, through it. Other vertices go with all their ties.
DependencyGraph fold(const DependencyGraph& graph, const std::function<bool(const Vertex&)>& stays);

/// Without ties that longer ways imply.
DependencyGraph reduced(const DependencyGraph& graph);

}  // namespace backout::graph
