#pragma once

#include <string>
#include <vector>

namespace backout::plan {

/// A statement in the steps that keep nobody waiting for long: CREATE INDEX and DROP INDEX become CONCURRENTLY, a foreign
/// key or check is added NOT VALID and validated by the next statement. Others stay as they are.
std::vector<std::string> in_safe_steps(const std::string& sql);

}  // namespace backout::plan
