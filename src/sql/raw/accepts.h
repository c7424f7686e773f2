#pragma once

#include <string_view>

namespace backout::sql::raw {

/// Whether the grammar takes the text. Nothing is lowered: this is the floor that `parse_statement` is
/// measured against.
bool accepts(std::string_view text);

}  // namespace backout::sql::raw
