/// A folder that may hold migrations, as layouts see it: what is in it, and what lies around it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "backout/position.h"
#include "project/file_system.h"

namespace backout::project {

/// The files of a project as they were read: each once, however many layouts look into it.
class FileCache {
public:
    /// Paths are relative to `root`, which is absolute, or absolute themselves.
    FileCache(const FileSystem& disk, std::string root) : disk_(disk), root_(std::move(root)) {}

    const FileSystem& disk() const { return disk_; }
    const std::string& root() const { return root_; }
    tl::expected<std::shared_ptr<const text::SourceFile>, FileError> read(const std::string& path);

private:
    const FileSystem& disk_;
    std::string root_;
    std::map<std::string, tl::expected<std::shared_ptr<const text::SourceFile>, FileError>> read_;
};

class Folder {
public:
    /// `prefix` is the folder seen from the project's root: empty or with a '/' at its end; `files` are
    /// relative to the folder and sorted by bytes.
    Folder(FileCache& cache, std::string prefix, std::vector<std::string> files);

    const std::vector<std::string>& files() const { return files_; }
    bool has_file(std::string_view path) const;
    /// A path as reports show it: seen from the project's root.
    std::string shown(std::string_view path) const { return prefix_ + std::string(path); }
    tl::expected<std::shared_ptr<const text::SourceFile>, FileError> file(const std::string& path) const {
        return cache_.read(shown(path));
    }
    /// Whether a file or folder of this name is in this folder or one of the few above it, those above the
    /// project's root included: Cargo.toml, go.mod, diesel.toml …
    bool has_nearby(std::string_view name) const;
    /// The names of this folder and of those above it, nearest first, as far as they are known: "migrations",
    /// "db".
    std::vector<std::string> names() const;

private:
    /// Where the folder is on the disk.
    std::string path() const {
        std::string_view prefix = prefix_;
        if (prefix.ends_with('/')) prefix.remove_suffix(1);
        return join_path(cache_.root(), prefix);
    }

    FileCache& cache_;
    std::string prefix_;
    std::vector<std::string> files_;
};

}  // namespace backout::project
