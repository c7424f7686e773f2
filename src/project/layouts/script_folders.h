/// Layouts that give each migration a folder of its own: diesel, Hasura, Prisma.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/loader.h"

namespace backout::project {

/// The subfolders that hold one of these files directly, sorted: "2024_x" for "2024_x/up.sql".
std::vector<std::string> folders_with(const Folder& folder, const std::vector<std::string_view>& file_names);

/// The folder's own name up to the first '_': its version.
std::string_view version_of_folder(std::string_view folder);

/// The value of `key = value` in a configuration file of lines (TOML, Java properties), without quotes and
/// comments; empty when there is none.
std::string find_setting(std::string_view text, std::string_view key);

/// Passes over what isn't one of the folders' scripts.
void pass_over_others(Loader& loader, const std::vector<std::string>& folders,
                      const std::vector<std::string_view>& known_names, const std::string& reason);

}  // namespace backout::project
