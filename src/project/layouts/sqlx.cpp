/// sqlx (sqlx-core/src/migrate): `N_name.sql`, or `N_name.up.sql` and `N_name.down.sql`, ordered by number.
/// Each file runs in a transaction, unless it begins with `-- no-transaction`: then it is one simple-query
/// message.
#include "project/layouts/direction_names.h"
#include "project/layouts/layouts.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

/// sqlx cuts a name at its first '_' and takes everything that ends with .sql.
std::optional<DirectionFile> parse_name(const std::string& path) {
    if (auto file = parse_direction_name(path)) return file->program ? std::nullopt : file;
    const std::string_view digits = leading_digits(path);
    const bool simple = !digits.empty() && path.find('/') == std::string::npos && path.ends_with(".sql") &&
                        path.compare(digits.size(), 1, "_") == 0;
    if (!simple) return std::nullopt;
    return DirectionFile{std::string(digits), path.substr(0, path.size() - 4), Direction::up, path, false};
}

TransactionMode transaction_of(std::string_view text) {
    return text.starts_with("-- no-transaction") ? TransactionMode::implicit : TransactionMode::whole_script;
}

bool has_sqlx_nearby(const Folder& folder) {
    return folder.has_nearby(".sqlx") || folder.has_nearby("sqlx-data.json") ||
           folder.has_nearby("sqlx.toml");
}

Match detect(const Folder& folder) {
    const DirectionNameCount count = count_direction_names(folder);
    if (count.matching + count.without_direction == 0) return {};
    const bool sqlx_nearby = has_sqlx_nearby(folder);
    const bool cargo_nearby = folder.has_nearby("Cargo.toml");
    Match match;
    if (count.matching > 0) {
        match = {70, "files named N_name.up.sql and N_name.down.sql"};
        if (count.programs > 0) match.score -= 5;
    } else {
        match = {sqlx_nearby || cargo_nearby ? 60 : 5, "files named N_name.sql"};
    }
    if (sqlx_nearby) match.score += 8;
    if (cargo_nearby) match.score += 5;
    return match;
}

void load(Loader& loader) {
    std::vector<DirectionFile> files;
    for (const std::string& path : loader.folder().files()) {
        auto file = parse_name(path);
        if (!file) {
            loader.pass_over(path, "not named N_name.sql, N_name.up.sql or N_name.down.sql");
        } else if (!fits(file->version, most_int64)) {
            loader.pass_over(path, "the version is larger than bigint");
        } else {
            files.push_back(std::move(*file));
        }
    }
    load_pairs(loader, pair_by_version(std::move(files), compare_numbers), transaction_of);
    report_duplicate_versions(loader,
                              "sqlx records a version once: the second one violates the primary key of "
                              "_sqlx_migrations");
}

/// Also a migration that was meant to have no down, `N_name.sql`, is reverted by `N_name.down.sql`.
Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    const std::string beside = path_of_other(migration, script.direction);
    std::string path = with_part_replaced(beside, down ? ".up.sql" : ".down.sql", down ? ".down.sql" : ".up.sql");
    if (down && path.empty()) path = with_part_replaced(beside, ".sql", ".down.sql");
    NewScript marked = script;
    if (script.outside_transaction) marked.sql = "-- no-transaction\n" + script.sql;
    return place_file(migration, marked, path);
}

}  // namespace

const Layout sqlx_layout{
    .name = "sqlx",
    .files = "N_name.sql, or N_name.up.sql and N_name.down.sql",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, "
        "installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, "
        "checksum bytea NOT NULL, execution_time bigint NOT NULL);\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::implicit,
};

}  // namespace backout::project
