#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "graph/naming.h"
#include "graph/report.h"
#include "text/escape.h"

namespace backout::graph {

namespace {

std::string called(const Vertex& vertex) {
    return text::escape_for_terminal(kind_in_words(vertex.kind) + " " + vertex.name);
}

std::string names(const DependencyGraph& graph, const std::vector<std::size_t>& vertices) {
    std::vector<std::string> found;
    for (std::size_t vertex : vertices) found.push_back(called(graph.vertices[vertex]));
    return fmt::format("{}", fmt::join(found, ", "));
}

/// The number of the vertex in the whole graph, of which `shown` may be a part.
std::size_t number_of(const Vertex& vertex) { return static_cast<std::size_t>(vertex.migration); }

/// By the vertex that has them.
std::vector<std::vector<const Dependence*>> needs_of(const DependencyGraph& graph) {
    std::vector<std::vector<const Dependence*>> needs(graph.vertices.size());
    for (const Dependence& dependence : graph.dependences) needs[dependence.dependent].push_back(&dependence);
    return needs;
}

void add_cycle(const Cycle& cycle, const DependencyGraph& graph, std::string& out) {
    out += fmt::format("\ncycle: {}\n", names(graph, cycle.members));
    for (std::size_t constraint : cycle.cut_constraints)
        out += fmt::format("  cut at {}: ALTER TABLE adds it last and drops it first\n", called(graph.vertices[constraint]));
    for (std::size_t i : cycle.cut_defaults) {
        const Dependence& dependence = graph.dependences[i];
        out += fmt::format("  cut at the default of {} ({}): ALTER TABLE sets it last and drops it first\n",
                           called(graph.vertices[dependence.dependent]),
                           text::escape_for_terminal(fmt::format("{}", fmt::join(dependence.columns, ", "))));
    }
    if (cycle.open) out += "  no constraint closes it: one of them has to begin as a shell (CREATE TYPE name)\n";
}

void add_steps(std::string_view title, const SchemaOrder& order, const DependencyGraph& graph, bool dropping,
               std::string& out) {
    out += fmt::format("{}\n", title);
    const std::size_t width = std::to_string(order.steps.size()).size();
    std::size_t number = 0;
    for (const Step& step : order.steps) {
        out += fmt::format("  {:>{}}  {}", ++number, width, called(graph.vertices[step.vertex]));
        if (step.cut) out += dropping ? "  (ALTER TABLE … DROP CONSTRAINT)" : "  (ALTER TABLE … ADD CONSTRAINT)";
        std::vector<std::size_t> taken;
        for (std::size_t part : step.with)
            if (graph.vertices[part].part_of != graph.vertices[step.vertex].oid) taken.push_back(part);
        if (dropping && !taken.empty()) out += "  takes " + names(graph, taken);
        out += "\n";
    }
}

}  // namespace

std::string as_text(const DependencyGraph& graph) {
    const auto needs = needs_of(graph);
    std::string out;
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
        out += called(graph.vertices[i]) + (graph.vertices[i].assumed ? "  (taken to be there)\n" : "\n");
        for (const Dependence* dependence : needs[i])
            out += fmt::format("  {} {}{}{}{}\n", in_words(dependence->need),
                               dependence->key.empty() ? "" : text::escape_for_terminal(dependence->key) + " of ",
                               called(graph.vertices[dependence->referenced]),
                               text::escape_for_terminal(columns_in_words(*dependence)),
                               dependence->through.empty() ? ""
                                                           : ", by " + text::escape_for_terminal(dependence->through));
    }
    return out;
}

std::string as_text(const MigrationGraph& migrations, const DependencyGraph& shown) {
    const DependencyGraph& whole = migrations.graph;
    const auto before = rolled_back_before(whole);
    const auto needs = needs_of(shown);
    std::string out;
    for (std::size_t i = 0; i < shown.vertices.size(); ++i) {
        const std::size_t number = number_of(shown.vertices[i]);
        out += text::escape_for_terminal(shown.vertices[i].name) + "\n";
        for (const Dependence* dependence : needs[i])
            out += fmt::format("  needs {}: {}\n", text::escape_for_terminal(shown.vertices[dependence->referenced].name),
                               text::escape_for_terminal(in_words(*dependence)));
        std::vector<std::string> first;
        for (std::size_t later : before[number])
            first.push_back(text::escape_for_terminal(whole.vertices[later].name));
        out += first.empty() ? "  can be rolled back alone" : fmt::format("  roll back first: {}", fmt::join(first, ", "));
        out += migrations.uncertainties[number].empty() ? "\n" : ", as far as it is known\n";
        for (const std::string& reason : migrations.uncertainties[number])
            out += fmt::format("  not wholly known: {}\n", text::escape_for_terminal(reason));
    }
    return out;
}

std::string as_text(const Orders& orders, const DependencyGraph& graph) {
    std::string out;
    add_steps("create", orders.create, graph, false, out);
    out += "\n";
    add_steps("drop", orders.drop, graph, true, out);
    for (const Cycle& cycle : orders.create.cycles) add_cycle(cycle, graph, out);
    return out;
}

}  // namespace backout::graph
