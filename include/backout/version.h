#pragma once

#include <string_view>

namespace backout {

/// The version of Backout, as in "0.1.0".
std::string_view version();

/// The version of PostgreSQL whose grammar reads the scripts, as in "18.6".
std::string_view grammar_version();

}  // namespace backout
