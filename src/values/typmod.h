#pragma once

#include <span>
#include <utility>

#include "values/literal.h"

/// Type modifiers: what a type's typmodin function makes of the list in parentheses, and what typmodout
/// prints again.
namespace backout::values {

/// The modifier that typmodin computes, with the warning that it may have raised.
struct TypeModifier {
    std::int32_t typmod = -1;
    /// "TIMESTAMP(9) precision reduced to maximum allowed, 6"
    std::string warning;
};

/// The typmodin function of varchar, bpchar, bit, varbit, numeric, time, timetz, timestamp, timestamptz or
/// interval. For an interval the first modifier is the mask of fields that the grammar makes (see
/// IntervalFields), the second the precision. For a type without a typmodin function: 42601 type modifier is
/// not allowed for type "…".
tl::expected<TypeModifier, LiteralError> check_typmod_in(std::string_view type_name,
                                                         std::span<const std::int32_t> modifiers,
                                                         int postgres_major = 15);

/// What format_type appends to the type's name: "(10)", "(10,2)", "(3) with time zone", " day to second(3)".
/// For a time or timestamp that includes the words after the modifier.
std::string format_typmod(std::string_view type_name, std::int32_t typmod);

/// The halves of a numeric modifier. The scale is negative for numeric(3, -2), which 15 brought.
std::pair<int, int> numeric_precision_and_scale(std::int32_t typmod);

/// The mask of fields in the high half of an interval's modifier. A bit per field, of timestamp.h.
struct IntervalFields {
    static constexpr std::int32_t month = 1 << 1;
    static constexpr std::int32_t year = 1 << 2;
    static constexpr std::int32_t day = 1 << 3;
    static constexpr std::int32_t hour = 1 << 10;
    static constexpr std::int32_t minute = 1 << 11;
    static constexpr std::int32_t second = 1 << 12;
    static constexpr std::int32_t all = 0x7fff;

    static constexpr std::int32_t any_precision = 0xffff;

    static constexpr std::int32_t of(std::int32_t typmod) { return (typmod >> 16) & all; }
    static constexpr std::int32_t precision_of(std::int32_t typmod) { return typmod & 0xffff; }
};

}  // namespace backout::values
