/// pop and popx: dialects, autocommit, fizz.
#include "project_helper.h"

using namespace backout::project;
using namespace backout::project::test;

TEST_CASE("popx: the file for PostgreSQL counts, else the one for all databases") {
    const Project project = load({{"m/20240101000000000000_a.up.sql", "SELECT 1;"},
                                  {"m/20240101000000000000_a.mysql.up.sql", "SELECT 'mysql';"},
                                  {"m/20240101000000000000_a.down.sql", "SELECT -1;"},
                                  {"m/20240101000000000000_a.postgres.down.sql", "SELECT 'postgres';"},
                                  {"m/20240101000001000000_b.cockroach.up.sql", "SELECT 'cockroach';"},
                                  {"m/20240101000001000000_b.postgresql.up.sql", "SELECT 2;"},
                                  {"m/20240101000001000000_b.down.sql", ""}});
    CHECK(project.layout == "popx");
    CHECK(names(project) == Names{"20240101000000000000_a", "20240101000001000000_b"});
    CHECK(project.migrations[0].up->text == "SELECT 1;");
    CHECK(project.migrations[0].down->text == "SELECT 'postgres';");
    CHECK(project.migrations[1].up->text == "SELECT 2;");
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script);
    CHECK(project.bookkeeping.find("schema_migration (version varchar(48)") != std::string::npos);
    const auto passed = notices(project, "passed-over");
    REQUIRE(passed.size() == 2);
    CHECK(passed[0].message.find("for another database") != std::string::npos);
    CHECK(passed[1].file == "20240101000000000000_a.down.sql");
}

TEST_CASE("popx: autocommit, with and without a dialect") {
    const Project project = load({{"m/1_a.autocommit.up.sql", "SELECT 1;"},
                                  {"m/1_a.down.sql", "SELECT 1;"},
                                  {"m/2_b.postgres.autocommit.up.sql", "SELECT 1;"},
                                  {"m/2_b.postgres.autocommit.down.sql", "SELECT 1;"}});
    CHECK(project.layout == "popx");
    CHECK(names(project) == Names{"1_a", "2_b"});
    CHECK(project.migrations[0].up->transaction == TransactionMode::implicit);
    CHECK(project.migrations[0].down->transaction == TransactionMode::whole_script);
    CHECK(project.migrations[1].up->transaction == TransactionMode::implicit);
    CHECK(project.migrations[1].down->transaction == TransactionMode::implicit);
}

TEST_CASE("popx: versions are compared as text") {
    const Project project =
        load_as("popx", {{"m/9_a.up.sql", ""}, {"m/10_b.up.sql", ""}, {"m/20190101000001_c.up.sql", ""}});
    CHECK(names(project) == Names{"10_b", "20190101000001_c", "9_a"});
}

TEST_CASE("popx: fizz is no SQL") {
    const Project project = load({{"m/1_a.up.fizz", "create_table(\"a\")"}, {"m/1_a.down.fizz", "drop_table(\"a\")"},
                                  {"m/2_b.up.sql", "SELECT 1;"}});
    CHECK(project.layout == "popx");
    CHECK(project.migrations[0].up_program == "1_a.up.fizz");
    CHECK(project.migrations[0].down_program == "1_a.down.fizz");
    CHECK(notices(project, "program").size() == 1);
}

TEST_CASE("popx: names that it doesn't know are passed over, and its own names are golang-migrate's else") {
    const Project project = load_as("popx", {{"m/1_a.up.sql", ""}, {"m/2_b.oracle.up.sql", ""}, {"m/c.up.sql", ""},
                                             {"m/3_.up.sql", ""}});
    CHECK(names(project) == Names{"1_a"});
    CHECK(notices(project, "passed-over").size() == 1);
    CHECK(load({{"m/1_a.up.sql", ""}, {"m/1_a.down.sql", ""}}).layout == "golang-migrate");
}
