#include "values/datetime_decoder.h"
#include "values/input.h"

namespace backout::values {

// --- Numbers after a label: "J2451187", "T040506", and up to 15 "y2001m02d04" ---------------------

DecodeStatus DateTimeDecoder::labelled_number(const std::string& text) {
    const LeadingInteger number = leading_int32(text);
    if (number.overflowed) {
        return refuse_overflow();
    }
    const std::string_view rest = std::string_view(text).substr(number.length);
    const bool may_have_fraction = label_ == Unit::julian || label_ == Unit::time || label_ == Unit::second;
    if (!rest.empty() && (!rest.starts_with('.') || !may_have_fraction)) {
        return refuse_format();
    }
    const Unit unit = *label_;
    label_.reset();
    result_.value = DecodedDateTime::Value::date_time;
    return label(unit, text, number);
}

DecodeStatus DateTimeDecoder::label(Unit unit, const std::string& text, const LeadingInteger& number) {
    const std::string_view fraction = std::string_view(text).substr(number.length);
    const auto value = static_cast<int>(number.value);
    switch (unit) {
        case Unit::julian:
            return add(julian_day(number, fraction));
        case Unit::time: {
            const FoundParts found =
                decode_run_together(text, partial_.seen | date_parts, partial_, context_.postgres_major);
            if (found && *found != time_parts) {
                return refuse_format();
            }
            return add(found);
        }
        default:
            break;
    }
    if (modern_) {
        return refuse_format();
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
            return refuse_format();
    }
}

/// Puts in the date of a Julian day, and the time of its fraction.
FoundParts DateTimeDecoder::julian_day(const LeadingInteger& number, std::string_view fraction) {
    if (number.overflowed || number.value < 0) {
        return tl::make_unexpected(DateTimeError::field_overflow);
    }
    const CalendarDate date = calendar_date(static_cast<int>(number.value));
    time().year = date.year;
    time().month = date.month;
    time().day = date.day;
    is_julian_ = true;
    if (fraction.empty()) {
        return DateTimeParts{date_parts};
    }
    const auto day = decode_fraction(fraction);
    if (!day) {
        return tl::make_unexpected(day.error());
    }
    auto microseconds = static_cast<std::int64_t>(*day * static_cast<double>(microseconds_per_day));
    time().hour = static_cast<int>(microseconds / microseconds_per_hour);
    microseconds %= microseconds_per_hour;
    time().minute = static_cast<int>(microseconds / microseconds_per_minute);
    microseconds %= microseconds_per_minute;
    time().second = static_cast<int>(microseconds / microseconds_per_second);
    time().microsecond = microseconds % microseconds_per_second;
    return date_parts | time_parts;
}

/// "J2451187-08": any other form of a Julian day falls into fields of its own.
DecodeStatus DateTimeDecoder::julian_day_with_zone(const std::string& text) {
    const LeadingInteger number = leading_int32(text);
    label_.reset();
    const FoundParts found = julian_day(number, {});
    if (!found) {
        return refuse(found.error());
    }
    const auto offset = decode_zone_offset(std::string_view(text).substr(number.length));
    if (!offset) {
        return refuse(offset.error());
    }
    result_.zone = *offset;
    return add(*found | time_parts | zone_part);
}

// --- Words ---------------------------------------------------------------------------------------

DecodeStatus DateTimeDecoder::word_field(std::size_t i) {
    const std::string& text = fields_[i].text;
    // Abbreviations of time zones go before key words.
    if (const TimeZoneAbbreviation* abbreviation = find_time_zone_abbreviation(text)) {
        return zone_abbreviation(*abbreviation);
    }
    const Word word = find_date_word(text, context_.postgres_major);
    return word.kind == WordKind::unknown ? full_zone_name(text, DateTimeError::bad_format)
                                          : known_word(word, i);
}

DecodeStatus DateTimeDecoder::known_word(const Word& word, std::size_t i) {
    switch (word.kind) {
        case WordKind::ignored:
            return {};
        case WordKind::reserved:
            return reserved_word(static_cast<ReservedWord>(word.value));
        case WordKind::month:
            return time_only_ ? DecodeStatus(refuse_format()) : month_word(word.value);
        case WordKind::day_of_week:
            return time_only_ ? DecodeStatus(refuse_format()) : add(day_of_week_part);
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
    return refuse_format();
}

DecodeStatus DateTimeDecoder::zone_abbreviation(const TimeZoneAbbreviation& abbreviation) {
    result_.zone = abbreviation.offset;
    dynamic_abbreviation_ = abbreviation.is_dynamic;
    return add(abbreviation.is_daylight_saving && !abbreviation.is_dynamic ? zone_part | daylight_saving_part
                                                                           : DateTimeParts{zone_part});
}

/// The name of a zone, whose offset waits for the date.
DecodeStatus DateTimeDecoder::full_zone_name(const std::string& name, DateTimeError when_unknown) {
    const auto zone = find_time_zone(name);
    if (!zone) {
        return refuse(when_unknown, name);
    }
    named_zone_ = *zone;
    named_zone_->name = {};  // might point into the field
    return add(zone_part);
}

DecodeStatus DateTimeDecoder::reserved_word(ReservedWord word) {
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
                return refuse_format();
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
        return refuse_format();
    }
    // Up to 15 anything could stand beside.
    return add(modern_ ? date_parts | time_parts | zone_part : DateTimeParts{reserved_part});
}

DecodeStatus DateTimeDecoder::month_word(int month) {
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
DecodeStatus DateTimeDecoder::daylight_saving_word(int seconds) {
    result_.zone += seconds;
    return add(daylight_saving_word_part | daylight_saving_part);
}

DecodeStatus DateTimeDecoder::label_word(Unit unit, bool is_iso_time, std::size_t i) {
    if (is_iso_time && !time_only_ && !has(date_parts)) {
        return refuse_format();
    }
    if (modern_) {
        if (label_) {
            return refuse_format();
        }
    } else if (is_iso_time) {
        const bool time_follows = i + 1 < fields_.size() && (fields_[i + 1].kind == FieldKind::number ||
                                                             fields_[i + 1].kind == FieldKind::time ||
                                                             fields_[i + 1].kind == FieldKind::date);
        if (!time_follows) {
            return refuse_format();
        }
    }
    label_ = unit;
    return {};
}

}  // namespace backout::values
