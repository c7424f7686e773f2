#pragma once

#include "simulate/context.h"

/// Indexes (commands/indexcmds.c, catalog/index.c): what CREATE INDEX and index constraints define, and the
/// same copied to another table for LIKE and for partitions.
namespace backout::simulate {

/// An index with everything resolved, ready to be made on its table.
struct IndexPlan {
    std::string name;         ///< empty: the server chooses
    catalog::IndexData data;  ///< table, access method, keys …; constraint and parent are filled in
    std::vector<std::string> column_names;  ///< of its columns, INCLUDE's too, made unique by define_index
    catalog::OptionList options;
    std::string tablespace;
    std::optional<std::string> comment;  ///< of the index itself
    std::vector<std::int32_t> statistics_targets;

    bool is_constraint = false;  ///< primary, exclusion or unique: makes the constraint too
    bool deferrable = false;
    bool deferred = false;
    bool without_overlaps = false;
    std::vector<Oid> exclusion_operators;
    Oid parent_index = catalog::invalid_oid;
    Oid parent_constraint = catalog::invalid_oid;
    bool constraint_is_local = true;
    std::int16_t constraint_inherit_count = 0;

    bool if_not_exists = false;
    bool concurrently = false;
    bool only = false;        ///< CREATE INDEX ON ONLY
    bool skip_build = false;  ///< the table is new: nothing to read
};

struct MadeIndex {
    Oid index = catalog::invalid_oid;  ///< 0: IF NOT EXISTS skipped it
    Oid constraint = catalog::invalid_oid;
};

/// Makes the index, its constraint if it is one, and the same on all partitions (index_create and the rest of
/// DefineIndex).
Result<MadeIndex> define_index(StatementContext& context, IndexPlan plan);

/// The plan of an existing index for another table with the same columns (generateClonedIndexStmt): LIKE
/// INCLUDING INDEXES, partitions, ALTER COLUMN TYPE. The name is empty.
IndexPlan clone_index(const Catalog& catalog, Oid index, const catalog::Relation& table);

/// What an index asks of its table and access method before its columns are looked at: 42809 for relations
/// that can't have indexes, 0A000 for what the access method can't do. Sets the plan's access method.
Result<catalog::AccessMethodInfo> check_index_target(StatementContext& context, IndexPlan& plan,
                                                     std::string_view access_method, std::size_t key_count,
                                                     std::size_t included_count);
/// WHERE of an index or exclusion constraint, analysed (42P17 "functions in index predicate …").
Result<catalog::ExprPtr> analyze_index_predicate(StatementContext& context, Oid table,
                                                 const sql::Expression& expression);

/// The columns, operator classes and collations of an index on this table (ComputeIndexAttrs).
/// `exclusion_operators` names one operator per key of an EXCLUDE constraint.
struct IndexColumns {
    std::vector<const sql::IndexElement*> keys;
    std::vector<const sql::Names*> exclusion_operators;
    std::vector<const sql::IndexElement*> included;
    std::vector<catalog::ExprPtr> expressions;  ///< of the keys, analysed; null for plain columns
};
Status resolve_index_keys(StatementContext& context, IndexPlan& plan,
                          const catalog::AccessMethodInfo& access_method, const IndexColumns& columns);
/// Analyses the expressions among the keys (transformIndexStmt), which the server does before it looks at
/// anything else.
Status analyze_index_expressions(StatementContext& context, Oid table, IndexColumns& columns);

/// Opclass for a column of this type: named, or the default one. 42704 `data type json has no default
/// operator class for access method "btree"`, 42704 `operator class "x" does not exist for access method
/// "y"`, 42804 (ResolveOpClass).
Result<Oid> resolve_operator_class(StatementContext& context, const sql::Names& name, Oid type,
                                   const catalog::AccessMethodInfo& access_method);

using catalog::indexes_of;
/// Indexes of the partition table that fit those of the parent are attached, missing ones are made
/// (AttachPartitionEnsureIndexes).
Status ensure_partition_indexes(StatementContext& context, Oid partition, Oid parent);
/// ALTER INDEX … ATTACH PARTITION and its like: sets the parents of index and constraint
/// (IndexSetParentIndex, ConstraintSetParentConstraint). Parent 0 detaches.
void set_index_parent(StatementContext& context, Oid index, Oid parent);
/// Whether two indexes on tables whose columns map so say the same (CompareIndexInfo).
bool same_index_definition(const Catalog& catalog, Oid index, Oid other);

}  // namespace backout::simulate
