#pragma once

#include "catalog/expression.h"
#include "simulate/context.h"

/// What a partition's bound says of its rows, as a condition (partitioning/partbounds.c).
namespace backout::simulate {

/// Strategies of btree operator families (access/stratnum.h).
enum class BtreeStrategy : std::int16_t {
    less = 1,
    less_equal = 2,
    equal = 3,
    greater_equal = 4,
    greater = 5
};

/// The conditions, to be joined with AND, that rows of a partition with this bound meet, in columns of the
/// parent (get_qual_from_partbound). Empty for a default partition, whose condition depends on the others,
/// and for hash partitions, whose condition is a call of an internal function.
std::vector<catalog::ExprPtr> partition_bound_conditions(const Catalog& catalog, Oid parent,
                                                         const catalog::PartitionBoundData& bound);

/// Whether valid CHECK and NOT NULL constraints of the table say that its rows fit the bound, so that they
/// need not be read (PartConstraintImpliedByRelConstraint). False where this can't be told.
bool is_partition_constraint_implied(const StatementContext& context, Oid table, Oid parent,
                                     const catalog::PartitionBoundData& bound);

/// The CHECK that DETACH CONCURRENTLY leaves where no constraint says the same (DetachAddConstraintIfNeeded).
Status add_partition_check(StatementContext& context, Oid table, Oid parent,
                           const catalog::PartitionBoundData& bound);

}  // namespace backout::simulate
