#pragma once

#include <map>
#include <string>

#include "project/file_system.h"

namespace backout::project {

/// A disk as it would be if some files on it had another content, or were there at all.
class ChangedDisk final : public FileSystem {
public:
    explicit ChangedDisk(const FileSystem& disk) : disk_(disk) {}

    void write(const std::string& path, std::string content);

    PathKind kind(const std::string& path) const override;
    std::string absolute(const std::string& path) const override { return disk_.absolute(path); }
    tl::expected<std::string, FileError> read(const std::string& path) const override;
    tl::expected<Listing, FileError> list(const std::string& folder, int depth = any_depth) const override;

private:
    const FileSystem& disk_;
    std::map<std::string, std::string> files_;  ///< by absolute path
};

}  // namespace backout::project
