#pragma once

#include <optional>
#include <string_view>

namespace backout::lint {

/// A rule's page as it stands in rules/, built into the program; nothing for an unknown rule.
std::optional<std::string_view> page_of(std::string_view rule);

}  // namespace backout::lint
