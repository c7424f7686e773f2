#include <algorithm>

#include <fmt/format.h>

#include "analyze/nodes.h"
#include "analyze/query.h"
#include "analyze/type_oid.h"

/// UPDATE, DELETE and RETURNING (parser/analyze.c).
namespace backout::analyze {

namespace {

/// `SET (a, b) = …` (transformMultiAssignRef in parser/parse_expr.c): one value of the source.
Result<ExprPtr> transform_multiple(QueryState& state, const sql::MultiAssign& assignment) {
    const auto mismatch = [&] {
        return failure("42601", "number of columns does not match number of values", assignment.source->location);
    };
    const auto columns = static_cast<std::size_t>(assignment.column_count);
    const auto place = static_cast<std::size_t>(assignment.column_number) - 1;
    if (const auto* row = sql::as<sql::RowExpression>(assignment.source.get())) {
        if (row->elements.size() != columns) return mismatch();
        const sql::Expression& element = *row->elements[place];
        if (element.kind == sql::ExpressionKind::set_to_default)
            return ExprPtr(make_expr(ExprKind::set_to_default, catalog::invalid_oid, element.location));
        return transform_expression(state, element, Clause::update_source);
    }
    const auto* sublink = sql::as<sql::SubLink>(assignment.source.get());
    if (!sublink || sublink->type != sql::SubLink::Type::expression)
        return failure("0A000",
                       "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
                       assignment.source->location);
    if (place == 0) {
        const ClauseScope scope(state, Clause::update_source);
        BACKOUT_ASSIGN(QueryPtr query, transform_sub_query(state, *sublink->query));
        if (result_columns(state.catalog(), *query).size() != columns) {
            if (!query->open) return mismatch();
            return undecided("not all columns of the sub-query are known", sublink->location);
        }
        state.has_sublinks = true;
        auto source = make_expr(ExprKind::sublink, type_oid::record, sublink->location);
        source->subkind = static_cast<std::int32_t>(sql::SubLink::Type::multi_expression);
        source->query = std::move(query);
        state.multiple_assignments.push_back(std::move(source));
    }
    const Expr& source = *state.multiple_assignments.back();
    const Columns values = result_columns(state.catalog(), *source.query);
    auto parameter = make_expr(ExprKind::param, values[place].type, sublink->location);
    parameter->typmod = values[place].typmod;
    parameter->collation = values[place].collation;
    parameter->star = true;
    parameter->subkind = static_cast<std::int32_t>(state.multiple_assignments.size() << 16U) +
                         static_cast<std::int32_t>(place) + 1;
    return ExprPtr(std::move(parameter));
}

Result<ExprPtr> transform_update_source(QueryState& state, const sql::Expression& value) {
    if (const auto* multiple = sql::as<sql::MultiAssign>(&value)) return transform_multiple(state, *multiple);
    if (value.kind == sql::ExpressionKind::set_to_default)
        return ExprPtr(make_expr(ExprKind::set_to_default, catalog::invalid_oid, value.location));
    return transform_expression(state, value, Clause::update_source);
}

/// What the rewriter refuses (rewriteTargetListIU): 428C9, and two values for one column.
Status check_assigned(const QueryState& state, const std::vector<TargetEntry>& targets,
                      const std::vector<sql::Target>& written) {
    const auto* relation = state.catalog().find<catalog::Relation>(state.entry(state.target_relation).relation);
    for (std::size_t i = 0; i < written.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (targets[i].assigned == targets[j].assigned && targets[i].assigned != 0 &&
                (written[i].indirection.empty() || written[j].indirection.empty()))
                return failure("42601", fmt::format("multiple assignments to same column \"{}\"", targets[i].name),
                               sql::no_location);
        }
        const catalog::Attribute* attribute = relation ? relation->find_attribute(targets[i].assigned) : nullptr;
        if (!attribute || targets[i].expression->kind == ExprKind::set_to_default) continue;
        const std::string message = fmt::format("column \"{}\" can only be updated to DEFAULT", attribute->name);
        if (attribute->generated != 0)
            return failure("428C9", message, sql::no_location, {},
                           fmt::format("Column \"{}\" is a generated column.", attribute->name));
        if (attribute->identity == 'a')
            return failure("428C9", message, sql::no_location, {},
                           fmt::format("Column \"{}\" is an identity column defined as GENERATED ALWAYS.",
                                       attribute->name));
    }
    return {};
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
    BACKOUT_TRY(check_assigned(state, result, targets));
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
