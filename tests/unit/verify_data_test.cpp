/// What up then down does to rows. Whether rows come back was tried on a server, with a row in each table.
#include <map>
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

/// The data report of one migration on top of a history that is only `before`.
DataReport data_of(std::string before, std::string up, std::string down) {
    project::Project project;
    project.layout = "plain";
    project.migrations.resize(2);
    project.migrations[0].id = project.migrations[0].name = "1";
    project.migrations[0].up = script_of(std::move(before));
    project.migrations[1].id = project.migrations[1].name = "2";
    project.migrations[1].up = script_of(std::move(up));
    project.migrations[1].down = script_of(std::move(down));
    Report report = check(project, {});
    REQUIRE(report.migrations.size() == 2);
    REQUIRE(report.migrations[1].round_trip.verdict == Verdict::inverse);
    return report.migrations[1].data;
}

std::map<std::string, std::string> losses_of(const DataReport& data) {
    std::map<std::string, std::string> losses;
    for (const DataLoss& loss : data.losses)
        losses[loss.object] = loss.detail;
    return losses;
}

}  // namespace

TEST_CASE("data: what only the up made is no loss") {
    DataReport data =
        data_of("CREATE TABLE t (a int);", "ALTER TABLE t ADD b int DEFAULT 1; CREATE TABLE u (c int);",
                "DROP TABLE u; ALTER TABLE t DROP b;");
    CHECK(data.verdict == DataVerdict::lossless);
    CHECK(data.losses.empty());
}

TEST_CASE("data: a column dropped and made again is empty") {
    DataReport data =
        data_of("CREATE TABLE t (a int, b int);", "ALTER TABLE t DROP b;", "ALTER TABLE t ADD b int;");
    CHECK(data.verdict == DataVerdict::lossy);
    CHECK(losses_of(data).count("public.t.b") == 1);
}

TEST_CASE("data: a column that is filled again from its copy is not told as lost") {
    DataReport data = data_of("CREATE TABLE t (a int, b int);",
                              "ALTER TABLE t ADD c int; UPDATE t SET c = b; ALTER TABLE t DROP b;",
                              "ALTER TABLE t ADD b int; UPDATE t SET b = c; ALTER TABLE t DROP c;");
    CHECK(data.losses.empty());
}

TEST_CASE("data: two columns that change places in one UPDATE keep what they hold") {
    DataReport data =
        data_of("CREATE TABLE t (a int, b int);",
                "ALTER TABLE t ADD x int, ADD y int; UPDATE t SET x = a, y = b; UPDATE t SET x = y, y = x;"
                "ALTER TABLE t DROP a, DROP b;",
                "ALTER TABLE t ADD a int, ADD b int; UPDATE t SET a = y; ALTER TABLE t DROP x, DROP y;");
    auto losses = losses_of(data);
    CHECK(losses.count("public.t.a") == 0);
    CHECK(losses.count("public.t.b") == 1);
}

TEST_CASE("data: of a table split in two and merged from one, what only the other had is lost") {
    DataReport data = data_of(
        "CREATE TABLE person (name text, street text);",
        "CREATE TABLE who AS SELECT name FROM person WITH NO DATA; CREATE TABLE place (street text);"
        "INSERT INTO who SELECT name FROM person; INSERT INTO place (street) SELECT p.street FROM person p;"
        "DROP TABLE person;",
        "CREATE TABLE person (name text, street text); INSERT INTO person (name) SELECT name FROM who;"
        "DROP TABLE who; DROP TABLE place;");
    auto losses = losses_of(data);
    CHECK(data.verdict == DataVerdict::lossy);
    CHECK(losses.count("public.person.name") == 0);
    REQUIRE(losses.count("public.person.street") == 1);
    CHECK(losses["public.person.street"].find("public.place.street") != std::string::npos);
}

TEST_CASE("data: a table that nothing was copied from is told as a whole") {
    DataReport data =
        data_of("CREATE TABLE t (a int, b int);", "DROP TABLE t;", "CREATE TABLE t (a int, b int);");
    auto losses = losses_of(data);
    REQUIRE(losses.size() == 1);
    CHECK(losses.begin()->first == "public.t");
}

TEST_CASE("data: a runner's record of what it has run is nobody's data") {
    DataReport data = data_of("CREATE TABLE schema_migrations (version text PRIMARY KEY); CREATE TABLE t (a int);",
                              "INSERT INTO schema_migrations VALUES ('2');",
                              "DELETE FROM schema_migrations WHERE version = '2';");
    CHECK(data.verdict == DataVerdict::lossless);
    CHECK(data.losses.empty());
    // Of any other table such a DELETE is a loss.
    CHECK(data_of("CREATE TABLE versions (version text PRIMARY KEY);", "INSERT INTO versions VALUES ('2');",
                  "DELETE FROM versions WHERE version = '2';")
              .verdict == DataVerdict::lossy);
}
