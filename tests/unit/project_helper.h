/// Projects on a virtual disk, for the tests of layouts.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "project/load.h"

namespace backout::project::test {

using Files = std::map<std::string, std::string>;

inline Project load(const Files& files, LoadOptions options = {}) {
    if (options.paths.empty() && !options.up_file && !options.down_file) options.paths = {"m"};
    auto project = load_project(MemoryDisk(files), options);
    if (!project)
        FAIL(project.error().message << ": " << project.error().path << " " << project.error().help);
    return std::move(*project);
}

inline Project load_as(const std::string& layout, const Files& files) {
    LoadOptions options;
    options.layout = layout;
    return load(files, options);
}

inline LoadError load_error(const Files& files, LoadOptions options = {}) {
    if (options.paths.empty()) options.paths = {"m"};
    const auto project = load_project(MemoryDisk(files), options);
    REQUIRE_FALSE(project);
    return project.error();
}

inline std::vector<std::string> names(const Project& project) {
    std::vector<std::string> result;
    for (const Migration& migration : project.migrations)
        result.push_back(migration.name);
    return result;
}

/// The notices of a kind.
inline std::vector<Notice> notices(const Project& project, const std::string& code) {
    std::vector<Notice> result;
    std::copy_if(project.notices.begin(), project.notices.end(), std::back_inserter(result),
                 [&](const Notice& notice) { return notice.code == code; });
    return result;
}

/// Where a word of a script stands in the file.
inline text::Position place(const Script& script, const std::string& word) {
    const std::size_t offset = script.text.find(word);
    REQUIRE(offset != std::string::npos);
    return script.position(offset);
}

using Names = std::vector<std::string>;

}  // namespace backout::project::test
