#include <fmt/format.h>

#include "analyze/query.h"
#include "analyze/type_oid.h"

/// SELECT and VALUES (transformSelectStmt and transformValuesClause in parser/analyze.c).
namespace backout::analyze {

namespace {

/// Sorts and limits, which SELECT, VALUES and UNION share.
Status transform_limits(QueryState& state, Query& query, const sql::SelectStatement& statement) {
    BACKOUT_ASSIGN(query.limit_offset, transform_limit(state, statement.limit_offset.get(), Clause::offset, "OFFSET"));
    BACKOUT_ASSIGN(query.limit_count, transform_limit(state, statement.limit_count.get(), Clause::limit, "LIMIT"));
    query.limit_with_ties = statement.limit_with_ties;
    const auto* count = sql::as<sql::Constant>(statement.limit_count.get());
    if (statement.limit_with_ties && count && count->type == sql::Constant::Type::null)
        return failure("2201W", "row count cannot be null in FETCH FIRST ... WITH TIES clause", sql::no_location);
    return {};
}

Status assign_query_collations(QueryState& state, Query& query) {
    BACKOUT_TRY(assign_target_collations(state, query.targets));
    BACKOUT_TRY(assign_collation(state, query.where));
    BACKOUT_TRY(assign_collation(state, query.having));
    BACKOUT_TRY(assign_collation(state, query.limit_count));
    BACKOUT_TRY(assign_collation(state, query.limit_offset));
    for (catalog::WindowClause& window : query.windows) {
        for (ExprPtr& expression : window.partition_by) BACKOUT_TRY(assign_collation(state, expression));
        for (ExprPtr& expression : window.order_by) BACKOUT_TRY(assign_collation(state, expression));
        BACKOUT_TRY(assign_collation(state, window.start_offset));
        BACKOUT_TRY(assign_collation(state, window.end_offset));
    }
    return {};
}

}  // namespace

Result<QueryPtr> transform_select(QueryState& state, const sql::SelectStatement& statement) {
    auto query = new_query(Query::Command::select);
    BACKOUT_TRY(transform_with(state, *query, statement.with.get()));
    if (statement.into && state.parent)
        return failure("42601", "SELECT ... INTO is not allowed here", statement.into->relation.location);
    for (const sql::WindowDefinition& window : statement.windows) state.window_definitions.push_back(&window);
    BACKOUT_TRY(transform_from(state, statement.from));
    BACKOUT_ASSIGN(query->targets, transform_targets(state, statement.targets, Clause::select_target));
    if (statement.where) {
        BACKOUT_ASSIGN(query->where, transform_condition(state, *statement.where, Clause::where, "WHERE"));
    }
    if (statement.having) {
        BACKOUT_ASSIGN(query->having, transform_condition(state, *statement.having, Clause::having, "HAVING"));
    }
    BACKOUT_ASSIGN(query->order_by,
                   transform_order_by(state, statement.order_by, query->targets, Clause::order_by, false));
    BACKOUT_TRY(transform_group_by(state, *query, statement));
    BACKOUT_TRY(transform_distinct(state, *query, statement));
    BACKOUT_TRY(transform_limits(state, *query, statement));
    BACKOUT_TRY(transform_windows(state, *query));
    if (state.resolve_unknowns) BACKOUT_TRY(resolve_unknown_targets(state, query->targets));
    BACKOUT_TRY(transform_locking(state, *query, statement.locking));
    BACKOUT_TRY(assign_query_collations(state, *query));
    if (state.has_aggregates || !query->group_by.empty() || !query->grouping_sets.empty() || query->having)
        BACKOUT_TRY(check_aggregates(state, *query));
    finish_query(state, *query);
    return QueryPtr(std::move(query));
}

Result<QueryPtr> transform_values(QueryState& state, const sql::SelectStatement& statement) {
    auto query = new_query(Query::Command::select);
    BACKOUT_TRY(transform_with(state, *query, statement.with.get()));
    RangeEntry entry;
    entry.kind = RangeEntry::Kind::values;
    entry.name = "*VALUES*";
    for (const sql::Expressions& row : statement.values) {
        BACKOUT_ASSIGN(std::vector<ExprPtr> values, transform_expressions(state, row, Clause::values, false));
        if (!entry.values.empty() && values.size() != entry.values[0].size())
            return failure("42601", "VALUES lists must all be the same length",
                           row.empty() ? sql::no_location : row[0]->location);
        entry.values.push_back(std::move(values));
    }
    for (std::size_t i = 0; i < entry.values[0].size(); ++i) {
        std::vector<ExprPtr> column;
        column.reserve(entry.values.size());
        for (const auto& row : entry.values) column.push_back(row[i]);
        BACKOUT_ASSIGN(const Oid type, select_common_type(state, column, "VALUES"));
        for (std::size_t row = 0; row < column.size(); ++row) {
            BACKOUT_ASSIGN(ExprPtr value,
                           coerce_to_common_type(state, column[row], type, "VALUES", column[row]->location));
            BACKOUT_TRY(assign_collation(state, value));
            entry.values[row][i] = column[row] = std::move(value);
        }
        BACKOUT_ASSIGN(const Oid collation, select_common_collation(state, column, true));
        entry.columns.push_back(
            {fmt::format("column{}", i + 1), type, select_common_typmod(column, type), collation, 0});
    }
    NamespaceItem item = add_entry(state, std::move(entry));
    state.from.push_back(range_reference(item.range_index));
    expand_item(state, add_to_namespace(state, std::move(item), true, true), 0, query->targets);
    BACKOUT_ASSIGN(query->order_by,
                   transform_order_by(state, statement.order_by, query->targets, Clause::order_by, false));
    BACKOUT_TRY(transform_limits(state, *query, statement));
    if (!statement.locking.empty())
        return failure("0A000",
                       fmt::format("{} cannot be applied to VALUES", locking_word(statement.locking[0].strength)),
                       sql::no_location);
    BACKOUT_TRY(assign_query_collations(state, *query));
    finish_query(state, *query);
    return QueryPtr(std::move(query));
}

}  // namespace backout::analyze
