#include "graph/schema_order.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

namespace backout::graph {

namespace {

bool is_constraint(const Vertex& vertex) {
    return vertex.kind == "constraint" || vertex.kind == "foreign_key" || vertex.kind == "domain_constraint";
}

/// What can be taken out of a cycle, the mildest cut first.
enum class Cut : std::uint8_t { foreign_keys, constraints, defaults };

class Orderer {
public:
    Orderer(const DependencyGraph& graph, bool dropping) : graph_(graph), dropping_(dropping) {
        for (std::size_t i = 0; i < graph.vertices.size(); ++i) by_oid_[graph.vertices[i].oid] = i;
        find_wholes();
        assign_units();
    }

    SchemaOrder order(const std::vector<std::size_t>& of) {
        const std::vector<bool> chosen = choose(of);
        SchemaOrder result;
        const Ordering uncut = sort_units(all_dependences(), chosen);
        const std::vector<Ties> ties = ties_within(uncut.cycles);
        for (std::size_t i = 0; i < uncut.cycles.size(); ++i) result.cycles.push_back(cut(uncut.cycles[i], ties[i]));
        assign_units();
        for (std::size_t unit : sort_units(all_dependences(), chosen).order)
            if (chosen[unit] && is_ours(unit)) result.steps.push_back(step(unit));
        return result;
    }

private:
    /// Numbers of dependences.
    using Ties = std::vector<std::size_t>;

    /// What each vertex is made or dropped with; itself for most.
    void find_wholes() {
        whole_.resize(graph_.vertices.size());
        for (std::size_t i = 0; i < whole_.size(); ++i) {
            whole_[i] = i;
            const Vertex& vertex = graph_.vertices[i];
            const auto table = by_oid_.find(vertex.part_of);
            if (is_constraint(vertex) && table != by_oid_.end()) whole_[i] = table->second;
        }
        if (!dropping_) return;
        for (const Dependence& dependence : graph_.dependences) {
            const Vertex& dependent = graph_.vertices[dependence.dependent];
            const bool goes_along =
                dependence.need == Need::owned_by ||
                (dependent.goes_with_whole && !is_constraint(dependent) &&
                 (dependence.need == Need::part_of || dependence.need == Need::extension_member));
            if (goes_along) whole_[dependence.dependent] = dependence.referenced;
        }
    }

    /// Wholes of wholes are resolved; what was cut is a unit of its own.
    void assign_units() {
        unit_.resize(whole_.size());
        for (std::size_t i = 0; i < unit_.size(); ++i) {
            std::size_t unit = i;
            for (std::size_t steps = 0; !cut_off_.contains(unit) && whole_[unit] != unit && steps < unit_.size(); ++steps)
                unit = whole_[unit];
            unit_[i] = unit;
        }
    }

    bool orders(const Dependence& dependence) const {
        // A sequence is given to its column after both are made.
        return (dropping_ || dependence.need != Need::owned_by) && unit_[dependence.dependent] != unit_[dependence.referenced];
    }

    Ties all_dependences() const {
        Ties found;
        for (std::size_t i = 0; i < graph_.dependences.size(); ++i)
            if (orders(graph_.dependences[i]) && !cut_defaults_.contains(i)) found.push_back(i);
        return found;
    }

    Edge edge(const Dependence& dependence) const {
        const std::size_t dependent = unit_[dependence.dependent];
        const std::size_t referenced = unit_[dependence.referenced];
        return dropping_ ? Edge{dependent, referenced} : Edge{referenced, dependent};
    }

    /// The units that were asked for and those that have to come before them.
    std::vector<bool> choose(const std::vector<std::size_t>& of) const {
        std::vector<bool> chosen(unit_.size(), of.empty());
        if (of.empty()) return chosen;
        std::vector<std::vector<std::size_t>> before(unit_.size());
        for (std::size_t i : all_dependences()) {
            const Edge tie = edge(graph_.dependences[i]);
            before[tie.second].push_back(tie.first);
        }
        std::vector<std::size_t> pending;
        for (std::size_t vertex : of) pending.push_back(unit_[vertex]);
        while (!pending.empty()) {
            const std::size_t unit = pending.back();
            pending.pop_back();
            if (chosen[unit]) continue;
            chosen[unit] = true;
            pending.insert(pending.end(), before[unit].begin(), before[unit].end());
        }
        // Parts that are cut off become units, too.
        for (std::size_t i = 0; i < unit_.size(); ++i)
            if (chosen[unit_[i]]) chosen[i] = true;
        return chosen;
    }

    Ordering sort_units(const Ties& dependences, const std::vector<bool>& chosen) const {
        std::vector<Edge> edges;
        for (std::size_t i : dependences) {
            const Edge tie = edge(graph_.dependences[i]);
            if (chosen[tie.first] && chosen[tie.second]) edges.push_back(tie);
        }
        std::vector<std::int64_t> priority;
        for (std::size_t i = 0; i < unit_.size(); ++i) {
            const auto oid = static_cast<std::int64_t>(graph_.vertices[i].oid);
            if (dropping_ && cut_off_.contains(i))
                priority.push_back(std::numeric_limits<std::int64_t>::min());
            else
                priority.push_back(dropping_ ? -oid : oid);
        }
        return sort(unit_.size(), edges, priority);
    }

    bool can_cut(const Dependence& dependence, Cut level) const {
        const Vertex& dependent = graph_.vertices[dependence.dependent];
        if (dependent.kind == "foreign_key") return true;
        if (level != Cut::foreign_keys && is_constraint(dependent)) return true;
        return level == Cut::defaults && dependence.need == Need::default_uses;
    }

    /// What ties the members of each cycle; notes the place of each unit in its cycle.
    std::vector<Ties> ties_within(const std::vector<std::vector<std::size_t>>& cycles) {
        std::vector<std::size_t> cycle_of(unit_.size(), cycles.size());
        place_in_cycle_.assign(unit_.size(), 0);
        for (std::size_t i = 0; i < cycles.size(); ++i)
            for (std::size_t place = 0; place < cycles[i].size(); ++place) {
                cycle_of[cycles[i][place]] = i;
                place_in_cycle_[cycles[i][place]] = place;
            }
        std::vector<Ties> ties(cycles.size());
        for (std::size_t i : all_dependences()) {
            const auto [first, second] = edge(graph_.dependences[i]);
            if (cycle_of[first] == cycle_of[second] && cycle_of[first] < cycles.size()) ties[cycle_of[first]].push_back(i);
        }
        return ties;
    }

    Cycle cut(const std::vector<std::size_t>& members, const Ties& ties) {
        Cycle cycle;
        cycle.members = members;
        for (Cut level : {Cut::foreign_keys, Cut::constraints, Cut::defaults})
            if (cut(cycle, ties, level)) return cycle;
        cycle.open = true;
        return cycle;
    }

    /// Takes out what runs against an order of the rest; false when the rest has no order.
    bool cut(Cycle& cycle, const Ties& ties, Cut level) {
        // Among themselves the members are numbered by their place, which is that of their priority.
        auto local = [&](std::size_t tie) {
            const auto [first, second] = edge(graph_.dependences[tie]);
            return Edge{place_in_cycle_[first], place_in_cycle_[second]};
        };
        std::vector<Edge> rest;
        for (std::size_t i : ties)
            if (!can_cut(graph_.dependences[i], level)) rest.push_back(local(i));
        const Ordering ordering = sort(cycle.members.size(), rest);
        if (!ordering.cycles.empty()) return false;
        std::vector<std::size_t> place(cycle.members.size());
        for (std::size_t i = 0; i < place.size(); ++i) place[ordering.order[i]] = i;
        for (std::size_t i : ties) {
            const auto [first, second] = local(i);
            if (can_cut(graph_.dependences[i], level) && place[first] > place[second]) take_out(cycle, i);
        }
        return true;
    }

    void take_out(Cycle& cycle, std::size_t tie) {
        const std::size_t dependent = graph_.dependences[tie].dependent;
        if (!is_constraint(graph_.vertices[dependent])) {
            if (cut_defaults_.insert(tie).second) cycle.cut_defaults.push_back(tie);
        } else if (cut_off_.insert(dependent).second) {
            cycle.cut_constraints.push_back(dependent);
        }
    }

    bool is_ours(std::size_t unit) const {
        return unit_[unit] == unit && !catalog::is_builtin(graph_.vertices[unit].oid);
    }

    Step step(std::size_t unit) {
        if (parts_.empty()) {
            parts_.resize(unit_.size());
            for (std::size_t i = 0; i < unit_.size(); ++i)
                if (unit_[i] != i) parts_[unit_[i]].push_back(i);
        }
        return {unit, parts_[unit], cut_off_.contains(unit)};
    }

    const DependencyGraph& graph_;
    const bool dropping_;
    std::unordered_map<catalog::Oid, std::size_t> by_oid_;
    std::vector<std::size_t> whole_;
    std::vector<std::size_t> unit_;
    std::unordered_set<std::size_t> cut_off_;       ///< constraints
    std::unordered_set<std::size_t> cut_defaults_;  ///< dependences
    std::vector<std::size_t> place_in_cycle_;
    std::vector<std::vector<std::size_t>> parts_;
};

}  // namespace

SchemaOrder create_order(const DependencyGraph& graph, const std::vector<std::size_t>& of) {
    return Orderer(graph, false).order(of);
}

SchemaOrder drop_order(const DependencyGraph& graph, const std::vector<std::size_t>& of) {
    return Orderer(graph, true).order(of);
}

}  // namespace backout::graph
