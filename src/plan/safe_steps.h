#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/lookup.h"
#include "sql/tree/tree.h"

namespace backout::plan {

enum class SafeSteps { indexes, all };

/// A statement in the steps that keep nobody waiting for long: CREATE INDEX and DROP INDEX become CONCURRENTLY, a foreign
/// key or check is added NOT VALID and validated by the next statement. Others stay as they are.
std::vector<std::string> in_safe_steps(const std::string& sql, SafeSteps which);

/// Whether somebody may wait for the statement, who could be spared it: not when its table has been made since `start`,
/// and is nobody's yet, and not for partitioned tables, whose indexes PostgreSQL can't make or drop concurrently.
bool keeps_waiting(const catalog::Catalog& catalog, const catalog::SearchPath& path, const sql::Statement& statement,
                   catalog::Position start);

}  // namespace backout::plan
