/// Layouts with a folder per migration: diesel, Hasura, Prisma; and Supabase.
#include "project_helper.h"

using namespace backout::project;
using namespace backout::project::test;

TEST_CASE("diesel: ordered by the date without its dashes, each script in a transaction") {
    const Project project = load({{"m/2019-11-15-182353_Add email to owners/up.sql", "SELECT 2;"},
                                  {"m/2019-11-15-182353_Add email to owners/down.sql", "SELECT 2;"},
                                  {"m/20140924113530_first/up.sql", "SELECT 1;"},
                                  {"m/00000000000000_diesel_initial_setup/up.sql", "SELECT 0;"},
                                  {"m/00000000000000_diesel_initial_setup/down.sql", "SELECT 0;"},
                                  {"m/README.md", ""}});
    CHECK(project.layout == "diesel");
    CHECK(names(project) == Names{"00000000000000_diesel_initial_setup", "20140924113530_first",
                                  "2019-11-15-182353_Add email to owners"});
    CHECK(project.migrations[2].id == "2019-11-15-182353");
    CHECK(project.migrations[2].up->file->path() == "2019-11-15-182353_Add email to owners/up.sql");
    CHECK(project.migrations[2].up->transaction == TransactionMode::whole_script);
    CHECK_FALSE(project.migrations[1].down);
    CHECK(notices(project, "passed-over").size() == 1);
    CHECK(project.bookkeeping.find("__diesel_schema_migrations") != std::string::npos);
}

TEST_CASE("diesel: metadata.toml opts out of the transaction") {
    const Project project =
        load({{"m/2024-01-01-000000_a/up.sql", "SELECT 1;"},
              {"m/2024-01-01-000000_a/down.sql", "SELECT 1;"},
              {"m/2024-01-01-000000_a/metadata.toml", "# why\nrun_in_transaction = false # slow\n"},
              {"m/2024-01-02-000000_b/up.sql", "SELECT 1;"},
              {"m/2024-01-02-000000_b/metadata.toml", "run_in_transaction = true\n"},
              {"m/2024-01-03-000000_c/up.sql", "SELECT 1;"},
              {"m/2024-01-03-000000_c/metadata.toml", "# run_in_transaction = false\n"}});
    CHECK(project.migrations[0].up->transaction == TransactionMode::implicit);
    CHECK(project.migrations[0].down->transaction == TransactionMode::implicit);
    CHECK(project.migrations[1].up->transaction == TransactionMode::whole_script);
    CHECK(project.migrations[2].up->transaction == TransactionMode::whole_script);
    CHECK(notices(project, "passed-over").empty());
}

TEST_CASE("Hasura: numbered in milliseconds, below a folder per database") {
    LoadOptions options;
    options.paths = {"h"};
    const Project project = load({{"h/config.yaml", "version: 3"},
                                  {"h/metadata/version.yaml", "version: 3"},
                                  {"h/migrations/default/1612345678901_b/up.sql", "SELECT 2;"},
                                  {"h/migrations/default/1612345678901_b/down.sql", "SELECT 2;"},
                                  {"h/migrations/default/1512345678901_a/up.sql", "SELECT 1;"}},
                                 options);
    CHECK(project.layout == "hasura");
    CHECK(names(project) == Names{"1512345678901_a", "1612345678901_b"});
    CHECK(project.migrations[1].down->file->path() == "migrations/default/1612345678901_b/down.sql");
    CHECK(project.migrations[0].up->transaction == TransactionMode::whole_script);
    CHECK(project.bookkeeping.find("hdb_catalog") != std::string::npos);
}

TEST_CASE("Prisma: ordered by name, down.sql where there is one") {
    const Project project = load({{"m/20240102000000_b/migration.sql", "SELECT 2;"},
                                  {"m/20240102000000_b/down.sql", "SELECT 2;"},
                                  {"m/20240101000000_a copy/migration.sql", "SELECT 1;"},
                                  {"m/migration_lock.toml", "provider = \"postgresql\""},
                                  {"m/20240102000000_b/notes.md", ""}});
    CHECK(project.layout == "prisma");
    CHECK(names(project) == Names{"20240101000000_a copy", "20240102000000_b"});
    CHECK(project.migrations[0].id == "20240101000000");
    CHECK_FALSE(project.migrations[0].down);
    CHECK(project.migrations[1].down);
    CHECK(project.migrations[0].up->transaction == TransactionMode::implicit);
    CHECK(notices(project, "passed-over").size() == 1);
}

TEST_CASE("Supabase: recognised by its folder, on a database that isn't empty") {
    LoadOptions options;
    options.paths = {"p"};
    const Project project = load({{"p/supabase/config.toml", ""},
                                  {"p/supabase/seed.sql", "SELECT 1;"},
                                  {"p/supabase/migrations/20240102000000_b.sql", "SELECT 2;"},
                                  {"p/supabase/migrations/20240101000000_a.sql", "SELECT 1;"},
                                  {"p/supabase/migrations/README.md", ""}},
                                 options);
    CHECK(project.layout == "supabase");
    CHECK(names(project) == Names{"20240101000000_a", "20240102000000_b"});
    CHECK_FALSE(project.starts_empty);
    CHECK(project.bookkeeping.find("supabase_migrations.schema_migrations") != std::string::npos);
}

TEST_CASE("Supabase: the tool skips the dump that its first versions wrote") {
    const Project project = load_as(
        "supabase", {{"m/20211101000000_init.sql", "SELECT 1;"}, {"m/20220101000000_init.sql", "SELECT 2;"}});
    CHECK(names(project) == Names{"20220101000000_init"});
}
