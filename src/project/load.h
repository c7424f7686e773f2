#pragma once

#include "backout/project.h"
#include "project/file_system.h"

namespace backout::project {

/// As the public functions, on any file system.
tl::expected<Project, LoadError> load_project(const FileSystem& disk, const LoadOptions& options);
tl::expected<Project, LoadError> load_project(const FileSystem& disk, const LoadOptions& options,
                                              const Project& changed, const std::vector<FileChange>& changes);
tl::expected<Script, LoadError> load_script(const FileSystem& disk, const std::string& path);

}  // namespace backout::project
