#include <charconv>
#include <cmath>

#include "values/input.h"
#include "values/interval_decode.h"

namespace backout::values {
namespace {

using Status = tl::expected<void, DateTimeError>;

tl::unexpected<DateTimeError> bad_format() {
    return tl::make_unexpected(DateTimeError::bad_format);
}

/// A number as ISO 8601 intervals have it: digits, a fraction, and for historical reasons all that strtod
/// reads.
struct Number {
    std::int64_t whole = 0;
    double fraction = 0;
    std::size_t integer_digits = 0;
};

/// Both forms: with a letter after each number, and the "alternative" one that looks like a date and time.
class Iso8601Decoder {
public:
    explicit Iso8601Decoder(std::string_view text) : rest_(text) {}

    IntervalResult run();

private:
    tl::expected<Number, DateTimeError> take_number();
    bool take(char c);
    Status date_part(const Number& number, char designator);
    Status time_part(const Number& number, char designator);
    Status basic_date(const Number& number);
    Status basic_time(const Number& number);
    Status extended_date(const Number& year, char after);
    Status extended_time(const Number& hour, char after);
    Status add(Unit unit, std::int64_t whole, double fraction = 0);
    Status add(Unit unit, const Number& number) { return add(unit, number.whole, number.fraction); }
    /// Adds the number that comes next.
    Status add_next(Unit unit);

    std::string_view rest_;
    bool in_date_ = true;
    bool has_field_ = false;  // since the last "T"
    bool done_ = false;
    DecodedInterval result_;
};

tl::expected<Number, DateTimeError> Iso8601Decoder::take_number() {
    constexpr double max = 1.0e15;
    if (rest_.empty() || (!is_digit(rest_.front()) && rest_.front() != '-' && rest_.front() != '.')) {
        return bad_format();
    }
    double value = 0;
    const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) {
        return bad_format();
    }
    if (std::isnan(value) || value < -max || value > max) {
        return tl::make_unexpected(DateTimeError::field_overflow);
    }
    Number number;
    const std::string_view digits = rest_.substr(rest_.front() == '-' ? 1 : 0);
    number.integer_digits = std::min(digits.find_first_not_of("0123456789"), digits.size());
    number.whole = static_cast<std::int64_t>(value);
    number.fraction = value - static_cast<double>(number.whole);
    rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()));
    return number;
}

bool Iso8601Decoder::take(char c) {
    if (!rest_.starts_with(c)) {
        return false;
    }
    rest_.remove_prefix(1);
    return true;
}

Status Iso8601Decoder::add(Unit unit, std::int64_t whole, double fraction) {
    if (!result_.add(unit, whole, fraction)) {
        return tl::make_unexpected(DateTimeError::field_overflow);
    }
    return {};
}

Status Iso8601Decoder::add_next(Unit unit) {
    const auto number = take_number();
    return number ? add(unit, *number) : Status(tl::make_unexpected(number.error()));
}

/// `designator` is the character after the number; '\0' at the end.
Status Iso8601Decoder::date_part(const Number& number, char designator) {
    switch (designator) {
        case 'Y':
            return add(Unit::year, number);
        case 'M':
            return add(Unit::month, number);
        case 'W':
            return add(Unit::week, number);
        case 'D':
            return add(Unit::day, number);
        case 'T':
        case '\0':
            if (number.integer_digits == 8 && !has_field_) {
                in_date_ = false;
                done_ = designator == '\0';
                return basic_date(number);
            }
            return extended_date(number, designator);
        case '-':
            return extended_date(number, designator);
        default:
            return bad_format();
    }
}

/// "00010203": four digits of the year, two of the month, two of the day.
Status Iso8601Decoder::basic_date(const Number& number) {
    Status status = add(Unit::year, number.whole / 10000);
    if (status) {
        status = add(Unit::month, number.whole / 100 % 100);
    }
    return status ? add(Unit::day, number.whole % 100, number.fraction) : status;
}

/// "0001-02-03", which may stop after any part.
Status Iso8601Decoder::extended_date(const Number& year, char after) {
    if (has_field_) {
        return bad_format();
    }
    Status status = add(Unit::year, year);
    bool goes_on = after == '-';
    in_date_ = false;
    done_ = after == '\0';
    for (const Unit unit : {Unit::month, Unit::day}) {
        if (!status || !goes_on) {
            return status;
        }
        status = add_next(unit);
        done_ = rest_.empty();
        // A "T" is left for the main loop.
        goes_on = !done_ && !rest_.starts_with('T');
        if (status && goes_on && (unit == Unit::day || !take('-'))) {
            return bad_format();
        }
    }
    return status;
}

Status Iso8601Decoder::time_part(const Number& number, char designator) {
    switch (designator) {
        case 'H':
            return add(Unit::hour, number);
        case 'M':
            return add(Unit::minute, number);
        case 'S':
            return add(Unit::second, number);
        case '\0':
            done_ = true;
            if (number.integer_digits == 6 && !has_field_) {
                return basic_time(number);
            }
            return extended_time(number, designator);
        case ':':
            return extended_time(number, designator);
        default:
            return bad_format();
    }
}

/// "040506"; a fraction counts in microseconds, as in the server.
Status Iso8601Decoder::basic_time(const Number& number) {
    Status status = add(Unit::hour, number.whole / 10000);
    if (status) {
        status = add(Unit::minute, number.whole / 100 % 100);
    }
    if (status) {
        status = add(Unit::second, number.whole % 100);
    }
    return status ? add(Unit::microsecond, 0, number.fraction) : status;
}

/// "04:05:06", which may stop after any part.
Status Iso8601Decoder::extended_time(const Number& hour, char after) {
    if (has_field_) {
        return bad_format();
    }
    Status status = add(Unit::hour, hour);
    bool goes_on = after == ':';
    done_ = true;
    for (const Unit unit : {Unit::minute, Unit::second}) {
        if (!status || !goes_on) {
            return status;
        }
        status = add_next(unit);
        goes_on = !rest_.empty();
        if (status && goes_on && (unit == Unit::second || !take(':'))) {
            return bad_format();
        }
    }
    return status;
}

IntervalResult Iso8601Decoder::run() {
    if (rest_.size() < 2 || !take('P')) {
        return bad_format();
    }
    while (!rest_.empty() && !done_) {
        if (take('T')) {
            in_date_ = false;
            has_field_ = false;
            continue;
        }
        const auto number = take_number();
        if (!number) {
            return tl::make_unexpected(number.error());
        }
        const char designator = rest_.empty() ? '\0' : rest_.front();
        rest_.remove_prefix(rest_.empty() ? 0 : 1);
        const bool was_in_date = in_date_;
        if (Status status = in_date_ ? date_part(*number, designator) : time_part(*number, designator);
            !status) {
            return tl::make_unexpected(status.error());
        }
        // A date of the alternative form ends with its "T".
        has_field_ = was_in_date == in_date_;
    }
    return result_;
}

}  // namespace

IntervalResult decode_iso8601_interval(std::string_view literal) {
    return Iso8601Decoder(literal).run();
}

}  // namespace backout::values
