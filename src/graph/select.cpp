#include "graph/select.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

namespace backout::graph {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// Whether `name` is the end of `full`, after a dot.
bool is_tail(std::string_view full, std::string_view name) {
    return full.size() > name.size() && full.ends_with(name) && full[full.size() - name.size() - 1] == '.';
}

std::string_view without_arguments(const Vertex& vertex) {
    const std::string_view name = vertex.name;
    const bool has_arguments = vertex.kind == "function" || vertex.kind == "procedure" || vertex.kind == "aggregate";
    return has_arguments ? name.substr(0, name.find('(')) : name;
}

using Neighbours = std::vector<std::vector<std::size_t>>;

Neighbours neighbours(const DependencyGraph& graph, bool needed) {
    Neighbours found(graph.vertices.size());
    for (const Dependence& dependence : graph.dependences)
        found[needed ? dependence.dependent : dependence.referenced].push_back(needed ? dependence.referenced
                                                                                      : dependence.dependent);
    return found;
}

bool is_constraint(const Vertex& vertex) {
    return vertex.kind == "constraint" || vertex.kind == "foreign_key" || vertex.kind == "domain_constraint";
}

/// The constraints of each table and domain.
Neighbours constraints_of(const DependencyGraph& graph) {
    std::unordered_map<catalog::Oid, std::size_t> by_oid;
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) by_oid[graph.vertices[i].oid] = i;
    Neighbours found(graph.vertices.size());
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
        const auto table = by_oid.find(graph.vertices[i].part_of);
        if (is_constraint(graph.vertices[i]) && table != by_oid.end()) found[table->second].push_back(i);
    }
    return found;
}

/// `along` is what is reached from a vertex without a step.
void walk(const Neighbours& next, const Neighbours& along, const std::vector<std::size_t>& from,
          std::optional<std::size_t> depth, std::vector<bool>& kept) {
    std::vector<bool> seen(next.size(), false);
    auto reach = [&](std::size_t vertex, std::vector<std::size_t>& level) {
        if (seen[vertex]) return;
        seen[vertex] = kept[vertex] = true;
        level.push_back(vertex);
        for (std::size_t part : along[vertex])
            if (!seen[part]) {
                seen[part] = kept[part] = true;
                level.push_back(part);
            }
    };
    std::vector<std::size_t> level;
    for (std::size_t vertex : from) reach(vertex, level);
    for (std::size_t step = 0; !level.empty() && (!depth || step < *depth); ++step) {
        std::vector<std::size_t> found;
        for (std::size_t vertex : level)
            for (std::size_t neighbour : next[vertex]) reach(neighbour, found);
        level = std::move(found);
    }
}

std::string own_name(const Vertex& vertex) { return vertex.name.substr(vertex.name.rfind('.') + 1); }

/// A foreign key that is drawn as an arrow from table to table leans on a key of the other; that goes without saying.
void drop_keys_of_references(DependencyGraph& graph) {
    std::set<std::tuple<std::size_t, std::size_t, std::string>> references;
    for (const Dependence& dependence : graph.dependences)
        if (dependence.need == Need::references)
            references.emplace(dependence.dependent, dependence.referenced, dependence.through);
    std::erase_if(graph.dependences, [&](const Dependence& dependence) {
        return dependence.need == Need::relies_on_key && !dependence.key.empty() &&
               references.contains({dependence.dependent, dependence.referenced, dependence.through});
    });
}

/// Copies what is kept; `stands_for` says into what each vertex goes. Dependences that become a vertex's own vanish, but for what references
/// its own table.
DependencyGraph renumbered(const DependencyGraph& graph, const std::vector<bool>& kept,
                           const std::vector<std::size_t>& stands_for) {
    DependencyGraph result;
    std::vector<std::size_t> number(graph.vertices.size(), none);
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
        if (!kept[i]) continue;
        number[i] = result.vertices.size();
        result.vertices.push_back(graph.vertices[i]);
    }
    for (const Dependence& dependence : graph.dependences) {
        const std::size_t from = stands_for[dependence.dependent];
        const std::size_t to = stands_for[dependence.referenced];
        if (from == none || to == none) continue;
        if (from == to && dependence.need != Need::references) continue;
        Dependence copy = dependence;
        copy.dependent = number[from];
        copy.referenced = number[to];
        if (from != dependence.dependent) copy.through = own_name(graph.vertices[dependence.dependent]);
        if (to != dependence.referenced) copy.key = own_name(graph.vertices[dependence.referenced]);
        result.dependences.push_back(std::move(copy));
    }
    drop_keys_of_references(result);
    return result;
}

}  // namespace

std::vector<std::size_t> find_vertices(const DependencyGraph& graph, std::string_view name) {
    std::vector<std::size_t> exact;
    std::vector<std::size_t> close;
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
        const std::string_view full = graph.vertices[i].name;
        const std::string_view bare = without_arguments(graph.vertices[i]);
        if (full == name || bare == name)
            exact.push_back(i);
        else if (is_tail(full, name) || is_tail(bare, name))
            close.push_back(i);
    }
    return exact.empty() ? close : exact;
}

std::vector<bool> surroundings(const DependencyGraph& graph, const std::vector<std::size_t>& of, Direction direction,
                               std::optional<std::size_t> depth) {
    std::vector<bool> kept(graph.vertices.size(), false);
    const Neighbours constraints = constraints_of(graph);
    if (direction != Direction::needed_by) walk(neighbours(graph, true), constraints, of, depth, kept);
    if (direction == Direction::needs) return kept;
    walk(neighbours(graph, false), Neighbours(graph.vertices.size()), of, depth, kept);
    for (std::size_t table = 0; table < kept.size(); ++table)
        for (std::size_t constraint : constraints[table])
            if (kept[constraint]) kept[table] = true;
    return kept;
}

DependencyGraph restrict(const DependencyGraph& graph, const std::vector<bool>& kept) {
    std::vector<std::size_t> stands_for(graph.vertices.size(), none);
    for (std::size_t i = 0; i < stands_for.size(); ++i)
        if (kept[i]) stands_for[i] = i;
    return renumbered(graph, kept, stands_for);
}

DependencyGraph fold(const DependencyGraph& graph, const std::function<bool(const Vertex&)>& stays) {
    std::unordered_map<catalog::Oid, std::size_t> by_oid;
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) by_oid[graph.vertices[i].oid] = i;
    std::vector<bool> kept(graph.vertices.size(), false);
    std::vector<std::size_t> stands_for(graph.vertices.size(), none);
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
        kept[i] = stays(graph.vertices[i]);
        if (kept[i]) stands_for[i] = i;
    }
    for (std::size_t i = 0; i < graph.vertices.size(); ++i) {
        if (kept[i]) continue;
        const auto whole = by_oid.find(graph.vertices[i].part_of);
        if (whole != by_oid.end() && kept[whole->second]) stands_for[i] = whole->second;
    }
    return renumbered(graph, kept, stands_for);
}

DependencyGraph reduced(const DependencyGraph& graph) {
    const std::vector<Edge> edges = graph.edges();
    const std::vector<Edge> needed = reduce(graph.vertices.size(), edges);
    const std::set<Edge> kept(needed.begin(), needed.end());
    DependencyGraph result{graph.vertices, {}};
    for (const Dependence& dependence : graph.dependences)
        if (dependence.dependent == dependence.referenced || kept.contains({dependence.referenced, dependence.dependent}))
            result.dependences.push_back(dependence);
    return result;
}

}  // namespace backout::graph
