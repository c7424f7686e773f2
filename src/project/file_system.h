/// The one door to the file system: everything that reads a project goes through it, so that tests run on a
/// virtual disk.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace backout::project {

struct FileError {
    enum class Kind { missing, no_permission, not_a_file, too_large, other };
    Kind kind = Kind::other;
    /// In the operating system's words: "No such file or directory".
    std::string message;
};

enum class PathKind { missing, file, folder, no_permission, other };

/// What lies under a folder. Paths are relative to it, with '/' between folders, sorted by bytes.
struct Listing {
    std::vector<std::string> files;
    struct Skipped {
        std::string path;
        std::string reason;
    };
    /// What could not or must not be looked into: folders without permission, symbolic links that lead out.
    std::vector<Skipped> skipped;
};

class FileSystem {
public:
    static constexpr int any_depth = 64;

    virtual ~FileSystem() = default;
    virtual PathKind kind(const std::string& path) const = 0;
    /// The path from the disk's root on, without "." and "..".
    virtual std::string absolute(const std::string& path) const = 0;
    virtual tl::expected<std::string, FileError> read(const std::string& path) const = 0;
    /// Every file under a folder; with a depth of 1 only those directly in it. Hidden folders and those that
    /// hold other people's code or build results
    /// (`node_modules`, `target` …) are left out, symbolic links are followed only if they stay within the
    /// folder.
    virtual tl::expected<Listing, FileError> list(const std::string& folder, int depth = any_depth) const = 0;
};

/// The machine's own disk.
class Disk final : public FileSystem {
public:
    PathKind kind(const std::string& path) const override;
    std::string absolute(const std::string& path) const override;
    tl::expected<std::string, FileError> read(const std::string& path) const override;
    tl::expected<Listing, FileError> list(const std::string& folder, int depth = any_depth) const override;
};

/// Files in memory, for tests and for embedders that have no disk. Folders exist where files are.
class MemoryDisk final : public FileSystem {
public:
    MemoryDisk() = default;
    explicit MemoryDisk(std::map<std::string, std::string> files);

    void write(const std::string& path, std::string content);
    /// Makes a path one that can't be read.
    void forbid(const std::string& path);

    PathKind kind(const std::string& path) const override;
    std::string absolute(const std::string& path) const override;
    tl::expected<std::string, FileError> read(const std::string& path) const override;
    tl::expected<Listing, FileError> list(const std::string& folder, int depth = any_depth) const override;

private:
    std::map<std::string, std::string> files_;
    std::vector<std::string> forbidden_;
};

/// Joins with one '/'; an empty or "." base is left away.
std::string join_path(std::string_view base, std::string_view path);
/// The part before the last '/': empty where there is none.
std::string_view folder_of(std::string_view path);
/// The part after the last '/'.
std::string_view name_of(std::string_view path);
/// Whether listing goes into a subfolder of this name.
bool is_worth_listing(std::string_view folder_name);

}  // namespace backout::project
