#pragma once

#include "simulate/context.h"

/// Partition keys and bounds (partitioning/partbounds.c, parser/parse_utilcmd.c, commands/tablecmds.c).
namespace backout::simulate {

/// PARTITION BY of a table in the catalog (transformPartitionSpec, ComputePartitionAttrs): sets
/// `partition_key` and its dependencies.
Status set_partition_key(StatementContext& context, Oid relation, const sql::PartitionSpec& spec);

/// FOR VALUES … or DEFAULT, analysed against the parent's key (transformPartitionBound).
Result<catalog::PartitionBoundData> partition_bound(StatementContext& context, Oid parent,
                                                    const sql::PartitionBound& bound);
/// 42P17 `partition "a" would overlap partition "b"`, `partition "p" conflicts with existing default
/// partition "d"`, empty ranges, moduli that don't fit (check_new_partition_bound).
Status check_new_partition_bound(StatementContext& context, std::string_view name, Oid parent,
                                 const catalog::PartitionBoundData& bound);
/// The default partition of a table, 0 for none.
Oid default_partition(const Catalog& catalog, Oid parent);

/// What a partition gets from its parent beside columns, checks and indexes: row triggers and foreign keys,
/// on either side (CloneRowTriggersToPartition, CloneForeignKeyConstraints).
Status clone_to_partition(StatementContext& context, Oid parent, Oid partition);
/// One row trigger of the parent for a partition, and for its own partitions.
Status clone_trigger(StatementContext& context, const catalog::Trigger& trigger, Oid partition);

}  // namespace backout::simulate
