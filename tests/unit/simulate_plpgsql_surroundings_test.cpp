#include <doctest/doctest.h>

#include "simulate_helper.h"

/// What bodies ask of their surroundings: settings, information_schema, definitions; and what is left in doubt.
namespace {

using backout::test::Replay;

bool has_relation(const Replay& replay, std::string_view name) {
    return backout::catalog::find_relation(replay.catalog(), backout::catalog::public_namespace, name) != 0;
}

}  // namespace

TEST_CASE("a parameter of an application's own has no value until it is set") {
    Replay replay;
    constexpr std::string_view block = R"(DO $$ BEGIN
        IF coalesce(current_setting('app.kind', true), 'none') = 'none' THEN CREATE TABLE plain (); ELSE CREATE TABLE special (); END IF;
    END $$)";
    CHECK(replay.run(block).uncertainties.empty());
    CHECK(has_relation(replay, "plain"));
    replay.run("SET app.kind = 'other'");
    CHECK(replay.run(block).uncertainties.empty());
    CHECK(has_relation(replay, "special"));
}

TEST_CASE("information_schema.columns has the precision of numbers") {
    Replay replay;
    replay.run("CREATE TABLE t (i int, n numeric(7, 2), x text)");
    CHECK(replay.run(R"(DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'i' AND numeric_precision = 32)
        AND EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'n' AND numeric_precision = 7
                    AND numeric_scale = 2)
        AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'x' AND numeric_precision = 32)
        THEN CREATE TABLE found (); END IF;
    END $$)").uncertainties.empty());
    CHECK(has_relation(replay, "found"));
}

TEST_CASE("a view is made again from what pg_get_viewdef() gave") {
    Replay replay;
    replay.run("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t");
    auto result = replay.run(R"(DO $$ DECLARE definition text; BEGIN
        definition := pg_get_viewdef('v');
        DROP VIEW v;
        ALTER TABLE t ALTER a TYPE bigint;
        EXECUTE format('CREATE VIEW v AS %s', definition);
    END $$)");
    CHECK(result.outcome.kind == backout::simulate::OutcomeKind::ok);
    CHECK(result.uncertainties.empty());
    CHECK(has_relation(replay, "v"));
}

TEST_CASE("digits of regular expressions") {
    Replay replay;
    replay.run("CREATE TABLE log_2024_01 (); CREATE TABLE log_all ()");
    CHECK(replay.run(R"(DO $$ DECLARE r record; BEGIN
        FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^log_\d{4}_\d{2}$' LOOP
            EXECUTE format('DROP TABLE %I', r.tablename);
        END LOOP;
    END $$)").uncertainties.empty());
    CHECK(!has_relation(replay, "log_2024_01"));
    CHECK(has_relation(replay, "log_all"));
}

TEST_CASE("errors about names of a body of which not all is known may be none") {
    Replay replay;
    replay.run("CREATE TABLE t (a int); CREATE TABLE u (a int)");
    replay.run(R"(DO $$ DECLARE n text; BEGIN
        SELECT a::text INTO n FROM t LIMIT 1;
        EXECUTE 'ALTER TABLE t ADD added int DEFAULT ' || n;
    END $$)");
    CHECK(replay.outcome("ALTER TABLE t DROP added").starts_with("unknown: "));
    CHECK(replay.outcome("ALTER TABLE u DROP other") == "42703 column \"other\" of relation \"u\" does not exist");
}

TEST_CASE("options that are an extension's own are its own business") {
    Replay replay;
    replay.run("CREATE EXTENSION timescaledb; CREATE TABLE t (a int)");
    auto result = replay.run("CREATE MATERIALIZED VIEW m WITH (timescaledb.continuous) AS SELECT a FROM t");
    CHECK(result.outcome.kind == backout::simulate::OutcomeKind::ok);
    CHECK(result.uncertainties.size() == 1);
    CHECK(has_relation(replay, "m"));
    CHECK(replay.outcome("CREATE TABLE x (a int) WITH (other.option = 1)") ==
          "22023 unrecognized parameter namespace \"other\"");
}

TEST_CASE("default privileges come before what the same body grants") {
    Replay replay;
    replay.run("CREATE ROLE reader; ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO reader");
    replay.run("DO $$ BEGIN CREATE TABLE t (a int); GRANT SELECT ON t TO reader; END $$");
    replay.run("SET ROLE reader");
    CHECK(replay.outcome("INSERT INTO t VALUES (1)") == "ok");
    CHECK(replay.outcome("SELECT a FROM t") == "ok");
}

TEST_CASE("what a schema that is taken for granted holds is not known") {
    Replay open(15, backout::simulate::World::open);
    CHECK(open.outcome("CREATE TABLE t (id uuid DEFAULT extensions.uuid_generate_v4())").starts_with("unknown: "));
    CHECK(Replay().outcome("CREATE TABLE t (id uuid DEFAULT extensions.uuid_generate_v4())") ==
          "3F000 schema \"extensions\" does not exist");
}

TEST_CASE("a loop whose turns change nothing that is known is left at once") {
    Replay replay;
    replay.run("CREATE TABLE t (a int)");
    auto result = replay.run(R"(DO $$ DECLARE n int; BEGIN
        LOOP
            DELETE FROM t WHERE a = 1;
            GET DIAGNOSTICS n = ROW_COUNT;
            EXIT WHEN n = 0;
        END LOOP;
        CREATE TABLE afterwards ();
    END $$)");
    CHECK(result.outcome.kind == backout::simulate::OutcomeKind::ok);
    CHECK(has_relation(replay, "afterwards"));
}
