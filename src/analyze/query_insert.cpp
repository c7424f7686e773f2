#include <algorithm>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// INSERT (transformInsertStmt in parser/analyze.c).
namespace backout::analyze {

namespace {

/// Anything but a plain list of VALUES.
bool is_general_select(const sql::SelectStatement& select) {
    return select.values.empty() || !select.order_by.empty() || select.limit_offset || select.limit_count ||
           !select.locking.empty() || select.with;
}

TargetEntry assigned_target(const AssignedColumn& column, ExprPtr value) {
    TargetEntry target;
    target.name = column.name;
    target.assigned = column.number;
    target.expression = std::move(value);
    return target;
}

/// A Var for a column of the entry that INSERT takes its rows from.
ExprPtr source_column(const QueryState& state, std::int32_t range_index, std::size_t place) {
    const RangeEntry::Column& column = state.entry(range_index).columns[place];
    auto variable = make_expr(ExprKind::var, column.type, sql::no_location);
    variable->range_index = range_index;
    variable->attribute = static_cast<AttributeNumber>(place + 1);
    variable->typmod = column.typmod;
    variable->collation = column.collation;
    return variable;
}

/// INSERT … SELECT: literals among the result columns take the type of the column that they go to.
/// OLD and NEW of a rule are then relations of the SELECT.
Result<std::vector<ExprPtr>> transform_source(QueryState& state, const sql::SelectStatement& select,
                                              std::vector<RangeEntry> rule_entries,
                                              std::vector<NamespaceItem> rule_names) {
    QueryState inner(state.context, &state);
    inner.resolve_unknowns = false;
    inner.range_table = std::move(rule_entries);
    inner.name_space = std::move(rule_names);
    BACKOUT_ASSIGN(const QueryPtr query, transform_statement(inner, select));
    RangeEntry entry;
    entry.kind = RangeEntry::Kind::subquery;
    entry.alias = "*SELECT*";
    entry.name = entry.alias;
    entry.columns = target_columns(query->targets);
    entry.subquery = query;
    state.open_result = query->open;
    const std::int32_t index = add_entry(state, std::move(entry)).range_index;
    state.from.push_back(range_reference(index));
    std::vector<ExprPtr> values;
    for (const TargetEntry& target : query->targets) {
        if (target.junk) continue;
        const Expr& expression = *target.expression;
        const bool literal = expression.kind == ExprKind::constant || expression.kind == ExprKind::param;
        if (literal && expression.type == type_oid::unknown) {
            values.push_back(target.expression);
            continue;
        }
        auto variable = source_column(state, index, values.size());
        in_the_making(variable).location = expression.location;
        values.push_back(std::move(variable));
    }
    return values;
}

class InsertBuilder {
public:
    InsertBuilder(QueryState& state, const sql::InsertStatement& statement)
        : state_(state), statement_(statement), query_(new_query(Query::Command::insert)) {}

    Result<QueryPtr> run() {
        state_.inserting = true;
        BACKOUT_TRY(transform_with(state_, *query_, statement_.with.get()));
        query_->override_ = static_cast<std::int32_t>(statement_.override_);
        const auto* select = sql::as<sql::SelectStatement>(statement_.source.get());
        if (select && is_general_select(*select)) {
            std::swap(rule_entries_, state_.range_table);
            std::swap(rule_names_, state_.name_space);
        }
        BACKOUT_TRY(set_target_table(state_, statement_.relation, true, false));
        query_->result_relation = state_.target_relation;
        BACKOUT_ASSIGN(columns_, insert_columns(state_, statement_.columns));
        if (select) BACKOUT_TRY(transform_rows(*select));
        for (TargetEntry& target : query_->targets) BACKOUT_TRY(assign_collation(state_, target.expression));
        BACKOUT_TRY(transform_conflict());
        BACKOUT_TRY(transform_returning_list());
        finish_query(state_, *query_);
        query_->open = false;
        return QueryPtr(query_);
    }

private:
    bool has_list() const { return !statement_.columns.empty(); }

    Status transform_rows(const sql::SelectStatement& select) {
        std::vector<ExprPtr> values;
        if (is_general_select(select)) {
            BACKOUT_ASSIGN(values, transform_source(state_, select, std::move(rule_entries_), std::move(rule_names_)));
            // Where the source may have further columns their number can't be checked.
            if (state_.open_result && values.size() < columns_.size()) columns_.resize(values.size());
            BACKOUT_ASSIGN(values, assign_row(state_, std::move(values), columns_, has_list(), false));
        } else if (select.values.size() == 1) {
            BACKOUT_ASSIGN(values, transform_expressions(state_, select.values[0], Clause::values_single, true));
            BACKOUT_ASSIGN(values, assign_row(state_, std::move(values), columns_, has_list(), false));
        } else {
            BACKOUT_ASSIGN(values, transform_value_lists(select));
        }
        for (std::size_t i = 0; i < std::min(values.size(), columns_.size()); ++i)
            query_->targets.push_back(assigned_target(columns_[i], std::move(values[i])));
        return {};
    }

    /// Several rows of VALUES become an entry of the range table.
    Result<std::vector<ExprPtr>> transform_value_lists(const sql::SelectStatement& select) {
        RangeEntry entry;
        entry.kind = RangeEntry::Kind::values;
        entry.name = "*VALUES*";
        entry.values.reserve(select.values.size());
        for (const sql::Expressions& row : select.values) {
            BACKOUT_ASSIGN(std::vector<ExprPtr> values, transform_expressions(state_, row, Clause::values, true));
            if (!entry.values.empty() && values.size() != entry.values[0].size())
                return failure("42601", "VALUES lists must all be the same length",
                               row.empty() ? sql::no_location : row[0]->location);
            BACKOUT_ASSIGN(values, assign_row(state_, std::move(values), columns_, has_list(), true));
            for (ExprPtr& value : values)
                if (value->kind != ExprKind::constant) BACKOUT_TRY(assign_collation(state_, value));
            entry.values.push_back(std::move(values));
        }
        for (std::size_t i = 0; i < entry.values[0].size(); ++i) {
            const Expr& value = *entry.values[0][i];
            entry.columns.push_back({fmt::format("column{}", i + 1), value.type, value.typmod, 0, 0});
        }
        const std::int32_t index = add_entry(state_, std::move(entry)).range_index;
        state_.from.push_back(range_reference(index));
        std::vector<ExprPtr> values;
        for (std::size_t i = 0; i < state_.entry(index).columns.size(); ++i)
            values.push_back(source_column(state_, index, i));
        return assign_row(state_, std::move(values), columns_, has_list(), false);
    }

    /// ON CONFLICT and RETURNING name columns of the target.
    void name_target() {
        if (named_) return;
        named_ = true;
        NamespaceItem item;
        item.range_index = state_.target_relation;
        const RangeEntry& entry = state_.entry(state_.target_relation);
        item.name = entry.name;
        if (entry.alias.empty()) item.relation = entry.relation;
        item.open = state_.target_open;
        state_.name_space.clear();
        state_.name_space.push_back(std::move(item));
    }

    Status transform_conflict() {
        if (!statement_.on_conflict) return {};
        name_target();
        return transform_on_conflict(state_, *query_, *statement_.on_conflict);
    }

    Status transform_returning_list() {
        if (statement_.returning.empty()) return {};
        name_target();
        return transform_returning(state_, *query_, statement_.returning, statement_.returning_aliases,
                                   Clause::returning);
    }

    QueryState& state_;
    const sql::InsertStatement& statement_;
    std::shared_ptr<Query> query_;
    std::vector<AssignedColumn> columns_;
    std::vector<RangeEntry> rule_entries_;
    std::vector<NamespaceItem> rule_names_;
    bool named_ = false;
};

}  // namespace

Result<QueryPtr> transform_insert(QueryState& state, const sql::InsertStatement& statement) {
    return InsertBuilder(state, statement).run();
}

}  // namespace backout::analyze
