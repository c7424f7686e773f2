#include "catalog/expression.h"

#include <algorithm>

namespace backout::catalog {

namespace {

bool equal(const std::vector<ExprPtr>& left, const std::vector<ExprPtr>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const ExprPtr& a, const ExprPtr& b) { return catalog::equal(a, b); });
}

bool equal(const Expr::Sort& left, const Expr::Sort& right) {
    return left.argument == right.argument && left.operator_ == right.operator_ &&
           left.descending == right.descending && left.nulls_first == right.nulls_first;
}

/// Queries of sublinks: the parts that decide what a scalar sub-query gives. Two sublinks written twice have range
/// tables of their own, which compare by what they hold.
bool equal(const Query& left, const Query& right);

bool equal(const QueryPtr& left, const QueryPtr& right) {
    if (left == right) return true;
    return left && right && equal(*left, *right);
}

bool equal(const RangeEntry& left, const RangeEntry& right) {
    if (left.kind != right.kind || left.relation != right.relation || left.only != right.only ||
        left.alias != right.alias || left.lateral != right.lateral || left.ordinality != right.ordinality ||
        left.cte_name != right.cte_name || left.cte_levels_up != right.cte_levels_up ||
        left.join_type != right.join_type || !equal(left.subquery, right.subquery) ||
        !equal(left.functions, right.functions) || left.values.size() != right.values.size())
        return false;
    for (std::size_t i = 0; i < left.values.size(); ++i)
        if (!equal(left.values[i], right.values[i])) return false;
    return true;
}

bool equal(const JoinTree& left, const JoinTree& right) {
    if (left.kind != right.kind || left.range_index != right.range_index || left.join_type != right.join_type ||
        left.natural != right.natural || !equal(left.condition, right.condition))
        return false;
    return left.kind == JoinTree::Kind::range ||
           (equal(*left.left, *right.left) && equal(*left.right, *right.right));
}

bool equal(const std::vector<TargetEntry>& left, const std::vector<TargetEntry>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const TargetEntry& a, const TargetEntry& b) {
                          return a.junk == b.junk && a.name == b.name && a.assigned == b.assigned &&
                                 a.sort_group_reference == b.sort_group_reference &&
                                 catalog::equal(a.expression, b.expression);
                      });
}

bool equal(const Query& left, const Query& right) {
    // What is rare is never called equal: that costs no more than one column too many in a target list.
    const auto rare = [](const Query& query) {
        return query.command != Query::Command::select || !query.ctes.empty() || query.set_operations ||
               !query.windows.empty() || !query.grouping_sets.empty() || !query.inexact.empty();
    };
    if (rare(left) || rare(right)) return false;
    const auto same_order = [](const std::vector<Expr::Sort>& a, const std::vector<Expr::Sort>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](const Expr::Sort& x, const Expr::Sort& y) { return equal(x, y); });
    };
    return std::equal(left.range_table.begin(), left.range_table.end(), right.range_table.begin(),
                      right.range_table.end(),
                      [](const RangeEntry& a, const RangeEntry& b) { return equal(a, b); }) &&
           std::equal(left.from.begin(), left.from.end(), right.from.begin(), right.from.end(),
                      [](const auto& a, const auto& b) { return equal(*a, *b); }) &&
           catalog::equal(left.where, right.where) && equal(left.targets, right.targets) &&
           left.distinct == right.distinct && left.distinct_on == right.distinct_on &&
           left.group_by == right.group_by && catalog::equal(left.having, right.having) &&
           same_order(left.order_by, right.order_by) && catalog::equal(left.limit_offset, right.limit_offset) &&
           catalog::equal(left.limit_count, right.limit_count) && left.limit_with_ties == right.limit_with_ties &&
           left.row_marks.size() == right.row_marks.size();
}

}  // namespace

bool equal(const Expr& left, const Expr& right) {
    if (&left == &right) return true;
    return left.kind == right.kind && left.type == right.type && left.typmod == right.typmod &&
           left.object == right.object && left.objects == right.objects && left.range_index == right.range_index &&
           left.attribute == right.attribute && left.levels_up == right.levels_up && left.subkind == right.subkind &&
           left.flag == right.flag && left.star == right.star && left.variadic == right.variadic &&
           left.text == right.text && left.names == right.names && left.window == right.window &&
           equal(left.arguments, right.arguments) && equal(left.direct_arguments, right.direct_arguments) &&
           equal(left.filter, right.filter) && equal(left.query, right.query) &&
           std::equal(left.sort.begin(), left.sort.end(), right.sort.begin(), right.sort.end(),
                      [](const Expr::Sort& a, const Expr::Sort& b) { return equal(a, b); });
}

bool equal(const ExprPtr& left, const ExprPtr& right) {
    if (left == right) return true;
    return left && right && equal(*left, *right);
}

}  // namespace backout::catalog
