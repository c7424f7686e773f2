#include <algorithm>

#include <fmt/format.h>

#include "analyze/query.h"

/// FOR UPDATE and its kin (transformLockingClause in parser/analyze.c).
namespace backout::analyze {

namespace {

Status check_lockable(const QueryState& state, const Query& query, std::string_view word) {
    const auto refuse = [&](std::string_view what) {
        return failure("0A000", fmt::format("{} is not allowed with {}", word, what), sql::no_location);
    };
    if (query.set_operations) return refuse("UNION/INTERSECT/EXCEPT");
    if (query.distinct) return refuse("DISTINCT clause");
    if (!query.group_by.empty() || !query.grouping_sets.empty()) return refuse("GROUP BY clause");
    if (query.having) return refuse("HAVING clause");
    if (state.has_aggregates) return refuse("aggregate functions");
    if (state.has_window_functions) return refuse("window functions");
    if (state.has_target_set_returning) return refuse("set-returning functions in the target list");
    return {};
}

void lock(Query& query, std::int32_t range_index, const sql::LockingClause& clause) {
    const auto strength = static_cast<std::int32_t>(clause.strength);
    for (Query::RowMark& mark : query.row_marks) {
        if (mark.range_index != range_index) continue;
        mark.strength = std::max(mark.strength, strength);
        mark.wait_policy = std::max(mark.wait_policy, clause.wait_policy);
        return;
    }
    query.row_marks.push_back({range_index, strength, clause.wait_policy});
}

/// What an entry is called that may not be locked; empty for those that may.
std::string_view unlockable(RangeEntry::Kind kind) {
    switch (kind) {
        case RangeEntry::Kind::join: return "a join";
        case RangeEntry::Kind::function: return "a function";
        case RangeEntry::Kind::table_function: return "a table function";
        case RangeEntry::Kind::values: return "VALUES";
        case RangeEntry::Kind::cte: return "a WITH query";
        default: return {};
    }
}

/// The name that FOR UPDATE OF knows an entry by; empty when it has none.
std::string_view lockable_name(const RangeEntry& entry) {
    if (!entry.alias.empty()) return entry.alias;
    switch (entry.kind) {
        case RangeEntry::Kind::join: return entry.using_alias;
        case RangeEntry::Kind::subquery:
        case RangeEntry::Kind::values: return {};
        default: return entry.name;
    }
}

Status lock_named(const QueryState& state, Query& query, const sql::LockingClause& clause,
                  const sql::RangeVar& relation) {
    const std::string_view word = locking_word(clause.strength);
    if (!relation.schema.empty() || !relation.catalog.empty())
        return failure("42601", fmt::format("{} must specify unqualified relation names", word), relation.location);
    for (std::size_t i = 0; i < state.range_table.size(); ++i) {
        const RangeEntry& entry = state.range_table[i];
        if (lockable_name(entry) != relation.name) continue;
        if (const auto what = unlockable(entry.kind); !what.empty())
            return failure("0A000", fmt::format("{} cannot be applied to {}", word, what), relation.location);
        lock(query, static_cast<std::int32_t>(i) + 1, clause);
        return {};
    }
    return failure("42P01",
                   fmt::format("relation \"{}\" in {} clause not found in FROM clause", relation.name, word),
                   relation.location);
}

}  // namespace

std::string_view locking_word(sql::LockingClause::Strength strength) {
    using Strength = sql::LockingClause::Strength;
    switch (strength) {
        case Strength::none: return "FOR some";
        case Strength::key_share: return "FOR KEY SHARE";
        case Strength::share: return "FOR SHARE";
        case Strength::no_key_update: return "FOR NO KEY UPDATE";
        case Strength::update: return "FOR UPDATE";
    }
    return "FOR UPDATE";
}

Status transform_locking(QueryState& state, Query& query, const std::vector<sql::LockingClause>& clauses) {
    for (const sql::LockingClause& clause : clauses) {
        BACKOUT_TRY(check_lockable(state, query, locking_word(clause.strength)));
        for (const sql::RangeVar& relation : clause.relations) BACKOUT_TRY(lock_named(state, query, clause, relation));
        if (!clause.relations.empty()) continue;
        for (std::size_t i = 0; i < state.range_table.size(); ++i) {
            const auto kind = state.range_table[i].kind;
            if (kind == RangeEntry::Kind::relation || kind == RangeEntry::Kind::subquery)
                lock(query, static_cast<std::int32_t>(i) + 1, clause);
        }
    }
    return {};
}

}  // namespace backout::analyze
