#include <algorithm>

#include "simulate/alter_rebuild.h"
#include "simulate/constraint.h"

/// Constraints and statistics on columns whose type has changed.
namespace backout::simulate {

using catalog::Constraint;
using catalog::ExprPtr;

namespace {

Status rebuild_check(AlterTable& work, const Constraint& constraint) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(ExprPtr expression,
                   analyze_again(context, constraint.scope, constraint.expression, analyze::Use::check));
    context.catalog.change<Constraint>(constraint.oid, [&](Constraint& changed) {
        replace_references(context.catalog, changed, constraint.scope, constraint.expression, expression);
        changed.expression = expression;
    });
    if (constraint.validated && has_storage(work.relation(constraint.scope).kind))
        context.effects.scans.push_back(
            {constraint.scope, Effects::ScanReason::validate_check, constraint.oid});
    return {};
}

/// How the values of a foreign key are compared with those of the key that it references.
struct KeyComparison {
    Oid operator_oid = catalog::invalid_oid;  ///< 0: they can't be
    Oid right_type = catalog::invalid_oid;    ///< what the referencing value is cast to
};

KeyComparison key_comparison(const StatementContext& context, Oid opclass_oid, Oid referenced,
                             Oid referencing) {
    constexpr std::int16_t equality = 3;  // BTEqualStrategyNumber
    const Catalog& catalog = context.catalog;
    auto opclass = catalog::operator_class_info(catalog, opclass_oid);
    if (!opclass) return {};
    Oid base = catalog::base_type(catalog, referencing);
    Oid direct = catalog::find_family_operator(catalog, opclass->family, opclass->input_type, base, equality);
    Oid own = catalog::find_family_operator(catalog, opclass->family, base, base, equality);
    if (direct != catalog::invalid_oid && own != catalog::invalid_oid) return {direct, base};
    auto can_be_cast = [&](Oid type) {
        return analyze::can_coerce(context.analysis(), type, opclass->input_type,
                                   analyze::Coercion::implicit);
    };
    if (!can_be_cast(referenced) || !can_be_cast(referencing)) return {};
    return {catalog::find_family_operator(catalog, opclass->family, opclass->input_type, opclass->input_type,
                                          equality),
            opclass->input_type};
}

tl::unexpected<Error> refuse_foreign_key(const StatementContext& context, const Constraint& constraint,
                                         const Attribute& referencing, const Attribute& referenced) {
    auto failure = error("42804", "foreign key constraint \"{}\" cannot be implemented", constraint.name);
    auto printed = [&](const Attribute& column) {
        return catalog::format_type(context.catalog, context.path, column.type);
    };
    failure.value().detail =
        context.major() >= 18
            ? fmt::format(
                  "Key columns \"{}\" of the referencing table and \"{}\" of the referenced table are of "
                  "incompatible types: {} and {}.",
                  referencing.name, referenced.name, printed(referencing), printed(referenced))
            : fmt::format("Key columns \"{}\" and \"{}\" are of incompatible types: {} and {}.",
                          referencing.name, referenced.name, printed(referencing), printed(referenced));
    return failure;
}

const Attribute* column_before(const AlteredTable& table, AttributeNumber number) {
    for (const Attribute& column : table.attributes_before)
        if (column.number == number) return &column;
    return nullptr;
}

/// Re-adds a foreign key: the types must still fit, and the rows are checked again unless nothing about the
/// comparison has changed (TryReuseForeignKey and what follows it in ATAddForeignKeyConstraint).
Status rebuild_foreign_key(AlterTable& work, AlteredTable& referencing_table, const Constraint& constraint,
                           bool rewritten) {
    StatementContext& context = work.context;
    const Relation& table = work.relation(constraint.scope);
    const Relation& referenced_table = work.relation(constraint.referenced);
    const auto* index = context.catalog.find<Relation>(constraint.index);
    bool same_comparison = !rewritten && referencing_table.rewrites.empty();
    for (std::size_t place = 0; place < constraint.keys.size(); ++place) {
        const Attribute* referencing = table.find_attribute(constraint.keys[place]);
        const Attribute* referenced = referenced_table.find_attribute(constraint.referenced_keys[place]);
        if (!referencing || !referenced || !referencing->type || !referenced->type || !index) continue;
        Oid opclass = catalog::invalid_oid;
        for (const auto& key : index->index->keys)
            if (key.attribute == referenced->number) opclass = key.opclass;
        KeyComparison comparison = key_comparison(context, opclass, referenced->type, referencing->type);
        if (comparison.operator_oid == catalog::invalid_oid)
            return refuse_foreign_key(context, constraint, *referencing, *referenced);
        const Attribute* before = column_before(referencing_table, referencing->number);
        if (before && before->type != referencing->type &&
            !catalog::is_binary_coercible(context.catalog, before->type, comparison.right_type))
            same_comparison = false;
    }
    if (constraint.validated && constraint.enforced && !same_comparison &&
        table.kind == RelationKind::table) {
        context.effects.lock(constraint.referenced, LockMode::share_row_exclusive);
        for (Oid scanned : {constraint.scope, constraint.referenced})
            context.effects.scans.push_back(
                {scanned, Effects::ScanReason::validate_foreign_key, constraint.oid});
    }
    return {};
}

/// The operators of an EXCLUDE constraint are asked for by name.
Status rebuild_exclusion(AlterTable& work, const Constraint& constraint) {
    StatementContext& context = work.context;
    const auto* index = context.catalog.find<Relation>(constraint.index);
    if (!index) return {};
    std::vector<Oid> operators = constraint.exclusion_operators;
    for (std::size_t place = 0; place < operators.size() && place < index->attributes.size(); ++place) {
        auto info = catalog::operator_info(context.catalog, operators[place]);
        Oid type = index->attributes[place].type;
        if (!info) continue;
        sql::Names names{catalog::namespace_name(context.catalog, info->scope), std::string(info->name)};
        operators[place] = analyze::compatible_operator(context.analysis(), names, type, type);
        if (operators[place] == catalog::invalid_oid)
            BACKOUT_TRY(analyze::resolve_operator(context.analysis(), names, type, type, sql::no_location));
    }
    context.catalog.change<Constraint>(
        constraint.oid, [&](Constraint& changed) { changed.exclusion_operators = std::move(operators); });
    return {};
}

Status rebuild_statistics(AlterTable& work, Oid oid) {
    const auto* statistics = work.context.catalog.find<catalog::Statistics>(oid);
    if (!statistics || statistics->expressions.empty()) return {};
    std::vector<ExprPtr> expressions;
    for (const ExprPtr& expression : statistics->expressions) {
        BACKOUT_ASSIGN(ExprPtr again, analyze_again(work.context, statistics->relation, expression,
                                                    analyze::Use::statistics));
        expressions.push_back(std::move(again));
    }
    work.context.catalog.change<catalog::Statistics>(
        oid, [&](catalog::Statistics& changed) { changed.expressions = std::move(expressions); });
    return {};
}

void queue_constraint(AlterTable& work, AlteredTable& table, Oid oid) {
    const auto* constraint = work.context.catalog.find<Constraint>(oid);
    if (!constraint || constraint->on_domain) return;
    if (constraint->scope != table.relation)
        work.context.effects.lock(constraint->scope, LockMode::access_exclusive);
    AlteredTable& at = work.table(constraint->scope);
    switch (constraint->type) {
        case Constraint::Type::check:
            at.queue(Pass::old_constraint, [oid](AlterTable& later, AlteredTable&) -> Status {
                const auto* found = later.context.catalog.find<Constraint>(oid);
                return found && found->expression ? rebuild_check(later, *found) : Status{};
            });
            break;
        case Constraint::Type::foreign_key:
            at.queue(
                Pass::old_constraint,
                [oid, rewritten = !table.rewrites.empty()](AlterTable& later, AlteredTable& of) -> Status {
                    const auto* found = later.context.catalog.find<Constraint>(oid);
                    return found ? rebuild_foreign_key(later, of, *found, rewritten) : Status{};
                });
            break;
        case Constraint::Type::primary_key:
        case Constraint::Type::unique:
        case Constraint::Type::exclusion:
            at.queue(Pass::old_index,
                     [oid, index = constraint->index](AlterTable& later, AlteredTable& of) -> Status {
                         BACKOUT_TRY(rebuild_index(later, of, index));
                         const auto* found = later.context.catalog.find<Constraint>(oid);
                         return found && !found->exclusion_operators.empty()
                                    ? rebuild_exclusion(later, *found)
                                    : Status{};
                     });
            break;
        case Constraint::Type::not_null:
        case Constraint::Type::trigger:
            break;
    }
}

}  // namespace

Status queue_rebuilding(AlterTable& work, AlteredTable& table) {
    for (Oid oid : table.changed_constraints)
        queue_constraint(work, table, oid);
    for (Oid oid : table.changed_indexes)
        table.queue(Pass::old_index,
                    [oid](AlterTable& later, AlteredTable& of) { return rebuild_index(later, of, oid); });
    for (Oid oid : table.changed_statistics)
        table.queue(Pass::misc,
                    [oid](AlterTable& later, AlteredTable&) { return rebuild_statistics(later, oid); });
    table.changed_constraints.clear();
    table.changed_indexes.clear();
    table.changed_statistics.clear();
    return {};
}

}  // namespace backout::simulate
