#pragma once

#include <string>
#include <vector>

#include "simulate/simulator.h"

namespace backout::plan {

/// What a statement does to who uses the database while it runs, a line each: tables that are written anew, tables whose
/// rows are all read under a lock that keeps writers (or everybody) out, rows and values that it destroys. Tables that the script made itself are nobody's
/// yet, and are left out. `before`: the catalog's position before the statement.
std::vector<std::string> hazards_of(const catalog::Catalog& catalog, const simulate::StatementResult& result,
                                    catalog::Position before);

}  // namespace backout::plan
