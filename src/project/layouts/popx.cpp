/// pop (gobuffalo/pop, migration_info.go) and Ory's popx, which adds `.autocommit`: `N_name.up.sql`,
/// `N_name.DIALECT.up.sql` and the same with `down`, ordered by the version as text. The file for PostgreSQL counts, else
/// the one for all databases. A file runs in a transaction, as one message; an autocommit one has no transaction of its
/// own. fizz files describe changes for every database in a language of their own.
#include <algorithm>
#include <array>
#include <map>

#include "project/layouts/layouts.h"
#include "project/pairing.h"
#include "project/placing.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr std::string_view any_database;
constexpr std::string_view postgres = "postgres";

/// pop.CanonicalDialect: names of databases, and what pop makes of them.
std::optional<std::string_view> dialect_named(std::string_view name) {
    struct Synonym {
        std::string_view name;
        std::string_view dialect;
    };
    constexpr std::array<Synonym, 10> synonyms{{{"postgres", postgres},
                                                {"postgresql", postgres},
                                                {"pgx", postgres},
                                                {"cockroach", "cockroach"},
                                                {"cockroachdb", "cockroach"},
                                                {"crdb", "cockroach"},
                                                {"mysql", "mysql"},
                                                {"mariadb", "mariadb"},
                                                {"sqlite", "sqlite3"},
                                                {"sqlite3", "sqlite3"}}};
    const auto found = std::find_if(synonyms.begin(), synonyms.end(),
                                    [&](const Synonym& synonym) { return synonym.name == name; });
    if (found == synonyms.end()) return std::nullopt;
    return found->dialect;
}

bool take_ending(std::string_view& text, std::string_view ending) {
    if (!text.ends_with(ending)) return false;
    text.remove_suffix(ending.size());
    return true;
}

struct PopFile {
    DirectionFile file;
    std::string_view dialect = any_database;
    bool autocommit = false;
};

/// match.go's regular expression: version, '_', a name without dots, perhaps a dialect, perhaps autocommit, direction.
std::optional<PopFile> parse_name(const std::string& path) {
    std::string_view rest = name_of(path);  // popx looks into folders
    const std::string_view version = leading_digits(rest);
    if (version.empty() || rest.substr(version.size(), 1) != "_") return std::nullopt;
    PopFile parsed;
    parsed.file.program = take_ending(rest, ".fizz");
    if (!parsed.file.program && !take_ending(rest, ".sql")) return std::nullopt;
    parsed.file.direction = rest.ends_with(".down") ? Direction::down : Direction::up;
    if (!take_ending(rest, ".up") && !take_ending(rest, ".down")) return std::nullopt;
    parsed.autocommit = take_ending(rest, ".autocommit");
    if (const std::size_t dot = rest.find('.'); dot != std::string_view::npos) {
        const auto dialect = dialect_named(rest.substr(dot + 1));
        if (!dialect) return std::nullopt;
        parsed.dialect = *dialect;
        rest = rest.substr(0, dot);
    }
    if (rest.size() <= version.size() + 1) return std::nullopt;
    parsed.file.version = version;
    parsed.file.name = rest;
    parsed.file.path = path;
    return parsed;
}

/// Migrations.Less compares versions as strings.
int compare_as_text(std::string_view left, std::string_view right) {
    const int order = left.compare(right);
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

Match detect(const Folder& folder) {
    Match match;
    for (const std::string& path : folder.files()) {
        const auto parsed = parse_name(path);
        if (!parsed || path.find('/') != std::string::npos) continue;
        if (parsed->dialect != any_database) return {90, "files named N_name.DIALECT.up.sql"};
        if (parsed->autocommit) return {90, "files named N_name.autocommit.up.sql"};
        if (parsed->file.program) return {90, "files named N_name.up.fizz"};
        match = {50, "files named N_name.up.sql"};  // golang-migrate's as well
    }
    return match;
}

/// The files that PostgreSQL gets; the others are passed over.
std::vector<PopFile> choose(Loader& loader) {
    std::vector<PopFile> parsed;
    std::map<std::pair<std::string, Direction>, bool> has_own;
    for (const std::string& path : loader.folder().files()) {
        auto file = parse_name(path);
        if (!file) {
            loader.pass_over(path, "not named N_name.up.sql, N_name.DIALECT.up.sql or the same with down");
        } else if (file->dialect != any_database && file->dialect != postgres) {
            loader.pass_over(path, "for another database");
        } else {
            has_own[{file->file.version, file->file.direction}] |= file->dialect == postgres;
            parsed.push_back(std::move(*file));
        }
    }
    std::vector<PopFile> chosen;
    for (PopFile& file : parsed) {
        if (file.dialect == any_database && has_own[{file.file.version, file.file.direction}])
            loader.pass_over(file.file.path, "there is one for PostgreSQL");
        else
            chosen.push_back(std::move(file));
    }
    return chosen;
}

void load(Loader& loader) {
    std::vector<DirectionFile> files;
    std::map<std::string, bool> is_autocommit;
    for (PopFile& file : choose(loader)) {
        is_autocommit[loader.folder().shown(file.file.path)] = file.autocommit;
        files.push_back(std::move(file.file));
    }
    load_pairs(loader, pair_by_version(std::move(files), compare_as_text),
               [](std::string_view) { return TransactionMode::whole_script; });
    for (Migration& migration : loader.project().migrations) {
        for (auto* script : {&migration.up, &migration.down}) {
            if (*script && is_autocommit[(*script)->file->path()])
                (*script)->transaction = TransactionMode::implicit;
        }
    }
    report_duplicate_versions(loader, "pop records a version once: the second one is never run", compare_as_text);
}

Placed place(const Migration& migration, const NewScript& script) {
    const bool down = script.direction == Direction::down;
    std::string path = with_part_replaced(path_of_other(migration, script.direction), down ? ".up." : ".down.",
                                          down ? ".down." : ".up.");
    if (const std::string plain = with_part_replaced(path, ".autocommit.", "."); !plain.empty()) path = plain;
    if (script.outside_transaction)
        path = with_part_replaced(path, down ? ".down." : ".up.", down ? ".autocommit.down." : ".autocommit.up.");
    return place_file(migration, script, path);
}

}  // namespace

const Layout popx_layout{
    .name = "popx",
    .files = "N_name.up.sql, N_name.postgres.up.sql, N_name.autocommit.up.sql and the same with down",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS schema_migration (version varchar(48) NOT NULL, "
        "version_self integer NOT NULL DEFAULT 0);\n"
        "CREATE UNIQUE INDEX IF NOT EXISTS schema_migration_version_idx ON schema_migration (version);\n"
        "CREATE INDEX IF NOT EXISTS schema_migration_version_self_idx ON schema_migration (version_self);\n",
    .detect = detect,
    .load = load,
    .place = place,
    .outside_transaction = TransactionMode::implicit,
};

}  // namespace backout::project
