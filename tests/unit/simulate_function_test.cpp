#include <doctest/doctest.h>

#include "simulate_helper.h"

/// CREATE and ALTER FUNCTION and PROCEDURE: one after the other on one server; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"CREATE TABLE t (id int PRIMARY KEY, name text, price numeric)",
     "ok"},
    {"CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "ok"},
    {"CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'",
     "42723 function \"one\" already exists with same argument types"},
    {"CREATE OR REPLACE FUNCTION one() RETURNS text LANGUAGE sql AS $$SELECT 'a'$$",
     "42P13 cannot change return type of existing function"},
    {"CREATE OR REPLACE PROCEDURE one() LANGUAGE sql AS 'SELECT 1'",
     "42809 cannot change routine kind"},
    {"CREATE FUNCTION named(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT a + b'",
     "ok"},
    {"CREATE OR REPLACE FUNCTION named(x int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS "
     "'SELECT 1'",
     "42P13 cannot change name of input parameter \"a\""},
    {"CREATE OR REPLACE FUNCTION named(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42P13 cannot remove parameter defaults from existing function"},
    {"CREATE OR REPLACE FUNCTION named(a int, b int DEFAULT 3) RETURNS int LANGUAGE sql AS "
     "'SELECT 1'",
     "ok"},
    {"CREATE FUNCTION bad1(a int DEFAULT 1, b int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42P13 input parameters after one with a default value must also have defaults"},
    {"CREATE FUNCTION bad2(a int, a text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42P13 parameter name \"a\" used more than once"},
    {"CREATE FUNCTION bad3(a int) LANGUAGE sql AS 'SELECT 1'",
     "42P13 function result type must be specified"},
    {"CREATE FUNCTION bad4(a int, OUT b int) RETURNS text LANGUAGE sql AS 'SELECT 1'",
     "42P13 function result type must be integer because of OUT parameters"},
    {"CREATE FUNCTION bad5() RETURNS int AS 'SELECT 1'",
     "42P13 no language specified"},
    {"CREATE FUNCTION bad6() RETURNS int LANGUAGE nope AS 'SELECT 1'",
     "42704 language \"nope\" does not exist"},
    {"CREATE FUNCTION bad7() RETURNS nope LANGUAGE sql AS 'SELECT 1'",
     "42704 type \"nope\" does not exist"},
    {"CREATE FUNCTION bad8(nope) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42704 type nope does not exist"},
    {"CREATE FUNCTION bad9() RETURNS int LANGUAGE sql",
     "42P13 no function body specified"},
    {"CREATE FUNCTION bad10() RETURNS int LANGUAGE sql AS 'SELECT name FROM t'",
     "42P13 return type mismatch in function declared to return integer"},
    {"CREATE FUNCTION bad11() RETURNS int LANGUAGE sql AS 'SELECT nope FROM t'",
     "42703 column \"nope\" does not exist"},
    {"CREATE FUNCTION bad12() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM nope'",
     "42P01 relation \"nope\" does not exist"},
    {"CREATE FUNCTION bad13() RETURNS int LANGUAGE sql AS 'SELECT 1, 2'",
     "42P13 return type mismatch in function declared to return integer"},
    {"CREATE FUNCTION bad14() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (1)'",
     "42P13 return type mismatch in function declared to return integer"},
    {"CREATE FUNCTION bad15() RETURNS int LANGUAGE sql AS 'SELEC 1'",
     "42601 syntax error at or near \"SELEC\""},
    {"CREATE FUNCTION bad16() RETURNS anyelement LANGUAGE sql AS 'SELECT 1'",
     "42P13 cannot determine result data type"},
    {"CREATE FUNCTION bad17() RETURNS int LANGUAGE sql COST 0 AS 'SELECT 1'",
     "22023 COST must be positive"},
    {"CREATE FUNCTION bad18() RETURNS int LANGUAGE sql ROWS 10 AS 'SELECT 1'",
     "22023 ROWS is not applicable when function does not return a set"},
    {"CREATE FUNCTION bad19() RETURNS int LANGUAGE sql IMMUTABLE STABLE AS 'SELECT 1'",
     "42601 conflicting or redundant options"},
    {"CREATE FUNCTION bad20(VARIADIC a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42P13 VARIADIC parameter must be an array"},
    {"CREATE FUNCTION bad21(VARIADIC a int[], b int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42P13 VARIADIC parameter must be the last input parameter"},
    {"CREATE FUNCTION bad22(a int DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "22P02 invalid input syntax for type integer: \"x\""},
    {"CREATE FUNCTION bad23(a int DEFAULT now()) RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "42804 argument of DEFAULT must be type integer, not type timestamp with time zone"},
    {"CREATE FUNCTION bad24() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
     "42P13 SQL functions cannot return type trigger"},
    {"CREATE FUNCTION bad25(a int) RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
     "42P13 trigger functions cannot have declared arguments"},
    {"CREATE FUNCTION bad26() RETURNS cstring LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
     "0A000 PL/pgSQL functions cannot return type cstring"},
    {"CREATE FUNCTION bad27() RETURNS int LANGUAGE plpgsql RETURN 1",
     "42P13 inline SQL function body only valid for language SQL"},
    {"CREATE FUNCTION bad28() RETURNS TABLE (a int, b text) LANGUAGE sql AS 'SELECT id FROM t'",
     "42P13 return type mismatch in function declared to return record"},
    {"CREATE FUNCTION bad29() RETURNS SETOF t LANGUAGE sql AS 'SELECT id, price, name FROM t'",
     "42P13 return type mismatch in function declared to return t"},
    {"CREATE FUNCTION rows() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'",
     "ok"},
    {"CREATE FUNCTION pairs() RETURNS TABLE (a int, b text) LANGUAGE sql AS 'SELECT id, name "
     "FROM t'",
     "ok"},
    {"CREATE OR REPLACE FUNCTION pairs() RETURNS TABLE (a int, c text) LANGUAGE sql AS "
     "'SELECT id, name FROM t'",
     "42P13 cannot change return type of existing function"},
    {"CREATE FUNCTION outs(OUT a int, OUT b text) LANGUAGE sql AS $$SELECT 1, 'x'$$",
     "ok"},
    {"CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS 'DELETE FROM t'",
     "ok"},
    {"CREATE FUNCTION added(x t) RETURNS numeric LANGUAGE sql AS 'SELECT x.price + 1'",
     "ok"},
    {"CREATE FUNCTION ret(a int) RETURNS int RETURN a + 1",
     "ok"},
    {"CREATE FUNCTION atomic(a int) RETURNS text BEGIN ATOMIC SELECT name FROM t WHERE id = "
     "a; END;",
     "ok"},
    {"ALTER TABLE t DROP COLUMN name",
     "2BP01 cannot drop column name of table t because other objects depend on it"},
    {"DROP TABLE t",
     "2BP01 cannot drop table t because other objects depend on it"},
    {"ALTER FUNCTION one() IMMUTABLE STRICT COST 5 SET search_path = public",
     "ok"},
    {"ALTER FUNCTION one(int) STABLE",
     "42883 function one(integer) does not exist"},
    {"ALTER FUNCTION one() ROWS 5",
     "22023 ROWS is not applicable when function does not return a set"},
    {"CREATE PROCEDURE proc(a int, INOUT b int) LANGUAGE plpgsql AS 'BEGIN b := a; END'",
     "ok"},
    {"CREATE PROCEDURE proc2() LANGUAGE sql STRICT AS 'SELECT 1'",
     "42P13 invalid attribute in procedure definition"},
    {"ALTER PROCEDURE proc(int, int) SECURITY DEFINER",
     "ok"},
    {"DROP PROCEDURE proc(int, int)",
     "ok"},
    {"SET check_function_bodies = off",
     "ok"},
    {"CREATE FUNCTION unchecked() RETURNS int LANGUAGE sql AS 'SELECT nope FROM nowhere'",
     "ok"},
};

}  // namespace

TEST_CASE("simulate: CREATE and ALTER FUNCTION and PROCEDURE as the server has them") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        CAPTURE(std::string(one.sql));
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
