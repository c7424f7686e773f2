#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "analyze/function.h"
#include "analyze/nodes.h"
#include "analyze/query.h"

/// Joins (transformFromClauseItem in parser/parse_clause.c).
namespace backout::analyze {

namespace {

using Type = sql::FromJoin::Type;

void set_lateral(std::vector<NamespaceItem>& names, bool lateral_only, bool lateral_ok) {
    for (NamespaceItem& name : names) {
        name.lateral_only = lateral_only;
        name.lateral_ok = lateral_ok;
    }
}

class JoinBuilder {
public:
    JoinBuilder(QueryState& state, const sql::FromJoin& join) : state_(state), join_(join) {}

    Result<FromPart> run() {
        BACKOUT_TRY(transform_sides());
        entry_.kind = RangeEntry::Kind::join;
        entry_.name = "unnamed_join";
        entry_.join_type = static_cast<std::int32_t>(join_.type);
        entry_.using_columns = join_.natural ? common_columns() : join_.using_columns;
        BACKOUT_TRY(find_merged());
        BACKOUT_TRY(transform_condition_of());
        BACKOUT_TRY(merge_columns());
        add_remaining(left_, left_places_, entry_.left_columns);
        add_remaining(right_, right_places_, entry_.right_columns);
        return finish();
    }

private:
    const Columns& columns(const FromPart& part) const { return state_.entry(part.top.range_index).columns; }

    NamespaceItem::Var variable(const FromPart& part, std::size_t place) const {
        if (!part.top.vars.empty()) return part.top.vars[place];
        return {part.top.range_index, columns(part)[place].attribute};
    }

    Status transform_sides() {
        // A recursive reference may not be on the side of an outer join that may be missing.
        const std::string_view ban = state_.recursion_ban;
        constexpr std::string_view outer_join = "an outer join";
        if (ban.empty() && (join_.type == Type::full || join_.type == Type::right)) state_.recursion_ban = outer_join;
        auto left = transform_from_item(state_, *join_.left);
        state_.recursion_ban = ban;
        if (!left) return passed_on(left);
        left_ = std::move(*left);
        // LATERAL items of the right side may name the left side, if that is sure to be there.
        set_lateral(left_.names, true, join_.type == Type::inner || join_.type == Type::left);
        const std::size_t before = state_.name_space.size();
        state_.name_space.insert(state_.name_space.end(), left_.names.begin(), left_.names.end());
        if (ban.empty() && (join_.type == Type::full || join_.type == Type::left)) state_.recursion_ban = outer_join;
        auto right = transform_from_item(state_, *join_.right);
        state_.recursion_ban = ban;
        state_.name_space.erase(state_.name_space.begin() + static_cast<std::ptrdiff_t>(before),
                                state_.name_space.end());
        if (!right) return passed_on(right);
        right_ = std::move(*right);
        return check_name_conflicts(left_.names, right_.names);
    }

    /// Of NATURAL: the columns that both sides have, in the left side's order.
    std::vector<std::string> common_columns() const {
        std::unordered_set<std::string_view> names;
        for (const RangeEntry::Column& column : columns(right_)) names.insert(column.name);
        std::vector<std::string> common;
        for (const RangeEntry::Column& column : columns(left_))
            if (names.contains(column.name)) common.push_back(column.name);
        return common;
    }

    Result<std::size_t> find_column(const FromPart& part, const std::string& name, std::string_view side) const {
        const Columns& candidates = columns(part);
        const auto is_it = [&](const RangeEntry::Column& column) { return column.name == name; };
        const auto found = std::find_if(candidates.begin(), candidates.end(), is_it);
        if (found == candidates.end()) {
            const RangeEntry& entry = state_.entry(part.top.range_index);
            if (part.top.open && entry.kind != RangeEntry::Kind::relation)
                return undecided(fmt::format("not all columns of \"{}\" are known", part.top.name), join_.location);
            Missing what;
            if (part.top.open) what = {Missing::Kind::column, {}, name, entry.relation};
            return missing(std::move(what), "42703",
                           fmt::format("column \"{}\" specified in USING clause does not exist in {} table", name,
                                       side),
                           sql::no_location);
        }
        if (std::find_if(found + 1, candidates.end(), is_it) != candidates.end())
            return failure("42702",
                           fmt::format("common column name \"{}\" appears more than once in {} table", name, side),
                           sql::no_location);
        return static_cast<std::size_t>(found - candidates.begin());
    }

    Status find_merged() {
        std::unordered_set<std::string_view> seen;
        for (const std::string& name : entry_.using_columns) {
            if (!seen.insert(name).second)
                return failure("42701", fmt::format("column name \"{}\" appears more than once in USING clause", name),
                               sql::no_location);
            BACKOUT_ASSIGN(const std::size_t left, find_column(left_, name, "left"));
            BACKOUT_ASSIGN(const std::size_t right, find_column(right_, name, "right"));
            left_places_.push_back(left);
            right_places_.push_back(right);
            entry_.left_columns.push_back(columns(left_)[left].attribute);
            entry_.right_columns.push_back(columns(right_)[right].attribute);
        }
        entry_.merged_columns = entry_.using_columns.size();
        return {};
    }

    /// ON, or the comparisons that USING stands for.
    Status transform_condition_of() {
        if (!entry_.using_columns.empty()) {
            std::vector<ExprPtr> comparisons;
            const ClauseScope scope(state_, Clause::join_using);
            for (std::size_t i = 0; i < left_places_.size(); ++i) {
                BACKOUT_ASSIGN(ExprPtr comparison,
                               make_operator(state_, {"="}, make_var(state_, left_.top, left_places_[i], 0),
                                              make_var(state_, right_.top, right_places_[i], 0), sql::no_location));
                comparisons.push_back(std::move(comparison));
            }
            ExprPtr all = comparisons.size() == 1
                              ? comparisons[0]
                              : make_boolean_expression(sql::BooleanExpression::Operation::and_, comparisons,
                                                        sql::no_location);
            BACKOUT_ASSIGN(condition_, coerce_to_boolean(state_, std::move(all), "JOIN/USING", sql::no_location));
        } else if (join_.condition) {
            set_lateral(left_.names, false, true);
            set_lateral(right_.names, false, true);
            std::vector<NamespaceItem> both = left_.names;
            both.insert(both.end(), right_.names.begin(), right_.names.end());
            std::swap(both, state_.name_space);
            auto condition = transform_condition(state_, *join_.condition, Clause::join_on, "JOIN/ON");
            std::swap(both, state_.name_space);
            if (!condition) return passed_on(condition);
            condition_ = std::move(*condition);
        }
        return assign_collation(state_, condition_);
    }

    /// buildMergedJoinVar
    Result<ExprPtr> merged_value(const ExprPtr& left, const ExprPtr& right) {
        if (is_undecided(left->type) || is_undecided(right->type)) return left;
        BACKOUT_ASSIGN(const Oid type, select_common_type(state_, {left, right}, "JOIN/USING"));
        const std::int32_t typmod = select_common_typmod({left, right}, type);
        const auto as_common = [&](const ExprPtr& side) -> Result<ExprPtr> {
            if (side->type != type)
                return coerce_type(state_, side, type, typmod, Coercion::implicit, catalog::ExprForm::implicit_cast,
                                   sql::no_location);
            if (side->typmod != typmod)
                return apply_relabel(side, type, typmod, catalog::invalid_oid, catalog::ExprForm::implicit_cast,
                                     sql::no_location);
            return side;
        };
        BACKOUT_ASSIGN(ExprPtr left_value, as_common(left));
        BACKOUT_ASSIGN(ExprPtr right_value, as_common(right));
        switch (join_.type) {
            case Type::inner:
                if (left_value->kind == ExprKind::var) return left_value;
                return right_value->kind == ExprKind::var ? right_value : left_value;
            case Type::left: return left_value;
            case Type::right: return right_value;
            case Type::full: break;
        }
        return ExprPtr(make_expr(ExprKind::coalesce, type, {left_value, right_value}, sql::no_location));
    }

    Status merge_columns() {
        for (std::size_t i = 0; i < left_places_.size(); ++i) {
            const ExprPtr left = make_var(state_, left_.top, left_places_[i], 0);
            const ExprPtr right = make_var(state_, right_.top, right_places_[i], 0);
            BACKOUT_ASSIGN(ExprPtr value, merged_value(left, right));
            BACKOUT_TRY(assign_collation(state_, value));
            entry_.columns.push_back(
                {entry_.using_columns[i], value->type, value->typmod, value->collation, 0});
            if (value == left) {
                variables_.push_back(variable(left_, left_places_[i]));
            } else if (value == right) {
                variables_.push_back(variable(right_, right_places_[i]));
            } else {
                variables_.push_back({own_index(), static_cast<AttributeNumber>(i + 1)});
            }
            entry_.join_aliases.push_back(std::move(value));
        }
        return {};
    }

    /// Columns of one side that are not merged (extractRemainingColumns).
    void add_remaining(const FromPart& part, const std::vector<std::size_t>& merged,
                       std::vector<AttributeNumber>& numbers) {
        const Columns& all = columns(part);
        std::vector<bool> is_merged(all.size(), false);
        for (std::size_t place : merged) is_merged[place] = true;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (is_merged[i]) continue;
            numbers.push_back(all[i].attribute);
            entry_.columns.push_back(all[i]);
            entry_.join_aliases.push_back(make_var(state_, part.top, i, 0));
            variables_.push_back(variable(part, i));
        }
    }

    std::int32_t own_index() const { return static_cast<std::int32_t>(state_.range_table.size()) + 1; }

    Result<FromPart> finish() {
        FromPart part;
        const bool open = left_.top.open || right_.top.open;
        const bool named = join_.alias.has_value();
        BACKOUT_TRY(apply_alias(entry_, join_.alias));
        if (join_.using_alias) entry_.using_alias = join_.using_alias->name;
        const std::int32_t index = own_index();
        if (named)
            for (std::size_t i = 0; i < variables_.size(); ++i)
                variables_[i] = {index, static_cast<AttributeNumber>(i + 1)};
        part.top = add_entry(state_, std::move(entry_), open);
        part.top.vars = std::move(variables_);
        part.top.relation_visible = named;
        part.tree = std::make_unique<JoinTree>();
        part.tree->kind = JoinTree::Kind::join;
        part.tree->range_index = index;
        part.tree->join_type = static_cast<std::int32_t>(join_.type);
        part.tree->natural = join_.natural;
        part.tree->condition = std::move(condition_);
        part.tree->left = std::move(left_.tree);
        part.tree->right = std::move(right_.tree);
        if (!named) {
            // The sides keep their names; their columns by themselves are the join's now.
            part.names = std::move(left_.names);
            part.names.insert(part.names.end(), std::make_move_iterator(right_.names.begin()),
                              std::make_move_iterator(right_.names.end()));
            for (NamespaceItem& name : part.names) name.columns_visible = false;
            if (join_.using_alias) BACKOUT_TRY(add_using_alias(part));
        }
        part.names.push_back(part.top);
        return part;
    }

    /// `USING (a, b) AS name`: a name for the merged columns alone.
    Status add_using_alias(FromPart& part) {
        NamespaceItem item = part.top;
        item.name = join_.using_alias->name;
        item.relation_visible = true;
        item.columns_visible = false;
        item.vars.resize(left_places_.size());
        item.column_limit = left_places_.size();
        BACKOUT_TRY(check_name_conflicts({item}, part.names));
        part.names.push_back(std::move(item));
        return {};
    }

    QueryState& state_;
    const sql::FromJoin& join_;
    FromPart left_;
    FromPart right_;
    RangeEntry entry_;
    ExprPtr condition_;
    std::vector<NamespaceItem::Var> variables_;
    std::vector<std::size_t> left_places_;
    std::vector<std::size_t> right_places_;
};

}  // namespace

Result<FromPart> transform_join(QueryState& state, const sql::FromJoin& join) {
    return JoinBuilder(state, join).run();
}

}  // namespace backout::analyze
