#pragma once

#include <optional>
#include <string_view>

#include "sql/parse.h"

namespace backout::sql::raw {

/// The error with which a server refuses text that is not UTF-8 or holds a NUL, before it parses anything.
std::optional<SyntaxError> encoding_error(std::string_view text);

}  // namespace backout::sql::raw
