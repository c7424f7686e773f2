#pragma once

#include <compare>

#include "values/datetime_fields.h"
#include "values/input.h"

/// The types date, time, timetz, timestamp and timestamptz.
namespace backout::values {

LiteralResult date_in(const Input& input);
LiteralResult time_in(const Input& input);
LiteralResult timetz_in(const Input& input);
LiteralResult timestamp_in(const Input& input);
LiteralResult timestamptz_in(const Input& input);

/// DateTimeParseError: what a refusal is called. `sql_type` as in "timestamp with time zone".
Failure datetime_failure(DateTimeError error, std::string_view sql_type, std::string_view literal,
                         std::string_view zone = {});

/// A point in time as a number: days for a date, microseconds otherwise, the infinities at the ends. Of a
/// canonical text of date, timestamp or timestamptz.
std::optional<std::int64_t> datetime_ordinal(std::string_view type_name, std::string_view canonical);

/// The day after; an infinity stays.
LiteralResult next_date(std::string_view canonical);

/// Rounds to `precision` digits after the second, halves away from zero; -1 keeps all.
std::int64_t round_microseconds(std::int64_t microseconds, std::int32_t precision);

}  // namespace backout::values
