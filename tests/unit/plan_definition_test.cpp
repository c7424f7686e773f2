#include <doctest/doctest.h>

#include <algorithm>

#include "catalog/cluster_objects.h"
#include "inventory/inventory.h"
#include "plan/alteration.h"
#include "plan/definition.h"
#include "plan/sequence.h"
#include "simulate_helper.h"

using namespace backout;
using backout::test::Replay;

namespace {

const catalog::SearchPath usual_path;
constexpr catalog::Oid superuser = 10;

/// All objects of a catalog, but those of a fresh server, in the order in which they were made.
std::vector<const catalog::Object*> all_objects(const catalog::Catalog& catalog) {
    static const Replay fresh;
    std::vector<const catalog::Object*> objects;
    for (int value = 0; value <= static_cast<int>(catalog::ObjectClass::user_mapping); ++value)
        for (catalog::Oid oid : catalog.all(static_cast<catalog::ObjectClass>(value)))
            if (!fresh.catalog().find(oid)) objects.push_back(catalog.find(oid));
    std::sort(objects.begin(), objects.end(), [](const auto* a, const auto* b) { return a->oid < b->oid; });
    return objects;
}

std::string definitions(const catalog::Catalog& catalog) {
    plan::Writer writer(catalog, usual_path);
    std::string script;
    for (const catalog::Object* object : all_objects(catalog)) {
        plan::Definition definition = plan::define(writer, *object, superuser);
        for (const std::string& reason : definition.unknowns) script += "-- unknown: " + reason + "\n";
        for (const std::string& statement : definition.statements) script += statement + ";\n";
    }
    for (const catalog::Object* object : all_objects(catalog))
        if (const auto* relation = catalog::as<catalog::Relation>(object);
            relation && relation->sequence && relation->sequence->owned_by.oid)
            if (std::string statement = plan::owned_by_statement(writer, *relation); !statement.empty())
                script += statement + ";\n";
    return script;
}

/// "ok" where every statement runs; else what the first that fails says.
std::string outcome_of_all(Replay& replay, const std::string& script) {
    sql::SplitResult pieces = sql::split(script);
    for (const auto& piece : pieces.statements) {
        std::string statement = pieces.text.substr(piece.begin, piece.end - piece.begin);
        if (std::string outcome = replay.outcome(statement); outcome != "ok") return statement + ": " + outcome;
    }
    return "ok";
}

std::string inventory_of(const catalog::Catalog& catalog) {
    std::string printed;
    for (const inventory::Item& item : inventory::all_items(catalog)) {
        printed += item.kind + " " + item.name;
        for (const auto& property : item.properties) printed += fmt::format("; {}: {}", property.name, property.value);
        printed += "\n";
    }
    return printed;
}

/// Runs the script, and what its objects are defined by on another server; both have to hold the same.
std::string check_definitions(std::string_view script, int major = 15) {
    Replay original(major);
    REQUIRE(outcome_of_all(original, std::string(script)) == "ok");
    std::string printed = definitions(original.catalog());
    Replay replayed(major);
    INFO(printed);
    CHECK(outcome_of_all(replayed, printed) == "ok");
    CHECK(inventory_of(replayed.catalog()) == inventory_of(original.catalog()));
    return printed;
}

/// The statements that lead from one script's schema to another's, for what both have.
std::string alterations(const catalog::Catalog& source, const catalog::Catalog& target) {
    plan::Writer from(source, usual_path), to(target, usual_path);
    std::string script;
    for (const catalog::Object* object : all_objects(target)) {
        const catalog::Object* before = source.find(object->oid);
        if (!before || before->object_class != object->object_class) continue;
        plan::Alteration alteration = plan::alter({from, to, *before, *object, superuser});
        if (alteration.recreate) {
            for (const std::string& statement : plan::drop_statements(from, *before)) script += statement + ";\n";
            for (const std::string& statement : plan::define(to, *object, superuser).statements)
                script += statement + ";\n";
        }
        for (const plan::Step& step : alteration.steps) {
            for (const std::string& statement : step.statements) script += statement + ";\n";
            for (const std::string& remark : step.remarks) script += "-- " + remark + "\n";
        }
        for (const std::string& reason : alteration.unknowns) script += "-- unknown: " + reason + "\n";
    }
    return script;
}

/// From `before` to what it is after `change`, and back. Both scripts make the same objects, so their numbers agree.
/// Gives the statements that lead back.
std::string check_alterations(const std::string& before, const std::string& change, int major = 15) {
    Replay first(major), second(major);
    REQUIRE(outcome_of_all(first, before) == "ok");
    REQUIRE(outcome_of_all(second, before) == "ok");
    REQUIRE(outcome_of_all(second, change) == "ok");
    std::string forth = alterations(first.catalog(), second.catalog());
    std::string back = alterations(second.catalog(), first.catalog());
    {
        Replay replay(major);
        replay.run(before);
        INFO(forth);
        CHECK(outcome_of_all(replay, forth) == "ok");
        CHECK(inventory_of(replay.catalog()) == inventory_of(second.catalog()));
    }
    Replay replay(major);
    replay.run(before + ";" + change);
    INFO(back);
    CHECK(outcome_of_all(replay, back) == "ok");
    CHECK(inventory_of(replay.catalog()) == inventory_of(first.catalog()));
    return back;
}

}  // namespace

TEST_CASE("plan: schemas, extensions and roles are defined as they are") {
    std::string printed = check_definitions(R"(
        CREATE ROLE staff;
        CREATE ROLE app LOGIN CREATEDB CONNECTION LIMIT 5;
        CREATE ROLE "Read Only" NOINHERIT;
        GRANT staff TO app WITH ADMIN OPTION;
        CREATE SCHEMA sales AUTHORIZATION app;
        CREATE SCHEMA "Odd one";
        GRANT USAGE ON SCHEMA sales TO "Read Only";
        COMMENT ON SCHEMA sales IS 'it''s sales';
        CREATE EXTENSION citext;
        CREATE EXTENSION hstore SCHEMA sales;
        COMMENT ON ROLE app IS 'the application')");
    CHECK(printed.find("CREATE ROLE app CREATEDB LOGIN CONNECTION LIMIT 5;") != std::string::npos);
    CHECK(printed.find("GRANT staff TO app WITH ADMIN OPTION;") != std::string::npos);
    CHECK(printed.find("CREATE EXTENSION citext;") != std::string::npos);
    CHECK(printed.find("GRANT USAGE ON SCHEMA sales TO \"Read Only\";") != std::string::npos);
}

TEST_CASE("plan: types are defined as they are") {
    std::string printed = check_definitions(R"(
        CREATE ROLE app;
        CREATE SCHEMA s;
        CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
        CREATE TYPE s.mood AS ENUM ();
        CREATE DOMAIN price AS numeric(10,2) DEFAULT 0 NOT NULL;
        CREATE DOMAIN name AS text COLLATE "C";
        CREATE TYPE address AS (street text COLLATE "C", number integer, moods mood[]);
        CREATE TYPE spans AS RANGE (subtype = float8, subtype_diff = float8mi);
        CREATE TYPE s.timerange AS RANGE (subtype = time, multirange_type_name = s.times);
        CREATE TYPE shell;
        CREATE TYPE label;
        CREATE FUNCTION label_in(cstring) RETURNS label LANGUAGE internal STRICT IMMUTABLE AS 'textin';
        CREATE FUNCTION label_out(label) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'textout';
        CREATE TYPE label (input = label_in, output = label_out, like = text, category = 'S');
        REVOKE USAGE ON TYPE mood FROM PUBLIC;
        GRANT USAGE ON TYPE mood TO app;
        ALTER TYPE mood OWNER TO app;
        ALTER DOMAIN price OWNER TO app;
        COMMENT ON TYPE mood IS 'how one feels';
        COMMENT ON DOMAIN price IS 'in euros';
        COMMENT ON TYPE address IS 'where';
        COMMENT ON COLUMN address.street IS 'with its number apart')");
    CHECK(printed.find("CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');") != std::string::npos);
    CHECK(printed.find("CREATE DOMAIN price AS numeric(10,2) DEFAULT 0 NOT NULL;") != std::string::npos);
    CHECK(printed.find("COMMENT ON TYPE address IS 'where';") != std::string::npos);
    CHECK(printed.find("CREATE TYPE address AS (street text COLLATE \"C\", number integer, moods mood[]);") !=
          std::string::npos);
}

TEST_CASE("plan: sequences say only what isn't the default") {
    std::string printed = check_definitions(R"(
        CREATE ROLE app;
        CREATE SEQUENCE plain;
        CREATE SEQUENCE small AS smallint;
        CREATE SEQUENCE down INCREMENT BY -2 MAXVALUE 100 START 50 CACHE 10 CYCLE;
        CREATE SEQUENCE low AS integer MINVALUE 10;
        GRANT USAGE ON SEQUENCE plain TO app;
        GRANT ALL ON SEQUENCE small TO app WITH GRANT OPTION;
        ALTER SEQUENCE low OWNER TO app)");
    CHECK(printed.find("CREATE SEQUENCE plain;") != std::string::npos);
    CHECK(printed.find("CREATE SEQUENCE small AS smallint;") != std::string::npos);
    CHECK(printed.find("CREATE SEQUENCE down INCREMENT BY -2 MAXVALUE 100 START WITH 50 CACHE 10 CYCLE;") !=
          std::string::npos);
    CHECK(printed.find("CREATE SEQUENCE low AS integer MINVALUE 10;") != std::string::npos);
    CHECK(printed.find("GRANT ALL ON SEQUENCE small TO app WITH GRANT OPTION;") != std::string::npos);
}

TEST_CASE("plan: routines and operators are defined as they are") {
    std::string printed = check_definitions(R"(
        CREATE ROLE app;
        CREATE SCHEMA s;
        CREATE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
        CREATE FUNCTION s.rows(OUT x integer, OUT y text) RETURNS SETOF record LANGUAGE sql STABLE ROWS 10
            SET search_path = s, public AS $$ SELECT 1, 'a' $$;
        CREATE FUNCTION now_plus(integer) RETURNS integer RETURN $1 + 1;
        CREATE PROCEDURE tidy(INOUT n integer) LANGUAGE plpgsql AS $$ BEGIN n := n + 1; END $$;
        REVOKE EXECUTE ON FUNCTION add(integer, integer) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION add(integer, integer) TO app;
        REVOKE ALL ON PROCEDURE tidy(integer) FROM PUBLIC;
        COMMENT ON FUNCTION add(integer, integer) IS 'adds';
        CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0', combinefunc = int4pl,
                                         parallel = safe, sspace = 10);
        CREATE AGGREGATE rows_of(*) (sfunc = int8inc, stype = int8, initcond = '0');
        CREATE AGGREGATE share(float8 ORDER BY anyelement) (sfunc = ordered_set_transition, stype = internal,
                                         finalfunc = percentile_disc_final, finalfunc_extra);
        CREATE FUNCTION near(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
        CREATE OPERATOR === (function = near, leftarg = point, rightarg = point, commutator = ===, negator = !==,
                             restrict = eqsel, join = eqjoinsel, hashes, merges);
        CREATE OPERATOR !== (function = near, leftarg = point, rightarg = point, commutator = !==, negator = ===);
        CREATE OPERATOR s.!! (function = pg_catalog.int4abs, rightarg = integer);
        CREATE OPERATOR FAMILY loose USING hash;
        ALTER OPERATOR FAMILY loose USING hash ADD OPERATOR 1 = (int4, int8);
        CREATE OPERATOR CLASS s.ints FOR TYPE integer USING btree AS
            OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
        ALTER OPERATOR CLASS s.ints USING btree OWNER TO app;
        COMMENT ON OPERATOR === (point, point) IS 'near')");
    CHECK(printed.find("CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 1)") != std::string::npos);
    CHECK(printed.find("REVOKE EXECUTE ON FUNCTION add(integer, integer) FROM PUBLIC;\n"
                       "GRANT EXECUTE ON FUNCTION add(integer, integer) TO app;") != std::string::npos);
}

TEST_CASE("plan: what is outside schemas is defined as it is") {
    std::string printed = check_definitions(R"(
        CREATE ROLE app;
        CREATE SCHEMA s;
        CREATE FUNCTION log_it() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
        CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION log_it();
        ALTER EVENT TRIGGER watch DISABLE;
        CREATE FOREIGN DATA WRAPPER far OPTIONS (debug 'true');
        CREATE SERVER there TYPE 'pg' VERSION '15' FOREIGN DATA WRAPPER far OPTIONS (host 'a b', port '5432');
        CREATE USER MAPPING FOR app SERVER there OPTIONS (password 'it''s');
        CREATE USER MAPPING FOR PUBLIC SERVER there;
        GRANT USAGE ON FOREIGN SERVER there TO app;
        GRANT USAGE ON FOREIGN DATA WRAPPER far TO app;
        CREATE SUBSCRIPTION sub CONNECTION 'host=x' PUBLICATION a, b WITH (connect = false, slot_name = NONE);
        ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO app;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT USAGE ON TYPES TO app WITH GRANT OPTION;
        CREATE SEQUENCE s.counted;
        CREATE FUNCTION s.kept() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE COLLATION german (provider = icu, locale = 'de-DE', deterministic = false);
        CREATE COLLATION s.posix (lc_collate = 'C', lc_ctype = 'POSIX');
        CREATE CAST (point AS integer) WITH INOUT AS ASSIGNMENT;
        CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
        COMMENT ON SERVER there IS 'the other one')");
    CHECK(printed.find("ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO app;") != std::string::npos);
    CHECK(printed.find("ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT USAGE ON TYPES TO app WITH GRANT OPTION;") !=
          std::string::npos);
    // What default privileges give is not granted once more.
    CHECK(printed.find("ON FUNCTION s.kept") == std::string::npos);
}

TEST_CASE("plan: text search objects are defined as they are") {
    std::string printed = check_definitions(R"(
        CREATE SCHEMA s;
        CREATE TEXT SEARCH TEMPLATE plain (init = dsimple_init, lexize = dsimple_lexize);
        CREATE TEXT SEARCH PARSER words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end,
                                         lextypes = prsd_lextype);
        CREATE TEXT SEARCH DICTIONARY s.dict (template = simple, stopwords = english, accept = false);
        CREATE TEXT SEARCH CONFIGURATION conf (parser = "default");
        ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword, word WITH s.dict, simple;
        ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR email WITH simple)");
    CHECK(printed.find("ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword, word WITH s.dict, simple;") !=
          std::string::npos);
}

TEST_CASE("plan: publications are defined with what they publish") {
    std::string printed = check_definitions(R"(
        CREATE SCHEMA s;
        CREATE TABLE a (id integer, b text);
        CREATE TABLE s.c (id integer);
        CREATE PUBLICATION everything FOR ALL TABLES;
        CREATE PUBLICATION nothing WITH (publish = 'insert, delete');
        CREATE PUBLICATION chosen FOR TABLE a (id) WHERE (id > 5), s.c WITH (publish_via_partition_root = true);
        CREATE PUBLICATION schemas FOR TABLES IN SCHEMA s)");
    INFO(printed);
    CHECK(printed.find("CREATE PUBLICATION chosen FOR TABLE a (id) WHERE (id > 5), TABLE s.c "
                       "WITH (publish_via_partition_root = true);") != std::string::npos);
}

TEST_CASE("plan: labels are added where they belong") {
    std::string back = check_alterations("CREATE TYPE mood AS ENUM ('a', 'b', 'c')", "ALTER TYPE mood ADD VALUE 'd'");
    CHECK(back.find("ALTER TYPE mood RENAME TO mood__old;\nCREATE TYPE mood AS ENUM ('a', 'b', 'c');\n"
                    "DROP TYPE mood__old;\n") != std::string::npos);
    Replay source, target;
    source.run("CREATE TYPE mood AS ENUM ('b', 'd')");
    target.run("CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e', 'f')");
    CHECK(alterations(source.catalog(), target.catalog()) ==
          "ALTER TYPE mood ADD VALUE 'a' BEFORE 'b';\n"
          "ALTER TYPE mood ADD VALUE 'c' AFTER 'b';\n"
          "ALTER TYPE mood ADD VALUE 'e';\n"
          "ALTER TYPE mood ADD VALUE 'f';\n");
}

TEST_CASE("plan: columns are given the enum that is made anew") {
    std::string back = check_alterations(
        "CREATE ROLE app; CREATE TYPE mood AS ENUM ('a', 'b'); REVOKE USAGE ON TYPE mood FROM PUBLIC;"
        "CREATE TABLE t (m mood DEFAULT 'a', many mood[], n integer); CREATE TYPE pair AS (m mood)",
        "ALTER TYPE mood ADD VALUE 'c' BEFORE 'b'");
    CHECK(back == "ALTER TYPE mood RENAME TO mood__old;\n"
                  "CREATE TYPE mood AS ENUM ('a', 'b');\n"
                  "REVOKE USAGE ON TYPE mood FROM PUBLIC;\n"
                  "ALTER TABLE t ALTER COLUMN m DROP DEFAULT;\n"
                  "ALTER TABLE t ALTER COLUMN m TYPE mood USING m::text::mood;\n"
                  "ALTER TABLE t ALTER COLUMN m SET DEFAULT 'a'::mood;\n"
                  "ALTER TABLE t ALTER COLUMN many TYPE mood[] USING many::text[]::mood[];\n"
                  "ALTER TYPE pair ALTER ATTRIBUTE m TYPE mood;\n"
                  "DROP TYPE mood__old;\n"
                  "-- fails where a row still holds 'c'\n");
}

TEST_CASE("plan: labels and types change in place where they can") {
    CHECK(check_alterations("CREATE TYPE mood AS ENUM ('a', 'b')", "ALTER TYPE mood RENAME VALUE 'b' TO 'c'") ==
          "ALTER TYPE mood RENAME VALUE 'c' TO 'b';\n");
    check_alterations("CREATE DOMAIN d AS integer DEFAULT 1",
                      "ALTER DOMAIN d SET DEFAULT 2; ALTER DOMAIN d SET NOT NULL");
    CHECK(check_alterations("CREATE TYPE c AS (a integer, b text)",
                            "ALTER TYPE c ADD ATTRIBUTE d date; ALTER TYPE c ALTER ATTRIBUTE a TYPE bigint") ==
          "ALTER TYPE c DROP ATTRIBUTE d;\nALTER TYPE c ALTER ATTRIBUTE a TYPE integer;\n");
    CHECK(check_alterations("CREATE TYPE c AS (a integer, b text)", "ALTER TYPE c DROP ATTRIBUTE a") ==
          "DROP TYPE c;\nCREATE TYPE c AS (a integer, b text);\n");
}

TEST_CASE("plan: a sequence is altered to what it was") {
    check_alterations("CREATE SEQUENCE q", "ALTER SEQUENCE q AS integer");
    check_alterations("CREATE SEQUENCE q AS integer MAXVALUE 100", "ALTER SEQUENCE q AS bigint NO MAXVALUE CYCLE CACHE 5");
    check_alterations("CREATE SEQUENCE q", "ALTER SEQUENCE q INCREMENT BY -1 MINVALUE -100 MAXVALUE 10 START 5");
}

TEST_CASE("plan: a function is replaced where the server allows it") {
    std::string simple = "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'";
    std::string back = check_alterations(
        simple, "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT 2'");
    CHECK(back.starts_with("CREATE OR REPLACE FUNCTION f(a integer)"));
    // A default can be given, but not taken.
    back = check_alterations(simple,
                             "CREATE OR REPLACE FUNCTION f(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
    CHECK(back.starts_with("DROP FUNCTION f(integer);\n"));
    // A name can be given, but not taken.
    back = check_alterations("CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                             "CREATE OR REPLACE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
    CHECK(back.starts_with("DROP FUNCTION f(integer);\n"));
}

TEST_CASE("plan: owner, privileges and comments are altered") {
    std::string before = "CREATE ROLE app; CREATE ROLE other; CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO app;"
                         "CREATE SEQUENCE q; COMMENT ON SEQUENCE q IS 'one';";
    std::string back = check_alterations(before,
                                         "GRANT CREATE ON SCHEMA s TO app WITH GRANT OPTION; ALTER SCHEMA s OWNER TO other;"
                                         "COMMENT ON SCHEMA s IS 'x'; COMMENT ON SEQUENCE q IS NULL;"
                                         "GRANT SELECT, USAGE ON SEQUENCE q TO PUBLIC; REVOKE UPDATE ON SEQUENCE q FROM postgres");
    CHECK(back.find("ALTER SCHEMA s OWNER TO postgres;\nREVOKE CREATE ON SCHEMA s FROM app;\n"
                    "COMMENT ON SCHEMA s IS NULL;\n") != std::string::npos);
    CHECK(back.find("REVOKE SELECT, USAGE ON SEQUENCE q FROM PUBLIC;\nGRANT UPDATE ON SEQUENCE q TO postgres;\n") !=
          std::string::npos);
}

TEST_CASE("plan: privileges on columns survive those on the table") {
    check_alterations("CREATE ROLE app; CREATE TABLE t (a integer, b integer, c integer); GRANT SELECT (a, b) ON t TO app",
                      "GRANT SELECT ON t TO app; REVOKE SELECT (b) ON t FROM app; GRANT UPDATE (c) ON t TO app");
    check_definitions("CREATE ROLE app; CREATE TABLE t (a integer, b integer); GRANT SELECT (a, b), UPDATE (a) ON t TO app;"
                      "GRANT INSERT, DELETE ON t TO app; COMMENT ON COLUMN t.a IS 'first'");
}

TEST_CASE("plan: cluster-wide objects are altered") {
    CHECK(check_alterations("CREATE ROLE a; CREATE ROLE g; CREATE ROLE h; GRANT g TO a WITH ADMIN OPTION",
                            "ALTER ROLE a LOGIN NOINHERIT CONNECTION LIMIT 3; REVOKE g FROM a; GRANT h TO a") ==
          "ALTER ROLE a INHERIT NOLOGIN CONNECTION LIMIT -1;\nREVOKE h FROM a;\nGRANT g TO a WITH ADMIN OPTION;\n");
    check_alterations("CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (a '1', b '2');"
                      "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (u 'x')",
                      "ALTER SERVER s VERSION '2' OPTIONS (DROP a, SET b '3', ADD c '4');"
                      "ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (SET u 'y');"
                      "ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD z '1')");
    check_alterations("CREATE ROLE app; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app",
                      "ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO PUBLIC;"
                      "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM app");
    check_alterations("CREATE TABLE a (id integer); CREATE TABLE b (id integer); CREATE PUBLICATION p FOR TABLE a",
                      "ALTER PUBLICATION p ADD TABLE b; ALTER PUBLICATION p DROP TABLE a;"
                      "ALTER PUBLICATION p SET (publish = 'insert')");
    check_alterations("CREATE TABLE a (id integer); CREATE PUBLICATION p FOR TABLE a",
                      "ALTER PUBLICATION p SET TABLE a WHERE (id > 1)");
    check_alterations("CREATE TEXT SEARCH CONFIGURATION c (parser = \"default\");"
                      "ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, email WITH simple",
                      "ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR email;"
                      "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH english_stem;"
                      "ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR url WITH simple");
    check_alterations("CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION a WITH (connect = false, slot_name = NONE)",
                      "ALTER SUBSCRIPTION s CONNECTION 'host=y'; ALTER SUBSCRIPTION s SET PUBLICATION b WITH (refresh = false)");
    check_alterations("CREATE EXTENSION citext; CREATE SCHEMA s", "ALTER EXTENSION citext SET SCHEMA s");
}

TEST_CASE("plan: what is dropped is called by its kind") {
    Replay replay;
    replay.run(R"(
        CREATE SCHEMA s; CREATE DOMAIN d AS integer CONSTRAINT positive CHECK (VALUE > 0);
        CREATE TABLE s.t (a integer DEFAULT 1 CONSTRAINT u UNIQUE);
        CREATE AGGREGATE n(*) (sfunc = int8inc, stype = int8); CREATE CAST (point AS integer) WITH INOUT;
        CREATE FOREIGN DATA WRAPPER w; CREATE SERVER srv FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER srv;
        ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO PUBLIC)");
    plan::Writer writer(replay.catalog(), usual_path);
    std::vector<std::string> drops;
    for (const catalog::Object* object : all_objects(replay.catalog()))
        for (std::string& statement : plan::drop_statements(writer, *object)) drops.push_back(std::move(statement));
    auto has = [&](const char* statement) { return std::find(drops.begin(), drops.end(), statement) != drops.end(); };
    CHECK(has("DROP SCHEMA s"));
    CHECK(has("ALTER DOMAIN d DROP CONSTRAINT positive"));
    CHECK(has("ALTER TABLE s.t DROP CONSTRAINT u"));
    CHECK(has("ALTER TABLE s.t ALTER COLUMN a DROP DEFAULT"));
    CHECK(has("DROP AGGREGATE n(*)"));
    CHECK(has("DROP CAST (point AS integer)"));
    CHECK(has("DROP USER MAPPING FOR PUBLIC SERVER srv"));
    CHECK(has("ALTER DEFAULT PRIVILEGES IN SCHEMA s REVOKE SELECT ON TABLES FROM PUBLIC"));
}

TEST_CASE("plan: names are qualified where the path would find something else") {
    Replay replay;
    replay.run("CREATE SCHEMA s; CREATE TYPE name AS ENUM ('x'); CREATE TYPE mood AS ENUM ('y'); CREATE TYPE s.mood AS ENUM ('z');"
               "CREATE FUNCTION abs(point) RETURNS integer LANGUAGE sql AS 'SELECT 1'");
    plan::Writer writer(replay.catalog(), usual_path);
    const catalog::Catalog& catalog = replay.catalog();
    CHECK(writer.phrase(*catalog.find<catalog::Type>(catalog::public_namespace, "name")) == "TYPE public.name");
    CHECK(writer.phrase(*catalog.find<catalog::Type>(catalog::public_namespace, "mood")) == "TYPE mood");
    CHECK(writer.phrase(*catalog.find<catalog::Type>(catalog::find_namespace(catalog, "s"), "mood")) == "TYPE s.mood");
    CHECK(writer.phrase(*catalog.find<catalog::Function>(catalog::public_namespace, "abs")) == "FUNCTION public.abs(point)");
}
