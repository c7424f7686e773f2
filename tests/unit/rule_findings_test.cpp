#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "backout/check.h"
#include "project/load.h"

/// What findings say and where they point, beyond that they are there (rule_pages_test.cpp).
namespace backout::lint {

namespace {

std::vector<Finding> findings_of(const std::string& layout, const std::map<std::string, std::string>& files,
                                 const std::string& rule, int postgres_major = 18) {
    project::LoadOptions load;
    load.paths = {"m"};
    load.layout = layout;
    auto project = project::load_project(project::MemoryDisk(files), load);
    REQUIRE(project);
    CheckOptions options;
    options.postgres_major = postgres_major;
    std::vector<Finding> found;
    for (const Finding& finding : check(*project, options).findings)
        if (finding.rule == rule) found.push_back(finding);
    return found;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a finding points at the name, also at a quoted one of several") {
    auto found =
        findings_of("golang-migrate",
                    {{"m/1_a.up.sql", "CREATE TABLE t (id int, \"E mail\" text, id2 int);"},
                     {"m/2_b.up.sql", "ALTER TABLE t\n  ALTER id2 DROP DEFAULT, DROP COLUMN \"E mail\";"}},
                    "drop-column");
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.begin.line == 2);
    CHECK(found[0].place.begin.column == 40);
    CHECK(found[0].message ==
          "the values of \"E mail\" in \"t\" are lost, and what still uses the column fails");
}

TEST_CASE("columns dropped by one statement are one finding, which tells what goes with them") {
    auto found = findings_of("golang-migrate",
                             {{"m/1_a.up.sql", "CREATE TABLE t (a int, b int, c int UNIQUE);"},
                              {"m/2_b.up.sql", "ALTER TABLE t DROP COLUMN a, DROP COLUMN c;"}},
                             "drop-column");
    REQUIRE(found.size() == 1);
    CHECK(contains(found[0].message, "\"a\", \"c\""));
    REQUIRE(found[0].notes.size() == 1);
    CHECK(found[0].notes[0] == "with it goes constraint t_c_key on table t");
}

TEST_CASE("the advice to leave the transaction is the runner's own") {
    const std::string table = "CREATE TABLE t (id int);\n";
    const std::string index = "CREATE INDEX i ON t (id);\n";
    auto help = [&](const std::string& layout, const std::map<std::string, std::string>& files) {
        auto found = findings_of(layout, files, "index-not-concurrent");
        REQUIRE(found.size() == 1);
        CHECK(contains(found[0].help, "CREATE INDEX CONCURRENTLY i ON t"));
        return found[0].help;
    };
    CHECK(contains(
        help("goose", {{"m/1_a.sql", "-- +goose Up\n" + table}, {"m/2_b.sql", "-- +goose Up\n" + index}}),
        "-- +goose NO TRANSACTION"));
    CHECK(contains(help("sqlx", {{"m/1_a.sql", table}, {"m/2_b.sql", index}}), "-- no-transaction"));
    CHECK(contains(
        help("dbmate", {{"m/1_a.sql", "-- migrate:up\n" + table}, {"m/2_b.sql", "-- migrate:up\n" + index}}),
        "-- migrate:up transaction:false"));
    CHECK(contains(help("golang-migrate", {{"m/1_a.up.sql", table}, {"m/2_b.up.sql", index}}),
                   "a file of its own"));
}

TEST_CASE("SET NOT NULL has another safe way since PostgreSQL 18") {
    const std::map<std::string, std::string> files{{"m/1_a.up.sql", "CREATE TABLE t (a int);"},
                                                   {"m/2_b.up.sql", "ALTER TABLE t ALTER a SET NOT NULL;"}};
    auto newer = findings_of("golang-migrate", files, "set-not-null-scan", 18);
    auto older = findings_of("golang-migrate", files, "set-not-null-scan", 17);
    REQUIRE(newer.size() == 1);
    REQUIRE(older.size() == 1);
    CHECK(contains(newer[0].help, "ADD CONSTRAINT t_a_not_null NOT NULL a NOT VALID"));
    CHECK(contains(older[0].help, "CHECK (a IS NOT NULL) NOT VALID"));
}

TEST_CASE("a rollback in the wrong order is told which line goes where") {
    auto found = findings_of("golang-migrate",
                             {{"m/1_a.up.sql",
                               "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int REFERENCES a);\n"
                               "CREATE VIEW v AS SELECT id FROM a;"},
                              {"m/1_a.down.sql", "-- back\nDROP TABLE a;\nDROP TABLE b;\nDROP VIEW v;\n"}},
                             "rollback-order");
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.begin.line == 2);
    CHECK(found[0].help == "move lines 3 and 4 before line 2");
}

TEST_CASE("a project without any down is told so once") {
    const std::map<std::string, std::string> files{{"m/1_a.up.sql", "CREATE TABLE a (id int);"},
                                                   {"m/2_b.up.sql", "CREATE TABLE b (id int);"}};
    auto found = findings_of("golang-migrate", files, "missing-down");
    REQUIRE(found.size() == 1);
    CHECK(found[0].message == "no migration of this project has a down");

    auto with_one = files;
    with_one["m/1_a.down.sql"] = "DROP TABLE a;";
    found = findings_of("golang-migrate", with_one, "missing-down");
    REQUIRE(found.size() == 1);
    CHECK(found[0].migration == "2_b");
}

TEST_CASE("rules about running ups look at no table that the same migration made") {
    const std::string up =
        "CREATE TABLE t (a int, b int);\nCREATE TABLE r (id int PRIMARY KEY);\nCREATE INDEX i ON t (a);\n"
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r, ADD CHECK (b > 0), ADD UNIQUE (b), ALTER a SET NOT "
        "NULL;\n"
        "ALTER TABLE t ALTER b TYPE bigint, ADD COLUMN c uuid DEFAULT gen_random_uuid();\n"
        "ALTER TABLE t RENAME COLUMN a TO d;\nALTER TABLE t DROP COLUMN b;\nALTER TABLE t RENAME TO u;\n"
        "DROP INDEX i;\nDROP TABLE u;\nDROP TABLE r;";
    project::LoadOptions load;
    load.paths = {"m"};
    load.layout = "golang-migrate";
    auto project = project::load_project(
        project::MemoryDisk({{"m/1_a.up.sql", up}, {"m/1_a.down.sql", "SELECT 1;"}}), load);
    REQUIRE(project);
    Report report = check(*project, {});
    CHECK(report.migrations[0].up.outcome == Outcome::ok);
    for (const Finding& finding : report.findings)
        FAIL_CHECK(finding.rule << ": " << finding.message);
}

TEST_CASE("what follows a statement that fails is looked at all the same") {
    for (const char* layout : {"golang-migrate", "sqlx"}) {
        CAPTURE(layout);
        auto found = findings_of(layout,
                                 {{"m/1_a.up.sql", "CREATE TABLE t (id int, b int);"},
                                  {"m/1_a.down.sql", "DROP TABLE t;"},
                                  {"m/2_b.up.sql", "CREATE INDEX ON t (missing);\nCREATE INDEX i ON t (id);\n"
                                                   "CREATE INDEX CONCURRENTLY ON t (id);\nALTER TABLE t DROP b;"},
                                  {"m/2_b.down.sql", "DROP INDEX i;"}},
                                 "index-not-concurrent");
        REQUIRE(found.size() == 1);
        CHECK(found[0].place.begin.line == 2);
    }
    std::map<std::string, std::string> files{
        {"m/1_a.up.sql", "CREATE TABLE t (id int, b int);"},
        {"m/1_a.down.sql", "DROP TABLE t;"},
        {"m/2_b.up.sql", "CREATE INDEX ON t (missing);\nCREATE INDEX CONCURRENTLY ON t (id);\nBEGIN;\n"
                         "CREATE INDEX ON t (missing);\nALTER TABLE t DROP b;\nCOMMIT;"},
        {"m/2_b.down.sql", ""}};
    CHECK(findings_of("golang-migrate", files, "drop-column").size() == 1);
    CHECK(findings_of("golang-migrate", files, "concurrent-in-transaction").size() == 1);
    // A syntax error keeps the server from running any of it.
    files["m/2_b.up.sql"] = "CREATE TABEL x (a int);\nALTER TABLE t DROP b;";
    CHECK(findings_of("golang-migrate", files, "drop-column").size() == 1);
    CHECK(findings_of("golang-migrate", files, "syntax-error").size() == 1);
}

TEST_CASE("what only follows from a failure is no finding") {
    std::map<std::string, std::string> files{
        {"m/1_a.up.sql", "CREATE TABLE t (id int); CREATE VIEW x AS SELECT id FROM t;"},
        {"m/1_a.down.sql", "DROP VIEW x; DROP TABLE t;"},
        {"m/2_b.up.sql", "DROP TABLE x;\nCREATE TABLE IF NOT EXISTS x (a int);\n"
                         "CREATE TABLE y (a nonsense);\nDROP TABLE IF EXISTS y;\nDROP TABLE IF EXISTS z;"},
        {"m/2_b.down.sql", ""}};
    CHECK(findings_of("golang-migrate", files, "create-if-not-exists-hides-existing").empty());
    auto found = findings_of("golang-migrate", files, "drop-if-exists-of-nothing");
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.begin.line == 5);
    CHECK(findings_of("golang-migrate", files, "up-fails").size() == 1);
    CHECK(findings_of("golang-migrate", files, "wrong-object-kind").size() == 1);
}

}  // namespace backout::lint
