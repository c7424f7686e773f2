#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "values/calendar.h"
#include "values/datetime_fields.h"
#include "values/leading_integer.h"

/// How the digits in a date or time are understood: by their number, their delimiters, and what is known
/// already.
namespace backout::values {

/// What parts of a date and time have been seen. A part that comes twice is an error.
enum DateTimePart : unsigned {
    year_part = 1U << 0,
    month_part = 1U << 1,
    day_part = 1U << 2,
    hour_part = 1U << 3,
    minute_part = 1U << 4,
    second_part = 1U << 5,
    fraction_part = 1U << 6,
    day_of_year_part = 1U << 7,
    day_of_week_part = 1U << 8,
    zone_part = 1U << 9,
    daylight_saving_part = 1U << 10,
    daylight_saving_word_part = 1U << 11,
    meridian_part = 1U << 12,
    era_part = 1U << 13,
    reserved_part = 1U << 14,

    date_parts = year_part | month_part | day_part,
    all_second_parts = second_part | fraction_part,
    time_parts = hour_part | minute_part | all_second_parts,
};
using DateTimeParts = unsigned;

/// A date and time under construction.
struct PartialDateTime {
    BrokenDownTime time;
    int day_of_year = 0;
    DateTimeParts seen = 0;
    bool two_digit_year = false;
};

/// The parts that were found.
using FoundParts = tl::expected<DateTimeParts, DateTimeError>;

/// A field with delimiters: "2020-01-31", "1/31/2020", "jan-31-2020" (DecodeDate).
FoundParts decode_date(std::string_view field, DateTimeParts seen, PartialDateTime& result,
                       int postgres_major);

/// A single number in the middle of a date; `month_is_named` if the month was a word (DecodeNumber).
FoundParts decode_number(std::string_view field, bool month_is_named, DateTimeParts seen,
                         PartialDateTime& result, int postgres_major);

/// Numbers run together: "20200131", "040506.789" (DecodeNumberField).
FoundParts decode_run_together(std::string_view field, DateTimeParts seen, PartialDateTime& result,
                               int postgres_major);

/// Hours may exceed a day in an interval.
struct ClockTime {
    std::int64_t hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t microsecond = 0;
};

/// "04:05", "04:05:06.789", "05:06.789". Two parts without a fraction are minutes and seconds when
/// `minute_to_second`, as for INTERVAL MINUTE TO SECOND (DecodeTimeCommon).
tl::expected<ClockTime, DateTimeError> decode_clock_time(std::string_view field, bool minute_to_second);

/// "+5", "-0330", "+05:30:15": seconds east of Greenwich (DecodeTimezone).
tl::expected<int, DateTimeError> decode_zone_offset(std::string_view field);

/// Whether a time of day is within 00:00:00 and 24:00:00 (time_overflows).
bool is_time_of_day(const BrokenDownTime& time);

/// ".789" to the end of the text, between 0 and 1.
tl::expected<double, DateTimeError> decode_fraction(std::string_view text);
/// The same in microseconds.
tl::expected<std::int64_t, DateTimeError> decode_fractional_second(std::string_view text);

}  // namespace backout::values
