#include "project/layouts/direction_names.h"

#include <string_view>

#include "project/version.h"

namespace backout::project {

namespace {

struct Ending {
    std::string_view text;
    Direction direction;
    bool program;
};

constexpr Ending endings[] = {
    {".up.sql", Direction::up, false},
    {".down.sql", Direction::down, false},
    {".up.go", Direction::up, true},
    {".down.go", Direction::down, true},
};

bool has_version(std::string_view path) {
    const std::size_t digits = leading_digits(path).size();
    return digits > 0 && digits < path.size() && path[digits] == '_' &&
           path.find('/') == std::string_view::npos;
}

}  // namespace

std::optional<DirectionFile> parse_direction_name(const std::string& path) {
    if (!has_version(path)) return std::nullopt;
    for (const Ending& ending : endings) {
        if (!path.ends_with(ending.text)) continue;
        const std::string name = path.substr(0, path.size() - ending.text.size());
        return DirectionFile{std::string(leading_digits(path)), name, ending.direction, path, ending.program};
    }
    return std::nullopt;
}

DirectionNameCount count_direction_names(const Folder& folder) {
    DirectionNameCount count;
    for (const std::string& path : folder.files()) {
        if (const auto file = parse_direction_name(path)) {
            ++(file->program ? count.programs : count.matching);
        } else if (has_version(path) && path.ends_with(".sql")) {
            ++count.without_direction;
        }
    }
    return count;
}

}  // namespace backout::project
