/// UTF-8 as PostgreSQL accepts it (src/common/wchar.c, pg_utf8_islegal): shortest forms, no surrogates, up to
/// U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backout::text {

/// One character of a text, or one byte that belongs to none.
struct DecodedCharacter {
    char32_t code_point = 0;  ///< the byte itself when not valid
    std::size_t length = 1;   ///< in bytes
    bool valid = true;
};

/// The character at `offset`, which must lie within the text.
DecodedCharacter decode_character(std::string_view text, std::size_t offset);

/// The offset of the first byte that is not part of a valid character.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// The offset of the first NUL byte: PostgreSQL can't store one, and its parser would stop reading there.
std::optional<std::size_t> find_nul(std::string_view text);

/// How many characters a text has; bytes that aren't valid count as one each.
std::size_t count_characters(std::string_view text);

/// The byte offset of the n-th character (from 0), or the text's size.
std::size_t character_offset(std::string_view text, std::size_t character);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace backout::text
