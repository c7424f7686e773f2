#include <doctest/doctest.h>

#include <string>

#include "sql/plpgsql/condition_names.h"
#include "sql/plpgsql/parser.h"

using namespace backout::sql::plpgsql;

namespace {

std::string text_of(std::string_view body, Range range) {
    return std::string(body.substr(range.begin, range.end - range.begin));
}

}  // namespace

TEST_CASE("plpgsql: a body becomes statements whose SQL parts are ranges of it") {
    std::string_view body = R"(
<<outer>>
DECLARE
    n constant int := 1; -- a comment; with a semicolon
    r record;
BEGIN
    IF n > 0 AND CASE WHEN n = 1 THEN true ELSE false END THEN
        INSERT INTO t (a) VALUES (';') RETURNING a INTO n;
    ELSIF n = 0 THEN NULL;
    ELSE EXECUTE format('DROP TABLE %I', 'x') USING n, n + 1;
    END IF;
    FOR r IN SELECT 1 LOOP CONTINUE WHEN n = 1; END LOOP;
    FOR i IN REVERSE 10..1 LOOP EXIT; END LOOP;
    n := (SELECT max(a) FROM t);
EXCEPTION
    WHEN unique_violation OR SQLSTATE '22012' THEN RAISE;
    WHEN OTHERS THEN NULL;
END outer;)";
    Body parsed = parse(body);
    REQUIRE(parsed.complete);
    const Statement& block = parsed.block;
    CHECK(block.kind == StatementKind::block);
    CHECK(block.label == "outer");
    REQUIRE(block.declarations.size() == 2);
    CHECK(text_of(body, block.declarations[0].value) == "1");
    REQUIRE(block.body.size() == 4);

    const Statement& choice = block.body[0];
    REQUIRE(choice.branches.size() == 3);
    CHECK(text_of(body, choice.branches[0].condition) == "n > 0 AND CASE WHEN n = 1 THEN true ELSE false END");
    const Statement& insert = choice.branches[0].statements.at(0);
    CHECK(insert.kind == StatementKind::sql);
    CHECK(insert.targets == std::vector<std::string>{"n"});
    CHECK(text_of(body, insert.into) == "INTO n");
    const Statement& execute = choice.branches[2].statements.at(0);
    CHECK(execute.kind == StatementKind::execute);
    CHECK(execute.arguments.size() == 2);

    CHECK(block.body[1].kind == StatementKind::for_query);
    CHECK(text_of(body, block.body[1].expression) == "SELECT 1");
    CHECK(block.body[2].kind == StatementKind::for_range);
    CHECK(block.body[2].reverse);
    CHECK(text_of(body, block.body[2].upper) == "1");
    CHECK(block.body[3].kind == StatementKind::assignment);
    REQUIRE(block.handlers.size() == 2);
    CHECK(block.handlers[0].conditions == std::vector<std::string>{"unique_violation", "22012"});
}

TEST_CASE("plpgsql: what is no PL/pgSQL is read as far as it goes") {
    for (std::string_view body : {"", "BEGIN", "BEGIN IF x THEN", "DECLARE DECLARE", "END END END", "BEGIN CASE END; END",
                                  "BEGIN LOOP ( ; END LOOP; END", "BEGIN $a$ END", "<<", "BEGIN FOR IN LOOP END"}) {
        CAPTURE(body);
        CHECK_FALSE(parse(body).complete);
    }
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "BEGIN ";
    CHECK_FALSE(parse(deep).complete);
}

TEST_CASE("plpgsql: condition names") {
    CHECK(matches_condition("duplicate_object", "42710"));
    CHECK_FALSE(matches_condition("duplicate_object", "42P07"));
    CHECK(matches_condition("integrity_constraint_violation", "23505"));
    CHECK(matches_condition("23505", "23505"));
    CHECK(matches_condition("others", "42P01"));
    CHECK_FALSE(matches_condition("others", "P0004"));
    CHECK(sqlstates_of("no_such_condition").empty());
}
