#pragma once

#include "simulate/context.h"

/// Extended statistics (commands/statscmds.c).
namespace backout::simulate {

/// Statistics objects of a table, in order of creation.
std::vector<Oid> statistics_of(const Catalog& catalog, Oid relation);
/// The same statistics for another table with the same columns, under a chosen name
/// (generateClonedExtStatsStmt).
void clone_statistics(StatementContext& context, Oid statistics, const catalog::Relation& table,
                      bool with_comment);

}  // namespace backout::simulate
