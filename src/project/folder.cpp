#include "project/folder.h"

#include <algorithm>
#include <utility>

namespace backout::project {

namespace {

constexpr int levels_above = 4;

}  // namespace

tl::expected<std::shared_ptr<const text::SourceFile>, FileError> FileCache::read(const std::string& path) {
    if (const auto known = read_.find(path); known != read_.end()) return known->second;
    tl::expected<std::shared_ptr<const text::SourceFile>, FileError> file;
    if (auto content = disk_.read(path.starts_with('/') ? path : join_path(root_, path)))
        file = std::make_shared<const text::SourceFile>(path, std::move(*content));
    else
        file = tl::unexpected(content.error());
    // What can't be read is kept as well: a pipe would have nothing more to say.
    return read_.emplace(path, std::move(file)).first->second;
}

Folder::Folder(FileCache& cache, std::string prefix, std::vector<std::string> files)
    : cache_(cache), prefix_(std::move(prefix)), files_(std::move(files)) {}

bool Folder::has_file(std::string_view path) const {
    return std::binary_search(files_.begin(), files_.end(), path);
}

bool Folder::has_nearby(std::string_view name) const {
    std::string folder = path();
    for (int level = 0; level <= levels_above; ++level) {
        if (cache_.disk().kind(join_path(folder, name)) != PathKind::missing) return true;
        if (folder.empty() || folder == "/") return false;
        folder = folder_of(folder);
    }
    return false;
}

std::vector<std::string> Folder::names() const {
    std::vector<std::string> names;
    for (std::string folder = path(); !folder.empty() && folder != "/"; folder = folder_of(folder)) {
        names.emplace_back(name_of(folder));
    }
    return names;
}

}  // namespace backout::project
