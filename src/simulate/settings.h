#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/session.h"

namespace backout::simulate {

/// Sets a setting of the session, or with no value returns it to the default; keeps the parsed search_path in step.
/// `local`: until the transaction ends.
void apply_setting(SessionState& state, std::string_view name, std::optional<std::string> value, bool local);

/// Ends the transaction's SET LOCALs.
void end_local_settings(SessionState& state);

/// The schemas of a search_path value as written: names folded to lower case unless quoted (SplitIdentifierString).
std::vector<std::string> split_search_path(std::string_view value);

}  // namespace backout::simulate
