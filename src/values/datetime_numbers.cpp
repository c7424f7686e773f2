#include "values/datetime_numbers.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "values/input.h"

namespace backout::values {
namespace {

tl::unexpected<DateTimeError> bad_format() {
    return tl::make_unexpected(DateTimeError::bad_format);
}
tl::unexpected<DateTimeError> field_overflow() {
    return tl::make_unexpected(DateTimeError::field_overflow);
}

/// atoi, which cuts off what doesn't fit.
int to_int(std::string_view digits) {
    return static_cast<int>(leading_int64(digits).value);
}

/// The year of a two-digit year is adjusted at the end, when the era is known.
DateTimeParts set_year(PartialDateTime& result, int year, std::size_t digits) {
    result.time.year = year;
    result.two_digit_year = digits <= 2;
    return year_part;
}
DateTimeParts set_month(PartialDateTime& result, int month) {
    result.time.month = month;
    return month_part;
}
DateTimeParts set_day(PartialDateTime& result, int day) {
    result.time.day = day;
    return day_part;
}

/// The words and numbers of a date field.
std::vector<std::string_view> split_date(std::string_view field) {
    std::vector<std::string_view> parts;
    std::size_t i = 0;
    while (i < field.size() && parts.size() < Fields::max_count) {
        while (i < field.size() && !is_alnum(field[i])) {
            ++i;
        }
        const std::size_t first = i;
        const auto same_kind = [&](char c) { return is_digit(field[first]) ? is_digit(c) : is_alpha(c); };
        while (i < field.size() && same_kind(field[i])) {
            ++i;
        }
        // An empty part stands for a delimiter at the end, which is an error.
        parts.push_back(field.substr(first, i - first));
        // The character after a part goes, whatever it is: the "x" of "2020x01" too.
        ++i;
    }
    return parts;
}

}  // namespace

tl::expected<double, DateTimeError> decode_fraction(std::string_view text) {
    if (text == ".") {
        return 0.0;
    }
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    if (error != std::errc() || stop != end) {
        return bad_format();
    }
    return value;
}

tl::expected<std::int64_t, DateTimeError> decode_fractional_second(std::string_view text) {
    return decode_fraction(text).map([](double fraction) {
        return static_cast<std::int64_t>(std::rint(fraction * microseconds_per_second));
    });
}

FoundParts decode_date(std::string_view field, DateTimeParts seen, PartialDateTime& result,
                       int postgres_major) {
    DateTimeParts found = 0;
    std::vector<std::string_view> parts = split_date(field);
    const auto add = [&](DateTimeParts part) {
        const bool repeated = ((seen | found) & part) != 0;
        found |= part;
        return !repeated;
    };
    // A word is a month, which tells what the numbers are.
    bool month_is_named = false;
    for (std::string_view& part : parts) {
        if (part.empty()) {
            return bad_format();
        }
        if (!is_alpha(part.front())) {
            continue;
        }
        const Word word = find_date_word(part, postgres_major);
        if (word.kind == WordKind::ignored) {
            continue;
        }
        if (word.kind != WordKind::month || !add(set_month(result, word.value))) {
            return bad_format();
        }
        month_is_named = true;
        part = {};
    }
    for (const std::string_view part : parts) {
        if (part.empty()) {
            continue;
        }
        const FoundParts number = decode_number(part, month_is_named, seen | found, result, postgres_major);
        if (!number) {
            return number;
        }
        if (!add(*number)) {
            return bad_format();
        }
    }
    if (((seen | found) & ~(day_of_year_part | zone_part)) != date_parts) {
        return bad_format();
    }
    return found;
}

FoundParts decode_number(std::string_view field, bool month_is_named, DateTimeParts seen,
                         PartialDateTime& result, int postgres_major) {
    const LeadingInteger number = leading_int32(field);
    if (number.overflowed) {
        return field_overflow();
    }
    if (number.length == 0) {
        return bad_format();
    }
    const std::string_view rest = field.substr(number.length);
    if (rest.starts_with('.')) {
        if (number.length > 2) {
            return decode_run_together(field, seen | date_parts, result, postgres_major);
        }
        const auto fraction = decode_fractional_second(rest);
        if (!fraction) {
            return tl::make_unexpected(fraction.error());
        }
        result.time.microsecond = *fraction;
    } else if (!rest.empty()) {
        return bad_format();
    }
    const auto value = static_cast<int>(number.value);
    const std::size_t digits = field.size();

    if (digits == 3 && (seen & date_parts) == year_part && value >= 1 && value <= 366) {
        result.day_of_year = value;
        return day_of_year_part | month_part | day_part;
    }
    switch (seen & date_parts) {
        case 0:
            // DateStyle is MDY, so what isn't a year for its length is a month.
            return digits >= 3 ? set_year(result, value, digits) : set_month(result, value);
        case year_part:
            return set_month(result, value);
        case month_part:
            if (month_is_named && digits >= 3) {
                return set_year(result, value, digits);
            }
            return set_day(result, value);
        case year_part | month_part:
            if (month_is_named && digits >= 3 && result.two_digit_year) {
                // "5-jan-2020" after all: what was taken for the year is the day.
                set_day(result, result.time.year);
                result.time.year = value;
                result.two_digit_year = false;
                return day_part;
            }
            return set_day(result, value);
        case day_part:
            return set_month(result, value);
        case month_part | day_part:
            return set_year(result, value, digits);
        case date_parts:
            return decode_run_together(field, seen, result, postgres_major);
        default:
            return bad_format();
    }
}

FoundParts decode_run_together(std::string_view field, DateTimeParts seen, PartialDateTime& result,
                               int postgres_major) {
    if (postgres_major >= 16 && field.find_first_not_of("0123456789.") != std::string_view::npos) {
        return bad_format();
    }
    if (const std::size_t point = field.find('.'); point != std::string_view::npos) {
        const auto fraction = decode_fractional_second(field.substr(point));
        if (!fraction) {
            return tl::make_unexpected(fraction.error());
        }
        result.time.microsecond = *fraction;
        field = field.substr(0, point);
    } else if ((seen & date_parts) != date_parts && field.size() >= 6) {
        // From the end: two digits of the day, two of the month, the rest is the year.
        const std::size_t year_digits = field.size() - 4;
        result.time.day = to_int(field.substr(year_digits + 2));
        result.time.month = to_int(field.substr(year_digits, 2));
        result.time.year = to_int(field.substr(0, year_digits));
        result.two_digit_year = result.two_digit_year || year_digits == 2;
        return date_parts;
    }
    if ((seen & time_parts) != time_parts && (field.size() == 6 || field.size() == 4)) {
        result.time.hour = to_int(field.substr(0, 2));
        result.time.minute = to_int(field.substr(2, 2));
        result.time.second = field.size() == 6 ? to_int(field.substr(4)) : 0;
        return time_parts;
    }
    return bad_format();
}

tl::expected<ClockTime, DateTimeError> decode_clock_time(std::string_view field, bool minute_to_second) {
    ClockTime time;
    const LeadingInteger hour = leading_int64(field);
    if (hour.overflowed) {
        return field_overflow();
    }
    time.hour = hour.value;
    std::string_view rest = field.substr(hour.length);
    if (!rest.starts_with(':')) {
        return bad_format();
    }
    const auto take_part = [&](int& part) {
        const LeadingInteger number = leading_int32(rest.substr(1));
        part = static_cast<int>(number.value);
        rest = rest.substr(1 + number.length);
        return !number.overflowed;
    };
    const auto shift_to_seconds = [&] {
        const bool fits = time.hour <= std::numeric_limits<int>::max();
        time.second = time.minute;
        time.minute = fits ? static_cast<int>(time.hour) : 0;
        time.hour = 0;
        return fits;
    };
    if (!take_part(time.minute)) {
        return field_overflow();
    }
    std::string_view fraction;
    if (rest.empty()) {
        if (minute_to_second && !shift_to_seconds()) {
            return field_overflow();
        }
    } else if (rest.starts_with('.')) {
        fraction = rest;
    } else if (rest.starts_with(':')) {
        if (!take_part(time.second)) {
            return field_overflow();
        }
        if (!rest.empty() && !rest.starts_with('.')) {
            return bad_format();
        }
        fraction = rest;
    } else {
        return bad_format();
    }
    if (!fraction.empty()) {
        const auto microsecond = decode_fractional_second(fraction);
        if (!microsecond) {
            return tl::make_unexpected(microsecond.error());
        }
        time.microsecond = *microsecond;
        const bool two_parts = field.find(':') == field.rfind(':');
        if (two_parts && !shift_to_seconds()) {
            return field_overflow();
        }
    }
    if (time.hour < 0 || time.minute < 0 || time.minute > 59 || time.second < 0 || time.second > 60) {
        return field_overflow();
    }
    return time;
}

tl::expected<int, DateTimeError> decode_zone_offset(std::string_view field) {
    constexpr int max_hours = 15;
    if (!field.starts_with('+') && !field.starts_with('-')) {
        return bad_format();
    }
    std::string_view rest = field.substr(1);
    bool overflowed = false;
    const auto take_part = [&] {
        const LeadingInteger number = leading_int32(rest);
        overflowed = overflowed || number.overflowed;
        rest = rest.substr(number.length);
        return static_cast<int>(number.value);
    };
    int hour = take_part();
    int minute = 0;
    int second = 0;
    if (rest.starts_with(':')) {
        rest.remove_prefix(1);
        minute = take_part();
        if (rest.starts_with(':')) {
            rest.remove_prefix(1);
            second = take_part();
        }
    } else if (rest.empty() && field.size() > 3) {
        minute = hour % 100;
        hour /= 100;
    }
    const bool in_range =
        hour >= 0 && hour <= max_hours && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (overflowed || !in_range) {
        return tl::make_unexpected(DateTimeError::zone_overflow);
    }
    if (!rest.empty()) {
        return bad_format();
    }
    const int offset = (hour * 60 + minute) * 60 + second;
    return field.front() == '-' ? -offset : offset;
}

bool is_time_of_day(const BrokenDownTime& time) {
    return time.hour >= 0 && time.hour <= 24 && time.minute >= 0 && time.minute <= 59 && time.second >= 0 &&
           time.second <= 60 && time.microsecond >= 0 && time.microsecond <= microseconds_per_second &&
           time.microseconds_of_day() <= microseconds_per_day;
}

}  // namespace backout::values
