#include "project/load.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "project/changed_disk.h"
#include "project/detect.h"
#include "project/loader.h"
#include "project/named_files.h"
#include "text/similar.h"

namespace backout::project {

namespace {

std::string list_of_layouts() {
    std::string list;
    for (const Layout* layout : all_layouts()) {
        list += fmt::format("{}  {} ({})", list.empty() ? "" : "\n", layout->name, layout->files);
    }
    return list;
}

tl::unexpected<LoadError> error(std::string path, std::string message, std::string help) {
    return tl::unexpected(LoadError{std::move(path), std::move(message), std::move(help)});
}

tl::expected<const Layout*, LoadError> wanted_layout(const LoadOptions& options) {
    if (options.layout.empty()) return nullptr;
    if (const Layout* layout = find_layout(options.layout)) return layout;
    std::vector<std::string> names;
    for (const Layout* layout : all_layouts())
        names.emplace_back(layout->name);
    std::string help = "known layouts:\n" + list_of_layouts();
    if (const auto similar = text::find_similar(options.layout, names))
        help = fmt::format("did you mean {}?\n{}", *similar, help);
    return error({}, fmt::format("unknown layout \"{}\"", options.layout), std::move(help));
}

tl::unexpected<LoadError> missing(const FileSystem& disk, const std::string& path) {
    std::vector<std::string> siblings;
    const std::string parent(folder_of(path));
    if (const auto listing = disk.list(parent.empty() ? "." : parent, 2)) {
        for (const std::string& file : listing->files)
            siblings.push_back(join_path(parent, file.substr(0, file.find('/'))));
    }
    const auto similar = text::find_similar(path, siblings);
    return error(path, "no such file or folder", similar ? fmt::format("did you mean {}?", *similar) : "");
}

tl::expected<PathKind, LoadError> kind_of(const FileSystem& disk, const std::string& path) {
    const PathKind kind = disk.kind(path);
    if (kind == PathKind::missing) return missing(disk, path);
    if (kind == PathKind::no_permission) return error(path, "no permission to read it", "");
    return kind;
}

bool is_migration(const Project& project, const std::string& path) {
    return std::any_of(project.migrations.begin(), project.migrations.end(), [&](const Migration& migration) {
        return migration.up && migration.up->file->path() == path;
    });
}

/// Schema dumps beside the migrations or one folder up.
void find_baselines(const FileSystem& disk, const std::string& prefix, Project& project) {
    std::string_view folder = prefix;
    if (folder.ends_with('/')) folder.remove_suffix(1);
    const std::string above = folder.empty() ? ".." : std::string(folder_of(folder));
    for (const std::string& place : {std::string(folder), above, std::string("db")}) {
        for (const char* name : {"structure.sql", "schema.sql"}) {
            std::string path = join_path(place, name);
            const bool found = disk.kind(join_path(project.root, path)) == PathKind::file;
            const auto& known = project.baseline_files;
            const bool is_new = std::find(known.begin(), known.end(), path) == known.end();
            if (found && is_new && !is_migration(project, path)) project.baseline_files.push_back(std::move(path));
        }
    }
}

void report_choice(const Candidate& chosen, const std::vector<Candidate>& candidates, bool named,
                   Project& project) {
    const std::string where = chosen.prefix.empty() ? "the folder" : chosen.prefix;
    if (chosen.tied_with && !named) {
        project.notices.push_back({"assumed-layout",
                                   Severity::note,
                                   fmt::format("taken as {}: {} fit {} as well", chosen.layout->name,
                                               chosen.match.reason, chosen.tied_with->name),
                                   fmt::format("say --layout {} if it is that", chosen.tied_with->name),
                                   {},
                                   {}});
    }
    // Equally good elsewhere, neither within the chosen folder nor around it.
    std::vector<std::string> others;
    for (const Candidate& other : candidates) {
        const bool apart =
            !other.prefix.starts_with(chosen.prefix) && !chosen.prefix.starts_with(other.prefix);
        if (apart && other.score >= chosen.score - 4) others.push_back(other.prefix);
    }
    if (others.empty()) return;
    project.notices.push_back(
        {"other-migrations",
         Severity::warning,
         fmt::format("took the migrations in {}; there are more in {}", where, first_names(others)),
         "name the folder to check",
         {},
         {}});
}

void report_skipped(const Listing& listing, const std::string& prefix, Project& project) {
    std::map<std::string, std::vector<std::string>> by_reason;
    for (const auto& skipped : listing.skipped) {
        if (skipped.path.starts_with(prefix)) by_reason[skipped.reason].push_back(skipped.path);
    }
    for (const auto& [reason, paths] : by_reason) {
        project.notices.push_back({"skipped-path",
                                   Severity::warning,
                                   fmt::format("not looked into: {} ({})", first_names(paths), reason),
                                   {},
                                   paths.size() == 1 ? paths.front() : std::string(),
                                   {}});
    }
}

tl::unexpected<LoadError> nothing_found(const std::string& path, const Layout* wanted, FileCache& cache,
                                        const Listing& listing) {
    if (!wanted) return error(path, "no migrations found", "looked here and below for\n" + list_of_layouts());
    std::string help = fmt::format("{} looks like {}", wanted->name, wanted->files);
    const std::vector<Candidate> others = find_candidates(cache, listing.files, nullptr);
    if (!others.empty()) {
        help +=
            fmt::format("; {} looks like {}", others.front().prefix.empty() ? "this" : others.front().prefix,
                        others.front().layout->name);
    }
    return error(path, fmt::format("no {} migrations found", wanted->name), std::move(help));
}

/// There were files that looked like it, but the layout took none of them.
tl::unexpected<LoadError> nothing_fits(const std::string& path, const Project& project) {
    std::string help;
    for (const Notice& notice : project.notices) {
        if (notice.code == "passed-over") help += (help.empty() ? "" : "\n") + notice.message;
    }
    return error(path, fmt::format("no {} migrations found", project.layout), std::move(help));
}

tl::expected<Project, LoadError> load_folder(const FileSystem& disk, const std::string& path,
                                             const Layout* wanted, const Variables& variables) {
    constexpr int deep_enough = 12;  // src/main/resources/db/migration is five
    const auto listing = disk.list(path, deep_enough);
    if (!listing) return error(path, fmt::format("cannot read the folder: {}", listing.error().message), "");
    FileCache cache(disk, disk.absolute(path));
    const std::vector<Candidate> candidates = find_candidates(cache, listing->files, wanted);
    if (candidates.empty()) return nothing_found(path, wanted, cache, *listing);

    const Candidate& chosen = candidates.front();
    Project project;
    project.root = path;
    take_facts_of(*chosen.layout, project);
    report_choice(chosen, candidates, wanted != nullptr, project);
    report_skipped(*listing, chosen.prefix, project);
    run_layout(*chosen.layout, Folder(cache, chosen.prefix, chosen.files), variables, project);
    if (project.migrations.empty()) return nothing_fits(path, project);
    find_baselines(disk, chosen.prefix, project);
    return project;
}

}  // namespace

tl::expected<Project, LoadError> load_project(const FileSystem& disk, const LoadOptions& options) {
    const auto wanted = wanted_layout(options);
    if (!wanted) return tl::unexpected(wanted.error());
    if (options.up_file || options.down_file) return load_explicit_files(disk, options, *wanted);
    if (options.paths.empty())
        return error({}, "no path given", "name a folder of migrations, or .sql files");

    for (const std::string& path : options.paths) {
        const auto kind = kind_of(disk, path);
        if (!kind) return tl::unexpected(kind.error());
        if (*kind == PathKind::folder && options.paths.size() == 1) {
            return load_folder(disk, path, *wanted, options.variables);
        }
        if (*kind == PathKind::folder)
            return error(path, "a folder among several paths", "name one folder, or only files");
    }
    return load_named_files(disk, options.paths, *wanted, options.variables);
}

tl::expected<Project, LoadError> load_project(const LoadOptions& options) {
    return load_project(Disk(), options);
}

tl::expected<Project, LoadError> load_project(const FileSystem& disk, const LoadOptions& options,
                                              const Project& changed, const std::vector<FileChange>& changes) {
    ChangedDisk with_changes(disk);
    for (const FileChange& change : changes)
        with_changes.write(join_path(changed.root, change.path), change.content);
    return load_project(with_changes, options);
}

tl::expected<Project, LoadError> load_project(const LoadOptions& options, const Project& changed,
                                              const std::vector<FileChange>& changes) {
    return load_project(Disk(), options, changed, changes);
}

tl::expected<Script, LoadError> load_script(const std::string& path) {
    return load_script(Disk(), path);
}

std::vector<LayoutDescription> layouts() {
    std::vector<LayoutDescription> descriptions;
    for (const Layout* layout : all_layouts())
        descriptions.push_back({layout->name, layout->files});
    return descriptions;
}

std::string path_from_here(const Project& project, const std::string& path) {
    return std::filesystem::path(join_path(project.root, path)).lexically_normal().string();
}

}  // namespace backout::project
