#include "values/datetime_decode.h"

#include <cmath>

#include "values/input.h"
#include "values/timezone.h"

namespace backout::values {
namespace {

using Status = tl::expected<void, DateTimeFailure>;

tl::unexpected<DateTimeFailure> refuse(DateTimeError error, std::string_view zone = {}) {
    return tl::make_unexpected(DateTimeFailure{error, std::string(zone)});
}
tl::unexpected<DateTimeFailure> bad_format() {
    return refuse(DateTimeError::bad_format);
}
tl::unexpected<DateTimeFailure> field_overflow() {
    return refuse(DateTimeError::field_overflow);
}

/// Puts the fields of a literal together, one by one. What date-and-time and time-only input have in common
/// is here; where they differ, `time_only_` tells.
class Decoder {
public:
    Decoder(Fields& fields, const LiteralContext& context, bool time_only)
        : fields_(fields), context_(context), time_only_(time_only), modern_(context.postgres_major >= 16) {}

    DecodeResult run();

private:
    Status decode_field(std::size_t i);
    Status date_field(std::size_t i);
    Status time_field(const Field& field);
    Status zone_field(const Field& field);
    Status number_field(std::size_t i);
    Status plain_number(std::size_t i);
    Status plain_time_number(std::size_t i);
    Status labelled_number(const std::string& text);
    Status label(Unit unit, const std::string& text, const LeadingInteger& number);
    Status julian_day(const LeadingInteger& number, std::string_view fraction);
    Status julian_day_with_zone(const std::string& text);
    Status run_together_with_zone(const std::string& text);
    Status word_field(std::size_t i);
    Status zone_abbreviation(const TimeZoneAbbreviation& abbreviation);
    Status known_word(const Word& word, std::size_t i);
    Status reserved_word(ReservedWord word);
    Status month_word(int month);
    Status daylight_saving_word(int seconds);
    Status label_word(Unit unit, bool is_iso_time, std::size_t i);
    Status full_zone_name(const std::string& name, DateTimeError when_unknown);

    Status validate_date();
    Status apply_meridian();
    Status finish_date_time();
    Status finish_time_only();
    std::int64_t seconds_since_1970();
    void resolve_zone();

    Status add(FoundParts found);
    Status add(DateTimeParts found);
    bool has(DateTimeParts parts) const { return (partial_.seen & parts) == parts; }
    bool has_any(DateTimeParts parts) const { return (partial_.seen & parts) != 0; }
    BrokenDownTime& time() { return partial_.time; }

    Fields& fields_;
    const LiteralContext& context_;
    const bool time_only_;
    const bool modern_;

    PartialDateTime partial_;
    DecodedDateTime result_;
    std::optional<Unit> label_;  // announced by the field before
    std::optional<int> meridian_;
    bool month_is_named_ = false;
    bool is_julian_ = false;
    bool before_christ_ = false;
    std::optional<TimeZone> named_zone_;
    bool dynamic_abbreviation_ = false;
};

Status Decoder::add(DateTimeParts found) {
    if (has_any(found)) {
        return bad_format();
    }
    partial_.seen |= found;
    return {};
}

Status Decoder::add(FoundParts found) {
    return found ? add(*found) : Status(refuse(found.error()));
}

// --- Fields by their kind ------------------------------------------------------------------------

Status Decoder::decode_field(std::size_t i) {
    switch (fields_[i].kind) {
        case FieldKind::date:
            return date_field(i);
        case FieldKind::time:
            return time_field(fields_[i]);
        case FieldKind::timezone:
            return zone_field(fields_[i]);
        case FieldKind::number:
            return number_field(i);
        case FieldKind::word:
        case FieldKind::special:
            return word_field(i);
    }
    return bad_format();
}

Status Decoder::date_field(std::size_t i) {
    const std::string& text = fields_[i].text;
    bool is_date = false;
    if (time_only_) {
        is_date = i == 0 && fields_.size() >= 2 &&
                  (fields_[fields_.size() - 1].kind == FieldKind::date || fields_[1].kind == FieldKind::time);
    } else {
        if (label_ == Unit::julian) {
            return julian_day_with_zone(text);
        }
        // Once month and day are there, it is a zone: "mmm dd hhmmss zone year" is old usage.
        is_date = !label_ && !has(month_part | day_part);
    }
    if (is_date) {
        return add(decode_date(text, partial_.seen, partial_, context_.postgres_major));
    }
    if (is_digit(text.front()) || (label_ && !time_only_)) {
        return run_together_with_zone(text);
    }
    return full_zone_name(text, DateTimeError::unknown_zone);
}

/// "hhmmss-zz"
Status Decoder::run_together_with_zone(const std::string& text) {
    if (label_ && !time_only_) {
        if (label_ != Unit::time) {
            return bad_format();
        }
        label_.reset();
    }
    const std::size_t minus = text.find('-');
    if (has(time_parts) || minus == std::string::npos) {
        return bad_format();
    }
    const auto offset = decode_zone_offset(std::string_view(text).substr(minus));
    if (!offset) {
        return refuse(offset.error());
    }
    result_.zone = *offset;
    const DateTimeParts seen = time_only_ ? partial_.seen | date_parts : partial_.seen;
    const FoundParts found =
        decode_run_together(std::string_view(text).substr(0, minus), seen, partial_, context_.postgres_major);
    return add(found.map([](DateTimeParts parts) { return parts | zone_part; }));
}

Status Decoder::time_field(const Field& field) {
    // The time after a "T".
    if (label_ && (!time_only_ || modern_)) {
        if (label_ != Unit::time) {
            return bad_format();
        }
        label_.reset();
    }
    const auto clock = decode_clock_time(field.text, false);
    if (!clock) {
        return refuse(clock.error());
    }
    if (clock->hour > std::numeric_limits<int>::max()) {
        return field_overflow();
    }
    time().hour = static_cast<int>(clock->hour);
    time().minute = clock->minute;
    time().second = clock->second;
    time().microsecond = clock->microsecond;
    if (!time_only_ && !is_time_of_day(time())) {
        return field_overflow();
    }
    return add(time_parts);
}

Status Decoder::zone_field(const Field& field) {
    const auto offset = decode_zone_offset(field.text);
    if (!offset) {
        return refuse(offset.error());
    }
    result_.zone = *offset;
    return add(zone_part);
}

Status Decoder::number_field(std::size_t i) {
    if (label_) {
        return labelled_number(fields_[i].text);
    }
    return time_only_ ? plain_time_number(i) : plain_number(i);
}

Status Decoder::plain_number(std::size_t i) {
    const std::string& text = fields_[i].text;
    const std::size_t point = text.find('.');
    const int major = context_.postgres_major;
    if (point != std::string::npos && !has_any(date_parts)) {
        return add(decode_date(text, partial_.seen, partial_, major));
    }
    const bool run_together =
        point != std::string::npos
            ? point > 2
            // Six digits or more are a date or time, unless both are there: then it is a year.
            : text.size() >= 6 && (!has_any(date_parts) || !has_any(time_parts));
    if (run_together) {
        return add(decode_run_together(text, partial_.seen, partial_, major));
    }
    return add(decode_number(text, month_is_named_, partial_.seen, partial_, major));
}

Status Decoder::plain_time_number(std::size_t i) {
    const std::string& text = fields_[i].text;
    const std::size_t point = text.find('.');
    const int major = context_.postgres_major;
    const DateTimeParts seen = partial_.seen | date_parts;
    if (point != std::string::npos) {
        if (i == 0 && fields_.size() >= 2 && fields_[fields_.size() - 1].kind == FieldKind::date) {
            return add(decode_date(text, partial_.seen, partial_, major));
        }
        return point > 2 ? add(decode_run_together(text, seen, partial_, major)) : Status(bad_format());
    }
    if (text.size() > 4) {
        return add(decode_run_together(text, seen, partial_, major));
    }
    return add(decode_number(text, false, seen, partial_, major));
}

// --- Numbers after a label: "J2451187", "T040506", and up to 15 "y2001m02d04" ---------------------

Status Decoder::labelled_number(const std::string& text) {
    const LeadingInteger number = leading_int32(text);
    if (number.overflowed) {
        return field_overflow();
    }
    const std::string_view rest = std::string_view(text).substr(number.length);
    const bool may_have_fraction = label_ == Unit::julian || label_ == Unit::time || label_ == Unit::second;
    if (!rest.empty() && (!rest.starts_with('.') || !may_have_fraction)) {
        return bad_format();
    }
    const Unit unit = *label_;
    label_.reset();
    result_.value = DecodedDateTime::Value::date_time;
    return label(unit, text, number);
}

Status Decoder::label(Unit unit, const std::string& text, const LeadingInteger& number) {
    const std::string_view fraction = std::string_view(text).substr(number.length);
    const auto value = static_cast<int>(number.value);
    switch (unit) {
        case Unit::julian:
            return julian_day(number, fraction);
        case Unit::time: {
            const FoundParts found =
                decode_run_together(text, partial_.seen | date_parts, partial_, context_.postgres_major);
            if (found && *found != time_parts) {
                return bad_format();
            }
            return add(found);
        }
        default:
            break;
    }
    if (modern_) {
        return bad_format();
    }
    switch (unit) {
        case Unit::year:
            time().year = value;
            return add(year_part);
        case Unit::month:
            // Once there is a month and an hour, "m" means minutes.
            if (has(month_part | hour_part)) {
                time().minute = value;
                return add(minute_part);
            }
            time().month = value;
            return add(month_part);
        case Unit::day:
            time().day = value;
            return add(day_part);
        case Unit::hour:
            time().hour = value;
            return add(hour_part);
        case Unit::minute:
            time().minute = value;
            return add(minute_part);
        case Unit::second: {
            time().second = value;
            if (fraction.empty()) {
                return add(second_part);
            }
            const auto microsecond = decode_fractional_second(fraction);
            if (!microsecond) {
                return refuse(microsecond.error());
            }
            time().microsecond = *microsecond;
            return add(all_second_parts);
        }
        default:
            return bad_format();
    }
}

Status Decoder::julian_day(const LeadingInteger& number, std::string_view fraction) {
    if (number.value < 0) {
        return field_overflow();
    }
    const CalendarDate date = calendar_date(static_cast<int>(number.value));
    time().year = date.year;
    time().month = date.month;
    time().day = date.day;
    is_julian_ = true;
    if (fraction.empty()) {
        return add(date_parts);
    }
    const auto day = decode_fraction(fraction);
    if (!day) {
        return refuse(day.error());
    }
    auto microseconds = static_cast<std::int64_t>(*day * static_cast<double>(microseconds_per_day));
    time().hour = static_cast<int>(microseconds / microseconds_per_hour);
    microseconds %= microseconds_per_hour;
    time().minute = static_cast<int>(microseconds / microseconds_per_minute);
    microseconds %= microseconds_per_minute;
    time().second = static_cast<int>(microseconds / microseconds_per_second);
    time().microsecond = microseconds % microseconds_per_second;
    return add(date_parts | time_parts);
}

/// "J2451187-08": any other form of a Julian day falls into fields of its own.
Status Decoder::julian_day_with_zone(const std::string& text) {
    const LeadingInteger number = leading_int32(text);
    if (number.overflowed) {
        return field_overflow();
    }
    label_.reset();
    if (Status status = julian_day(number, {}); !status) {
        return status;
    }
    const auto offset = decode_zone_offset(std::string_view(text).substr(number.length));
    if (!offset) {
        return refuse(offset.error());
    }
    result_.zone = *offset;
    return add(time_parts | zone_part);
}

// --- Words ---------------------------------------------------------------------------------------

Status Decoder::word_field(std::size_t i) {
    const std::string& text = fields_[i].text;
    // Abbreviations of time zones go before key words.
    if (const TimeZoneAbbreviation* abbreviation = find_time_zone_abbreviation(text)) {
        return zone_abbreviation(*abbreviation);
    }
    const Word word = find_date_word(text, context_.postgres_major);
    return word.kind == WordKind::unknown ? full_zone_name(text, DateTimeError::bad_format)
                                          : known_word(word, i);
}

Status Decoder::known_word(const Word& word, std::size_t i) {
    switch (word.kind) {
        case WordKind::ignored:
            return {};
        case WordKind::reserved:
            return reserved_word(static_cast<ReservedWord>(word.value));
        case WordKind::month:
            return time_only_ ? Status(bad_format()) : month_word(word.value);
        case WordKind::day_of_week:
            return time_only_ ? Status(bad_format()) : add(day_of_week_part);
        case WordKind::meridian:
            meridian_ = word.value;
            return add(meridian_part);
        case WordKind::era:
            before_christ_ = word.value == 1;
            return add(era_part);
        case WordKind::daylight_saving:
            return daylight_saving_word(word.value);
        case WordKind::iso_time:
            return label_word(static_cast<Unit>(word.value), true, i);
        case WordKind::unit:
            return label_word(static_cast<Unit>(word.value), false, i);
        case WordKind::ago:
        case WordKind::unknown:
            break;
    }
    return bad_format();
}

Status Decoder::zone_abbreviation(const TimeZoneAbbreviation& abbreviation) {
    result_.zone = abbreviation.offset;
    dynamic_abbreviation_ = abbreviation.is_dynamic;
    return add(abbreviation.is_daylight_saving && !abbreviation.is_dynamic ? zone_part | daylight_saving_part
                                                                           : DateTimeParts{zone_part});
}

/// The name of a zone, whose offset waits for the date.
Status Decoder::full_zone_name(const std::string& name, DateTimeError when_unknown) {
    const auto zone = find_time_zone(name);
    if (!zone) {
        return refuse(when_unknown, name);
    }
    named_zone_ = *zone;
    named_zone_->name = {};  // might point into the field
    return add(zone_part);
}

Status Decoder::reserved_word(ReservedWord word) {
    using Value = DecodedDateTime::Value;
    switch (word) {
        case ReservedWord::now:
            result_.value = Value::date_time;
            result_.reads_clock = true;
            if (time_only_) {
                return add(time_parts);
            }
            time() = {.year = 2000, .month = 1, .day = 1};  // any day will do
            return add(date_parts | time_parts | zone_part);
        case ReservedWord::today:
        case ReservedWord::tomorrow:
        case ReservedWord::yesterday:
            if (time_only_) {
                return bad_format();
            }
            result_.value = Value::date_time;
            result_.reads_clock = true;
            time().year = 2000;
            time().month = 1;
            time().day = 1;
            return add(date_parts);
        case ReservedWord::allballs:
            result_.value = Value::date_time;
            time().hour = 0;
            time().minute = 0;
            time().second = 0;
            result_.zone = 0;
            return add(time_parts | zone_part);
        case ReservedWord::epoch:
            result_.value = Value::epoch;
            break;
        case ReservedWord::infinity:
            result_.value = Value::infinity;
            break;
        case ReservedWord::minus_infinity:
            result_.value = Value::minus_infinity;
            break;
    }
    if (time_only_) {
        return bad_format();
    }
    // Up to 15 anything could stand beside.
    return add(modern_ ? date_parts | time_parts | zone_part : DateTimeParts{reserved_part});
}

Status Decoder::month_word(int month) {
    DateTimeParts found = month_part;
    // "5 jan 2020": the number before was taken for the month.
    if (has(month_part) && !month_is_named_ && !has(day_part) && time().month >= 1 && time().month <= 31) {
        time().day = time().month;
        found = day_part;
    }
    month_is_named_ = true;
    time().month = month;
    return add(found);
}

/// The "DST" of "MET DST".
Status Decoder::daylight_saving_word(int seconds) {
    result_.zone += seconds;
    return add(daylight_saving_word_part | daylight_saving_part);
}

Status Decoder::label_word(Unit unit, bool is_iso_time, std::size_t i) {
    if (is_iso_time && !time_only_ && !has(date_parts)) {
        return bad_format();
    }
    if (modern_) {
        if (label_) {
            return bad_format();
        }
    } else if (is_iso_time) {
        const bool time_follows = i + 1 < fields_.size() && (fields_[i + 1].kind == FieldKind::number ||
                                                             fields_[i + 1].kind == FieldKind::time ||
                                                             fields_[i + 1].kind == FieldKind::date);
        if (!time_follows) {
            return bad_format();
        }
    }
    label_ = unit;
    return {};
}

// --- The whole -----------------------------------------------------------------------------------

/// ValidateDate.
Status Decoder::validate_date() {
    if (has(year_part) && !is_julian_) {
        int& year = time().year;
        if (before_christ_) {
            if (year <= 0) {
                return field_overflow();
            }
            year = 1 - year;
        } else if (partial_.two_digit_year) {
            year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
        } else if (year <= 0) {
            return field_overflow();
        }
    }
    if (has(day_of_year_part)) {
        const CalendarDate date =
            calendar_date(values::julian_day(time().year, 1, 1) + partial_.day_of_year - 1);
        time().year = date.year;
        time().month = date.month;
        time().day = date.day;
    }
    if (has(month_part) && (time().month < 1 || time().month > 12)) {
        return field_overflow();
    }
    if (has(day_part) && (time().day < 1 || time().day > 31)) {
        return field_overflow();
    }
    if (has(date_parts) && time().day > days_in_month(time().year, time().month)) {
        return field_overflow();
    }
    return {};
}

Status Decoder::apply_meridian() {
    if (!meridian_) {
        return {};
    }
    if (time().hour > 12) {
        return field_overflow();
    }
    const bool afternoon = *meridian_ == 1;
    if (!afternoon && time().hour == 12) {
        time().hour = 0;
    } else if (afternoon && time().hour != 12) {
        time().hour += 12;
    }
    return {};
}

std::int64_t Decoder::seconds_since_1970() {
    const bool has_date = has(date_parts) && has_julian_day(time().year, time().month);
    return has_date ? std::int64_t{86400} *
                          (values::julian_day(time().year, time().month, time().day) - julian_day_of_1970)
                    : 0;
}

/// Finds out the offset of whatever zone was named, or the session's.
void Decoder::resolve_zone() {
    if (named_zone_) {
        result_.zone = named_zone_->offset;
        result_.zone_is_known = named_zone_->is_fixed_at(seconds_since_1970());
    } else if (dynamic_abbreviation_) {
        result_.zone_is_known = false;
    } else if (!has(zone_part)) {
        const SessionZone session = session_zone(context_, seconds_since_1970());
        result_.zone = session.offset;
        result_.zone_is_known = session.is_known;
    }
}

Status Decoder::finish_date_time() {
    if (!has(date_parts)) {
        return bad_format();
    }
    // "DST" only goes with an abbreviation of a fixed offset.
    if ((named_zone_ || dynamic_abbreviation_ || !has(zone_part)) && has(daylight_saving_word_part)) {
        return bad_format();
    }
    resolve_zone();
    return {};
}

Status Decoder::finish_time_only() {
    if (!is_time_of_day(time())) {
        return field_overflow();
    }
    if (!has(time_parts)) {
        return bad_format();
    }
    const bool needs_date = named_zone_ ? named_zone_->fixed_from != std::numeric_limits<std::int64_t>::min()
                                        : has_any(date_parts) && (dynamic_abbreviation_ || !has(zone_part));
    if ((named_zone_ || dynamic_abbreviation_ || !has(zone_part)) && has(daylight_saving_word_part)) {
        return bad_format();
    }
    if (needs_date && !has(date_parts)) {
        return bad_format();
    }
    resolve_zone();
    return {};
}

DecodeResult Decoder::run() {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (Status status = decode_field(i); !status) {
            return tl::make_unexpected(std::move(status.error()));
        }
    }
    if (modern_ && label_) {
        return bad_format();
    }
    const bool is_plain = result_.value == DecodedDateTime::Value::date_time;
    Status status;
    // Up to 15 the fields beside "infinity" are checked too.
    if (is_plain || !modern_) {
        status = validate_date();
        if (status) {
            status = apply_meridian();
        }
    }
    if (status && is_plain) {
        status = time_only_ ? finish_time_only() : finish_date_time();
    }
    if (!status) {
        return tl::make_unexpected(std::move(status.error()));
    }
    result_.time = time();
    return result_;
}

DecodeResult decode(std::string_view literal, std::size_t buffer, const LiteralContext& context,
                    bool time_only) {
    auto fields = Fields::parse(literal, buffer);
    if (!fields) {
        return refuse(fields.error());
    }
    return Decoder(*fields, context, time_only).run();
}

}  // namespace

SessionZone session_zone(const LiteralContext& context, std::int64_t seconds_since_1970) {
    const auto zone = find_time_zone(context.timezone);
    if (!zone) {
        return {.is_known = false};
    }
    return {.offset = zone->offset, .is_known = zone->is_fixed_at(seconds_since_1970)};
}

DecodeResult decode_date_time(std::string_view literal, std::size_t buffer, const LiteralContext& context) {
    return decode(literal, buffer, context, false);
}

DecodeResult decode_time_only(std::string_view literal, std::size_t buffer, const LiteralContext& context) {
    return decode(literal, buffer, context, true);
}

}  // namespace backout::values
