#pragma once

#include "simulate/context.h"

namespace backout::simulate {

/// CREATE TABLE AS, CREATE MATERIALIZED VIEW and SELECT INTO.
Status create_table_from_query(StatementContext& context, const sql::Statement& source, const sql::IntoClause& into,
                               bool materialized_view, bool if_not_exists);

}  // namespace backout::simulate
