#include "values/interval.h"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>

#include "values/datetime.h"
#include "values/interval_decode.h"
#include "values/typmod.h"

namespace backout::values {
namespace {

/// An interval as it is stored.
struct Interval {
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::int64_t microseconds = 0;
};

/// AdjustIntervalForTypmod: what is smaller than the smallest field is cut, fractions of seconds are rounded.
void apply_typmod(Interval& interval, std::int32_t typmod) {
    using F = IntervalFields;
    if (typmod < 0) {
        return;
    }
    const std::int32_t range = F::of(typmod);
    const auto cut_time = [&](std::int64_t unit) {
        interval.microseconds = interval.microseconds / unit * unit;
    };
    if (range != F::all && (range & F::second) == 0) {
        if ((range & F::minute) != 0) {
            cut_time(microseconds_per_minute);
        } else if ((range & F::hour) != 0) {
            cut_time(microseconds_per_hour);
        } else {
            interval.microseconds = 0;
        }
        if ((range & (F::year | F::month)) != 0) {
            interval.days = 0;
        }
        if (range == F::year) {
            interval.months = interval.months / 12 * 12;
        }
    }
    if (F::precision_of(typmod) != F::any_precision) {
        interval.microseconds = round_microseconds(interval.microseconds, F::precision_of(typmod));
    }
}

/// EncodeInterval of style postgres: "1 year 2 mons -3 days +04:05:06".
std::string interval_out(const Interval& interval) {
    std::string text;
    bool after_negative = false;
    const auto add_unit = [&](std::int64_t value, std::string_view unit) {
        if (value != 0) {
            text += fmt::format("{}{}{} {}{}", text.empty() ? "" : " ",
                                after_negative && value > 0 ? "+" : "", value, unit, value == 1 ? "" : "s");
            after_negative = value < 0;
        }
    };
    add_unit(interval.months / 12, "year");
    add_unit(interval.months % 12, "mon");
    add_unit(interval.days, "day");
    if (text.empty() || interval.microseconds != 0) {
        const std::int64_t time = interval.microseconds;
        const std::string_view sign = time < 0 ? "-" : after_negative ? "+" : "";
        text += fmt::format("{}{}{:02}:{:02}:{}", text.empty() ? "" : " ", sign,
                            std::abs(time / microseconds_per_hour),
                            std::abs(time % microseconds_per_hour / microseconds_per_minute),
                            seconds_text(time % microseconds_per_minute / microseconds_per_second,
                                         time % microseconds_per_second));
    }
    return text;
}

IntervalResult decode(const Input& input) {
    const std::int32_t range = input.typmod >= 0 ? IntervalFields::of(input.typmod) : IntervalFields::all;
    IntervalResult decoded = decode_interval(input.literal, range, input.context.postgres_major);
    if (!decoded && decoded.error() == DateTimeError::bad_format) {
        return decode_iso8601_interval(input.literal);
    }
    return decoded;
}

}  // namespace

LiteralResult interval_in(const Input& input) {
    const IntervalResult decoded = decode(input);
    if (!decoded) {
        if (decoded.error() == DateTimeError::field_overflow) {
            return failure("22015", fmt::format("interval field value out of range: \"{}\"", input.literal));
        }
        return datetime_failure(decoded.error(), "interval", input.literal);
    }
    switch (decoded->value) {
        case DecodedInterval::Value::infinity:
            return exactly("infinity");
        case DecodedInterval::Value::minus_infinity:
            return exactly("-infinity");
        case DecodedInterval::Value::finite:
            break;
    }
    const IntervalSum& sum = decoded->sum;
    const std::int64_t months = std::int64_t{sum.years} * 12 + sum.months;
    if (months > std::numeric_limits<std::int32_t>::max() ||
        months < std::numeric_limits<std::int32_t>::min()) {
        return failure("22008", "interval out of range");
    }
    Interval interval{static_cast<std::int32_t>(months), sum.days, sum.microseconds};
    apply_typmod(interval, input.typmod);
    return Canonical{.text = interval_out(interval),
                     .exact = input.context.postgres_major >= 15 || !decoded->differs_in_14};
}

}  // namespace backout::values
