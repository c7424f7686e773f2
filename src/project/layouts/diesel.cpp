/// diesel (diesel_migrations, file_based_migrations.rs): a folder per migration with `up.sql` and `down.sql`,
/// ordered by the part of its name before '_', without the dashes of a date. Each script runs in a
/// transaction, unless the folder's `metadata.toml` says `run_in_transaction = false`: then it is one
/// simple-query message.
#include <algorithm>

#include "project/layouts/layouts.h"
#include "project/layouts/script_folders.h"
#include "project/pairing.h"
#include "project/placing.h"

namespace backout::project {

namespace {

/// What diesel compares, as text.
std::string version_key(std::string_view folder) {
    std::string version(version_of_folder(folder));
    std::erase(version, '-');
    return version;
}

/// `2024-01-31-120000_name` is diesel's own form, `00000000000000_diesel_initial_setup` its first migration.
bool is_diesels_own(std::string_view folder) {
    const std::string_view version = version_of_folder(folder);
    return version.find('-') != std::string_view::npos ||
           name_of(folder) == "00000000000000_diesel_initial_setup";
}

Match detect(const Folder& folder) {
    const std::vector<std::string> folders = folders_with(folder, {"up.sql", "down.sql"});
    if (folders.empty()) return {};
    Match match{65, "folders with up.sql and down.sql"};
    if (std::any_of(folders.begin(), folders.end(), is_diesels_own))
        match = {85, "folders with up.sql, dated as by diesel"};
    if (folder.has_nearby("diesel.toml")) match.score += 5;
    return match;
}

TransactionMode transaction_of(Loader& loader, const std::string& folder) {
    const std::string path = folder + "/metadata.toml";
    if (!loader.folder().has_file(path)) return TransactionMode::whole_script;
    const auto metadata = loader.file(path);
    const bool opts_out = metadata && find_setting(metadata->text(), "run_in_transaction") == "false";
    return opts_out ? TransactionMode::implicit : TransactionMode::whole_script;
}

void load_folder(Loader& loader, const std::string& folder) {
    const TransactionMode transaction = transaction_of(loader, folder);
    Migration migration;
    migration.id = version_of_folder(folder);
    migration.name = name_of(folder);
    const std::string up = folder + "/up.sql";
    const std::string down = folder + "/down.sql";
    if (loader.folder().has_file(up)) migration.up = loader.script(up, transaction);
    if (loader.folder().has_file(down)) migration.down = loader.script(down, transaction);
    report_down_without_up(loader, migration);
    loader.add(std::move(migration));
}

void load(Loader& loader) {
    std::vector<std::string> folders = folders_with(loader.folder(), {"up.sql", "down.sql"});
    pass_over_others(loader, folders, {"up.sql", "down.sql", "metadata.toml"},
                     "not up.sql or down.sql in a folder");

    std::stable_sort(folders.begin(), folders.end(), [](const std::string& left, const std::string& right) {
        return version_key(left) < version_key(right);
    });
    for (const std::string& folder : folders)
        load_folder(loader, folder);
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    return place_file(migration, script,
                      with_part_replaced(path_of_other(migration, script.direction), down ? "up.sql" : "down.sql", down ? "down.sql" : "up.sql"));
}

}  // namespace

const Layout diesel_layout{
    .name = "diesel",
    .files = "N_name/up.sql, N_name/down.sql",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL, "
        "run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::implicit,
    .opts_out_together = true,
};

}  // namespace backout::project
