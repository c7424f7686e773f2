#pragma once

#include <cstdint>
#include <string>

/// The Gregorian calendar, extended in both directions, and how PostgreSQL prints dates and times (ISO
/// style).
namespace backout::values {

inline constexpr std::int64_t microseconds_per_second = 1000000;
inline constexpr std::int64_t microseconds_per_minute = 60 * microseconds_per_second;
inline constexpr std::int64_t microseconds_per_hour = 60 * microseconds_per_minute;
inline constexpr std::int64_t microseconds_per_day = 24 * microseconds_per_hour;

inline constexpr int julian_day_of_1970 = 2440588;
/// 2000-01-01, from which timestamps and dates are counted.
inline constexpr int julian_day_of_2000 = 2451545;

/// A date and time as people write it. Year 0 is 1 BC.
struct BrokenDownTime {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t microsecond = 0;

    std::int64_t microseconds_of_day() const;
};

struct CalendarDate {
    int year = 0;
    int month = 0;
    int day = 0;
};

int julian_day(int year, int month, int day);
CalendarDate calendar_date(int julian_day);
int days_in_month(int year, int month);

/// Whether julian_day() doesn't overflow: a little more than the supported range (timestamp.h,
/// IS_VALID_JULIAN).
bool has_julian_day(int year, int month);

/// "2020-01-31", "0044-03-15 BC"
std::string date_text(int julian_day);
/// "04:05:06.789"; 24:00:00 is possible.
std::string time_of_day_text(std::int64_t microseconds);
/// "2020-01-31 04:05:06", with what `zone` says before the " BC". `microseconds` since 2000.
std::string timestamp_text(std::int64_t microseconds, const std::string& zone = {});
/// "+00", "-03:30", "+00:53:28"
std::string zone_offset_text(int seconds_east);

/// "5", "05.25": seconds with as many digits of the fraction as are needed, without a sign.
std::string seconds_text(std::int64_t second, std::int64_t microsecond);

}  // namespace backout::values
