#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

/// The lexer of dates, times and intervals, and their key words (datetime.c, ParseDateTime and its tables).
namespace backout::values {

/// Why a date, time or interval was refused.
enum class DateTimeError { bad_format, field_overflow, zone_overflow, unknown_zone };

enum class FieldKind {
    number,    ///< digits, perhaps a point
    date,      ///< digits and delimiters, or digits and text; also "America/New_York"
    time,      ///< digits with colons
    word,      ///< letters
    special,   ///< a sign and letters
    timezone,  ///< a sign and digits; also a signed number
};

struct Field {
    FieldKind kind = FieldKind::number;
    std::string text;  ///< in lower case
};

class Fields {
public:
    static constexpr std::size_t max_count = 25;

    /// `buffer` is the size of the server's work space, which limits how long a literal may be.
    static tl::expected<Fields, DateTimeError> parse(std::string_view literal, std::size_t buffer);

    std::size_t size() const { return count_; }
    Field& operator[](std::size_t i) { return fields_[i]; }
    const Field& operator[](std::size_t i) const { return fields_[i]; }

private:
    friend class FieldLexer;
    std::array<Field, max_count> fields_;
    std::size_t count_ = 0;
};

/// What a key word is; its number says which (a month, a day of the week, an hour offset, …).
enum class WordKind {
    unknown,
    ignored,          ///< "at", "on"
    reserved,         ///< "now", "epoch": a ReservedWord
    month,            ///< 1 to 12
    day_of_week,      ///< 0 for Sunday
    meridian,         ///< 0 for AM, 1 for PM
    era,              ///< 0 for AD, 1 for BC
    iso_time,         ///< the "T" of ISO 8601
    daylight_saving,  ///< "dst" after a time zone
    unit,             ///< a Unit
    ago,              ///< negates an interval
};

enum class ReservedWord { epoch, infinity, minus_infinity, now, today, tomorrow, yesterday, allballs };

enum class Unit {
    microsecond,
    millisecond,
    second,
    minute,
    hour,
    day,
    week,
    month,
    quarter,
    year,
    decade,
    century,
    millennium,
    julian,
    day_of_week,
    day_of_year,
    iso_day_of_week,
    iso_year,
    timezone,
    timezone_hour,
    timezone_minute,
    time,  ///< what "T" announces
};

struct Word {
    std::string_view text;
    WordKind kind = WordKind::unknown;
    int value = 0;
};

/// Key words of dates and times. `postgres_major` because "+infinity" came with 16.
Word find_date_word(std::string_view lower_case, int postgres_major);
/// Units of intervals.
Word find_interval_word(std::string_view lower_case);

}  // namespace backout::values
