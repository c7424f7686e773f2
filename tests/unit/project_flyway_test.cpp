#include "project_helper.h"

using namespace backout::project;
using namespace backout::project::test;

TEST_CASE("Flyway: versions by their parts, repeatables last") {
    const Project project = load({{"m/V1_10__c.sql", "SELECT 1;"},
                                  {"m/V1_2__b.sql", "SELECT 1;"},
                                  {"m/V1__a.sql", "SELECT 1;"},
                                  {"m/sub/V2.0__d.sql", "SELECT 1;"},
                                  {"m/U1_2__b.sql", "SELECT -1;"},
                                  {"m/R__views.sql", "SELECT 1;"},
                                  {"m/R__aa.sql", "SELECT 1;"}});
    CHECK(project.layout == "flyway");
    CHECK(names(project) == Names{"V1__a", "V1_2__b", "V1_10__c", "V2.0__d", "R__aa", "R__views"});
    CHECK(project.migrations[1].id == "1_2");
    REQUIRE(project.migrations[1].down);
    CHECK(project.migrations[1].down->file->path() == "U1_2__b.sql");
    CHECK(project.migrations[3].up->file->path() == "sub/V2.0__d.sql");
    CHECK(project.migrations[4].repeatable);
    CHECK_FALSE(project.migrations[3].repeatable);
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script);
    CHECK(project.bookkeeping.find("flyway_schema_history_s_idx") != std::string::npos);
}

TEST_CASE("Flyway: 1 and 1.0 are the same version") {
    const Project project = load({{"m/V1__a.sql", ""}, {"m/V1.0__b.sql", ""}});
    CHECK(notices(project, "duplicate-version").size() == 1);
}

TEST_CASE("Flyway: what isn't a migration") {
    const Project project = load({{"m/V1__a.sql", ""},
                                  {"m/afterMigrate.sql", ""},
                                  {"m/v2__lower.sql", ""},
                                  {"m/V3_no_separator.sql", ""},
                                  {"m/V4__Java.java", ""}});
    CHECK(names(project) == Names{"V1__a"});
    CHECK(notices(project, "passed-over").size() == 2);  // callbacks are said apart
    CHECK(notices(project, "program").size() == 1);
}

TEST_CASE("Flyway: script configuration") {
    const Project project =
        load({{"m/V1__a.sql", "SELECT '${x}';"},
              {"m/V1__a.sql.conf", "executeInTransaction=false\nplaceholderReplacement=false\n"},
              {"m/V2__b.sql", "SELECT '${y}';"}});
    CHECK(project.migrations[0].up->transaction == TransactionMode::none);
    const auto unfilled = notices(project, "unfilled-variable");
    REQUIRE(unfilled.size() == 1);  // in strings too: Flyway fills in everywhere
    CHECK(unfilled[0].file == "V2__b.sql");
    CHECK(notices(project, "passed-over").empty());
}

TEST_CASE("Flyway: what no transaction takes runs without one") {
    const Project project = load({{"m/V1__a.sql", "-- slow\nCREATE UNIQUE INDEX  CONCURRENTLY i ON t (a);"},
                                  {"m/V2__b.sql", "SELECT 1;\nvacuum t;"},
                                  {"m/V3__c.sql", "CREATE INDEX i ON t (a); ALTER TYPE e ADD VALUE 'x';"}});
    CHECK(project.migrations[0].up->transaction == TransactionMode::none);
    CHECK(project.migrations[1].up->transaction == TransactionMode::none);
    CHECK(project.migrations[2].up->transaction == TransactionMode::whole_script);
    const auto mixed = notices(project, "mixed-transactions");
    REQUIRE(mixed.size() == 1);
    CHECK(mixed[0].file == "V2__b.sql");
    CHECK(mixed[0].position.line == 2);
}
