#include "simulate/alter_column_rewrite.h"

#include <array>
#include <charconv>

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;

bool domain_has_constraints(const Catalog& catalog, Oid type) {
    while (auto info = catalog::type_info(catalog, type)) {
        if (info->kind != catalog::TypeKind::domain) return false;
        if (info->domain_not_null || !catalog.members_of_class<catalog::Constraint>(type).empty())
            return true;
        type = info->base_type;
    }
    return false;
}

namespace {

// pg_proc.dat
constexpr Oid timestamptz_to_timestamp = 2027;
constexpr Oid timestamp_to_timestamptz = 2028;

/// Functions that only make a value fit a new length or precision; their support functions take them away
/// when every old value fits (varchar_support, numeric_support, TemporalSimplify …).
enum class Fit : std::uint8_t { length, numeric, precision, interval };
struct LengthCoercion {
    Oid function;
    Fit fit;
};
constexpr std::array length_coercions{
    LengthCoercion{669, Fit::length},      // varchar(varchar, int4, bool)
    LengthCoercion{1687, Fit::length},     // varbit(varbit, int4, bool)
    LengthCoercion{1703, Fit::numeric},    // numeric(numeric, int4)
    LengthCoercion{1961, Fit::precision},  // timestamp(timestamp, int4)
    LengthCoercion{1967, Fit::precision},  // timestamptz(timestamptz, int4)
    LengthCoercion{1968, Fit::precision},  // time(time, int4)
    LengthCoercion{1969, Fit::precision},  // timetz(timetz, int4)
    LengthCoercion{1200, Fit::interval},   // interval(interval, int4)
};

constexpr std::int32_t typmod_header = 4;   // VARHDRSZ
constexpr std::int32_t full_precision = 6;  // MAX_TIMESTAMP_PRECISION

/// numeric_support: the scale stays, and no digit before the point is lost. Scales may be negative since 15.
bool fits_numeric(std::int32_t before, std::int32_t after) {
    if (after < typmod_header) return true;
    if (before < typmod_header) return false;
    auto scale = [](std::int32_t typmod) { return (((typmod - typmod_header) & 0x7ff) ^ 1024) - 1024; };
    auto precision = [](std::int32_t typmod) { return ((typmod - typmod_header) >> 16) & 0xffff; };
    return scale(after) == scale(before) && precision(after) >= precision(before);
}

/// Smallest field that an interval's modifier keeps, as the server numbers them: 0 for seconds … 5 for years
/// (intervaltypmodleastfield, utils/adt/timestamp.c).
int least_field(std::int32_t typmod) {
    if (typmod < 0) return 0;
    // Bits of INTERVAL_MASK by field: MONTH 1, YEAR 2, DAY 3, HOUR 10, MINUTE 11, SECOND 12
    // (utils/datetime.h).
    std::int32_t range = (typmod >> 16) & 0x7fff;
    auto has = [&](int field) { return (range & (1 << field)) != 0; };
    if (range == 0x7fff || has(12)) return 0;
    if (has(11)) return 1;
    if (has(10)) return 2;
    if (has(3)) return 3;
    if (has(1)) return 4;
    return 5;
}

bool fits_interval(std::int32_t before, std::int32_t after) {
    constexpr std::int32_t any_precision = 0xffff;
    if (after < 0) return true;
    std::int32_t new_precision = after & 0xffff;
    std::int32_t old_precision = before < 0 ? any_precision : before & 0xffff;
    bool keeps_fields = least_field(after) <= least_field(before);
    return keeps_fields &&
           (least_field(before) > 0 || new_precision >= full_precision || new_precision >= old_precision);
}

bool fits(Fit fit, std::int32_t before, std::int32_t after) {
    switch (fit) {
        case Fit::length:
            return after < 0 || (before >= 0 && before <= after);
        case Fit::numeric:
            return fits_numeric(before, after);
        case Fit::precision:
            return after < 0 || after >= full_precision || (before >= 0 && before <= after);
        case Fit::interval:
            return fits_interval(before, after);
    }
    return false;
}

/// The argument of a length coercion that every value passes unchanged, null for other calls.
const Expr* argument_of_needless_coercion(const Expr& call) {
    for (const LengthCoercion& coercion : length_coercions) {
        if (coercion.function != call.object || call.arguments.size() < 2) continue;
        std::int32_t after = -1;
        const std::string& text = call.arguments[1]->text;
        std::from_chars(text.data(), text.data() + text.size(), after);
        const Expr& argument = *call.arguments.front();
        return fits(coercion.fit, argument.typmod, after) ? &argument : nullptr;
    }
    return nullptr;
}

/// TimestampTimestampTzRequiresRewrite: with a time zone that is UTC in all but name, both are stored alike.
bool is_utc(std::string_view timezone) {
    static constexpr std::array<std::string_view, 14> names{
        "utc",      "gmt",       "etc/utc",       "etc/gmt",   "uct",           "etc/uct", "zulu",
        "etc/zulu", "universal", "etc/universal", "greenwich", "etc/greenwich", "gmt0",    "0"};
    std::string lower;
    for (char c : timezone)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (std::string_view name : names)
        if (lower == name) return true;
    return lower.empty();
}

}  // namespace

bool column_change_requires_rewrite(const StatementContext& context, const Expr& expression,
                                    catalog::AttributeNumber column) {
    const Expr* at = &expression;
    while (true) {
        switch (at->kind) {
            case ExprKind::var:
                return at->attribute != column;
            case ExprKind::relabel:
                at = at->arguments.front().get();
                break;
            case ExprKind::coerce_to_domain:
                if (domain_has_constraints(context.catalog, at->type)) return true;
                at = at->arguments.front().get();
                break;
            case ExprKind::function: {
                bool between_timestamps =
                    at->object == timestamptz_to_timestamp || at->object == timestamp_to_timestamptz;
                const Expr* argument = between_timestamps && is_utc(context.session.setting("timezone"))
                                           ? at->arguments.front().get()
                                           : argument_of_needless_coercion(*at);
                if (!argument) return true;
                at = argument;
                break;
            }
            default:
                return true;
        }
    }
}

}  // namespace backout::simulate
