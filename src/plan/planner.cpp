#include "plan/planner.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "catalog/cluster_objects.h"
#include "graph/order.h"
#include "plan/definition.h"
#include "plan/hazards.h"
#include "plan/remaining.h"
#include "plan/renames.h"
#include "plan/safe_steps.h"
#include "sql/parse.h"

namespace backout::plan {

namespace {

class Planner {
public:
    Planner(simulate::Simulator& simulator, const Catalog& target, const Request& request, Writer::Style style)
        : simulator_(simulator),
          target_(target),
          request_(request),
          style_(style),
          start_(simulator.catalog().position()),
          path_(simulator.session().search_path(simulator.catalog())),
          creator_(simulator.session().state.current_role) {}

    Plan make() {
        if (rename_all()) plan_rounds();
        plan_.left = remaining(simulator_.catalog(), target_, touched());
        plan_.proven = plan_.reasons.empty() && plan_.left.empty();
        return std::move(plan_);
    }

private:
    /// What a plan still lacks after a round is planned again: default privileges that acted on a new table, names that
    /// PostgreSQL chose. More rounds than that only go in circles.
    static constexpr int most_rounds = 4;

    const Catalog& now() const { return simulator_.catalog(); }
    Writer writer() const { return Writer(now(), path_, style_, &target_); }
    Writer target_writer() const { return Writer(target_, path_, style_, &now()); }

    std::optional<std::vector<Oid>> touched() const {
        if (!request_.since) return std::nullopt;
        std::set<Oid> oids;
        for (const catalog::Change& change : now().changes(*request_.since, now().position())) oids.insert(change.oid);
        return std::vector<Oid>(oids.begin(), oids.end());
    }

    Sides sides(const Writer& from, const Writer& to) const {
        return {from, to, creator_, touched(), request_.since.has_value()};
    }

    // --- running ---------------------------------------------------------------------------------------------------

    /// Runs a statement on the simulated catalog and keeps it. False: it failed, or can't be simulated.
    bool run(const std::string& written, std::vector<std::string> remarks) {
        for (std::string& sql : steps_of(written))
            if (!run_step(sql, std::exchange(remarks, {}))) return false;
        return true;
    }

    std::vector<std::string> steps_of(const std::string& written) {
        if (!request_.safe && !request_.concurrently) return {written};
        const auto tree = sql::parse_statement(written);
        if (!tree || !*tree || !keeps_waiting(now(), path_, **tree, start_)) return {written};
        return in_safe_steps(written, request_.safe ? SafeSteps::all : SafeSteps::indexes);
    }

    /// Between schemas that know nothing of each other, and on the way forward, nothing comes back.
    void drop_remarks_on_restoring(std::vector<std::string>& remarks) const {
        if (request_.restores) return;
        std::erase_if(remarks, [](const std::string& remark) { return remark.ends_with(" are not restored"); });
    }

    bool run_step(const std::string& sql, std::vector<std::string> remarks) {
        drop_remarks_on_restoring(remarks);
        plan_.statements.push_back({sql, std::move(remarks), {}});
        auto tree = sql::parse_statement(sql);
        if (!tree || !*tree) {
            plan_.reasons.push_back(fmt::format("{}: {}", sql, tree ? "is empty" : tree.error().message));
            return false;
        }
        const catalog::Position before = now().position();
        simulate::StatementResult result = simulator_.execute(**tree, {});
        for (const std::string& uncertainty : result.uncertainties) plan_.reasons.push_back(uncertainty);
        plan_.statements.back().hazards = hazards_of(now(), result, before);
        if (result.outcome.kind == simulate::OutcomeKind::ok) return true;
        plan_.reasons.push_back(fmt::format("{}: {}", sql, result.outcome.error.message));
        return false;
    }

    void note_unknowns(const Difference& difference) {
        for (const std::string& unknown : difference.unknowns) {
            plan_.reasons.push_back(unknown);
            plan_.unknowns.push_back(unknown);
        }
    }

    bool run(Difference difference) {
        std::vector<std::int64_t> priorities;
        for (const Operation& operation : difference.operations) priorities.push_back(operation.priority);
        const graph::Ordering ordering = graph::sort(difference.operations.size(), difference.edges, priorities);
        for (std::size_t index : ordering.order) {
            Operation& operation = difference.operations[index];
            for (std::size_t i = 0; i < operation.statements.size(); ++i)
                if (!run(operation.statements[i], i == 0 ? std::move(operation.remarks) : std::vector<std::string>()))
                    return false;
        }
        return true;
    }

    // --- renames ---------------------------------------------------------------------------------------------------

    bool rename_all() {
        std::vector<Renaming> pending =
            request_.since ? renamed_objects(now(), target_, *touched()) : told_renames(now(), request_.renames, plan_.reasons);
        while (!pending.empty()) {
            auto free = std::find_if(pending.begin(), pending.end(),
                                     [&](const Renaming& renaming) { return is_free(renaming); });
            if (free == pending.end()) {
                if (!make_room(pending)) return false;
                continue;
            }
            Renaming renaming = *free;
            pending.erase(free);
            if (renaming.kind == Renaming::Kind::schema && !make_schema(renaming.to)) return false;
            if (!run(statement_of(writer(), renaming), {})) return false;
        }
        return true;
    }

    bool is_free(const Renaming& renaming) const {
        return renaming.kind == Renaming::Kind::column ? column_with_name(renaming) == 0
                                                       : occupant(now(), renaming) == catalog::invalid_oid;
    }

    /// The number of the column that has the name already; 0 for none.
    catalog::AttributeNumber column_with_name(const Renaming& renaming) const {
        const auto* column = now().find<catalog::Relation>(renaming.oid)->find_attribute(std::string_view(renaming.to));
        return column ? column->number : 0;
    }

    static bool is_pending(const std::vector<Renaming>& pending, Oid oid, catalog::AttributeNumber column) {
        return std::any_of(pending.begin(), pending.end(), [&](const Renaming& other) {
            return other.oid == oid && other.column == column && other.kind != Renaming::Kind::label;
        });
    }

    /// Every new name is taken: by something that goes, which then goes first; or two change places.
    bool make_room(std::vector<Renaming>& pending) {
        Renaming& renaming = pending.front();
        const bool is_column = renaming.kind == Renaming::Kind::column;
        const catalog::ObjectAddress in_the_way =
            is_column ? catalog::ObjectAddress{renaming.oid, column_with_name(renaming)}
                      : catalog::ObjectAddress{occupant(now(), renaming), 0};
        if (!is_pending(pending, in_the_way.oid, in_the_way.column)) {
            const Writer from = writer();
            const Writer to = target_writer();
            Difference difference = removal(sides(from, to), in_the_way);
            note_unknowns(difference);
            if (!run(std::move(difference))) return false;
            // What went with it is not renamed any more; it is made anew.
            std::erase_if(pending, [&](const Renaming& other) { return now().find(other.oid) == nullptr; });
            return true;
        }
        // The name is given up for a moment.
        Renaming aside = renaming;
        aside.to += "_aside";
        if (!run(statement_of(writer(), aside), {fmt::format("{} changes places with another", renaming.to)})) return false;
        std::rotate(pending.begin(), pending.begin() + 1, pending.end());
        return true;
    }

    bool make_schema(const std::string& name) {
        if (catalog::find_namespace(now(), name) != catalog::invalid_oid) return true;
        const Object* schema = target_.find(catalog::find_namespace(target_, name));
        if (!schema) return true;
        Definition definition = define(target_writer(), *schema, creator_);
        for (const std::string& statement : definition.statements)
            if (!run(statement, {})) return false;
        return true;
    }

    // --- the rest --------------------------------------------------------------------------------------------------

    void plan_rounds() {
        std::size_t left_before = static_cast<std::size_t>(-1);
        for (int round = 0; round < most_rounds; ++round) {
            std::vector<Residue> left = remaining(now(), target_, touched());
            if (left.empty() && round > 0) return;
            // A round that brings nothing nearer is the last: what stays is told.
            if (left.size() >= left_before) return;
            left_before = round == 0 ? left_before : left.size();
            const Writer from = writer();
            const Writer to = target_writer();
            Difference found = difference(sides(from, to));
            const bool nothing_to_do = found.operations.empty();
            note_unknowns(found);
            if (!run(std::move(found)) || nothing_to_do) return;
        }
    }

    simulate::Simulator& simulator_;
    const Catalog& target_;
    const Request& request_;
    const Writer::Style style_;
    const catalog::Position start_;
    const catalog::SearchPath path_;
    const Oid creator_;
    Plan plan_;
};

}  // namespace

Plan make_plan(simulate::Simulator& simulator, const Catalog& target, const Request& request) {
    const simulate::Simulator::Snapshot start = simulator.snapshot();
    Plan readable = Planner(simulator, target, request, Writer::Style::readable).make();
    if (readable.proven) return readable;
    simulator.restore(start);
    Plan exact = Planner(simulator, target, request, Writer::Style::exact).make();
    if (exact.proven) return exact;
    simulator.restore(start);
    return Planner(simulator, target, request, Writer::Style::readable).make();
}

}  // namespace backout::plan
