/// Plain SQL files, as people run them with psql or a script of their own: in natural order, numbers as
/// numbers.
#include <algorithm>
#include <map>

#include "project/layouts/layouts.h"
#include "project/layouts/plain_names.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr std::string_view dump_names[] = {"schema.sql", "structure.sql"};

template <std::size_t size>
bool is_one_of(std::string_view text, const std::string_view (&list)[size]) {
    return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

bool comes_before(const FilePair& left, const FilePair& right) {
    return compare_naturally(left.name, right.name) < 0;
}

/// A dump beside numbered migrations is no migration.
bool is_dump_beside(const std::string& path, const std::vector<std::string>& files) {
    if (!is_one_of(name_of(path), dump_names)) return false;
    return std::any_of(files.begin(), files.end(), [](const std::string& other) {
        return other.ends_with(".sql") && !leading_digits(name_of(other)).empty();
    });
}

void place(std::map<std::string, FilePair>& pairs, DirectionFile file) {
    const auto side = file.direction == Direction::up ? &FilePair::up : &FilePair::down;
    // Two files that claim to be the same side of a migration stand for themselves: "x.sql" and "x.up.sql".
    const auto taken = pairs.find(file.name);
    if (taken != pairs.end() && taken->second.*side) file.name = file.path;
    FilePair& pair = pairs[file.name];
    pair.version = file.version;
    pair.name = file.name;
    pair.*side = std::move(file);
}

Match detect(const Folder& folder) {
    const auto& files = folder.files();
    const bool sql = std::any_of(files.begin(), files.end(),
                                 [](const std::string& path) { return path.ends_with(".sql"); });
    return sql ? Match{10, "there are .sql files"} : Match{};
}

void load(Loader& loader) {
    const PlainNames names(loader.folder().files());
    std::map<std::string, FilePair> by_name;
    for (const std::string& path : loader.folder().files()) {
        if (!path.ends_with(".sql")) {
            loader.pass_over(path, "not .sql");
        } else if (is_dump_beside(path, loader.folder().files())) {
            loader.pass_over(path, "a dump of the schema");
        } else {
            place(by_name, names.parse(path));
        }
    }
    std::vector<FilePair> pairs;
    for (auto& [name, pair] : by_name)
        pairs.push_back(std::move(pair));
    std::sort(pairs.begin(), pairs.end(), comes_before);
    load_pairs(loader, pairs, [](std::string_view) { return TransactionMode::implicit; });
}

Placed place(const Migration& migration, const NewScript& script) {
    return place_file(migration, script,
                      PlainNames::path_of(path_of_other(migration, script.direction), script.direction));
}

}  // namespace

const Layout plain_layout{
    .name = "plain",
    .files = "*.sql in natural order, x.sql with x.down.sql, x.rollback.sql or down/x.sql",
    .bookkeeping = "",
    .detect = detect,
    .load = load,
    .place = place,
};

}  // namespace backout::project
