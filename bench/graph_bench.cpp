/// graph_bench [OBJECTS [DEPENDENCIES]]: what it costs to order, reduce and draw a graph (10,000 objects with 50,000
/// dependencies unless told otherwise), and to find the dependencies of a catalog of some ten thousand objects.

#include <cstdlib>
#include <ctime>
#include <random>
#include <string>

#include <fmt/format.h>

#include "graph/picture.h"
#include "graph/report.h"
#include "graph/schema_order.h"
#include "graph/select.h"
#include "simulate/simulator.h"
#include "sql/parse.h"
#include "sql/split.h"

namespace {

using namespace backout;

template <class Function>
void measure(std::string_view what, Function function) {
    const std::clock_t start = std::clock();
    const std::size_t result = function();
    const double milliseconds = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    fmt::print("{:<38} {:>8.1f} ms   {}\n", what, milliseconds, result);
}

/// Objects that need earlier ones, and as many cycles of two as one in a hundred makes.
graph::DependencyGraph random_graph(std::size_t objects, std::size_t dependencies) {
    std::mt19937_64 random(1);
    graph::DependencyGraph graph;
    for (std::size_t i = 0; i < objects; ++i) {
        graph::Vertex vertex;
        vertex.oid = static_cast<catalog::Oid>(catalog::first_user_oid + i);
        vertex.kind = "table";
        vertex.name = fmt::format("public.t{}", i);
        vertex.schema = "public";
        graph.vertices.push_back(std::move(vertex));
    }
    for (std::size_t i = 0; i < dependencies; ++i) {
        const std::size_t later = 1 + random() % (objects - 1);
        const std::size_t earlier = random() % later;
        graph.dependences.push_back({later, earlier, graph::Need::reads, {}, {}, {}, {}, {}});
        if (i % 100 == 0 && later + 1 < objects) {
            graph.dependences.push_back({later, later + 1, graph::Need::default_uses, {"c"}, {}, {}, {}, {}});
            graph.dependences.push_back({later + 1, later, graph::Need::reads, {}, {}, {}, {}, {}});
        }
    }
    return graph;
}

std::string large_schema(int tables) {
    std::string sql;
    for (int i = 0; i < tables; ++i) {
        sql += fmt::format("CREATE TABLE t{0} (id int PRIMARY KEY, a int REFERENCES t{1}, b int REFERENCES t{2});\n", i,
                           i / 2, i / 3);
        sql += fmt::format("CREATE INDEX ON t{0} (a);\nCREATE VIEW v{0} AS SELECT t{0}.id, t{1}.a FROM t{0}, t{1};\n", i,
                           i / 2);
    }
    return sql;
}

void replay(simulate::Simulator& simulator, std::string_view sql) {
    const sql::SplitResult pieces = sql::split(sql);
    for (const auto& piece : pieces.statements)
        if (auto parsed = sql::parse_statement(pieces.statement_text(piece), 0); parsed && *parsed)
            simulator.execute(**parsed, {0, static_cast<std::int32_t>(piece.begin), 0});
}

}  // namespace

int main(int count, char** arguments) {
    const std::size_t objects = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 10'000;
    const std::size_t dependencies = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 50'000;
    const graph::DependencyGraph graph = random_graph(std::max<std::size_t>(objects, 2), dependencies);
    fmt::print("{} objects, {} dependencies\n", graph.vertices.size(), graph.dependences.size());
    const std::vector<graph::Edge> edges = graph.edges();
    measure("order", [&] { return graph::sort(graph.vertices.size(), edges).cycles.size(); });
    measure("transitive reduction", [&] { return graph::reduce(graph.vertices.size(), edges).size(); });
    measure("create order, cycles cut", [&] { return graph::create_order(graph).steps.size(); });
    measure("drop order, cycles cut", [&] { return graph::drop_order(graph).steps.size(); });
    measure("DOT", [&] { return graph::as_dot(graph::picture_of(graph)).size(); });
    measure("JSON", [&] { return graph::as_json(graph, {}).size(); });

    simulate::Simulator simulator({});
    replay(simulator, large_schema(2'000));
    graph::DependencyGraph found;
    measure("dependencies of a catalog", [&] {
        found = graph::dependency_graph(simulator.catalog());
        return found.dependences.size();
    });
    fmt::print("{} objects, {} dependencies\n", found.vertices.size(), found.dependences.size());
    measure("create order", [&] { return graph::create_order(found).steps.size(); });
    measure("drop order", [&] { return graph::drop_order(found).steps.size(); });
}
