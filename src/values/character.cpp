#include "values/character.h"

#include <fmt/format.h>

#include <algorithm>

namespace backout::values {
namespace {

constexpr std::int32_t header_size = 4;  // VARHDRSZ, which is part of the modifier
constexpr std::size_t name_bytes = 63;   // NAMEDATALEN - 1

/// Cuts a text at `typmod` characters where only spaces are lost; the error of varchar_input and bpchar_input
/// otherwise.
tl::expected<std::string_view, LiteralError> cut_to_length(std::string_view text, std::int32_t typmod,
                                                           std::string_view sql_type) {
    const auto length = static_cast<std::size_t>(typmod - header_size);
    const std::size_t kept = clipped_bytes(text, length);
    if (text.find_first_not_of(' ', kept) != std::string_view::npos) {
        return failure("22001", fmt::format("value too long for type {}({})", sql_type, length));
    }
    return text.substr(0, kept);
}

bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

/// \ooo: three octal digits after a backslash, of which the first is at most 3 where a byte is meant.
bool is_octal_escape(std::string_view text) {
    return text.size() >= 4 && text[0] == '\\' && is_octal(text[1]) && is_octal(text[2]) && is_octal(text[3]);
}

unsigned char octal_byte(std::string_view text) {
    return static_cast<unsigned char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + (text[3] - '0'));
}

void append_hex(std::string& text, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[byte >> 4];
    text += digits[byte & 15];
}

/// hex_decode: pairs of digits, with white space between pairs.
LiteralResult bytea_from_hex(std::string_view digits) {
    std::string text = "\\x";
    text.reserve(2 + digits.size());
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const char c = digits[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            continue;
        }
        for (const std::size_t at : {i, i + 1}) {
            if (at == digits.size()) {
                return failure("22023", "invalid hexadecimal data: odd number of digits");
            }
            const std::string_view rest = digits.substr(at);
            if (hex_value(rest.front()) < 0) {
                return failure("22023", fmt::format("invalid hexadecimal digit: \"{}\"",
                                                    rest.substr(0, character_bytes(rest))));
            }
            text += to_lower(rest.front());
        }
        ++i;
    }
    return exactly(std::move(text));
}

}  // namespace

LiteralResult bool_in(const Input& input) {
    // parse_bool_with_len: any unambiguous beginning of a word. "o" could be on or off.
    struct Word {
        std::string_view word;
        std::size_t shortest;
        const char* value;
    };
    static constexpr Word words[] = {{"true", 1, "t"}, {"false", 1, "f"}, {"yes", 1, "t"}, {"no", 1, "f"},
                                     {"on", 2, "t"},   {"off", 2, "f"},   {"1", 1, "t"},   {"0", 1, "f"}};
    const std::string_view text = trim(input.literal);
    for (const Word& word : words) {
        if (text.size() >= word.shortest && starts_with_ignoring_case(word.word, text)) {
            return exactly(word.value);
        }
    }
    return invalid_syntax("boolean", input.literal);
}

LiteralResult text_in(const Input& input) {
    return exactly(std::string(input.literal));
}

LiteralResult varchar_in(const Input& input) {
    if (input.typmod < header_size) {
        return exactly(std::string(input.literal));
    }
    auto text = cut_to_length(input.literal, input.typmod, "character varying");
    if (!text) {
        return tl::make_unexpected(std::move(text.error()));
    }
    return exactly(std::string(*text));
}

LiteralResult bpchar_in(const Input& input) {
    if (input.typmod < header_size) {
        return exactly(std::string(input.literal));
    }
    auto text = cut_to_length(input.literal, input.typmod, "character");
    if (!text) {
        return tl::make_unexpected(std::move(text.error()));
    }
    const auto length = static_cast<std::size_t>(input.typmod - header_size);
    return exactly(std::string(*text) + std::string(length - std::min(length, character_count(*text)), ' '));
}

LiteralResult name_in(const Input& input) {
    std::size_t bytes = 0;
    while (bytes < input.literal.size()) {
        const std::size_t next = character_bytes(input.literal.substr(bytes));
        if (bytes + next > name_bytes) {
            break;
        }
        bytes += next;
    }
    return exactly(std::string(input.literal.substr(0, bytes)));
}

LiteralResult char_in(const Input& input) {
    // charin takes the first byte. charout writes a byte that isn't ASCII as \ooo, and a zero byte as
    // nothing. Both know the escape form since 15.
    const bool escapes = input.context.postgres_major >= 15;
    if (input.literal.empty()) {
        return exactly("");
    }
    auto byte = static_cast<unsigned char>(input.literal.front());
    if (escapes && input.literal.size() == 4 && is_octal_escape(input.literal)) {
        byte = octal_byte(input.literal);
    }
    if (byte == 0) {
        return exactly("");
    }
    if (byte >= 0x80 && escapes) {
        return exactly(fmt::format("\\{:03o}", byte));
    }
    return Canonical{.text = std::string(1, static_cast<char>(byte)), .exact = byte < 0x80};
}

LiteralResult bytea_in(const Input& input) {
    std::string_view rest = input.literal;
    if (rest.starts_with("\\x")) {
        return bytea_from_hex(rest.substr(2));
    }
    std::string text = "\\x";
    while (!rest.empty()) {
        if (rest.front() != '\\') {
            append_hex(text, static_cast<unsigned char>(rest.front()));
            rest.remove_prefix(1);
        } else if (is_octal_escape(rest) && rest[1] <= '3') {
            append_hex(text, octal_byte(rest));
            rest.remove_prefix(4);
        } else if (rest.starts_with("\\\\")) {
            append_hex(text, '\\');
            rest.remove_prefix(2);
        } else {
            return failure("22P02", "invalid input syntax for type bytea");
        }
    }
    return exactly(std::move(text));
}

LiteralResult xml_in(const Input& input) {
    // libxml2 decides what is well-formed; xml_out then drops the encoding from an XML declaration. Text
    // without any markup is content in any case.
    const bool plain = input.literal.find_first_of("<&>") == std::string_view::npos;
    return Canonical{.text = std::string(input.literal), .exact = plain};
}

}  // namespace backout::values
