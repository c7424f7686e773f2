#pragma once

#include "catalog/expression.h"

/// Visiting the parts of expressions and queries (expression_tree_walker and query_tree_walker in nodes/nodeFuncs.c).
namespace backout::analyze {

/// Calls `on_expression` for each direct child of an expression and `on_query` for the query of a sublink.
template <class OnExpression, class OnQuery>
void for_each_child(const catalog::Expr& expression, OnExpression&& on_expression, OnQuery&& on_query) {
    for (const catalog::ExprPtr& argument : expression.arguments)
        if (argument) on_expression(*argument);
    for (const catalog::ExprPtr& argument : expression.direct_arguments)
        if (argument) on_expression(*argument);
    if (expression.filter) on_expression(*expression.filter);
    if (expression.query) on_query(*expression.query);
}

namespace detail {

template <class OnExpression>
void for_each_condition(const catalog::JoinTree& item, OnExpression& on_expression) {
    if (item.kind != catalog::JoinTree::Kind::join) return;
    for_each_condition(*item.left, on_expression);
    for_each_condition(*item.right, on_expression);
    if (item.condition) on_expression(*item.condition);
}

template <class OnExpression>
void for_each_target(const std::vector<catalog::TargetEntry>& targets, OnExpression& on_expression) {
    for (const catalog::TargetEntry& target : targets)
        if (target.expression) on_expression(*target.expression);
}

}  // namespace detail

/// Calls `on_expression` for each expression of a query and `on_query` for the queries of its range table and WITH.
/// What join columns stand for is left out.
template <class OnExpression, class OnQuery>
void for_each_part(const catalog::Query& query, OnExpression&& on_expression, OnQuery&& on_query) {
    const auto each = [&](const std::vector<catalog::ExprPtr>& expressions) {
        for (const catalog::ExprPtr& expression : expressions)
            if (expression) on_expression(*expression);
    };
    const auto one = [&](const catalog::ExprPtr& expression) {
        if (expression) on_expression(*expression);
    };
    for (const catalog::Query::CommonTable& table : query.ctes)
        if (table.query) on_query(*table.query);
    for (const catalog::RangeEntry& entry : query.range_table) {
        if (entry.subquery && entry.kind == catalog::RangeEntry::Kind::subquery) on_query(*entry.subquery);
        each(entry.functions);
        for (const auto& row : entry.values) each(row);
        each(entry.sample_arguments);
        one(entry.sample_repeatable);
    }
    detail::for_each_target(query.targets, on_expression);
    for (const auto& item : query.from) detail::for_each_condition(*item, on_expression);
    one(query.where);
    one(query.having);
    for (const catalog::WindowClause& window : query.windows) {
        each(window.partition_by);
        each(window.order_by);
        one(window.start_offset);
        one(window.end_offset);
    }
    one(query.limit_offset);
    one(query.limit_count);
    detail::for_each_target(query.returning, on_expression);
    if (query.on_conflict) {
        for (const auto& element : query.on_conflict->elements) one(element.expression);
        one(query.on_conflict->index_where);
        detail::for_each_target(query.on_conflict->targets, on_expression);
        one(query.on_conflict->where);
    }
    one(query.merge_condition);
    for (const auto& action : query.merge_actions) {
        one(action.condition);
        detail::for_each_target(action.targets, on_expression);
    }
}

}  // namespace backout::analyze
