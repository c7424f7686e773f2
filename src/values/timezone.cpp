#include "values/timezone.h"

#include <algorithm>

#include "values/input.h"

namespace backout::values {
namespace {

/// Up to `max` in decimal at the start of `text`, which is taken off.
std::optional<int> take_number(std::string_view& text, int max) {
    int value = -1;
    while (!text.empty() && is_digit(text.front())) {
        value = std::max(value, 0) * 10 + (text.front() - '0');
        if (value > max) {
            return std::nullopt;
        }
        text.remove_prefix(1);
    }
    return value < 0 ? std::nullopt : std::optional(value);
}

/// "-05:30" of a POSIX zone: hours, minutes, seconds (localtime.c, getoffset).
std::optional<std::int32_t> take_posix_offset(std::string_view& text) {
    constexpr int max_hours = 24 * 7 - 1;
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    auto part = take_number(text, max_hours);
    if (!part) {
        return std::nullopt;
    }
    std::int32_t seconds = *part * 3600;
    for (const auto& [unit, max] : {std::pair{60, 59}, std::pair{1, 60}}) {
        if (!text.starts_with(':')) {
            break;
        }
        text.remove_prefix(1);
        part = take_number(text, max);
        if (!part) {
            return std::nullopt;
        }
        seconds += *part * unit;
    }
    return negative ? -seconds : seconds;
}

/// Takes the name of a zone in a POSIX specification: in angle brackets, or all up to a digit, comma or sign.
bool take_posix_name(std::string_view& text) {
    if (text.starts_with('<')) {
        const std::size_t end = text.find('>');
        text.remove_prefix(std::min(end, text.size() - 1) + 1);
        return end != std::string_view::npos;
    }
    const std::size_t end = std::min(text.find_first_of("0123456789,-+"), text.size());
    text.remove_prefix(end);
    return end > 0;
}

/// tzparse: a name, the offset to the west, and perhaps daylight saving time, of which only the presence
/// counts here.
std::optional<TimeZone> posix_time_zone(std::string_view specification) {
    std::string_view rest = specification;
    const bool is_quoted = rest.starts_with('<');
    if ((!take_posix_name(rest) && is_quoted) || rest.empty() || specification.starts_with(':')) {
        return std::nullopt;
    }
    const auto west = take_posix_offset(rest);
    if (!west) {
        return std::nullopt;
    }
    TimeZone zone{.name = specification, .offset = -*west};
    if (rest.empty()) {
        return zone;
    }
    if (!take_posix_name(rest)) {
        return std::nullopt;
    }
    constexpr std::int32_t one_hour = 3600;
    std::optional<std::int32_t> west_in_summer = *west - one_hour;
    if (!rest.empty() && rest.front() != ',') {
        west_in_summer = take_posix_offset(rest);
    }
    if (!west_in_summer || (!rest.empty() && rest.front() != ',')) {
        return std::nullopt;
    }
    if (west_in_summer != west) {
        zone.fixed_from = TimeZone::never;
    }
    return zone;
}

/// The order of the generated table.
bool less_ignoring_case(std::string_view left, std::string_view right) {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char a, char b) { return to_lower(a) < to_lower(b); });
}

}  // namespace

bool TimeZone::is_fixed_at(std::int64_t seconds_since_1970) const {
    // Whoever asks may mean local time, so keep away from the last change.
    constexpr std::int64_t margin = 2 * 86400;
    return fixed_from == std::numeric_limits<std::int64_t>::min() ||
           (fixed_from != never && seconds_since_1970 > fixed_from + margin);
}

std::optional<TimeZone> find_time_zone(std::string_view name) {
    if (name == "UTC") {
        return TimeZone{.name = "UTC"};  // by far the most common
    }
    const auto zones = time_zones();
    const auto found = std::lower_bound(
        zones.begin(), zones.end(), name,
        [](const TimeZone& zone, std::string_view key) { return less_ignoring_case(zone.name, key); });
    if (found != zones.end() && equals_ignoring_case(found->name, name)) {
        return *found;
    }
    return posix_time_zone(name);
}

const TimeZoneAbbreviation* find_time_zone_abbreviation(std::string_view lower_case) {
    // Tokens are compared by their first ten characters (datetime.h, TOKMAXLEN).
    const std::string_view key = lower_case.substr(0, 10);
    const auto abbreviations = time_zone_abbreviations();
    const auto found = std::lower_bound(
        abbreviations.begin(), abbreviations.end(), key,
        [](const TimeZoneAbbreviation& abbreviation, std::string_view k) { return abbreviation.name < k; });
    return found != abbreviations.end() && found->name == key ? &*found : nullptr;
}

}  // namespace backout::values
