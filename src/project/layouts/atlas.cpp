/// Atlas (sql/migrate/dir.go and executor): `VERSION_name.sql` beside an `atlas.sum`, ordered by the file's name. A file runs
/// in a transaction, statement by statement; `-- atlas:txmode none` in its header opts out.
#include <algorithm>

#include "project/layouts/layouts.h"
#include "project/loader.h"

namespace backout::project {

namespace {

/// The value of a `-- atlas:KEY VALUE` line among the comments that the file begins with.
std::optional<std::string> directive(std::string_view text, std::string_view key) {
    const std::string wanted = "-- atlas:" + std::string(key);
    while (text.starts_with("--")) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
            line.remove_suffix(1);
        if (line == wanted) return std::string();
        if (line.starts_with(wanted + " ")) return std::string(line.substr(wanted.size() + 1));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

bool is_script(const std::string& path) {
    return path.ends_with(".sql") && path.find('/') == std::string::npos;
}

/// Atlas reads the files of other runners as well: those are told by their own names and annotations.
Match detect(const Folder& folder) {
    const auto& files = folder.files();
    const auto is_others = [](const std::string& path) {
        return path.ends_with(".up.sql") || path.ends_with(".down.sql");
    };
    if (!folder.has_file("atlas.sum") || std::none_of(files.begin(), files.end(), is_script)) return {};
    if (std::any_of(files.begin(), files.end(), is_others)) return {40, "an atlas.sum"};
    return {87, "an atlas.sum"};
}

void load(Loader& loader) {
    for (const std::string& path : loader.folder().files()) {  // sorted by bytes, as Atlas sorts them
        if (path == "atlas.sum") continue;
        if (!is_script(path)) {
            loader.pass_over(path, "not VERSION_name.sql in this folder");
            continue;
        }
        const auto file = loader.file(path);
        if (file && directive(file->text(), "checkpoint")) {
            loader.pass_over(path, "a checkpoint, which repeats what came before");
            continue;
        }
        const bool no_transaction = file && directive(file->text(), "txmode") == "none";
        Migration migration;
        migration.name = path.substr(0, path.size() - 4);
        migration.id = migration.name.substr(0, migration.name.find('_'));
        migration.up = loader.script(path, no_transaction ? TransactionMode::none
                                                          : TransactionMode::whole_script_by_statement);
        loader.add(std::move(migration));
    }
}

}  // namespace

const Layout atlas_layout{
    .name = "atlas",
    .files = "VERSION_name.sql beside an atlas.sum, without downs",
    .transaction = TransactionMode::whole_script_by_statement,
    .bookkeeping =
        "CREATE SCHEMA IF NOT EXISTS atlas_schema_revisions;\n"
        "CREATE TABLE IF NOT EXISTS atlas_schema_revisions.atlas_schema_revisions (version varchar PRIMARY KEY, "
        "description varchar NOT NULL, type bigint NOT NULL DEFAULT 2, applied bigint NOT NULL DEFAULT 0, "
        "total bigint NOT NULL DEFAULT 0, executed_at timestamptz NOT NULL, execution_time bigint NOT NULL, "
        "error text, error_stmt text, hash varchar NOT NULL, partial_hashes jsonb, "
        "operator_version varchar NOT NULL);\n",
    .detect = detect,
    .load = load,
    .outside_transaction = TransactionMode::none,
};

}  // namespace backout::project
