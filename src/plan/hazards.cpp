#include "plan/hazards.h"

#include <algorithm>

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
    if (mode == LockMode::access_exclusive) return "nobody can read or write it";
    return mode >= LockMode::share ? "nobody can write it" : "";
}

}  // namespace

std::vector<std::string> hazards_of(const catalog::Catalog& catalog, const simulate::StatementResult& result) {
    std::vector<std::string> lines;
    auto tell = [&](Oid oid, std::string_view what) {
        const auto* relation = catalog.find<catalog::Relation>(oid);
        // What a statement of this plan made has no origin in a script.
        if (!relation || !relation->is_table() || relation->origin.script < 0) return;
        std::string_view waits = who_waits(lock_on(result.effects, oid));
        if (waits.empty()) return;
        std::string line = fmt::format("{} {}; meanwhile {}", what, relation->name, waits);
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
    };
    for (const Effects::Rewrite& rewrite : result.effects.rewrites) tell(rewrite.relation, "writes anew");
    for (const Effects::Scan& scan : result.effects.scans)
        if (scan.reason != Effects::ScanReason::query) tell(scan.relation, "reads all rows of");
    return lines;
}

}  // namespace backout::plan
