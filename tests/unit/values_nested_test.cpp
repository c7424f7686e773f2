// Values within values: arrays, ranges and composite values over types that only the caller knows; time zones
// and clocks. Expectations are what a PostgreSQL 15 answered with
//   CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy');
//   CREATE TYPE pair AS (a int, b text, c mood);
//   CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "values/literal.h"

using namespace backout::values;

namespace {

LiteralResult read_mood(std::string_view literal) {
    for (const std::string_view label : {"sad", "ok", "very happy"}) {
        if (literal == label) {
            return Canonical{.text = std::string(label)};
        }
    }
    return tl::make_unexpected(
        LiteralError{"22P02", "invalid input value for enum mood: \"" + std::string(literal) + "\"", ""});
}

LiteralResult read_int(std::string_view literal) {
    return canonicalize({.name = "int4"}, literal);
}

LiteralResult read_text(std::string_view literal) {
    return canonicalize({.name = "text"}, literal);
}

const std::vector<ReadValue> pair_fields{read_int, read_text, read_mood};

LiteralResult read_pair(std::string_view literal) {
    return canonicalize_record(pair_fields, literal);
}

std::string outcome(const LiteralResult& result) {
    if (!result) {
        const LiteralError& error = result.error();
        return error.sqlstate + ": " + error.message + (error.detail.empty() ? "" : ": " + error.detail);
    }
    return result->text;
}

std::string mood_array(std::string_view literal) {
    return outcome(canonicalize_array(read_mood, ',', literal));
}

}  // namespace

TEST_CASE("values: arrays of an enum") {
    CHECK(mood_array("{sad,\"very happy\",null}") == "{sad,\"very happy\",NULL}");
    CHECK(mood_array("[0:1]={sad,ok}") == "[0:1]={sad,ok}");
    CHECK(mood_array("{sad,glad}") == "22P02: invalid input value for enum mood: \"glad\"");
}

TEST_CASE("values: composite values") {
    CHECK(outcome(read_pair("(1,x,ok)")) == "(1,x,ok)");
    CHECK(outcome(read_pair("( 1 ,\"a, b\",)")) == "(1,\"a, b\",)");
    CHECK(outcome(read_pair("(1,\"a\"\"b\",sad)")) == "(1,\"a\"\"b\",sad)");
    CHECK(outcome(read_pair("(1,\"\",ok)")) == "(1,\"\",ok)");
    CHECK(outcome(read_pair("(1,a\\\\b,ok)")) == "(1,\"a\\\\b\",ok)");
    CHECK(outcome(read_pair("(,,)")) == "(,,)");
    CHECK(outcome(read_pair("(1,2)")) == "22P02: malformed record literal: \"(1,2)\": Too few columns.");
    CHECK(outcome(read_pair("(1,2,ok,4)")) ==
          "22P02: malformed record literal: \"(1,2,ok,4)\": Too many columns.");
    CHECK(outcome(read_pair("1,2")) == "22P02: malformed record literal: \"1,2\": Missing left parenthesis.");
    CHECK(outcome(read_pair("(1,2,ok) x")) ==
          "22P02: malformed record literal: \"(1,2,ok) x\": Junk after right parenthesis.");
    CHECK(outcome(read_pair("(x,2,ok)")) == "22P02: invalid input syntax for type integer: \"x\"");
}

TEST_CASE("values: arrays of composite values") {
    CHECK(outcome(canonicalize_array(read_pair, ',', "{\"(1,x,ok)\",\"(2,y z,sad)\"}")) ==
          "{\"(1,x,ok)\",\"(2,\\\"y z\\\",sad)\"}");
    CHECK(outcome(canonicalize_array(read_pair, ',', "{(1,x,ok),(2,y,sad)}")) ==
          "22P02: malformed record literal: \"(1\": Unexpected end of input.");
}

TEST_CASE("values: ranges over a subtype of the caller") {
    const RangeSubtype text{.read = read_text,
                            .compare = [](std::string_view a, std::string_view b) { return a <=> b; },
                            .successor = {}};
    CHECK(outcome(canonicalize_range(text, "[a,b]")) == "[a,b]");
    CHECK(outcome(canonicalize_range(text, "[\"a b\",\"c,d\")")) == "[\"a b\",\"c,d\")");
    CHECK(outcome(canonicalize_range(text, "[\"\",z]")) == "[\"\",z]");
    CHECK(outcome(canonicalize_range(text, "[b,a]")) ==
          "22000: range lower bound must be less than or equal to range upper bound");

    SUBCASE("whose order isn't known") {
        const auto range = canonicalize_range({.read = read_text, .compare = {}, .successor = {}}, "[b,a]");
        REQUIRE(range);
        CHECK_FALSE(range->exact);
    }
}

TEST_CASE("values: the session's time zone") {
    const auto in_zone = [](std::string_view zone, std::string_view type, std::string_view literal) {
        return canonicalize({.name = type}, literal, {.timezone = zone});
    };
    CHECK(outcome(in_zone("Asia/Tokyo", "timestamptz", "2020-01-01 00:00")) == "2020-01-01 00:00:00+09");
    CHECK(outcome(in_zone("asia/tokyo", "timestamptz", "2020-01-01 00:00Z")) == "2020-01-01 09:00:00+09");
    CHECK(outcome(in_zone("Etc/GMT+5", "timestamptz", "2020-01-01 00:00Z")) == "2019-12-31 19:00:00-05");
    CHECK(outcome(in_zone("Etc/GMT+5", "timetz", "04:05")) == "04:05:00-05");

    CHECK(in_zone("Asia/Tokyo", "timestamptz", "2020-01-01 00:00")->exact);
    // Where the offset is a matter of history or of summer, nothing is claimed.
    CHECK_FALSE(in_zone("Asia/Tokyo", "timestamptz", "1940-01-01 00:00Z")->exact);
    CHECK_FALSE(in_zone("Europe/Berlin", "timestamptz", "2020-01-01 00:00")->exact);
    CHECK_FALSE(in_zone("UTC", "timestamptz", "2020-01-01 00:00 Europe/Berlin")->exact);
    CHECK(in_zone("Europe/Berlin", "timestamp", "2020-01-01 00:00")->exact);
}

TEST_CASE("values: literals that read the clock stay as they are") {
    for (const std::string_view literal : {"now", "today", "tomorrow 10:00"}) {
        const auto value = canonicalize({.name = "timestamptz"}, literal);
        REQUIRE(value);
        CHECK(value->volatile_value);
        CHECK(value->text == literal);
    }
    CHECK(canonicalize({.name = "_date"}, "{today}")->volatile_value);
    CHECK(canonicalize({.name = "daterange"}, "[today,)")->volatile_value);
    CHECK_FALSE(canonicalize({.name = "text"}, "now")->volatile_value);
    CHECK_FALSE(canonicalize({.name = "timestamptz"}, "epoch")->volatile_value);
}

TEST_CASE("values: what isn't known is said to be so") {
    CHECK(is_known_type("int4"));
    CHECK(is_known_type("_int4"));
    CHECK(is_known_type("tstzmultirange"));
    CHECK_FALSE(is_known_type("integer"));
    CHECK_FALSE(is_known_type("mood"));
    CHECK_FALSE(is_known_type(""));

    const auto unknown = canonicalize({.name = "mood"}, "sad");
    REQUIRE(unknown);
    CHECK(unknown->text == "sad");
    CHECK_FALSE(unknown->exact);
    CHECK_FALSE(canonicalize({.name = "money"}, "1")->exact);
    CHECK_FALSE(canonicalize({.name = "xml"}, "<a/>")->exact);
}

TEST_CASE("values: order of built-in subtypes") {
    using order = std::strong_ordering;
    CHECK(compare_values("int4", "9", "10") == order::less);
    CHECK(compare_values("numeric", "1.50", "1.5") == order::equal);
    CHECK(compare_values("numeric", "-2", "-10") == order::greater);
    CHECK(compare_values("numeric", "NaN", "Infinity") == order::greater);
    CHECK(compare_values("date", "0001-01-01 BC", "0001-01-01") == order::less);
    CHECK(compare_values("timestamptz", "2020-01-01 00:00:00+00", "infinity") == order::less);
    CHECK_FALSE(compare_values("text", "a", "b"));
}
