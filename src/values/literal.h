#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

/// What PostgreSQL's input functions accept and what its output functions print of it.
///
/// A quoted literal has type `unknown` until the parser knows which type it is wanted as; then the input
/// function of that type reads it, once, at parse time (parse_coerce.c, coerce_type). From there on only the
/// value exists: pg_get_expr and pg_dump print it by the output function. So '{"b":1,"a":2}' as a default of
/// a jsonb column comes back as '{"a": 2, "b": 1}', and '1.5' as the default of an integer column is refused
/// on the spot.
namespace backout::values {

/// An error as PostgreSQL raises it.
struct LiteralError {
    std::string sqlstate;
    std::string message;
    std::string detail;
};

/// A type as the input function sees it: its name in pg_catalog ("int4", not "integer") and its modifier as
/// stored in `atttypmod`: varchar(n) is n + 4, numeric(p, s) is ((p << 16) | (s & 0x7ff)) + 4, timestamp(p)
/// is p.
///
/// The parser passes the modifier to the input function of `interval` only; for every other type it calls the
/// input function with -1 and adds a call of the length coercion function (`varchar(…, 3, false)`) that runs
/// when the expression does. So a caller that wants what is stored in the catalog leaves `typmod` at -1 for
/// all but intervals. With a modifier the result is what COPY or an array's element would get.
struct TypeSpec {
    std::string_view name;
    std::int32_t typmod = -1;
};

/// The settings that input and output functions look at. DateStyle is ISO, MDY and IntervalStyle is postgres.
struct LiteralContext {
    int postgres_major = 15;
    std::string_view timezone = "UTC";
};

/// A value by what its output function prints.
struct Canonical {
    std::string text;
    /// False when the literal is valid as far as can be told without a server (a time zone with daylight
    /// saving time, a locale's currency, …), but `text` may not be what the server prints, or not every check
    /// was possible.
    bool exact = true;
    /// The value was read off the clock when the literal was parsed ('now', 'today'); `text` is the literal.
    bool volatile_value = false;

    bool operator==(const Canonical&) const = default;
};

using LiteralResult = tl::expected<Canonical, LiteralError>;

/// Whether canonicalize() knows the type. Arrays of known types count ("_int4").
bool is_known_type(std::string_view name);

/// Reads `literal` by the input function of `type` and prints it by the output function. For a type that
/// isn't known the literal comes back with `exact` false.
LiteralResult canonicalize(const TypeSpec& type, std::string_view literal,
                           const LiteralContext& context = {});

/// Compares two values of a built-in type that is a subtype of built-in ranges, given as canonicalize()
/// returned them.
std::optional<std::strong_ordering> compare_values(std::string_view type_name, std::string_view left,
                                                   std::string_view right);

/// How the elements of an array, the bounds of a range or the fields of a record are read, so that enums,
/// domains and composite types of the user's catalog can be nested.
using ReadValue = std::function<LiteralResult(std::string_view literal)>;

/// Reads an array literal: dimensions, nesting, quoting and NULLs. `delimiter` is pg_type.typdelim: ',' for
/// all built-in types but box.
LiteralResult canonicalize_array(const ReadValue& element, char delimiter, std::string_view literal,
                                 const LiteralContext& context = {});

/// How bounds compare and whether there is a next value (pg_range.rngcanonical). An empty `compare` leaves
/// the order of the bounds unchecked and the result inexact.
struct RangeSubtype {
    ReadValue read;
    std::function<std::optional<std::strong_ordering>(std::string_view left, std::string_view right)> compare;
    /// The value after this one; empty for continuous subtypes.
    std::function<LiteralResult(std::string_view value)> successor;
};

LiteralResult canonicalize_range(const RangeSubtype& subtype, std::string_view literal);
LiteralResult canonicalize_multirange(const RangeSubtype& subtype, std::string_view literal);

/// Reads a composite literal of as many fields as there are readers.
LiteralResult canonicalize_record(std::span<const ReadValue> fields, std::string_view literal);

}  // namespace backout::values
