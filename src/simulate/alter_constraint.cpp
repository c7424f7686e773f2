#include "simulate/alter_table.h"
#include "simulate/constraint.h"
#include "simulate/drop.h"

/// ALTER CONSTRAINT and VALIDATE CONSTRAINT.
namespace backout::simulate {

using catalog::Constraint;

namespace {

/// What ALTER CONSTRAINT may change of which kind of constraint.
Status check_alterable(const AlterTable& work, const Constraint& constraint,
                       const sql::AlterTableCommand& written) {
    const Relation& relation = work.relation(constraint.scope);
    bool is_foreign_key = constraint.type == Constraint::Type::foreign_key;
    bool before_18 = work.context.major() < 18;
    if ((before_18 || written.alter_deferrability) && !is_foreign_key)
        return error("42809", "constraint \"{}\" of relation \"{}\" is not a foreign key constraint",
                     constraint.name, relation.name);
    if (written.alter_enforceability && !is_foreign_key)
        return error("42809", "cannot alter enforceability of constraint \"{}\" of relation \"{}\"",
                     constraint.name, relation.name);
    if (!written.alter_inheritability) return {};
    if (constraint.type != Constraint::Type::not_null)
        return error("42809", "constraint \"{}\" of relation \"{}\" is not a not-null constraint",
                     constraint.name, relation.name);
    if (!written.constraint->no_inherit) return {};
    if (relation.kind == RelationKind::partitioned_table)
        return error("0A000", "not-null constraint \"{}\" on partitioned table \"{}\" cannot be NO INHERIT",
                     constraint.name, relation.name);
    if (constraint.inherit_count > 0)
        return error("55000", "cannot alter inherited constraint \"{}\" on relation \"{}\"", constraint.name,
                     relation.name);
    return {};
}

/// A partition's constraint is altered through the one that it derives from.
Status check_not_derived(const AlterTable& work, const Constraint& constraint) {
    if (constraint.parent == catalog::invalid_oid) return {};
    const Constraint* ancestor = &constraint;
    while (const auto* parent = work.context.catalog.find<Constraint>(ancestor->parent))
        ancestor = parent;
    auto failure = error(work.context.major() >= 18 ? "55000" : "XX000",
                         "cannot alter constraint \"{}\" on relation \"{}\"", constraint.name,
                         work.relation(constraint.scope).name);
    failure.value().detail =
        fmt::format("Constraint \"{}\" is derived from constraint \"{}\" of relation \"{}\".",
                    constraint.name, ancestor->name, work.relation(ancestor->scope).name);
    failure.value().hint = work.context.major() >= 16
                               ? "You may alter the constraint it derives from instead."
                               : "You may alter the constraint it derives from, instead.";
    return failure;
}

std::vector<Oid> derived_constraints(const Catalog& catalog, Oid constraint) {
    std::vector<Oid> derived;
    for (Oid dependent : catalog.dependents(constraint))
        if (const auto* child = catalog.find<Constraint>(dependent); child && child->parent == constraint)
            derived.push_back(dependent);
    return derived;
}

void set_deferrability(AlterTable& work, Oid oid, const sql::Constraint& written) {
    work.context.catalog.change<Constraint>(oid, [&](Constraint& changed) {
        changed.deferrable = written.deferrable;
        changed.deferred = written.initially_deferred;
    });
    for (Oid derived : derived_constraints(work.context.catalog, oid)) {
        work.context.effects.lock(work.context.catalog.find<Constraint>(derived)->scope, work.lock);
        set_deferrability(work, derived, written);
    }
}

void note_foreign_key_scan(AlterTable& work, const Constraint& constraint) {
    Effects& effects = work.context.effects;
    effects.lock(constraint.referenced, LockMode::row_share);
    if (work.relation(constraint.scope).kind != RelationKind::table) return;
    effects.scans.push_back({constraint.scope, Effects::ScanReason::validate_foreign_key, constraint.oid});
    effects.scans.push_back(
        {constraint.referenced, Effects::ScanReason::validate_foreign_key, constraint.oid});
}

/// A constraint that becomes enforced is checked at once, and so is valid.
void set_enforced(AlterTable& work, Oid oid, bool enforced) {
    const Constraint& before = *work.context.catalog.find<Constraint>(oid);
    if (enforced && !before.enforced) note_foreign_key_scan(work, before);
    work.context.catalog.change<Constraint>(oid, [&](Constraint& changed) {
        changed.enforced = enforced;
        changed.validated = enforced;
    });
    for (Oid derived : derived_constraints(work.context.catalog, oid))
        set_enforced(work, derived, enforced);
}

Oid not_null_of_child(const AlterTable& work, Oid child, const std::string& column) {
    const Attribute* attribute = work.relation(child).find_attribute(column);
    return attribute ? find_not_null_constraint(work.context.catalog, child, attribute->number)
                     : catalog::invalid_oid;
}

/// A descendant's own constraint, down to where there is one, must be passed on as well (ATExecSetNotNull).
Status check_takes_inherited(const AlterTable& work, Oid child, const std::string& column) {
    const Oid own = not_null_of_child(work, child, column);
    if (own == catalog::invalid_oid) {
        for (Oid below : direct_children(work.context.catalog, child))
            BACKOUT_TRY(check_takes_inherited(work, below, column));
        return {};
    }
    const auto& constraint = *work.context.catalog.find<Constraint>(own);
    if (!constraint.no_inherit) return {};
    return error("0A000", "cannot change NO INHERIT status of NOT NULL constraint \"{}\" on relation \"{}\"",
                 constraint.name, work.relation(child).name);
}

/// INHERIT gives the children the constraint, NO INHERIT leaves it to them (ATExecAlterConstrInheritability).
Status set_inheritability(AlterTable& work, const Constraint& constraint, bool no_inherit) {
    if (constraint.no_inherit == no_inherit) return {};
    StatementContext& context = work.context;
    Oid relation = constraint.scope;
    std::string column = work.relation(relation).find_attribute(constraint.keys.front())->name;
    context.catalog.change<Constraint>(constraint.oid,
                                       [&](Constraint& changed) { changed.no_inherit = no_inherit; });
    for (Oid child : work.lock_children(relation)) {
        if (!no_inherit) BACKOUT_TRY(check_takes_inherited(work, child, column));
        Oid inherited = not_null_of_child(work, child, column);
        if (inherited != catalog::invalid_oid) {
            context.catalog.change<Constraint>(inherited, [&](Constraint& changed) {
                changed.inherit_count =
                    static_cast<std::int16_t>(changed.inherit_count + (no_inherit ? -1 : 1));
                if (no_inherit) changed.is_local = true;
            });
            continue;
        }
        if (no_inherit) continue;
        ConstraintRequest request;
        request.type = ConstraintType::not_null;
        request.name = constraint.name;
        request.column = column;
        request.keys = {column};
        request.is_local = false;
        request.inherit_count = 1;
        BACKOUT_TRY(add_not_null(context, child, request));
    }
    return {};
}

}  // namespace

Status alter_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    const sql::AlterTableCommand& written = *command.written;
    if (context.major() >= 18 && table.kind == RelationKind::partitioned_table && !command.recurse) {
        auto failure = error("42P16", "constraint must be altered in child tables too");
        failure.value().hint = "Do not specify the ONLY keyword.";
        return failure;
    }
    if (context.major() < 18 && (written.alter_enforceability || written.alter_inheritability))
        return error("42601", "syntax error at or near \"{}\"",
                     written.alter_inheritability ? "INHERIT" : "ENFORCED");
    BACKOUT_ASSIGN(const Constraint* constraint,
                   get_constraint(context.catalog, table.relation, written.name));
    BACKOUT_TRY(check_alterable(work, *constraint, written));
    BACKOUT_TRY(check_not_derived(work, *constraint));
    if (written.alter_enforceability)
        set_enforced(work, constraint->oid, written.constraint->enforced);
    else if (written.alter_deferrability || context.major() < 18)
        set_deferrability(work, constraint->oid, *written.constraint);
    if (written.alter_inheritability)
        return set_inheritability(work, *constraint, written.constraint->no_inherit);
    return {};
}

namespace {

void mark_validated(StatementContext& context, Oid constraint) {
    context.catalog.change<Constraint>(constraint, [](Constraint& changed) { changed.validated = true; });
}

/// A foreign key of partitioned tables is valid when those of the partitions are
/// (QueueFKConstraintValidation).
void validate_foreign_key(AlterTable& work, Oid oid, Oid referenced) {
    const Constraint& constraint = *work.context.catalog.find<Constraint>(oid);
    if (constraint.referenced == referenced) note_foreign_key_scan(work, constraint);
    for (Oid derived : derived_constraints(work.context.catalog, oid)) {
        const Constraint& child = *work.context.catalog.find<Constraint>(derived);
        if (child.validated || child.type != Constraint::Type::foreign_key) continue;
        work.context.effects.lock(child.scope, work.lock);
        validate_foreign_key(work, derived, referenced);
    }
    mark_validated(work.context, oid);
}

/// Children obey it too, so their rows are read as well.
Status validate_in_children(AlterTable& work, const Constraint& constraint, bool recurse) {
    std::string column;
    if (constraint.type == Constraint::Type::not_null)
        column = work.relation(constraint.scope).find_attribute(constraint.keys.front())->name;
    for (Oid child : work.lock_descendants(constraint.scope)) {
        if (!recurse) return error("42P16", "constraint must be validated on child tables too");
        std::string name = constraint.name;
        if (constraint.type == Constraint::Type::not_null) {
            const auto* inherited =
                work.context.catalog.find<Constraint>(not_null_of_child(work, child, column));
            if (!inherited || inherited->validated) continue;
            name = inherited->name;
        }
        BACKOUT_TRY(validate_constraint(work, child, name, false, true));
    }
    return {};
}

Status check_validatable(const AlterTable& work, const Constraint& constraint) {
    using Type = Constraint::Type;
    const std::string& relation = work.relation(constraint.scope).name;
    bool can_be_invalid = constraint.type == Type::foreign_key || constraint.type == Type::check ||
                          constraint.type == Type::not_null;
    if (!can_be_invalid) {
        if (work.context.major() < 18)
            return error("42809",
                         "constraint \"{}\" of relation \"{}\" is not a foreign key or check constraint",
                         constraint.name, relation);
        auto failure =
            error("42809", "cannot validate constraint \"{}\" of relation \"{}\"", constraint.name, relation);
        failure.value().detail = "This operation is not supported for this type of constraint.";
        return failure;
    }
    if (!constraint.enforced) return error("55000", "cannot validate NOT ENFORCED constraint");
    return {};
}

}  // namespace

Status validate_constraint(AlterTable& work, Oid relation, const std::string& name, bool recurse,
                           bool recursing) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(const Constraint* constraint, get_constraint(context.catalog, relation, name));
    BACKOUT_TRY(check_validatable(work, *constraint));
    if (constraint->validated) return {};
    if (constraint->type == Constraint::Type::foreign_key) {
        validate_foreign_key(work, constraint->oid, constraint->referenced);
        return {};
    }
    if (!recursing && !constraint->no_inherit) BACKOUT_TRY(validate_in_children(work, *constraint, recurse));
    auto reason = constraint->type == Constraint::Type::check ? Effects::ScanReason::validate_check
                                                              : Effects::ScanReason::validate_not_null;
    if (has_storage(work.relation(relation).kind))
        context.effects.scans.push_back({relation, reason, constraint->oid});
    mark_validated(context, constraint->oid);
    return {};
}

Status validate_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    return validate_constraint(work, table.relation, command.written->name, command.recurse, false);
}

}  // namespace backout::simulate
