#include <algorithm>
#include <utility>

#include "project/file_system.h"

namespace backout::project {

namespace {

/// "." and a trailing '/' are the same folder as without.
std::string normal(std::string path) {
    if (path == ".") return {};
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    if (path.starts_with("./")) path.erase(0, 2);
    return path;
}

std::string as_prefix(const std::string& folder) {
    return folder.empty() || folder.ends_with('/') ? folder : folder + "/";
}

bool worth_listing_all(std::string_view folders) {
    while (!folders.empty()) {
        const std::size_t slash = std::min(folders.find('/'), folders.size());
        if (!is_worth_listing(folders.substr(0, slash))) return false;
        folders.remove_prefix(std::min(slash + 1, folders.size()));
    }
    return true;
}

}  // namespace

MemoryDisk::MemoryDisk(std::map<std::string, std::string> files) : files_(std::move(files)) {}

void MemoryDisk::write(const std::string& path, std::string content) {
    files_[normal(path)] = std::move(content);
}

void MemoryDisk::forbid(const std::string& path) {
    forbidden_.push_back(normal(path));
}

PathKind MemoryDisk::kind(const std::string& path) const {
    const std::string wanted = normal(path);
    if (files_.count(wanted)) return PathKind::file;
    const std::string prefix = as_prefix(wanted);
    const auto first = files_.lower_bound(prefix);
    const bool holds_files = first != files_.end() && first->first.starts_with(prefix);
    return holds_files || wanted.empty() ? PathKind::folder : PathKind::missing;
}

std::string MemoryDisk::absolute(const std::string& path) const {
    return normal(path);
}

tl::expected<std::string, FileError> MemoryDisk::read(const std::string& path) const {
    const std::string wanted = normal(path);
    if (std::find(forbidden_.begin(), forbidden_.end(), wanted) != forbidden_.end()) {
        return tl::unexpected(FileError{FileError::Kind::no_permission, "Permission denied"});
    }
    if (const auto found = files_.find(wanted); found != files_.end()) return found->second;
    if (kind(wanted) == PathKind::folder) {
        return tl::unexpected(FileError{FileError::Kind::not_a_file, "it is a folder"});
    }
    return tl::unexpected(FileError{FileError::Kind::missing, "No such file or directory"});
}

tl::expected<Listing, FileError> MemoryDisk::list(const std::string& folder, int depth) const {
    const std::string wanted = normal(folder);
    if (std::find(forbidden_.begin(), forbidden_.end(), wanted) != forbidden_.end()) {
        return tl::unexpected(FileError{FileError::Kind::no_permission, "Permission denied"});
    }
    Listing listing;
    const std::string prefix = as_prefix(wanted);
    for (auto file = files_.lower_bound(prefix); file != files_.end() && file->first.starts_with(prefix);
         ++file) {
        const std::string path = file->first.substr(prefix.size());
        const auto folders_above = std::count(path.begin(), path.end(), '/');
        if (folders_above < depth && worth_listing_all(folder_of(path))) listing.files.push_back(path);
    }
    return listing;
}

}  // namespace backout::project
