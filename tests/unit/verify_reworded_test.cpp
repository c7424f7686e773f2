/// What names something that is called otherwise after up and down, though nobody changed it. The definitions are those
/// that a server of version 15 showed.
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

struct RoundTripOf {
    Verdict verdict;
    std::map<std::string, std::string> residue;  ///< detail by "kind name"
};

RoundTripOf round_trip_of(std::string before, std::string up, std::string down) {
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
    RoundTripOf trip{report.migrations[1].round_trip.verdict, {}};
    for (const Residue& residue : report.migrations[1].round_trip.residue)
        trip.residue[residue.kind + " " + residue.name] = residue.detail;
    return trip;
}

}  // namespace

TEST_CASE("residue: constraints and views that name a column called otherwise now") {
    const RoundTripOf trip = round_trip_of("CREATE TABLE a (id int PRIMARY KEY);"
                                           "CREATE TABLE b (a_id int, CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (id));",
                                           "ALTER TABLE b ADD c int;", "ALTER TABLE b DROP c; ALTER TABLE b RENAME a_id TO a;");
    CHECK(trip.verdict == Verdict::not_inverse);
    CHECK(trip.residue.contains("column public.b.a_id"));
    CHECK(trip.residue.contains("column public.b.a"));
    REQUIRE(trip.residue.contains("constraint public.b.f"));
    CHECK(trip.residue.at("constraint public.b.f").find("FOREIGN KEY (a_id)") != std::string::npos);
}

TEST_CASE("residue: names that are as before reword nothing") {
    const RoundTripOf trip = round_trip_of("CREATE TABLE a (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM a;",
                                           "ALTER TABLE a RENAME id TO key;", "ALTER TABLE a RENAME key TO id;");
    CHECK(trip.verdict == Verdict::inverse);
}

/// set_relation_column_names: a function's columns are those that its type had and still has.
TEST_CASE("residue: an attribute dropped and made again is no column of the functions that were called before") {
    const std::string before = "CREATE TYPE token AS (subject text, session uuid, name text);"
                               "CREATE FUNCTION token() RETURNS token LANGUAGE sql AS "
                               "$$ SELECT 's'::text, NULL::uuid, 'n'::text $$;"
                               "CREATE VIEW v AS SELECT t.name FROM token() t;";
    const RoundTripOf trip =
        round_trip_of(before, "ALTER TYPE token DROP ATTRIBUTE session; ALTER TYPE token ADD ATTRIBUTE session text;",
                      "ALTER TYPE token DROP ATTRIBUTE session; ALTER TYPE token ADD ATTRIBUTE session uuid;");
    CHECK(trip.verdict == Verdict::not_inverse);
    REQUIRE(trip.residue.contains("view public.v"));
    CHECK(trip.residue.at("view public.v").find("token() t(subject, name)") != std::string::npos);
}
