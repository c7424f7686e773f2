#include "values/datetime_decode.h"

#include <limits>

#include "values/datetime_decoder.h"
#include "values/input.h"

namespace backout::values {

DecodeStatus DateTimeDecoder::add(DateTimeParts found) {
    if (has_any(found)) {
        return refuse_format();
    }
    partial_.seen |= found;
    return {};
}

DecodeStatus DateTimeDecoder::add(FoundParts found) {
    return found ? add(*found) : DecodeStatus(refuse(found.error()));
}

// --- Fields by their kind ------------------------------------------------------------------------

DecodeStatus DateTimeDecoder::decode_field(std::size_t i) {
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
    return refuse_format();
}

DecodeStatus DateTimeDecoder::date_field(std::size_t i) {
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
DecodeStatus DateTimeDecoder::run_together_with_zone(const std::string& text) {
    if (label_ && !time_only_) {
        if (label_ != Unit::time) {
            return refuse_format();
        }
        label_.reset();
    }
    const std::size_t minus = text.find('-');
    if (has(time_parts) || minus == std::string::npos) {
        return refuse_format();
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

DecodeStatus DateTimeDecoder::time_field(const Field& field) {
    // The time after a "T".
    if (label_ && (!time_only_ || modern_)) {
        if (label_ != Unit::time) {
            return refuse_format();
        }
        label_.reset();
    }
    const auto clock = decode_clock_time(field.text, false);
    if (!clock) {
        return refuse(clock.error());
    }
    if (clock->hour > std::numeric_limits<int>::max()) {
        return refuse_overflow();
    }
    time().hour = static_cast<int>(clock->hour);
    time().minute = clock->minute;
    time().second = clock->second;
    time().microsecond = clock->microsecond;
    if (!time_only_ && !is_time_of_day(time())) {
        return refuse_overflow();
    }
    return add(time_parts);
}

DecodeStatus DateTimeDecoder::zone_field(const Field& field) {
    const auto offset = decode_zone_offset(field.text);
    if (!offset) {
        return refuse(offset.error());
    }
    result_.zone = *offset;
    return add(zone_part);
}

DecodeStatus DateTimeDecoder::number_field(std::size_t i) {
    if (label_) {
        return labelled_number(fields_[i].text);
    }
    return time_only_ ? plain_time_number(i) : plain_number(i);
}

DecodeStatus DateTimeDecoder::plain_number(std::size_t i) {
    const std::string& text = fields_[i].text;
    const std::size_t point = text.find('.');
    const int major = context_.postgres_major;
    if (point != std::string::npos && !has_any(date_parts)) {
        return add(decode_date(text, partial_.seen, partial_, major));
    }
    // Six digits or more are a date or time, unless both are there: then it is a year.
    const bool run_together = (point != std::string::npos && point > 2) ||
                              (text.size() >= 6 && (!has_any(date_parts) || !has_any(time_parts)));
    if (run_together) {
        return add(decode_run_together(text, partial_.seen, partial_, major));
    }
    return add(decode_number(text, month_is_named_, partial_.seen, partial_, major));
}

DecodeStatus DateTimeDecoder::plain_time_number(std::size_t i) {
    const std::string& text = fields_[i].text;
    const std::size_t point = text.find('.');
    const int major = context_.postgres_major;
    const DateTimeParts seen = partial_.seen | date_parts;
    if (point != std::string::npos) {
        if (i == 0 && fields_.size() >= 2 && fields_[fields_.size() - 1].kind == FieldKind::date) {
            return add(decode_date(text, partial_.seen, partial_, major));
        }
        return point > 2 ? add(decode_run_together(text, seen, partial_, major))
                         : DecodeStatus(refuse_format());
    }
    if (text.size() > 4) {
        return add(decode_run_together(text, seen, partial_, major));
    }
    return add(decode_number(text, false, seen, partial_, major));
}

// --- The whole -----------------------------------------------------------------------------------

/// ValidateDate.
DecodeStatus DateTimeDecoder::validate_date() {
    if (has(year_part) && !is_julian_) {
        int& year = time().year;
        if (before_christ_) {
            if (year <= 0) {
                return refuse_overflow();
            }
            year = 1 - year;
        } else if (partial_.two_digit_year) {
            year += year < 70 ? 2000 : year < 100 ? 1900 : 0;
        } else if (year <= 0) {
            return refuse_overflow();
        }
    }
    if (has(day_of_year_part)) {
        // A year too far away stays, to be refused later.
        const CalendarDate date =
            has_julian_day(time().year, 1)
                ? calendar_date(values::julian_day(time().year, 1, 1) + partial_.day_of_year - 1)
                : CalendarDate{time().year, 1, 1};
        time().year = date.year;
        time().month = date.month;
        time().day = date.day;
    }
    if (has(month_part) && (time().month < 1 || time().month > 12)) {
        return refuse_overflow();
    }
    if (has(day_part) && (time().day < 1 || time().day > 31)) {
        return refuse_overflow();
    }
    if (has(date_parts) && time().day > days_in_month(time().year, time().month)) {
        return refuse_overflow();
    }
    return {};
}

DecodeStatus DateTimeDecoder::apply_meridian() {
    if (!meridian_) {
        return {};
    }
    if (time().hour > 12) {
        return refuse_overflow();
    }
    const bool afternoon = *meridian_ == 1;
    if (!afternoon && time().hour == 12) {
        time().hour = 0;
    } else if (afternoon && time().hour != 12) {
        time().hour += 12;
    }
    return {};
}

std::int64_t DateTimeDecoder::seconds_since_1970() {
    const bool has_date = has(date_parts) && has_julian_day(time().year, time().month);
    return has_date ? std::int64_t{86400} *
                          (values::julian_day(time().year, time().month, time().day) - julian_day_of_1970)
                    : 0;
}

/// Finds out the offset of whatever zone was named, or the session's.
void DateTimeDecoder::resolve_zone() {
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

DecodeStatus DateTimeDecoder::finish_date_time() {
    if (!has(date_parts)) {
        return refuse_format();
    }
    // "DST" only goes with an abbreviation of a fixed offset.
    if ((named_zone_ || dynamic_abbreviation_ || !has(zone_part)) && has(daylight_saving_word_part)) {
        return refuse_format();
    }
    resolve_zone();
    return {};
}

DecodeStatus DateTimeDecoder::finish_time_only() {
    if (!is_time_of_day(time())) {
        return refuse_overflow();
    }
    if (!has(time_parts)) {
        return refuse_format();
    }
    const bool needs_date = named_zone_ ? named_zone_->fixed_from != std::numeric_limits<std::int64_t>::min()
                                        : has_any(date_parts) && (dynamic_abbreviation_ || !has(zone_part));
    if ((named_zone_ || dynamic_abbreviation_ || !has(zone_part)) && has(daylight_saving_word_part)) {
        return refuse_format();
    }
    if (needs_date && !has(date_parts)) {
        return refuse_format();
    }
    resolve_zone();
    return {};
}

DecodeResult DateTimeDecoder::run() {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (DecodeStatus status = decode_field(i); !status) {
            return tl::make_unexpected(std::move(status.error()));
        }
    }
    if (modern_ && label_) {
        return refuse_format();
    }
    const bool is_plain = result_.value == DecodedDateTime::Value::date_time;
    DecodeStatus status;
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

namespace {

DecodeResult decode(std::string_view literal, std::size_t buffer, const LiteralContext& context,
                    bool time_only) {
    auto fields = Fields::parse(literal, buffer);
    if (!fields) {
        return refuse(fields.error());
    }
    return DateTimeDecoder(*fields, context, time_only).run();
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
