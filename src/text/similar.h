#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backout::text {

/// How many characters one has to add, take away, change or swap to make one word of another.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// The candidate that a mistyped word most likely meant: not set when none is near enough.
std::optional<std::string> find_similar(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace backout::text
