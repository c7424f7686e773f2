#include "sql/quoted_ranges.h"

#include <algorithm>

#include "sql/character_class.h"
#include "sql/split_skip.h"

namespace backout::sql {

namespace {

bool stands_at(std::string_view text, std::size_t at, std::string_view expected) {
    return text.substr(at, expected.size()) == expected;
}

/// The end of the quoted thing that starts here, or `at` when none does.
std::size_t quoted_end(std::string_view text, std::size_t at) {
    using enum CharacterClass;
    switch (character_class(text[at])) {
        case single_quote:
        case double_quote:
            return skip_quoted(text, at).end;
        case dollar:
            return dollar_tag_length(text, at) > 0 ? skip_dollar_quoted(text, at).end : at;
        case minus:
            return stands_at(text, at, "--") ? skip_line_comment(text, at) : at;
        case slash:
            return stands_at(text, at, "/*") ? skip_block_comment(text, at).end : at;
        default:
            return at;
    }
}

std::size_t word_end(std::string_view text, std::size_t at) {
    while (at < text.size() && continues_word(text[at]))
        ++at;
    return at;
}

}  // namespace

std::vector<QuotedRange> find_quoted_ranges(std::string_view text) {
    std::vector<QuotedRange> ranges;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        if (starts_word(text[at])) {
            const std::size_t word = word_end(text, at);
            const bool escapes = word == at + 1 && (text[at] | 0x20) == 'e' && stands_at(text, word, "'");
            if (!escapes) {
                at = word;
                continue;
            }
            end = skip_escape_string(text, word).end;
        } else {
            end = quoted_end(text, at);
        }
        if (end > at) ranges.push_back({at, end});
        at = std::max(end, at + 1);
    }
    return ranges;
}

bool is_quoted(const std::vector<QuotedRange>& ranges, std::size_t offset) {
    const auto next =
        std::upper_bound(ranges.begin(), ranges.end(), offset,
                         [](std::size_t value, const QuotedRange& range) { return value < range.begin; });
    return next != ranges.begin() && offset < std::prev(next)->end;
}

}  // namespace backout::sql
