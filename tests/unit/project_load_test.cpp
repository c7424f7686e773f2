/// Finding the migrations, paths of all kinds, and bad input.
#include "project_helper.h"

#include "project/version.h"

using namespace backout::project;
using namespace backout::project::test;
using backout::text::Position;

namespace {

LoadOptions at(std::vector<std::string> paths) {
    LoadOptions options;
    options.paths = std::move(paths);
    return options;
}

}  // namespace

TEST_CASE("the migrations are found below a project's root, and paths are those from there") {
    const Project project = load({{"p/README.md", ""},
                                  {"p/src/queries/a.sql", "SELECT 1;"},
                                  {"p/node_modules/x/migrations/1_x.up.sql", "SELECT 1;"},
                                  {"p/db/migrations/1_a.up.sql", "SELECT 1;"},
                                  {"p/db/schema.sql", "SELECT 1;"}},
                                 at({"p"}));
    CHECK(project.layout == "golang-migrate");
    CHECK(project.root == "p");
    REQUIRE(project.migrations.size() == 1);
    CHECK(project.migrations[0].up->file->path() == "db/migrations/1_a.up.sql");
    CHECK(project.baseline_files == Names{"db/schema.sql"});
    CHECK(
        notices(project, "passed-over").empty());  // what is elsewhere in the project is none of our business
}

TEST_CASE("a folder named as such is taken as it is") {
    for (const std::string path : {"p/db/migrations", "p/db/migrations/", "./p/db/migrations"}) {
        const Project project = load({{"p/db/migrations/1_a.up.sql", "SELECT 1;"}}, at({path}));
        REQUIRE(project.migrations.size() == 1);
        CHECK(project.migrations[0].up->file->path() == "1_a.up.sql");
    }
    CHECK(load({{"1_a.up.sql", "SELECT 1;"}}, at({"."})).migrations.size() == 1);
}

TEST_CASE("equally good folders are said") {
    const Project project =
        load({{"p/a/migrations/1_a.up.sql", ""}, {"p/b/migrations/1_b.up.sql", ""}}, at({"p"}));
    CHECK(names(project) == Names{"1_a"});
    const auto others = notices(project, "other-migrations");
    REQUIRE(others.size() == 1);
    CHECK(others[0].message == "took the migrations in a/migrations/; there are more in b/migrations/");
}

TEST_CASE("migrations of tests and examples don't compete") {
    const Project project =
        load({{"p/a/testdata/migrations/1_x.up.sql", ""}, {"p/b/migrations/1_b.up.sql", ""}}, at({"p"}));
    CHECK(names(project) == Names{"1_b"});
    CHECK(notices(project, "other-migrations").empty());
}

TEST_CASE("plain files in subfolders of a series are one history") {
    const Project project = load({{"m/2023/10.sql", ""}, {"m/2023/9.sql", ""}, {"m/2024/1.sql", ""}});
    CHECK(names(project) == Names{"2023/9", "2023/10", "2024/1"});
}

TEST_CASE("a single file brings its other half, and no history") {
    const Files files{{"m/1_a.up.sql", "SELECT 1;"},
                      {"m/1_a.down.sql", "SELECT -1;"},
                      {"m/2_b.up.sql", "SELECT 2;"},
                      {"m/3_bad.up.sql", "\xFF"}};
    for (const std::string path : {"m/1_a.up.sql", "m/1_a.down.sql"}) {
        const Project project = load(files, at({path}));
        CHECK(project.layout == "golang-migrate");
        CHECK(project.root == "m");
        CHECK(names(project) == Names{"1_a"});
        CHECK(project.migrations[0].up);
        CHECK(project.migrations[0].down->file->path() == "1_a.down.sql");
        CHECK_FALSE(project.starts_empty);
        CHECK(project.notices.empty());
    }
}

TEST_CASE("single files of other layouts") {
    const Files files{{"m/1_a.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n"},
                      {"d/2024-01-01-000000_a/up.sql", "SELECT 1;"},
                      {"d/2024-01-01-000000_a/down.sql", "SELECT 1;"},
                      {"d/2024-01-02-000000_b/up.sql", "SELECT 1;"},
                      {"f/V1__a.sql", "SELECT 1;"},
                      {"f/U1__a.sql", "SELECT 1;"},
                      {"x/anything.sql", "SELECT 1;"},
                      {"x/1_a.up.sql", "SELECT 1;"}};
    CHECK(load(files, at({"m/1_a.sql"})).layout == "goose");
    CHECK(load(files, at({"m/1_a.sql"})).migrations[0].down);
    const Project diesel = load(files, at({"d/2024-01-01-000000_a/up.sql"}));
    CHECK(diesel.layout == "diesel");
    CHECK(diesel.root == "d");
    CHECK(names(diesel) == Names{"2024-01-01-000000_a"});
    CHECK(diesel.migrations[0].down);
    CHECK(load(files, at({"f/V1__a.sql"})).migrations[0].down);
    const Project other = load(files, at({"x/anything.sql"}));  // passed over by the folder's layout
    CHECK(other.layout == "plain");
    CHECK(names(other) == Names{"anything"});
}

TEST_CASE("several files, in one folder or several") {
    const Files files{{"a/m/1_a.up.sql", "SELECT 1;"},
                      {"a/m/2_b.up.sql", ""},
                      {"a/m/2_b.down.sql", ""},
                      {"a/n/x.sql", "SELECT 1;"}};
    const Project one = load(files, at({"a/m/1_a.up.sql", "a/m/2_b.down.sql"}));
    CHECK(one.root == "a/m");
    CHECK(names(one) == Names{"1_a", "2_b"});
    const Project two = load(files, at({"a/m/1_a.up.sql", "./a/n/x.sql"}));
    CHECK(two.root == "a");
    REQUIRE(two.migrations.size() == 2);
    CHECK(two.migrations[0].up->file->path() == "m/1_a.up.sql");
    CHECK(two.migrations[1].up->file->path() == "n/x.sql");
}

TEST_CASE("up and down named explicitly") {
    LoadOptions options;
    options.up_file = "x/change.sql";
    options.down_file = "y/back.sql";
    const Files files{{"x/change.sql", "SELECT 1;"}, {"y/back.sql", "-- nothing"}};
    const Project project = load(files, options);
    REQUIRE(project.migrations.size() == 1);
    CHECK(project.migrations[0].name == "change");
    CHECK(project.migrations[0].up->file->path() == "x/change.sql");
    CHECK(project.migrations[0].down->blank);
    CHECK(project.migrations[0].up->transaction == TransactionMode::implicit);
    CHECK_FALSE(project.starts_empty);

    options.layout = "sqlx";
    CHECK(load(files, options).migrations[0].up->transaction == TransactionMode::whole_script);
    options.down_file = "y/missing.sql";
    const auto missing = load_project(MemoryDisk(files), options);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().path == "y/missing.sql");
}

TEST_CASE("places in files with CR LF, a byte-order mark, tabs and multi-byte text") {
    const Project project =
        load({{"m/1_a.up.sql", "\xEF\xBB\xBF-- größe\r\n\tALTER TABLE größe\r\n\tADD b int;\r\n"}});
    const Script& up = *project.migrations[0].up;
    CHECK(up.text.starts_with("-- größe"));
    CHECK(place(up, "ALTER") == Position{2, 2});
    CHECK(place(up, "ADD") == Position{3, 2});
    CHECK(up.file->line_text(2) == "\tALTER TABLE größe");
}

TEST_CASE("a missing path") {
    const LoadError error = load_error({{"migrations/1_a.up.sql", ""}}, at({"migration"}));
    CHECK(error.path == "migration");
    CHECK(error.message == "no such file or folder");
    CHECK(error.help == "did you mean migrations?");
}

TEST_CASE("a folder without migrations") {
    const LoadError error = load_error({{"m/README.md", ""}});
    CHECK(error.message == "no migrations found");
    CHECK(error.help.find("golang-migrate (N_name.up.sql, N_name.down.sql)") != std::string::npos);
    CHECK(error.help.find("prisma") != std::string::npos);
}

TEST_CASE("an unknown layout, and one that doesn't fit") {
    LoadOptions options = at({"m"});
    options.layout = "golang_migrate";
    const LoadError unknown = load_error({{"m/1_a.up.sql", ""}}, options);
    CHECK(unknown.message == "unknown layout \"golang_migrate\"");
    CHECK(unknown.help.starts_with("did you mean golang-migrate?"));

    options.layout = "diesel";
    const LoadError other = load_error({{"m/1_a.up.sql", ""}}, options);
    CHECK(other.message == "no diesel migrations found");
    CHECK(other.help == "diesel looks like N_name/up.sql, N_name/down.sql; this looks like golang-migrate");
}

TEST_CASE("no permission") {
    MemoryDisk disk({{"m/1_a.up.sql", "SELECT 1;"}, {"m/2_b.up.sql", "SELECT 2;"}});
    disk.forbid("m/1_a.up.sql");
    const auto project = load_project(disk, at({"m"}));
    REQUIRE(project);
    CHECK(project->migrations.size() == 2);
    CHECK(project->migrations[0].up->invalid);
    CHECK_FALSE(project->migrations[1].up->invalid);
    const auto said = notices(*project, "unreadable-file");
    REQUIRE(said.size() == 1);
    CHECK(said[0].message == "cannot read the file: Permission denied");

    disk.forbid("m");
    const auto nothing = load_project(disk, at({"m"}));
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().message == "cannot read the folder: Permission denied");
}

TEST_CASE("files that PostgreSQL would not take are reported, the others still loaded") {
    const Project project = load({{"m/1_a.up.sql", "SELECT 1;\nSELECT 'caf\xE9';"},
                                  {"m/2_b.up.sql", std::string("SELECT\0 1;", 10)},
                                  {"m/3_c.up.sql", "\xFF\xFES\0E\0"},
                                  {"m/4_d.up.sql", "SELECT 4;"}});
    REQUIRE(project.migrations.size() == 4);
    for (const int index : {0, 1, 2}) {
        CHECK(project.migrations[index].up->invalid);
        CHECK(project.migrations[index].up->text.empty());
    }
    CHECK(project.migrations[3].up->text == "SELECT 4;");
    const auto said = notices(project, "invalid-file");
    REQUIRE(said.size() == 3);
    // PostgreSQL 15 says so of the same bytes: ERROR:  invalid byte sequence for encoding "UTF8": 0xe9 0x27
    // 0x3b
    CHECK(said[0].message == "invalid byte sequence for encoding \"UTF8\": 0xe9 0x27 0x3b");
    CHECK(said[0].file == "1_a.up.sql");
    CHECK(said[0].position == Position{2, 12});
    CHECK(said[1].message == "invalid byte sequence for encoding \"UTF8\": 0x00");
    CHECK(said[2].help == "the file is UTF-16: save it as UTF-8");
}

TEST_CASE("blank and invalid are told apart from missing") {
    const Project project =
        load({{"m/1_a.up.sql", "SELECT 1;"}, {"m/1_a.down.sql", " \n-- can't be undone\n/* */;"}});
    CHECK_FALSE(project.migrations[0].up->blank);
    REQUIRE(project.migrations[0].down);
    CHECK(project.migrations[0].down->blank);
}

TEST_CASE("a schema dump as a script of its own") {
    const MemoryDisk disk({{"schema.sql", "\\restrict x\nCREATE TABLE t ();\n"}, {"bad.sql", "a\nb\xFF"}});
    const auto script = load_script(disk, "schema.sql");
    REQUIRE(script);
    CHECK(script->file->path() == "schema.sql");
    CHECK(script->transaction == TransactionMode::none);
    CHECK_FALSE(script->blank);
    const auto bad = load_script(disk, "bad.sql");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().message == "invalid byte sequence for encoding \"UTF8\": 0xff in line 2");
    CHECK_FALSE(load_script(disk, "missing.sql"));
}

TEST_CASE("scripts outlive the project, also with variables filled in") {
    LoadOptions options = at({"m"});
    options.variables["v"] = "1";
    std::optional<Script> kept;
    {
        const Project project = load({{"m/1_a.up.sql", "SELECT ${v};"}}, options);
        kept = project.migrations[0].up;
    }
    CHECK(kept->text == "SELECT 1;");
}

TEST_CASE("every layout is listed with what it looks like") {
    CHECK(layouts().size() >= 13);
    for (const LayoutDescription& layout : layouts()) {
        CHECK_FALSE(layout.name.empty());
        CHECK_FALSE(layout.files.empty());
    }
}

TEST_CASE("versions compare as their runners do") {
    CHECK(compare_numbers("9", "10") < 0);
    CHECK(compare_numbers("007", "7") == 0);
    CHECK(compare_numbers("99999999999999999999", "100000000000000000000") < 0);
    CHECK(compare_naturally("a2b", "a10b") < 0);
    CHECK(compare_naturally("a", "a1") < 0);
    CHECK(compare_dotted("1.2", "1_10") < 0);
    CHECK(compare_dotted("1", "1.0.0") == 0);
    CHECK(fits("9223372036854775807", most_int64));
    CHECK_FALSE(fits("9223372036854775808", most_int64));
}
