/// golang-migrate (source/parse.go): `N_name.up.sql` and `N_name.down.sql`, paired and ordered by number
/// alone; `.go` where the project registers functions. A file is one simple-query message.
#include "project/layouts/direction_names.h"
#include "project/layouts/layouts.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

Match detect(const Folder& folder) {
    const DirectionNameCount count = count_direction_names(folder);
    if (count.matching == 0) return {};
    Match match{70, "files named N_name.up.sql and N_name.down.sql"};
    if (folder.has_nearby("go.mod")) match.score += 5;
    if (count.programs > 0) match.score += 5;
    // sqlx takes N_name.sql as well, golang-migrate doesn't
    if (count.without_direction > 0) match.score -= 2;
    return match;
}

void load(Loader& loader) {
    std::vector<DirectionFile> files;
    for (const std::string& path : loader.folder().files()) {
        auto file = parse_direction_name(path);
        if (!file) {
            loader.pass_over(path, "not named N_name.up.sql or N_name.down.sql");
        } else if (!fits(file->version, most_uint64)) {
            loader.pass_over(path, "the version is larger than 64 bits");
        } else {
            files.push_back(std::move(*file));
        }
    }
    load_pairs(loader, pair_by_version(std::move(files), compare_numbers),
               [](std::string_view) { return TransactionMode::implicit; });
    report_duplicate_versions(loader,
                              "golang-migrate refuses to start: give each migration a version of its own");
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    return place_file(migration, script,
                      with_part_replaced(path_of_other(migration, script.direction), down ? ".up." : ".down.", down ? ".down." : ".up."));
}

}  // namespace

const Layout golang_migrate_layout{
    .name = "golang-migrate",
    .files = "N_name.up.sql, N_name.down.sql",
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint NOT NULL PRIMARY KEY, "
        "dirty boolean NOT NULL);\n",
    .detect = detect,
    .load = load,
    .place = place,
};

}  // namespace backout::project
