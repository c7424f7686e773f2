#include <algorithm>

#include <fmt/format.h>

#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// UPDATE, DELETE and RETURNING (parser/analyze.c).
namespace backout::analyze {

namespace {

tl::unexpected<Error> values_mismatch(const sql::MultiAssign& assignment) {
    return failure("42601", "number of columns does not match number of values", assignment.source->location);
}

/// `SET (a, b) = ROW(…)`: the row is analysed with its first column, and gives the others away in turn.
Result<ExprPtr> transform_row_value(QueryState& state, const sql::RowExpression& row,
                                    const sql::MultiAssign& assignment) {
    if (assignment.column_number == 1) {
        BACKOUT_ASSIGN(state.assigned_row,
                       transform_expressions(state, row.elements, Clause::update_source, true));
        if (state.assigned_row.size() != static_cast<std::size_t>(assignment.column_count))
            return values_mismatch(assignment);
    }
    return std::move(state.assigned_row[static_cast<std::size_t>(assignment.column_number) - 1]);
}

/// `SET (a, b) = (SELECT …)`: the sub-query stands in a junk target, the columns get its outputs.
Result<ExprPtr> transform_subquery_value(QueryState& state, const sql::SubLink& sublink,
                                         const sql::MultiAssign& assignment) {
    if (assignment.column_number == 1) {
        const ClauseScope scope(state, Clause::update_source);
        BACKOUT_ASSIGN(QueryPtr query, transform_sub_query(state, *sublink.query));
        if (result_columns(state.catalog(), *query).size() != static_cast<std::size_t>(assignment.column_count)) {
            if (!query->open) return values_mismatch(assignment);
            return undecided("not all columns of the sub-query are known", sublink.location);
        }
        state.has_sublinks = true;
        auto source = make_expr(ExprKind::sublink, type_oid::record, sublink.location);
        source->subkind = static_cast<std::int32_t>(sql::SubLink::Type::multi_expression);
        source->query = std::move(query);
        state.multiple_assignments.push_back(std::move(source));
    }
    const auto place = static_cast<std::size_t>(assignment.column_number) - 1;
    const RangeEntry::Column value = result_columns(state.catalog(), *state.multiple_assignments.back()->query)[place];
    auto parameter = make_expr(ExprKind::param, value.type, sublink.location);
    parameter->typmod = value.typmod;
    parameter->collation = value.collation;
    parameter->star = true;
    parameter->subkind = static_cast<std::int32_t>(state.multiple_assignments.size() << 16U) +
                         assignment.column_number;
    return ExprPtr(std::move(parameter));
}

/// transformMultiAssignRef in parser/parse_expr.c: one of the values of `SET (a, b) = …`
Result<ExprPtr> transform_multiple(QueryState& state, const sql::MultiAssign& assignment) {
    if (const auto* row = sql::as<sql::RowExpression>(assignment.source.get()))
        return transform_row_value(state, *row, assignment);
    const auto* sublink = sql::as<sql::SubLink>(assignment.source.get());
    if (sublink && sublink->type == sql::SubLink::Type::expression)
        return transform_subquery_value(state, *sublink, assignment);
    return failure("0A000", "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
                   assignment.source->location);
}

Result<ExprPtr> transform_update_source(QueryState& state, const sql::Expression& value) {
    if (const auto* multiple = sql::as<sql::MultiAssign>(&value)) return transform_multiple(state, *multiple);
    if (value.kind == sql::ExpressionKind::set_to_default)
        return ExprPtr(make_expr(ExprKind::set_to_default, catalog::invalid_oid, value.location));
    return transform_expression(state, value, Clause::update_source);
}

/// Items of FROM and USING may not name the target by LATERAL.
Status transform_sources(QueryState& state, const std::vector<sql::FromItemPtr>& items) {
    // The target was named last; before it stand OLD and NEW of a rule.
    state.name_space.back().lateral_only = true;
    state.name_space.back().lateral_ok = false;
    return transform_from(state, items);
}

Status finish_modification(QueryState& state, Query& query) {
    BACKOUT_TRY(assign_target_collations(state, query.targets));
    BACKOUT_TRY(assign_collation(state, query.where));
    if (state.has_aggregates) BACKOUT_TRY(check_aggregates(state, query));
    finish_query(state, query);
    return {};
}

/// A name for the old or the new row in RETURNING, from PostgreSQL 18 on.
void add_returning_name(QueryState& state, const std::string& name, std::int32_t returning) {
    NamespaceItem item;
    item.range_index = state.target_relation;
    item.name = name;
    item.columns_visible = false;
    item.open = state.target_open;
    item.returning = returning;
    state.name_space.push_back(std::move(item));
}

bool is_named(const QueryState& state, std::string_view name) {
    return std::any_of(state.name_space.begin(), state.name_space.end(), [&](const NamespaceItem& item) {
        return item.relation_visible && item.name == name;
    });
}

Status name_old_and_new(QueryState& state, Query& query, const std::vector<sql::ReturningAlias>& aliases) {
    bool has_old = false;
    bool has_new = false;
    for (const sql::ReturningAlias& alias : aliases) {
        bool& has = alias.is_new ? has_new : has_old;
        if (has)
            return failure("42601", fmt::format("{} cannot be specified multiple times", alias.is_new ? "NEW" : "OLD"),
                           alias.location);
        has = true;
        if (is_named(state, alias.name))
            return failure("42712", fmt::format("table name \"{}\" specified more than once", alias.name),
                           alias.location);
        (alias.is_new ? query.returning_new : query.returning_old) = alias.name;
        add_returning_name(state, alias.name, alias.is_new ? 2 : 1);
    }
    if (!has_old && !is_named(state, "old")) add_returning_name(state, "old", 1);
    if (!has_new && !is_named(state, "new")) add_returning_name(state, "new", 2);
    return {};
}

}  // namespace

Result<std::vector<TargetEntry>> transform_update_targets(QueryState& state, const std::vector<sql::Target>& targets) {
    std::vector<TargetEntry> result;
    for (const sql::Target& target : targets) {
        BACKOUT_ASSIGN(ExprPtr value, transform_update_source(state, *target.value));
        result.emplace_back();
        result.back().expression = std::move(value);
        result.back().name = target.name;
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
        BACKOUT_ASSIGN(const AttributeNumber number, target_column(state, targets[i]));
        const AssignedColumn column{targets[i].name, number, &targets[i].indirection, targets[i].location};
        BACKOUT_ASSIGN(result[i].expression,
                       assign_value(state, std::move(result[i].expression), column, Clause::update_target));
        result[i].assigned = number;
    }
    for (ExprPtr& source : state.multiple_assignments) {
        result.emplace_back();
        result.back().expression = std::move(source);
        result.back().junk = true;
    }
    state.multiple_assignments.clear();
    return result;
}

Status transform_returning(QueryState& state, Query& query, const std::vector<sql::Target>& returning,
                           const std::vector<sql::ReturningAlias>& aliases, Clause clause) {
    if (returning.empty()) return {};
    const std::size_t names = state.name_space.size();
    const bool open_before = state.open_result;
    state.open_result = false;
    if (state.catalog().major_number() >= 18) BACKOUT_TRY(name_old_and_new(state, query, aliases));
    BACKOUT_ASSIGN(query.returning, transform_targets(state, returning, clause));
    if (query.returning.empty() && !state.open_result)
        return failure("42601", "RETURNING must have at least one column", returning[0].location);
    if (state.resolve_unknowns) BACKOUT_TRY(resolve_unknown_targets(state, query.returning));
    BACKOUT_TRY(assign_target_collations(state, query.returning));
    state.name_space.erase(state.name_space.begin() + static_cast<std::ptrdiff_t>(names), state.name_space.end());
    state.open_result = state.open_result || open_before;
    return {};
}

Result<QueryPtr> transform_update(QueryState& state, const sql::UpdateStatement& statement) {
    auto query = new_query(Query::Command::update);
    BACKOUT_TRY(transform_with(state, *query, statement.with.get()));
    BACKOUT_TRY(set_target_table(state, statement.relation, statement.relation.inherit, true));
    query->result_relation = state.target_relation;
    BACKOUT_TRY(transform_sources(state, statement.from));
    if (statement.where) {
        BACKOUT_ASSIGN(query->where, transform_condition(state, *statement.where, Clause::where, "WHERE"));
    }
    BACKOUT_TRY(transform_returning(state, *query, statement.returning, statement.returning_aliases,
                                    Clause::returning));
    BACKOUT_ASSIGN(query->targets, transform_update_targets(state, statement.targets));
    BACKOUT_TRY(finish_modification(state, *query));
    return QueryPtr(std::move(query));
}

Result<QueryPtr> transform_delete(QueryState& state, const sql::DeleteStatement& statement) {
    auto query = new_query(Query::Command::delete_);
    BACKOUT_TRY(transform_with(state, *query, statement.with.get()));
    BACKOUT_TRY(set_target_table(state, statement.relation, statement.relation.inherit, true));
    query->result_relation = state.target_relation;
    BACKOUT_TRY(transform_sources(state, statement.using_));
    if (statement.where) {
        BACKOUT_ASSIGN(query->where, transform_condition(state, *statement.where, Clause::where, "WHERE"));
    }
    BACKOUT_TRY(transform_returning(state, *query, statement.returning, statement.returning_aliases,
                                    Clause::returning));
    BACKOUT_TRY(finish_modification(state, *query));
    return QueryPtr(std::move(query));
}

}  // namespace backout::analyze
