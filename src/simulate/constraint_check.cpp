#include <algorithm>

#include "analyze/references.h"
#include "simulate/constraint.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/table_column.h"

/// CHECK constraints: AddRelationNewConstraints and MergeWithExistingConstraint (catalog/heap.c),
/// ATAddCheckNNConstraint (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::ExprPtr;
using catalog::Relation;
using catalog::RelationKind;

/// Columns that a check is about, as pg_constraint.conkey lists them.
std::vector<AttributeNumber> columns_of_check(const catalog::Expr& expression) {
    std::vector<AttributeNumber> columns = analyze::columns_of(expression);
    std::erase_if(columns, [](AttributeNumber number) { return number == 0; });
    return columns;
}

std::string choose_check_name(const Catalog& catalog, const Relation& relation,
                              const catalog::Expr& expression) {
    const std::vector<AttributeNumber> columns = columns_of_check(expression);
    std::string column;
    if (columns.size() == 1)
        if (const catalog::Attribute* attribute = relation.find_attribute(columns.front()))
            column = attribute->name;
    return choose_constraint_name(catalog, relation.scope, relation.name, column, "check");
}

/// Whether the two say the same, and may become one. Says why not otherwise.
Status check_mergeable(const Catalog& catalog, const Relation& relation, const Constraint& existing,
                       const ExprPtr& expression, const ConstraintRequest& request) {
    const bool same = existing.type == ConstraintType::check &&
                      same_expression(catalog, existing.expression, relation.oid, expression, relation.oid);
    // Adding to parent and child in either order gives the same end state.
    const bool allow_merge =
        request.allow_merge || (request.is_local && !existing.is_local && !relation.is_partition);
    if (!same || !allow_merge)
        return error("42710", "constraint \"{}\" for relation \"{}\" already exists", existing.name,
                     relation.name);
    auto conflicts = [&](std::string_view with) {
        return error("42P17", "constraint \"{}\" conflicts with {} on relation \"{}\"", existing.name, with,
                     relation.name);
    };
    if (existing.no_inherit) return conflicts("non-inherited constraint");
    if (existing.inherit_count > 0 && request.no_inherit) return conflicts("inherited constraint");
    if (request.initially_valid && !existing.validated && existing.enforced)
        return conflicts("NOT VALID constraint");
    // A child may be stricter than its parents, not the other way round.
    const bool less_strict = request.is_local ? !request.enforced && existing.enforced
                                              : request.enforced && !existing.enforced;
    if (less_strict) return conflicts("NOT ENFORCED constraint");
    return {};
}

/// MergeWithExistingConstraint; false where there is none of the name.
Result<bool> merge_with_existing(StatementContext& context, const Relation& relation,
                                 const ExprPtr& expression, const ConstraintRequest& request) {
    const auto* existing = context.catalog.find<Constraint>(relation.oid, request.name);
    if (!existing) return false;
    BACKOUT_TRY(check_mergeable(context.catalog, relation, *existing, expression, request));
    context.effects.notice(
        fmt::format("merging constraint \"{}\" with inherited definition", existing->name));
    const bool is_partition = relation.is_partition;
    context.catalog.change<Constraint>(existing->oid, [&](Constraint& changed) {
        if (is_partition) {
            changed.inherit_count = 1;
            changed.is_local = false;
        } else if (request.is_local) {
            changed.is_local = true;
        } else {
            ++changed.inherit_count;
        }
        if (request.no_inherit) changed.no_inherit = true;
        if (request.enforced && !changed.enforced) changed.enforced = changed.validated = true;
    });
    return true;
}

bool stores_rows(const Relation& relation) {
    return relation.kind == RelationKind::table || relation.kind == RelationKind::materialized_view;
}

/// The same constraint for the children, with the name that the parent's got.
Status add_to_children(StatementContext& context, Oid relation, const ConstraintRequest& request,
                       const std::string& name, const ExprPtr& expression) {
    const std::vector<Oid> children = direct_children(context.catalog, relation);
    if (children.empty()) return {};
    if (request.only) return error("42P16", "constraint must be added to child tables too");
    for (Oid child_oid : children) {
        const auto* child = context.catalog.find<Relation>(child_oid);
        ConstraintRequest inherited = request;
        inherited.name = name;
        inherited.cooked =
            map_attributes(expression, attribute_map(*context.catalog.find<Relation>(relation), *child));
        inherited.is_local = false;
        inherited.inherit_count = 1;
        inherited.allow_merge = true;
        BACKOUT_TRY(add_check_constraint(context, child_oid, inherited));
    }
    return {};
}

}  // namespace

Result<ExprPtr> analyze_check(StatementContext& context, Oid relation, const sql::Expression& expression) {
    return analyze::analyze_condition(context.analysis(), expression, analyze::Use::check,
                                      relation_scope(context.catalog, relation), "CHECK");
}

Result<Oid> add_check_constraint(StatementContext& context, Oid relation, const ConstraintRequest& request) {
    const auto* table = context.catalog.find<Relation>(relation);
    ExprPtr expression = request.cooked;
    if (!expression) {
        BACKOUT_ASSIGN(expression, analyze_check(context, relation, *request.definition->expression));
        table = context.catalog.find<Relation>(relation);
    }
    std::string name = request.name;
    if (name.empty()) {
        name = choose_check_name(context.catalog, *table, *expression);
    } else {
        BACKOUT_ASSIGN(const bool merged, merge_with_existing(context, *table, expression, request));
        if (merged) return catalog::invalid_oid;
    }
    if (request.no_inherit && table->kind == RelationKind::partitioned_table)
        return error("42P16", "cannot add NO INHERIT constraint to partitioned table \"{}\"", table->name);
    auto made = context.make<Constraint>(name, relation);
    made->type = ConstraintType::check;
    made->expression = expression;
    made->keys = columns_of_check(*expression);
    made->enforced = request.enforced;
    made->validated = request.initially_valid;
    made->no_inherit = request.no_inherit;
    made->is_local = request.is_local;
    made->inherit_count = request.inherit_count;
    made->comment = request.comment;
    const bool reads_rows = !request.skip_validation && stores_rows(*table);
    const Oid oid = insert_constraint(context, std::move(made));
    if (reads_rows) context.effects.scans.push_back({relation, Effects::ScanReason::validate_check, oid});
    if (!request.no_inherit) BACKOUT_TRY(add_to_children(context, relation, request, name, expression));
    return oid;
}

}  // namespace backout::simulate
