#include "values/interval_decode.h"

#include <cmath>
#include <limits>
#include <optional>

#include "values/input.h"
#include "values/typmod.h"

namespace backout::values {
namespace {

tl::unexpected<DateTimeError> bad_format() {
    return tl::make_unexpected(DateTimeError::bad_format);
}
tl::unexpected<DateTimeError> field_overflow() {
    return tl::make_unexpected(DateTimeError::field_overflow);
}

bool add_to(std::int32_t& sum, std::int64_t value) {
    const bool fits = value >= std::numeric_limits<std::int32_t>::min() &&
                      value <= std::numeric_limits<std::int32_t>::max();
    return fits && !__builtin_add_overflow(sum, static_cast<std::int32_t>(value), &sum);
}

bool add_scaled(std::int32_t& sum, std::int64_t value, std::int32_t scale) {
    const bool fits = value >= std::numeric_limits<std::int32_t>::min() &&
                      value <= std::numeric_limits<std::int32_t>::max();
    return fits && add_to(sum, value * scale);
}

bool add_scaled(std::int64_t& sum, std::int64_t value, std::int64_t scale) {
    std::int64_t product = 0;
    return !__builtin_mul_overflow(value, scale, &product) && !__builtin_add_overflow(sum, product, &sum);
}

/// Halves of a microsecond are cut, more is rounded up.
bool add_fraction_of_time(IntervalSum& sum, double fraction, std::int64_t unit) {
    fraction *= static_cast<double>(unit);
    auto microseconds = static_cast<std::int64_t>(fraction);
    fraction -= static_cast<double>(microseconds);
    microseconds += fraction > 0.5 ? 1 : fraction < -0.5 ? -1 : 0;
    return !__builtin_add_overflow(sum.microseconds, microseconds, &sum.microseconds);
}

bool add_time(IntervalSum& sum, std::int64_t whole, double fraction, std::int64_t unit) {
    return add_scaled(sum.microseconds, whole, unit) && add_fraction_of_time(sum, fraction, unit);
}

bool add_fraction_of_days(IntervalSum& sum, double fraction, int days) {
    fraction *= days;
    const auto whole = static_cast<std::int64_t>(fraction);
    return add_to(sum.days, whole) &&
           add_fraction_of_time(sum, fraction - static_cast<double>(whole), microseconds_per_day);
}

bool add_years(IntervalSum& sum, std::int64_t whole, double fraction, int years) {
    const auto months = static_cast<std::int64_t>(std::rint(fraction * years * 12));
    return add_scaled(sum.years, whole, years) && add_to(sum.months, months);
}

constexpr unsigned unit_bit(Unit unit) {
    return 1U << static_cast<unsigned>(unit);
}
constexpr unsigned all_second_bits =
    unit_bit(Unit::second) | unit_bit(Unit::millisecond) | unit_bit(Unit::microsecond);
constexpr unsigned time_bits = unit_bit(Unit::hour) | unit_bit(Unit::minute) | all_second_bits;

/// The unit of a number that has none: the smallest of INTERVAL … TO ….
Unit default_unit(std::int32_t range) {
    using F = IntervalFields;
    if (range == F::all || (range & F::second) != 0) {
        return Unit::second;
    }
    return (range & F::minute) != 0  ? Unit::minute
           : (range & F::hour) != 0  ? Unit::hour
           : (range & F::day) != 0   ? Unit::day
           : (range & F::month) != 0 ? Unit::month
                                     : Unit::year;
}

/// Reads the fields from the end, so that units come before their numbers.
class IntervalDecoder {
public:
    IntervalDecoder(const Fields& fields, std::int32_t range, int postgres_major)
        : fields_(fields), range_(range), modern_(postgres_major >= 17) {}

    IntervalResult run();

private:
    using Status = tl::expected<void, DateTimeError>;

    Status decode_field(std::size_t i);
    Status clock(std::string_view text, bool negative);
    Status number(const std::string& text);
    Status word(std::size_t i);
    Status reserved_word(ReservedWord word, std::size_t i);
    Status see(unsigned units);
    bool negate();

    const Fields& fields_;
    std::int32_t range_;
    bool modern_;  // 17 and later refuse units without a number, "ago" in the middle, and know infinities

    DecodedInterval result_;
    enum class Pending { none, unit, ago };
    Pending pending_ = Pending::none;  // what the field to the right said
    Unit unit_ = Unit::second;
    bool unit_awaits_number_ = false;
    unsigned seen_ = 0;
    bool is_ago_ = false;
};

tl::expected<void, DateTimeError> IntervalDecoder::see(unsigned units) {
    if ((seen_ & units) != 0) {
        return bad_format();
    }
    seen_ |= units;
    return {};
}

tl::expected<void, DateTimeError> IntervalDecoder::decode_field(std::size_t i) {
    const Field& field = fields_[i];
    switch (field.kind) {
        case FieldKind::time:
            return clock(field.text, false);
        case FieldKind::timezone:
            // A signed time, or else a signed number.
            if (field.text.find(':') != std::string::npos) {
                if (Status status =
                        clock(std::string_view(field.text).substr(1), field.text.front() == '-')) {
                    return status;
                }
            }
            return number(field.text);
        case FieldKind::date:
        case FieldKind::number:
            return number(field.text);
        case FieldKind::word:
        case FieldKind::special:
            return word(i);
    }
    return bad_format();
}

tl::expected<void, DateTimeError> IntervalDecoder::clock(std::string_view text, bool negative) {
    using F = IntervalFields;
    const auto time = decode_clock_time(text, range_ == (F::minute | F::second));
    if (!time) {
        return tl::make_unexpected(time.error());
    }
    std::int64_t microseconds =
        time->microsecond + time->second * microseconds_per_second + time->minute * microseconds_per_minute;
    if (!add_scaled(microseconds, time->hour, microseconds_per_hour)) {
        return field_overflow();
    }
    result_.sum.microseconds = negative ? -microseconds : microseconds;
    // A number before a time is of days.
    pending_ = Pending::unit;
    unit_ = Unit::day;
    unit_awaits_number_ = false;
    return see(time_bits);
}

tl::expected<void, DateTimeError> IntervalDecoder::number(const std::string& text) {
    if (pending_ == Pending::none) {
        pending_ = Pending::unit;
        unit_ = default_unit(range_);
    }
    const LeadingInteger leading = leading_int64(text);
    if (leading.overflowed) {
        return field_overflow();
    }
    std::int64_t whole = leading.value;
    double fraction = 0;
    const bool negative = text.front() == '-';
    const std::string_view rest = std::string_view(text).substr(leading.length);
    if (rest.starts_with('-')) {
        // "years-months" of the SQL standard
        const LeadingInteger months = leading_int32(rest.substr(1));
        if (months.overflowed || months.value < 0 || months.value >= 12) {
            return field_overflow();
        }
        if (months.length + 1 != rest.size()) {
            return bad_format();
        }
        if (__builtin_mul_overflow(whole, std::int64_t{12}, &whole) ||
            __builtin_add_overflow(whole, negative ? -months.value : months.value, &whole)) {
            return field_overflow();
        }
        pending_ = Pending::unit;
        unit_ = Unit::month;
    } else if (rest.starts_with('.')) {
        const auto value = decode_fraction(rest);
        if (!value) {
            return tl::make_unexpected(value.error());
        }
        fraction = negative ? -*value : *value;
    } else if (!rest.empty()) {
        return bad_format();
    }
    if (pending_ == Pending::ago || unit_ > Unit::millennium || unit_ == Unit::quarter) {
        return bad_format();
    }
    if (!result_.add(unit_, whole, fraction)) {
        return field_overflow();
    }
    const unsigned units = unit_ == Unit::second && fraction != 0 ? all_second_bits : unit_bit(unit_);
    if (unit_ == Unit::hour) {
        unit_ = Unit::day;  // for the next number
    }
    unit_awaits_number_ = false;
    return see(units);
}

tl::expected<void, DateTimeError> IntervalDecoder::word(std::size_t i) {
    if (modern_ && unit_awaits_number_) {
        return bad_format();
    }
    Word word = find_interval_word(fields_[i].text);
    if (word.kind == WordKind::unknown && modern_) {
        word = find_date_word(fields_[i].text, 17);
    }
    switch (word.kind) {
        case WordKind::unit:
            pending_ = Pending::unit;
            unit_ = static_cast<Unit>(word.value);
            unit_awaits_number_ = true;
            return {};
        case WordKind::ago:
            if (modern_ && i != fields_.size() - 1) {
                return bad_format();
            }
            is_ago_ = true;
            pending_ = Pending::ago;
            return {};
        case WordKind::reserved:
            return reserved_word(static_cast<ReservedWord>(word.value), i);
        case WordKind::ignored:
            pending_ = Pending::none;
            return {};
        default:
            return bad_format();
    }
}

tl::expected<void, DateTimeError> IntervalDecoder::reserved_word(ReservedWord word, std::size_t i) {
    const bool is_infinity = word == ReservedWord::infinity || word == ReservedWord::minus_infinity;
    if (!is_infinity || i != fields_.size() - 1) {
        return bad_format();
    }
    result_.value = word == ReservedWord::infinity ? DecodedInterval::Value::infinity
                                                   : DecodedInterval::Value::minus_infinity;
    return see(time_bits | unit_bit(Unit::year) | unit_bit(Unit::month) | unit_bit(Unit::day));
}

bool IntervalDecoder::negate() {
    IntervalSum& sum = result_.sum;
    return !__builtin_sub_overflow(std::int64_t{0}, sum.microseconds, &sum.microseconds) &&
           !__builtin_sub_overflow(0, sum.days, &sum.days) &&
           !__builtin_sub_overflow(0, sum.months, &sum.months) &&
           !__builtin_sub_overflow(0, sum.years, &sum.years);
}

IntervalResult IntervalDecoder::run() {
    for (std::size_t i = fields_.size(); i-- > 0;) {
        if (Status status = decode_field(i); !status) {
            return tl::make_unexpected(status.error());
        }
    }
    if (seen_ == 0 || (modern_ && unit_awaits_number_)) {
        return bad_format();
    }
    if (is_ago_ && !negate()) {
        return field_overflow();
    }
    return result_;
}

}  // namespace

bool IntervalSum::add(Unit unit, std::int64_t whole, double fraction) {
    switch (unit) {
        case Unit::microsecond:
            return add_time(*this, whole, fraction, 1);
        case Unit::millisecond:
            return add_time(*this, whole, fraction, 1000);
        case Unit::second:
            return add_time(*this, whole, fraction, microseconds_per_second);
        case Unit::minute:
            return add_time(*this, whole, fraction, microseconds_per_minute);
        case Unit::hour:
            return add_time(*this, whole, fraction, microseconds_per_hour);
        case Unit::day:
            return add_to(days, whole) && add_fraction_of_time(*this, fraction, microseconds_per_day);
        case Unit::week:
            return add_scaled(days, whole, 7) && add_fraction_of_days(*this, fraction, 7);
        case Unit::month:
            return add_to(months, whole) && add_fraction_of_days(*this, fraction, 30);
        case Unit::year:
            return add_years(*this, whole, fraction, 1);
        case Unit::decade:
            return add_years(*this, whole, fraction, 10);
        case Unit::century:
            return add_years(*this, whole, fraction, 100);
        case Unit::millennium:
            return add_years(*this, whole, fraction, 1000);
        default:
            return false;
    }
}

bool DecodedInterval::add(Unit unit, std::int64_t whole, double fraction) {
    const double microseconds = fraction * microseconds_per_second;
    const bool is_whole = std::fabs(microseconds - std::rint(microseconds)) < 1e-6;
    const bool is_rounded = fraction != 0 && (unit != Unit::second || !is_whole);
    const bool is_long =
        whole > std::numeric_limits<std::int32_t>::max() || whole < std::numeric_limits<std::int32_t>::min();
    differs_in_14 = differs_in_14 || is_rounded || is_long;
    return sum.add(unit, whole, fraction);
}

IntervalResult decode_interval(std::string_view literal, std::int32_t range, int postgres_major) {
    constexpr std::size_t buffer = 256;
    const auto fields = Fields::parse(literal, buffer);
    if (!fields) {
        return tl::make_unexpected(fields.error());
    }
    return IntervalDecoder(*fields, range, postgres_major).run();
}

}  // namespace backout::values
