/// Prisma (schema-engine, migrations_directory.rs): a folder per migration with `migration.sql`, ordered by
/// the folder's name; some projects keep a `down.sql` beside it. A script is one simple-query message.
#include <algorithm>

#include "project/layouts/layouts.h"
#include "project/layouts/script_folders.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

Match detect(const Folder& folder) {
    if (folders_with(folder, {"migration.sql"}).empty()) return {};
    return {90, "folders with migration.sql"};
}

void load(Loader& loader) {
    const std::vector<std::string> folders = folders_with(loader.folder(), {"migration.sql"});
    for (const std::string& path : loader.folder().files()) {
        const bool in_migration = std::binary_search(folders.begin(), folders.end(), folder_of(path));
        const bool script = name_of(path) == "migration.sql" || name_of(path) == "down.sql";
        if (!(in_migration && script) && path != "migration_lock.toml")
            loader.pass_over(path, "not migration.sql in a folder");
    }
    for (const std::string& folder : folders) {
        Migration migration;
        const std::string_view digits = leading_digits(folder);
        migration.id = digits.empty() ? folder : digits;
        migration.name = folder;
        migration.up = loader.script(folder + "/migration.sql", TransactionMode::implicit);
        const std::string down = folder + "/down.sql";
        if (loader.folder().has_file(down)) migration.down = loader.script(down, TransactionMode::implicit);
        loader.add(std::move(migration));
    }
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    return place_file(migration, script,
                      with_part_replaced(path_of_other(migration, script.direction), down ? "migration.sql" : "down.sql", down ? "down.sql" : "migration.sql"));
}

}  // namespace

const Layout prisma_layout{
    .name = "prisma",
    .files = "N_name/migration.sql, perhaps down.sql",
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS _prisma_migrations (id varchar(36) PRIMARY KEY NOT NULL, "
        "checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, "
        "logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), "
        "applied_steps_count integer NOT NULL DEFAULT 0);\n",
    .detect = detect,
    .load = load,
    .place = place,
};

}  // namespace backout::project
