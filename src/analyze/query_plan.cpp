#include <algorithm>

#include <fmt/format.h>

#include "analyze/query_rewrite.h"

/// What the planner and the executor's start refuse: the index that ON CONFLICT infers (infer_arbiter_indexes in
/// optimizer/util/plancat.c), relations that can't be written to (CheckValidResultRel in executor/execMain.c).
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
Status infer_index(const Catalog& catalog, const Query& query, const Relation& relation) {
    const Query::OnConflict& conflict = *query.on_conflict;
    if (conflict.elements.empty() || !relation.is_table() || relation.open || relation.assumed) return {};
    for (Oid oid : catalog::indexes_of(catalog, relation.oid)) {
        const auto* index = catalog.find<Relation>(oid);
        if (!index->index->valid) continue;
        if (!index->index->unique || !has_same_keys(*index->index, conflict, query.result_relation)) continue;
        const ExprPtr& predicate = index->index->predicate;
        if (!predicate || is_implied(predicate, conflict.index_where) != Implied::no) return {};
    }
    return failure("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                   sql::no_location);
}

/// An index or a constraint for ON CONFLICT to watch.
Status check_arbiter(const Catalog& catalog, const Query& query, const Relation& relation) {
    if (query.on_conflict->constraint == catalog::invalid_oid) return infer_index(catalog, query, relation);
    const auto* constraint = catalog.find<Constraint>(query.on_conflict->constraint);
    if (!constraint) return {};
    const bool exclusion = constraint->type == Constraint::Type::exclusion;
    const bool has_index = exclusion || constraint->type == Constraint::Type::primary_key ||
                           constraint->type == Constraint::Type::unique;
    if (!has_index)
        return failure("42809", "constraint in ON CONFLICT clause has no associated index", sql::no_location);
    if (exclusion && query.on_conflict->update)
        return failure("42809", "ON CONFLICT DO UPDATE not supported with exclusion constraints", sql::no_location);
    return {};
}

/// CheckValidResultRel
Status check_writable(const Relation& relation) {
    const auto refuse = [&](std::string_view what) {
        return failure("42809", fmt::format("cannot change {} \"{}\"", what, relation.name), sql::no_location);
    };
    if (relation.kind == catalog::RelationKind::sequence) return refuse("sequence");
    if (relation.kind == catalog::RelationKind::materialized_view) return refuse("materialized view");
    return {};
}

}  // namespace

Result<void> check_plan(const Context& context, const Query& query) {
    for (const Query::CommonTable& table : query.ctes)
        if (table.query->command != Query::Command::select) BACKOUT_TRY(check_plan(context, *table.query));
    if (query.result_relation == 0) return {};
    const Oid target = query.range_table[static_cast<std::size_t>(query.result_relation) - 1].relation;
    const auto* relation = context.catalog.find<Relation>(target);
    if (!relation || fired_rules(context.catalog, *relation, query.command).instead) return {};
    if (query.on_conflict) BACKOUT_TRY(check_arbiter(context.catalog, query, *relation));
    return check_writable(*relation);
}

}  // namespace backout::analyze
