/// Supabase (supabase/cli, pkg/migration): `<timestamp>_name.sql` in supabase/migrations, ordered by file
/// name, no downs. A file's statements go to the server in one pipeline, which is one implicit transaction.
/// The database isn't empty to begin with: the platform has made schemas (auth, storage, extensions, realtime
/// …), roles and functions.
#include <algorithm>

#include "project/layouts/annotated_files.h"
#include "project/layouts/layouts.h"
#include "project/version.h"

namespace backout::project {

namespace {

bool is_migration(const std::string& path) {
    const std::string_view digits = leading_digits(path);
    return !digits.empty() && path.compare(digits.size(), 1, "_") == 0 && path.ends_with(".sql") &&
           path.find('/') == std::string::npos;
}

Match detect(const Folder& folder) {
    const auto& files = folder.files();
    if (std::none_of(files.begin(), files.end(), is_migration)) return {};
    const std::vector<std::string> names = folder.names();
    const bool conventional = names.size() > 1 && names[0] == "migrations" && names[1] == "supabase";
    return conventional ? Match{85, "the folder is supabase/migrations"} : Match{5, "files named N_name.sql"};
}

/// Early versions of the tool wrote a dump of the platform as the first migration; newer ones skip it
/// (list.go, shouldSkip).
bool is_platform_dump(const std::string& path) {
    constexpr std::string_view last_of_its_kind = "20211209000000";
    return path.ends_with("_init.sql") && compare_numbers(leading_digits(path), last_of_its_kind) < 0;
}

void load(Loader& loader) {
    bool first = true;
    for (const std::string& path : loader.folder().files()) {
        if (!is_migration(path)) {
            loader.pass_over(path, "not named <timestamp>_name.sql");
            continue;
        }
        if (std::exchange(first, false) && is_platform_dump(path)) {
            loader.pass_over(path, "the tool skips it, a dump by its first versions");
            continue;
        }
        Migration migration;
        migration.id = leading_digits(path);
        migration.name = without_ending(path);
        migration.up = loader.script(path, TransactionMode::implicit);
        loader.add(std::move(migration));
    }
    report_duplicate_versions(loader, "Supabase records a version once: the second one is refused");
}

}  // namespace

const Layout supabase_layout{
    .name = "supabase",
    .files = "<timestamp>_name.sql in supabase/migrations",
    .bookkeeping =
        "CREATE SCHEMA IF NOT EXISTS supabase_migrations;\n"
        "CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY "
        "KEY, "
        "statements text[], name text);\n",
    .starts_empty = false,
    .detect = detect,
    .load = load,
};

}  // namespace backout::project
