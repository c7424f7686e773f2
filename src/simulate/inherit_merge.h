#pragma once

#include "simulate/constraint.h"
#include "simulate/table_column.h"

/// What a new table gets from its parents: MergeAttributes (commands/tablecmds.c).
namespace backout::simulate {

struct InheritedParts {
    std::vector<ColumnRequest> columns;  ///< all columns of the new table, inherited ones first
    std::vector<ConstraintRequest>
        checks;  ///< inherited CHECK constraints, their columns numbered as in the table
    std::vector<ConstraintRequest> not_nulls;  ///< since 18: one for each parent that says so
    bool open = false;                         ///< a parent has more columns than are known
};

/// Merges the columns of the definition with those of the parents. `persistence` is the new table's; a
/// partition has exactly one parent, and `columns` only adds to what that has.
Result<InheritedParts> merge_inherited(StatementContext& context, std::vector<ColumnRequest> columns,
                                       const std::vector<Oid>& parents, char persistence, bool is_partition);

}  // namespace backout::simulate
