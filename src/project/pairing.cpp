#include "project/pairing.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace backout::project {

namespace {

std::optional<DirectionFile>& side(FilePair& pair, Direction direction) {
    return direction == Direction::up ? pair.up : pair.down;
}

/// Puts a file into the pair of its name, or a new one.
void place_by_name(std::vector<FilePair>& pairs, std::size_t first, DirectionFile file) {
    const auto fits = [&](FilePair& pair) { return pair.name == file.name && !side(pair, file.direction); };
    auto pair = std::find_if(pairs.begin() + static_cast<std::ptrdiff_t>(first), pairs.end(), fits);
    if (pair == pairs.end()) {
        pairs.push_back({file.version, file.name, {}, {}});
        pair = std::prev(pairs.end());
    }
    side(*pair, file.direction) = std::move(file);
}

/// Files of one version, sorted by name.
void pair_version(std::vector<DirectionFile> files, std::vector<FilePair>& pairs) {
    const auto is_up = [](const DirectionFile& file) { return file.direction == Direction::up; };
    const auto ups = std::count_if(files.begin(), files.end(), is_up);
    const auto downs = static_cast<std::ptrdiff_t>(files.size()) - ups;
    if (ups > 1 || downs > 1) {
        const std::size_t first = pairs.size();
        for (DirectionFile& file : files)
            place_by_name(pairs, first, std::move(file));
        return;
    }
    const auto named = ups == 1 ? std::find_if(files.begin(), files.end(), is_up) : files.begin();
    FilePair& pair = pairs.emplace_back(FilePair{named->version, named->name, {}, {}});
    for (DirectionFile& file : files)
        side(pair, file.direction) = std::move(file);
}

void load_side(Loader& loader, const std::optional<DirectionFile>& file, const TransactionRule& transaction,
               std::optional<Script>& script, std::optional<std::string>& program) {
    if (!file) return;
    if (file->program) {
        program = loader.folder().shown(file->path);
        loader.note_program(file->path);
        return;
    }
    script = loader.script(file->path, TransactionMode::implicit);
    script->transaction = transaction(script->text);
}

}  // namespace

std::vector<FilePair> pair_by_version(std::vector<DirectionFile> files,
                                      int (*compare)(std::string_view, std::string_view)) {
    std::stable_sort(files.begin(), files.end(), [&](const DirectionFile& left, const DirectionFile& right) {
        const int order = compare(left.version, right.version);
        return order != 0 ? order < 0 : left.name < right.name;
    });
    std::vector<FilePair> pairs;
    for (auto first = files.begin(); first != files.end();) {
        const auto next = std::find_if(first, files.end(), [&](const DirectionFile& file) {
            return compare(file.version, first->version) != 0;
        });
        pair_version({std::make_move_iterator(first), std::make_move_iterator(next)}, pairs);
        first = next;
    }
    return pairs;
}

void load_pairs(Loader& loader, const std::vector<FilePair>& pairs, const TransactionRule& transaction) {
    for (const FilePair& pair : pairs) {
        Migration migration;
        migration.id = pair.version;
        migration.name = pair.name;
        load_side(loader, pair.up, transaction, migration.up, migration.up_program);
        load_side(loader, pair.down, transaction, migration.down, migration.down_program);
        report_down_without_up(loader, migration);
        loader.add(std::move(migration));
    }
}

void report_down_without_up(Loader& loader, const Migration& migration) {
    if (migration.up || migration.up_program || !migration.down) return;
    loader.notice({"down-without-up",
                   Severity::warning,
                   fmt::format("{} has a down but no up", migration.name),
                   "the version in the name of the up may differ",
                   migration.down->file->path(),
                   {}});
}

}  // namespace backout::project
