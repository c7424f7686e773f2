#pragma once

#include "simulate/table_transform.h"

/// CREATE TABLE … (LIKE …).
namespace backout::simulate {

/// The columns of the other table, without defaults (transformTableLikeClause).
Status transform_like(StatementContext& context, TableTransform& transform, const sql::LikeClause& like);

/// What INCLUDING asks for and needs the new table: defaults, generation expressions, checks, indexes and
/// statistics (expandTableLikeClause).
Status expand_like(StatementContext& context, Oid table, Oid source, std::uint32_t options);

}  // namespace backout::simulate
