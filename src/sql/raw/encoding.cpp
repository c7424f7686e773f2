#include "sql/raw/encoding.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>

#include "sql/raw/postgres_nodes.h"

namespace backout::sql::raw {

namespace {

/// Most text is ASCII without NUL. Eight bytes at a time are cheaper than a decoder's look at each.
bool is_plain_ascii(std::string_view text) {
    std::uint64_t high_bits = 0;
    std::size_t offset = 0;
    for (; offset + sizeof(std::uint64_t) <= text.size(); offset += sizeof(std::uint64_t)) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + offset, sizeof word);
        high_bits |= word;
    }
    for (; offset < text.size(); ++offset)
        high_bits |= static_cast<unsigned char>(text[offset]);
    return (high_bits & 0x8080808080808080) == 0 && text.find('\0') == std::string_view::npos;
}

/// How many bytes a character that begins with this byte claims to have (pg_utf_mblen of common/wchar.c).
std::size_t claimed_length(unsigned char first) {
    if ((first & 0x80) == 0) return 1;
    if ((first & 0xE0) == 0xC0) return 2;
    if ((first & 0xF0) == 0xE0) return 3;
    return (first & 0xF8) == 0xF0 ? 4 : 1;
}

bool is_legal(std::string_view character, std::size_t length) {
    if (character.front() == '\0' || character.size() < length) return false;
    return ::pg_utf8_islegal(reinterpret_cast<const unsigned char*>(character.data()),
                             static_cast<int>(length));
}

/// As report_invalid_encoding of mb/mbutils.c words it: 0xe2 0x28 0xa1.
std::string hexadecimal(std::string_view bytes) {
    std::string result;
    for (const char byte : bytes)
        result += fmt::format("{}0x{:02x}", result.empty() ? "" : " ", static_cast<unsigned char>(byte));
    return result;
}

}  // namespace

std::optional<SyntaxError> encoding_error(std::string_view text) {
    if (is_plain_ascii(text) ||
        ::pg_verify_mbstr(::PG_UTF8, text.data(), static_cast<int>(text.size()), true))
        return std::nullopt;
    std::size_t offset = 0;
    while (offset < text.size()) {
        const std::size_t length = claimed_length(static_cast<unsigned char>(text[offset]));
        const std::string_view character = text.substr(offset, length);
        if (!is_legal(character, length))
            return SyntaxError{.message = fmt::format("invalid byte sequence for encoding \"UTF8\": {}",
                                                      hexadecimal(character)),
                               .offset = offset,
                               .sqlstate = "22021",
                               .hint = {}};
        offset += length;
    }
    return std::nullopt;
}

}  // namespace backout::sql::raw
