#pragma once

#include <string>
#include <vector>

#include "plan/planner.h"

namespace backout::plan {

/// The plan as a script: comments first, then a statement per line or paragraph, each with its remarks above.
std::string script_of(const Plan& plan, const std::vector<std::string>& header);

/// The text on comment lines; whatever is in it, it stays in the comment.
std::string comment(std::string_view text);

}  // namespace backout::plan
