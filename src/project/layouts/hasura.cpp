/// Hasura (cli/migrate/source/file): a folder per migration, `N_name/up.sql` and perhaps `down.sql`, in a
/// folder per database; ordered by number. Hasura's run_sql executes a script in one transaction.
#include <algorithm>

#include "project/layouts/layouts.h"
#include "project/layouts/script_folders.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr std::size_t millisecond_digits = 13;

bool is_numbered(std::string_view folder) {
    const std::string_view version = version_of_folder(folder);
    return !version.empty() && leading_digits(version) == version;
}

std::vector<std::string> migration_folders(const Folder& folder) {
    std::vector<std::string> folders = folders_with(folder, {"up.sql", "down.sql"});
    std::erase_if(folders, [](const std::string& path) { return !is_numbered(path); });
    return folders;
}

Match detect(const Folder& folder) {
    const std::vector<std::string> folders = migration_folders(folder);
    if (folders.empty()) return {};
    Match match{60, "numbered folders with up.sql"};
    const bool milliseconds = std::all_of(folders.begin(), folders.end(), [](const std::string& path) {
        return version_of_folder(path).size() == millisecond_digits;
    });
    if (milliseconds) match = {80, "folders with up.sql, numbered in milliseconds as by Hasura"};
    if (folder.has_nearby("config.yaml") && folder.has_nearby("metadata")) match.score += 8;
    return match;
}

void load(Loader& loader) {
    std::vector<std::string> folders = migration_folders(loader.folder());
    pass_over_others(loader, folders, {"up.sql", "down.sql"}, "not up.sql or down.sql in a numbered folder");
    std::stable_sort(folders.begin(), folders.end(), [](const std::string& left, const std::string& right) {
        return compare_numbers(version_of_folder(left), version_of_folder(right)) < 0;
    });
    for (const std::string& folder : folders) {
        Migration migration;
        migration.id = version_of_folder(folder);
        migration.name = name_of(folder);
        const std::string up = folder + "/up.sql";
        const std::string down = folder + "/down.sql";
        if (loader.folder().has_file(up)) migration.up = loader.script(up, TransactionMode::whole_script);
        if (loader.folder().has_file(down))
            migration.down = loader.script(down, TransactionMode::whole_script);
        report_down_without_up(loader, migration);
        loader.add(std::move(migration));
    }
    report_duplicate_versions(loader,
                              "Hasura refuses to read them: give each migration a version of its own");
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    return place_file(migration, script,
                      with_part_replaced(path_of_other(migration, script.direction), down ? "up.sql" : "down.sql", down ? "down.sql" : "up.sql"));
}

}  // namespace

const Layout hasura_layout{
    .name = "hasura",
    .files = "N_name/up.sql, N_name/down.sql",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE SCHEMA IF NOT EXISTS hdb_catalog;\n"
        "CREATE TABLE IF NOT EXISTS hdb_catalog.schema_migrations (version bigint NOT NULL PRIMARY KEY, "
        "dirty boolean NOT NULL);\n",
    .detect = detect,
    .load = load,
    .place = place,
};

}  // namespace backout::project
