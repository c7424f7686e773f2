#pragma once

#include <optional>
#include <string>

#include "simulate/evaluate_value.h"

/// Dates and times while a body is run: names of partitions are made of them.
namespace backout::simulate {

/// The time at which everything is taken to run: SOURCE_DATE_EPOCH (reproducible-builds.org) where the environment has
/// it, so that reports can be reproduced, else the clock's when it was first asked. Microseconds since 2000, UTC.
std::int64_t simulated_now();
Value current_date_value();
/// now() and its kin: of type timestamp with time zone.
Value current_timestamp_value();
Value local_timestamp_value();

/// 'today', 'tomorrow', 'yesterday' and 'now' as a date or timestamp; nothing for other texts and types.
std::optional<Value> special_date(const std::string& text, catalog::Oid type);

/// Whether the value is a date, a timestamp or an interval.
bool is_date_or_time(const Value& value);
/// `date + 1`, `date - date`, `timestamp + interval` …; nothing where it isn't one that is known here.
std::optional<Value> date_arithmetic(const std::string& operation, const Value& left, const Value& right);
/// A date or timestamp as a value of another of these types; nothing where that isn't known.
std::optional<Value> convert_date(const Value& value, catalog::Oid type);
/// to_char() of a date or timestamp for the patterns that names are made of; nothing for others.
std::optional<Value> format_date(const Value& value, const std::string& pattern);
/// date_trunc() for days and what is longer.
std::optional<Value> truncate_date(const std::string& unit, const Value& value);
/// extract() and date_part() of whole fields.
std::optional<Value> date_field(const std::string& field, const Value& value);

}  // namespace backout::simulate
