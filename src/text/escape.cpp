#include "text/escape.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "text/character_width_data.h"
#include "text/utf8.h"

namespace backout::text {

namespace {

/// Characters that are invisible or change how their neighbours are shown. "Trojan Source" (CVE-2021-42574)
/// is about the bidirectional ones; the rest hides text or makes two names look the same.
constexpr CodePointRange unsafe_characters[] = {
    {0x00, 0x08},        // C0 up to the tab
    {0x0A, 0x1F},        // the rest of C0, ESC and line ends among them
    {0x7F, 0x9F},        // DEL and C1: U+009B starts a terminal sequence just as ESC [ does
    {0xAD, 0xAD},        // soft hyphen
    {0x61C, 0x61C},      // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200F},    // zero-width space, joiners, left-to-right and right-to-left mark
    {0x2028, 0x202E},    // line and paragraph separator, bidirectional embeddings and overrides
    {0x2060, 0x206F},    // word joiner, invisible operators, bidirectional isolates
    {0x3164, 0x3164},    // Hangul filler
    {0xFEFF, 0xFEFF},    // byte-order mark within a text
    {0xFFA0, 0xFFA0},    // halfwidth Hangul filler
    {0xFFF9, 0xFFFB},    // interlinear annotations
    {0xE0000, 0xE0FFF},  // tags and supplementary variation selectors
};

template <std::size_t size>
bool contains(const CodePointRange (&ranges)[size], char32_t code_point) {
    const auto* found =
        std::lower_bound(std::begin(ranges), std::end(ranges), code_point,
                         [](const CodePointRange& range, char32_t value) { return range.last < value; });
    return found != std::end(ranges) && found->first <= code_point;
}

bool is_plain_ascii(char32_t code_point) {
    return code_point >= 0x20 && code_point < 0x7F;
}

bool needs_escape(const DecodedCharacter& character) {
    if (is_plain_ascii(character.code_point)) return false;
    return !character.valid || contains(unsafe_characters, character.code_point);
}

std::string escape(const DecodedCharacter& character) {
    const auto value = static_cast<std::uint32_t>(character.code_point);
    return character.valid ? fmt::format("\\u{{{:x}}}", value) : fmt::format("\\x{{{:02x}}}", value);
}

std::size_t columns_of(const DecodedCharacter& character) {
    if (is_plain_ascii(character.code_point)) return 1;
    if (needs_escape(character)) return escape(character).size();
    if (contains(combining_characters, character.code_point)) return 0;
    return contains(wide_characters, character.code_point) ? 2 : 1;
}

std::size_t columns_to_tab_stop(std::size_t column, std::size_t tab_width) {
    return tab_width - column % tab_width;
}

template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
    for (std::size_t at = 0; at < text.size();) {
        const DecodedCharacter character = decode_character(text, at);
        visit(character, text.substr(at, character.length));
        at += character.length;
    }
}

}  // namespace

std::string escape_for_terminal(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for_each_character(text, [&](const DecodedCharacter& character, std::string_view bytes) {
        if (needs_escape(character)) {
            out += escape(character);
        } else {
            out += bytes;
        }
    });
    return out;
}

std::size_t display_width(std::string_view text, std::size_t start_column, std::size_t tab_width) {
    std::size_t column = start_column;
    for_each_character(text, [&](const DecodedCharacter& character, std::string_view) {
        column +=
            character.code_point == '\t' ? columns_to_tab_stop(column, tab_width) : columns_of(character);
    });
    return column - start_column;
}

std::string expand_for_terminal(std::string_view text, std::size_t tab_width) {
    std::string out;
    out.reserve(text.size());
    std::size_t column = 0;
    for_each_character(text, [&](const DecodedCharacter& character, std::string_view bytes) {
        const bool tab = character.code_point == '\t';
        const std::size_t columns = tab ? columns_to_tab_stop(column, tab_width) : columns_of(character);
        if (tab) {
            out.append(columns, ' ');
        } else if (needs_escape(character)) {
            out += escape(character);
        } else {
            out += bytes;
        }
        column += columns;
    });
    return out;
}

}  // namespace backout::text
