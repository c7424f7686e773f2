#include <algorithm>

#include "simulate/constraint_foreign_key.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/partition.h"

/// Row triggers and foreign keys of a partitioned table for a new partition: CloneRowTriggersToPartition and
/// CloneForeignKeyConstraints (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::Relation;
using catalog::Trigger;

constexpr std::int16_t trigger_type_row = 1;

Status clone_triggers(StatementContext& context, Oid parent, Oid partition) {
    for (Oid member : context.catalog.members(parent)) {
        const auto* trigger = context.catalog.find<Trigger>(member);
        if (trigger && (trigger->type & trigger_type_row))
            BACKOUT_TRY(clone_trigger(context, *trigger, partition));
    }
    return {};
}

/// The foreign keys among these objects that aren't a part of another one among them.
std::vector<Oid> topmost_foreign_keys(const Catalog& catalog, const std::vector<Oid>& candidates,
                                      Oid referenced) {
    std::vector<Oid> keys;
    for (Oid candidate : candidates) {
        const auto* constraint = catalog.find<Constraint>(candidate);
        if (constraint && constraint->type == ConstraintType::foreign_key &&
            (referenced == catalog::invalid_oid || constraint->referenced == referenced))
            keys.push_back(candidate);
    }
    std::vector<Oid> topmost;
    for (Oid key : keys) {
        const Oid parent = catalog.find<Constraint>(key)->parent;
        if (std::find(keys.begin(), keys.end(), parent) == keys.end()) topmost.push_back(key);
    }
    return topmost;
}

}  // namespace

Status clone_trigger(StatementContext& context, const Trigger& trigger, Oid partition) {
    const AttributeMap map = attribute_map(*context.catalog.find<Relation>(trigger.scope),
                                           *context.catalog.find<Relation>(partition));
    if (context.catalog.find<Trigger>(partition, trigger.name))
        return error("42710", "trigger \"{}\" for relation \"{}\" already exists", trigger.name,
                     context.catalog.find(partition)->name);
    auto made = std::static_pointer_cast<Trigger>(trigger.clone());
    made->oid = context.catalog.new_oid();
    made->scope = partition;
    made->origin = context.origin;
    made->parent = trigger.oid;
    made->columns = map_attributes(trigger.columns, map);
    made->when = map_attributes(trigger.when, map);
    made->comment.reset();
    made->dependencies.clear();
    depend(*made, {trigger.function, 0});
    depend(*made, {partition, 0}, DependencyType::auto_);
    depend(*made, {trigger.oid, 0}, DependencyType::partition_primary);
    depend(*made, {partition, 0}, DependencyType::partition_secondary);
    const Trigger& clone = *made;
    context.catalog.insert(made);
    if (context.catalog.find<Relation>(partition)->kind != catalog::RelationKind::partitioned_table)
        return {};
    for (Oid below : direct_children(context.catalog, partition))
        BACKOUT_TRY(clone_trigger(context, clone, below));
    return {};
}

Status clone_to_partition(StatementContext& context, Oid parent, Oid partition) {
    BACKOUT_TRY(clone_triggers(context, parent, partition));
    const std::vector<Oid> referencing =
        topmost_foreign_keys(context.catalog, context.catalog.dependents(parent), parent);
    for (Oid constraint : referencing) {
        context.effects.lock(context.catalog.find(constraint)->scope, LockMode::share_row_exclusive);
        BACKOUT_TRY(add_referenced_partition(context, constraint, partition));
    }
    const std::vector<Oid> own =
        topmost_foreign_keys(context.catalog, context.catalog.members(parent), catalog::invalid_oid);
    for (Oid constraint : own) {
        context.effects.lock(context.catalog.find<Constraint>(constraint)->referenced,
                             LockMode::share_row_exclusive);
        BACKOUT_TRY(add_referencing_partition(context, constraint, partition));
    }
    return {};
}

}  // namespace backout::simulate
