#pragma once

#include "simulate/inherit_merge.h"
#include "simulate/table_transform.h"

/// What the parts of CREATE TABLE pass to each other.
namespace backout::simulate {

/// A table while it is being made.
struct TableInTheMaking {
    StatementContext& context;
    const sql::CreateTableStatement& statement;
    TableTransform transform;
    std::vector<Oid> parents;
    InheritedParts parts;
    Oid of_type = catalog::invalid_oid;
    Oid relation = catalog::invalid_oid;  ///< once it is in the catalog

    bool is_partition() const { return statement.partition_bound.has_value(); }
};

/// Columns of the type that the table is OF, with what the table says of them (transformOfType,
/// MergeAttributes).
Status add_type_columns(TableInTheMaking& table);

/// Key columns must be among those of the table or its parents; a primary key makes them NOT NULL, and there
/// is at most one (transformIndexConstraint). A UNIQUE constraint that says the same as another is dropped.
Status transform_index_constraints(TableInTheMaking& table);

/// The not-null constraints that 18 and later make of NOT NULL, inherited ones merged in
/// (AddRelationNotNullConstraints, catalog/heap.c).
Status add_not_null_constraints(TableInTheMaking& table);

/// Makes the relation with its columns, defaults and partition key, as a part of its parent where it is a
/// partition (DefineRelation, commands/tablecmds.c).
Status define_relation(TableInTheMaking& table);

}  // namespace backout::simulate
