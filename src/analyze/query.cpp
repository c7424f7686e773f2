#include "analyze/query.h"

#include <algorithm>

#include "analyze/query_rewrite.h"
#include "analyze/references_walk.h"
#include "analyze/type_oid.h"

namespace backout::analyze {

std::shared_ptr<Query> new_query(Query::Command command) {
    auto query = std::make_shared<Query>();
    query->command = command;
    return query;
}

void finish_query(QueryState& state, Query& query) {
    query.range_table = std::move(state.range_table);
    query.from = std::move(state.from);
    query.open = state.open_result;
    query.has_aggregates = state.has_aggregates;
    query.has_window_functions = state.has_window_functions;
    query.has_target_sets = state.has_target_set_returning;
    query.inexact = std::move(state.inexact);
    // What is not known of a sub-query is not known of the whole.
    for (const RangeEntry& entry : query.range_table) {
        if (entry.kind == RangeEntry::Kind::subquery)
            query.inexact.insert(query.inexact.end(), entry.subquery->inexact.begin(), entry.subquery->inexact.end());
    }
    for (const Query::CommonTable& table : query.ctes)
        query.inexact.insert(query.inexact.end(), table.query->inexact.begin(), table.query->inexact.end());
}

Result<QueryPtr> transform_statement(QueryState& state, const sql::Statement& statement) {
    switch (statement.kind) {
        case sql::StatementKind::select: {
            const auto& select = static_cast<const sql::SelectStatement&>(statement);
            if (!select.values.empty()) return transform_values(state, select);
            if (select.operation == sql::SelectStatement::SetOperation::none) return transform_select(state, select);
            return transform_set_operation(state, select);
        }
        case sql::StatementKind::insert:
            return transform_insert(state, static_cast<const sql::InsertStatement&>(statement));
        case sql::StatementKind::update:
            return transform_update(state, static_cast<const sql::UpdateStatement&>(statement));
        case sql::StatementKind::delete_:
            return transform_delete(state, static_cast<const sql::DeleteStatement&>(statement));
        case sql::StatementKind::merge:
            return transform_merge(state, static_cast<const sql::MergeStatement&>(statement));
        default: {
            auto query = new_query(Query::Command::utility);
            return QueryPtr(std::move(query));
        }
    }
}

Result<QueryPtr> analyze_query(const Context& context, const sql::Statement& statement) {
    QueryState state(context);
    BACKOUT_ASSIGN(QueryPtr query, transform_statement(state, statement));
    BACKOUT_TRY(check_rewrite(context.catalog, *query));
    return query;
}

Result<QueryPtr> transform_sub_query(ParseState& parent, const sql::Statement& statement, bool resolve_unknowns) {
    QueryState state(parent.context, &parent);
    state.resolve_unknowns = resolve_unknowns;
    return transform_statement(state, statement);
}

Columns target_columns(const std::vector<TargetEntry>& targets) {
    Columns columns;
    for (const TargetEntry& target : targets) {
        if (target.junk) continue;
        const Expr& expression = *target.expression;
        columns.push_back({target.name, expression.type, expression.typmod, expression.collation,
                           static_cast<AttributeNumber>(columns.size() + 1)});
    }
    return columns;
}

Columns result_columns(const Catalog&, const Query& query) {
    return target_columns(query.command == Query::Command::select ? query.targets : query.returning);
}

Status assign_collation(QueryState& state, ExprPtr& expression) {
    if (!expression) return {};
    BACKOUT_ASSIGN(expression, assign_collations(state, expression));
    return {};
}

Status assign_target_collations(QueryState& state, std::vector<TargetEntry>& targets) {
    for (TargetEntry& target : targets) BACKOUT_TRY(assign_collation(state, target.expression));
    return {};
}

namespace {

const Expr* find_variable(const Query& query, std::int32_t level);

const Expr* find_in(const Expr& expression, std::int32_t level) {
    if (expression.kind == ExprKind::var && expression.levels_up == level) return &expression;
    const Expr* found = nullptr;
    for_each_child(
        expression, [&](const Expr& child) { if (!found) found = find_in(child, level); },
        [&](const Query& query) { if (!found) found = find_variable(query, level + 1); });
    return found;
}

const Expr* find_variable(const Query& query, std::int32_t level) {
    const Expr* found = nullptr;
    for_each_part(
        query, [&](const Expr& child) { if (!found) found = find_in(child, level); },
        [&](const Query& inner) { if (!found) found = find_variable(inner, level + 1); });
    return found;
}

}  // namespace

const Expr* find_variable(const Expr& expression, std::int32_t level) { return find_in(expression, level); }

}  // namespace backout::analyze
