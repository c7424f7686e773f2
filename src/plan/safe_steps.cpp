#include "plan/safe_steps.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "catalog/relation.h"

namespace backout::plan {

using catalog::Catalog;
using catalog::Oid;
using catalog::Relation;
using catalog::RelationKind;

namespace {

bool insert_after(std::string& sql, std::string_view prefix, std::string_view words) {
    if (!sql.starts_with(prefix)) return false;
    sql.insert(prefix.size(), words);
    return true;
}

/// Schema, perhaps empty, and name of the one relation that an index or table statement is about.
std::optional<std::pair<std::string, std::string>> relation_of(const sql::Statement& statement) {
    auto named = [](const sql::RangeVar& relation) { return std::pair(relation.schema, relation.name); };
    if (const auto* index = sql::as<sql::IndexStatement>(&statement)) return named(index->relation);
    if (const auto* alter = sql::as<sql::AlterTableStatement>(&statement)) return named(alter->relation);
    const auto* drop = sql::as<sql::DropStatement>(&statement);
    if (!drop || drop->object != sql::ObjectKind::index || drop->objects.size() != 1) return std::nullopt;
    const sql::Names& names = drop->objects.front().names;
    return std::pair(names.size() > 1 ? names[names.size() - 2] : std::string(), names.back());
}

/// Where the clause after "ADD CONSTRAINT name" begins; npos for anything else.
std::size_t constraint_clause(std::string_view sql) {
    constexpr std::array<std::string_view, 2> kinds{" FOREIGN KEY (", " CHECK ("};
    for (std::string_view kind : kinds)
        if (std::size_t at = sql.find(kind); at != std::string_view::npos) return at;
    return std::string_view::npos;
}

}  // namespace

bool keeps_waiting(const Catalog& catalog, const catalog::SearchPath& path, const sql::Statement& statement,
                   catalog::Position start) {
    const std::optional<std::pair<std::string, std::string>> named = relation_of(statement);
    if (!named) return true;
    const Oid schema = named->first.empty() ? catalog::invalid_oid : catalog::find_namespace(catalog, named->first);
    const Oid oid = named->first.empty() ? catalog::find_relation(catalog, path, named->second)
                                         : catalog::find_relation(catalog, schema, named->second);
    const auto* relation = catalog.find<Relation>(oid);
    if (!relation || relation->kind == RelationKind::partitioned_table || relation->kind == RelationKind::partitioned_index)
        return false;
    const auto changes = catalog.changes(start, catalog.position());
    return std::none_of(changes.begin(), changes.end(),
                        [&](const catalog::Change& change) { return change.oid == oid && !change.before; });
}

std::vector<std::string> in_safe_steps(const std::string& sql, SafeSteps which) {
    constexpr std::string_view concurrently = "CONCURRENTLY ";
    std::string changed = sql;
    const bool on_partitions = sql.find(" ON ONLY ") != std::string::npos;
    if (!on_partitions && (insert_after(changed, "CREATE INDEX ", concurrently) ||
                           insert_after(changed, "CREATE UNIQUE INDEX ", concurrently) ||
                           insert_after(changed, "DROP INDEX ", concurrently)))
        return {changed};
    if (which == SafeSteps::indexes) return {sql};
    constexpr std::string_view add = " ADD CONSTRAINT ";
    const std::size_t added = sql.find(add);
    const std::size_t clause = constraint_clause(sql);
    const bool on_table = sql.starts_with("ALTER TABLE ") && added != std::string::npos && clause != std::string::npos;
    if (!on_table || clause < added || sql.ends_with(" NOT VALID") || sql.ends_with(" NOT ENFORCED")) return {sql};
    const std::string name = sql.substr(added + add.size(), clause - added - add.size());
    return {sql + " NOT VALID", sql.substr(0, added) + " VALIDATE CONSTRAINT " + name};
}

}  // namespace backout::plan
