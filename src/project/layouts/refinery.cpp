/// refinery (refinery_core, util.rs and runner.rs): `V1__name.sql` or `U1__name.sql`, where U says that the version need
/// not follow the newest one applied, not that it undoes; ordered by number, each in a transaction. `.rs` for those that
/// are written in Rust.
#include <algorithm>
#include <cctype>

#include "project/layouts/layouts.h"
#include "project/pairing.h"
#include "project/version.h"

namespace backout::project {

namespace {

bool is_word(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char byte) {
        return std::isalnum(byte) || byte == '_' || byte >= 0x80;
    });
}

std::optional<DirectionFile> parse_name(const std::string& path) {
    std::string_view name = name_of(path);  // folders are looked into
    const bool program = name.ends_with(".rs");
    if (!program && !name.ends_with(".sql")) return std::nullopt;
    name.remove_suffix(program ? 3 : 4);
    if (!name.starts_with('V') && !name.starts_with('U')) return std::nullopt;
    const std::string_view version = leading_digits(name.substr(1));
    const std::string_view rest = name.substr(1 + version.size());
    if (version.empty() || !rest.starts_with("__") || !is_word(rest.substr(2))) return std::nullopt;
    return DirectionFile{std::string(version), std::string(name), Direction::up, path, program};
}

/// Flyway's names look the same, so that only what lies around tells.
Match detect(const Folder& folder) {
    const auto& files = folder.files();
    if (std::none_of(files.begin(), files.end(), [](const std::string& path) { return parse_name(path).has_value(); }))
        return {};
    const bool flyway_nearby = folder.has_nearby("flyway.conf") || folder.has_nearby("flyway.toml");
    if (folder.has_nearby("refinery.toml")) return {92, "files named V1__name.sql, and a refinery.toml"};
    if (folder.has_nearby("Cargo.toml") && !flyway_nearby) return {89, "files named V1__name.sql, and a Cargo.toml"};
    return {60, "files named V1__name.sql"};
}

void load(Loader& loader) {
    std::vector<DirectionFile> files;
    for (const std::string& path : loader.folder().files()) {
        if (auto file = parse_name(path))
            files.push_back(std::move(*file));
        else
            loader.pass_over(path, "not named V1__name.sql or U1__name.sql");
    }
    load_pairs(loader, pair_by_version(std::move(files), compare_numbers),
               [](std::string_view) { return TransactionMode::whole_script; });
    report_duplicate_versions(loader, "refinery refuses to start: give each migration a version of its own");
}

}  // namespace

const Layout refinery_layout{
    .name = "refinery",
    .files = "V1__name.sql, U1__name.sql, without downs",
    .transaction = TransactionMode::whole_script,
    .bookkeeping =
        "CREATE TABLE IF NOT EXISTS refinery_schema_history (version integer PRIMARY KEY, name varchar(255), "
        "applied_on varchar(255), checksum varchar(255));\n",
    .detect = detect,
    .load = load,
};

}  // namespace backout::project
