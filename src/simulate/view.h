#pragma once

#include "simulate/context.h"

/// What relations defined by a query have in common: views, materialized views, CREATE TABLE AS.
namespace backout::simulate {

/// The columns of a query, renamed by an alias list (42601 when that is too long); unknown literals become text.
Result<std::vector<catalog::RangeEntry::Column>> view_columns(const StatementContext& context,
                                                              const catalog::Query& query,
                                                              const std::vector<std::string>& names,
                                                              std::string_view too_many_message);

/// Adds columns to a relation under construction.
void set_columns(const StatementContext& context, catalog::Relation& relation,
                 const std::vector<catalog::RangeEntry::Column>& columns);

/// The relation needs what its query reads, column by column.
void depend_on_query(const Catalog& catalog, catalog::Relation& relation, const catalog::Query& query);

/// ACCESS SHARE on what a query reads.
void note_query_locks(StatementContext& context, const catalog::Query& query);

}  // namespace backout::simulate
