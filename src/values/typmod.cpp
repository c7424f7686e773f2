#include "values/typmod.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "values/input.h"

namespace backout::values {
namespace {

using Modifiers = std::span<const std::int32_t>;
using Result = tl::expected<TypeModifier, LiteralError>;

constexpr std::int32_t header_size = 4;  // VARHDRSZ, which character types and numeric add
constexpr std::int32_t max_attribute_size = 10 * 1024 * 1024;
constexpr std::int32_t max_precision = 6;
constexpr std::int32_t max_numeric_precision = 1000;

Failure invalid_parameter(std::string message) {
    return failure("22023", std::move(message));
}

/// anychar_typmodin and anybit_typmodin.
Result length_in(std::string_view sql_type, Modifiers modifiers, std::int32_t max, std::int32_t added) {
    if (modifiers.size() != 1) {
        return invalid_parameter("invalid type modifier");
    }
    if (modifiers[0] < 1) {
        return invalid_parameter(fmt::format("length for type {} must be at least 1", sql_type));
    }
    if (modifiers[0] > max) {
        return invalid_parameter(fmt::format("length for type {} cannot exceed {}", sql_type, max));
    }
    return TypeModifier{modifiers[0] + added, {}};
}

/// anytime_typmodin and anytimestamp_typmodin. `name` and `suffix` as in TIMESTAMP(9) WITH TIME ZONE.
Result precision_in(std::string_view name, std::string_view suffix, Modifiers modifiers) {
    if (modifiers.size() != 1) {
        return invalid_parameter("invalid type modifier");
    }
    const std::int32_t precision = modifiers[0];
    if (precision < 0) {
        return invalid_parameter(
            fmt::format("{}({}){} precision must not be negative", name, precision, suffix));
    }
    if (precision > max_precision) {
        return TypeModifier{max_precision, fmt::format("{}({}){} precision reduced to maximum allowed, {}",
                                                       name, precision, suffix, max_precision)};
    }
    return TypeModifier{precision, {}};
}

/// numerictypmodin. Up to 14 the scale was between 0 and the precision.
Result numeric_typmod_in(Modifiers modifiers, int postgres_major) {
    if (modifiers.empty() || modifiers.size() > 2) {
        return invalid_parameter("invalid NUMERIC type modifier");
    }
    const std::int32_t precision = modifiers[0];
    const std::int32_t scale = modifiers.size() == 2 ? modifiers[1] : 0;
    if (precision < 1 || precision > max_numeric_precision) {
        return invalid_parameter(
            fmt::format("NUMERIC precision {} must be between 1 and {}", precision, max_numeric_precision));
    }
    if (postgres_major < 15) {
        if (scale < 0 || scale > precision) {
            return invalid_parameter(
                fmt::format("NUMERIC scale {} must be between 0 and precision {}", scale, precision));
        }
    } else if (scale < -max_numeric_precision || scale > max_numeric_precision) {
        return invalid_parameter(fmt::format("NUMERIC scale {} must be between {} and {}", scale,
                                             -max_numeric_precision, max_numeric_precision));
    }
    return TypeModifier{((precision << 16) | (scale & 0x7ff)) + header_size, {}};
}

struct IntervalRange {
    std::int32_t fields;
    std::string_view text;
};

using F = IntervalFields;
constexpr std::array interval_ranges{
    IntervalRange{F::year, " year"},
    IntervalRange{F::month, " month"},
    IntervalRange{F::day, " day"},
    IntervalRange{F::hour, " hour"},
    IntervalRange{F::minute, " minute"},
    IntervalRange{F::second, " second"},
    IntervalRange{F::year | F::month, " year to month"},
    IntervalRange{F::day | F::hour, " day to hour"},
    IntervalRange{F::day | F::hour | F::minute, " day to minute"},
    IntervalRange{F::day | F::hour | F::minute | F::second, " day to second"},
    IntervalRange{F::hour | F::minute, " hour to minute"},
    IntervalRange{F::hour | F::minute | F::second, " hour to second"},
    IntervalRange{F::minute | F::second, " minute to second"},
    IntervalRange{F::all, ""},
};

const IntervalRange* find_interval_range(std::int32_t fields) {
    const auto* found = std::find_if(interval_ranges.begin(), interval_ranges.end(),
                                     [&](const IntervalRange& range) { return range.fields == fields; });
    return found == interval_ranges.end() ? nullptr : found;
}

Result interval_typmod_in(Modifiers modifiers) {
    if (modifiers.empty() || modifiers.size() > 2 || find_interval_range(modifiers[0]) == nullptr) {
        return invalid_parameter("invalid INTERVAL type modifier");
    }
    const std::int32_t fields = modifiers[0] << 16;
    if (modifiers.size() == 1) {
        return TypeModifier{modifiers[0] == F::all ? -1 : fields | F::any_precision, {}};
    }
    auto precision = precision_in("INTERVAL", "", modifiers.subspan(1));
    if (precision) {
        precision->typmod |= fields;
    }
    return precision;
}

std::string interval_typmod_out(std::int32_t typmod) {
    const IntervalRange* range = find_interval_range(F::of(typmod));
    std::string text(range != nullptr ? range->text : "");
    if (F::precision_of(typmod) != F::any_precision) {
        text += fmt::format("({})", F::precision_of(typmod));
    }
    return text;
}

std::string precision_out(std::int32_t typmod, std::string_view suffix) {
    return typmod >= 0 ? fmt::format("({}){}", typmod, suffix) : std::string(suffix);
}

}  // namespace

tl::expected<TypeModifier, LiteralError> check_typmod_in(std::string_view type_name, Modifiers modifiers,
                                                         int postgres_major) {
    if (type_name == "varchar") {
        return length_in("varchar", modifiers, max_attribute_size, header_size);
    }
    if (type_name == "bpchar") {
        return length_in("char", modifiers, max_attribute_size, header_size);
    }
    if (type_name == "bit") {
        return length_in("bit", modifiers, max_attribute_size * 8, 0);
    }
    if (type_name == "varbit") {
        return length_in("varbit", modifiers, max_attribute_size * 8, 0);
    }
    if (type_name == "numeric") {
        return numeric_typmod_in(modifiers, postgres_major);
    }
    if (type_name == "time") {
        return precision_in("TIME", "", modifiers);
    }
    if (type_name == "timetz") {
        return precision_in("TIME", " WITH TIME ZONE", modifiers);
    }
    if (type_name == "timestamp") {
        return precision_in("TIMESTAMP", "", modifiers);
    }
    if (type_name == "timestamptz") {
        return precision_in("TIMESTAMP", " WITH TIME ZONE", modifiers);
    }
    if (type_name == "interval") {
        return interval_typmod_in(modifiers);
    }
    return failure("42601", fmt::format("type modifier is not allowed for type \"{}\"", type_name));
}

std::string format_typmod(std::string_view type_name, std::int32_t typmod) {
    if (type_name == "time" || type_name == "timestamp") {
        return precision_out(typmod, " without time zone");
    }
    if (type_name == "timetz" || type_name == "timestamptz") {
        return precision_out(typmod, " with time zone");
    }
    if (typmod < 0) {
        return {};
    }
    if (type_name == "interval") {
        return interval_typmod_out(typmod);
    }
    if (type_name == "numeric" && typmod >= header_size) {
        const auto [precision, scale] = numeric_precision_and_scale(typmod);
        return fmt::format("({},{})", precision, scale);
    }
    if ((type_name == "varchar" || type_name == "bpchar") && typmod > header_size) {
        return fmt::format("({})", typmod - header_size);
    }
    if (type_name == "bit" || type_name == "varbit") {
        return fmt::format("({})", typmod);
    }
    return {};
}

std::pair<int, int> numeric_precision_and_scale(std::int32_t typmod) {
    const std::int32_t packed = typmod - header_size;
    // The scale is a signed number of eleven bits.
    const int scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
    return {(packed >> 16) & 0xffff, scale};
}

}  // namespace backout::values
