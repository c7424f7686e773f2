#pragma once

#include <optional>
#include <string>

#include "values/datetime_decode.h"
#include "values/timezone.h"

/// The insides of datetime_decode.h, shared by the files that implement it.
namespace backout::values {

using DecodeStatus = tl::expected<void, DateTimeFailure>;

inline tl::unexpected<DateTimeFailure> refuse(DateTimeError error, std::string_view zone = {}) {
    return tl::make_unexpected(DateTimeFailure{error, std::string(zone)});
}
inline tl::unexpected<DateTimeFailure> refuse_format() {
    return refuse(DateTimeError::bad_format);
}
inline tl::unexpected<DateTimeFailure> refuse_overflow() {
    return refuse(DateTimeError::field_overflow);
}

/// Puts the fields of a literal together, one by one. What date-and-time and time-only input have in common
/// is here; where they differ, `time_only_` tells.
class DateTimeDecoder {
public:
    DateTimeDecoder(Fields& fields, const LiteralContext& context, bool time_only)
        : fields_(fields), context_(context), time_only_(time_only), modern_(context.postgres_major >= 16) {}

    DecodeResult run();

private:
    DecodeStatus decode_field(std::size_t i);
    DecodeStatus date_field(std::size_t i);
    DecodeStatus time_field(const Field& field);
    DecodeStatus zone_field(const Field& field);
    DecodeStatus number_field(std::size_t i);
    DecodeStatus plain_number(std::size_t i);
    DecodeStatus plain_time_number(std::size_t i);
    DecodeStatus labelled_number(const std::string& text);
    DecodeStatus label(Unit unit, const std::string& text, const LeadingInteger& number);
    FoundParts julian_day(const LeadingInteger& number, std::string_view fraction);
    DecodeStatus julian_day_with_zone(const std::string& text);
    DecodeStatus run_together_with_zone(const std::string& text);
    DecodeStatus word_field(std::size_t i);
    DecodeStatus zone_abbreviation(const TimeZoneAbbreviation& abbreviation);
    DecodeStatus known_word(const Word& word, std::size_t i);
    DecodeStatus reserved_word(ReservedWord word);
    DecodeStatus month_word(int month);
    DecodeStatus daylight_saving_word(int seconds);
    DecodeStatus label_word(Unit unit, bool is_iso_time, std::size_t i);
    DecodeStatus full_zone_name(const std::string& name, DateTimeError when_unknown);

    DecodeStatus validate_date();
    DecodeStatus apply_meridian();
    DecodeStatus finish_date_time();
    DecodeStatus finish_time_only();
    std::int64_t seconds_since_1970();
    void resolve_zone();

    DecodeStatus add(FoundParts found);
    DecodeStatus add(DateTimeParts found);
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

}  // namespace backout::values
