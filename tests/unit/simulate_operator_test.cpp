#include <doctest/doctest.h>

#include "simulate_helper.h"

/// Operators, casts, aggregates, operator classes, text search: one after the other on one server; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"CREATE TYPE pair AS (a int, b int)",
     "ok"},
    {"CREATE FUNCTION pair_eq(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT "
     "$1.a = $2.a'",
     "ok"},
    {"CREATE FUNCTION pair_add(pair, pair) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
     "ok"},
    {"CREATE FUNCTION pair_int(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'",
     "ok"},
    {"CREATE OPERATOR === (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq, COMMUTATOR = "
     "===, NEGATOR = !==)",
     "ok"},
    {"CREATE OPERATOR === (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq)",
     "42723 operator === already exists"},
    {"CREATE OPERATOR @@@ (LEFTARG = pair, RIGHTARG = pair, FUNCTION = nope)",
     "42883 function nope(pair, pair) does not exist"},
    {"CREATE OPERATOR @@@ (LEFTARG = pair, RIGHTARG = pair)",
     "42P13 operator function must be specified"},
    {"CREATE OPERATOR @@@ (FUNCTION = pair_add)",
     "42P13 operator argument types must be specified"},
    {"CREATE OPERATOR @@@ (LEFTARG = pair, FUNCTION = pair_add)",
     "42P13 operator right argument type must be specified"},
    {"CREATE OPERATOR @@@ (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_add, HASHES)",
     "42P13 only boolean operators can hash"},
    {"CREATE OPERATOR @@@ (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_add)",
     "ok"},
    {"SELECT ROW(1, 2)::pair @@@ ROW(1, 2)::pair",
     "ok"},
    {"DROP FUNCTION pair_add(pair, pair)",
     "2BP01 cannot drop function pair_add(pair,pair) because other objects depend on it"},
    {"DROP OPERATOR @@@ (pair, pair)",
     "ok"},
    {"DROP OPERATOR @@@ (pair, pair)",
     "42883 operator does not exist: pair @@@ pair"},
    {"CREATE CAST (pair AS int) WITH FUNCTION pair_int(pair) AS IMPLICIT",
     "ok"},
    {"CREATE CAST (pair AS int) WITH FUNCTION pair_int(pair)",
     "42710 cast from type pair to type integer already exists"},
    {"CREATE CAST (pair AS text) WITH FUNCTION pair_int(pair)",
     "42P17 return data type of cast function must match or be binary-coercible to target "
     "data type"},
    {"CREATE CAST (int AS bigint) WITHOUT FUNCTION",
     "42P17 source and target data types are not physically compatible"},
    {"CREATE CAST (pair AS nope) WITH INOUT",
     "42704 type \"nope\" does not exist"},
    {"DROP FUNCTION pair_int(pair)",
     "2BP01 cannot drop function pair_int(pair) because other objects depend on it"},
    {"DROP CAST (pair AS int)",
     "ok"},
    {"DROP CAST (pair AS int)",
     "42704 cast from type pair to type integer does not exist"},
    {"CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0')",
     "ok"},
    {"CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)",
     "42723 function \"total\" already exists with same argument types"},
    {"CREATE AGGREGATE bad(int) (STYPE = int)",
     "42P13 aggregate sfunc must be specified"},
    {"CREATE AGGREGATE bad(int) (SFUNC = int4pl)",
     "42P13 aggregate stype must be specified"},
    {"CREATE AGGREGATE bad(int) (SFUNC = nope, STYPE = int)",
     "42883 function nope(integer, integer) does not exist"},
    {"SELECT total(x) FROM generate_series(1, 3) AS x",
     "ok"},
    {"DROP AGGREGATE total(int)",
     "ok"},
    {"CREATE OPERATOR FAMILY fam USING btree",
     "ok"},
    {"CREATE OPERATOR FAMILY fam USING btree",
     "42710 operator family \"fam\" for access method \"btree\" already exists"},
    {"CREATE OPERATOR FAMILY fam USING nope",
     "42704 access method \"nope\" does not exist"},
    {"CREATE FUNCTION pair_cmp(pair, pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 0'",
     "ok"},
    {"CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING hash AS OPERATOR 1 ===",
     "ok"},
    {"CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING hash AS OPERATOR 1 ===",
     "42710 operator class \"pair_ops\" for access method \"hash\" already exists"},
    {"CREATE OPERATOR CLASS pair_ops2 DEFAULT FOR TYPE pair USING hash AS OPERATOR 1 ===",
     "42710 could not make operator class \"pair_ops2\" be default for type pair"},
    {"DROP OPERATOR CLASS pair_ops USING hash",
     "ok"},
    {"DROP OPERATOR FAMILY fam USING btree",
     "ok"},
    {"CREATE TEXT SEARCH CONFIGURATION mine (COPY = english)",
     "ok"},
    {"CREATE TEXT SEARCH CONFIGURATION mine (COPY = english)",
     "23505 duplicate key value violates unique constraint \"pg_ts_config_cfgname_index\""},
    {"CREATE TEXT SEARCH CONFIGURATION bad (COPY = nope)",
     "42704 text search configuration \"nope\" does not exist"},
    {"CREATE TEXT SEARCH CONFIGURATION bad (PARSER = nope)",
     "42704 text search parser \"nope\" does not exist"},
    {"CREATE TEXT SEARCH CONFIGURATION other (PARSER = \"default\")",
     "ok"},
    {"CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple, STOPWORDS = english)",
     "ok"},
    {"CREATE TEXT SEARCH DICTIONARY bad (TEMPLATE = nope)",
     "42704 text search template \"nope\" does not exist"},
    {"CREATE TEXT SEARCH DICTIONARY bad (STOPWORDS = english)",
     "42P17 text search template is required"},
    {"DROP TEXT SEARCH CONFIGURATION mine",
     "ok"},
    {"CREATE LANGUAGE plpgsql",
     "42710 extension \"plpgsql\" already exists"},
};

}  // namespace

TEST_CASE("simulate: operators, casts, aggregates, operator classes, text search as the server has them") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        CAPTURE(std::string(one.sql));
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
