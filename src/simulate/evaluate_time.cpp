#include "simulate/evaluate_time.h"

#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <algorithm>

#include <fmt/format.h>

#include "analyze/type_oid.h"
#include "values/calendar.h"
#include "values/datetime.h"
#include "values/literal.h"

namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using catalog::Oid;

namespace {

constexpr std::int64_t seconds_1970_to_2000 = 946684800;

bool is_timestamp(Oid type) { return type == type_oid::timestamp || type == type_oid::timestamptz; }

struct Interval {
    std::int64_t months = 0;
    std::int64_t days = 0;
    std::int64_t microseconds = 0;
};

std::optional<std::int64_t> whole_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "04:05:06.5", with a sign before all of it.
std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::size_t end = std::min(text.find(i == 2 ? '.' : ':'), text.size());
        auto number = whole_number(text.substr(0, end));
        if (!number) return std::nullopt;
        parts[i] = *number;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::string fraction(text.substr(0, 6));
    fraction.resize(6, '0');
    std::int64_t result = (parts[0] * 60 + parts[1]) * values::microseconds_per_minute +
                          parts[2] * values::microseconds_per_second + whole_number(fraction).value_or(0);
    return negative ? -result : result;
}

/// What the output function of interval prints: "1 year 2 mons -3 days 04:05:06".
std::optional<Interval> parse_interval(std::string_view text) {
    Interval result;
    std::optional<std::int64_t> number;
    while (!text.empty()) {
        std::size_t end = std::min(text.find(' '), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (number) {
            if (word.starts_with("year")) result.months += 12 * *number;
            else if (word.starts_with("mon")) result.months += *number;
            else if (word.starts_with("day")) result.days += *number;
            else return std::nullopt;
            number.reset();
        } else if (word.find(':') != std::string_view::npos) {
            auto time = parse_time_of_day(word);
            if (!time) return std::nullopt;
            result.microseconds += *time;
        } else if (!(number = whole_number(word))) {
            return std::nullopt;
        }
    }
    if (number) return std::nullopt;
    return result;
}

/// Of a date or timestamp: microseconds since 2000; nothing for the infinities.
std::optional<std::int64_t> microseconds_of(const Value& value) {
    constexpr std::int64_t most_days = 100000000;
    if (!value.is_scalar()) return std::nullopt;
    std::string_view name = value.type == type_oid::date ? "date" : value.type == type_oid::timestamp ? "timestamp" : "timestamptz";
    auto ordinal = values::datetime_ordinal(name, value.text);
    if (!ordinal) return std::nullopt;
    bool is_date = value.type == type_oid::date;
    std::int64_t days = is_date ? *ordinal : *ordinal / values::microseconds_per_day;
    if (days > most_days || days < -most_days) return std::nullopt;
    return is_date ? days * values::microseconds_per_day : *ordinal;
}

std::int64_t day_of(std::int64_t microseconds) {
    std::int64_t day = microseconds / values::microseconds_per_day;
    return microseconds % values::microseconds_per_day < 0 ? day - 1 : day;
}

Value from_microseconds(std::int64_t microseconds, Oid type) {
    if (type == type_oid::date)
        return Value::scalar(values::date_text(static_cast<int>(day_of(microseconds)) + values::julian_day_of_2000), type);
    return Value::scalar(values::timestamp_text(microseconds, type == type_oid::timestamptz ? "+00" : ""), type);
}

values::CalendarDate calendar_of(std::int64_t microseconds) {
    return values::calendar_date(static_cast<int>(day_of(microseconds)) + values::julian_day_of_2000);
}

std::int64_t midnight(int year, int month, int day) {
    return static_cast<std::int64_t>(values::julian_day(year, month, day) - values::julian_day_of_2000) *
           values::microseconds_per_day;
}

/// timestamp_pl_interval (utils/adt/timestamp.c): months first, with the day clipped to the month's end.
std::int64_t add(std::int64_t point, const Interval& interval, int sign) {
    if (interval.months != 0) {
        auto date = calendar_of(point);
        std::int64_t months = date.year * 12LL + (date.month - 1) + sign * interval.months;
        int year = static_cast<int>(months / 12), month = static_cast<int>(months % 12) + 1;
        int day = std::min(date.day, values::days_in_month(year, month));
        point = midnight(year, month, day) + (point - day_of(point) * values::microseconds_per_day);
    }
    return point + sign * (interval.days * values::microseconds_per_day + interval.microseconds);
}

/// ISO 8601: Monday is 1, Sunday 7.
int iso_weekday(std::int64_t microseconds) {
    // 2000-01-01 was a Saturday.
    return static_cast<int>(((day_of(microseconds) + 5) % 7 + 7) % 7) + 1;
}

int day_of_year(std::int64_t microseconds) {
    return static_cast<int>(day_of(microseconds) - day_of(midnight(calendar_of(microseconds).year, 1, 1))) + 1;
}

/// The year and week that ISO 8601 counts a day in: those of its week's Thursday.
std::pair<int, int> iso_week(std::int64_t microseconds) {
    std::int64_t thursday = microseconds + (4 - iso_weekday(microseconds)) * values::microseconds_per_day;
    return {calendar_of(thursday).year, (day_of_year(thursday) - 1) / 7 + 1};
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// A literal whose type is not decided yet stands for an interval beside a timestamp.
std::optional<Interval> interval_of(const Value& value) {
    if (value.type == type_oid::interval) return parse_interval(value.text);
    if (value.type != catalog::invalid_oid || !value.is_scalar()) return std::nullopt;
    auto read = values::canonicalize({"interval"}, value.text);
    return read && read->exact ? parse_interval(read->text) : std::nullopt;
}

}  // namespace

std::int64_t simulated_now() {
    static const std::int64_t now = [] {
        std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch()).count();
        if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) seconds = whole_number(epoch).value_or(seconds);
        return (seconds - seconds_1970_to_2000) * values::microseconds_per_second;
    }();
    return now;
}

Value current_date_value() { return from_microseconds(simulated_now(), type_oid::date); }
Value current_timestamp_value() { return from_microseconds(simulated_now(), type_oid::timestamptz); }
Value local_timestamp_value() { return from_microseconds(simulated_now(), type_oid::timestamp); }

bool is_date_or_time(const Value& value) {
    return value.type == type_oid::date || is_timestamp(value.type) || value.type == type_oid::interval;
}

std::optional<Value> date_arithmetic(const std::string& operation, const Value& left, const Value& right) {
    if (operation == "+" && !is_date_or_time(left)) return date_arithmetic(operation, right, left);
    auto point = left.type == type_oid::interval ? std::nullopt : microseconds_of(left);
    if (!point || (operation != "+" && operation != "-")) return std::nullopt;
    int sign = operation == "+" ? 1 : -1;
    if (right.type == type_oid::interval || is_timestamp(left.type)) {
        auto interval = interval_of(right);
        if (!interval) return std::nullopt;
        return from_microseconds(add(*point, *interval, sign), left.type == type_oid::date ? type_oid::timestamp : left.type);
    }
    if (left.type != type_oid::date) return std::nullopt;
    if (right.type == type_oid::date && operation == "-") {
        auto other = microseconds_of(right);
        if (!other) return std::nullopt;
        return Value::number((*point - *other) / values::microseconds_per_day);
    }
    constexpr std::int64_t most_days = 10000000;
    auto days = right.integer();
    if (!days || *days > most_days || *days < -most_days) return std::nullopt;
    return from_microseconds(*point + sign * *days * values::microseconds_per_day, type_oid::date);
}

std::optional<Value> special_date(const std::string& text, Oid type) {
    if (type != type_oid::date && !is_timestamp(type)) return std::nullopt;
    std::string word = lower(text);
    if (word == "now") return from_microseconds(simulated_now(), type);
    for (auto [name, days] : {std::pair{"today", 0}, {"tomorrow", 1}, {"yesterday", -1}})
        if (word == name) return from_microseconds((day_of(simulated_now()) + days) * values::microseconds_per_day, type);
    return std::nullopt;
}

std::optional<Value> convert_date(const Value& value, Oid type) {
    bool wanted = type == type_oid::date || is_timestamp(type);
    if (!wanted || value.type == type_oid::interval) return std::nullopt;
    auto point = microseconds_of(value);
    if (!point) return std::nullopt;
    return from_microseconds(*point, type);
}

std::optional<Value> format_date(const Value& value, const std::string& pattern) {
    auto point = microseconds_of(value);
    if (!point) return std::nullopt;
    auto date = calendar_of(*point);
    std::int64_t seconds = (*point - day_of(*point) * values::microseconds_per_day) / values::microseconds_per_second;
    auto week = iso_week(*point);
    // Longer patterns before those that they begin with (DCH_keywords, utils/adt/formatting.c).
    struct Pattern { std::string_view word; std::string text; };
    const std::array<Pattern, 16> patterns{{
        {"yyyy", fmt::format("{:04}", date.year)}, {"iyyy", fmt::format("{:04}", week.first)},
        {"hh24", fmt::format("{:02}", seconds / 3600)}, {"hh12", fmt::format("{:02}", (seconds / 3600 + 11) % 12 + 1)},
        {"ddd", fmt::format("{:03}", day_of_year(*point))},
        {"yy", fmt::format("{:02}", date.year % 100)}, {"mm", fmt::format("{:02}", date.month)},
        {"dd", fmt::format("{:02}", date.day)}, {"mi", fmt::format("{:02}", seconds / 60 % 60)},
        {"ss", fmt::format("{:02}", seconds % 60)}, {"iw", fmt::format("{:02}", week.second)},
        {"ww", fmt::format("{:02}", (day_of_year(*point) - 1) / 7 + 1)}, {"id", std::to_string(iso_weekday(*point))},
        {"q", std::to_string((date.month - 1) / 3 + 1)}, {"hh", fmt::format("{:02}", (seconds / 3600 + 11) % 12 + 1)},
        {"us", fmt::format("{:06}", 0)},
    }};
    std::string text;
    std::string small = lower(pattern);
    for (std::size_t i = 0; i < pattern.size();) {
        const Pattern* found = nullptr;
        for (const Pattern& one : patterns)
            if (!found && small.compare(i, one.word.size(), one.word) == 0) found = &one;
        if (found) {
            text += found->text;
            i += found->word.size();
        } else if (pattern[i] == '"') {
            while (++i < pattern.size() && pattern[i] != '"') text += pattern[i];
            ++i;
        } else if (std::isalpha(static_cast<unsigned char>(pattern[i]))) {
            return std::nullopt;
        } else {
            text += pattern[i++];
        }
    }
    return Value::scalar(std::move(text), type_oid::text);
}

std::optional<Value> truncate_date(const std::string& unit, const Value& value) {
    auto point = microseconds_of(value);
    if (!point) return std::nullopt;
    Oid type = value.type == type_oid::timestamp ? type_oid::timestamp : type_oid::timestamptz;
    auto date = calendar_of(*point);
    std::string name = lower(unit);
    if (name == "year") return from_microseconds(midnight(date.year, 1, 1), type);
    if (name == "quarter") return from_microseconds(midnight(date.year, (date.month - 1) / 3 * 3 + 1, 1), type);
    if (name == "month") return from_microseconds(midnight(date.year, date.month, 1), type);
    std::int64_t day = day_of(*point);
    if (name == "week") return from_microseconds((day - iso_weekday(*point) + 1) * values::microseconds_per_day, type);
    if (name == "day") return from_microseconds(day * values::microseconds_per_day, type);
    for (auto [word, length] : {std::pair{"hour", values::microseconds_per_hour}, {"minute", values::microseconds_per_minute},
                                {"second", values::microseconds_per_second}})
        if (name == word) {
            std::int64_t rest = (*point - day * values::microseconds_per_day) % length;
            return from_microseconds(*point - rest, type);
        }
    return std::nullopt;
}

std::optional<Value> date_field(const std::string& field, const Value& value) {
    auto point = microseconds_of(value);
    if (!point) return std::nullopt;
    auto date = calendar_of(*point);
    std::string name = lower(field);
    if (name == "year") return Value::number(date.year);
    if (name == "month") return Value::number(date.month);
    if (name == "day") return Value::number(date.day);
    if (name == "quarter") return Value::number((date.month - 1) / 3 + 1);
    if (name == "doy") return Value::number(day_of_year(*point));
    if (name == "isodow") return Value::number(iso_weekday(*point));
    if (name == "dow") return Value::number(iso_weekday(*point) % 7);
    if (name == "week") return Value::number(iso_week(*point).second);
    if (name == "isoyear") return Value::number(iso_week(*point).first);
    return std::nullopt;
}

}  // namespace backout::simulate
