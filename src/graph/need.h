#pragma once

#include "graph/dependency_graph.h"

namespace backout::graph {

/// What a row of pg_depend stands for, by the two objects that it ties.
Need need_of(const catalog::Catalog& catalog, const catalog::Object& dependent, const catalog::Dependency& dependency);

/// Whether PostgreSQL records that the object depends on the schema that it is in. Indexes hang on their table, row and
/// array types on their relation or element.
bool has_schema_of_its_own(const catalog::Catalog& catalog, const catalog::Object& object);

}  // namespace backout::graph
