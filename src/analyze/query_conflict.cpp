#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/query.h"

/// ON CONFLICT (transformOnConflictClause in parser/analyze.c).
namespace backout::analyze {

using catalog::Constraint;
using catalog::Relation;

namespace {

Status transform_elements(QueryState& state, const sql::OnConflict& written, Query::OnConflict& conflict) {
    for (const sql::OnConflict::InferElement& element : written.elements) {
        Query::OnConflict::Element result;
        if (element.expression) {
            BACKOUT_ASSIGN(result.expression,
                           transform_expression(state, *element.expression, Clause::index_expression));
        } else {
            sql::ColumnRef column;
            column.names = {element.column};
            column.location = written.location;
            BACKOUT_ASSIGN(result.expression, transform_expression(state, column, Clause::index_expression));
        }
        if (!element.collation.empty()) {
            BACKOUT_ASSIGN(result.collation, require_collation(state.context, element.collation, written.location));
        }
        if (!element.opclass.empty()) {
            constexpr Oid btree = 403;
            const auto opclass = catalog::find_operator_class(state.catalog(), btree, state.context.path,
                                                              element.opclass.back());
            if (!opclass)
                return failure("42704",
                               fmt::format("operator class \"{}\" does not exist for access method \"btree\"",
                                           display_name(element.opclass)),
                               sql::no_location);
            result.opclass = opclass->oid;
        }
        conflict.elements.push_back(std::move(result));
    }
    if (written.index_where) {
        BACKOUT_ASSIGN(conflict.index_where,
                       transform_expression(state, *written.index_where, Clause::index_predicate));
    }
    return {};
}

Status find_constraint(const QueryState& state, const std::string& name, Query::OnConflict& conflict) {
    const RangeEntry& entry = state.entry(state.target_relation);
    if (const auto* constraint = state.catalog().find<Constraint>(entry.relation, name)) {
        conflict.constraint = constraint->oid;
        return {};
    }
    const auto* relation = state.catalog().find<Relation>(entry.relation);
    if (relation && (relation->open || relation->assumed)) return {};
    return failure("42704",
                   fmt::format("constraint \"{}\" for table \"{}\" does not exist", name,
                               relation ? relation->name : entry.name),
                   sql::no_location);
}

/// EXCLUDED has the columns of the target.
NamespaceItem add_excluded(QueryState& state) {
    RangeEntry entry;
    const RangeEntry& target = state.entry(state.target_relation);
    entry.relation = target.relation;
    entry.name = "excluded";
    entry.alias = "excluded";
    for (const catalog::ColumnInfo& column : catalog::columns_of(state.catalog(), target.relation))
        entry.columns.push_back(
            {std::string(column.name), column.type, column.typmod, column.collation, column.number});
    return add_entry(state, std::move(entry), state.target_open);
}

}  // namespace

Status transform_on_conflict(QueryState& state, Query& query, const sql::OnConflict& written) {
    auto conflict = std::make_shared<Query::OnConflict>();
    conflict->update = written.action == sql::OnConflict::Action::update;
    if (conflict->update && !written.has_inference)
        return failure("42601", "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                       written.location, "For example, ON CONFLICT (column_name).");
    NamespaceItem excluded;
    if (conflict->update) {
        excluded = add_excluded(state);
        conflict->excluded = excluded.range_index;
    }
    BACKOUT_TRY(transform_elements(state, written, *conflict));
    if (!written.constraint.empty()) BACKOUT_TRY(find_constraint(state, written.constraint, *conflict));
    if (conflict->update) {
        state.inserting = false;
        add_to_namespace(state, std::move(excluded), true, true);
        BACKOUT_ASSIGN(conflict->targets, transform_update_targets(state, written.targets));
        if (written.where) {
            BACKOUT_ASSIGN(conflict->where, transform_condition(state, *written.where, Clause::where, "WHERE"));
        }
        state.name_space.pop_back();
        BACKOUT_TRY(assign_target_collations(state, conflict->targets));
        BACKOUT_TRY(assign_collation(state, conflict->where));
    }
    for (auto& element : conflict->elements) BACKOUT_TRY(assign_collation(state, element.expression));
    BACKOUT_TRY(assign_collation(state, conflict->index_where));
    query.on_conflict = std::move(conflict);
    return {};
}

}  // namespace backout::analyze
