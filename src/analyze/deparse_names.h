#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/expression.h"
#include "catalog/lookup.h"

/// Names that a printed query gives to its range table entries and their columns, so that every reference is
/// unambiguous whatever became of the tables since (set_rtable_names and its kin in utils/adt/ruleutils.c).
namespace backout::analyze {

/// Names of the columns of one range table entry.
struct ColumnNames {
    /// By column number less one; empty for a column that is gone (or not yet decided, while names are chosen).
    std::vector<std::string> names;
    /// What the alias list says: without dropped columns, with those added since.
    std::vector<std::string> listed;
    std::vector<bool> added;
    bool list_printed = false;
    /// Names of columns merged by USING in joins above.
    std::vector<std::string> parent_using;

    // Of a join.
    std::int32_t left = 0;
    std::int32_t right = 0;
    std::vector<catalog::AttributeNumber> left_attributes;   ///< by column of the join; 0 where it has none
    std::vector<catalog::AttributeNumber> right_attributes;
    std::vector<std::string> using_names;
};

/// One query level to names of which expressions are printed (deparse_namespace).
struct NameSpace {
    const catalog::Query* query = nullptr;
    const std::vector<catalog::RangeEntry>* range_table = nullptr;
    std::vector<std::string> names;     ///< by range index less one; empty for an unnamed join
    std::vector<ColumnNames> columns;
    /// Names of range table entries that only the rule of a view has: "old" and "new" before PostgreSQL 16.
    std::vector<std::string> reserved;
    // A function's signature, for the parameters in its SQL-standard body.
    std::string function_name;
    std::vector<std::string> parameter_names;
};

/// Chooses names for a query below `parents` (outermost first).
void choose_names(NameSpace& space, const catalog::Catalog& catalog, const catalog::Query& query,
                  const std::vector<const NameSpace*>& parents);
/// The same for relations without a query around them: a check constraint's table, OLD and NEW of a trigger.
void choose_names(NameSpace& space, const catalog::Catalog& catalog, const std::vector<catalog::RangeEntry>& entries);

/// The name with an underscore and a number appended, clipped to what a name may be long.
std::string numbered_name(std::string_view name, int number);

}  // namespace backout::analyze
