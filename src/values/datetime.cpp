#include "values/datetime.h"

#include <fmt/format.h>

#include <limits>

#include "values/datetime_decode.h"

namespace backout::values {
namespace {

// Work space of the input functions: MAXDATELEN, and room for terminators where the server has it.
constexpr std::size_t date_buffer = 128 + 1;
constexpr std::size_t timestamp_buffer = 128 + Fields::max_count;

// Where dates and timestamps end (timestamp.h, DATE_END_JULIAN and TIMESTAMP_END_JULIAN).
constexpr std::int64_t date_end_julian = 2147483494;
constexpr std::int64_t timestamp_end_julian = 109203528;

constexpr std::int64_t infinity = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t minus_infinity = std::numeric_limits<std::int64_t>::min();

using Value = DecodedDateTime::Value;

/// A date as days, a timestamp as microseconds; both since 2000.
struct Point {
    std::int64_t ordinal = 0;
    bool exact = true;
    bool reads_clock = false;
};

using PointResult = tl::expected<Point, LiteralError>;

Canonical canonical(std::string text, const Point& point, std::string_view literal) {
    if (point.reads_clock) {
        return {.text = std::string(literal), .exact = true, .volatile_value = true};
    }
    return {.text = std::move(text), .exact = point.exact};
}

std::string_view infinity_text(std::int64_t ordinal) {
    return ordinal == infinity ? "infinity" : "-infinity";
}

bool is_infinite(std::int64_t ordinal) {
    return ordinal == infinity || ordinal == minus_infinity;
}

PointResult read_date(const Input& input) {
    const auto decoded = decode_date_time(input.literal, date_buffer, input.context);
    if (!decoded) {
        return datetime_failure(decoded.error().error, "date", input.literal, decoded.error().zone);
    }
    Point point{.reads_clock = decoded->reads_clock};
    const BrokenDownTime& time = decoded->time;
    switch (decoded->value) {
        case Value::infinity:
            point.ordinal = infinity;
            return point;
        case Value::minus_infinity:
            point.ordinal = minus_infinity;
            return point;
        case Value::epoch:
            point.ordinal = julian_day_of_1970 - julian_day_of_2000;
            return point;
        case Value::date_time:
            break;
    }
    const bool representable = has_julian_day(time.year, time.month);
    const std::int64_t julian = representable ? julian_day(time.year, time.month, time.day) : -1;
    if (julian < 0 || julian >= date_end_julian) {
        return failure("22008", fmt::format("date out of range: \"{}\"", input.literal));
    }
    point.ordinal = julian - julian_day_of_2000;
    return point;
}

/// timestamp_in and timestamptz_in, up to the rounding.
PointResult read_timestamp(const Input& input, std::string_view sql_type, bool with_zone) {
    const auto decoded = decode_date_time(input.literal, timestamp_buffer, input.context);
    if (!decoded) {
        return datetime_failure(decoded.error().error, sql_type, input.literal, decoded.error().zone);
    }
    Point point{.reads_clock = decoded->reads_clock};
    const BrokenDownTime& time = decoded->time;
    switch (decoded->value) {
        case Value::infinity:
            point.ordinal = infinity;
            return point;
        case Value::minus_infinity:
            point.ordinal = minus_infinity;
            return point;
        case Value::epoch:
            point.ordinal = (julian_day_of_1970 - julian_day_of_2000) * microseconds_per_day;
            return point;
        case Value::date_time:
            break;
    }
    const auto out_of_range = [&] {
        return failure("22008", fmt::format("timestamp out of range: \"{}\"", input.literal));
    };
    if (!has_julian_day(time.year, time.month)) {
        return out_of_range();
    }
    const std::int64_t julian = julian_day(time.year, time.month, time.day);
    // One day of slack for the zone; within it nothing overflows.
    if (julian < -1 || julian > timestamp_end_julian + 1) {
        return out_of_range();
    }
    point.ordinal = (julian - julian_day_of_2000) * microseconds_per_day + time.microseconds_of_day();
    if (with_zone) {
        point.ordinal -= decoded->zone * microseconds_per_second;
        point.exact = decoded->zone_is_known;
    }
    if (point.ordinal < -julian_day_of_2000 * microseconds_per_day ||
        point.ordinal >= (timestamp_end_julian - julian_day_of_2000) * microseconds_per_day) {
        return out_of_range();
    }
    return point;
}

std::string date_out(std::int64_t days) {
    return is_infinite(days) ? std::string(infinity_text(days))
                             : date_text(static_cast<int>(days + julian_day_of_2000));
}

}  // namespace

Failure datetime_failure(DateTimeError error, std::string_view sql_type, std::string_view literal,
                         std::string_view zone) {
    switch (error) {
        case DateTimeError::field_overflow:
            return failure("22008", fmt::format("date/time field value out of range: \"{}\"", literal));
        case DateTimeError::zone_overflow:
            return failure("22009", fmt::format("time zone displacement out of range: \"{}\"", literal));
        case DateTimeError::unknown_zone:
            return failure("22023", fmt::format("time zone \"{}\" not recognized", zone));
        case DateTimeError::bad_format:
            break;
    }
    return failure("22007", fmt::format("invalid input syntax for type {}: \"{}\"", sql_type, literal));
}

std::int64_t round_microseconds(std::int64_t microseconds, std::int32_t precision) {
    constexpr std::int64_t scales[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    if (precision < 0 || precision > 6) {
        return microseconds;
    }
    const std::int64_t scale = scales[precision];
    const std::int64_t half = scale / 2;
    return microseconds >= 0 ? (microseconds + half) / scale * scale
                             : -((-microseconds + half) / scale * scale);
}

LiteralResult date_in(const Input& input) {
    const PointResult point = read_date(input);
    if (!point) {
        return tl::make_unexpected(point.error());
    }
    return canonical(date_out(point->ordinal), *point, input.literal);
}

LiteralResult timestamp_in(const Input& input) {
    const PointResult point = read_timestamp(input, "timestamp", false);
    if (!point) {
        return tl::make_unexpected(point.error());
    }
    std::string text = is_infinite(point->ordinal)
                           ? std::string(infinity_text(point->ordinal))
                           : timestamp_text(round_microseconds(point->ordinal, input.typmod));
    return canonical(std::move(text), *point, input.literal);
}

LiteralResult timestamptz_in(const Input& input) {
    PointResult point = read_timestamp(input, "timestamp with time zone", true);
    if (!point) {
        return tl::make_unexpected(point.error());
    }
    if (is_infinite(point->ordinal)) {
        return canonical(std::string(infinity_text(point->ordinal)), *point, input.literal);
    }
    const std::int64_t instant = round_microseconds(point->ordinal, input.typmod);
    const std::int64_t unix_seconds =
        instant / microseconds_per_second + (julian_day_of_2000 - julian_day_of_1970) * std::int64_t{86400};
    // The output is in the session's zone.
    const SessionZone zone = session_zone(input.context, unix_seconds);
    point->exact = point->exact && zone.is_known;
    return canonical(
        timestamp_text(instant + zone.offset * microseconds_per_second, zone_offset_text(zone.offset)),
        *point, input.literal);
}

LiteralResult time_in(const Input& input) {
    const auto decoded = decode_time_only(input.literal, date_buffer, input.context);
    if (!decoded) {
        return datetime_failure(decoded.error().error, "time", input.literal, decoded.error().zone);
    }
    const Point point{.ordinal = round_microseconds(decoded->time.microseconds_of_day(), input.typmod),
                      .reads_clock = decoded->reads_clock};
    return canonical(time_of_day_text(point.ordinal), point, input.literal);
}

LiteralResult timetz_in(const Input& input) {
    const auto decoded = decode_time_only(input.literal, date_buffer, input.context);
    if (!decoded) {
        return datetime_failure(decoded.error().error, "time with time zone", input.literal,
                                decoded.error().zone);
    }
    const Point point{.ordinal = round_microseconds(decoded->time.microseconds_of_day(), input.typmod),
                      .exact = decoded->zone_is_known,
                      .reads_clock = decoded->reads_clock};
    return canonical(time_of_day_text(point.ordinal) + zone_offset_text(decoded->zone), point, input.literal);
}

std::optional<std::int64_t> datetime_ordinal(std::string_view type_name, std::string_view canonical_text) {
    const Input input{.literal = canonical_text};
    const PointResult point = type_name == "date"        ? read_date(input)
                              : type_name == "timestamp" ? read_timestamp(input, "timestamp", false)
                              : type_name == "timestamptz"
                                  ? read_timestamp(input, "timestamp with time zone", true)
                                  : PointResult(Point{.exact = false});
    if (!point || !point->exact || point->reads_clock) {
        return std::nullopt;
    }
    return point->ordinal;
}

LiteralResult next_date(std::string_view canonical_text) {
    PointResult point = read_date({.literal = canonical_text});
    if (!point) {
        return tl::make_unexpected(point.error());
    }
    if (!is_infinite(point->ordinal)) {
        ++point->ordinal;
        if (point->ordinal + julian_day_of_2000 >= date_end_julian) {
            return failure("22008", "date out of range");
        }
    }
    return canonical(date_out(point->ordinal), *point, canonical_text);
}

}  // namespace backout::values
