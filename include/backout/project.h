/// A project: migrations in some layout, read from disk, each script with its place in the file the user
/// wrote.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "backout/position.h"

namespace backout::project {

/// How the runner sends a script to the server.
enum class TransactionMode {
    whole_script,  ///< wrapped in one transaction: BEGIN, the script, COMMIT
    whole_script_by_statement,  ///< the same, each statement a message of its own: after the script\'s COMMIT there is no transaction
    implicit,  ///< one simple-query message: several statements share an implicit transaction, a single one
               ///< has none
    none,      ///< statement by statement, each on its own
};

/// Which of a migration's scripts.
enum class Direction { up, down };

/// Source text as the runner would send it. `text` is what is to be parsed: the file's own text, the section
/// of it that belongs to this direction, or a copy with variables filled in. Offsets into `text` are
/// therefore not offsets into the file: `position()` and `map` lead there.
struct Script {
    std::shared_ptr<const text::SourceFile> file;
    /// Points into `file` or `made_text`, which keep it alive: copying a Script is safe and cheap.
    std::string_view text;
    std::shared_ptr<const std::string> made_text;
    /// From offsets in `text` to offsets in `file`; the identity where the file is sent whole, as it is.
    text::SourceMap map;
    TransactionMode transaction = TransactionMode::implicit;
    /// No statement in it: nothing at all, or only comments and white space.
    bool blank = true;
    /// The file can't be used as SQL (unreadable, not UTF-8, a NUL byte): `text` is empty, a notice of
    /// severity error says why. Not to be taken for a blank script.
    bool invalid = false;

    /// Where an offset into `text` stands in the file.
    text::Position position(std::size_t offset) const;
};

struct Migration {
    /// The version as written: "0007", "20240131120000", "V1_2" without its V.
    std::string id;
    /// The version and what follows it, as the runner's users name it: "0007_users_email".
    std::string name;
    std::optional<Script> up;
    std::optional<Script> down;
    /// Where the runner runs a program instead of a script (goose's and golang-migrate's Go migrations): its
    /// file, seen from the project's root. What it does to the schema can't be known offline.
    std::optional<std::string> up_program;
    std::optional<std::string> down_program;
    /// Flyway's R__: run again whenever it changes, after all others.
    bool repeatable = false;
};

enum class Severity { note, warning, error };

/// Something about the files themselves that is worth saying, before any SQL is looked at.
struct Notice {
    /// What kind of notice, for those who filter: "passed-over", "unfilled-variable", "invalid-file" …
    std::string code;
    Severity severity = Severity::note;
    std::string message;
    /// What to do about it; may be empty.
    std::string help;
    /// Relative to the project's root; empty when it is about the project as a whole.
    std::string file;
    text::Position position;
};

struct Project {
    /// The layout's name as `--layout` takes it: "golang-migrate", "sqlx" …
    std::string layout;
    /// The folder that all paths are relative to: what the user named (the file's folder, if it was a file).
    std::string root;
    /// In the order in which the runner applies them.
    std::vector<Migration> migrations;
    std::vector<Notice> notices;
    /// SQL that makes the runner's own tables, which exist before the first migration runs. It says IF NOT
    /// EXISTS throughout, as the runners do: run it after a baseline.
    std::string bookkeeping;
    /// False where objects exist that no file here shows: the platform brings them (Supabase's auth and
    /// storage schemas and its roles), or single files were named instead of a history. A name that nothing
    /// made is then no error.
    bool starts_empty = true;
    /// Single files were named: what ran before them is not known.
    bool begins_midway = false;
    /// Schema dumps that lie near the migrations (structure.sql, schema.sql), relative to the root:
    /// candidates for
    /// `--schema`, not used by themselves.
    std::vector<std::string> baseline_files;
};

struct LoadOptions {
    /// A folder, a single .sql file, or several of them.
    std::vector<std::string> paths;
    /// The name of a layout; found out when empty.
    std::string layout;
    /// `--var NAME=VALUE`.
    std::map<std::string, std::string> variables;
    /// `--up FILE --down FILE`: one migration from explicitly named files. `paths` is then empty.
    std::optional<std::string> up_file;
    std::optional<std::string> down_file;
};

/// Why there is no project (or script) at all.
struct LoadError {
    std::string path;
    std::string message;
    std::string help;
};

/// A layout as lists and help texts show it.
struct LayoutDescription {
    std::string_view name;
    std::string_view files;  ///< what its files look like, in a few words
};

tl::expected<Project, LoadError> load_project(const LoadOptions& options);

/// How a migration's script would be sent if it were written anew.
struct SendingModes {
    TransactionMode ordinary = TransactionMode::implicit;
    /// With the layout's marker that there is to be no transaction; none where the layout has no such marker.
    std::optional<TransactionMode> outside_transaction;
};
SendingModes sending_modes(const Project& project, const Migration& migration, Direction direction);

/// A script for a migration that has none yet, or a better one.
struct NewScript {
    Direction direction = Direction::down;
    std::string sql;
    /// No transaction takes it: the layout's marker has to say so.
    bool outside_transaction = false;
};

/// A file with a script in it, as it is to be.
struct FileChange {
    std::string path;     ///< relative to the project's root
    std::string content;  ///< of the whole file
    bool is_new = false;  ///< there is no such file
    /// The script that stands there already says something, which would be lost.
    bool replaces_script = false;
};

/// Where the project's layout keeps the script, in a file of its own or in a section of one, and how it is written
/// there. The error says why the layout has no place for it.
tl::expected<FileChange, std::string> place_script(const Project& project, const Migration& migration,
                                                   const NewScript& script);

/// The project as it would be after the changes; they count from the root of the project that they were made for.
tl::expected<Project, LoadError> load_project(const LoadOptions& options, const Project& changed,
                                              const std::vector<FileChange>& changes);

/// Writes the file whole or not at all; a new one only where there still is none.
tl::expected<void, LoadError> write_file(const Project& project, const FileChange& change);

/// One SQL file outside a project, such as a pg_dump for `--schema`. The path is shown as given.
tl::expected<Script, LoadError> load_script(const std::string& path);

/// A path of the project, which is relative to its root, as the user can name it from where the program runs.
std::string path_from_here(const Project& project, const std::string& path);

/// Whether a runner, of whatever layout, keeps its record of what it has run in a table of this name.
bool is_bookkeeping_table(std::string_view name);

/// Every layout that load_project knows.
std::vector<LayoutDescription> layouts();

}  // namespace backout::project
