#include "project/changed_disk.h"

#include <algorithm>
#include <utility>

namespace backout::project {

void ChangedDisk::write(const std::string& path, std::string content) {
    files_[absolute(path)] = std::move(content);
}

PathKind ChangedDisk::kind(const std::string& path) const {
    return files_.contains(absolute(path)) ? PathKind::file : disk_.kind(path);
}

tl::expected<std::string, FileError> ChangedDisk::read(const std::string& path) const {
    const auto changed = files_.find(absolute(path));
    return changed == files_.end() ? disk_.read(path) : changed->second;
}

tl::expected<Listing, FileError> ChangedDisk::list(const std::string& folder, int depth) const {
    auto listing = disk_.list(folder, depth);
    if (!listing) return listing;
    std::string prefix = absolute(folder);
    if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
    for (const auto& [path, content] : files_) {
        if (!path.starts_with(prefix)) continue;
        std::string inner = path.substr(prefix.size());
        auto place = std::lower_bound(listing->files.begin(), listing->files.end(), inner);
        const bool listed = place != listing->files.end() && *place == inner;
        if (!listed && std::count(inner.begin(), inner.end(), '/') < depth)
            listing->files.insert(place, std::move(inner));
    }
    return listing;
}

}  // namespace backout::project
