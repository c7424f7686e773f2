#include "analyze/references.h"
#include "simulate/constraint.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/table_column.h"

/// NOT NULL: a mark of the column, and since 18 a constraint too (AddRelationNewConstraints and
/// AdjustNotNullInheritance of catalog/heap.c and pg_constraint.c; ATExecSetNotNull of commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::Relation;
using catalog::RelationKind;

/// First release where a not-null constraint is a row of pg_constraint.
constexpr int constraints_since = 18;

bool says_not_null(const catalog::Expr& expression, AttributeNumber column) {
    if (expression.kind == catalog::ExprKind::boolean &&
        expression.subkind == static_cast<std::int32_t>(sql::BooleanExpression::Operation::and_)) {
        for (const catalog::ExprPtr& argument : expression.arguments)
            if (says_not_null(*argument, column)) return true;
        return false;
    }
    if (expression.kind != catalog::ExprKind::null_test || !expression.flag) return false;
    const catalog::Expr& tested = *expression.arguments.front();
    return tested.kind == catalog::ExprKind::var && tested.attribute == column;
}

void mark_not_null(StatementContext& context, Oid relation, AttributeNumber column, bool skip_validation) {
    const auto* table = context.catalog.find<Relation>(relation);
    if (table->find_attribute(column)->not_null) return;
    const bool reads_rows = table->kind == RelationKind::table && !skip_validation &&
                            !not_null_is_implied(context.catalog, relation, column);
    context.catalog.change<Relation>(
        relation, [&](Relation& changed) { changed.find_attribute(column)->not_null = true; });
    if (reads_rows)
        context.effects.scans.push_back({relation, Effects::ScanReason::validate_not_null, relation});
}

/// AdjustNotNullInheritance: what becomes of the constraint that the column has already.
Status adjust_existing(StatementContext& context, const Relation& table, const Constraint& existing,
                       const ConstraintRequest& request) {
    if (request.no_inherit != existing.no_inherit) {
        auto made =
            error("55000", "cannot change NO INHERIT status of NOT NULL constraint \"{}\" on relation \"{}\"",
                  existing.name, table.name);
        made.value().hint =
            "You might need to make the existing constraint inheritable using ALTER TABLE ... ALTER "
            "CONSTRAINT ... "
            "INHERIT.";
        return made;
    }
    if (request.initially_valid && !existing.validated) {
        auto made = error("55000", "incompatible NOT VALID constraint \"{}\" on relation \"{}\"",
                          existing.name, table.name);
        made.value().hint = "You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.";
        return made;
    }
    if (request.is_local && !request.name.empty() && request.name != existing.name) {
        auto made =
            error("55000", "cannot create not-null constraint \"{}\" on column \"{}\" of table \"{}\"",
                  request.name, request.column, table.name);
        made.value().detail =
            fmt::format("A not-null constraint named \"{}\" already exists for this column.", existing.name);
        return made;
    }
    if (request.is_local && existing.is_local) return {};
    context.catalog.change<Constraint>(existing.oid, [&](Constraint& changed) {
        if (request.is_local)
            changed.is_local = true;
        else
            ++changed.inherit_count;
    });
    return {};
}

Result<std::string> not_null_name(StatementContext& context, const Relation& table,
                                  const ConstraintRequest& request) {
    if (request.name.empty() ||
        (!request.is_local && constraint_name_is_used(context.catalog, table.oid, request.name)))
        return choose_constraint_name(context.catalog, table.scope, table.name, request.column, "not_null");
    BACKOUT_TRY(check_constraint_name_free(context.catalog, table.oid, request.name));
    return request.name;
}

bool is_not_null_below(const Catalog& catalog, Oid relation, const std::string& column) {
    for (Oid inheritor : all_inheritors(catalog, relation)) {
        const catalog::Attribute* attribute = catalog.find<Relation>(inheritor)->find_attribute(column);
        if (inheritor != relation && attribute && !attribute->not_null) return false;
    }
    return true;
}

Status add_to_children(StatementContext& context, Oid relation, const ConstraintRequest& request,
                       const std::string& name) {
    const std::vector<Oid> children = direct_children(context.catalog, relation);
    if (children.empty() || request.no_inherit) return {};
    if (request.only) {
        // Before 18 only partitioned tables insist, and only where a partition's column isn't NOT NULL already.
        if (context.major() < constraints_since &&
            (context.catalog.find<Relation>(relation)->kind != RelationKind::partitioned_table ||
             is_not_null_below(context.catalog, relation, request.column)))
            return {};
        auto made = error("42P16", "constraint must be added to child tables too");
        if (context.major() < constraints_since) made.value().hint = "Do not specify the ONLY keyword.";
        return made;
    }
    for (Oid child : children) {
        ConstraintRequest inherited = request;
        inherited.name = name;
        inherited.is_local = false;
        inherited.inherit_count = 1;
        BACKOUT_TRY(add_not_null(context, child, inherited));
    }
    return {};
}

}  // namespace

Oid find_not_null_constraint(const Catalog& catalog, Oid relation, AttributeNumber column) {
    for (Oid member : catalog.members(relation)) {
        const auto* constraint = catalog.find<Constraint>(member);
        if (constraint && constraint->type == ConstraintType::not_null && constraint->keys.front() == column)
            return member;
    }
    return catalog::invalid_oid;
}

bool not_null_is_implied(const Catalog& catalog, Oid relation, AttributeNumber column) {
    for (Oid member : catalog.members(relation)) {
        const auto* constraint = catalog.find<Constraint>(member);
        if (constraint && constraint->type == ConstraintType::check && constraint->validated &&
            says_not_null(*constraint->expression, column))
            return true;
    }
    return false;
}

Result<Oid> insert_not_null_constraint(StatementContext& context, Oid relation, AttributeNumber column,
                                       const ConstraintRequest& request) {
    const auto* table = context.catalog.find<Relation>(relation);
    BACKOUT_ASSIGN(std::string name, not_null_name(context, *table, request));
    auto made = context.make<Constraint>(std::move(name), relation);
    made->type = ConstraintType::not_null;
    made->keys = {column};
    made->validated = request.initially_valid;
    made->no_inherit = request.no_inherit;
    made->is_local = request.is_local;
    made->inherit_count = request.inherit_count;
    made->comment = request.comment;
    return insert_constraint(context, std::move(made));
}

Result<Oid> add_not_null(StatementContext& context, Oid relation, const ConstraintRequest& request) {
    BACKOUT_ASSIGN(const AttributeNumber column, get_column(context, relation, request.column));
    if (column < 0 && context.major() < constraints_since)
        return error("0A000", "cannot alter system column \"{}\"", request.column);
    if (column < 0)
        return error("0A000", "cannot add not-null constraint on system column \"{}\"", request.column);
    const auto* table = context.catalog.find<Relation>(relation);
    if (context.major() < constraints_since) {
        mark_not_null(context, relation, column, request.skip_validation);
        BACKOUT_TRY(add_to_children(context, relation, request, {}));
        return catalog::invalid_oid;
    }
    if (request.no_inherit && table->kind == RelationKind::partitioned_table)
        return error("42P16", "not-null constraints on partitioned tables cannot be NO INHERIT");
    if (const Oid existing = find_not_null_constraint(context.catalog, relation, column)) {
        BACKOUT_TRY(adjust_existing(context, *table, *context.catalog.find<Constraint>(existing), request));
        return catalog::invalid_oid;
    }
    BACKOUT_ASSIGN(const Oid oid, insert_not_null_constraint(context, relation, column, request));
    mark_not_null(context, relation, column, request.skip_validation);
    const std::string name = context.catalog.find(oid)->name;
    BACKOUT_TRY(add_to_children(context, relation, request, name));
    return oid;
}

}  // namespace backout::simulate
