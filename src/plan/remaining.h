#pragma once

#include <optional>
#include <vector>

#include "backout/report.h"
#include "catalog/catalog.h"

namespace backout::plan {

/// What differs between two catalogs, as items of the inventory: of these objects only, or of all. The order of columns
/// doesn't count.
std::vector<Residue> remaining(const catalog::Catalog& reached, const catalog::Catalog& target,
                               const std::optional<std::vector<catalog::Oid>>& touched);

}  // namespace backout::plan
