#include "project/named_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "project/detect.h"
#include "project/load.h"
#include "project/loader.h"
#include "project/version.h"

namespace backout::project {

namespace {

/// Named files of one folder.
struct Group {
    std::string prefix;               ///< the folder, from the root
    std::vector<std::string> around;  ///< what is in it, from the root
    std::set<std::string> named;      ///< from the root
};

/// Scripts that share their name with those of every other migration: the folder is the migration.
bool is_in_folder_of_its_own(std::string_view path) {
    constexpr std::array<std::string_view, 3> names{"up.sql", "down.sql", "migration.sql"};
    const bool usual = std::find(names.begin(), names.end(), name_of(path)) != names.end();
    return usual && !leading_digits(name_of(folder_of(path))).empty();
}

/// The folder that holds the migrations.
std::string migrations_folder(std::string_view path) {
    return std::string(is_in_folder_of_its_own(path) ? folder_of(folder_of(path)) : folder_of(path));
}

/// The longest folder that all of them are in.
std::string common_folder(const std::vector<std::string>& folders) {
    std::string common = folders.front();
    for (const std::string& folder : folders) {
        while (!common.empty() && folder != common && !folder.starts_with(common + "/"))
            common = folder_of(common);
    }
    return common;
}

std::string from_root(std::string_view path, const std::string& root) {
    if (root.empty()) return std::string(path);
    return std::string(
        path.substr(std::min(path.size(), root.ends_with('/') ? root.size() : root.size() + 1)));
}

std::string as_prefix(std::string folder) {
    return folder.empty() ? folder : folder + "/";
}

std::vector<Group> group_by_folder(const FileSystem& disk, const std::vector<std::string>& paths,
                                   const std::string& root) {
    std::vector<Group> groups;
    for (const std::string& path : paths) {
        const std::string folder = migrations_folder(path);
        const std::string prefix = as_prefix(from_root(folder, root));
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& known) { return known.prefix == prefix; });
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {prefix, {}, {}});
            constexpr int folders_of_scripts = 2;
            if (const auto listing = disk.list(folder.empty() ? "." : folder, folders_of_scripts)) {
                for (const std::string& file : listing->files)
                    group->around.push_back(prefix + file);
            }
        }
        group->named.insert(from_root(path, root));
    }
    return groups;
}

/// What files of one migration have in common: its folder, its version, or the name up to the first dot.
std::string common_part(std::string_view path) {
    if (!folder_of(path).empty()) return std::string(folder_of(path)) + "/";
    std::string_view name = path;
    if (name.size() > 1 && (name[0] == 'V' || name[0] == 'U') && !leading_digits(name.substr(1)).empty()) {
        name.remove_prefix(1);  // Flyway
    }
    const std::string_view digits = leading_digits(name);
    return std::string(digits.empty() ? name.substr(0, name.find('.')) : digits);
}

/// The files of a group that may belong to the same migrations as the named ones, relative to the group's
/// folder.
std::vector<std::string> related_files(const Group& group) {
    std::set<std::string> parts;
    for (const std::string& path : group.named)
        parts.insert(common_part(path.substr(group.prefix.size())));
    std::vector<std::string> related;
    for (const std::string& path : files_under(group.around, group.prefix)) {
        if (parts.count(common_part(path))) related.push_back(path);
    }
    return related;
}

/// Keeps the migrations that the named files belong to, and the notices about them.
void keep_named(Project& project, const std::set<std::string>& named) {
    std::set<std::string> kept;
    std::erase_if(project.migrations, [&](const Migration& migration) {
        std::set<std::string> own;
        for (const auto* script : {&migration.up, &migration.down}) {
            if (*script) own.insert((*script)->file->path());
        }
        for (const auto* program : {&migration.up_program, &migration.down_program}) {
            if (*program) own.insert(**program);
        }
        const bool wanted =
            std::any_of(own.begin(), own.end(), [&](const std::string& path) { return named.count(path); });
        if (wanted) kept.merge(own);
        return !wanted;
    });
    std::erase_if(project.notices, [&](const Notice& notice) { return kept.count(notice.file) == 0; });
}

const Layout* layout_around(FileCache& cache, const Group& group, const Layout* wanted) {
    for (const Candidate& candidate : find_candidates(cache, group.around, wanted)) {
        if (candidate.prefix == group.prefix) return candidate.layout;
    }
    return nullptr;
}

/// One group's migrations; by the plain layout where the folder's own passes the named files over.
Project load_group(FileCache& cache, const Group& group, const Layout* wanted, const Variables& variables) {
    Project project;
    if (const Layout* layout = layout_around(cache, group, wanted)) {
        run_layout(*layout, Folder(cache, group.prefix, related_files(group)), variables, project);
        keep_named(project, group.named);
        take_facts_of(*layout, project);
        if (!project.migrations.empty()) return project;
    }
    std::vector<std::string> files;
    for (const std::string& path : group.named)
        files.push_back(path.substr(group.prefix.size()));
    project = {};
    const Layout& plain = *find_layout("plain");
    run_layout(plain, Folder(cache, group.prefix, std::move(files)), variables, project);
    take_facts_of(plain, project);
    return project;
}

void append(Project part, Project& project) {
    if (project.layout.empty()) {
        project.layout = std::move(part.layout);
        project.bookkeeping = std::move(part.bookkeeping);
    }
    std::move(part.migrations.begin(), part.migrations.end(), std::back_inserter(project.migrations));
    std::move(part.notices.begin(), part.notices.end(), std::back_inserter(project.notices));
}

std::vector<std::string> comparable_paths(const FileSystem& disk, const std::vector<std::string>& paths) {
    const bool mixed = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
        return path.starts_with('/') != paths.front().starts_with('/');
    });
    std::vector<std::string> comparable;
    for (const std::string& path : paths) {
        std::string same_form = mixed ? disk.absolute(path) : path;
        if (same_form.starts_with("./")) same_form.erase(0, 2);
        comparable.push_back(std::move(same_form));
    }
    return comparable;
}

}  // namespace

tl::expected<Project, LoadError> load_named_files(const FileSystem& disk,
                                                  const std::vector<std::string>& paths, const Layout* wanted,
                                                  const Variables& variables) {
    const std::vector<std::string> files = comparable_paths(disk, paths);
    std::vector<std::string> folders;
    for (const std::string& path : files)
        folders.push_back(migrations_folder(path));

    Project project;
    project.root = common_folder(folders);
    FileCache cache(disk, disk.absolute(project.root));
    for (const Group& group : group_by_folder(disk, files, project.root)) {
        append(load_group(cache, group, wanted, variables), project);
    }
    if (project.migrations.empty()) {
        return tl::unexpected(
            LoadError{files.front(), "none of the named files is a migration", "name .sql files"});
    }
    project.starts_empty = false;
    project.begins_midway = true;
    return project;
}

tl::expected<Project, LoadError> load_explicit_files(const FileSystem& disk, const LoadOptions& options,
                                                     const Layout* wanted) {
    Project project;
    project.layout = "files";
    if (wanted) take_facts_of(*wanted, project);
    project.starts_empty = false;
    project.begins_midway = true;

    FileCache cache(disk, disk.absolute(""));
    const Folder folder(cache, "", {});
    Loader loader(folder, options.variables, project);
    const TransactionMode transaction = wanted ? wanted->transaction : TransactionMode::implicit;
    Migration migration;
    for (const auto& [path, script] :
         {std::pair(&options.up_file, &migration.up), std::pair(&options.down_file, &migration.down)}) {
        if (!*path) continue;
        if (disk.kind(**path) == PathKind::missing) {
            return tl::unexpected(LoadError{**path, "no such file", ""});
        }
        *script = loader.script(**path, transaction);
    }
    std::string_view name = name_of(options.up_file ? *options.up_file : *options.down_file);
    name = name.substr(0, name.find('.'));
    migration.id = migration.name = name;
    loader.add(std::move(migration));
    loader.finish(project.layout);
    return project;
}

tl::expected<Script, LoadError> load_script(const FileSystem& disk, const std::string& path) {
    if (disk.kind(path) == PathKind::folder)
        return tl::unexpected(LoadError{path, "it is a folder", "name a .sql file"});
    FileCache cache(disk, disk.absolute(""));
    const Folder folder(cache, "", {});
    Project project;
    const Variables none;
    Script script = Loader(folder, none, project).script(path, TransactionMode::none);
    if (!script.invalid) return script;
    const Notice& reason = project.notices.front();
    const bool placed = reason.position.line > 0;
    // The help is about the other files of a project; here there are none.
    return tl::unexpected(LoadError{
        path, placed ? fmt::format("{} in line {}", reason.message, reason.position.line) : reason.message, ""});
}

}  // namespace backout::project
