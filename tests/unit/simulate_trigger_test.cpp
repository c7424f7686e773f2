#include <doctest/doctest.h>

#include "simulate_helper.h"

/// Triggers and event triggers: one after the other on one server; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"CREATE TABLE t (id int PRIMARY KEY, name text, g int GENERATED ALWAYS AS (id + 1) "
     "STORED)",
     "ok"},
    {"CREATE VIEW v AS SELECT id, name FROM t",
     "ok"},
    {"CREATE MATERIALIZED VIEW m AS SELECT id FROM t",
     "ok"},
    {"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
     "ok"},
    {"CREATE FUNCTION notrig() RETURNS int LANGUAGE sql AS 'SELECT 1'",
     "ok"},
    {"CREATE TRIGGER a BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER a BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "42710 trigger \"a\" for relation \"t\" already exists"},
    {"CREATE OR REPLACE TRIGGER a AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER b BEFORE INSERT ON nope FOR EACH ROW EXECUTE FUNCTION f()",
     "42P01 relation \"nope\" does not exist"},
    {"CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION nope()",
     "42883 function nope() does not exist"},
    {"CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION notrig()",
     "42P17 function notrig must return type trigger"},
    {"CREATE TRIGGER b BEFORE UPDATE OF nope ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "42703 column \"nope\" of relation \"t\" does not exist"},
    {"CREATE TRIGGER b BEFORE UPDATE OF name, name ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "42701 column \"name\" specified more than once"},
    {"CREATE TRIGGER b INSTEAD OF INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "42809 \"t\" is a table"},
    {"CREATE TRIGGER b BEFORE INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()",
     "42809 \"v\" is a view"},
    {"CREATE TRIGGER b BEFORE INSERT ON v FOR EACH STATEMENT EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER b2 INSTEAD OF INSERT ON v FOR EACH STATEMENT EXECUTE FUNCTION f()",
     "0A000 INSTEAD OF triggers must be FOR EACH ROW"},
    {"CREATE TRIGGER b2 INSTEAD OF INSERT ON v FOR EACH ROW WHEN (true) EXECUTE FUNCTION f()",
     "0A000 INSTEAD OF triggers cannot have WHEN conditions"},
    {"CREATE TRIGGER b2 INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER b3 BEFORE INSERT ON m FOR EACH ROW EXECUTE FUNCTION f()",
     "42809 relation \"m\" cannot have triggers"},
    {"CREATE TRIGGER c BEFORE TRUNCATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "0A000 TRUNCATE FOR EACH ROW triggers are not supported"},
    {"CREATE TRIGGER c BEFORE TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER d BEFORE INSERT ON t FOR EACH ROW WHEN (OLD.id = 1) EXECUTE FUNCTION f()",
     "42P17 INSERT trigger's WHEN condition cannot reference OLD values"},
    {"CREATE TRIGGER d AFTER DELETE ON t FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION f()",
     "42P17 DELETE trigger's WHEN condition cannot reference NEW values"},
    {"CREATE TRIGGER d BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.g = 1) EXECUTE FUNCTION f()",
     "42P17 BEFORE trigger's WHEN condition cannot reference NEW generated columns"},
    {"CREATE TRIGGER d AFTER UPDATE ON t FOR EACH STATEMENT WHEN (NEW.id = 1) EXECUTE "
     "FUNCTION f()",
     "42P17 statement trigger's WHEN condition cannot reference column values"},
    {"CREATE TRIGGER d AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.id) EXECUTE FUNCTION f()",
     "42804 argument of WHEN must be type boolean, not type integer"},
    {"CREATE TRIGGER d AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.nope = 1) EXECUTE FUNCTION f()",
     "42703 column new.nope does not exist"},
    {"CREATE TRIGGER d AFTER UPDATE ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) "
     "EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER e BEFORE UPDATE ON t REFERENCING NEW TABLE AS n FOR EACH STATEMENT "
     "EXECUTE FUNCTION f()",
     "42P17 transition table name can only be specified for an AFTER trigger"},
    {"CREATE TRIGGER e AFTER UPDATE OR DELETE ON t REFERENCING OLD TABLE AS n FOR EACH "
     "STATEMENT EXECUTE FUNCTION f()",
     "0A000 transition tables cannot be specified for triggers with more than one event"},
    {"CREATE TRIGGER e AFTER INSERT ON t REFERENCING OLD TABLE AS n FOR EACH STATEMENT "
     "EXECUTE FUNCTION f()",
     "42P17 OLD TABLE can only be specified for a DELETE or UPDATE trigger"},
    {"CREATE TRIGGER e AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS o FOR EACH "
     "STATEMENT EXECUTE FUNCTION f()",
     "42P17 OLD TABLE name and NEW TABLE name cannot be the same"},
    {"CREATE TRIGGER e AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH "
     "STATEMENT EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE CONSTRAINT TRIGGER k AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH "
     "ROW EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE TRIGGER u AFTER UPDATE OF name ON t FOR EACH ROW EXECUTE FUNCTION f()",
     "ok"},
    {"ALTER TABLE t DROP COLUMN name",
     "2BP01 cannot drop column name of table t because other objects depend on it"},
    {"DROP FUNCTION f()",
     "2BP01 cannot drop function f() because other objects depend on it"},
    {"CREATE TABLE p (id int) PARTITION BY RANGE (id)",
     "ok"},
    {"CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
     "ok"},
    {"CREATE TRIGGER pt AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()",
     "ok"},
    {"DROP TRIGGER pt ON p1",
     "2BP01 cannot drop trigger pt on table p1 because trigger pt on table p requires it"},
    {"CREATE TRIGGER pt AFTER INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f()",
     "42710 trigger \"pt\" for relation \"p1\" already exists"},
    {"DROP TRIGGER pt ON p",
     "ok"},
    {"CREATE TRIGGER pt AFTER INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f()",
     "ok"},
    {"CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
     "ok"},
    {"CREATE EVENT TRIGGER et ON nope EXECUTE FUNCTION ef()",
     "42601 unrecognized event name \"nope\""},
    {"CREATE EVENT TRIGGER et ON ddl_command_end WHEN nope IN ('a') EXECUTE FUNCTION ef()",
     "42601 unrecognized filter variable \"nope\""},
    {"CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION f()",
     "42P17 function f must return type event_trigger"},
    {"CREATE EVENT TRIGGER et ON ddl_command_end WHEN tag IN ('CREATE TABLE') EXECUTE "
     "FUNCTION ef()",
     "ok"},
    {"CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION ef()",
     "42710 event trigger \"et\" already exists"},
    {"ALTER EVENT TRIGGER et DISABLE",
     "ok"},
    {"ALTER EVENT TRIGGER nope DISABLE",
     "42704 event trigger \"nope\" does not exist"},
    {"DROP FUNCTION ef()",
     "2BP01 cannot drop function ef() because other objects depend on it"},
    {"DROP EVENT TRIGGER et",
     "ok"},
    {"DROP FUNCTION ef()",
     "ok"},
};

}  // namespace

TEST_CASE("simulate: triggers and event triggers as the server has them") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        CAPTURE(std::string(one.sql));
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
