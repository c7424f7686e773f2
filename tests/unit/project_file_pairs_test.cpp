/// Layouts with up and down in files of their own: golang-migrate, sqlx, Postgrator, plain.
#include "project_helper.h"

using namespace backout::project;
using namespace backout::project::test;

TEST_CASE("golang-migrate: paired by number, in numeric order") {
    const Project project = load_as("golang-migrate", {{"m/10_c.up.sql", "SELECT 10;"},
                                                       {"m/10_other_name.down.sql", "SELECT -10;"},
                                                       {"m/2_b.up.sql", "SELECT 2;"},
                                                       {"m/2_b.down.sql", ""},
                                                       {"m/001_a.up.sql", "SELECT 1;"}});
    CHECK(names(project) == Names{"001_a", "2_b", "10_c"});
    CHECK(project.migrations[0].id == "001");
    CHECK_FALSE(project.migrations[0].down);
    CHECK(project.migrations[1].down->blank);
    CHECK(project.migrations[2].down->file->path() == "10_other_name.down.sql");
    CHECK(project.migrations[2].up->transaction == TransactionMode::implicit);
    CHECK(project.migrations[2].up->text == "SELECT 10;");
    CHECK(project.bookkeeping.find("schema_migrations (version bigint") != std::string::npos);
    CHECK(project.starts_empty);
}

TEST_CASE("golang-migrate: what is no migration is passed over, once") {
    const Project project = load_as("golang-migrate", {{"m/1_a.up.sql", ""},
                                                       {"m/2_b_up.sql", ""},
                                                       {"m/README.md", ""},
                                                       {"m/x.sql", ""},
                                                       {"m/y.sql", ""},
                                                       {"m/.gitkeep", ""},
                                                       {"m/99999999999999999999_big.up.sql", ""}});
    CHECK(names(project) == Names{"1_a"});
    const auto passed = notices(project, "passed-over");
    REQUIRE(passed.size() == 2);  // one per reason
    CHECK(passed[0].message ==
          "4 files passed over, no golang-migrate migrations: 2_b_up.sql, README.md, x.sql and 1 more "
          "(not named N_name.up.sql or N_name.down.sql)");
    CHECK(passed[1].file == "99999999999999999999_big.up.sql");
}

TEST_CASE("golang-migrate: programs are named, and migrations all the same") {
    const Project project = load_as("golang-migrate", {{"m/1_a.up.sql", "SELECT 1;"},
                                                       {"m/1_a.down.go", "package m"},
                                                       {"m/2_b.up.go", "package m"},
                                                       {"m/2_b.down.sql", "SELECT 1;"},
                                                       {"m/embed.go", "package m"}});
    CHECK(names(project) == Names{"1_a", "2_b"});
    CHECK(project.migrations[0].down_program == "1_a.down.go");
    CHECK(project.migrations[1].up_program == "2_b.up.go");
    CHECK_FALSE(project.migrations[1].up);
    const auto programs = notices(project, "program");
    REQUIRE(programs.size() == 1);
    CHECK(programs[0].message ==
          "2 migrations are written as programs, which can't be read offline: 1_a.down.go, 2_b.up.go");
    CHECK(notices(project, "down-without-up").empty());
    CHECK(notices(project, "passed-over").size() == 1);
}

TEST_CASE("golang-migrate: a version used twice is an error, and each pair stays together") {
    const Project project =
        load_as("golang-migrate",
                {{"m/1_a.up.sql", ""}, {"m/1_a.down.sql", ""}, {"m/1_b.up.sql", ""}, {"m/1_b.down.sql", ""}});
    REQUIRE(project.migrations.size() == 2);
    CHECK(project.migrations[1].down->file->path() == "1_b.down.sql");
    const auto duplicates = notices(project, "duplicate-version");
    REQUIRE(duplicates.size() == 1);
    CHECK(duplicates[0].severity == Severity::error);
    CHECK(duplicates[0].message == "version 1 is used twice: 1_a and 1_b");
}

TEST_CASE("a down without an up is said") {
    const Project project =
        load_as("golang-migrate", {{"m/1_a.up.sql", ""}, {"m/2_b.down.sql", "SELECT 1;"}});
    REQUIRE(project.migrations.size() == 2);
    CHECK_FALSE(project.migrations[1].up);
    const auto said = notices(project, "down-without-up");
    REQUIRE(said.size() == 1);
    CHECK(said[0].file == "2_b.down.sql");
}

TEST_CASE("sqlx: reversible and simple files, each in a transaction") {
    const Project project = load_as("sqlx", {{"m/20240102000000_b.up.sql", "SELECT 1;"},
                                             {"m/20240102000000_b.down.sql", "SELECT 1;"},
                                             {"m/20240101000000_a.sql", "SELECT 1;"},
                                             {"m/20240103000000_c.sql.up.sql", "SELECT 1;"},
                                             {"m/seed.sql", ""}});
    CHECK(names(project) == Names{"20240101000000_a", "20240102000000_b", "20240103000000_c.sql"});
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script);
    CHECK(notices(project, "passed-over").size() == 1);
    CHECK(project.bookkeeping.find("_sqlx_migrations") != std::string::npos);
}

TEST_CASE("sqlx: -- no-transaction counts only at the very beginning") {
    const Project project =
        load_as("sqlx", {{"m/1_a.sql", "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);"},
                         {"m/2_b.sql", "\n-- no-transaction\nSELECT 1;"}});
    CHECK(project.migrations[0].up->transaction == TransactionMode::implicit);
    CHECK(project.migrations[1].up->transaction == TransactionMode::whole_script);
}

TEST_CASE("golang-migrate and sqlx name files alike: what lies around decides") {
    const Files files{{"p/migrations/20240101000000_a.up.sql", "SELECT 1;"},
                      {"p/migrations/20240101000000_a.down.sql", "SELECT 1;"}};
    LoadOptions options;
    options.paths = {"p"};

    Files with_go = files;
    with_go["p/go.mod"] = "module p";
    CHECK(load(with_go, options).layout == "golang-migrate");
    CHECK(notices(load(with_go, options), "assumed-layout").empty());

    Files with_rust = files;
    with_rust["p/Cargo.toml"] = "[package]";
    CHECK(load(with_rust, options).layout == "sqlx");

    const Project unknown = load(files, options);
    CHECK(unknown.layout == "golang-migrate");
    const auto assumed = notices(unknown, "assumed-layout");
    REQUIRE(assumed.size() == 1);
    CHECK(assumed[0].help == "say --layout sqlx if it is that");

    Files with_simple = files;
    with_simple["p/migrations/20240102000000_b.sql"] = "SELECT 1;";
    CHECK(load(with_simple, options).layout == "sqlx");
}

TEST_CASE("Postgrator") {
    const Project project = load({{"m/001.do.users.sql", "SELECT 1;"},
                                  {"m/001.undo.users.sql", "SELECT 1;"},
                                  {"m/10.do.sql", "SELECT 1;"},
                                  {"m/9.do.sql", "SELECT 1;"},
                                  {"m/11.do.seed.js", ""},
                                  {"m/notes.txt", ""}});
    CHECK(project.layout == "postgrator");
    CHECK(names(project) == Names{"001.users", "9", "10", "11.seed"});
    CHECK(project.migrations[0].down->file->path() == "001.undo.users.sql");
    CHECK(project.migrations[3].up_program == "11.do.seed.js");
    CHECK(project.bookkeeping.find("schemaversion (version bigint PRIMARY KEY") != std::string::npos);
}

TEST_CASE("plain: numbers count as numbers, then names") {
    const Project project =
        load({{"m/10_c.sql", ""}, {"m/2_b.sql", ""}, {"m/1_a.sql", ""}, {"m/readme.txt", ""}});
    CHECK(project.layout == "plain");
    CHECK(names(project) == Names{"1_a", "2_b", "10_c"});
    CHECK(project.migrations[2].id == "10");
    CHECK(project.migrations[0].up->transaction == TransactionMode::implicit);
    CHECK(project.bookkeeping.empty());
    CHECK(notices(project, "passed-over").size() == 1);
}

TEST_CASE("plain: pairs by ending") {
    for (const std::string ending : {".down.sql", "_down.sql", "-down.sql", ".rollback.sql", "_rollback.sql",
                                     ".undo.sql", ".revert.sql"}) {
        CAPTURE(ending);
        const Project project =
            load_as("plain", {{"m/1_a.sql", "SELECT 1;"}, {"m/1_a" + ending, "SELECT 2;"}});
        REQUIRE(project.migrations.size() == 1);
        CHECK(project.migrations[0].name == "1_a");
        REQUIRE(project.migrations[0].down);
        CHECK(project.migrations[0].down->text == "SELECT 2;");
    }
}

TEST_CASE("plain: pairs by both endings, by beginning, by folder, and by role") {
    const std::vector<Files> forms{
        {{"m/1_a.up.sql", "U"}, {"m/1_a.down.sql", "D"}, {"m/notes", ""}},
        {{"m/a_up.sql", "U"}, {"m/a_down.sql", "D"}},
        {{"m/a.sql", "U"}, {"m/rollback_a.sql", "D"}},
        {{"m/up/1.sql", "U"}, {"m/down/1.sql", "D"}},
        {{"m/1.sql", "U"}, {"m/rollback/1.sql", "D"}},
        {{"m/migration.sql", "U"}, {"m/rollback.sql", "D"}},
    };
    for (const Files& files : forms) {
        CAPTURE(files.begin()->first);
        const Project project = load_as("plain", files);
        REQUIRE(project.migrations.size() == 1);
        REQUIRE(project.migrations[0].up);
        REQUIRE(project.migrations[0].down);
        CHECK(project.migrations[0].up->text == "U");
        CHECK(project.migrations[0].down->text == "D");
    }
}

TEST_CASE("plain: names that only sound like downs are migrations") {
    const Project project =
        load_as("plain", {{"m/1_start_up.sql", ""}, {"m/2_shut_down.sql", ""}, {"m/down.sql", ""}});
    CHECK(project.migrations.size() == 3);
    for (const Migration& migration : project.migrations)
        CHECK(migration.up.has_value());
}

TEST_CASE("plain: a dump beside numbered files is a baseline, not a migration") {
    const Project project = load({{"m/1_a.sql", ""}, {"m/schema.sql", ""}});
    CHECK(names(project) == Names{"1_a"});
    CHECK(project.baseline_files == Names{"schema.sql"});
    const Project alone = load({{"m/schema.sql", ""}});
    CHECK(names(alone) == Names{"schema"});
    CHECK(alone.baseline_files.empty());
}
