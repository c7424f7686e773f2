/// Postgrator (postgrator.js): `N.do.name.sql` and `N.undo.name.sql`, ordered by number; `.js` for migrations
/// that are programs. A file is one simple-query message.
#include "project/layouts/layouts.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

std::optional<DirectionFile> parse_name(const std::string& path) {
    if (path.find('/') != std::string::npos) return std::nullopt;
    const std::string_view version = leading_digits(path);
    std::string_view rest = std::string_view(path).substr(version.size());
    const bool down = rest.starts_with(".undo.");
    if (version.empty() || (!down && !rest.starts_with(".do."))) return std::nullopt;
    const bool program = rest.ends_with(".js") || rest.ends_with(".mjs") || rest.ends_with(".ts");
    if (!program && !rest.ends_with(".sql")) return std::nullopt;

    rest.remove_prefix(down ? 5 : 3);  // ".name.sql", or ".sql" alone
    std::string name(version);
    name += rest.substr(0, rest.rfind('.'));
    return DirectionFile{std::string(version), std::move(name), down ? Direction::down : Direction::up, path,
                         program};
}

Match detect(const Folder& folder) {
    for (const std::string& path : folder.files()) {
        if (parse_name(path)) return {90, "files named N.do.name.sql"};
    }
    return {};
}

void load(Loader& loader) {
    std::vector<DirectionFile> files;
    for (const std::string& path : loader.folder().files()) {
        if (auto file = parse_name(path)) {
            files.push_back(std::move(*file));
        } else {
            loader.pass_over(path, "not named N.do.name.sql or N.undo.name.sql");
        }
    }
    load_pairs(loader, pair_by_version(std::move(files), compare_numbers),
               [](std::string_view) { return TransactionMode::implicit; });
    report_duplicate_versions(loader,
                              "Postgrator refuses to start: give each migration a version of its own");
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    return place_file(migration, script,
                      with_part_replaced(path_of_other(migration, script.direction), down ? ".do." : ".undo.", down ? ".undo." : ".do."));
}

}  // namespace

const Layout postgrator_layout{
    .name = "postgrator",
    .files = "N.do.name.sql, N.undo.name.sql",
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS schemaversion (version bigint PRIMARY KEY, name text, md5 text, "
        "run_at timestamp with time zone);\n",
    .detect = detect,
    .load = load,
    .place = place,
};

}  // namespace backout::project
