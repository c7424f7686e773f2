#pragma once

#include <vector>

#include "graph/dependency_graph.h"

/// In which order the objects of a catalog can be made, and in which dropped.
namespace backout::graph {

/// What is made or dropped by one statement.
struct Step {
    std::size_t vertex = 0;
    /// What comes with it without a statement of its own: constraints of a table; when dropping also sequences that it
    /// owns, members of an extension, what partitions have of it.
    std::vector<std::size_t> with;
    /// A constraint that has been cut off its table: ALTER TABLE adds or drops it.
    bool cut = false;
};

/// Objects that need each other.
struct Cycle {
    std::vector<std::size_t> members;
    std::vector<std::size_t> cut_constraints;   ///< that are made after, and dropped before, the others; foreign keys if that is enough
    std::vector<std::size_t> cut_defaults;      ///< indexes of dependences, where only a column's default closes it
    bool open = false;                          ///< nothing could be cut: a base type and its functions
};

struct SchemaOrder {
    std::vector<Step> steps;
    std::vector<Cycle> cycles;
};

/// `of`: only these vertices and what they need (or, for dropping, what needs them); empty: all. What a fresh server
/// has (the schema public) is neither made nor dropped. Where it is free the order is that of creation, or its reverse.
SchemaOrder create_order(const DependencyGraph& graph, const std::vector<std::size_t>& of = {});
SchemaOrder drop_order(const DependencyGraph& graph, const std::vector<std::size_t>& of = {});

}  // namespace backout::graph
