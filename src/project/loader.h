/// What every layout needs to load a folder: scripts from files, notices, and the list of what was passed
/// over.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backout/project.h"
#include "project/annotations.h"
#include "project/folder.h"
#include "project/layout.h"
#include "project/variables.h"
#include "project/version.h"

namespace backout::project {

class Loader {
public:
    Loader(const Folder& folder, const Variables& variables, Project& project)
        : folder_(folder), variables_(variables), project_(project) {}

    const Folder& folder() const { return folder_; }
    Project& project() { return project_; }

    /// A file's content, checked once: null (and a notice) if it can't be read or isn't text that PostgreSQL
    /// takes.
    std::shared_ptr<const text::SourceFile> file(const std::string& path);

    /// A script that is a whole file.
    Script script(const std::string& path, TransactionMode transaction,
                  DollarBraces dollar_braces = DollarBraces::plain_text);
    /// A script made of parts of a file, one after the other.
    Script script(const std::string& path, const std::vector<TextRange>& parts, TransactionMode transaction,
                  DollarBraces dollar_braces = DollarBraces::plain_text);

    /// Values that the project itself gives for variables; those of the user count more.
    void set_default_variables(const Variables& defaults) {
        variables_.insert(defaults.begin(), defaults.end());
    }

    void add(Migration migration) { project_.migrations.push_back(std::move(migration)); }

    void notice(Notice notice) { project_.notices.push_back(std::move(notice)); }
    /// A notice about a place in a file of the folder.
    void notice_at(Notice notice, const std::string& path, std::size_t offset);

    /// Remembers a file that is no migration; those passed over for the same reason are said in one notice.
    void pass_over(const std::string& path, std::string reason);
    /// Remembers a migration that is a program; all are said in one notice.
    void note_program(const std::string& path) { programs_.push_back(folder_.shown(path)); }

    /// Says what was remembered. The layout's name is what the files are no migrations of.
    void finish(std::string_view layout);

private:
    Script fill(Script script, DollarBraces dollar_braces);
    void note_unfilled(const Script& script, const UnfilledVariable& variable, DollarBraces dollar_braces);

    const Folder& folder_;
    Variables variables_;
    Project& project_;
    std::map<std::string, bool> checked_;
    std::map<std::string, std::vector<std::string>> passed_over_;  ///< by reason
    std::vector<std::string> programs_;
    struct Unfilled {
        Notice notice;  ///< about the first place
        std::set<std::string> files;
    };
    std::map<std::string, Unfilled> unfilled_;  ///< by name
};

/// Loads a folder by a layout, from its first file to the last notice.
void run_layout(const Layout& layout, const Folder& folder, const Variables& variables, Project& project);

/// Says each version that more than one migration has; `consequence` is what the runner makes of it.
void report_duplicate_versions(Loader& loader, std::string_view consequence,
                               int (*compare)(std::string_view, std::string_view) = compare_numbers);

/// The first names of a list, and how many more: "a, b, c and 4 more".
std::string first_names(const std::vector<std::string>& names);

}  // namespace backout::project
