/// Flyway: `V1_2__name.sql`, its undo `U1_2__name.sql`, and `R__name.sql`, which runs again whenever it
/// changes, after all versions, by description. Subfolders count. A migration runs in one transaction, unless
/// its script configuration
/// (`V1__name.sql.conf`) says `executeInTransaction=false` or it holds statements that no transaction takes.
#include <algorithm>

#include "project/layouts/flyway_statements.h"
#include "project/layouts/layouts.h"
#include "project/layouts/script_folders.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

struct FileName {
    char prefix = 'V';
    std::string version;  ///< empty for R
    std::string description;
};

bool is_version(std::string_view text) {
    return !leading_digits(text).empty() && text.find_first_not_of("0123456789._") == std::string_view::npos;
}

std::optional<FileName> parse_name(std::string_view path) {
    const std::string_view name = name_of(path);
    const std::size_t separator = name.find("__");
    if (name.empty() || separator == std::string_view::npos || !name.ends_with(".sql")) return std::nullopt;
    FileName parsed{name.front(), std::string(name.substr(1, separator - 1)),
                    std::string(name.substr(separator + 2, name.size() - separator - 6))};
    if (parsed.prefix == 'R') return parsed.version.empty() ? std::optional(parsed) : std::nullopt;
    const bool versioned = parsed.prefix == 'V' || parsed.prefix == 'U';
    return versioned && is_version(parsed.version) ? std::optional(parsed) : std::nullopt;
}

bool is_callback(std::string_view path) {
    const std::string_view name = name_of(path);
    return name.ends_with(".sql") && (name.starts_with("before") || name.starts_with("after"));
}

Match detect(const Folder& folder) {
    const auto& files = folder.files();
    const auto matching = std::count_if(files.begin(), files.end(),
                                        [](const std::string& path) { return parse_name(path).has_value(); });
    if (matching == 0) return {};
    return {88, "files named V1__name.sql"};
}

std::string setting(Loader& loader, const std::string& path, std::string_view key) {
    const std::string configuration = path + ".conf";
    if (!loader.folder().has_file(configuration)) return {};
    const auto file = loader.file(configuration);
    return file ? find_setting(file->text(), key) : std::string();
}

Script load_script_file(Loader& loader, const std::string& path) {
    const bool placeholders = setting(loader, path, "placeholderReplacement") != "false";
    Script script = loader.script(path, TransactionMode::whole_script,
                                  placeholders ? DollarBraces::filled : DollarBraces::plain_text);
    const std::string in_transaction = setting(loader, path, "executeInTransaction");
    if (in_transaction == "false") {
        script.transaction = TransactionMode::none;
    } else if (in_transaction.empty()) {
        script.transaction = choose_flyway_transaction(loader, script);
    }
    return script;
}

void pass_over_other(Loader& loader, const std::string& path) {
    if (path.ends_with(".sql.conf") && loader.folder().has_file(path.substr(0, path.size() - 5))) return;
    if (path.ends_with(".java") || path.ends_with(".kt")) {
        const std::string_view name = name_of(path);
        if (name.find("__") != std::string_view::npos) return loader.note_program(path);
    }
    loader.pass_over(
        path, is_callback(path) ? "a callback" : "not named V1__name.sql, U1__name.sql or R__name.sql");
}

void load_repeatables(Loader& loader, std::vector<DirectionFile> files) {
    std::sort(files.begin(), files.end(),
              [](const DirectionFile& left, const DirectionFile& right) { return left.name < right.name; });
    for (const DirectionFile& file : files) {
        Migration migration;
        migration.id = migration.name = file.name;
        migration.up = load_script_file(loader, file.path);
        migration.repeatable = true;
        loader.add(std::move(migration));
    }
}

void load(Loader& loader) {
    std::vector<DirectionFile> versioned;
    std::vector<DirectionFile> repeatable;
    for (const std::string& path : loader.folder().files()) {
        const auto name = parse_name(path);
        if (!name) {
            pass_over_other(loader, path);
            continue;
        }
        const std::string base(name_of(path).substr(0, name_of(path).size() - 4));
        const Direction direction = name->prefix == 'U' ? Direction::down : Direction::up;
        (name->prefix == 'R' ? repeatable : versioned)
            .push_back({name->version, base, direction, path, false});
    }
    for (const FilePair& pair : pair_by_version(std::move(versioned), compare_dotted)) {
        Migration migration;
        migration.id = pair.version;
        migration.name = pair.name;
        if (pair.up) migration.up = load_script_file(loader, pair.up->path);
        if (pair.down) migration.down = load_script_file(loader, pair.down->path);
        report_down_without_up(loader, migration);
        loader.add(std::move(migration));
    }
    report_duplicate_versions(loader, "Flyway refuses to start: give each migration a version of its own",
                              compare_dotted);
    load_repeatables(loader, std::move(repeatable));
}

/// Flyway looks at the statements itself: no marker is needed to run them outside of a transaction.
Placed place(const Migration& migration, const NewScript& script) {
    if (migration.repeatable) return tl::unexpected(std::string("Flyway undoes no repeatable migration"));
    const bool down = script.direction == Direction::down;
    std::string path = path_of_other(migration, script.direction);
    if (!path.empty()) path[path.size() - name_of(path).size()] = down ? 'U' : 'V';
    return place_file(migration, script, path);
}

}  // namespace

const Layout flyway_layout{
    .name = "flyway",
    .files = "V1__name.sql, U1__name.sql, R__name.sql",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS flyway_schema_history (installed_rank integer NOT NULL, version "
        "varchar(50), "
        "description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, "
        "checksum integer, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT "
        "now(), "
        "execution_time integer NOT NULL, success boolean NOT NULL, "
        "CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank));\n"
        "CREATE INDEX IF NOT EXISTS flyway_schema_history_s_idx ON flyway_schema_history (success);\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::none,
};

}  // namespace backout::project
