#include <doctest/doctest.h>

#include "simulate/current_database.h"
#include "simulate_helper.h"

/// Privileges, ownership and roles: one statement after the other on one fresh server. The outcomes are those of
/// PostgreSQL 18 and, where it differs, of 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view in_18;
    std::string_view in_15 = in_18;
};

// clang-format off
constexpr Case cases[] = {
    {"CREATE ROLE alice", "ok"},
    {"CREATE ROLE bob", "ok"},
    {"CREATE ROLE team", "ok"},
    {"CREATE ROLE admin CREATEROLE", "ok"},
    {"CREATE TABLE t (id int PRIMARY KEY, a text, secret text)", "ok"},
    {"CREATE TABLE child () INHERITS (t)", "ok"},
    {"CREATE VIEW v AS SELECT id, a FROM t", "ok"},
    {"CREATE SEQUENCE s", "ok"},
    {"CREATE SCHEMA hidden", "ok"},
    {"CREATE TABLE hidden.h (x int)", "ok"},
    {"CREATE TYPE mood AS ENUM ('sad', 'ok')", "ok"},
    {"CREATE DOMAIN positive AS int CHECK (VALUE > 0)", "ok"},
    {"CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1'", "ok"},
    {"CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "ok"},
    {"REVOKE ALL ON TYPE mood FROM PUBLIC", "ok"},
    {"REVOKE ALL ON FUNCTION f(int) FROM PUBLIC", "ok"},
    {"SET ROLE nobody", "22023 role \"nobody\" does not exist"},
    {"SET SESSION AUTHORIZATION nobody", "22023 role \"nobody\" does not exist"},
    {"GRANT SELECT ON t TO nobody", "42704 role \"nobody\" does not exist"},
    {"GRANT nobody TO alice", "42704 role \"nobody\" does not exist"},
    {"DROP ROLE nobody", "42704 role \"nobody\" does not exist"},
    {"ALTER ROLE nobody LOGIN", "42704 role \"nobody\" does not exist"},
    {"ALTER TABLE t OWNER TO nobody", "42704 role \"nobody\" does not exist"},
    {"GRANT SELECT ON DATABASE postgres TO alice", "0LP01 invalid privilege type SELECT for database"},
    {"SET ROLE alice", "ok"},
    {"SELECT * FROM t", "42501 permission denied for table t"},
    {"SELECT * FROM v", "42501 permission denied for view v"},
    {"SELECT 1 FROM hidden.h", "42501 permission denied for schema hidden"},
    {"INSERT INTO t VALUES (1, 'x', 'y')", "42501 permission denied for table t"},
    {"UPDATE t SET a = 'y'", "42501 permission denied for table t"},
    {"DELETE FROM t", "42501 permission denied for table t"},
    {"TRUNCATE t", "42501 permission denied for table t"},
    {"LOCK t IN SHARE MODE", "25P01 LOCK TABLE can only be used in transaction blocks"},
    {"SELECT f(1)", "42501 permission denied for function f"},
    {"CREATE TABLE mine (x int)", "42501 permission denied for schema public"},
    {"CREATE SCHEMA mine", "42501 permission denied for database postgres"},
    {"CREATE TABLE hidden.mine (x int)", "42501 permission denied for schema hidden"},
    {"CREATE TEMP TABLE temporary (x int)", "ok"},
    {"CREATE TEMP TABLE temporary2 (m mood)", "42501 permission denied for type mood"},
    {"CREATE TEMP TABLE temporary3 (p positive)", "ok"},
    {"ALTER TABLE t ADD COLUMN b int", "42501 must be owner of table t"},
    {"ALTER TABLE t RENAME TO tt", "42501 must be owner of table t"},
    {"ALTER TABLE t RENAME a TO aa", "42501 must be owner of table t"},
    {"ALTER TABLE t ENABLE ROW LEVEL SECURITY", "42501 must be owner of table t"},
    {"ALTER VIEW v RENAME TO vv", "42501 must be owner of view v"},
    {"ALTER SEQUENCE s INCREMENT 2", "42501 must be owner of sequence s"},
    {"ALTER TYPE mood ADD VALUE 'happy'", "42501 must be owner of type mood"},
    {"ALTER DOMAIN positive SET NOT NULL", "42501 must be owner of type positive"},
    {"ALTER FUNCTION f(int) STABLE", "42501 must be owner of function f"},
    {"CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 2'",
     "42501 permission denied for schema public"},
    {"CREATE OR REPLACE VIEW v AS SELECT id, a FROM t", "42501 permission denied for schema public"},
    {"CREATE INDEX ON t (a)", "42501 must be owner of table t"},
    {"CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trg()",
     "42501 permission denied for table t"},
    {"CREATE POLICY p ON t USING (true)", "42501 must be owner of table t"},
    {"CREATE RULE r AS ON INSERT TO t DO NOTHING", "42501 must be owner of table t"},
    {"CREATE STATISTICS st ON a, id FROM t", "42501 must be owner of table t"},
    {"COMMENT ON TABLE t IS 'x'", "42501 must be owner of table t"},
    {"COMMENT ON COLUMN t.a IS 'x'", "42501 must be owner of relation t"},
    {"COMMENT ON ROLE bob IS 'x'", "42501 permission denied", "42501 must have CREATEROLE privilege"},
    {"DROP TABLE t", "42501 must be owner of table t"},
    {"DROP VIEW v", "42501 must be owner of view v"},
    {"DROP SEQUENCE s", "42501 must be owner of sequence s"},
    {"DROP TYPE mood", "42501 must be owner of type mood"},
    {"DROP DOMAIN positive", "42501 must be owner of type positive"},
    {"DROP FUNCTION f(int)", "42501 must be owner of function f"},
    {"DROP SCHEMA hidden CASCADE", "42501 must be owner of schema hidden"},
    {"DROP TABLE IF EXISTS t", "42501 must be owner of table t"},
    {"GRANT SELECT ON t TO bob", "42501 permission denied for table t"},
    {"REVOKE SELECT ON t FROM bob", "42501 permission denied for table t"},
    {"GRANT team TO bob",
     "42501 permission denied to grant role \"team\"",
     "42501 must have admin option on role \"team\""},
    {"CREATE ROLE other", "42501 permission denied to create role"},
    {"ALTER ROLE bob CREATEDB", "42501 permission denied to alter role", "42501 permission denied"},
    {"ALTER ROLE alice CREATEDB", "42501 permission denied to alter role", "42501 permission denied"},
    {"DROP ROLE bob", "42501 permission denied to drop role"},
    {"DROP OWNED BY bob", "42501 permission denied to drop objects"},
    {"REASSIGN OWNED BY bob TO alice", "42501 permission denied to reassign objects"},
    {"ALTER DEFAULT PRIVILEGES FOR ROLE bob GRANT SELECT ON TABLES TO alice",
     "42501 permission denied to change default privileges",
     "42501 must be member of role \"bob\""},
    {"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO bob", "ok"},
    {"CREATE EXTENSION hstore", "42501 permission denied to create extension \"hstore\""},
    {"CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION trg()",
     "42501 permission denied to create event trigger \"e\""},
    {"CREATE FOREIGN DATA WRAPPER w", "42501 permission denied to create foreign-data wrapper \"w\""},
    {"CREATE PUBLICATION p FOR ALL TABLES", "42501 permission denied for database postgres"},
    {"CREATE DATABASE d", "42501 permission denied to create database"},
    {"CREATE LANGUAGE l HANDLER h", "42501 must be superuser to create custom procedural language"},
    {"CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'x'", "42501 permission denied for schema public"},
    {"ALTER SYSTEM SET work_mem = '1MB'", "42501 permission denied to set parameter \"work_mem\""},
    {"SET session_replication_role = 'replica'",
     "42501 permission denied to set parameter \"session_replication_role\""},
    {"SET work_mem = '1MB'", "ok"},
    {"SET ROLE bob", "ok"},
    {"RESET ROLE", "ok"},
    {"ALTER DEFAULT PRIVILEGES FOR ROLE alice REVOKE SELECT ON TABLES FROM bob", "ok"},
    {"GRANT CREATE ON SCHEMA public TO team", "ok"},
    {"GRANT team TO alice", "ok"},
    {"GRANT USAGE ON SCHEMA hidden TO team", "ok"},
    {"GRANT SELECT (id, a), REFERENCES (id) ON t TO alice", "ok"},
    {"GRANT INSERT (id), UPDATE (a) ON t TO alice", "ok"},
    {"GRANT EXECUTE ON FUNCTION f(int) TO alice WITH GRANT OPTION", "ok"},
    {"GRANT USAGE ON TYPE mood TO alice", "ok"},
    {"SET ROLE alice", "ok"},
    {"SELECT id FROM t", "ok"},
    {"SELECT * FROM t", "42501 permission denied for table t"},
    {"SELECT t FROM t", "42501 permission denied for table t"},
    {"SELECT count(*) FROM t", "ok"},
    {"SELECT id FROM t WHERE secret = 'x'", "42501 permission denied for table t"},
    {"SELECT id FROM t ORDER BY secret", "42501 permission denied for table t"},
    {"SELECT x.id FROM t AS x JOIN t AS y USING (id)", "ok"},
    {"SELECT x.id FROM t AS x JOIN t AS y USING (secret)", "42501 permission denied for table t"},
    {"SELECT id FROM t FOR UPDATE", "ok"},
    {"SELECT (SELECT secret FROM t LIMIT 1)", "42501 permission denied for table t"},
    {"INSERT INTO t (id) VALUES (2)", "ok"},
    {"INSERT INTO t (id, a) VALUES (2, 'x')", "42501 permission denied for table t"},
    {"INSERT INTO t (id) VALUES (2) RETURNING secret", "42501 permission denied for table t"},
    {"INSERT INTO t (id) VALUES (2) ON CONFLICT (id) DO UPDATE SET a = excluded.a", "ok"},
    {"UPDATE t SET a = 'z' WHERE id = 2", "ok"},
    {"UPDATE t SET a = secret", "42501 permission denied for table t"},
    {"UPDATE t SET secret = 'x'", "42501 permission denied for table t"},
    {"DELETE FROM t WHERE id = 2", "42501 permission denied for table t"},
    {"COPY t (id) TO STDOUT", "ok"},
    {"COPY t TO '/tmp/x'",
     "42501 permission denied to COPY to a file",
     "42501 must be superuser or have privileges of the pg_write_server_files role to COPY to a file"},
    {"SELECT f(1)", "ok"},
    {"CREATE TABLE mine (x int, m mood)", "ok"},
    {"CREATE TABLE refers (x int REFERENCES t (id))", "ok"},
    {"CREATE TABLE refers2 (x int REFERENCES t)", "ok"},
    {"CREATE TABLE like_t (LIKE t)", "42501 permission denied for table t"},
    {"CREATE TABLE heir () INHERITS (t)", "42501 must be owner of table t"},
    {"CREATE TABLE copied AS SELECT id FROM t", "ok"},
    {"CREATE TABLE copied2 AS SELECT secret FROM t", "42501 permission denied for table t"},
    {"CREATE TABLE copied3 AS SELECT secret FROM t WITH NO DATA", "ok"},
    {"CREATE VIEW own_view AS SELECT secret FROM t", "ok"},
    {"SELECT * FROM own_view", "42501 permission denied for table t"},
    {"CREATE MATERIALIZED VIEW own_mv AS SELECT id FROM t", "ok"},
    {"REFRESH MATERIALIZED VIEW own_mv", "ok"},
    {"SELECT * FROM hidden.h", "42501 permission denied for table h"},
    {"INSERT INTO mine VALUES (1, 'ok')", "ok"},
    {"ALTER TABLE mine OWNER TO bob",
     "42501 must be able to SET ROLE \"bob\"",
     "42501 must be member of role \"bob\""},
    {"ALTER TABLE mine OWNER TO team", "ok"},
    {"ALTER TABLE mine RENAME TO mine2", "ok"},
    {"ALTER TABLE mine2 SET SCHEMA hidden", "42501 permission denied for schema hidden"},
    {"ALTER TABLE t INHERIT mine2", "42501 must be owner of table t"},
    {"GRANT SELECT ON mine2 TO bob WITH GRANT OPTION", "ok"},
    {"GRANT EXECUTE ON FUNCTION f(int) TO bob", "ok"},
    {"GRANT SELECT ON mine2 TO bob GRANTED BY team", "0A000 grantor must be current user"},
    {"RESET ROLE", "ok"},
    {"SELECT * FROM own_view", "42501 permission denied for table t"},
    {"SET ROLE bob", "ok"},
    {"GRANT SELECT ON mine2 TO admin WITH GRANT OPTION", "ok"},
    {"SELECT f(1)", "ok"},
    {"RESET ROLE", "ok"},
    {"SET ROLE alice", "ok"},
    {"REVOKE SELECT ON mine2 FROM bob", "2BP01 dependent privileges exist"},
    {"REVOKE GRANT OPTION FOR SELECT ON mine2 FROM bob", "2BP01 dependent privileges exist"},
    {"REVOKE SELECT ON mine2 FROM bob CASCADE", "ok"},
    {"RESET ROLE", "ok"},
    {"SET ROLE admin", "ok"},
    {"SELECT * FROM mine2", "42501 permission denied for table mine2"},
    {"CREATE ROLE made", "ok"},
    {"CREATE ROLE made_superuser SUPERUSER",
     "42501 permission denied to create role",
     "42501 must be superuser to create superusers"},
    {"CREATE ROLE made_creator CREATEDB", "42501 permission denied to create role", "ok"},
    {"CREATE ROLE made_replicator REPLICATION",
     "42501 permission denied to create role",
     "42501 must be superuser to create replication users"},
    {"ALTER ROLE made CREATEROLE", "ok"},
    {"ALTER ROLE made SUPERUSER",
     "42501 permission denied to alter role",
     "42501 must be superuser to alter superuser roles or change superuser attribute"},
    {"ALTER ROLE bob CREATEROLE", "42501 permission denied to alter role", "ok"},
    {"ALTER ROLE bob PASSWORD 'x'", "42501 permission denied to alter role", "ok"},
    {"ALTER ROLE postgres PASSWORD 'x'",
     "42501 permission denied to alter role",
     "42501 must be superuser to alter superuser roles or change superuser attribute"},
    {"GRANT made TO bob", "ok"},
    {"GRANT bob TO made",
     "42501 permission denied to grant role \"bob\"",
     "0LP01 role \"bob\" is a member of role \"made\""},
    {"GRANT team TO made", "42501 permission denied to grant role \"team\"", "ok"},
    {"SET ROLE made", "ok"},
    {"DROP ROLE bob",
     "42501 permission denied to drop role",
     "2BP01 role \"bob\" cannot be dropped because some objects depend on it"},
    {"DROP ROLE admin", "42501 permission denied to drop role", "ok"},
    {"DROP ROLE pg_monitor",
     "42501 permission denied to drop role",
     "2BP01 cannot drop role pg_monitor because it is required by the database system"},
    {"ALTER ROLE pg_monitor LOGIN", "42939 role name \"pg_monitor\" is reserved"},
    {"DROP ROLE made", "55006 current user cannot be dropped"},
    {"RESET ROLE", "ok"},
    {"DROP ROLE alice", "2BP01 role \"alice\" cannot be dropped because some objects depend on it"},
    {"DROP ROLE CURRENT_USER", "22023 cannot use special role specifier in DROP ROLE"},
    {"DROP ROLE postgres", "55006 current user cannot be dropped"},
    {"CREATE ROLE pg_own", "42939 role name \"pg_own\" is reserved"},
    {"GRANT bob TO alice WITH ADMIN OPTION", "ok"},
    {"GRANT alice TO bob", "0LP01 role \"alice\" is a member of role \"bob\""},
    {"GRANT bob TO admin GRANTED BY alice", "ok", "42704 role \"admin\" does not exist"},
    {"REVOKE ADMIN OPTION FOR bob FROM alice", "2BP01 dependent privileges exist", "ok"},
    {"REVOKE bob FROM alice", "2BP01 dependent privileges exist", "ok"},
    {"REVOKE bob FROM alice CASCADE", "ok"},
    {"GRANT bob TO alice WITH INHERIT FALSE", "ok", "42601 syntax error at or near \"INHERIT\""},
    {"SET SESSION AUTHORIZATION alice", "ok"},
    {"SET ROLE bob", "ok", "42501 permission denied to set role \"bob\""},
    {"SET ROLE team", "ok"},
    {"SET ROLE admin", "42501 permission denied to set role \"admin\"", "22023 role \"admin\" does not exist"},
    {"RESET ROLE", "ok"},
    {"CREATE TABLE in_public (x int)", "ok"},
    {"RESET SESSION AUTHORIZATION", "ok"},
    {"REASSIGN OWNED BY alice TO bob", "ok"},
    {"DROP ROLE alice", "2BP01 role \"alice\" cannot be dropped because some objects depend on it"},
    {"DROP OWNED BY alice CASCADE", "ok"},
    {"DROP ROLE alice", "ok"},
    {"DROP OWNED BY bob CASCADE", "ok"},
    {"DROP ROLE bob", "ok"},
    {"DROP ROLE IF EXISTS alice", "ok"},
    {"REVOKE ALL ON SCHEMA public FROM team", "ok"},
    {"DROP ROLE team, admin", "2BP01 role \"team\" cannot be dropped because some objects depend on it"},
    {"CREATE SCHEMA AUTHORIZATION nobody", "42704 role \"nobody\" does not exist"},
    {"CREATE ROLE owner", "ok"},
    {"GRANT CREATE ON DATABASE postgres TO owner", "ok"},
    {"SET ROLE owner", "ok"},
    {"CREATE SCHEMA AUTHORIZATION owner", "ok"},
    {"CREATE TABLE owner.x (a int PRIMARY KEY)", "ok"},
    {"CREATE PUBLICATION pub FOR TABLE owner.x", "ok"},
    {"RESET ROLE", "ok"},
    {"GRANT CREATE ON DATABASE nowhere TO owner", "3D000 database \"nowhere\" does not exist"},
    {"CREATE TABLE owner.y (a int REFERENCES owner.x)", "ok"},
    {"SET ROLE owner", "ok"},
    {"DROP TABLE owner.y", "ok"},
    {"ALTER TABLE owner.x DISABLE TRIGGER ALL", "ok"},
    {"ALTER SCHEMA owner OWNER TO postgres",
     "42501 must be able to SET ROLE \"postgres\"",
     "42501 must be member of role \"postgres\""},
    {"ALTER SCHEMA owner RENAME TO owned", "ok"},
    {"ALTER DATABASE postgres RENAME TO d", "42501 must be owner of database postgres"},
    {"RESET ROLE", "ok"},
    {"DROP ROLE owner", "2BP01 role \"owner\" cannot be dropped because some objects depend on it"},
    {"REASSIGN OWNED BY owner TO CURRENT_USER", "ok"},
    {"DROP OWNED BY owner", "ok"},
    {"DROP ROLE owner", "ok"},
    {"CREATE ROLE reader", "ok"},
    {"CREATE ROLE dba", "ok"},
    {"CREATE TABLE c (id int CONSTRAINT c_key UNIQUE, a int, b int)", "ok"},
    {"GRANT INSERT, UPDATE (a) ON c TO reader", "ok"},
    {"GRANT SELECT (tableoid) ON c TO reader", "ok"},
    {"GRANT pg_write_all_data TO dba", "ok"},
    {"CREATE OPERATOR ### (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)", "ok"},
    {"CREATE FUNCTION definer() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN CREATE TABLE made_by_definer (a int); RETURN 1; END'",
     "ok"},
    {"CREATE FUNCTION invoker() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN CREATE TABLE made_by_invoker (a int); RETURN 1; END'",
     "ok"},
    {"SET ROLE reader", "ok"},
    {"SELECT tableoid FROM c", "ok"},
    {"INSERT INTO c (id) VALUES (1) ON CONFLICT ON CONSTRAINT c_key DO NOTHING",
     "42501 permission denied for table c"},
    {"INSERT INTO c (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1",
     "42501 permission denied for table c"},
    {"INSERT INTO c (id, b) VALUES (2, 1) ON CONFLICT DO NOTHING", "ok"},
    {"SELECT definer()", "ok"},
    {"SELECT invoker()", "42501 permission denied for schema public"},
    {"DROP OPERATOR ### (int, int)", "42501 must be owner of operator ###"},
    {"RESET ROLE", "ok"},
    {"SET ROLE dba", "ok"},
    {"INSERT INTO c (id) VALUES (3)", "ok"},
    {"UPDATE pg_catalog.pg_class SET relname = 'x'", "42501 permission denied for table pg_class"},
    {"DELETE FROM c", "ok"},
    {"SELECT id FROM c", "42501 permission denied for table c"},
    {"CREATE TABLE public.by_dba (a int)", "42501 permission denied for schema public"},
    {"RESET ROLE", "ok"},
    {"ALTER DATABASE postgres OWNER TO dba", "ok"},
    {"SET ROLE dba", "ok"},
    {"CREATE TABLE public.by_dba (a int)", "ok"},
    {"CREATE SCHEMA by_dba", "ok"},
    {"DROP TABLE c", "ok"},
    {"RESET ROLE", "ok"},
    {"DROP ROLE dba", "2BP01 role \"dba\" cannot be dropped because some objects depend on it"},
    {"ALTER DATABASE postgres OWNER TO postgres", "ok"},
    {"DROP OWNED BY dba, reader", "ok"},
    {"DROP ROLE dba, reader", "ok"},
};
// clang-format on

void check_all(int major) {
    backout::test::Replay replay(major);
    backout::simulate::take_for_fresh_server(replay.simulator().mutable_catalog());
    for (const Case& one : cases) {
        CAPTURE(one.sql);
        CHECK(replay.outcome(one.sql) == (major >= 16 ? one.in_18 : one.in_15));
    }
}

using backout::simulate::World;

}  // namespace

TEST_CASE("privileges and roles as PostgreSQL 18 has them") { check_all(18); }
TEST_CASE("privileges and roles as PostgreSQL 15 has them") { check_all(15); }

TEST_CASE("what an assumed role may do isn't known, so it may do everything") {
    for (World world : {World::closed, World::open}) {
        backout::test::Replay replay(18, world);
        CHECK(replay.outcome("CREATE TABLE t (a int); CREATE ROLE made; SET ROLE app; SELECT * FROM t") == "ok");
        CHECK(replay.outcome("DROP TABLE t") == "ok");
        CHECK(replay.outcome("CREATE ROLE other") == "ok");
        CHECK(replay.outcome("RESET ROLE; GRANT app TO made; SET ROLE made; CREATE SCHEMA s") == "ok");
    }
}

TEST_CASE("what is assumed belongs to nobody known") {
    backout::test::Replay replay(18, World::open);
    CHECK(replay.outcome("CREATE ROLE made; SET ROLE made; ALTER TABLE users ADD COLUMN x int") == "ok");
    CHECK(replay.outcome("INSERT INTO accounts (id) SELECT id FROM users") == "ok");
    CHECK(replay.outcome("RESET ROLE; CREATE TABLE own (a int); ALTER TABLE own OWNER TO app; SET ROLE made; "
                         "ALTER TABLE own ADD COLUMN b int") == "ok");
    // Who may create in the schema that was there from the start isn't known either.
    CHECK(replay.outcome("CREATE TABLE in_public (a int)") == "ok");
}

TEST_CASE("what is known to be refused is refused in an open world, too") {
    backout::test::Replay replay(18, World::open);
    CHECK(replay.outcome("CREATE ROLE made; CREATE TABLE own (a int); SET ROLE made; DROP TABLE own") ==
          "42501 must be owner of table own");
    CHECK(replay.outcome("SELECT a FROM own") == "42501 permission denied for table own");
}

TEST_CASE("after what isn't known anyone may have been granted anything") {
    backout::test::Replay replay(18);
    CHECK(replay.outcome("CREATE ROLE made; CREATE TABLE own (a int); SET ROLE made; DROP TABLE own") ==
          "42501 must be owner of table own");
    CHECK(replay.outcome("RESET ROLE; DO $$ BEGIN EXECUTE (SELECT run FROM own); END $$; SET ROLE made; DROP TABLE own") == "ok");
}

TEST_CASE("roles of a server that isn't fresh may be there") {
    backout::test::Replay replay(18);
    CHECK(replay.outcome("SET ROLE app") == "ok");
    CHECK(replay.outcome("RESET ROLE; DROP ROLE app; SET ROLE app") == "22023 role \"app\" does not exist");
}
