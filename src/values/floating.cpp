#include "values/floating.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace backout::values {
namespace {

/// A number as strtod finds it at the start of a text.
template <typename Float>
struct Scanned {
    Float value = 0;
    std::size_t length = 0;  // 0: none
    std::string_view number;
    bool out_of_range = false;
};

/// The length of "inf", "infinity", "nan" or glibc's "nan(…)" at the start of `text`.
std::size_t special_length(std::string_view text) {
    if (starts_with_ignoring_case(text, "infinity")) {
        return 8;
    }
    if (starts_with_ignoring_case(text, "inf")) {
        return 3;
    }
    if (!starts_with_ignoring_case(text, "nan")) {
        return 0;
    }
    std::size_t end = 3;
    if (end < text.size() && text[end] == '(') {
        ++end;
        while (end < text.size() && (is_alnum(text[end]) || text[end] == '_')) {
            ++end;
        }
        if (end < text.size() && text[end] == ')') {
            return end + 1;
        }
    }
    return 3;
}

bool has_nonzero_digit(std::string_view number) {
    for (const char c : number) {
        if (to_lower(c) == 'e' || to_lower(c) == 'p') {
            break;
        }
        if (hex_value(c) > 0) {
            return true;
        }
    }
    return false;
}

/// strtod and strtof of the C locale, on text without leading white space. glibc takes hexadecimal numbers
/// too, and so does PostgreSQL on it.
template <typename Float>
Scanned<Float> scan_float(std::string_view text) {
    Scanned<Float> scanned;
    std::size_t start = 0;
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        start = 1;
    }
    const std::string_view unsigned_text = text.substr(start);
    if (const std::size_t length = special_length(unsigned_text); length > 0) {
        const bool infinite = to_lower(unsigned_text[0]) == 'i';
        scanned.value =
            infinite ? std::numeric_limits<Float>::infinity() : std::numeric_limits<Float>::quiet_NaN();
        scanned.length = start + length;
    } else {
        auto format = std::chars_format::general;
        std::size_t prefix = 0;
        if (starts_with_ignoring_case(unsigned_text, "0x")) {
            format = std::chars_format::hex;
            prefix = 2;
        }
        const std::string_view digits = unsigned_text.substr(prefix);
        if (!digits.empty() && (hex_value(digits.front()) >= 0 || digits.front() == '.')) {
            const char* const end = digits.data() + digits.size();
            const auto [stop, error] = std::from_chars(digits.data(), end, scanned.value, format);
            if (error != std::errc::invalid_argument) {
                const auto used = static_cast<std::size_t>(stop - digits.data());
                scanned.length = start + prefix + used;
                const bool vanished = scanned.value == 0 && has_nonzero_digit(digits.substr(0, used));
                scanned.out_of_range =
                    error == std::errc::result_out_of_range || std::isinf(scanned.value) || vanished;
            } else if (prefix > 0) {
                scanned.length = start + 1;  // the 0 of "0x"
            }
        }
    }
    if (negative) {
        scanned.value = -scanned.value;
    }
    return scanned;
}

/// A number with the white space around it.
template <typename Float>
Scanned<Float> leading_float(std::string_view text) {
    const std::string_view number = trim_start(text);
    Scanned<Float> scanned = scan_float<Float>(number);
    scanned.number = number.substr(0, scanned.length);
    if (scanned.length > 0) {
        scanned.length = text.size() - trim_start(number.substr(scanned.length)).size();
    }
    return scanned;
}

Failure float_out_of_range(std::string_view sql_type, std::string_view number) {
    return failure("22003", fmt::format("\"{}\" is out of range for type {}", number, sql_type));
}

/// Decimal digits d₁d₂… with the value 0.d₁d₂… × 10^exponent.
struct Digits {
    std::string digits;
    int exponent = 0;
};

/// Takes apart what to_chars and printf write in scientific form.
Digits parse_scientific(std::string_view text) {
    Digits result;
    const std::size_t exponent_at = text.find('e');
    for (const char c : text.substr(0, exponent_at)) {
        if (is_digit(c)) {
            result.digits += c;
        }
    }
    std::string_view exponent = text.substr(exponent_at + 1);
    if (exponent.starts_with('+')) {
        exponent.remove_prefix(1);
    }
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
    result.exponent += 1;
    while (result.digits.size() > 1 && result.digits.back() == '0') {
        result.digits.pop_back();
    }
    return result;
}

/// Whether the digits are exactly halfway between two neighbouring floats, so that they only read back by the
/// rule of rounding to even. That takes a whole number whose odd part has one bit more than a mantissa.
template <typename Float>
bool is_halfway(const Digits& digits) {
    constexpr int mantissa_bits = std::numeric_limits<Float>::digits;
    const int zeros = digits.exponent - static_cast<int>(digits.digits.size());
    if (zeros < 0 || zeros > 23) {
        return false;
    }
    // The odd part of digits × 10^zeros; more than 64 bits are more than enough.
    std::uint64_t number = 0;
    for (const char c : digits.digits) {
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    number >>= std::countr_zero(number);
    for (int i = 0; i < zeros; ++i) {
        if (__builtin_mul_overflow(number, std::uint64_t{5}, &number)) {
            return false;
        }
    }
    return number >> mantissa_bits == 1;
}

/// The shortest digits that read back as `value` whichever way the reader rounds halves: the server's Ryu
/// does without round-to-even (common/d2s.c, acceptBounds), so that 1e23 is 9.999999999999999e+22.
template <typename Float>
Digits shortest_digits(Float value) {
    char buffer[64];
    const auto written = std::to_chars(buffer, std::end(buffer), value, std::chars_format::scientific);
    Digits digits = parse_scientific({buffer, written.ptr});
    if (!is_halfway<Float>(digits)) {
        return digits;
    }
    for (int precision = static_cast<int>(digits.digits.size()); precision <= 17; ++precision) {
        const auto longer =
            std::to_chars(buffer, std::end(buffer), value, std::chars_format::scientific, precision);
        Float read_back = 0;
        std::from_chars(buffer, longer.ptr, read_back);
        Digits candidate = parse_scientific({buffer, longer.ptr});
        if (read_back == value && !is_halfway<Float>(candidate)) {
            return candidate;
        }
    }
    return digits;
}

template <typename Float>
std::string float_out(Float value) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value < 0 ? "-Infinity" : "Infinity";
    }
    std::string text = std::signbit(value) ? "-" : "";
    if (value == 0) {
        return text + "0";
    }
    const auto [digits, exponent] = shortest_digits(std::abs(value));
    const int display_exponent = exponent - 1;
    if (display_exponent < -4 || display_exponent >= std::numeric_limits<Float>::digits10) {
        text += digits[0];
        if (digits.size() > 1) {
            text += '.';
            text.append(digits, 1);
        }
        return text + fmt::format("e{}{:02}", display_exponent < 0 ? '-' : '+', std::abs(display_exponent));
    }
    const auto count = static_cast<int>(digits.size());
    if (exponent <= 0) {
        return text + "0." + std::string(static_cast<std::size_t>(-exponent), '0') + digits;
    }
    if (exponent >= count) {
        return text + digits + std::string(static_cast<std::size_t>(exponent - count), '0');
    }
    return text + digits.substr(0, static_cast<std::size_t>(exponent)) + "." +
           digits.substr(static_cast<std::size_t>(exponent));
}

}  // namespace

std::string float4_out(float value) {
    return float_out(value);
}

std::string float8_out(double value) {
    return float_out(value);
}

tl::expected<LeadingFloat, LiteralError> leading_float8(std::string_view text, std::string_view sql_type,
                                                        std::string_view literal) {
    const auto scanned = leading_float<double>(text);
    if (scanned.length == 0) {
        return invalid_syntax(sql_type, literal);
    }
    if (scanned.out_of_range) {
        return float_out_of_range("double precision", scanned.number);
    }
    return LeadingFloat{scanned.value, scanned.length};
}

LiteralResult float4_in(const Input& input) {
    const auto scanned = leading_float<float>(input.literal);
    if (scanned.out_of_range) {
        // Up to 15 the whole literal was quoted.
        return float_out_of_range("real",
                                  input.context.postgres_major >= 16 ? scanned.number : input.literal);
    }
    if (scanned.length == 0 || scanned.length != input.literal.size()) {
        return invalid_syntax("real", input.literal);
    }
    return exactly(float4_out(scanned.value));
}

LiteralResult float8_in(const Input& input) {
    const auto scanned = leading_float8(input.literal, "double precision", input.literal);
    if (!scanned) {
        return tl::make_unexpected(scanned.error());
    }
    if (scanned->length != input.literal.size()) {
        return invalid_syntax("double precision", input.literal);
    }
    return exactly(float8_out(scanned->value));
}

}  // namespace backout::values
