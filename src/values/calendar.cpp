#include "values/calendar.h"

#include <fmt/format.h>

#include <cstdlib>

namespace backout::values {
namespace {

/// A year as it is written, without its era.
std::string date_digits(const CalendarDate& date) {
    const int year = date.year > 0 ? date.year : 1 - date.year;
    return fmt::format("{:04}-{:02}-{:02}", year, date.month, date.day);
}

std::string era(const CalendarDate& date) {
    return date.year > 0 ? "" : " BC";
}

bool is_leap_year(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

}  // namespace

std::int64_t BrokenDownTime::microseconds_of_day() const {
    return hour * microseconds_per_hour + minute * microseconds_per_minute +
           second * microseconds_per_second + microsecond;
}

int days_in_month(int year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

bool has_julian_day(int year, int month) {
    constexpr int first_year = -4713;
    constexpr int first_month = 11;
    constexpr int last_year = 5874898;
    constexpr int last_month = 6;
    return (year > first_year || (year == first_year && month >= first_month)) &&
           (year < last_year || (year == last_year && month < last_month));
}

int julian_day(int year, int month, int day) {
    // Count from March of a year far enough back that everything is positive: leap days end the year then.
    const std::int64_t shifted_year = static_cast<std::int64_t>(year) + 4800 - (month <= 2 ? 1 : 0);
    const int month_from_march = (month + 9) % 12;
    const std::int64_t days_before_month = (153 * month_from_march + 2) / 5;
    const std::int64_t julian = day + days_before_month + shifted_year * 365 + shifted_year / 4 -
                                shifted_year / 100 + shifted_year / 400 - 32045;
    return static_cast<int>(julian);
}

CalendarDate calendar_date(int julian_day) {
    constexpr std::int64_t days_per_400_years = 146097;
    const std::int64_t since_march = static_cast<std::int64_t>(julian_day) + 32044;
    const std::int64_t cycle = since_march / days_per_400_years;
    const std::int64_t day_of_cycle = since_march % days_per_400_years;
    const std::int64_t year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    const auto month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    const auto year = static_cast<int>(year_of_cycle + cycle * 400 - 4800 + (month <= 2 ? 1 : 0));
    return {year, month, day};
}

std::string seconds_text(std::int64_t second, std::int64_t microsecond) {
    std::string text = fmt::format("{:02}", std::abs(second));
    if (microsecond != 0) {
        text += fmt::format(".{:06}", std::abs(microsecond));
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

std::string date_text(int julian_day) {
    const CalendarDate date = calendar_date(julian_day);
    return date_digits(date) + era(date);
}

std::string time_of_day_text(std::int64_t microseconds) {
    return fmt::format("{:02}:{:02}:{}", microseconds / microseconds_per_hour,
                       microseconds % microseconds_per_hour / microseconds_per_minute,
                       seconds_text(microseconds % microseconds_per_minute / microseconds_per_second,
                                    microseconds % microseconds_per_second));
}

std::string timestamp_text(std::int64_t microseconds, const std::string& zone) {
    std::int64_t days = microseconds / microseconds_per_day;
    std::int64_t time = microseconds % microseconds_per_day;
    if (time < 0) {
        time += microseconds_per_day;
        --days;
    }
    const CalendarDate date = calendar_date(static_cast<int>(days + julian_day_of_2000));
    return date_digits(date) + ' ' + time_of_day_text(time) + zone + era(date);
}

std::string zone_offset_text(int seconds_east) {
    const int seconds = std::abs(seconds_east);
    std::string text = fmt::format("{}{:02}", seconds_east < 0 ? '-' : '+', seconds / 3600);
    if (seconds % 3600 != 0) {
        text += fmt::format(":{:02}", seconds % 3600 / 60);
    }
    if (seconds % 60 != 0) {
        text += fmt::format(":{:02}", seconds % 60);
    }
    return text;
}

}  // namespace backout::values
