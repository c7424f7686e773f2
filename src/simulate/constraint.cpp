#include "simulate/constraint.h"

#include "analyze/deparse.h"
#include "analyze/references.h"
#include "simulate/names.h"
#include "simulate/table_involved.h"

namespace backout::simulate {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::Relation;

namespace {

/// NAMEDATALEN (pg_config_manual.h), one more than the longest name.
constexpr std::size_t name_buffer = 64;

ConstraintType constraint_type(sql::Constraint::Type type) {
    switch (type) {
        case sql::Constraint::Type::not_null:
            return ConstraintType::not_null;
        case sql::Constraint::Type::primary_key:
            return ConstraintType::primary_key;
        case sql::Constraint::Type::unique:
            return ConstraintType::unique;
        case sql::Constraint::Type::exclusion:
            return ConstraintType::exclusion;
        case sql::Constraint::Type::foreign_key:
            return ConstraintType::foreign_key;
        default:
            return ConstraintType::check;
    }
}

/// Columns of the constraint itself: it goes when one of them does.
void depend_on_columns(const Catalog& catalog, Constraint& constraint) {
    const Oid owner = constraint.scope;
    if (constraint.on_domain || constraint.keys.empty()) {
        depend(constraint, {owner, 0}, DependencyType::auto_);
        return;
    }
    for (catalog::AttributeNumber key : constraint.keys)
        depend(constraint, {owner, key}, DependencyType::auto_);
    if (constraint.type == ConstraintType::foreign_key) return;
    if (const auto* index = catalog.find<Relation>(constraint.index); index && index->index)
        for (catalog::AttributeNumber included : index->index->included)
            depend(constraint, {owner, included}, DependencyType::auto_);
}

void depend_on_referenced(Constraint& constraint) {
    if (constraint.referenced_keys.empty()) depend(constraint, {constraint.referenced, 0});
    for (catalog::AttributeNumber key : constraint.referenced_keys)
        depend(constraint, {constraint.referenced, key});
    if (constraint.index != catalog::invalid_oid) depend(constraint, {constraint.index, 0});
}

}  // namespace

ConstraintRequest constraint_request(const sql::Constraint& definition) {
    ConstraintRequest request;
    request.type = constraint_type(definition.type);
    request.definition = &definition;
    request.name = definition.name;
    request.location = definition.location;
    request.keys = request.type == ConstraintType::foreign_key ? definition.foreign_columns : definition.keys;
    if (request.type == ConstraintType::not_null && !request.keys.empty())
        request.column = request.keys.front();
    request.deferrable = definition.deferrable;
    request.deferred = definition.initially_deferred;
    request.enforced = definition.enforced;
    request.skip_validation = definition.skip_validation || !definition.enforced;
    request.initially_valid = definition.initially_valid && definition.enforced;
    request.no_inherit = definition.no_inherit;
    return request;
}

Result<Oid> add_constraint(StatementContext& context, Oid relation, const ConstraintRequest& request) {
    switch (request.type) {
        case ConstraintType::check:
            return add_check_constraint(context, relation, request);
        case ConstraintType::not_null:
            return add_not_null(context, relation, request);
        case ConstraintType::foreign_key:
            return add_foreign_key(context, relation, request);
        case ConstraintType::primary_key:
        case ConstraintType::unique:
        case ConstraintType::exclusion:
            return add_index_constraint(context, relation, request);
        case ConstraintType::trigger:
            break;
    }
    return unknown("constraint triggers are made by CREATE TRIGGER");
}

Oid insert_constraint(StatementContext& context, std::shared_ptr<Constraint> constraint) {
    depend_on_columns(context.catalog, *constraint);
    if (constraint->type == ConstraintType::foreign_key) depend_on_referenced(*constraint);
    if (constraint->expression)
        depend(*constraint,
               analyze::references_of(context.catalog, *constraint->expression,
                                      constraint->on_domain ? catalog::invalid_oid : constraint->scope));
    for (Oid exclusion_operator : constraint->exclusion_operators)
        depend(*constraint, {exclusion_operator, 0});
    const Oid oid = constraint->oid;
    context.catalog.insert(std::move(constraint));
    return oid;
}

bool constraint_name_is_used(const Catalog& catalog, Oid relation, std::string_view name) {
    return catalog.find<Constraint>(relation, name) != nullptr;
}

Status check_constraint_name_free(const Catalog& catalog, Oid relation, std::string_view name) {
    const auto* existing = catalog.find<Constraint>(relation, name);
    if (!existing) return {};
    return involving(error("42710", "constraint \"{}\" for relation \"{}\" already exists", name,
                           catalog.find(relation)->name),
                     existing->oid);
}

Result<const Constraint*> get_constraint(const Catalog& catalog, Oid relation, std::string_view name) {
    if (const auto* found = catalog.find<Constraint>(relation, name)) return found;
    const auto* table = catalog.find<Relation>(relation);
    if (table->open) return unknown("whether \"{}\" has a constraint \"{}\" is not known", table->name, name);
    return error("42704", "constraint \"{}\" of relation \"{}\" does not exist", name, table->name);
}

const Constraint* find_primary_key(const Catalog& catalog, Oid relation) {
    for (Oid member : catalog.members(relation)) {
        const auto* constraint = catalog.find<Constraint>(member);
        if (constraint && constraint->type == ConstraintType::primary_key) return constraint;
    }
    return nullptr;
}

std::string join_column_names(const std::vector<std::string>& columns) {
    std::string joined;
    for (const std::string& column : columns) {
        if (!joined.empty()) joined += '_';
        joined += column;
        if (joined.size() >= name_buffer) break;
    }
    return joined;
}

bool same_expression(const Catalog& catalog, const catalog::ExprPtr& expression, Oid relation,
                     const catalog::ExprPtr& other, Oid other_relation) {
    if (!expression || !other) return !expression && !other;
    if (expression == other && relation == other_relation) return true;
    return analyze::deparse_expression(catalog, *expression, relation) ==
           analyze::deparse_expression(catalog, *other, other_relation);
}

}  // namespace backout::simulate
