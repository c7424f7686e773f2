#include "project/layouts/plain_names.h"

#include <algorithm>
#include <array>
#include <optional>

#include "project/version.h"

namespace backout::project {

namespace {

constexpr std::array<std::string_view, 6> up_words{"up", "ups", "do", "deploy", "forward", "apply"};
constexpr std::array<std::string_view, 8> down_words{"down",      "downs",      "undo",   "rollback",
                                                     "rollbacks", "rolledback", "revert", "reverts"};
/// What the up is called where the down is called "rollback.sql".
constexpr std::array<std::string_view, 3> whole_up_names{"up", "migration", "migrate"};

struct Opposites {
    std::string_view up;
    std::string_view down;
};
/// The word of one direction where the other's is known; the first that fits.
constexpr std::array<Opposites, 9> opposites{{{"up", "down"},
                                              {"ups", "downs"},
                                              {"do", "undo"},
                                              {"deploy", "revert"},
                                              {"forward", "rollback"},
                                              {"apply", "rollback"},
                                              {"migration", "rollback"},
                                              {"migrate", "rollback"},
                                              {"forward", "rollbacks"}}};

std::optional<std::string> opposite(std::string_view word, Direction wanted) {
    for (const Opposites& pair : opposites) {
        if (wanted == Direction::down && pair.up == word) return std::string(pair.down);
        if (wanted == Direction::up && pair.down == word) return std::string(pair.up);
    }
    return std::nullopt;
}

template <class Words>
bool is_one_of(std::string_view text, const Words& words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// "x.down" → "x" for the separator '.' and the words of a direction.
template <class Words>
std::optional<std::string> strip_ending(std::string_view stem, std::string_view separators,
                                        const Words& words) {
    const std::size_t at = stem.find_last_of(separators);
    if (at == std::string_view::npos || at == 0 || !is_one_of(stem.substr(at + 1), words))
        return std::nullopt;
    return std::string(stem.substr(0, at));
}

/// "down_x" → "x".
template <class Words>
std::optional<std::string> strip_beginning(std::string_view stem, const Words& words) {
    const std::string_view name = name_of(stem);
    const std::size_t at = name.find_first_of("_-");
    if (at == std::string_view::npos || !is_one_of(name.substr(0, at), words)) return std::nullopt;
    return join_path(folder_of(stem), name.substr(at + 1));
}

}  // namespace

PlainNames::PlainNames(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
        if (path.ends_with(".sql")) stems_.insert(path.substr(0, path.size() - 4));
    }
}

template <class Words>
bool PlainNames::has_any(std::string_view folder, const Words& names) const {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return has(join_path(folder, name)); });
}

bool PlainNames::has_up_of(const std::string& name) const {
    return has(name) || std::any_of(up_words.begin(), up_words.end(), [&](std::string_view word) {
               return has(name + "_" + std::string(word)) || has(name + "-" + std::string(word)) ||
                      has(join_path(folder_of(name), std::string(word) + "_" + std::string(name_of(name))));
           });
}

bool PlainNames::has_down_of(const std::string& name) const {
    return std::any_of(down_words.begin(), down_words.end(), [&](std::string_view word) {
        return has(name + "_" + std::string(word)) || has(name + "-" + std::string(word)) ||
               has(join_path(folder_of(name), std::string(word) + "_" + std::string(name_of(name))));
    });
}

void PlainNames::parse_stem(std::string_view stem, DirectionFile& file) const {
    file.name = stem;
    auto take = [&](std::optional<std::string> name, Direction direction) {
        if (name) {
            file.name = std::move(*name);
            file.direction = direction;
        }
        return name.has_value();
    };
    if (take(strip_ending(stem, ".", down_words), Direction::down)) return;
    if (take(strip_ending(stem, ".", up_words), Direction::up)) return;

    auto down = strip_ending(stem, "_-", down_words);
    if (!down) down = strip_beginning(stem, down_words);
    if (down && has_up_of(*down) && take(std::move(down), Direction::down)) return;
    auto up = strip_ending(stem, "_-", up_words);
    if (!up) up = strip_beginning(stem, up_words);
    if (up && has_down_of(*up) && take(std::move(up), Direction::up)) return;

    // "up.sql" and "down.sql", "migration.sql" and "rollback.sql"
    const std::string own_folder = folder_of(stem).empty() ? "migration" : std::string(folder_of(stem));
    if (is_one_of(name_of(stem), down_words) && has_any(folder_of(stem), whole_up_names))
        take(own_folder, Direction::down);
    if (is_one_of(name_of(stem), whole_up_names) && has_any(folder_of(stem), down_words))
        take(own_folder, Direction::up);
}

std::string PlainNames::path_of(const std::string& other, Direction direction) {
    if (!other.ends_with(".sql")) return {};
    const std::string folder(folder_of(other));
    const std::string stem(name_of(other).substr(0, name_of(other).size() - 4));
    if (const auto word = opposite(stem, direction)) return join_path(folder, *word + ".sql");
    const std::size_t dot = stem.rfind('.');
    if (dot != std::string::npos)
        if (const auto word = opposite(std::string_view(stem).substr(dot + 1), direction))
            return join_path(folder, stem.substr(0, dot + 1) + *word + ".sql");
    if (const auto word = opposite(name_of(folder), direction))
        return join_path(join_path(folder_of(folder), *word), stem + ".sql");
    // "x_up.sql" may be the up of x, or a migration called "sign up": this name is right for both.
    return direction == Direction::down ? join_path(folder, stem + ".down.sql") : std::string();
}

DirectionFile PlainNames::parse(const std::string& path) const {
    DirectionFile file;
    file.path = path;
    parse_stem(std::string_view(path).substr(0, path.size() - 4), file);
    const std::string_view parent = folder_of(file.name);
    const bool in_down_folder = is_one_of(name_of(parent), down_words);
    if (in_down_folder || is_one_of(name_of(parent), up_words)) {
        if (in_down_folder) file.direction = Direction::down;
        file.name = join_path(folder_of(parent), name_of(file.name));
    }
    const std::string_view digits = leading_digits(name_of(file.name));
    file.version = digits.empty() ? name_of(file.name) : digits;
    return file;
}

}  // namespace backout::project
