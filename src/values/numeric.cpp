#include "values/numeric.h"

#include <fmt/format.h>

#include <algorithm>

#include "values/typmod.h"

namespace backout::values {
namespace {

// What the storage format holds (numeric.c, NUMERIC_WEIGHT_MAX and NUMERIC_DSCALE_MAX).
constexpr std::int64_t max_integer_digits = 131072;
constexpr std::int64_t max_display_scale = 16383;
// Exponents beyond are refused before they can overflow (set_var_from_str).
constexpr std::int64_t max_exponent = 0x7fffffff / 2;

Failure overflow() {
    return failure("22003", "value overflows numeric format");
}

std::string without_leading_zeros(std::string digits) {
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    return digits.empty() ? "0" : digits;
}

bool is_zero(const Decimal& value) {
    return value.integer == "0" && value.fraction.find_first_not_of('0') == std::string::npos;
}

/// "NaN", "Infinity", "inf" with their signs. NaN takes none.
std::optional<Decimal> read_special(std::string_view text) {
    if (equals_ignoring_case(text, "nan")) {
        return Decimal{.kind = Decimal::Kind::nan};
    }
    const bool is_signed = !text.empty() && (text.front() == '+' || text.front() == '-');
    const std::string_view name = text.substr(is_signed ? 1 : 0);
    if (equals_ignoring_case(name, "infinity") || equals_ignoring_case(name, "inf")) {
        return Decimal{.kind = Decimal::Kind::infinity, .negative = text.front() == '-'};
    }
    return std::nullopt;
}

/// The digits of a decimal number before its exponent is applied.
struct Scanner {
    std::string_view rest;
    bool underscores_allowed = false;

    bool at_digit() const { return !rest.empty() && is_digit(rest.front()); }

    bool take(char c) {
        if (rest.empty() || to_lower(rest.front()) != c) {
            return false;
        }
        rest.remove_prefix(1);
        return true;
    }

    /// Appends digits; false on an underscore that no digit follows.
    bool take_digits(std::string& digits) {
        while (!rest.empty()) {
            if (underscores_allowed && rest.front() == '_') {
                rest.remove_prefix(1);
                if (!at_digit()) {
                    return false;
                }
            }
            if (!at_digit()) {
                break;
            }
            digits += rest.front();
            rest.remove_prefix(1);
        }
        return true;
    }
};

/// Moves the point of `value` by `exponent` places. The caller knows that the result is small enough.
void shift_point(Decimal& value, std::int64_t exponent) {
    if (exponent > 0) {
        const auto places = static_cast<std::size_t>(exponent);
        if (value.fraction.size() < places) {
            value.fraction.append(places - value.fraction.size(), '0');
        }
        value.integer += value.fraction.substr(0, places);
        value.fraction.erase(0, places);
    } else if (exponent < 0) {
        const auto places = static_cast<std::size_t>(-exponent);
        if (value.integer.size() < places) {
            value.integer.insert(0, places - value.integer.size(), '0');
        }
        value.fraction.insert(0, value.integer, value.integer.size() - places);
        value.integer.erase(value.integer.size() - places);
    }
    value.integer = without_leading_zeros(std::move(value.integer));
}

/// A decimal number and the exponent after it.
struct ScaledDecimal {
    Decimal value;
    std::int64_t exponent = 0;
};

/// set_var_from_str.
tl::expected<ScaledDecimal, LiteralError> read_decimal(std::string_view text, std::string_view literal,
                                                       bool modern) {
    Decimal value;
    Scanner scanner{text, modern};
    if (scanner.take('-')) {
        value.negative = true;
    } else {
        scanner.take('+');
    }
    value.integer.clear();
    const bool starts_with_point = scanner.take('.');
    if (!scanner.at_digit()) {
        return invalid_syntax("numeric", literal);
    }
    bool well_formed = true;
    if (!starts_with_point) {
        well_formed = scanner.take_digits(value.integer);
    }
    if (well_formed && (starts_with_point || scanner.take('.'))) {
        const bool underscore_first = modern && scanner.rest.starts_with('_');
        well_formed = !underscore_first && scanner.take_digits(value.fraction);
    }
    if (!well_formed) {
        return invalid_syntax("numeric", literal);
    }
    std::int64_t exponent = 0;
    if (scanner.take('e')) {
        if (!modern) {
            scanner.rest = trim_start(scanner.rest);  // the exponent is read by strtol
        }
        const bool negative_exponent = scanner.take('-');
        if (!negative_exponent) {
            scanner.take('+');
        }
        std::string digits;
        if (!scanner.at_digit() || !scanner.take_digits(digits)) {
            return invalid_syntax("numeric", literal);
        }
        for (const char digit : digits) {
            exponent = std::min(exponent * 10 + (digit - '0'), max_exponent + 1);
        }
        // The two majors disagree by one on what is too much.
        if (modern ? exponent > max_exponent : exponent >= max_exponent) {
            return overflow();
        }
        exponent = negative_exponent ? -exponent : exponent;
    }
    if (!trim_start(scanner.rest).empty()) {
        return invalid_syntax("numeric", literal);
    }

    value.integer = without_leading_zeros(std::move(value.integer));
    return ScaledDecimal{std::move(value), exponent};
}

/// The digits before the point once the exponent is applied; below 0 for zeros right after the point.
std::int64_t integer_digits(const ScaledDecimal& number) {
    const Decimal& value = number.value;
    if (value.integer != "0") {
        return static_cast<std::int64_t>(value.integer.size()) + number.exponent;
    }
    const std::size_t zeros = std::min(value.fraction.find_first_not_of('0'), value.fraction.size());
    return number.exponent - static_cast<std::int64_t>(zeros);
}

/// make_result: what is too big for the storage format is refused.
tl::expected<Decimal, LiteralError> apply_exponent(ScaledDecimal number) {
    Decimal& value = number.value;
    const auto scale =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(value.fraction.size()) - number.exponent);
    const bool zero = is_zero(value);
    if (scale > max_display_scale || (!zero && integer_digits(number) > max_integer_digits)) {
        return overflow();
    }
    if (zero) {
        return Decimal{.fraction = std::string(static_cast<std::size_t>(scale), '0')};
    }
    shift_point(value, number.exponent);
    return std::move(value);
}

/// The same before rounding to a modifier's scale, which comes before the check: as many digits as matter to
/// it.
Decimal apply_exponent_for_rounding(ScaledDecimal number) {
    constexpr std::int64_t enough = 4000;  // more than any precision and scale together
    Decimal& value = number.value;
    if (is_zero(value) || integer_digits(number) < -enough) {
        return {};
    }
    if (integer_digits(number) > enough) {
        return {.negative = value.negative, .integer = std::string(enough, '9')};
    }
    shift_point(value, number.exponent);
    value.fraction.resize(std::min<std::size_t>(value.fraction.size(), enough));
    return std::move(value);
}

/// A whole number in base 16, 8 or 2, in decimal: long multiplication on groups of nine digits.
tl::expected<Decimal, LiteralError> read_radix(std::string_view digits, int base, bool negative,
                                               std::string_view literal) {
    constexpr std::uint32_t group = 1000000000;
    std::vector<std::uint32_t> groups{0};
    bool any = false;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] == '_' && ++i == digits.size()) {
            return invalid_syntax("numeric", literal);
        }
        const int digit = hex_value(digits[i]);
        if (digit < 0 || digit >= base) {
            return invalid_syntax("numeric", literal);
        }
        any = true;
        auto carry = static_cast<std::uint64_t>(digit);
        for (std::uint32_t& part : groups) {
            carry += static_cast<std::uint64_t>(part) * static_cast<std::uint64_t>(base);
            part = static_cast<std::uint32_t>(carry % group);
            carry /= group;
        }
        if (carry > 0) {
            groups.push_back(static_cast<std::uint32_t>(carry));
        }
    }
    if (!any) {
        return invalid_syntax("numeric", literal);
    }
    Decimal value;
    value.integer = std::to_string(groups.back());
    for (auto part = groups.rbegin() + 1; part != groups.rend(); ++part) {
        value.integer += fmt::format("{:09}", *part);
    }
    if (static_cast<std::int64_t>(value.integer.size()) > max_integer_digits) {
        return overflow();
    }
    value.negative = negative && value.integer != "0";
    return value;
}

/// round_var: to `scale` digits after the point, which may be negative, halves away from zero.
void round_to_scale(Decimal& value, int scale) {
    const std::string digits = value.integer + value.fraction;
    const auto kept = static_cast<std::int64_t>(value.integer.size()) + scale;
    std::string result = digits.substr(0, static_cast<std::size_t>(std::max<std::int64_t>(kept, 0)));
    const bool up = kept >= 0 && static_cast<std::size_t>(kept) < digits.size() &&
                    digits[static_cast<std::size_t>(kept)] >= '5';
    if (up) {
        std::size_t i = result.size();
        while (i > 0 && result[i - 1] == '9') {
            result[--i] = '0';
        }
        if (i > 0) {
            ++result[i - 1];
        } else {
            result.insert(0, 1, '1');
        }
    }
    // Pad to the point, or down to the scale.
    const std::int64_t point = scale >= 0 ? scale : 0;
    if (scale < 0) {
        result.append(static_cast<std::size_t>(-scale), '0');
    }
    const auto wanted = static_cast<std::int64_t>(value.integer.size()) + point;
    if (static_cast<std::int64_t>(result.size()) < wanted) {
        result.append(static_cast<std::size_t>(wanted) - result.size(), '0');
    }
    value.fraction = result.substr(result.size() - static_cast<std::size_t>(point));
    value.integer = without_leading_zeros(result.substr(0, result.size() - static_cast<std::size_t>(point)));
    if (is_zero(value)) {
        value.negative = false;
    }
}

bool is_numeric_typmod(std::int32_t typmod) {
    return typmod >= 4;
}

/// The base that 0x, 0o or 0b announce, after a sign.
int radix(std::string_view text) {
    const bool is_signed = !text.empty() && (text.front() == '+' || text.front() == '-');
    const std::string_view number = text.substr(is_signed ? 1 : 0);
    if (number.size() < 2 || number[0] != '0') {
        return 10;
    }
    const char letter = to_lower(number[1]);
    return letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
}

/// apply_typmod and apply_typmod_special.
tl::expected<void, LiteralError> apply_typmod(Decimal& value, std::int32_t typmod) {
    if (value.kind == Decimal::Kind::nan) {
        return {};
    }
    const auto [precision, scale] = numeric_precision_and_scale(typmod);
    if (value.kind == Decimal::Kind::infinity) {
        return failure("22003", "numeric field overflow",
                       fmt::format("A field with precision {}, scale {} cannot hold an infinite value.",
                                   precision, scale));
    }
    round_to_scale(value, scale);
    const int max_digits = precision - scale;
    // Digits before the point; zeros right after it count as less than none.
    int digits = static_cast<int>(value.integer.size());
    if (value.integer == "0") {
        digits = -static_cast<int>(std::min(value.fraction.find_first_not_of('0'), value.fraction.size()));
    }
    if (!is_zero(value) && digits > max_digits) {
        return failure(
            "22003", "numeric field overflow",
            fmt::format("A field with precision {}, scale {} must round to an absolute value less "
                        "than {}{}.",
                        precision, scale, max_digits != 0 ? "10^" : "", max_digits != 0 ? max_digits : 1));
    }
    return {};
}

}  // namespace

std::string Decimal::text() const {
    switch (kind) {
        case Kind::nan:
            return "NaN";
        case Kind::infinity:
            return negative ? "-Infinity" : "Infinity";
        case Kind::finite:
            break;
    }
    std::string result = negative ? "-" : "";
    result += integer;
    if (!fraction.empty()) {
        result += '.';
        result += fraction;
    }
    return result;
}

tl::expected<Decimal, LiteralError> read_numeric(std::string_view literal, int postgres_major,
                                                 std::int32_t typmod) {
    const std::string_view text = trim(literal);
    const bool modern = postgres_major >= 16;
    tl::expected<Decimal, LiteralError> value;
    if (auto special = read_special(text)) {
        value = *std::move(special);
    } else if (const int base = modern ? radix(text) : 10; base != 10) {
        const bool is_signed = text.front() == '+' || text.front() == '-';
        value = read_radix(text.substr(is_signed ? 3 : 2), base, text.front() == '-', literal);
    } else {
        auto number = read_decimal(text, literal, modern);
        if (!number) {
            return tl::make_unexpected(std::move(number.error()));
        }
        if (is_numeric_typmod(typmod)) {
            value = apply_exponent_for_rounding(*std::move(number));
        } else {
            value = apply_exponent(*std::move(number));
        }
    }
    if (value && is_numeric_typmod(typmod)) {
        if (auto fits = apply_typmod(*value, typmod); !fits) {
            return tl::make_unexpected(std::move(fits.error()));
        }
    }
    return value;
}

LiteralResult numeric_in(const Input& input) {
    const auto value = read_numeric(input.literal, input.context.postgres_major, input.typmod);
    if (!value) {
        return tl::make_unexpected(value.error());
    }
    return exactly(value->text());
}

std::strong_ordering compare_numeric(const Decimal& left, const Decimal& right) {
    const auto rank = [](const Decimal& value) {
        switch (value.kind) {
            case Decimal::Kind::nan:
                return 3;
            case Decimal::Kind::infinity:
                return value.negative ? 0 : 2;
            case Decimal::Kind::finite:
                break;
        }
        return 1;
    };
    if (rank(left) != rank(right) || left.kind != Decimal::Kind::finite) {
        return rank(left) <=> rank(right);
    }
    if (left.negative != right.negative) {
        return left.negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    const auto compare_magnitude = [](const Decimal& a, const Decimal& b) {
        if (const auto order = a.integer.size() <=> b.integer.size(); order != 0) {
            return order;
        }
        if (const auto order = a.integer <=> b.integer; order != 0) {
            return order;
        }
        const std::size_t scale = std::max(a.fraction.size(), b.fraction.size());
        std::string fraction_a = a.fraction;
        std::string fraction_b = b.fraction;
        fraction_a.resize(scale, '0');
        fraction_b.resize(scale, '0');
        return fraction_a <=> fraction_b;
    };
    return left.negative ? compare_magnitude(right, left) : compare_magnitude(left, right);
}

}  // namespace backout::values
