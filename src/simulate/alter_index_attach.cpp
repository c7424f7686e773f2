#include <algorithm>

#include "simulate/alter_table.h"
#include "simulate/index_definition.h"

/// ALTER INDEX … ATTACH PARTITION.
namespace backout::simulate {

using catalog::IndexData;

namespace {

tl::unexpected<Error> refuse_attach(const Relation& index, const Relation& parent, std::string detail,
                                    std::string sqlstate = "55000") {
    auto failure = error(std::move(sqlstate), "cannot attach index \"{}\" as a partition of index \"{}\"",
                         index.name, parent.name);
    failure.value().detail = std::move(detail);
    return failure;
}

/// The index of a partition that is attached to this one, 0 for none (index_get_partition).
Oid attached_index(const Catalog& catalog, Oid table, Oid parent) {
    for (Oid oid : indexes_of(catalog, table))
        if (catalog.find<Relation>(oid)->index->parent == parent) return oid;
    return catalog::invalid_oid;
}

Status check_attachable(const AlterTable& work, const Relation& index, const Relation& parent) {
    const Catalog& catalog = work.context.catalog;
    const Relation& table = work.relation(index.index->table);
    const Relation& parent_table = work.relation(parent.index->table);
    if (attached_index(catalog, table.oid, parent.oid) != catalog::invalid_oid)
        return refuse_attach(
            index, parent,
            fmt::format("Another index is already attached for partition \"{}\".", table.name));
    if (index.index->parent != catalog::invalid_oid)
        return refuse_attach(index, parent,
                             fmt::format("Index \"{}\" is already attached to another index.", index.name));
    if (partition_parent(table) != parent_table.oid)
        return refuse_attach(index, parent,
                             fmt::format("Index \"{}\" is not an index on any partition of table \"{}\".",
                                         index.name, parent_table.name));
    if (!same_index_definition(catalog, index.oid, parent.oid))
        return refuse_attach(index, parent, "The index definitions do not match.", "42P17");
    if (parent.index->constraint != catalog::invalid_oid && index.index->constraint == catalog::invalid_oid)
        return refuse_attach(index, parent,
                             fmt::format("The index \"{}\" belongs to a constraint in table \"{}\" but no "
                                         "constraint exists for index \"{}\".",
                                         parent.name, parent_table.name, index.name),
                             "42P17");
    return {};
}

/// verifyPartitionIndexNotNull
Status check_key_is_not_null(const AlterTable& work, const Relation& index, const Relation& parent) {
    if (work.context.major() < 18 || !parent.index->primary) return {};
    const Relation& table = work.relation(index.index->table);
    for (const auto& key : index.index->keys) {
        const Attribute* column = table.find_attribute(key.attribute);
        if (!column || column->not_null) continue;
        auto failure = error("42P16", "invalid primary key definition");
        failure.value().detail =
            fmt::format("Column \"{}\" of relation \"{}\" is not marked NOT NULL.", column->name, table.name);
        return failure;
    }
    return {};
}

/// An index of a partitioned table is valid once all partitions have a valid one (validatePartitionedIndex).
void validate_partitioned_index(StatementContext& context, Oid oid) {
    Catalog& catalog = context.catalog;
    const Relation& index = *catalog.find<Relation>(oid);
    std::size_t valid = 0;
    for (Oid child : direct_children(catalog, oid))
        if (catalog.find<Relation>(child)->index->valid) ++valid;
    if (index.index->valid || valid != direct_children(catalog, index.index->table).size()) return;
    Oid parent = index.index->parent;
    catalog.change<Relation>(oid, [](Relation& changed) {
        IndexData data = *changed.index;
        data.valid = true;
        changed.index = std::make_shared<const IndexData>(std::move(data));
    });
    if (parent != catalog::invalid_oid) validate_partitioned_index(context, parent);
}

}  // namespace

Status attach_index_partition(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    const sql::RangeVar& named = *command.written->relation;
    if (command.written->partition_bound)
        return error("42P17", "\"{}\" is not a partitioned table", work.relation(table.relation).name);
    BACKOUT_ASSIGN(Oid oid, get_relation(context, named, false, "iI"));
    const auto* index = context.catalog.find<Relation>(oid);
    if (!index || !index->is_index()) return error("42P17", "\"{}\" is not an index", named.name);
    if (!index->index || !work.relation(table.relation).index)
        return unknown("the definition of an index that was there before is not known");
    context.effects.lock(oid, LockMode::access_exclusive);
    context.effects.lock(index->index->table, LockMode::access_share);
    context.effects.lock(work.relation(table.relation).index->table, LockMode::access_share);
    if (index->index->parent != table.relation) {
        const Relation& parent = work.relation(table.relation);
        BACKOUT_TRY(check_attachable(work, *index, parent));
        BACKOUT_TRY(check_key_is_not_null(work, *index, parent));
        set_index_parent(context, oid, table.relation);
    }
    validate_partitioned_index(context, table.relation);
    return {};
}

}  // namespace backout::simulate
