#include <algorithm>

#include "analyze/references.h"
#include "simulate/create_table_as.h"
#include "simulate/function_effects.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/view.h"

namespace backout::simulate {

using catalog::Query;
using catalog::RangeEntry;
using catalog::Relation;
using Kind = Effects::Data::Kind;

namespace {

/// The relation that INSERT, UPDATE, DELETE or MERGE changes.
Oid target_of(const Query& query) {
    if (query.result_relation <= 0 || static_cast<std::size_t>(query.result_relation) > query.range_table.size())
        return catalog::invalid_oid;
    return query.range_table[static_cast<std::size_t>(query.result_relation) - 1].relation;
}

/// Columns that an expression's value comes from: those of this query's relations.
std::vector<ObjectAddress> sources_of(const Query& query, const catalog::Expr& expression) {
    std::vector<ObjectAddress> sources;
    analyze::walk(expression, [&](const catalog::Expr& part) {
        if (part.kind != catalog::ExprKind::var || part.levels_up != 0) return;
        auto index = static_cast<std::size_t>(part.range_index);
        if (index == 0 || index > query.range_table.size()) return;
        const RangeEntry& entry = query.range_table[index - 1];
        if (entry.kind == RangeEntry::Kind::relation) sources.push_back({entry.relation, part.attribute});
    });
    return sources;
}

/// Which columns get values, and from where.
void note_assignments(StatementContext& context, const Query& query, Kind kind) {
    Oid target = target_of(query);
    bool whole = !query.where && !query.limit_count;
    for (const catalog::TargetEntry& entry : query.targets) {
        if (entry.junk || entry.assigned == 0 || !entry.expression) continue;
        context.effects.data.push_back({kind, target, entry.assigned, sources_of(query, *entry.expression), whole});
    }
}

void note_row_locks(StatementContext& context, const Query& query) {
    for (const auto& mark : query.row_marks) {
        auto index = static_cast<std::size_t>(mark.range_index);
        if (index == 0 || index > query.range_table.size()) continue;
        Oid relation = query.range_table[index - 1].relation;
        if (relation != catalog::invalid_oid) context.effects.lock(relation, LockMode::row_share);
    }
}

/// What a data-changing query does to rows: its own, and those of its WITH clauses.
void note_changes(StatementContext& context, const Query& query) {
    for (const auto& cte : query.ctes)
        if (cte.query) note_changes(context, *cte.query);
    Oid target = target_of(query);
    if (target == catalog::invalid_oid) return;
    context.effects.lock(target, LockMode::row_exclusive);
    switch (query.command) {
        case Query::Command::insert: {
            bool selects = std::any_of(query.range_table.begin(), query.range_table.end(), [](const RangeEntry& entry) {
                return entry.kind == RangeEntry::Kind::subquery;
            });
            context.effects.data.push_back({selects ? Kind::insert_select : Kind::insert, target, 0, {}, selects});
            break;
        }
        case Query::Command::update: note_assignments(context, query, Kind::update); break;
        case Query::Command::delete_:
            context.effects.data.push_back({Kind::delete_, target, 0, {}, !query.where});
            break;
        case Query::Command::merge: context.effects.data.push_back({Kind::update, target, 0, {}, false}); break;
        default: break;
    }
}

Status run_query(StatementContext& context, const sql::Statement& statement) {
    auto query = analyze::analyze_query(context.analysis(), statement);
    BACKOUT_TRY(query);
    note_query_locks(context, **query);
    note_row_locks(context, **query);
    note_changes(context, **query);
    return apply_function_effects(context, **query);
}

}  // namespace

Status run_select(StatementContext& context, const sql::SelectStatement& statement) {
    // SELECT INTO hangs on the leftmost SELECT of set operations.
    const sql::SelectStatement* leftmost = &statement;
    while (leftmost->left) leftmost = leftmost->left.get();
    if (leftmost->into) return create_table_from_query(context, statement, *leftmost->into, false, false);
    return run_query(context, statement);
}

Status run_insert(StatementContext& context, const sql::InsertStatement& statement) { return run_query(context, statement); }
Status run_update(StatementContext& context, const sql::UpdateStatement& statement) { return run_query(context, statement); }
Status run_delete(StatementContext& context, const sql::DeleteStatement& statement) { return run_query(context, statement); }
Status run_merge(StatementContext& context, const sql::MergeStatement& statement) { return run_query(context, statement); }

}  // namespace backout::simulate
