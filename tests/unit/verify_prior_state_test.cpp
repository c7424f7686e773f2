/// What may have been there before the first migration: verdicts that hang on it are not proven. Each case was thought
/// through for both worlds: in one the name was free, in the other it was taken.
#include <string>

#include <doctest/doctest.h>

#include "backout/check.h"

namespace {

using namespace backout;

project::Script script_of(std::string text) {
    project::Script script;
    script.file = std::make_shared<text::SourceFile>("step.sql", std::move(text));
    script.text = script.file->text();
    script.blank = false;
    return script;
}

project::Migration migration_of(std::string id, std::string up, std::string down) {
    project::Migration migration;
    migration.id = migration.name = std::move(id);
    migration.up = script_of(std::move(up));
    migration.down = script_of(std::move(down));
    return migration;
}

/// As `--up FILE --down FILE` gives it.
Verdict verdict_of_pair(std::string up, std::string down, std::optional<std::string> baseline = {}) {
    project::Project project;
    project.starts_empty = false;
    project.begins_midway = true;
    project.migrations.push_back(migration_of("1", std::move(up), std::move(down)));
    CheckOptions options;
    if (baseline) options.baseline = script_of(*baseline);
    return check(project, options).migrations.front().round_trip.verdict;
}

/// The verdict on the second of two migrations of a history.
Verdict verdict_of_second(std::string first, std::string up, std::string down) {
    project::Project project;
    project.migrations.push_back(migration_of("1", std::move(first), ""));
    project.migrations.push_back(migration_of("2", std::move(up), std::move(down)));
    return check(project, {}).migrations.back().round_trip.verdict;
}

}  // namespace

TEST_CASE("prior state: what a single pair creates or replaces may have been there") {
    struct Pair {
        const char* up;
        const char* down;
    };
    const Pair pairs[] = {
        {"DROP VIEW IF EXISTS x; CREATE VIEW x AS SELECT 1;", "DROP VIEW x;"},
        {"CREATE TABLE IF NOT EXISTS x (a int);", "DROP TABLE x;"},
        {"CREATE OR REPLACE VIEW x AS SELECT 1;", "DROP VIEW x;"},
        {"CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';", "DROP FUNCTION f();"},
        {"ALTER TABLE t ADD COLUMN IF NOT EXISTS c int;", "ALTER TABLE t DROP COLUMN c;"},
        {"ALTER TABLE t DROP CONSTRAINT IF EXISTS k; ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);",
         "ALTER TABLE t DROP CONSTRAINT k;"},
        {"CREATE INDEX IF NOT EXISTS i ON t (a);", "DROP INDEX i;"},
        {"CREATE EXTENSION IF NOT EXISTS citext;", "DROP EXTENSION citext;"},
        {"CREATE SCHEMA IF NOT EXISTS s;", "DROP SCHEMA s;"},
        {"DROP TRIGGER IF EXISTS g ON t; CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f();",
         "DROP TRIGGER g ON t;"},
        {"DROP POLICY IF EXISTS p ON t; CREATE POLICY p ON t;", "DROP POLICY p ON t;"},
        {"ALTER TABLE t ALTER c SET DEFAULT 1;", "ALTER TABLE t ALTER c DROP DEFAULT;"},
        {"COMMENT ON TABLE t IS 'new';", "COMMENT ON TABLE t IS NULL;"},
        {"COMMENT ON COLUMN t.c IS 'new';", "COMMENT ON COLUMN t.c IS NULL;"},
    };
    for (const Pair& pair : pairs) {
        CAPTURE(pair.up);
        CHECK(verdict_of_pair(pair.up, pair.down) == Verdict::unproven);
    }
}

TEST_CASE("prior state: what goes under IF EXISTS may be what the down makes again") {
    CHECK(verdict_of_pair("DROP TABLE IF EXISTS x;", "CREATE TABLE x (a int);") == Verdict::unproven);
    CHECK(verdict_of_pair("DROP TABLE IF EXISTS x;", "") == Verdict::unproven);
    CHECK(verdict_of_pair("ALTER TABLE t DROP COLUMN IF EXISTS c;", "ALTER TABLE t ADD c int;") == Verdict::unproven);
    CHECK(verdict_of_pair("ALTER TABLE t ALTER c TYPE text;", "ALTER TABLE t ALTER c TYPE int USING c::int;") ==
          Verdict::unproven);
}

TEST_CASE("prior state: what is certain in both worlds stays so") {
    CHECK(verdict_of_pair("CREATE TABLE x (a int);", "DROP TABLE x;") == Verdict::inverse);
    CHECK(verdict_of_pair("CREATE TABLE x (a int);", "DROP TABLE IF EXISTS x;") == Verdict::inverse);
    CHECK(verdict_of_pair("ALTER TABLE t ADD c int;", "ALTER TABLE t DROP COLUMN IF EXISTS c;") == Verdict::inverse);
    // The table is left over, whatever the view was.
    CHECK(verdict_of_pair("DROP VIEW IF EXISTS v; CREATE TABLE x (a int);", "") == Verdict::not_inverse);
}

TEST_CASE("prior state: a schema says what was there") {
    const char* up = "DROP VIEW IF EXISTS x; CREATE VIEW x AS SELECT 1;";
    CHECK(verdict_of_pair(up, "DROP VIEW x;", "CREATE TABLE t (a int);") == Verdict::inverse);
    CHECK(verdict_of_pair(up, "DROP VIEW x;", "CREATE VIEW x AS SELECT 2 AS b;") == Verdict::not_inverse);
}

TEST_CASE("prior state: a history that begins with nothing has nothing before it") {
    CHECK(verdict_of_second("CREATE TABLE t (a int);", "CREATE TABLE IF NOT EXISTS x (a int);", "DROP TABLE x;") ==
          Verdict::inverse);
    CHECK(verdict_of_second("CREATE TABLE t (a int);", "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t;",
                            "DROP VIEW v;") == Verdict::inverse);
}

TEST_CASE("prior state: a history that needs what it doesn't make has something before it") {
    CHECK(verdict_of_second("ALTER TABLE t ADD b int;", "CREATE TABLE IF NOT EXISTS x (a int);", "DROP TABLE x;") ==
          Verdict::unproven);
    // What the history itself has made and dropped is known to be gone.
    CHECK(verdict_of_second("ALTER TABLE t ADD b int; CREATE TABLE x (a int); DROP TABLE x;",
                            "CREATE TABLE IF NOT EXISTS x (a int);", "DROP TABLE x;") == Verdict::inverse);
}
