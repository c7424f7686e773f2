/// Files that the user named one by one, instead of a folder with a history.
#pragma once

#include <string>
#include <vector>

#include "backout/project.h"
#include "project/file_system.h"
#include "project/layout.h"
#include "project/variables.h"

namespace backout::project {

/// The migrations that the named files belong to. The runner's conventions, and the other half of a pair, are
/// taken from the folder around each file; nothing else in it is read. The paths must exist.
tl::expected<Project, LoadError> load_named_files(const FileSystem& disk,
                                                  const std::vector<std::string>& paths, const Layout* wanted,
                                                  const Variables& variables);

/// `--up FILE --down FILE`: one migration, sent as `wanted` sends its scripts.
tl::expected<Project, LoadError> load_explicit_files(const FileSystem& disk, const LoadOptions& options,
                                                     const Layout* wanted);

}  // namespace backout::project
