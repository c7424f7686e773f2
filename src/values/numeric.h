#pragma once

#include <compare>

#include "values/input.h"

/// The numeric type: any number of decimal digits.
namespace backout::values {

/// A numeric value the way numeric_out prints it.
struct Decimal {
    enum class Kind { finite, infinity, nan };

    Kind kind = Kind::finite;
    bool negative = false;
    std::string integer = "0";  ///< digits before the point, without leading zeros
    std::string fraction = {};  ///< digits after it; as many as the display scale

    std::string text() const;
};

/// numeric_in, up to printing.
tl::expected<Decimal, LiteralError> read_numeric(std::string_view literal, int postgres_major,
                                                 std::int32_t typmod = -1);

LiteralResult numeric_in(const Input& input);

/// numeric_cmp, for which NaN is greater than everything.
std::strong_ordering compare_numeric(const Decimal& left, const Decimal& right);

}  // namespace backout::values
