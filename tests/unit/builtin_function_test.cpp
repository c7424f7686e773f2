#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "catalog/builtin/builtin.h"

// Expectations are from the manual (chapter "Functions and Operators") and pg_proc.dat.

using namespace backout::catalog::builtin;

namespace {

constexpr Oid int4 = 23;
constexpr Oid text = 25;
constexpr Oid timestamp = 1114;
constexpr Oid timestamptz = 1184;

const FunctionFact* function(Major major, std::string_view name, std::vector<Oid> arguments) {
    for (const FunctionFact& fact : functions_named(major, name)) {
        if (fact.namespace_oid == pg_catalog_oid && std::ranges::equal(fact.argument_types, arguments))
            return &fact;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("functions are as volatile as the manual says") {
    struct Expected {
        const char* name;
        std::vector<Oid> arguments;
        char volatility;
    };
    const Expected table[] = {{"lower", {text}, 'i'},
                              {"now", {}, 's'},
                              {"clock_timestamp", {}, 'v'},
                              {"random", {}, 'v'},
                              {"gen_random_uuid", {}, 'v'},
                              {"nextval", {2205}, 'v'},
                              {"date_trunc", {text, timestamptz}, 's'},
                              {"date_trunc", {text, timestamp}, 'i'},
                              {"to_char", {timestamptz, text}, 's'},
                              {"concat", {2276}, 's'},
                              {"to_tsvector", {text}, 's'},
                              {"to_tsvector", {3734, text}, 'i'},
                              {"current_setting", {text}, 's'}};
    for (Major major : all_majors) {
        for (const Expected& expected : table) {
            CAPTURE(expected.name);
            const FunctionFact* fact = function(major, expected.name, expected.arguments);
            REQUIRE(fact != nullptr);
            CHECK(fact->volatility == expected.volatility);
            CHECK(find_function(major, fact->oid) == fact);
        }
    }
}

TEST_CASE("functions that came with a major are not in earlier ones") {
    struct Expected {
        const char* name;
        Major since;
    };
    const Expected table[] = {
        {"date_bin", Major::pg14},      {"regexp_count", Major::pg15},      {"any_value", Major::pg16},
        {"array_shuffle", Major::pg16}, {"pg_input_is_valid", Major::pg16}, {"to_bin", Major::pg17},
        {"uuidv7", Major::pg18},        {"array_sort", Major::pg18}};
    for (Major major : all_majors) {
        for (const Expected& expected : table) {
            CAPTURE(expected.name);
            CHECK(functions_named(major, expected.name).empty() == (major < expected.since));
        }
    }
    CHECK(functions_named(Major::pg16, "random").size() == 1);
    CHECK(functions_named(Major::pg17, "random").size() == 4);
}

TEST_CASE("kinds of functions") {
    CHECK(function(Major::pg15, "count", {})->kind == 'a');
    CHECK(function(Major::pg15, "count", {})->aggregate_kind == 'n');
    CHECK(functions_named(Major::pg15, "row_number").first()->kind == 'w');
    const FunctionFact* percentile = function(Major::pg15, "percentile_cont", {701, 701});
    REQUIRE(percentile != nullptr);
    CHECK(percentile->aggregate_kind == 'o');
    CHECK(percentile->direct_arguments == 1);
    CHECK(functions_named(Major::pg15, "rank").size() == 2);
    CHECK(function(Major::pg15, "generate_series", {int4, int4})->returns_set);
    CHECK(function(Major::pg15, "lower", {text})->strict);
    CHECK_FALSE(function(Major::pg15, "concat", {2276})->strict);
}

TEST_CASE("arguments: names, modes, defaults, VARIADIC") {
    const FunctionFact* make_interval = functions_named(Major::pg18, "make_interval").first();
    REQUIRE(make_interval != nullptr);
    CHECK(make_interval->argument_names[0] == "years");
    CHECK(make_interval->argument_names[6] == "secs");
    CHECK(make_interval->defaults.size() == 7);
    CHECK(make_interval->defaults[0] == "0");
    CHECK(make_interval->defaults[6] == "0.0");

    const FunctionFact* set_value = functions_named(Major::pg15, "jsonb_set").first();
    REQUIRE(set_value != nullptr);
    CHECK(set_value->argument_types.size() == 4);
    CHECK(set_value->defaults.size() == 1);
    CHECK(set_value->defaults[0] == "true");

    const FunctionFact* each = functions_named(Major::pg15, "jsonb_each").first();
    REQUIRE(each != nullptr);
    CHECK(each->argument_types.size() == 1);
    CHECK(each->all_argument_types.size() == 3);
    CHECK(each->argument_modes == "ioo");
    CHECK(each->argument_names[1] == "key");

    CHECK(function(Major::pg15, "concat", {2276})->variadic_type == 2276);
    CHECK(function(Major::pg15, "jsonb_build_object", {2276})->variadic_type == 2276);
    CHECK(function(Major::pg15, "num_nulls", {2276})->return_type == int4);
    CHECK(function(Major::pg15, "lower", {text})->all_argument_types.empty());
}

TEST_CASE("plpgsql is there without CREATE EXTENSION") {
    const LanguageFact* plpgsql = find_language(Major::pg14, "plpgsql");
    REQUIRE(plpgsql != nullptr);
    CHECK(plpgsql->trusted);
    CHECK(plpgsql->is_procedural);
    CHECK(functions_named(Major::pg14, "plpgsql_call_handler").size() == 1);
    CHECK(find_language(Major::pg14, "sql")->oid == 14);
    CHECK_FALSE(find_language(Major::pg14, "c")->trusted);
    CHECK(find_language(Major::pg14, "plperl") == nullptr);
}

TEST_CASE("names of functions are whole and exact") {
    CHECK(functions_named(Major::pg15, "Lower").empty());
    CHECK(functions_named(Major::pg15, "lowe").empty());
    CHECK(functions_named(Major::pg15, "gen_salt").empty());
    const FunctionFact* expand = functions_named(Major::pg15, "_pg_expandarray").first();
    REQUIRE(expand != nullptr);
    CHECK(expand->namespace_oid == information_schema_oid);
}
