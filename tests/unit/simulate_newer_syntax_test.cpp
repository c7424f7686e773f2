#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "simulate_helper.h"

/// Syntax that servers before a version refuse, as PostgreSQL 15 and 17 answer it.
namespace {

using backout::test::Replay;

constexpr std::string_view tables = "CREATE TABLE t (a int PRIMARY KEY, b text, j jsonb);";

std::string answer(int major, std::string_view statement) {
    Replay replay(major);
    replay.run(tables);
    return replay.outcome(statement);
}

struct Case {
    int since;
    std::string_view statement;
    std::string_view before;  ///< what servers before it say
};

const std::vector<Case> cases{
    {16, "SELECT * FROM (SELECT 1)", "42601 subquery in FROM must have an alias"},
    {16, "SELECT * FROM (VALUES (1))", "42601 VALUES in FROM must have an alias"},
    {16, "CREATE VIEW v AS SELECT a FROM (SELECT a FROM t)", "42601 subquery in FROM must have an alias"},
    {16, "SELECT b IS JSON FROM t", "42601 syntax error at or near \"JSON\""},
    {16, "SELECT JSON_OBJECT('a': 1)", "42601 syntax error at or near \":\""},
    {16, "CREATE STATISTICS ON a, b FROM t", "42601 syntax error at or near \"ON\""},
    {16, "CREATE TABLE s (a text STORAGE external)", "42601 syntax error at or near \"STORAGE\""},
    {17, "MERGE INTO t USING t s ON t.a = s.a WHEN NOT MATCHED BY SOURCE THEN DELETE",
     "42601 syntax error at or near \"BY\""},
    {17, "MERGE INTO t USING t s ON t.a = s.a WHEN MATCHED THEN DELETE RETURNING t.a",
     "42601 syntax error at or near \"RETURNING\""},
    {17, "ALTER TABLE t SET ACCESS METHOD DEFAULT", "42601 syntax error at or near \"DEFAULT\""},
    {17, "ALTER TABLE t ALTER b SET STATISTICS DEFAULT", "42601 syntax error at or near \"DEFAULT\""},
    {18, "CREATE TABLE n (a int, CONSTRAINT x NOT NULL a)", "42601 syntax error at or near \"NOT\""},
    {18, "ALTER TABLE t ADD CONSTRAINT x NOT NULL b", "42601 syntax error at or near \"NOT\""},
    {18, "CREATE TABLE c (a int CHECK (a > 0) NOT ENFORCED)", "42601 syntax error at or near \"ENFORCED\""},
    {18, "INSERT INTO t (a) VALUES (1) RETURNING WITH (OLD AS o) o.a", "42601 syntax error at or near \"WITH\""},
};

}  // namespace

TEST_CASE("syntax of later versions is an error before them") {
    for (const Case& one : cases) {
        CAPTURE(one.statement);
        CHECK(answer(one.since - 1, one.statement) == one.before);
        CHECK(answer(one.since, one.statement) == "ok");
    }
}

TEST_CASE("the grammar of SQL in bodies is the server's, too") {
    constexpr std::string_view sql_function =
        "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM (SELECT 1) $$";
    constexpr std::string_view plpgsql_function =
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM a FROM (SELECT 1 AS a); END $$";
    for (std::string_view statement : {sql_function, plpgsql_function}) {
        CHECK(answer(15, statement) == "42601 subquery in FROM must have an alias");
        CHECK(answer(16, statement) == "ok");
    }
}
