#pragma once

#include "analyze/parse_state.h"

namespace backout::analyze {

/// transformColumnRef
Result<ExprPtr> transform_column_ref(ParseState& state, const sql::ColumnRef& reference);

/// errorMissingRTE: 42P01 for a name that no item of FROM has, or one that can't be named here.
tl::unexpected<Error> missing_entry(const ParseState& state, std::string_view name, sql::Location location,
                                    std::string_view schema = {});

/// The relation that an item's columns are of; 0 where it is something else.
Oid relation_of(const ParseState& level, const NamespaceItem& item);
/// Whether its columns may be named without it.
bool columns_visible(const NamespaceItem& item);

/// errorMissingColumn: 42703, with what the open world would have to assume. `item` is the one that a
/// qualifier names.
tl::unexpected<Error> missing_column(const ParseState& state, std::string_view qualifier,
                                     std::string_view name, const NamespaceItem* item,
                                     sql::Location location);

/// scanNSItemForColumn: the column of an item of `level`'s namespace; null where it has none of that name.
Result<ExprPtr> find_item_column(ParseState& state, const ParseState& level, const NamespaceItem& item,
                                 std::int32_t levels_up, std::string_view name, sql::Location location);

/// `Perhaps you meant to reference the column "t.c".`, or nothing (searchRangeTableForCol).
std::string column_hint(const ParseState& state, std::string_view qualifier, std::string_view name);

}  // namespace backout::analyze
