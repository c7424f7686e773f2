#include <algorithm>

#include "simulate/constraint.h"
#include "simulate/index_definition.h"
#include "simulate/inherit.h"
#include "simulate/names.h"

/// Indexes that follow another: of partitions, and of tables made LIKE another.
namespace backout::simulate {

namespace {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::IndexData;
using catalog::Relation;

Oid family_of(const Catalog& catalog, Oid opclass) {
    const auto info = catalog::operator_class_info(catalog, opclass);
    return info ? info->family : catalog::invalid_oid;
}

/// Takes the ties of a partition's object to its parent away.
void forget_partition_dependencies(catalog::Object& object) {
    std::erase_if(object.dependencies, [](const catalog::Dependency& dependency) {
        return dependency.type == DependencyType::partition_primary ||
               dependency.type == DependencyType::partition_secondary;
    });
}

void set_constraint_parent(StatementContext& context, Oid constraint, Oid parent) {
    const Oid table = context.catalog.find(constraint)->scope;
    context.catalog.change<Constraint>(constraint, [&](Constraint& changed) {
        forget_partition_dependencies(changed);
        changed.parent = parent;
        changed.is_local = parent == catalog::invalid_oid;
        changed.inherit_count = parent == catalog::invalid_oid ? 0 : 1;
        if (parent == catalog::invalid_oid) return;
        depend(changed, {parent, 0}, DependencyType::partition_primary);
        depend(changed, {table, 0}, DependencyType::partition_secondary);
    });
}

bool same_keys(const Catalog& catalog, const IndexData& index, const IndexData& other,
               const AttributeMap& map) {
    auto same_key = [&](const IndexData::Key& mine, const IndexData::Key& theirs) {
        if ((mine.attribute == 0) != (theirs.attribute == 0)) return false;
        if (mine.attribute != 0) {
            auto mapped = map.find(theirs.attribute);
            if (mapped == map.end() || mapped->second != mine.attribute) return false;
        }
        return mine.collation == theirs.collation &&
               family_of(catalog, mine.opclass) == family_of(catalog, theirs.opclass) &&
               same_expression(catalog, mine.expression, index.table, theirs.expression, other.table);
    };
    return std::equal(index.keys.begin(), index.keys.end(), other.keys.begin(), other.keys.end(), same_key);
}

bool same_exclusion_operators(const Catalog& catalog, const IndexData& data, const IndexData& other) {
    const auto* mine = catalog.find<catalog::Constraint>(data.constraint);
    const auto* theirs = catalog.find<catalog::Constraint>(other.constraint);
    return !mine || !theirs || mine->exclusion_operators == theirs->exclusion_operators;
}

}  // namespace

IndexPlan clone_index(const Catalog& catalog, Oid index, const Relation& table) {
    const auto* source = catalog.find<Relation>(index);
    const AttributeMap map = attribute_map(*catalog.find<Relation>(source->index->table), table);
    IndexPlan plan;
    plan.data = *source->index;
    plan.data.table = table.oid;
    plan.data.clustered = false;
    plan.data.replica_identity = false;
    plan.data.valid = true;
    plan.data.parent = catalog::invalid_oid;
    plan.data.constraint = catalog::invalid_oid;
    for (IndexData::Key& key : plan.data.keys) {
        if (auto mapped = map.find(key.attribute); mapped != map.end()) key.attribute = mapped->second;
        key.expression = map_attributes(key.expression, map);
    }
    plan.data.included = map_attributes(plan.data.included, map);
    plan.data.predicate = map_attributes(plan.data.predicate, map);
    for (const catalog::Attribute& attribute : source->attributes) {
        plan.column_names.push_back(attribute.name);
        plan.statistics_targets.push_back(attribute.statistics_target);
    }
    plan.options = source->options;
    plan.tablespace = source->tablespace;
    plan.comment = source->comment;
    if (const auto* constraint = catalog.find<Constraint>(source->index->constraint)) {
        plan.is_constraint = true;
        plan.deferrable = constraint->deferrable;
        plan.deferred = constraint->deferred;
        plan.without_overlaps = constraint->period;
        plan.exclusion_operators = constraint->exclusion_operators;
    }
    return plan;
}

bool same_index_definition(const Catalog& catalog, Oid index, Oid other) {
    const auto* mine = catalog.find<Relation>(index);
    const auto* theirs = catalog.find<Relation>(other);
    const IndexData& data = *mine->index;
    const IndexData& other_data = *theirs->index;
    if (data.unique != other_data.unique || data.access_method != other_data.access_method ||
        data.nulls_not_distinct != other_data.nulls_not_distinct)
        return false;
    if (data.exclusion != other_data.exclusion || (data.exclusion && catalog.major_number() < 17))
        return false;
    if (!same_exclusion_operators(catalog, data, other_data)) return false;
    const AttributeMap map =
        attribute_map(*catalog.find<Relation>(other_data.table), *catalog.find<Relation>(data.table));
    if (!same_keys(catalog, data, other_data, map)) return false;
    if (data.included != map_attributes(other_data.included, map)) return false;
    return same_expression(catalog, data.predicate, data.table, other_data.predicate, other_data.table);
}

void set_index_parent(StatementContext& context, Oid index, Oid parent) {
    const Oid table = context.catalog.find<Relation>(index)->index->table;
    const Oid constraint = context.catalog.find<Relation>(index)->index->constraint;
    context.catalog.change<Relation>(index, [&](Relation& changed) {
        forget_partition_dependencies(changed);
        auto data = std::make_shared<IndexData>(*changed.index);
        data->parent = parent;
        changed.index = std::move(data);
        changed.is_partition = parent != catalog::invalid_oid;
        if (parent == catalog::invalid_oid) return;
        depend(changed, {parent, 0}, DependencyType::partition_primary);
        depend(changed, {table, 0}, DependencyType::partition_secondary);
    });
    if (constraint == catalog::invalid_oid) return;
    const auto* parent_index = context.catalog.find<Relation>(parent);
    const Oid parent_constraint = parent_index ? parent_index->index->constraint : catalog::invalid_oid;
    if (parent == catalog::invalid_oid || parent_constraint != catalog::invalid_oid)
        set_constraint_parent(context, constraint, parent_constraint);
}

Status ensure_partition_indexes(StatementContext& context, Oid partition, Oid parent) {
    const bool foreign =
        context.catalog.find<Relation>(partition)->kind == catalog::RelationKind::foreign_table;
    for (Oid parent_index : indexes_of(context.catalog, parent)) {
        const IndexData data = *context.catalog.find<Relation>(parent_index)->index;
        if (foreign) {
            if (!data.unique && !data.primary) continue;
            auto made =
                error("42809", "cannot attach foreign table \"{}\" as partition of partitioned table \"{}\"",
                      context.catalog.find(partition)->name, context.catalog.find(parent)->name);
            made.value().detail = fmt::format("Partitioned table \"{}\" contains unique indexes.",
                                              context.catalog.find(parent)->name);
            return made;
        }
        Oid existing = catalog::invalid_oid;
        for (Oid candidate : indexes_of(context.catalog, partition)) {
            const IndexData& own = *context.catalog.find<Relation>(candidate)->index;
            if (own.parent != catalog::invalid_oid || !own.valid) continue;
            if (data.constraint != catalog::invalid_oid && own.constraint == catalog::invalid_oid) continue;
            if (!same_index_definition(context.catalog, candidate, parent_index)) continue;
            existing = candidate;
            break;
        }
        if (existing != catalog::invalid_oid) {
            set_index_parent(context, existing, parent_index);
            continue;
        }
        IndexPlan plan =
            clone_index(context.catalog, parent_index, *context.catalog.find<Relation>(partition));
        plan.comment.reset();
        plan.parent_index = parent_index;
        plan.parent_constraint = data.constraint;
        BACKOUT_TRY(define_index(context, std::move(plan)));
    }
    return {};
}

}  // namespace backout::simulate
