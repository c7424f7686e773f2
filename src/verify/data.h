#pragma once

#include <functional>

#include "verify/history.h"

namespace backout::verify {

/// What up then down does to the rows that were there before the up: columns and tables that were destroyed or
/// overwritten on the way. Judged from the effects of the statements that ran. The rows of some tables don't matter.
DataReport judge_data(const catalog::Catalog& catalog, const MigrationRun& run,
                      const std::function<bool(const catalog::Relation&)>& is_ignored);

/// The same of several scripts that ran one after the other, ups and downs of many migrations perhaps, since `before`.
DataReport judge_data(const catalog::Catalog& catalog, catalog::Position before,
                      const std::vector<const ScriptRun*>& scripts,
                      const std::function<bool(const catalog::Relation&)>& is_ignored);

}  // namespace backout::verify
