#include "project/layouts/script_folders.h"

#include <algorithm>

namespace backout::project {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\"'";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

std::vector<std::string> folders_with(const Folder& folder, const std::vector<std::string_view>& file_names) {
    std::vector<std::string> folders;
    for (const std::string& path : folder.files()) {
        const std::string_view parent = folder_of(path);
        const bool direct = !parent.empty() && parent.find('/') == std::string_view::npos;
        if (direct && std::find(file_names.begin(), file_names.end(), name_of(path)) != file_names.end()) {
            folders.emplace_back(parent);
        }
    }
    std::sort(folders.begin(), folders.end());
    folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
    return folders;
}

std::string_view version_of_folder(std::string_view folder) {
    const std::string_view name = name_of(folder);
    return name.substr(0, name.find('_'));
}

std::string find_setting(std::string_view text, std::string_view key) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, std::min(text.find('#'), end));
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos && trimmed(line.substr(0, equals)) == key) {
            return std::string(trimmed(line.substr(equals + 1)));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

void pass_over_others(Loader& loader, const std::vector<std::string>& folders,
                      const std::vector<std::string_view>& known_names, const std::string& reason) {
    for (const std::string& path : loader.folder().files()) {
        const bool known_folder = std::binary_search(folders.begin(), folders.end(), folder_of(path));
        const bool known_name =
            std::find(known_names.begin(), known_names.end(), name_of(path)) != known_names.end();
        if (!known_folder || !known_name) loader.pass_over(path, reason);
    }
}

}  // namespace backout::project
