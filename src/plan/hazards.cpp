#include "plan/hazards.h"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "catalog/relation.h"

namespace backout::plan {

using catalog::Oid;
using simulate::Effects;
using simulate::LockMode;

namespace {

LockMode lock_on(const Effects& effects, Oid relation) {
    LockMode strongest = LockMode::none;
    for (const Effects::Lock& lock : effects.locks)
        if (lock.relation == relation) strongest = std::max(strongest, lock.mode);
    return strongest;
}

std::string_view who_waits(LockMode mode) {
    if (mode == LockMode::access_exclusive) return "nobody can read or write it meanwhile";
    return mode >= LockMode::share ? "nobody can write it meanwhile" : "";
}

/// The relation as it was before the statement, so that what it drops has a name.
const catalog::Relation* relation_before(const catalog::Catalog& catalog, Oid oid, catalog::Position before) {
    for (const catalog::Change& change : catalog.changes(before, catalog.position()))
        if (change.oid == oid) return catalog::as<catalog::Relation>(change.before.get());
    return catalog.find<catalog::Relation>(oid);
}

class Hazards {
public:
    Hazards(const catalog::Catalog& catalog, const Effects& effects, catalog::Position before)
        : catalog_(catalog), effects_(effects), before_(before) {}

    std::vector<std::string> tell() {
        for (const Effects::Data& data : effects_.data) tell_loss(data);
        for (const Effects::Rewrite& rewrite : effects_.rewrites) tell_wait(rewrite.relation, "rewrites");
        for (const Effects::Scan& scan : effects_.scans)
            if (scan.reason != Effects::ScanReason::query) tell_wait(scan.relation, "reads all rows of");
        return std::move(lines_);
    }

private:
    /// What a statement of this plan made has no origin in a script.
    static bool is_somebodys(const catalog::Relation* relation) {
        return relation && relation->is_table() && relation->origin.script >= 0;
    }

    void tell_loss(const Effects::Data& data) {
        const auto* relation = relation_before(catalog_, data.relation, before_);
        if (!is_somebodys(relation)) return;
        if (data.kind == Effects::Data::Kind::table_dropped) add(fmt::format("the rows of {} are lost", relation->name));
        if (data.kind != Effects::Data::Kind::column_dropped) return;
        const auto* column = relation->find_attribute(data.column);
        if (column && !column->generated) add(fmt::format("the values of {}.{} are lost", relation->name, column->name));
    }

    /// A rewrite reads all rows anyway: that is said once.
    void tell_wait(Oid oid, std::string_view what) {
        const auto* relation = catalog_.find<catalog::Relation>(oid);
        const std::string_view waits = is_somebodys(relation) ? who_waits(lock_on(effects_, oid)) : std::string_view();
        if (!waits.empty() && told_.insert(oid).second) add(fmt::format("{} {}: {}", what, relation->name, waits));
    }

    void add(std::string line) {
        if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(std::move(line));
    }

    const catalog::Catalog& catalog_;
    const Effects& effects_;
    catalog::Position before_;
    std::set<Oid> told_;
    std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> hazards_of(const catalog::Catalog& catalog, const simulate::StatementResult& result,
                                    catalog::Position before) {
    return Hazards(catalog, result.effects, before).tell();
}

}  // namespace backout::plan
