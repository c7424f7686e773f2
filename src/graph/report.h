#pragma once

#include <string>
#include <vector>

#include "graph/migration_graph.h"
#include "graph/picture.h"
#include "graph/schema_order.h"

/// Graphs and orders as text, JSON and pictures.
namespace backout::graph {

/// What a report says beside the graph.
struct Heading {
    std::vector<std::string> migrations;  ///< names, by number
    int postgres_major = 0;
};

/// "references (user_id → id)", "reads (a, b)".
std::string in_words(const Dependence& dependence);
/// The columns alone: " (user_id → id)"; empty when there are none.
std::string columns_in_words(const Dependence& dependence);

Picture picture_of(const DependencyGraph& graph);
std::string as_text(const DependencyGraph& graph);
std::string as_json(const DependencyGraph& graph, const Heading& heading);

/// Which migrations can be rolled back alone, and what has to go before the others.
std::string as_text(const MigrationGraph& migrations, const DependencyGraph& shown);
std::string as_json(const MigrationGraph& migrations, const DependencyGraph& shown, const Heading& heading);

struct Orders {
    SchemaOrder create;
    SchemaOrder drop;
};
std::string as_text(const Orders& orders, const DependencyGraph& graph);
std::string as_json(const Orders& orders, const DependencyGraph& graph, const Heading& heading);

}  // namespace backout::graph
