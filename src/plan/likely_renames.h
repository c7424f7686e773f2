#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"

namespace backout::plan {

/// Tables and columns that are on one side only, and look like one of the other under a new name: a table with nearly the
/// same columns, a column of the same type at the same place. They may not be: nothing is renamed for being likely.
std::vector<std::pair<std::string, std::string>> likely_renames(const catalog::Catalog& source,
                                                                const catalog::Catalog& target);

}  // namespace backout::plan
