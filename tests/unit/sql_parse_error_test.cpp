#include <thread>

#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

namespace {

SyntaxError refusal(std::string_view text) {
    auto result = parse_statement(text);
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

std::string repeat(std::string_view text, int count) {
    std::string result;
    for (int index = 0; index < count; ++index)
        result += text;
    return result;
}

std::string chain(std::string_view link, int count) {
    return "SELECT 1" + repeat(link, count);
}

}  // namespace

// Messages and SQLSTATEs are those that PostgreSQL 15 and 18 answer with.
TEST_CASE("a syntax error has the server's words and the byte where it is") {
    struct Case {
        std::string_view text;
        std::string_view message;
        std::size_t offset;
        std::string_view sqlstate;
    };
    for (const Case& c : {
             Case{"CREATE TABEL t (a int)", "syntax error at or near \"TABEL\"", 7, "42601"},
             Case{"SELECT 1 FROM", "syntax error at end of input", 13, "42601"},
             Case{"SELECT 'é', 'ü' FORM t x", "syntax error at or near \"t\"", 23, "42601"},
             Case{"SELECT '日本', '😀' AS \"ä\" 1", "syntax error at or near \"1\"", 32, "42601"},
             Case{"SELECT 'abc", "unterminated quoted string at or near \"'abc\"", 7, "42601"},
             Case{"ALTER TYPE t DROP VALUE 'x'", "dropping an enum value is not implemented", 13, "0A000"},
             Case{"SELECT E'\\u00'", "invalid Unicode escape", 9, "22025"},
             Case{"SELECT 1; SELECT 2", "cannot insert multiple commands into a prepared statement", 10,
                  "42601"},
             Case{"SELECT \xff", "invalid byte sequence for encoding \"UTF8\": 0xff", 7, "22021"},
             Case{"SELECT '\xe2\x28\xa1'", "invalid byte sequence for encoding \"UTF8\": 0xe2 0x28 0xa1", 8,
                  "22021"},
             Case{std::string_view("SELECT 'plenty of text' \0 x", 27),
                  "invalid byte sequence for encoding \"UTF8\": 0x00", 24, "22021"},
         }) {
        CAPTURE(c.text);
        const SyntaxError error = refusal(c.text);
        CHECK(error.message == c.message);
        CHECK(error.offset == c.offset);
        CHECK(error.sqlstate == c.sqlstate);
    }
}

TEST_CASE("a hint comes along") {
    const SyntaxError error = refusal("SELECT * FROM t LIMIT 1, 2");
    CHECK(error.message == "LIMIT #,# syntax is not supported");
    CHECK(error.hint == "Use separate LIMIT and OFFSET clauses.");
}

TEST_CASE("text without a statement gives none") {
    for (const std::string_view text : {"", "  \n ", ";", "-- nothing", "/* nothing */ ;"}) {
        CAPTURE(text);
        auto result = parse_statement(text);
        REQUIRE(result.has_value());
        CHECK(*result == nullptr);
    }
}

TEST_CASE("locations are bytes, with the base added") {
    const auto select = parsed<SelectStatement>("SELECT 'é', b FROM s.t", 100);
    CHECK(select->targets[0].location == 107);
    CHECK(node<ColumnRef>(select->targets[1].value).location == 113);
    CHECK(select->from[0]->location == 120);
}

TEST_CASE("what PostgreSQL cannot follow is refused, what is flat is not") {
    for (const std::string_view link : {"+1", "::int", " UNION ALL SELECT 1"}) {
        CAPTURE(link);
        CHECK(parse_statement(chain(link, 3000)).has_value());
        const SyntaxError error = refusal(chain(link, 100'000));
        CHECK(error.message == "stack depth limit exceeded");
        CHECK(error.sqlstate == "54001");
    }
    CHECK(refusal("SELECT * FROM t" + repeat(" JOIN t ON true", 20'000)).sqlstate == "54001");
    CHECK(refusal("SELECT " + repeat("(SELECT ", 1500) + "1" + repeat(")", 1500)).sqlstate == "54001");
    CHECK(refusal("SELECT " + repeat("(", 20'000) + "1").message == "memory exhausted at or near \"(\"");

    const auto flat = parsed<SelectStatement>("SELECT true" + repeat(" AND true", 50'000));
    CHECK(node<BooleanExpression>(flat->targets[0].value).arguments.size() == 50'001);
    CHECK(parse_statement("SELECT 1 IN (1" + repeat(",1", 50'000) + ")").has_value());
}

TEST_CASE("threads parse side by side") {
    std::vector<std::thread> threads;
    std::vector<int> parsed_statements(4);
    for (int& count : parsed_statements)
        threads.emplace_back([&count] {
            for (int round = 0; round < 200; ++round) {
                const bool good = parse_statement("CREATE TABLE t (a int PRIMARY KEY)").has_value();
                const bool bad = parse_statement("CREATE TABEL t").has_value();
                count += good && !bad;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(parsed_statements == std::vector<int>(4, 200));
}

TEST_CASE("an expression alone") {
    auto result = parse_expression("a + 'é' || b", 10);
    REQUIRE(result.has_value());
    const auto& concatenation = node<OperatorExpression>(*result);
    CHECK(concatenation.name == Names{"||"});
    CHECK(concatenation.location == 19);
    CHECK(node<ColumnRef>(concatenation.right).location == 22);

    for (const std::string_view text :
         {"", "a, b", "a b", "1 FROM t", "1 WHERE true", "1 UNION SELECT 2", "a +", "1; 2"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_expression(text).has_value());
    }
    CHECK(parse_expression("'é' + ) ").error().offset == 7);
}

TEST_CASE("a type name alone") {
    struct Case {
        std::string_view text;
        Names names;
        std::size_t modifiers;
        std::vector<std::int32_t> bounds;
    };
    for (const Case& c : {
             Case{"integer", {"pg_catalog", "int4"}, 0, {}},
             Case{"varchar(10)", {"pg_catalog", "varchar"}, 1, {}},
             Case{"numeric(10, 2)[]", {"pg_catalog", "numeric"}, 2, {-1}},
             Case{"s.mood[3][]", {"s", "mood"}, 0, {3, -1}},
             Case{"\"Mood\"", {"Mood"}, 0, {}},
             Case{"timestamp(3) with time zone", {"pg_catalog", "timestamptz"}, 1, {}},
             Case{"interval day to second(3)", {"pg_catalog", "interval"}, 2, {}},
             Case{"double precision", {"pg_catalog", "float8"}, 0, {}},
             Case{"\"char\"", {"char"}, 0, {}},
             Case{"char", {"pg_catalog", "bpchar"}, 1, {}},
             Case{"public.geometry(Point, 4326)", {"public", "geometry"}, 2, {}},
         }) {
        CAPTURE(c.text);
        const auto type = parse_type_name(c.text, 5);
        REQUIRE(type.has_value());
        CHECK(type->names == c.names);
        CHECK(type->modifiers.size() == c.modifiers);
        CHECK(type->array_bounds == c.bounds);
        CHECK(type->location == 5);
    }
    CHECK(parse_type_name("SETOF text")->setof);
    CHECK(parse_type_name("numeric(3,)").error().offset == 10);
    CHECK_FALSE(parse_type_name("int, text").has_value());
}

TEST_CASE("the grammar's version") {
    CHECK(parser_version().size() >= 4);
}
