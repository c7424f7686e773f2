#pragma once

#include "simulate/context.h"

/// Deletion with dependencies: findDependentObjects and its kin of catalog/dependency.c.
namespace backout::simulate {

/// Drops objects (or columns) and what must go with them. With RESTRICT, an object that only CASCADE would take makes
/// it fail with 2BP01 and the DETAIL and HINT of the server. `internal` drops are done by the server itself on behalf
/// of another change and give no notice.
Status perform_deletion(StatementContext& context, const std::vector<ObjectAddress>& targets,
                        sql::DropBehavior behavior, bool internal = false);

/// What would have to go with these objects under CASCADE, in the order in which the server would list it.
std::vector<ObjectAddress> dependents_closure(const Catalog& catalog, const std::vector<ObjectAddress>& targets);

/// An object in words, as messages name it: "table t", "column c of table s.t", "constraint k on table t"
/// (getObjectDescription, catalog/objectaddress.c).
std::string describe(const Catalog& catalog, const catalog::SearchPath& path, ObjectAddress address);

}  // namespace backout::simulate
