#include "simulate/constraint_foreign_key.h"

#include <algorithm>

#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/table_column.h"
#include "simulate/table_involved.h"

/// Foreign keys: ATAddForeignKeyConstraint, addFkRecurseReferenced, addFkRecurseReferencing and
/// tryAttachPartitionForeignKey (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::Relation;
using catalog::RelationKind;

Status check_partitioned(const StatementContext& context, const Relation& table, const Relation& referenced,
                         const ConstraintRequest& request) {
    if (table.kind != RelationKind::partitioned_table) return {};
    if (request.only)
        return error(
            "42809",
            "cannot use ONLY for foreign key on partitioned table \"{}\" referencing relation \"{}\"",
            table.name, referenced.name);
    if (context.major() >= 18 || !request.skip_validation || request.initially_valid) return {};
    auto made = error(
        "42809", "cannot add NOT VALID foreign key on partitioned table \"{}\" referencing relation \"{}\"",
        table.name, referenced.name);
    made.value().detail = "This feature is not yet supported on partitioned tables.";
    return made;
}

/// The referenced relation must be a table that lives at least as long as the referencing one.
Status check_referenced(const Relation& table, const Relation& referenced) {
    if (referenced.kind != RelationKind::table && referenced.kind != RelationKind::partitioned_table)
        return involving(error("42809", "referenced relation \"{}\" is not a table", referenced.name),
                         referenced.oid);
    switch (table.persistence) {
        case 'p':
            if (referenced.persistence != 'p')
                return error("42P16", "constraints on permanent tables may reference only permanent tables");
            break;
        case 'u':
            if (referenced.persistence == 't')
                return error(
                    "42P16",
                    "constraints on unlogged tables may reference only permanent or unlogged tables");
            break;
        default:
            if (referenced.persistence != 't')
                return error("42P16", "constraints on temporary tables may reference only temporary tables");
    }
    return {};
}

std::string foreign_key_name(const Catalog& catalog, const Relation& table,
                             const std::vector<std::string>& columns) {
    return choose_constraint_name(catalog, table.scope, table.name, join_column_names(columns), "fkey");
}

std::vector<std::string> column_names(const Relation& table, const std::vector<AttributeNumber>& numbers) {
    std::vector<std::string> names;
    for (AttributeNumber number : numbers)
        if (const catalog::Attribute* attribute = table.find_attribute(number))
            names.push_back(attribute->name);
    return names;
}

/// A name for the row that a foreign key has for a partition of the referenced table: the constraint's own is
/// taken. Servers from 18 on number it, older ones name it after the columns.
std::string referenced_partition_name(const Catalog& catalog, const Relation& table,
                                      const Constraint& parent) {
    if (catalog.major_number() < 18)
        return foreign_key_name(catalog, table, column_names(table, parent.keys));
    const Constraint* named = &parent;
    while (const auto* above = catalog.find<Constraint>(named->parent)) {
        if (above->scope != table.oid) break;
        named = above;
    }
    for (int number = 1;; ++number) {
        std::string name = make_object_name(named->name, "", std::to_string(number));
        if (!constraint_name_is_used(catalog, table.oid, name)) return name;
    }
}

/// A copy of the constraint as a child of it.
std::shared_ptr<Constraint> child_of(StatementContext& context, const Constraint& parent, std::string name,
                                     Oid relation) {
    auto made = context.make<Constraint>(std::move(name), relation);
    made->type = ConstraintType::foreign_key;
    made->keys = parent.keys;
    made->deferrable = parent.deferrable;
    made->deferred = parent.deferred;
    made->enforced = parent.enforced;
    made->validated = parent.validated;
    made->is_local = false;
    made->inherit_count = 1;
    made->parent = parent.oid;
    made->period = parent.period;
    made->index = parent.index;
    made->referenced = parent.referenced;
    made->referenced_keys = parent.referenced_keys;
    made->delete_set_columns = parent.delete_set_columns;
    made->match_type = parent.match_type;
    made->update_action = parent.update_action;
    made->delete_action = parent.delete_action;
    return made;
}

/// The partition's own index below this one.
Oid partition_index(const Catalog& catalog, Oid index, Oid partition) {
    for (Oid child : direct_children(catalog, index)) {
        const auto* relation = catalog.find<Relation>(child);
        if (relation->index && relation->index->table == partition) return child;
    }
    return catalog::invalid_oid;
}

/// Whether a partition's foreign key is between the same columns as the partitioned table's.
bool is_over_same_columns(const Constraint& own, const Constraint& parent,
                          const std::vector<AttributeNumber>& keys) {
    return own.type == ConstraintType::foreign_key && own.referenced == parent.referenced &&
           own.referenced_keys == parent.referenced_keys && own.keys == keys;
}

/// Whether it can become a part of the partitioned table's (tryAttachPartitionForeignKey).
Result<bool> can_be_part_of(const Relation& partition, const Constraint& own, const Constraint& parent,
                            const std::vector<AttributeNumber>& keys, int major) {
    if (!is_over_same_columns(own, parent, keys)) return false;
    if (own.enforced != parent.enforced)
        return error("42P17", "constraint \"{}\" enforceability conflicts with constraint \"{}\" on relation \"{}\"",
                     parent.name, own.name, partition.name);
    // Since 18 the rows are checked where the partition's own constraint isn't valid yet.
    return own.parent == catalog::invalid_oid && own.match_type == parent.match_type &&
           own.update_action == parent.update_action && own.delete_action == parent.delete_action &&
           own.deferrable == parent.deferrable && own.deferred == parent.deferred &&
           (own.validated || major >= 18);
}

void attach_foreign_key(StatementContext& context, Oid own, Oid parent, Oid partition) {
    const bool validated = context.catalog.find<Constraint>(parent)->validated;
    context.catalog.change<Constraint>(own, [&](Constraint& changed) {
        changed.parent = parent;
        changed.validated = changed.validated || validated;
        changed.is_local = false;
        changed.inherit_count = 1;
        changed.no_inherit = false;
        depend(changed, {parent, 0}, DependencyType::partition_primary);
        depend(changed, {partition, 0}, DependencyType::partition_secondary);
    });
    // The rows that it had for partitions of the referenced table are the parent's business now.
    for (Oid dependent : context.catalog.dependents(own)) {
        const auto* constraint = context.catalog.find<Constraint>(dependent);
        if (constraint && constraint->parent == own && constraint->scope == partition)
            context.catalog.erase(dependent);
    }
}

std::shared_ptr<Constraint> make_foreign_key(StatementContext& context, const Relation& table, Oid referenced,
                                             const ConstraintRequest& request, std::string name,
                                             ForeignKeyColumns columns) {
    const sql::Constraint& definition = *request.definition;
    auto made = context.make<Constraint>(std::move(name), table.oid);
    made->type = ConstraintType::foreign_key;
    made->keys = std::move(columns.keys);
    made->deferrable = request.deferrable;
    made->deferred = request.deferred;
    made->enforced = request.enforced;
    made->validated = request.initially_valid;
    made->no_inherit = table.kind != RelationKind::partitioned_table;
    made->comment = request.comment;
    made->period = definition.with_period;
    made->index = columns.index;
    made->referenced = referenced;
    made->referenced_keys = std::move(columns.referenced);
    made->delete_set_columns = std::move(columns.delete_set);
    made->match_type = definition.match_type;
    made->update_action = definition.update_action;
    made->delete_action = definition.delete_action;
    return made;
}

void tell_costs(StatementContext& context, const Relation& table, Oid referenced, Oid constraint,
                const ConstraintRequest& request) {
    context.effects.lock(referenced, LockMode::share_row_exclusive);
    if (request.skip_validation || request.new_table) return;
    for (Oid relation : all_inheritors(context.catalog, table.oid)) {
        if (context.catalog.find<Relation>(relation)->kind == RelationKind::table &&
            (relation == table.oid || table.kind == RelationKind::partitioned_table))
            context.effects.scans.push_back(
                {relation, Effects::ScanReason::validate_foreign_key, constraint});
    }
    context.effects.scans.push_back({referenced, Effects::ScanReason::validate_foreign_key, constraint});
}

}  // namespace

Status add_referenced_partition(StatementContext& context, Oid constraint, Oid partition) {
    const auto* parent = context.catalog.find<Constraint>(constraint);
    const auto* table = context.catalog.find<Relation>(parent->scope);
    const Oid index = partition_index(context.catalog, parent->index, partition);
    auto made =
        child_of(context, *parent, referenced_partition_name(context.catalog, *table, *parent), table->oid);
    made->referenced_keys = map_attributes(parent->referenced_keys,
                                           attribute_map(*context.catalog.find<Relation>(parent->referenced),
                                                         *context.catalog.find<Relation>(partition)));
    made->referenced = partition;
    made->index = index;
    depend(*made, {constraint, 0}, DependencyType::internal);
    const Oid oid = insert_constraint(context, std::move(made));
    return add_referenced_partitions(context, oid);
}

Status add_referenced_partitions(StatementContext& context, Oid constraint) {
    const Oid referenced = context.catalog.find<Constraint>(constraint)->referenced;
    if (context.catalog.find<Relation>(referenced)->kind != RelationKind::partitioned_table) return {};
    for (Oid partition : direct_children(context.catalog, referenced))
        BACKOUT_TRY(add_referenced_partition(context, constraint, partition));
    return {};
}

Status add_referencing_partition(StatementContext& context, Oid constraint, Oid partition) {
    const auto* parent = context.catalog.find<Constraint>(constraint);
    const auto* table = context.catalog.find<Relation>(partition);
    if (table->kind == RelationKind::foreign_table)
        return error("42809", "foreign key constraints are not supported on foreign tables");
    if (parent->referenced == partition)
        return error("0A000",
                     "cannot attach table \"{}\" as a partition because it is referenced by foreign key \"{}\"",
                     table->name, parent->name);
    const AttributeMap map = attribute_map(*context.catalog.find<Relation>(parent->scope), *table);
    const std::vector<AttributeNumber> keys = map_attributes(parent->keys, map);
    for (Oid member : context.catalog.members(partition)) {
        const auto* own = context.catalog.find<Constraint>(member);
        if (!own) continue;
        BACKOUT_ASSIGN(const bool fits, can_be_part_of(*table, *own, *parent, keys, context.major()));
        if (!fits) continue;
        attach_foreign_key(context, member, constraint, partition);
        return {};
    }
    std::string name = parent->name;
    if (constraint_name_is_used(context.catalog, partition, name))
        name = foreign_key_name(context.catalog, *table, column_names(*table, keys));
    auto made = child_of(context, *parent, std::move(name), partition);
    made->keys = keys;
    made->delete_set_columns = map_attributes(parent->delete_set_columns, map);
    depend(*made, {constraint, 0}, DependencyType::partition_primary);
    depend(*made, {partition, 0}, DependencyType::partition_secondary);
    const bool has_partitions = table->kind == RelationKind::partitioned_table;
    const Oid oid = insert_constraint(context, std::move(made));
    if (!has_partitions) return {};
    for (Oid below : direct_children(context.catalog, partition))
        BACKOUT_TRY(add_referencing_partition(context, oid, below));
    return {};
}

Result<Oid> add_foreign_key(StatementContext& context, Oid relation, const ConstraintRequest& request) {
    const auto* table = context.catalog.find<Relation>(relation);
    std::string name = request.name;
    if (name.empty())
        name = foreign_key_name(context.catalog, *table, request.keys);
    else
        BACKOUT_TRY(check_constraint_name_free(context.catalog, relation, name));
    BACKOUT_ASSIGN(const Oid referenced_oid,
                   get_relation(context, request.definition->referenced, false, "rp"));
    const auto* referenced = context.catalog.find<Relation>(referenced_oid);
    if (!referenced) {
        const auto info = catalog::relation_info(context.catalog, referenced_oid);
        if (info && info->kind != RelationKind::table)
            return error("42809", "referenced relation \"{}\" is not a table", info->name);
        return error("42501", "permission denied: \"{}\" is a system catalog", info ? info->name : "");
    }
    table = context.catalog.find<Relation>(relation);
    BACKOUT_TRY(check_partitioned(context, *table, *referenced, request));
    BACKOUT_TRY(check_referenced(*table, *referenced));
    BACKOUT_ASSIGN(ForeignKeyColumns columns,
                   foreign_key_columns(context, relation, referenced_oid, request, name));
    table = context.catalog.find<Relation>(relation);
    const bool partitioned = table->kind == RelationKind::partitioned_table;
    const Oid oid = insert_constraint(context, make_foreign_key(context, *table, referenced_oid, request,
                                                                std::move(name), std::move(columns)));
    tell_costs(context, *table, referenced_oid, oid, request);
    BACKOUT_TRY(add_referenced_partitions(context, oid));
    if (partitioned)
        for (Oid partition : direct_children(context.catalog, relation))
            BACKOUT_TRY(add_referencing_partition(context, oid, partition));
    return oid;
}

}  // namespace backout::simulate
