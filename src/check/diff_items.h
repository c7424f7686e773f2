#pragma once

#include <vector>

#include "backout/diff.h"
#include "catalog/catalog.h"

namespace backout {

/// What differs between two catalogs, with the table or view that each thing is part of. The order of columns is none.
std::vector<DiffItem> diff_items(const catalog::Catalog& before, const catalog::Catalog& after);

}  // namespace backout
