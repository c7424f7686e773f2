#include <algorithm>

#include "simulate/alter_partition_constraint.h"
#include "simulate/alter_table.h"
#include "simulate/constraint.h"
#include "simulate/drop.h"
#include "simulate/index_definition.h"
#include "simulate/partition.h"

/// DETACH PARTITION.
namespace backout::simulate {

using catalog::Constraint;
using catalog::DependencyType;

namespace {

void forget_parent_dependencies(catalog::Object& object) {
    std::erase_if(object.dependencies, [](const catalog::Dependency& dependency) {
        return dependency.type == DependencyType::partition_primary ||
               dependency.type == DependencyType::partition_secondary ||
               dependency.type == DependencyType::internal;
    });
}

/// ConstraintSetParentConstraint without a parent: the constraint is the table's own from now on.
void release_constraint(Constraint& constraint) {
    constraint.parent = catalog::invalid_oid;
    constraint.is_local = true;
    if (constraint.inherit_count > 0) --constraint.inherit_count;
    forget_parent_dependencies(constraint);
}

/// Row triggers that came from the partitioned table (DropClonedTriggersFromPartition).
Status drop_cloned_triggers(StatementContext& context, Oid partition) {
    for (const auto* trigger : context.catalog.members_of_class<catalog::Trigger>(partition)) {
        if (trigger->parent == catalog::invalid_oid) continue;
        Oid oid = trigger->oid;
        context.catalog.change<catalog::Trigger>(oid, [](catalog::Trigger& changed) {
            changed.parent = catalog::invalid_oid;
            forget_parent_dependencies(changed);
        });
        BACKOUT_TRY(perform_deletion(context, {{oid, 0}}, sql::DropBehavior::restrict_, true));
    }
    return {};
}

/// Its own foreign keys stay, as its own.
void release_foreign_keys(StatementContext& context, Oid partition) {
    for (const Constraint* constraint : context.catalog.members_of_class<Constraint>(partition)) {
        if (constraint->type != Constraint::Type::foreign_key || constraint->parent == catalog::invalid_oid)
            continue;
        const auto* parent = context.catalog.find<Constraint>(constraint->parent);
        // One of several that a key to a partitioned table is made of stays below the others.
        if (parent && parent->scope == partition) continue;
        context.effects.lock(constraint->referenced, LockMode::share_row_exclusive);
        context.catalog.change<Constraint>(constraint->oid, release_constraint);
    }
}

/// Foreign keys to the partitioned table don't reach this table any more; they are checked for rows that
/// would be left without it (ATDetachCheckNoForeignKeyRefs).
Status drop_foreign_keys_to(StatementContext& context, Oid partition) {
    for (Oid dependent : std::vector<Oid>(context.catalog.dependents(partition))) {
        const auto* constraint = context.catalog.find<Constraint>(dependent);
        if (!constraint || constraint->type != Constraint::Type::foreign_key ||
            constraint->referenced != partition || constraint->parent == catalog::invalid_oid)
            continue;
        context.effects.lock(constraint->scope, LockMode::share);
        context.effects.scans.push_back(
            {constraint->scope, Effects::ScanReason::validate_foreign_key, dependent});
        context.catalog.change<Constraint>(dependent, release_constraint);
        BACKOUT_TRY(perform_deletion(context, {{dependent, 0}}, sql::DropBehavior::restrict_, true));
    }
    return {};
}

/// DetachPartitionFinalize
Status release_partition(AlterTable& work, Oid partition) {
    StatementContext& context = work.context;
    BACKOUT_TRY(drop_cloned_triggers(context, partition));
    release_foreign_keys(context, partition);
    BACKOUT_TRY(drop_foreign_keys_to(context, partition));
    for (Oid index : indexes_of(context.catalog, partition))
        if (work.relation(index).index->parent != catalog::invalid_oid)
            set_index_parent(context, index, catalog::invalid_oid);
    context.catalog.change<Relation>(partition, [](Relation& changed) {
        changed.is_partition = false;
        changed.partition_bound = nullptr;
    });
    return forget_identity(work, partition);
}

}  // namespace

Status detach_partition(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    bool concurrently = command.written->concurrently;
    const Relation& parent = work.relation(table.relation);
    if (parent.kind == RelationKind::table)
        return error("42P17", "table \"{}\" is not partitioned", parent.name);
    Oid default_oid = default_partition(context.catalog, parent.oid);
    if (default_oid != catalog::invalid_oid) {
        if (concurrently)
            return error("55000", "cannot detach partitions concurrently when a default partition exists");
        context.effects.lock(default_oid, LockMode::access_exclusive);
    }
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *command.written->relation, false, "rpf"));
    context.effects.lock(oid, concurrently ? LockMode::share_update_exclusive : LockMode::access_exclusive);
    BACKOUT_ASSIGN(const Relation* partition, get_user_relation(context, oid));
    if (partition_parent(*partition) != parent.oid) {
        // In an open world the table was the partition that the statement takes it for, of unknown bounds.
        if (partition->open) return {};
        return error("42P01", "relation \"{}\" is not a partition of relation \"{}\"", partition->name,
                     parent.name);
    }
    auto bound = partition->partition_bound;
    BACKOUT_TRY(remove_inheritance(context, oid, parent.oid));
    BACKOUT_TRY(release_partition(work, oid));
    // A CHECK keeps what the bound said, for queries that still see the partition.
    if (concurrently && bound && bound->strategy != 'h')
        return add_partition_check(context, oid, parent.oid, *bound);
    return {};
}

Status detach_partition_finalize(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *command.written->relation, false, "rpf"));
    context.effects.lock(oid, LockMode::access_exclusive);
    BACKOUT_ASSIGN(const Relation* partition, get_user_relation(context, oid));
    if (partition_parent(*partition) != table.relation)
        return error("42P01", "relation \"{}\" is not a partition of relation \"{}\"", partition->name,
                     work.relation(table.relation).name);
    // Nothing here leaves a detach half done.
    auto failure = error("55000", "cannot complete detaching partition \"{}\"", partition->name);
    failure.value().detail = "There's no pending concurrent detach.";
    return failure;
}

}  // namespace backout::simulate
