#include "project/detect.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "project/version.h"

namespace backout::project {

namespace {

/// Where migrations usually are, and where what looks like them usually isn't the project's own.
constexpr std::array<std::string_view, 4> usual_names{"migrations", "migration", "migrate", "db"};
constexpr std::array<std::string_view, 8> unusual_names{"test",     "tests",   "testdata", "fixtures",
                                                        "examples", "example", "seeds",    "seed"};

/// Folders that hold one part of the migrations: the one around them is the one to take.
constexpr std::array<std::string_view, 9> part_names{"up",     "down",     "do",        "undo",  "deploy",
                                                     "revert", "rollback", "rollbacks", "verify"};

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Every folder that has .sql files somewhere below it, as a prefix; the root is "".
std::set<std::string> folders_with_sql(const std::vector<std::string>& files) {
    std::set<std::string> prefixes;
    for (const std::string& path : files) {
        if (!path.ends_with(".sql")) continue;
        prefixes.insert("");
        for (std::size_t slash = path.find('/'); slash != std::string::npos;
             slash = path.find('/', slash + 1)) {
            prefixes.insert(path.substr(0, slash + 1));
        }
    }
    return prefixes;
}

bool has_sql_directly(const std::vector<std::string>& files) {
    return std::any_of(files.begin(), files.end(), [](const std::string& path) {
        return path.ends_with(".sql") && path.find('/') == std::string::npos;
    });
}

/// "down", or one of a series such as "2024" or "v2".
bool is_part(std::string_view name) {
    if (is_one_of(name, part_names)) return true;
    if (name.starts_with('v')) name.remove_prefix(1);
    return !leading_digits(name).empty();
}

/// What the folder's place says, apart from what is in it.
int score_of_place(const Folder& folder, const std::string& prefix) {
    int score = 0;
    const bool direct = has_sql_directly(folder.files());
    if (direct) score += 2;
    if (prefix.empty() && direct) score += 5;  // the user named just this folder
    const std::vector<std::string> names = folder.names();
    if (!names.empty() && is_one_of(names.front(), usual_names)) score += 4;
    if (!prefix.empty() && is_part(names.front())) score -= 4;
    std::string_view rest = prefix;
    while (!rest.empty()) {  // only below what the user named
        const std::size_t slash = rest.find('/');
        if (is_one_of(rest.substr(0, slash), unusual_names)) score -= 8;
        rest.remove_prefix(slash + 1);
    }
    return score;
}

void consider(Candidate& candidate, const Layout* layout, const Folder& folder) {
    Match match = layout->detect(folder);
    if (match.score == 0 || match.score < candidate.match.score) return;
    if (match.score == candidate.match.score) {
        if (!candidate.tied_with) candidate.tied_with = layout;
        return;
    }
    candidate.layout = layout;
    candidate.match = std::move(match);
    candidate.tied_with = nullptr;
}

std::ptrdiff_t depth_of(const std::string& prefix) {
    return std::count(prefix.begin(), prefix.end(), '/');
}

bool is_better(const Candidate& left, const Candidate& right) {
    if (left.score != right.score) return left.score > right.score;
    if (depth_of(left.prefix) != depth_of(right.prefix))
        return depth_of(left.prefix) < depth_of(right.prefix);
    if (left.files.size() != right.files.size()) return left.files.size() > right.files.size();
    return left.prefix < right.prefix;
}

}  // namespace

std::vector<std::string> files_under(const std::vector<std::string>& files, const std::string& prefix) {
    std::vector<std::string> found;
    auto file = std::lower_bound(files.begin(), files.end(), prefix);
    for (; file != files.end() && file->starts_with(prefix); ++file)
        found.push_back(file->substr(prefix.size()));
    return found;
}

std::vector<Candidate> find_candidates(FileCache& cache, const std::vector<std::string>& files,
                                       const Layout* only) {
    std::vector<Candidate> candidates;
    for (const std::string& prefix : folders_with_sql(files)) {
        Candidate candidate;
        candidate.prefix = prefix;
        candidate.files = files_under(files, prefix);
        const Folder folder(cache, prefix, candidate.files);
        for (const Layout* layout : all_layouts()) {
            if (!only || layout == only) consider(candidate, layout, folder);
        }
        if (!candidate.layout) continue;
        candidate.score = candidate.match.score + score_of_place(folder, prefix);
        candidates.push_back(std::move(candidate));
    }
    std::sort(candidates.begin(), candidates.end(), is_better);
    return candidates;
}

}  // namespace backout::project
