#include "values/integer.h"

#include <charconv>
#include <limits>

namespace backout::values {
namespace {

struct Prefix {
    int base = 10;
    std::size_t length = 0;
};

/// 0x, 0o and 0b, which integer input takes since PostgreSQL 16 (numutils.c, pg_strtoint32_safe).
Prefix radix_prefix(std::string_view text) {
    if (text.size() < 2 || text[0] != '0') {
        return {};
    }
    switch (to_lower(text[1])) {
        case 'x':
            return {16, 2};
        case 'o':
            return {8, 2};
        case 'b':
            return {2, 2};
        default:
            return {};
    }
}

bool is_digit_of(char c, int base) {
    const int value = hex_value(c);
    return value >= 0 && value < base;
}

/// pg_strtoint16, 32 and 64. The value is accumulated without its sign, and what overflows while digits are
/// read is out of range even when junk follows.
LiteralResult signed_integer(const Input& input, std::string_view sql_type, std::uint64_t largest) {
    const bool modern = input.context.postgres_major >= 16;
    std::string_view rest = trim_start(input.literal);
    bool negative = false;
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
        negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    const auto [base, prefix_length] = modern ? radix_prefix(rest) : Prefix{};
    rest.remove_prefix(prefix_length);

    const auto unsigned_base = static_cast<std::uint64_t>(base);
    const std::uint64_t smallest = largest + 1;  // the magnitude of the lowest value
    std::uint64_t value = 0;
    std::size_t read = 0;
    while (read < rest.size()) {
        if (modern && rest[read] == '_' && (read > 0 || base != 10)) {
            ++read;
            if (read == rest.size() || !is_digit_of(rest[read], base)) {
                return invalid_syntax(sql_type, input.literal);
            }
        }
        if (!is_digit_of(rest[read], base)) {
            break;
        }
        if (value > smallest / unsigned_base) {
            return out_of_range(sql_type, input.literal);
        }
        value = value * unsigned_base + static_cast<std::uint64_t>(hex_value(rest[read]));
        // 15 checks after each digit, 16 before each and at the end.
        if (!modern && value > smallest) {
            return out_of_range(sql_type, input.literal);
        }
        ++read;
    }
    if (read == 0 || !trim_start(rest.substr(read)).empty()) {
        return invalid_syntax(sql_type, input.literal);
    }
    if (value > (negative ? smallest : largest)) {
        return out_of_range(sql_type, input.literal);
    }
    char buffer[24];
    char* start = buffer;
    if (negative && value != 0) {
        *start++ = '-';
    }
    return exactly(std::string(buffer, std::to_chars(start, std::end(buffer), value).ptr));
}

struct Unsigned {
    std::uint64_t value = 0;
    bool overflowed = false;
    std::size_t length = 0;  // 0: no number there
};

/// The C library's strtoul, with `base` 0 for "by the prefix", where unsigned long has 64 bits. A minus sign
/// wraps around.
Unsigned strtoul(std::string_view text, int base) {
    const std::string_view trimmed = trim_start(text);
    std::size_t position = text.size() - trimmed.size();
    bool negative = false;
    if (position < text.size() && (text[position] == '-' || text[position] == '+')) {
        negative = text[position] == '-';
        ++position;
    }
    const std::string_view number = text.substr(position);
    const bool has_zero = number.starts_with('0');
    if (base == 0) {
        base = has_zero ? 8 : 10;
        if (has_zero && number.size() > 2 && to_lower(number[1]) == 'x' && hex_value(number[2]) >= 0) {
            base = 16;
            position += 2;
        }
    }
    Unsigned result;
    const std::size_t first = position;
    const auto unsigned_base = static_cast<std::uint64_t>(base);
    for (; position < text.size() && is_digit_of(text[position], base); ++position) {
        const auto digit = static_cast<std::uint64_t>(hex_value(text[position]));
        if (result.value > (std::numeric_limits<std::uint64_t>::max() - digit) / unsigned_base) {
            result.overflowed = true;
        }
        result.value = result.value * unsigned_base + digit;
    }
    result.length = position == first ? 0 : position;
    if (result.overflowed) {
        result.value = std::numeric_limits<std::uint64_t>::max();
    } else if (negative) {
        result.value = -result.value;
    }
    return result;
}

/// Whether a number has 32 bits, or is a negative one that wraps around into them.
bool fits_unsigned_32(std::uint64_t value) {
    const auto truncated = static_cast<std::uint32_t>(value);
    const auto sign_extended = static_cast<std::uint64_t>(static_cast<std::int32_t>(truncated));
    return value == truncated || value == sign_extended;
}

/// oidin_subr and uint32in_subr. What is too long even for 64 bits is out of range before what follows is
/// looked at.
LiteralResult checked_unsigned_32(const Input& input, std::string_view sql_type, int base) {
    const Unsigned number = strtoul(input.literal, base);
    if (number.length == 0) {
        return invalid_syntax(sql_type, input.literal);
    }
    const bool is_whole = trim_start(input.literal.substr(number.length)).empty();
    if (!number.overflowed && !is_whole) {
        return invalid_syntax(sql_type, input.literal);
    }
    if (number.overflowed || !fits_unsigned_32(number.value)) {
        return out_of_range(sql_type, input.literal);
    }
    return exactly(std::to_string(static_cast<std::uint32_t>(number.value)));
}

}  // namespace

LiteralResult int2_in(const Input& input) {
    return signed_integer(input, "smallint", 0x7fff);
}

LiteralResult int4_in(const Input& input) {
    return signed_integer(input, "integer", 0x7fffffff);
}

LiteralResult int8_in(const Input& input) {
    return signed_integer(input, "bigint", 0x7fffffffffffffff);
}

LiteralResult oid_in(const Input& input) {
    // Since 16 oid is read like the other unsigned types: by its prefix.
    return checked_unsigned_32(input, "oid", input.context.postgres_major >= 16 ? 0 : 10);
}

LiteralResult xid_in(const Input& input) {
    if (input.context.postgres_major >= 16) {
        return checked_unsigned_32(input, "xid", 0);
    }
    // Up to 15 whatever isn't a number is 0, and nothing is checked.
    return exactly(std::to_string(static_cast<std::uint32_t>(strtoul(input.literal, 0).value)));
}

LiteralResult cid_in(const Input& input) {
    if (input.context.postgres_major >= 16) {
        return checked_unsigned_32(input, "cid", 0);
    }
    return exactly(std::to_string(static_cast<std::uint32_t>(strtoul(input.literal, 0).value)));
}

LiteralResult xid8_in(const Input& input) {
    const Unsigned number = strtoul(input.literal, 0);
    if (input.context.postgres_major >= 16) {
        if (number.overflowed) {
            return out_of_range("xid8", input.literal);
        }
        if (number.length == 0 || !trim_start(input.literal.substr(number.length)).empty()) {
            return invalid_syntax("xid8", input.literal);
        }
    }
    return exactly(std::to_string(number.value));
}

LiteralResult int2vector_in(const Input& input) {
    std::string text;
    std::string_view rest = trim_start(input.literal);
    while (!rest.empty()) {
        const Unsigned number = strtoul(rest, 10);
        if (number.length == 0) {
            return invalid_syntax("smallint", rest);
        }
        const auto value = static_cast<std::int64_t>(number.value);
        if (number.overflowed || value < std::numeric_limits<std::int16_t>::min() ||
            value > std::numeric_limits<std::int16_t>::max()) {
            return out_of_range("smallint", rest);
        }
        if (number.length < rest.size() && rest[number.length] != ' ') {
            return invalid_syntax("smallint", rest);
        }
        text += text.empty() ? "" : " ";
        text += std::to_string(value);
        rest = trim_start(rest.substr(number.length));
    }
    return exactly(std::move(text));
}

LiteralResult oidvector_in(const Input& input) {
    std::string text;
    std::string_view rest = trim_start(input.literal);
    const int base = input.context.postgres_major >= 16 ? 0 : 10;
    while (!rest.empty()) {
        const Unsigned number = strtoul(rest, base);
        if (number.length == 0) {
            return invalid_syntax("oid", rest);
        }
        if (number.overflowed || !fits_unsigned_32(number.value)) {
            return out_of_range("oid", rest);
        }
        text += text.empty() ? "" : " ";
        text += std::to_string(static_cast<std::uint32_t>(number.value));
        rest = trim_start(rest.substr(number.length));
    }
    return exactly(std::move(text));
}

}  // namespace backout::values
