/// Drizzle (drizzle-orm, migrator.ts and pg-core/dialect.ts): `meta/_journal.json` names the files in their order. All that
/// is pending runs in one transaction, each part between `--> statement-breakpoint` lines as a message of its own.
#include <set>

#include <nlohmann/json.hpp>

#include "project/layouts/layouts.h"
#include "project/loader.h"
#include "project/version.h"

namespace backout::project {

namespace {

constexpr const char* journal_file = "meta/_journal.json";

/// The names without ".sql"; none where it isn't a journal for PostgreSQL.
std::optional<std::vector<std::string>> tags_of(std::string_view journal) {
    const auto parsed = nlohmann::json::parse(journal, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("entries") || !parsed["entries"].is_array()) return std::nullopt;
    const std::string dialect = parsed.contains("dialect") && parsed["dialect"].is_string()
                                    ? parsed["dialect"].get<std::string>()
                                    : std::string();
    if (dialect != "postgresql" && dialect != "pg") return std::nullopt;
    std::vector<std::string> tags;
    for (const auto& entry : parsed["entries"])
        if (entry.is_object() && entry.contains("tag") && entry["tag"].is_string()) tags.push_back(entry["tag"]);
    return tags;
}

Match detect(const Folder& folder) {
    if (!folder.has_file(journal_file)) return {};
    const auto journal = folder.file(journal_file);
    if (!journal || !tags_of((*journal)->text())) return {};
    return {95, "a meta/_journal.json"};
}

void load(Loader& loader) {
    const auto journal = loader.file(journal_file);
    const auto tags = journal ? tags_of(journal->text()) : std::nullopt;
    if (!tags) return;
    std::set<std::string> used;
    for (const std::string& tag : *tags) {
        const std::string path = tag + ".sql";
        if (!loader.folder().has_file(path)) {
            loader.notice_at({"missing-script", Severity::error,
                              "the journal names " + path + ", which is not there: Drizzle refuses to start", {}, {}, {}},
                             journal_file, journal->text().find("\"" + tag + "\""));
            continue;
        }
        used.insert(path);
        Migration migration;
        const std::string_view digits = leading_digits(tag);
        migration.id = digits.empty() ? tag : digits;
        migration.name = tag;
        migration.up = loader.script(path, TransactionMode::whole_script_by_statement);
        loader.add(std::move(migration));
    }
    for (const std::string& path : loader.folder().files()) {
        if (!path.starts_with("meta/") && !used.contains(path)) loader.pass_over(path, "not in meta/_journal.json");
    }
}

}  // namespace

const Layout drizzle_layout{
    .name = "drizzle",
    .files = "meta/_journal.json, N_name.sql, without downs",
    .transaction = TransactionMode::whole_script_by_statement,
    .bookkeeping =
        "CREATE SCHEMA IF NOT EXISTS drizzle;\n"
        "CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, "
        "created_at bigint);\n",
    .detect = detect,
    .load = load,
};

}  // namespace backout::project
