#pragma once

#include "values/datetime_numbers.h"
#include "values/literal.h"

namespace backout::values {

/// Why a literal was refused, and the zone that nobody knows.
struct DateTimeFailure {
    DateTimeError error = DateTimeError::bad_format;
    std::string zone;
};

/// A literal as dates, times and timestamps share it.
struct DecodedDateTime {
    enum class Value { date_time, epoch, infinity, minus_infinity };

    Value value = Value::date_time;
    BrokenDownTime time;
    /// Seconds east of Greenwich: of the literal's zone or else of the session's.
    int zone = 0;
    /// The zone's offset at that time is in its history, which isn't known here.
    bool zone_is_known = true;
    /// 'now', 'today', …
    bool reads_clock = false;
};

using DecodeResult = tl::expected<DecodedDateTime, DateTimeFailure>;

/// DecodeDateTime: a date, perhaps with a time.
DecodeResult decode_date_time(std::string_view literal, std::size_t buffer, const LiteralContext& context);

/// DecodeTimeOnly: a time, perhaps with a date that only helps to find the zone's offset.
DecodeResult decode_time_only(std::string_view literal, std::size_t buffer, const LiteralContext& context);

/// The session's offset from Greenwich at a time.
struct SessionZone {
    int offset = 0;
    bool is_known = true;
};
SessionZone session_zone(const LiteralContext& context, std::int64_t seconds_since_1970);

}  // namespace backout::values
