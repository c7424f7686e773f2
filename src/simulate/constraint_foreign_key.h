#pragma once

#include "simulate/constraint.h"

/// What a foreign key refers to, column by column; shared by the files that add one.
namespace backout::simulate {

struct ForeignKeyColumns {
    std::vector<AttributeNumber> keys;
    std::vector<AttributeNumber> referenced;  ///< empty: the primary key of a relation that isn't known
    std::vector<AttributeNumber> delete_set;
    Oid index = catalog::invalid_oid;  ///< the unique index that they make use of
};

/// Finds the columns on both sides and the index that makes the referenced ones unique, and checks that their
/// types can be compared. `name` is the constraint's, for messages.
Result<ForeignKeyColumns> foreign_key_columns(StatementContext& context, Oid relation, Oid referenced,
                                              const ConstraintRequest& request, const std::string& name);

/// The rows of pg_constraint that a foreign key has for partitions of the referenced table.
Status add_referenced_partitions(StatementContext& context, Oid constraint);
/// One of them.
Status add_referenced_partition(StatementContext& context, Oid constraint, Oid partition);
/// The foreign key of a partitioned table for one of its partitions, which may have it already.
Status add_referencing_partition(StatementContext& context, Oid constraint, Oid partition);

}  // namespace backout::simulate
