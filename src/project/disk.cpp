#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "project/file_system.h"

namespace backout::project {

namespace fs = std::filesystem;

namespace {

/// PostgreSQL takes no message, and stores no text, of 1 GB or more (MaxAllocSize, src/include/utils/memutils.h).
constexpr std::uintmax_t largest_file = 0x3FFFFFFF;

FileError to_file_error(const std::error_code& error) {
    FileError::Kind kind = FileError::Kind::other;
    if (error == std::errc::no_such_file_or_directory) kind = FileError::Kind::missing;
    if (error == std::errc::permission_denied) kind = FileError::Kind::no_permission;
    return {kind, error.message()};
}

std::error_code last_error() {
    return {errno, std::generic_category()};
}

bool is_within(const fs::path& path, const fs::path& root) {
    const auto mismatch = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return mismatch.first == root.end();
}

/// Walks a tree; each folder is entered once, by its real path, so that links can't make a cycle.
class Walk {
public:
    Walk(const fs::path& root, int depth) : root_(root), depth_(depth) {}

    tl::expected<Listing, FileError> run() {
        std::error_code error;
        real_root_ = fs::canonical(root_, error);
        if (error) return tl::unexpected(to_file_error(error));
        fs::directory_iterator(root_, error);
        if (error) return tl::unexpected(to_file_error(error));
        visit(root_, "", 1);
        std::sort(listing_.files.begin(), listing_.files.end());
        return std::move(listing_);
    }

private:
    void visit(const fs::path& folder, const std::string& prefix, int level) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (error || !entered_.insert(real).second) return;
        fs::directory_iterator entries(folder, error);
        if (error) return skip(prefix, error.message());
        for (const fs::directory_iterator end; entries != end; entries.increment(error)) {
            if (error) return skip(prefix, error.message());
            visit_entry(*entries, prefix, level);
        }
    }

    void visit_entry(const fs::directory_entry& entry, const std::string& prefix, int level) {
        const std::string path = prefix + entry.path().filename().string();
        std::error_code error;
        if (entry.is_symlink(error)) {
            const fs::path target = fs::canonical(entry.path(), error);
            if (error) return skip(path, "the symbolic link leads nowhere");
            if (!is_within(target, real_root_)) return skip(path, "the symbolic link leads out of the project");
        }
        const fs::file_status status = entry.status(error);
        if (fs::is_directory(status)) {
            const bool wanted = level < depth_ && is_worth_listing(entry.path().filename().string());
            if (wanted) visit(entry.path(), path + "/", level + 1);
        } else if (fs::is_regular_file(status)) {
            listing_.files.push_back(path);
        }
    }

    void skip(std::string path, std::string reason) { listing_.skipped.push_back({std::move(path), std::move(reason)}); }

    fs::path root_;
    int depth_;
    fs::path real_root_;
    std::set<fs::path> entered_;
    Listing listing_;
};

} // namespace

PathKind Disk::kind(const std::string& path) const {
    std::error_code error;
    const fs::file_status status = fs::status(path.empty() ? "." : path, error);
    switch (status.type()) {
    case fs::file_type::regular: return PathKind::file;
    case fs::file_type::directory: return PathKind::folder;
    case fs::file_type::not_found: return PathKind::missing;
    default: return error == std::errc::permission_denied ? PathKind::no_permission : PathKind::other;
    }
}

std::string Disk::absolute(const std::string& path) const {
    std::error_code error;
    std::string absolute = fs::absolute(path.empty() ? "." : path, error).lexically_normal().string();
    if (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
    return error ? path : absolute;
}

tl::expected<std::string, FileError> Disk::read(const std::string& path) const {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return tl::unexpected(to_file_error(std::make_error_code(std::errc::no_such_file_or_directory)));
    }
    if (error) return tl::unexpected(to_file_error(error));
    if (fs::is_directory(status)) return tl::unexpected(FileError{FileError::Kind::not_a_file, "it is a folder"});
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return tl::unexpected(to_file_error(last_error()));

    std::string content;
    if (!fs::is_regular_file(status)) { // a pipe, such as /dev/stdin
        content.assign(std::istreambuf_iterator<char>(stream), {});
        return content;
    }
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) return tl::unexpected(to_file_error(error));
    if (size > largest_file) {
        return tl::unexpected(FileError{FileError::Kind::too_large, "it is larger than the 1 GB that PostgreSQL takes"});
    }
    content.resize(size);
    stream.read(content.data(), static_cast<std::streamsize>(size));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    if (stream.bad()) return tl::unexpected(to_file_error(last_error()));
    return content;
}

tl::expected<Listing, FileError> Disk::list(const std::string& folder, int depth) const {
    return Walk(folder.empty() ? "." : folder, depth).run();
}

} // namespace backout::project
