#include "text/utf8.h"

#include <cstring>

namespace backout::text {

namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080u;

/// The length of the run of ASCII bytes from `offset` on.
std::size_t ascii_run(std::string_view text, std::size_t offset) {
    std::size_t at = offset;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, 8);
        if (word & high_bits) break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at - offset;
}

/// What a lead byte promises: the length of its character and the range of the second byte, which is where
/// overlong forms, surrogates and code points past U+10FFFF show (The Unicode Standard, table 3-7).
struct LeadByte {
    unsigned char length;
    unsigned char second_low;
    unsigned char second_high;
};

LeadByte classify(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {4, 0x80, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

}  // namespace

DecodedCharacter decode_character(std::string_view text, std::size_t offset) {
    auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[offset + index]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const DecodedCharacter stray{lead, 1, false};
    const LeadByte kind = classify(lead);
    if (kind.length == 0 || text.size() - offset < kind.length) return stray;
    if (byte(1) < kind.second_low || byte(1) > kind.second_high) return stray;
    char32_t code_point = lead & (0x7Fu >> kind.length);
    for (std::size_t index = 1; index < kind.length; ++index) {
        if ((byte(index) & 0xC0) != 0x80) return stray;
        code_point = (code_point << 6) | (byte(index) & 0x3Fu);
    }
    return {code_point, kind.length, true};
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while ((at += ascii_run(text, at)) < text.size()) {
        const DecodedCharacter character = decode_character(text, at);
        if (!character.valid) return at;
        at += character.length;
    }
    return std::nullopt;
}

std::optional<std::size_t> find_nul(std::string_view text) {
    const std::size_t at = text.find('\0');
    return at == std::string_view::npos ? std::nullopt : std::optional(at);
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t run = ascii_run(text, at); run > 0) {
            count += run;
            at += run;
        } else {
            at += decode_character(text, at).length;
            ++count;
        }
    }
    return count;
}

std::size_t character_offset(std::string_view text, std::size_t character) {
    std::size_t at = 0;
    for (; character > 0 && at < text.size(); --character)
        at += decode_character(text, at).length;
    return at;
}

void append_utf8(std::string& out, char32_t code_point) {
    auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    auto continuation = [&](int shift) { put(0x80 | ((code_point >> shift) & 0x3F)); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        continuation(0);
    } else if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        continuation(6);
        continuation(0);
    } else {
        put(0xF0 | (code_point >> 18));
        continuation(12);
        continuation(6);
        continuation(0);
    }
}

}  // namespace backout::text
