#include <algorithm>

#include <fmt/format.h>

#include "analyze/names.h"
#include "analyze/query.h"

/// ON CONFLICT: its clauses (transformOnConflictClause in parser/analyze.c), and the index that it infers
/// (infer_arbiter_indexes in optimizer/util/plancat.c).
namespace backout::analyze {

using catalog::Constraint;
using catalog::IndexData;
using catalog::Relation;

namespace {

/// The condition split at its ANDs.
void split_condition(const ExprPtr& condition, std::vector<ExprPtr>& into) {
    using Operation = sql::BooleanExpression::Operation;
    if (condition->kind == ExprKind::boolean && static_cast<Operation>(condition->subkind) == Operation::and_) {
        for (const ExprPtr& part : condition->arguments) split_condition(part, into);
    } else {
        into.push_back(condition);
    }
}

/// Whether a partial index holds all rows of which the condition is true. Only what is written in both is proved
/// (predicate_implied_by proves more), so the answer may be no where the server says yes.
enum class Implied : std::uint8_t { no, yes, unknown };
Implied is_implied(const ExprPtr& predicate, const ExprPtr& condition) {
    if (!condition) return Implied::no;
    std::vector<ExprPtr> needed;
    std::vector<ExprPtr> given;
    split_condition(predicate, needed);
    split_condition(condition, given);
    const bool all = std::all_of(needed.begin(), needed.end(), [&](const ExprPtr& part) {
        return std::any_of(given.begin(), given.end(),
                           [&](const ExprPtr& other) { return catalog::equal(*part, *other); });
    });
    return all ? Implied::yes : Implied::unknown;
}

/// An expression of the catalog is about range index 1, one of the statement about its target.
bool same_expression(const Expr& of_index, const Expr& written, std::int32_t target) {
    if (of_index.kind != written.kind) return false;
    if (of_index.kind == ExprKind::var)
        return written.range_index == target && of_index.attribute == written.attribute && written.levels_up == 0;
    if (of_index.object != written.object || of_index.text != written.text || of_index.flag != written.flag ||
        of_index.subkind != written.subkind || of_index.arguments.size() != written.arguments.size())
        return false;
    for (std::size_t i = 0; i < of_index.arguments.size(); ++i)
        if (!same_expression(*of_index.arguments[i], *written.arguments[i], target)) return false;
    return true;
}

bool has_same_keys(const IndexData& index, const Query::OnConflict& conflict, std::int32_t target) {
    const auto names_key = [&](const IndexData::Key& key, const Query::OnConflict::Element& element) {
        if (key.attribute != 0)
            return element.expression->kind == ExprKind::var && element.expression->attribute == key.attribute;
        return key.expression && same_expression(*key.expression, *element.expression, target);
    };
    const bool all_named = std::all_of(index.keys.begin(), index.keys.end(), [&](const IndexData::Key& key) {
        return std::any_of(conflict.elements.begin(), conflict.elements.end(),
                           [&](const auto& element) { return names_key(key, element); });
    });
    return all_named && std::all_of(conflict.elements.begin(), conflict.elements.end(), [&](const auto& element) {
               return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexData::Key& key) {
                   const bool same_collation =
                       element.collation == catalog::invalid_oid || element.collation == key.collation;
                   const bool same_opclass = element.opclass == catalog::invalid_oid || element.opclass == key.opclass;
                   return names_key(key, element) && same_collation && same_opclass;
               });
           });
}

/// 42P10 when no unique index fits. Predicates that can't be compared for sure are taken to fit.
Status infer_index(const QueryState& state, const Query::OnConflict& conflict) {
    const RangeEntry& entry = state.entry(state.target_relation);
    const auto* relation = state.catalog().find<Relation>(entry.relation);
    if (!relation || !relation->is_table() || relation->open || relation->assumed) return {};
    for (Oid oid : catalog::indexes_of(state.catalog(), relation->oid)) {
        const auto* index = state.catalog().find<Relation>(oid);
        if (!index->index->valid) continue;
        if (!index->index->unique || !has_same_keys(*index->index, conflict, state.target_relation)) continue;
        const ExprPtr& predicate = index->index->predicate;
        if (!predicate || is_implied(predicate, conflict.index_where) != Implied::no) return {};
    }
    return failure("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                   sql::no_location);
}

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
    if (!conflict->elements.empty()) BACKOUT_TRY(infer_index(state, *conflict));
    query.on_conflict = std::move(conflict);
    return {};
}

}  // namespace backout::analyze
