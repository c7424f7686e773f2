#include <algorithm>

#include "analyze/references.h"
#include "simulate/create_table_as.h"
#include "simulate/function_effects.h"
#include "simulate/names.h"
#include "simulate/pending_events.h"
#include "simulate/query_privileges.h"
#include "simulate/query_run.h"
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

/// What a column of a sub-query or join in FROM stands for, with the query that knows its names; null elsewhere.
struct Origin {
    const Query* query = nullptr;
    const catalog::Expr* expression = nullptr;
};

Origin origin_of(const Query& query, const RangeEntry& entry, catalog::AttributeNumber column) {
    auto index = static_cast<std::size_t>(column - 1);
    if (entry.kind == RangeEntry::Kind::join && index < entry.join_aliases.size())
        return {&query, entry.join_aliases[index].get()};
    if (entry.kind != RangeEntry::Kind::subquery || !entry.subquery) return {};
    for (const catalog::TargetEntry& target : entry.subquery->targets)
        if (!target.junk && index-- == 0) return {entry.subquery.get(), target.expression.get()};
    return {};
}

/// The entry of the range table behind a variable of this query; null when it is of an outer one.
const RangeEntry* entry_of(const Query& query, const catalog::Expr& variable) {
    auto index = static_cast<std::size_t>(variable.range_index);
    if (variable.levels_up != 0 || index == 0 || index > query.range_table.size()) return nullptr;
    return &query.range_table[index - 1];
}

/// Columns that an expression's value comes from: those of relations, also behind sub-queries and joins.
void add_sources(const Query& query, const catalog::Expr& expression, std::vector<ObjectAddress>& sources) {
    analyze::walk(expression, [&](const catalog::Expr& part) {
        if (part.kind != catalog::ExprKind::var || part.attribute <= 0) return;
        const RangeEntry* entry = entry_of(query, part);
        if (!entry) return;
        if (entry->kind == RangeEntry::Kind::relation) sources.push_back({entry->relation, part.attribute});
        Origin origin = origin_of(query, *entry, part.attribute);
        if (origin.expression) add_sources(*origin.query, *origin.expression, sources);
    });
}

/// Whether a query reads one relation and gives a row for each row of it.
bool reads_every_row(const Query& query) {
    return query.range_table.size() == 1 && query.range_table[0].kind == RangeEntry::Kind::relation && !query.where &&
           !query.limit_count && !query.limit_offset && !query.having && !query.distinct && query.group_by.empty() &&
           query.grouping_sets.empty() && !query.set_operations;
}

/// Which columns get values, and from where.
void note_assignments(StatementContext& context, const Query& query, Kind kind, bool whole) {
    Oid target = target_of(query);
    for (const catalog::TargetEntry& entry : query.targets) {
        if (entry.junk || entry.assigned == 0 || !entry.expression) continue;
        Effects::Data data{kind, target, entry.assigned, {}, whole};
        add_sources(query, *entry.expression, data.sources);
        context.effects.data.push_back(std::move(data));
    }
}

void note_insert(StatementContext& context, const Query& query) {
    auto source = std::find_if(query.range_table.begin(), query.range_table.end(), [](const RangeEntry& entry) {
        return entry.kind == RangeEntry::Kind::subquery && entry.subquery;
    });
    bool selects = source != query.range_table.end();
    bool whole = selects && reads_every_row(*source->subquery) && !query.on_conflict;
    context.effects.data.push_back({selects ? Kind::insert_select : Kind::insert, target_of(query), 0, {}, selects});
    if (selects) note_assignments(context, query, Kind::insert_select, whole);
}

/// INSERT … VALUES: there are rows, whatever the tables hold.
bool inserts_given_rows(const Query& query) {
    return query.command == Query::Command::insert && !query.on_conflict &&
           std::none_of(query.range_table.begin(), query.range_table.end(),
                        [](const RangeEntry& entry) { return entry.kind == RangeEntry::Kind::subquery; });
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
        case Query::Command::insert: note_insert(context, query); break;
        case Query::Command::update:
            note_assignments(context, query, Kind::update, !query.where && !query.limit_count);
            break;
        case Query::Command::delete_:
            context.effects.data.push_back({Kind::delete_, target, 0, {}, !query.where});
            break;
        case Query::Command::merge: context.effects.data.push_back({Kind::update, target, 0, {}, false}); break;
        default: break;
    }
}

Status run_query(StatementContext& context, const sql::Statement& statement) {
    BACKOUT_ASSIGN(catalog::QueryPtr query, note_query(context, context.analysis(), statement));
    if (inserts_given_rows(*query)) note_pending_insert(context, target_of(*query));
    return apply_function_effects(context, *query, statement);
}

}  // namespace

bool is_query(const sql::Statement& statement) {
    switch (statement.kind) {
        case sql::StatementKind::select:
        case sql::StatementKind::insert:
        case sql::StatementKind::update:
        case sql::StatementKind::delete_:
        case sql::StatementKind::merge: return true;
        default: return false;
    }
}

Result<catalog::QueryPtr> note_query(StatementContext& context, const analyze::Context& analysis,
                                     const sql::Statement& statement) {
    BACKOUT_ASSIGN(catalog::QueryPtr query, analyze::analyze_query(analysis, statement));
    BACKOUT_TRY(analyze::check_plan(analysis, *query));
    BACKOUT_TRY(check_query_privileges(context, *query));
    note_query_locks(context, *query);
    note_row_locks(context, *query);
    note_changes(context, *query);
    return query;
}

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
