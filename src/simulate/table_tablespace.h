#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// The tablespace of a new table or index: the one that is named, else default_tablespace (GetDefaultTablespace); empty
/// for the database's own.
std::string chosen_tablespace(const StatementContext& context, std::string_view named);

/// The tablespace that a table or index is to be put in (get_tablespace_oid): 42704 `tablespace "x" does not
/// exist` where the history dropped it, else it is taken to be there, since tablespaces belong to the server;
/// 22023 for pg_global.
/// Partitioned relations have no rows of their own, so naming the database's default for them is refused
/// (0A000).
Status check_tablespace(const StatementContext& context, std::string_view name, bool partitioned = false);

}  // namespace backout::simulate
