#include "values/datetime_fields.h"

#include "values/input.h"

namespace backout::values {
namespace {

// Tokens are cut to this length in the server's tables, and compared by as many characters.
constexpr std::size_t token_length = 10;

constexpr Word word(std::string_view text, WordKind kind, int value = 0) {
    return {text, kind, value};
}
constexpr Word reserved(std::string_view text, ReservedWord value) {
    return {text, WordKind::reserved, static_cast<int>(value)};
}
constexpr Word unit(std::string_view text, Unit value) {
    return {text, WordKind::unit, static_cast<int>(value)};
}

constexpr Word date_words[] = {
    reserved("-infinity", ReservedWord::minus_infinity),
    reserved("allballs", ReservedWord::allballs),
    reserved("epoch", ReservedWord::epoch),
    reserved("infinity", ReservedWord::infinity),
    reserved("now", ReservedWord::now),
    reserved("today", ReservedWord::today),
    reserved("tomorrow", ReservedWord::tomorrow),
    reserved("yesterday", ReservedWord::yesterday),
    word("at", WordKind::ignored),
    word("on", WordKind::ignored),
    word("ad", WordKind::era, 0),
    word("bc", WordKind::era, 1),
    word("am", WordKind::meridian, 0),
    word("pm", WordKind::meridian, 1),
    word("jan", WordKind::month, 1),
    word("january", WordKind::month, 1),
    word("feb", WordKind::month, 2),
    word("february", WordKind::month, 2),
    word("mar", WordKind::month, 3),
    word("march", WordKind::month, 3),
    word("apr", WordKind::month, 4),
    word("april", WordKind::month, 4),
    word("may", WordKind::month, 5),
    word("jun", WordKind::month, 6),
    word("june", WordKind::month, 6),
    word("jul", WordKind::month, 7),
    word("july", WordKind::month, 7),
    word("aug", WordKind::month, 8),
    word("august", WordKind::month, 8),
    word("sep", WordKind::month, 9),
    word("sept", WordKind::month, 9),
    word("september", WordKind::month, 9),
    word("oct", WordKind::month, 10),
    word("october", WordKind::month, 10),
    word("nov", WordKind::month, 11),
    word("november", WordKind::month, 11),
    word("dec", WordKind::month, 12),
    word("december", WordKind::month, 12),
    word("sun", WordKind::day_of_week, 0),
    word("sunday", WordKind::day_of_week, 0),
    word("mon", WordKind::day_of_week, 1),
    word("monday", WordKind::day_of_week, 1),
    word("tue", WordKind::day_of_week, 2),
    word("tues", WordKind::day_of_week, 2),
    word("tuesday", WordKind::day_of_week, 2),
    word("wed", WordKind::day_of_week, 3),
    word("weds", WordKind::day_of_week, 3),
    word("wednesday", WordKind::day_of_week, 3),
    word("thu", WordKind::day_of_week, 4),
    word("thur", WordKind::day_of_week, 4),
    word("thurs", WordKind::day_of_week, 4),
    word("thursday", WordKind::day_of_week, 4),
    word("fri", WordKind::day_of_week, 5),
    word("friday", WordKind::day_of_week, 5),
    word("sat", WordKind::day_of_week, 6),
    word("saturday", WordKind::day_of_week, 6),
    word("dst", WordKind::daylight_saving, 3600),
    word("t", WordKind::iso_time, static_cast<int>(Unit::time)),
    unit("y", Unit::year),
    unit("m", Unit::month),
    unit("d", Unit::day),
    unit("h", Unit::hour),
    unit("mm", Unit::minute),
    unit("s", Unit::second),
    unit("j", Unit::julian),
    unit("jd", Unit::julian),
    unit("julian", Unit::julian),
    unit("dow", Unit::day_of_week),
    unit("doy", Unit::day_of_year),
    unit("isodow", Unit::iso_day_of_week),
    unit("isoyear", Unit::iso_year),
};

// Of words longer than ten characters the first ten.
constexpr Word interval_words[] = {
    word("@", WordKind::ignored),
    word("ago", WordKind::ago),
    unit("c", Unit::century),
    unit("cent", Unit::century),
    unit("centuries", Unit::century),
    unit("century", Unit::century),
    unit("d", Unit::day),
    unit("day", Unit::day),
    unit("days", Unit::day),
    unit("dec", Unit::decade),
    unit("decade", Unit::decade),
    unit("decades", Unit::decade),
    unit("decs", Unit::decade),
    unit("h", Unit::hour),
    unit("hour", Unit::hour),
    unit("hours", Unit::hour),
    unit("hr", Unit::hour),
    unit("hrs", Unit::hour),
    unit("m", Unit::minute),
    unit("microsecon", Unit::microsecond),
    unit("mil", Unit::millennium),
    unit("millennia", Unit::millennium),
    unit("millennium", Unit::millennium),
    unit("millisecon", Unit::millisecond),
    unit("mils", Unit::millennium),
    unit("min", Unit::minute),
    unit("mins", Unit::minute),
    unit("minute", Unit::minute),
    unit("minutes", Unit::minute),
    unit("mon", Unit::month),
    unit("mons", Unit::month),
    unit("month", Unit::month),
    unit("months", Unit::month),
    unit("ms", Unit::millisecond),
    unit("msec", Unit::millisecond),
    unit("msecond", Unit::millisecond),
    unit("mseconds", Unit::millisecond),
    unit("msecs", Unit::millisecond),
    unit("qtr", Unit::quarter),
    unit("quarter", Unit::quarter),
    unit("s", Unit::second),
    unit("sec", Unit::second),
    unit("second", Unit::second),
    unit("seconds", Unit::second),
    unit("secs", Unit::second),
    unit("timezone", Unit::timezone),
    unit("timezone_h", Unit::timezone_hour),
    unit("timezone_m", Unit::timezone_minute),
    unit("us", Unit::microsecond),
    unit("usec", Unit::microsecond),
    unit("usecond", Unit::microsecond),
    unit("useconds", Unit::microsecond),
    unit("usecs", Unit::microsecond),
    unit("w", Unit::week),
    unit("week", Unit::week),
    unit("weeks", Unit::week),
    unit("y", Unit::year),
    unit("year", Unit::year),
    unit("years", Unit::year),
    unit("yr", Unit::year),
    unit("yrs", Unit::year),
};

Word find_word(std::span<const Word> words, std::string_view lower_case) {
    const std::string_view token = lower_case.substr(0, token_length);
    for (const Word& candidate : words) {
        if (candidate.text == token) {
            return candidate;
        }
    }
    return {};
}

}  // namespace

Word find_date_word(std::string_view lower_case, int postgres_major) {
    if (postgres_major >= 16 && lower_case == "+infinity") {
        return reserved("+infinity", ReservedWord::infinity);
    }
    return find_word(date_words, lower_case);
}

Word find_interval_word(std::string_view lower_case) {
    return find_word(interval_words, lower_case);
}

/// Cuts a literal into fields.
class FieldLexer {
public:
    FieldLexer(std::string_view text, std::size_t buffer) : text_(text), buffer_(buffer) {}

    tl::expected<Fields, DateTimeError> run();

private:
    bool at_end() const { return position_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[position_]; }
    bool peek_is(std::string_view characters) const {
        return !at_end() && characters.find(peek()) != std::string_view::npos;
    }

    /// Moves a character into the field; false when the server's buffer would be full.
    bool take(Field& field) {
        if (used_ + 1 >= buffer_) {
            return false;
        }
        field.text += to_lower(text_[position_++]);
        ++used_;
        return true;
    }

    template <typename Predicate>
    bool take_while(Field& field, Predicate predicate) {
        while (!at_end() && predicate(peek())) {
            if (!take(field)) {
                return false;
            }
        }
        return true;
    }

    bool take_digits_field(Field& field);
    bool take_date_field(Field& field);
    bool take_word_field(Field& field);
    bool take_signed_field(Field& field);

    std::string_view text_;
    std::size_t buffer_;
    std::size_t position_ = 0;
    std::size_t used_ = 0;
};

bool FieldLexer::take_digits_field(Field& field) {
    if (!take_while(field, is_digit)) {
        return false;
    }
    if (peek() == ':') {
        field.kind = FieldKind::time;
        return take_while(field, [](char c) { return is_digit(c) || c == ':' || c == '.'; });
    }
    if (peek_is("-/.")) {
        return take_date_field(field);
    }
    field.kind = FieldKind::number;
    return true;
}

/// Digits and a delimiter were read; a three-field date has the same delimiter twice.
bool FieldLexer::take_date_field(Field& field) {
    const char delimiter = peek();
    if (!take(field)) {
        return false;
    }
    if (!is_digit(peek())) {
        field.kind = FieldKind::date;
        return take_while(field, [&](char c) { return is_alnum(c) || c == delimiter; });
    }
    field.kind = delimiter == '.' ? FieldKind::number : FieldKind::date;
    if (!take_while(field, is_digit)) {
        return false;
    }
    if (peek() != delimiter) {
        return true;
    }
    field.kind = FieldKind::date;
    return take_while(field, [&](char c) { return is_digit(c) || c == delimiter; });
}

/// Letters; with punctuation in it, a date such as "jan-5-2020" or the name of a time zone.
bool FieldLexer::take_word_field(Field& field) {
    field.kind = FieldKind::word;
    if (!take_while(field, is_alpha)) {
        return false;
    }
    // A digit or plus after a key word starts the next field; after anything else it belongs to a zone
    // ("utc+3").
    const bool continues = peek_is("-/.") || ((peek() == '+' || is_digit(peek())) &&
                                              find_word(date_words, field.text).kind == WordKind::unknown);
    if (!continues) {
        return true;
    }
    field.kind = FieldKind::date;
    return take_while(field, [](char c) {
        return is_alnum(c) || std::string_view("+-/_.:").find(c) != std::string_view::npos;
    });
}

bool FieldLexer::take_signed_field(Field& field) {
    if (!take(field)) {
        return false;
    }
    while (is_space(peek())) {
        ++position_;
    }
    if (is_digit(peek())) {
        field.kind = FieldKind::timezone;
        return take_while(field, [](char c) { return is_digit(c) || c == ':' || c == '.' || c == '-'; });
    }
    field.kind = FieldKind::special;
    return is_alpha(peek()) && take_while(field, is_alpha);
}

tl::expected<Fields, DateTimeError> FieldLexer::run() {
    tl::expected<Fields, DateTimeError> result;
    while (!at_end()) {
        if (is_space(peek())) {
            ++position_;
            continue;
        }
        if (result->count_ == Fields::max_count) {
            return tl::make_unexpected(DateTimeError::bad_format);
        }
        Field field;
        bool taken = false;
        if (is_digit(peek())) {
            taken = take_digits_field(field);
        } else if (peek() == '.') {
            taken = take(field) && take_while(field, is_digit);
        } else if (is_alpha(peek())) {
            taken = take_word_field(field);
        } else if (peek_is("+-")) {
            taken = take_signed_field(field);
        } else if (is_punctuation(peek())) {
            ++position_;  // other punctuation only separates
            continue;
        }
        if (!taken) {
            return tl::make_unexpected(DateTimeError::bad_format);
        }
        ++used_;  // the field's terminator
        result->fields_[result->count_++] = std::move(field);
    }
    return result;
}

tl::expected<Fields, DateTimeError> Fields::parse(std::string_view literal, std::size_t buffer) {
    return FieldLexer(literal, buffer).run();
}

}  // namespace backout::values
