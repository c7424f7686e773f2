#include "values/identifier.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace backout::values {
namespace {

void append_hex_byte(std::string& text, unsigned byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[(byte >> 4) & 15];
    text += digits[byte & 15];
}

/// The six forms that macaddr_in tries: how many hexadecimal digits an octet has (0: any number) and what
/// stands after each octet, '\0' for nothing.
struct MacForm {
    int digits;
    std::array<char, 5> separators;
};

constexpr std::array mac_forms{
    MacForm{0, {':', ':', ':', ':', ':'}}, MacForm{0, {'-', '-', '-', '-', '-'}},
    MacForm{2, {0, 0, ':', 0, 0}},         MacForm{2, {0, 0, '-', 0, 0}},
    MacForm{2, {0, '.', 0, '.', 0}},       MacForm{2, {0, '-', 0, '-', 0}},
    MacForm{2, {0, 0, 0, 0, 0}},
};

/// One octet as sscanf's %x reads it: white space and a sign before, and 0x, which count as digits of "%2x".
std::optional<std::uint32_t> take_octet(std::string_view& text, int max_digits) {
    text = trim_start(text);
    std::size_t width = max_digits == 0 ? text.size() : static_cast<std::size_t>(max_digits);
    bool negative = false;
    if (width > 0 && (text.starts_with('-') || text.starts_with('+'))) {
        negative = text.front() == '-';
        text.remove_prefix(1);
        --width;
    }
    if (width > 2 && starts_with_ignoring_case(text, "0x")) {
        text.remove_prefix(2);
        width -= 2;
    }
    std::uint64_t value = 0;
    std::size_t digits = 0;
    while (digits < width && digits < text.size() && hex_value(text[digits]) >= 0) {
        value =
            std::min<std::uint64_t>(value * 16 + static_cast<std::uint64_t>(hex_value(text[digits])), ~0U);
        ++digits;
    }
    if (digits == 0) {
        return std::nullopt;
    }
    text.remove_prefix(digits);
    const auto octet = static_cast<std::uint32_t>(value);
    return negative ? 0U - octet : octet;
}

std::optional<std::array<std::uint32_t, 6>> read_mac(std::string_view text, const MacForm& form) {
    std::array<std::uint32_t, 6> octets{};
    for (std::size_t i = 0; i < 6; ++i) {
        const auto octet = take_octet(text, form.digits);
        if (!octet) {
            return std::nullopt;
        }
        octets[i] = *octet;
        if (i < 5 && form.separators[i] != '\0') {
            if (!text.starts_with(form.separators[i])) {
                return std::nullopt;
            }
            text.remove_prefix(1);
        }
    }
    return trim_start(text).empty() ? std::optional(octets) : std::nullopt;
}

/// bit_in and varbit_in, which differ in what they do with a modifier: 'B…' or 'X…' or just binary digits.
tl::expected<std::string, LiteralError> read_bits(std::string_view literal) {
    std::string_view digits = literal;
    bool is_hex = false;
    if (!digits.empty() && (to_lower(digits.front()) == 'b' || to_lower(digits.front()) == 'x')) {
        is_hex = to_lower(digits.front()) == 'x';
        digits.remove_prefix(1);
    }
    std::string bits;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int value = hex_value(digits[i]);
        if (value < 0 || (!is_hex && value > 1)) {
            const std::string_view rest = digits.substr(i);
            return failure(
                "22P02", fmt::format("\"{}\" is not a valid {} digit", rest.substr(0, character_bytes(rest)),
                                     is_hex ? "hexadecimal" : "binary"));
        }
        if (is_hex) {
            bits += fmt::format("{:04b}", value);
        } else {
            bits += digits[i];
        }
    }
    return bits;
}

/// How long the bit string of a literal is, before its digits are looked at.
std::size_t bit_length(std::string_view literal) {
    const char first = literal.empty() ? '\0' : to_lower(literal.front());
    return first == 'x' ? (literal.size() - 1) * 4 : literal.size() - (first == 'b' ? 1 : 0);
}

LiteralResult bits_result(std::string_view literal) {
    auto bits = read_bits(literal);
    if (!bits) {
        return tl::make_unexpected(std::move(bits.error()));
    }
    return exactly(*std::move(bits));
}

/// What strtoul reads in decimal, if it ends at `stop`. Nothing at all is 0.
std::optional<std::uint64_t> number_before(std::string_view text, char stop) {
    if (text.starts_with(stop)) {
        return 0;
    }
    text = trim_start(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    std::uint64_t value = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        const auto digit = static_cast<std::uint64_t>(text[digits] - '0');
        if (value > (~std::uint64_t{0} - digit) / 10) {
            return std::nullopt;
        }
        value = value * 10 + digit;
    }
    if (digits == 0 || !text.substr(digits).starts_with(stop)) {
        return std::nullopt;
    }
    return negative ? 0 - value : value;
}

}  // namespace

LiteralResult uuid_in(const Input& input) {
    std::string_view rest = input.literal;
    const bool braces = rest.starts_with('{');
    if (braces) {
        rest.remove_prefix(1);
    }
    std::string text;
    text.reserve(36);
    for (int i = 0; i < 16; ++i) {
        if (rest.size() < 2 || hex_value(rest[0]) < 0 || hex_value(rest[1]) < 0) {
            return invalid_syntax("uuid", input.literal);
        }
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += to_lower(rest[0]);
        text += to_lower(rest[1]);
        rest.remove_prefix(2);
        // A hyphen may follow every second byte.
        if (rest.starts_with('-') && i % 2 == 1 && i < 15) {
            rest.remove_prefix(1);
        }
    }
    if (rest != (braces ? "}" : "")) {
        return invalid_syntax("uuid", input.literal);
    }
    return exactly(std::move(text));
}

LiteralResult macaddr_in(const Input& input) {
    for (const MacForm& form : mac_forms) {
        const auto octets = read_mac(input.literal, form);
        if (!octets) {
            continue;
        }
        std::string text;
        for (const std::uint32_t octet : *octets) {
            if (octet > 255) {
                return failure(
                    "22003", fmt::format("invalid octet value in \"macaddr\" value: \"{}\"", input.literal));
            }
            text += text.empty() ? "" : ":";
            append_hex_byte(text, octet);
        }
        return exactly(std::move(text));
    }
    return invalid_syntax("macaddr", input.literal);
}

LiteralResult macaddr8_in(const Input& input) {
    std::string_view rest = trim_start(input.literal);
    std::vector<unsigned> octets;
    char spacer = '\0';
    // Digits come in pairs; a single character at the end is not looked at.
    while (rest.size() >= 2) {
        const bool is_pair = hex_value(rest[0]) >= 0 && hex_value(rest[1]) >= 0;
        if (!is_pair || octets.size() == 8) {
            return invalid_syntax("macaddr8", input.literal);
        }
        octets.push_back(static_cast<unsigned>(hex_value(rest[0]) * 16 + hex_value(rest[1])));
        rest.remove_prefix(2);
        if (rest.starts_with(':') || rest.starts_with('-') || rest.starts_with('.')) {
            if (spacer != '\0' && spacer != rest.front()) {
                return invalid_syntax("macaddr8", input.literal);
            }
            spacer = rest.front();
            rest.remove_prefix(1);
        }
        if ((octets.size() == 6 || octets.size() == 8) && !rest.empty() && is_space(rest.front())) {
            rest = trim_start(rest);
            if (!rest.empty()) {
                return invalid_syntax("macaddr8", input.literal);
            }
        }
    }
    if (octets.size() == 6) {
        octets.insert(octets.begin() + 3, {0xff, 0xfe});
    } else if (octets.size() != 8) {
        return invalid_syntax("macaddr8", input.literal);
    }
    std::string text;
    for (const unsigned octet : octets) {
        text += text.empty() ? "" : ":";
        append_hex_byte(text, octet);
    }
    return exactly(std::move(text));
}

LiteralResult pg_lsn_in(const Input& input) {
    const std::size_t slash = input.literal.find('/');
    std::array<std::uint32_t, 2> halves{};
    if (slash != std::string_view::npos) {
        const std::array parts{input.literal.substr(0, slash), input.literal.substr(slash + 1)};
        for (std::size_t i = 0; i < 2; ++i) {
            if (parts[i].empty() || parts[i].size() > 8) {
                return invalid_syntax("pg_lsn", input.literal);
            }
            for (const char c : parts[i]) {
                if (hex_value(c) < 0) {
                    return invalid_syntax("pg_lsn", input.literal);
                }
                halves[i] = halves[i] * 16 + static_cast<std::uint32_t>(hex_value(c));
            }
        }
        return exactly(fmt::format("{:X}/{:X}", halves[0], halves[1]));
    }
    return invalid_syntax("pg_lsn", input.literal);
}

LiteralResult tid_in(const Input& input) {
    // tidin looks for the parenthesis, wherever it stands, and the comma.
    const std::string_view text = input.literal.substr(0, input.literal.find(')') + 1);
    const std::size_t open = text.find_first_of("(,");
    const std::size_t comma = open == std::string_view::npos ? open : text.find(',', open + 1);
    if (comma == std::string_view::npos) {
        return invalid_syntax("tid", input.literal);
    }
    const auto block = number_before(text.substr(open + 1), ',');
    const auto offset = number_before(text.substr(comma + 1), ')');
    const bool block_fits =
        block && (*block == static_cast<std::uint32_t>(*block) ||
                  *block == static_cast<std::uint64_t>(static_cast<std::int32_t>(*block)));
    if (!block_fits || !offset || *offset > 0xffff) {
        return invalid_syntax("tid", input.literal);
    }
    return exactly(fmt::format("({},{})", static_cast<std::uint32_t>(*block), *offset));
}

LiteralResult bit_in(const Input& input) {
    const std::size_t length = bit_length(input.literal);
    if (input.typmod > 0 && length != static_cast<std::size_t>(input.typmod)) {
        return failure("22026",
                       fmt::format("bit string length {} does not match type bit({})", length, input.typmod));
    }
    return bits_result(input.literal);
}

LiteralResult varbit_in(const Input& input) {
    if (input.typmod > 0 && bit_length(input.literal) > static_cast<std::size_t>(input.typmod)) {
        return failure("22001", fmt::format("bit string too long for type bit varying({})", input.typmod));
    }
    return bits_result(input.literal);
}

}  // namespace backout::values
