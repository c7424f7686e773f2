#include <algorithm>
#include <array>

#include "project/file_system.h"

namespace backout::project {

std::string join_path(std::string_view base, std::string_view path) {
    while (base.size() > 1 && base.ends_with('/'))
        base.remove_suffix(1);
    if (base.empty() || base == ".") return std::string(path);
    if (path.empty()) return std::string(base);
    std::string joined(base);
    if (!joined.ends_with('/')) joined += '/';
    joined += path;
    return joined;
}

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash == 0 ? 1 : slash);
}

std::string_view name_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_worth_listing(std::string_view folder_name) {
    constexpr std::array<std::string_view, 6> foreign{"node_modules", "target",      "vendor",
                                                      "venv",         "__pycache__", "_build"};
    if (folder_name.starts_with('.')) return false;
    return std::find(foreign.begin(), foreign.end(), folder_name) == foreign.end();
}

}  // namespace backout::project
