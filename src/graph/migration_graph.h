#pragma once

#include <string>
#include <vector>

#include "backout/check.h"
#include "backout/project.h"
#include "graph/dependency_graph.h"

namespace backout::graph {

/// Which migration needs which.
struct MigrationGraph {
    /// A vertex per migration, in order, and why the later ones need the earlier ones (`because`).
    DependencyGraph graph;
    /// Per migration, what of it is not understood: it may need more than is told.
    std::vector<std::vector<std::string>> uncertainties;
};

/// A migration needs an earlier one when a statement of its up touches or refers to an object or column that the other
/// made or changed last, when it drops or renames what the other used, or takes a name that the other gave up.
MigrationGraph migration_graph(const project::Project& project, const CheckOptions& options);

/// For each migration those that need it, by whatever ways, the latest first: what has to be rolled back before it.
std::vector<std::vector<std::size_t>> rolled_back_before(const DependencyGraph& graph);

}  // namespace backout::graph
