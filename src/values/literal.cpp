#include "values/literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "values/character.h"
#include "values/datetime.h"
#include "values/floating.h"
#include "values/geometry.h"
#include "values/hstore.h"
#include "values/identifier.h"
#include "values/input.h"
#include "values/integer.h"
#include "values/interval.h"
#include "values/json.h"
#include "values/money.h"
#include "values/network.h"
#include "values/numeric.h"
#include "values/text_search.h"

namespace backout::values {
namespace {

struct ScalarType {
    std::string_view name;
    InputFunction input;
};

/// Text that is only kept, of which the syntax isn't checked here.
LiteralResult unchecked_in(const Input& input) {
    return Canonical{.text = std::string(input.literal), .exact = false};
}

// Sorted by name.
constexpr std::array scalar_types{
    ScalarType{"bit", bit_in},
    ScalarType{"bool", bool_in},
    ScalarType{"box", box_in},
    ScalarType{"bpchar", bpchar_in},
    ScalarType{"bytea", bytea_in},
    ScalarType{"char", char_in},
    ScalarType{"cid", cid_in},
    ScalarType{"cidr", cidr_in},
    ScalarType{"circle", circle_in},
    ScalarType{"date", date_in},
    ScalarType{"float4", float4_in},
    ScalarType{"float8", float8_in},
    ScalarType{"hstore", hstore_in},  // of the extension
    ScalarType{"inet", inet_in},
    ScalarType{"int2", int2_in},
    ScalarType{"int2vector", int2vector_in},
    ScalarType{"int4", int4_in},
    ScalarType{"int8", int8_in},
    ScalarType{"interval", interval_in},
    ScalarType{"json", json_in},
    ScalarType{"jsonb", jsonb_in},
    ScalarType{"jsonpath", unchecked_in},
    ScalarType{"line", line_in},
    ScalarType{"lseg", lseg_in},
    ScalarType{"macaddr", macaddr_in},
    ScalarType{"macaddr8", macaddr8_in},
    ScalarType{"money", money_in},
    ScalarType{"name", name_in},
    ScalarType{"numeric", numeric_in},
    ScalarType{"oid", oid_in},
    ScalarType{"oidvector", oidvector_in},
    ScalarType{"path", path_in},
    ScalarType{"pg_lsn", pg_lsn_in},
    ScalarType{"pg_snapshot", unchecked_in},
    ScalarType{"point", point_in},
    ScalarType{"polygon", polygon_in},
    ScalarType{"refcursor", text_in},
    ScalarType{"text", text_in},
    ScalarType{"tid", tid_in},
    ScalarType{"time", time_in},
    ScalarType{"timestamp", timestamp_in},
    ScalarType{"timestamptz", timestamptz_in},
    ScalarType{"timetz", timetz_in},
    ScalarType{"tsquery", tsquery_in},
    ScalarType{"tsvector", tsvector_in},
    ScalarType{"txid_snapshot", unchecked_in},
    ScalarType{"unknown", text_in},
    ScalarType{"uuid", uuid_in},
    ScalarType{"varbit", varbit_in},
    ScalarType{"varchar", varchar_in},
    ScalarType{"xid", xid_in},
    ScalarType{"xid8", xid8_in},
    ScalarType{"xml", xml_in},
};
static_assert(std::is_sorted(scalar_types.begin(), scalar_types.end(),
                             [](const ScalarType& a, const ScalarType& b) { return a.name < b.name; }));

struct RangeType {
    std::string_view range;
    std::string_view multirange;
    std::string_view subtype;
};

constexpr std::array range_types{
    RangeType{"int4range", "int4multirange", "int4"},
    RangeType{"int8range", "int8multirange", "int8"},
    RangeType{"numrange", "nummultirange", "numeric"},
    RangeType{"tsrange", "tsmultirange", "timestamp"},
    RangeType{"tstzrange", "tstzmultirange", "timestamptz"},
    RangeType{"daterange", "datemultirange", "date"},
};

const ScalarType* find_scalar(std::string_view name) {
    const auto* found =
        std::lower_bound(scalar_types.begin(), scalar_types.end(), name,
                         [](const ScalarType& type, std::string_view key) { return type.name < key; });
    return found != scalar_types.end() && found->name == name ? found : nullptr;
}

const RangeType* find_range(std::string_view name) {
    const auto* found = std::find_if(range_types.begin(), range_types.end(), [&](const RangeType& type) {
        return type.range == name || type.multirange == name;
    });
    return found == range_types.end() ? nullptr : found;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// int4range_canonical and int8range_canonical add 1 by the operator, with its error.
LiteralResult next_integer(std::string_view value, std::string_view sql_type, std::int64_t largest) {
    const auto number = to_integer(value);
    if (!number || *number == largest) {
        return failure("22003", fmt::format("{} out of range", sql_type));
    }
    return exactly(std::to_string(*number + 1));
}

RangeSubtype built_in_subtype(std::string_view subtype, const LiteralContext& context) {
    RangeSubtype result;
    result.read = [=](std::string_view literal) { return canonicalize({.name = subtype}, literal, context); };
    result.compare = [=](std::string_view left, std::string_view right) {
        return compare_values(subtype, left, right);
    };
    if (subtype == "int4") {
        result.successor = [](std::string_view value) { return next_integer(value, "integer", 0x7fffffff); };
    } else if (subtype == "int8") {
        result.successor = [](std::string_view value) {
            return next_integer(value, "bigint", 0x7fffffffffffffff);
        };
    } else if (subtype == "date") {
        result.successor = next_date;
    }
    return result;
}

}  // namespace

bool is_known_type(std::string_view name) {
    if (name.starts_with('_')) {
        name.remove_prefix(1);
    }
    return find_scalar(name) != nullptr || find_range(name) != nullptr;
}

LiteralResult canonicalize(const TypeSpec& type, std::string_view literal, const LiteralContext& context) {
    if (const ScalarType* scalar = find_scalar(type.name)) {
        return scalar->input({.literal = literal, .typmod = type.typmod, .context = context});
    }
    if (const RangeType* range = find_range(type.name)) {
        const RangeSubtype subtype = built_in_subtype(range->subtype, context);
        return type.name == range->range ? canonicalize_range(subtype, literal)
                                         : canonicalize_multirange(subtype, literal);
    }
    if (type.name.starts_with('_') && is_known_type(type.name)) {
        const TypeSpec element{.name = type.name.substr(1), .typmod = type.typmod};
        const char delimiter = element.name == "box" ? ';' : ',';
        return canonicalize_array([&](std::string_view text) { return canonicalize(element, text, context); },
                                  delimiter, literal, context);
    }
    return Canonical{.text = std::string(literal), .exact = false};
}

std::optional<std::strong_ordering> compare_values(std::string_view type_name, std::string_view left,
                                                   std::string_view right) {
    if (type_name == "numeric") {
        const auto left_value = read_numeric(left, 15);
        const auto right_value = read_numeric(right, 15);
        return left_value && right_value ? std::optional(compare_numeric(*left_value, *right_value))
                                         : std::nullopt;
    }
    const bool is_integer = type_name == "int2" || type_name == "int4" || type_name == "int8";
    const auto ordinal = [&](std::string_view text) {
        return is_integer ? to_integer(text) : datetime_ordinal(type_name, text);
    };
    const auto left_value = ordinal(left);
    const auto right_value = ordinal(right);
    return left_value && right_value ? std::optional(*left_value <=> *right_value) : std::nullopt;
}

}  // namespace backout::values
