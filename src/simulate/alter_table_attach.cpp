#include <algorithm>

#include "simulate/alter_partition_constraint.h"
#include "simulate/alter_table.h"
#include "simulate/index_definition.h"
#include "simulate/partition.h"

/// ATTACH PARTITION of tables.
namespace backout::simulate {

namespace {

/// transformPartitionCmd; since 18 the kind is checked before.
Status check_is_partitioned(const Relation& relation) {
    if (relation.kind == RelationKind::table)
        return error("42P17", "table \"{}\" is not partitioned", relation.name);
    return {};
}

Status check_can_become_partition(const Catalog& catalog, const Relation& partition) {
    if (partition.is_partition) return error("42809", "\"{}\" is already a partition", partition.name);
    if (partition.of_type != catalog::invalid_oid)
        return error("42809", "cannot attach a typed table as partition");
    if (!partition.parents.empty()) return error("42809", "cannot attach inheritance child as partition");
    if (partition.kind == RelationKind::table && !direct_children(catalog, partition.oid).empty())
        return error("42809", "cannot attach inheritance parent as partition");
    return {};
}

Status check_same_tree_and_persistence(const Catalog& catalog, const Relation& parent,
                                       const Relation& partition) {
    std::vector<Oid> below = all_inheritors(catalog, partition.oid);
    if (std::find(below.begin(), below.end(), parent.oid) != below.end()) {
        auto failure = error("42P07", "circular inheritance not allowed");
        failure.value().detail =
            fmt::format("\"{}\" is already a child of \"{}\".", parent.name, partition.name);
        return failure;
    }
    if (parent.persistence != 't' && partition.persistence == 't')
        return error("42809", "cannot attach a temporary relation as partition of permanent relation \"{}\"",
                     parent.name);
    if (parent.persistence == 't' && partition.persistence != 't')
        return error("42809", "cannot attach a permanent relation as partition of temporary relation \"{}\"",
                     parent.name);
    return {};
}

/// A partition has no columns beside its parent's.
Status check_no_other_columns(const StatementContext& context, const Relation& parent,
                              const Relation& partition) {
    for (const Attribute& column : partition.attributes) {
        if (column.identity != 0 && context.major() >= 17) {
            auto failure = error("55000", "table \"{}\" being attached contains an identity column \"{}\"",
                                 partition.name, column.name);
            failure.value().detail = "The new partition may not contain an identity column.";
            return failure;
        }
        if (parent.find_attribute(column.name) || parent.open) continue;
        auto failure = error("42804", "table \"{}\" contains column \"{}\" not found in parent \"{}\"",
                             partition.name, column.name, parent.name);
        failure.value().detail = "The new partition may contain only the columns present in parent.";
        return failure;
    }
    return {};
}

Status check_attach(AlterTable& work, const Relation& parent, const Relation& partition) {
    const Catalog& catalog = work.context.catalog;
    BACKOUT_TRY(check_can_become_partition(catalog, partition));
    BACKOUT_TRY(check_same_tree_and_persistence(catalog, parent, partition));
    BACKOUT_TRY(check_no_other_columns(work.context, parent, partition));
    const auto* trigger = trigger_incompatible_with_inheritance(catalog, partition.oid);
    if (!trigger) return {};
    auto failure = error("0A000", "trigger \"{}\" prevents table \"{}\" from becoming a partition",
                         trigger->name, partition.name);
    failure.value().detail = "ROW triggers with transition tables are not supported on partitions.";
    return failure;
}

/// Rows must fit the bound, unless a CHECK says so already (QueuePartitionConstraintValidation).
void note_bound_scan(AlterTable& work, Oid oid) {
    Effects& effects = work.context.effects;
    for (Oid at : all_inheritors(work.context.catalog, oid)) {
        effects.lock(at, LockMode::access_exclusive);
        if (work.relation(at).kind == RelationKind::table)
            effects.scans.push_back({at, Effects::ScanReason::partition_bound, catalog::invalid_oid});
    }
}

/// Of a partitioned table that was there before, neither the key nor the other partitions are known: the
/// bound is taken to fit.
Status attach_to_assumed(AlterTable& work, const Relation& parent, const sql::AlterTableCommand& written) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *written.relation, false, "rpf"));
    context.effects.lock(oid, LockMode::access_exclusive);
    BACKOUT_ASSIGN(const Relation* partition, get_user_relation(context, oid));
    BACKOUT_TRY(check_can_become_partition(context.catalog, *partition));
    BACKOUT_TRY(create_inheritance(context, oid, parent.oid, true));
    context.catalog.change<Relation>(oid, [](Relation& changed) { changed.is_partition = true; });
    note_bound_scan(work, oid);
    return {};
}

}  // namespace

Status attach_partition(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    if (table.kind == RelationKind::partitioned_index) return attach_index_partition(work, table, command);
    StatementContext& context = work.context;
    Catalog& catalog = context.catalog;
    const Relation& parent = work.relation(table.relation);
    BACKOUT_TRY(check_is_partitioned(parent));
    if (!parent.partition_key) return attach_to_assumed(work, parent, *command.written);
    BACKOUT_ASSIGN(catalog::PartitionBoundData bound,
                   partition_bound(context, parent.oid, *command.written->partition_bound));

    Oid default_oid = default_partition(catalog, parent.oid);
    if (default_oid != catalog::invalid_oid) context.effects.lock(default_oid, LockMode::access_exclusive);
    BACKOUT_ASSIGN(Oid partition_oid, get_relation(context, *command.written->relation, false, "rpf"));
    context.effects.lock(partition_oid, LockMode::access_exclusive);
    AlterAction of_partition = *command.action;
    of_partition.targets = on_table | on_partitioned_table | on_foreign_table;
    BACKOUT_TRY(check_alter_target(context, of_partition, partition_oid));
    const Relation& partition = work.relation(partition_oid);
    BACKOUT_TRY(check_attach(work, parent, partition));
    BACKOUT_TRY(check_new_partition_bound(context, partition.name, parent.oid, bound));

    bool implied = is_partition_constraint_implied(context, partition_oid, parent.oid, bound);
    BACKOUT_TRY(create_inheritance(context, partition_oid, parent.oid, true));
    bool is_default = bound.is_default;
    catalog.change<Relation>(partition_oid, [&](Relation& changed) {
        changed.is_partition = true;
        changed.partition_bound = std::make_shared<const catalog::PartitionBoundData>(std::move(bound));
    });
    BACKOUT_TRY(ensure_partition_indexes(context, partition_oid, parent.oid));
    BACKOUT_TRY(clone_to_partition(context, parent.oid, partition_oid));
    if (!implied) note_bound_scan(work, partition_oid);
    if (default_oid != catalog::invalid_oid && !is_default) note_bound_scan(work, default_oid);
    return {};
}

}  // namespace backout::simulate
