#include <algorithm>

#include <fmt/format.h>

#include "analyze/query.h"
#include "analyze/references_walk.h"

/// What stands beside aggregates must be grouped (parseCheckAggregates in parser/parse_agg.c).
namespace backout::analyze {

using catalog::Constraint;
using catalog::GroupingSet;

namespace {

/// References that every grouping set has in common, by a bound of what the sets expand to: columns of ROLLUP and CUBE
/// are missing from some set.
std::vector<std::int32_t> common_references(const GroupingSet& set) {
    using Kind = sql::GroupingElement::Kind;
    switch (static_cast<Kind>(set.kind)) {
        case Kind::expression: return set.references;
        case Kind::sets: {
            std::vector<std::int32_t> common;
            for (std::size_t i = 0; i < set.content.size(); ++i) {
                std::vector<std::int32_t> own = common_references(set.content[i]);
                if (i == 0) {
                    common = std::move(own);
                    continue;
                }
                std::erase_if(common, [&](std::int32_t reference) {
                    return std::find(own.begin(), own.end(), reference) == own.end();
                });
            }
            return common;
        }
        default: return {};
    }
}

/// Into how many plain grouping sets one expands; the number of all is the product.
std::size_t expanded_count(const GroupingSet& set) {
    using Kind = sql::GroupingElement::Kind;
    switch (static_cast<Kind>(set.kind)) {
        case Kind::rollup: return set.content.size() + 1;
        case Kind::cube: return std::size_t{1} << set.content.size();
        case Kind::sets: {
            std::size_t count = 0;
            for (const GroupingSet& content : set.content) count += expanded_count(content);
            return count;
        }
        default: return 1;
    }
}

class AggregateCheck {
public:
    AggregateCheck(QueryState& state, Query& query) : state_(state), query_(query) {}

    Status run() {
        collect_groups();
        for (const TargetEntry& target : query_.targets) BACKOUT_TRY(check(*target.expression, 0));
        if (query_.having) BACKOUT_TRY(check(*query_.having, 0));
        return check_recursion();
    }

private:
    void collect_groups() {
        // A single grouping set is plain GROUP BY, and that is what the server keeps.
        const bool single = std::all_of(query_.grouping_sets.begin(), query_.grouping_sets.end(),
                                        [](const GroupingSet& set) { return expanded_count(set) == 1; });
        if (single && !query_.group_by.empty()) query_.grouping_sets.clear();
        std::vector<std::int32_t> common;
        for (const GroupingSet& set : query_.grouping_sets) {
            const auto own = common_references(set);
            common.insert(common.end(), own.begin(), own.end());
        }
        for (std::int32_t reference : query_.group_by) {
            for (const TargetEntry& target : query_.targets) {
                if (target.sort_group_reference != reference) continue;
                const Expr* grouped = through_join(*target.expression);
                groups_.push_back(grouped);
                const bool in_all = query_.grouping_sets.empty() ||
                                    std::find(common.begin(), common.end(), reference) != common.end();
                if (grouped->kind != ExprKind::var) {
                    has_expressions_ = true;
                } else if (in_all) {
                    common_columns_.push_back(grouped);
                }
            }
        }
    }

    /// The column that a join's column stands for (flatten_join_alias_vars), of this query level.
    const Expr* through_join(const Expr& expression) const {
        const Expr* meant = &expression;
        while (meant->kind == ExprKind::var && meant->attribute > 0) {
            const RangeEntry& entry = state_.entry(meant->range_index);
            if (entry.kind != RangeEntry::Kind::join) break;
            meant = entry.join_aliases[static_cast<std::size_t>(meant->attribute) - 1].get();
        }
        return meant;
    }

    bool is_grouped(const Expr& expression) const {
        return std::any_of(groups_.begin(), groups_.end(),
                           [&](const Expr* group) { return catalog::equal(expression, *group); });
    }

    Status check(const Expr& expression, std::int32_t level) {
        if (expression.kind == ExprKind::aggregate && expression.levels_up >= level) {
            if (expression.levels_up > level) return {};
            // The arguments are what the aggregate is for; direct arguments are not aggregated.
            const bool before = in_direct_arguments_;
            in_direct_arguments_ = true;
            for (const ExprPtr& argument : expression.direct_arguments) BACKOUT_TRY(check(*argument, level));
            in_direct_arguments_ = before;
            return {};
        }
        if (expression.kind == ExprKind::grouping && expression.levels_up >= level)
            return expression.levels_up == level ? check_grouping(expression) : Status{};
        const Expr* meant = level == 0 && expression.kind == ExprKind::var && expression.levels_up == 0
                                ? through_join(expression)
                                : &expression;
        if (has_expressions_ && level == 0 && (is_grouped(expression) || (meant != &expression && is_grouped(*meant))))
            return {};
        if (meant != &expression && meant->kind != ExprKind::var) return check(*meant, level);
        if (expression.kind == ExprKind::var) return check_variable(*meant, expression, level);
        Status status;
        for_each_child(
            expression, [&](const Expr& child) { if (status) status = check(child, level); },
            [&](const Query& query) { if (status) status = check(query, level + 1); });
        return status;
    }

    Status check(const Query& query, std::int32_t level) {
        Status status;
        for_each_part(
            query, [&](const Expr& expression) { if (status) status = check(expression, level); },
            [&](const Query& inner) { if (status) status = check(inner, level + 1); });
        return status;
    }

    /// A column that is grouped by, however many query levels further out.
    bool is_grouped_column(const Expr& expression) const {
        return expression.kind == ExprKind::var &&
               std::any_of(groups_.begin(), groups_.end(), [&](const Expr* group) {
                   return group->kind == ExprKind::var && group->range_index == expression.range_index &&
                          group->attribute == expression.attribute;
               });
    }

    /// GROUPING(…) may name grouped expressions only.
    Status check_grouping(const Expr& expression) {
        for (const ExprPtr& argument : expression.arguments) {
            const Expr& meant = *through_join(*argument);
            if (!is_grouped(meant) && !is_grouped(*argument) && !is_grouped_column(meant))
                return failure("42803", "arguments to GROUPING must be grouping expressions of the associated query level",
                               argument->location);
        }
        return {};
    }

    Status check_variable(const Expr& meant, const Expr& written, std::int32_t level) {
        if (written.levels_up != level) return {};
        const Expr* variable = level == 0 ? &meant : through_join(written);
        if (variable->kind != ExprKind::var) return {};
        if (is_grouped_column(*variable)) return {};
        const RangeEntry& entry = state_.entry(variable->range_index);
        if (entry.kind == RangeEntry::Kind::relation && depends_on_key(entry, variable->range_index)) return {};
        const std::string name = fmt::format("{}.{}", entry.name, column_name(entry, variable->attribute));
        if (level > 0)
            return failure("42803", fmt::format("subquery uses ungrouped column \"{}\" from outer query", name),
                           written.location);
        return failure("42803",
                       fmt::format("column \"{}\" must appear in the GROUP BY clause or be used in an aggregate function",
                                   name),
                       written.location, {},
                       in_direct_arguments_
                           ? "Direct arguments of an ordered-set aggregate must use only grouped columns."
                           : "");
    }

    static std::string column_name(const RangeEntry& entry, AttributeNumber attribute) {
        if (attribute == 0) return "*";
        for (const RangeEntry::Column& column : entry.columns)
            if (column.attribute == attribute) return column.name;
        return "?";
    }

    /// check_functional_grouping: all columns are grouped where the whole primary key is.
    bool depends_on_key(const RangeEntry& entry, std::int32_t range_index) {
        if (std::find(depending_.begin(), depending_.end(), range_index) != depending_.end()) return true;
        for (const Constraint* key : state_.catalog().members_of_class<Constraint>(entry.relation)) {
            if (key->type != Constraint::Type::primary_key || key->deferrable || key->keys.empty()) continue;
            const bool whole = std::all_of(key->keys.begin(), key->keys.end(), [&](AttributeNumber number) {
                return std::any_of(common_columns_.begin(), common_columns_.end(), [&](const Expr* column) {
                    return column->range_index == range_index && column->attribute == number;
                });
            });
            if (!whole) continue;
            depending_.push_back(range_index);
            query_.constraints.push_back(key->oid);
            return true;
        }
        return false;
    }

    Status check_recursion() const {
        const bool recursive =
            std::any_of(state_.range_table.begin(), state_.range_table.end(),
                        [](const RangeEntry& entry) { return entry.cte_self_reference; });
        if (recursive && state_.has_aggregates)
            return failure("42P19", "aggregate functions are not allowed in a recursive query's recursive term",
                           sql::no_location);
        return {};
    }

    QueryState& state_;
    Query& query_;
    std::vector<const Expr*> groups_;
    std::vector<const Expr*> common_columns_;
    std::vector<std::int32_t> depending_;
    bool has_expressions_ = false;
    bool in_direct_arguments_ = false;
};

}  // namespace

Status check_aggregates(QueryState& state, Query& query) { return AggregateCheck(state, query).run(); }

}  // namespace backout::analyze
