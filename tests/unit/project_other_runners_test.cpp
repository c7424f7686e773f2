/// node-pg-migrate, refinery, Drizzle, Atlas.
#include "project_helper.h"

using namespace backout::project;
using namespace backout::project::test;

TEST_CASE("node-pg-migrate: up and down in either order") {
    const Project project =
        load({{"m/1700000000000_a.sql", "-- note\n-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT -1;\n"},
              {"m/1700000000002_c.sql", "---- down migration\nSELECT -3;\n---- UP  MIGRATION\nSELECT 3;\n"},
              {"m/1700000000001_b.sql", "SELECT 2;\n"},
              {"m/1700000000003_d.js", ""},
              {"m/notes.md", ""}});
    CHECK(project.layout == "node-pg-migrate");
    CHECK(names(project) == Names{"1700000000000_a", "1700000000001_b", "1700000000002_c", "1700000000003_d"});
    CHECK(project.migrations[0].up->text == "-- Up Migration\nSELECT 1;\n");
    CHECK(project.migrations[0].down->text == "-- Down Migration\nSELECT -1;\n");
    CHECK(place(*project.migrations[0].down, "SELECT").line == 5);
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script);
    CHECK(project.migrations[1].up->text == "SELECT 2;\n");
    CHECK_FALSE(project.migrations[1].down);
    CHECK(project.migrations[2].up->text == "---- UP  MIGRATION\nSELECT 3;\n");
    CHECK(project.migrations[2].down->text == "---- down migration\nSELECT -3;\n");
    CHECK(project.migrations[3].up_program == "1700000000003_d.js");
    CHECK(notices(project, "passed-over").size() == 1);
}

TEST_CASE("refinery: U is no undo") {
    Files files{{"p/migrations/V1__a.sql", "SELECT 1;"},
                {"p/migrations/U2__b.sql", "SELECT 2;"},
                {"p/migrations/V10__c.rs", ""},
                {"p/migrations/V3__not-a-word.sql", ""},
                {"p/Cargo.toml", ""}};
    LoadOptions options;
    options.paths = {"p/migrations"};
    const Project project = load(files, options);
    CHECK(project.layout == "refinery");
    CHECK(names(project) == Names{"V1__a", "U2__b", "V10__c"});
    CHECK_FALSE(project.migrations[0].down);
    CHECK(project.migrations[1].up->transaction == TransactionMode::whole_script);
    CHECK(project.migrations[2].up_program == "V10__c.rs");
    files["p/flyway.conf"] = "";
    CHECK(load(files, options).layout == "flyway");
}

TEST_CASE("Drizzle: the journal's order counts") {
    const std::string journal = R"({"version": "7", "dialect": "postgresql", "entries": [
        {"idx": 0, "tag": "0001_b"},
        {"idx": 1, "tag": "0000_a"},
        {"idx": 2, "tag": "0002_c"}]})";
    const Project project = load({{"m/meta/_journal.json", journal},
                                  {"m/meta/0000_snapshot.json", "{}"},
                                  {"m/0000_a.sql", "SELECT 1;\n--> statement-breakpoint\nSELECT 2;"},
                                  {"m/0001_b.sql", "SELECT 3;"},
                                  {"m/0009_stray.sql", "SELECT 4;"}});
    CHECK(project.layout == "drizzle");
    CHECK(names(project) == Names{"0001_b", "0000_a"});
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script_by_statement);
    REQUIRE(notices(project, "missing-script").size() == 1);
    CHECK(notices(project, "missing-script")[0].position.line == 4);
    REQUIRE(notices(project, "passed-over").size() == 1);
    CHECK(notices(project, "passed-over")[0].file == "0009_stray.sql");
    CHECK(load({{"m/meta/_journal.json", R"({"dialect": "sqlite", "entries": []})"}, {"m/0000_a.sql", "SELECT 1;"}}).layout !=
          "drizzle");
}

TEST_CASE("Atlas: ordered by file name, with directives in the header") {
    const Project project = load({{"m/atlas.sum", "h1:x"},
                                  {"m/20240101000000_a.sql", "-- a note\nSELECT 1; -- atlas:txmode none\n"},
                                  {"m/20240102000000.sql", "-- atlas:txmode none\n\nSELECT 2;"},
                                  {"m/20240103000000_all.sql", "-- atlas:checkpoint\n\nSELECT 1;"}});
    CHECK(project.layout == "atlas");
    CHECK(names(project) == Names{"20240101000000_a", "20240102000000"});
    CHECK(project.migrations[0].id == "20240101000000");
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script_by_statement);
    CHECK(project.migrations[1].up->transaction == TransactionMode::none);
    CHECK(load({{"m/atlas.sum", "h1:x"}, {"m/1_a.up.sql", ""}, {"m/1_a.down.sql", ""}}).layout == "golang-migrate");
}
