/// Layouts that keep up and down in files of their own: which belong together.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/loader.h"

namespace backout::project {

/// A file whose name the layout understood.
struct DirectionFile {
    std::string version;
    std::string name;  ///< what up and down have in common: "0007_users_email"
    Direction direction = Direction::up;
    std::string path;      ///< within the folder
    bool program = false;  ///< Go, not SQL
};

struct FilePair {
    std::string version;
    std::string name;
    std::optional<DirectionFile> up;
    std::optional<DirectionFile> down;
};

/// Pairs by version alone, as runners with numeric versions do. Where a version has several ups or several
/// downs, which those runners refuse, by version and name. In the order of the versions.
std::vector<FilePair> pair_by_version(std::vector<DirectionFile> files,
                                      int (*compare)(std::string_view, std::string_view));

/// How a script of this text is sent.
using TransactionRule = std::function<TransactionMode(std::string_view text)>;

/// Adds a migration per pair and says which downs have no up.
void load_pairs(Loader& loader, const std::vector<FilePair>& pairs, const TransactionRule& transaction);

/// Says that a migration can only be reverted.
void report_down_without_up(Loader& loader, const Migration& migration);

}  // namespace backout::project
