#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace backout::sql {

/// A string, quoted identifier, dollar quote or comment: text that means nothing to the parser.
struct QuotedRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// In the order of the text.
std::vector<QuotedRange> find_quoted_ranges(std::string_view text);

/// Whether an offset lies within one of them.
bool is_quoted(const std::vector<QuotedRange>& ranges, std::size_t offset);

}  // namespace backout::sql
