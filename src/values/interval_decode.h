#pragma once

#include "values/datetime_numbers.h"

namespace backout::values {

/// The sum of an interval's fields, in the three units that don't convert into each other and years.
struct IntervalSum {
    std::int32_t years = 0;
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int64_t microseconds = 0;

    /// Adds `whole` and `fraction` of a unit; false when that overflows or isn't a unit of intervals.
    /// Fractions of years become months, of months and weeks days, of days time (datetime.c, AdjustFractYears
    /// and its siblings).
    bool add(Unit unit, std::int64_t whole, double fraction);
};

struct DecodedInterval {
    enum class Value { finite, infinity, minus_infinity };

    Value value = Value::finite;
    IntervalSum sum;
    /// Something is in it that 14 rounds or limits in other ways: a fraction that isn't whole microseconds of
    /// a second, or a number beyond 32 bits.
    bool differs_in_14 = false;

    /// Adds to the sum, and takes note of what 14 does differently.
    bool add(Unit unit, std::int64_t whole, double fraction);
};

using IntervalResult = tl::expected<DecodedInterval, DateTimeError>;

/// "1 year -2 days 03:04:05", "1-2", "@ 1 day ago" (DecodeInterval). `range` is the mask of IntervalFields,
/// which says what a number without a unit is.
IntervalResult decode_interval(std::string_view literal, std::int32_t range, int postgres_major);

/// "P1Y2M3DT4H", "P0001-02-03T04:05:06", "P00010203T040506" (DecodeISO8601Interval).
IntervalResult decode_iso8601_interval(std::string_view literal);

}  // namespace backout::values
