#include <doctest/doctest.h>

#include "simulate_helper.h"

/// DO blocks and CALL: one after the other on one server; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"DO $$ BEGIN CREATE TYPE mood AS ENUM ('a','b'); EXCEPTION WHEN duplicate_object THEN "
     "null; END $$",
     "ok"},
    {"DO $$ BEGIN CREATE TYPE mood AS ENUM ('a','b'); EXCEPTION WHEN duplicate_object THEN "
     "null; END $$",
     "ok"},
    {"DO $$ BEGIN CREATE TYPE mood AS ENUM ('a','b'); EXCEPTION WHEN undefined_table THEN "
     "null; END $$",
     "42710 type \"mood\" already exists"},
    {"CREATE TABLE t (id int primary key, name text, ref int)",
     "ok"},
    {"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE "
     "TYPE mood AS ENUM ('x'); END IF; END $$",
     "ok"},
    {"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = "
     "t.typnamespace WHERE n.nspname='public' AND t.typname = 'mood2') THEN CREATE TYPE mood2 "
     "AS ENUM ('x'); END IF; END $$",
     "ok"},
    {"CREATE TABLE t2 (m mood2)",
     "ok"},
    {"DO $do$ BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE "
     "table_name='t' AND column_name='email') THEN ALTER TABLE t ADD COLUMN email text; END "
     "IF; END $do$",
     "ok"},
    {"SELECT email FROM t",
     "ok"},
    {"DO $$ DECLARE r record; BEGIN FOR r IN SELECT conname FROM pg_constraint WHERE conrelid "
     "= 't'::regclass AND contype='p' LOOP EXECUTE format('ALTER TABLE t DROP CONSTRAINT %I', "
     "r.conname); END LOOP; END $$",
     "ok"},
    {"ALTER TABLE t ADD PRIMARY KEY (id)",
     "ok"},
    {"ALTER TABLE t ADD PRIMARY KEY (id)",
     "42P16 multiple primary keys for table \"t\" are not allowed"},
    {"DO $$ DECLARE x text; BEGIN FOREACH x IN ARRAY ARRAY['a','b'] LOOP EXECUTE "
     "format('ALTER TABLE %I ADD COLUMN %I int', 't', 'c_' || x); END LOOP; END $$",
     "ok"},
    {"SELECT c_a, c_b FROM t",
     "ok"},
    {"DO $$ BEGIN RAISE EXCEPTION 'boom %', 1; END $$",
     "P0001 boom 1"},
    {"DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP UPDATE t SET name = r.name "
     "WHERE id = r.id; END LOOP; END $$",
     "ok"},
    {"DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP EXECUTE 'DROP TABLE ' || "
     "r.name; END LOOP; END $$",
     "ok"},
    {"DO $$ BEGIN IF EXISTS (SELECT 1 FROM t WHERE id = 3) THEN RAISE EXCEPTION 'no'; END IF; "
     "END $$",
     "ok"},
    {"DO $$ BEGIN IF EXISTS (SELECT 1 FROM t WHERE id = 3) THEN DROP TABLE t2; END IF; END $$",
     "ok"},
    {"DO $$ BEGIN IF EXISTS (SELECT 1 FROM nope WHERE id = 3) THEN RAISE NOTICE 'x'; END IF; "
     "END $$",
     "42P01 relation \"nope\" does not exist"},
    {"DO $$ BEGIN CREATE INDEX CONCURRENTLY i ON t (id); END $$",
     "25001 CREATE INDEX CONCURRENTLY cannot be executed from a function"},
    {"DO $$ BEGIN IF to_regclass('public.nope') IS NULL THEN CREATE TABLE nope (a int); END "
     "IF; END $$",
     "ok"},
    {"SELECT a FROM nope",
     "ok"},
    {"DO $$ BEGIN IF (SELECT count(*) FROM pg_tables WHERE tablename LIKE 'no%') = 1 THEN "
     "DROP TABLE nope; END IF; END $$",
     "ok"},
    {"SELECT a FROM nope",
     "42P01 relation \"nope\" does not exist"},
    {"CREATE PROCEDURE p(tab text) LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('CREATE TABLE "
     "%I (x int)', tab); END $$",
     "ok"},
    {"CALL p('made')",
     "ok"},
    {"SELECT x FROM made",
     "ok"},
    {"DO $$ BEGIN IF current_setting('server_version_num')::int >= 130000 THEN CREATE TABLE "
     "v13 (a int); ELSE CREATE TABLE v12(a int); END IF; END $$",
     "ok"},
    {"SELECT a FROM v13",
     "ok"},
    {"DO $$ BEGIN EXECUTE 'CREATE VIEW vv AS SELECT 1 AS one'; PERFORM one FROM vv; PERFORM "
     "set_config('search_path','public',false); END $$",
     "ok"},
    {"DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (ref) REFERENCES t(id); "
     "EXCEPTION WHEN others THEN RAISE; END $$",
     "ok"},
    {"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app') THEN "
     "CREATE ROLE app LOGIN; END IF; END $$",
     "ok"},
    {"DROP ROLE app",
     "ok"},
    {"DO LANGUAGE sql 'SELECT 1'",
     "0A000 language \"sql\" does not support inline code execution"},
    {"DO LANGUAGE nope 'SELECT 1'",
     "42704 language \"nope\" does not exist"},
    {"DO $$ BEGIN CREATE TABLE inner_t (a int); RAISE division_by_zero; EXCEPTION WHEN "
     "division_by_zero THEN CREATE TABLE outer_t (a int); END $$",
     "ok"},
    {"SELECT 1 FROM outer_t",
     "ok"},
    {"SELECT 1 FROM inner_t",
     "42P01 relation \"inner_t\" does not exist"},
    {"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'mine'; END $$",
     "23505 mine"},
    {"DO $$ BEGIN PERFORM 1/0; EXCEPTION WHEN SQLSTATE '22012' THEN NULL; END $$",
     "ok"},
    {"DO $$ BEGIN ASSERT 1 = 2; END $$",
     "P0004 assertion failed"},
    {"DO $$ BEGIN FOR i IN 1..3 LOOP EXECUTE 'CREATE TABLE part_' || i || ' (a int)'; "
     "CONTINUE WHEN i < 2; EXIT WHEN i = 2; END LOOP; END $$",
     "ok"},
    {"SELECT 1 FROM part_2",
     "ok"},
    {"SELECT 1 FROM part_3",
     "42P01 relation \"part_3\" does not exist"},
    {"DO $$ <<outer>> DECLARE n int := 0; BEGIN WHILE n < 2 LOOP n := n + 1; EXECUTE "
     "format('ALTER TABLE part_%s ADD COLUMN b int', n); END LOOP; END $$",
     "ok"},
    {"SELECT b FROM part_1, LATERAL (SELECT b AS c FROM part_2) AS x",
     "ok"},
    {"DO $$ DECLARE s text; BEGIN EXECUTE s; END $$",
     "22004 query string argument of EXECUTE is null"},
    {"DO $$ BEGIN CASE 2 WHEN 1 THEN DROP TABLE part_1; WHEN 2, 3 THEN DROP TABLE part_2; "
     "ELSE NULL; END CASE; END $$",
     "ok"},
    {"SELECT b FROM part_1",
     "ok"},
    {"SELECT b FROM part_2",
     "42P01 relation \"part_2\" does not exist"},
    {"DO $$ BEGIN DROP TABLE part_2; EXCEPTION WHEN undefined_table THEN RAISE NOTICE 'none'; "
     "END $$",
     "ok"},
    {"DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.table_constraints tc JOIN "
     "information_schema.key_column_usage k ON tc.constraint_name = k.constraint_name WHERE "
     "tc.table_name = 't' AND k.column_name = 'id' AND tc.constraint_type = 'PRIMARY KEY') "
     "THEN ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE; END IF; END $$",
     "ok"},
    {"ALTER TABLE t DROP CONSTRAINT t_pkey",
     "42704 constraint \"t_pkey\" of relation \"t\" does not exist"},
};

}  // namespace

TEST_CASE("simulate: DO blocks and CALL as the server has them") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        CAPTURE(std::string(one.sql));
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}

TEST_CASE("simulate: what a DO block does to the schema is told as uncertain only where rows decide it") {
    const char* setup = "CREATE TABLE t (id int, name text);";
    struct {
        const char* body;
        bool certain;
    } blocks[] = {
        {"BEGIN INSERT INTO t VALUES (1, 'x'); RAISE NOTICE 'done'; END", true},
        {"DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP UPDATE t SET name = r.name; END LOOP; END", true},
        {"DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP EXECUTE 'DROP TABLE ' || r.name; END LOOP; END", false},
        {"BEGIN IF EXISTS (SELECT 1 FROM t) THEN RAISE EXCEPTION 'rows'; END IF; END", true},
        {"BEGIN IF EXISTS (SELECT 1 FROM t) THEN ALTER TABLE t ADD COLUMN a int; END IF; END", false},
        {"BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 't') THEN DROP TABLE t; END IF; END", true},
        {"DECLARE s text; BEGIN SELECT name INTO s FROM t; EXECUTE 'DROP TABLE ' || s; END", false},
        {"DECLARE s text := 'u'; BEGIN EXECUTE 'CREATE TABLE ' || s || ' (a int)'; END", true},
    };
    for (const auto& block : blocks) {
        CAPTURE(block.body);
        backout::test::Replay replay(15);
        auto result = replay.run(std::string(setup) + "DO $body$ " + block.body + " $body$;");
        CHECK(result.outcome.kind == backout::simulate::OutcomeKind::ok);
        CHECK(result.uncertainties.empty() == block.certain);
    }
}

TEST_CASE("simulate: what a handler catches is taken back") {
    backout::test::Replay replay(15);
    auto result = replay.run("DO $$ BEGIN CREATE TABLE a (x int); CREATE TABLE a (x int); "
                             "EXCEPTION WHEN duplicate_table THEN CREATE TABLE b (x int); END $$;");
    CHECK(result.outcome.kind == backout::simulate::OutcomeKind::ok);
    using backout::catalog::find_relation;
    CHECK(find_relation(replay.catalog(), backout::catalog::public_namespace, "a") == 0);
    CHECK(find_relation(replay.catalog(), backout::catalog::public_namespace, "b") != 0);
}
