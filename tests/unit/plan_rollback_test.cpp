#include <doctest/doctest.h>

#include "plan/planner.h"
#include "simulate_helper.h"

// Rollbacks of single migrations that need an order or a step of their own. What the random ones of
// tests/property/plan_property_test.cpp have brought to light stands here.

namespace {

using namespace backout;

/// The rollback, a statement per line. "not proven: …" where it isn't.
std::string rollback(int major, std::string_view schema, std::string_view migration) {
    test::Replay replay(major);
    CHECK(replay.outcome(schema) == "ok");
    const auto before = replay.catalog().position();
    CHECK(replay.outcome(migration) == "ok");
    catalog::Catalog target = replay.catalog();
    target.undo_to(before);
    plan::Request request;
    request.since = before;
    const plan::Plan plan = plan::make_plan(replay.simulator(), target, request);
    std::string text;
    for (const std::string& reason : plan.reasons) text += "not proven: " + reason + "\n";
    for (const Residue& residue : plan.left) text += "left: " + residue.kind + " " + residue.name + " " + residue.detail + "\n";
    for (const auto& statement : plan.statements) text += statement.sql + "\n";
    return text;
}

constexpr std::string_view parted = R"(
    CREATE TABLE p (id integer, x integer, CONSTRAINT c CHECK (x > 0)) PARTITION BY RANGE (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10))";

}  // namespace

TEST_CASE("rollback: a detached partition is attached with the constraints that it kept") {
    CHECK(rollback(16, parted, "ALTER TABLE p DETACH PARTITION p1") ==
          "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (10)\n");
}

TEST_CASE("rollback: a detached partition gets its columns' types back before it is attached") {
    CHECK(rollback(16, parted, "ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p1 ALTER COLUMN x TYPE bigint") ==
          "ALTER TABLE p1 ALTER COLUMN x TYPE integer\n"
          "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (10)\n");
}

TEST_CASE("rollback: partitions change places") {
    CHECK(rollback(16, std::string(parted) + "; CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
                   R"(ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p DETACH PARTITION p2;
                      ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (10) TO (20);
                      ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (1) TO (10))") ==
          "ALTER TABLE p DETACH PARTITION p1\n"
          "ALTER TABLE p DETACH PARTITION p2\n"
          "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (10)\n"
          "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)\n");
}

TEST_CASE("rollback: since 17 the identity of partitions is their parent's") {
    constexpr std::string_view schema = R"(
        CREATE TABLE p (id integer NOT NULL) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10))";
    CHECK(rollback(17, schema, "ALTER TABLE p ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY") ==
          "ALTER TABLE p ALTER COLUMN id DROP IDENTITY\n");
}

TEST_CASE("rollback: a child's default that was its parent's") {
    constexpr std::string_view schema = "CREATE TABLE a (x integer DEFAULT 2); CREATE TABLE b () INHERITS (a)";
    CHECK(rollback(16, schema, "ALTER TABLE b ALTER COLUMN x DROP DEFAULT") == "ALTER TABLE b ALTER COLUMN x SET DEFAULT 2\n");
    CHECK(rollback(16, schema, "ALTER TABLE b ALTER COLUMN x SET DEFAULT 7") == "ALTER TABLE b ALTER COLUMN x SET DEFAULT 2\n");
    CHECK(rollback(16, schema, "ALTER TABLE a ADD COLUMN w bigserial") == "ALTER TABLE a DROP COLUMN w\n");
}

TEST_CASE("rollback: a type goes after the column that children have of it") {
    CHECK(rollback(17, "CREATE TABLE a (x integer); CREATE TABLE b () INHERITS (a)",
                   "CREATE DOMAIN d AS integer; ALTER TABLE a ADD COLUMN y d DEFAULT 3") ==
          "ALTER TABLE a DROP COLUMN y\nDROP DOMAIN d\n");
}

TEST_CASE("rollback: the default of an enum's column is set once when the type is made anew") {
    CHECK(rollback(16, "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE a (x mood DEFAULT 'sad'); "
                       "CREATE TABLE b () INHERITS (a)",
                   "ALTER TYPE mood ADD VALUE 'high'") ==
          "ALTER TYPE mood RENAME TO mood__old\n"
          "CREATE TYPE mood AS ENUM ('sad', 'ok')\n"
          "ALTER TABLE a ALTER COLUMN x DROP DEFAULT\n"
          "ALTER TABLE a ALTER COLUMN x TYPE mood USING x::text::mood\n"
          "ALTER TABLE a ALTER COLUMN x SET DEFAULT 'sad'::mood\n"
          "DROP TYPE mood__old\n");
}

TEST_CASE("rollback: before 15 a table with a generated column depends on itself") {
    CHECK(rollback(14, "CREATE SCHEMA s",
                   "CREATE TABLE s.t (id serial PRIMARY KEY, x integer GENERATED ALWAYS AS (id + 1) STORED)") ==
          "DROP TABLE s.t\n");
}

TEST_CASE("rollback: a generated column lets go of what it reads, or is made anew around its new type") {
    CHECK(rollback(16, "CREATE TABLE t (id integer, x integer GENERATED ALWAYS AS (id + 1) STORED)",
                   "ALTER TABLE t DROP COLUMN x; ALTER TABLE t ALTER COLUMN id TYPE bigint; "
                   "ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (id + 1) STORED") ==
          "ALTER TABLE t DROP COLUMN x\n"
          "ALTER TABLE t ALTER COLUMN id TYPE integer\n"
          "ALTER TABLE t ADD COLUMN x integer GENERATED ALWAYS AS (id + 1) STORED\n");
    CHECK(rollback(16, "CREATE TABLE t (id integer, x text)",
                   "ALTER TABLE t ALTER COLUMN id TYPE bigint; ALTER TABLE t DROP COLUMN x; "
                   "ALTER TABLE t ADD COLUMN x bigint GENERATED ALWAYS AS (id + 1) STORED") ==
          "ALTER TABLE t ALTER COLUMN x DROP EXPRESSION\n"
          "ALTER TABLE t ALTER COLUMN id TYPE integer\n"
          "ALTER TABLE t ALTER COLUMN x TYPE text\n");
}

TEST_CASE("rollback: a sequence leaves its column, and comes back to it") {
    CHECK(rollback(16, "CREATE TABLE t (id serial)", "ALTER SEQUENCE t_id_seq OWNED BY NONE") ==
          "ALTER SEQUENCE t_id_seq OWNED BY t.id\n");
    CHECK(rollback(16, "CREATE TABLE t (id integer); CREATE SEQUENCE q", "ALTER SEQUENCE q OWNED BY t.id") ==
          "ALTER SEQUENCE q OWNED BY NONE\n");
}

TEST_CASE("rollback: an identity column's sequence changes by itself") {
    CHECK(rollback(16, "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY)", "ALTER SEQUENCE t_id_seq INCREMENT 3") ==
          "ALTER SEQUENCE t_id_seq INCREMENT BY 1\n");
}

TEST_CASE("rollback: composite types have the default privileges of types, not of tables") {
    CHECK(rollback(14, "CREATE ROLE reader; CREATE TYPE pair AS (one integer); "
                       "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader",
                   "DROP TYPE pair") == "CREATE TYPE pair AS (one integer)\n");
}

TEST_CASE("rollback: each entry of default privileges is taken back by a statement of its own") {
    CHECK(rollback(16, "CREATE ROLE r1; CREATE ROLE r2",
                   "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r1; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r2") ==
          "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM r1\n"
          "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM r2\n");
}

TEST_CASE("rollback: mappings of a copied text search configuration") {
    CHECK(rollback(15, "CREATE TEXT SEARCH CONFIGURATION tsc (COPY = english)",
                   "ALTER TEXT SEARCH CONFIGURATION tsc ALTER MAPPING FOR asciiword WITH simple") ==
          "ALTER TEXT SEARCH CONFIGURATION tsc ALTER MAPPING FOR asciiword WITH english_stem\n");
}
