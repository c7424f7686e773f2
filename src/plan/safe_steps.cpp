#include "plan/safe_steps.h"

#include <array>
#include <string_view>

namespace backout::plan {

namespace {

bool insert_after(std::string& sql, std::string_view prefix, std::string_view words) {
    if (!sql.starts_with(prefix)) return false;
    sql.insert(prefix.size(), words);
    return true;
}

/// Where the clause after "ADD CONSTRAINT name" begins; npos for anything else.
std::size_t constraint_clause(std::string_view sql) {
    constexpr std::array<std::string_view, 2> kinds{" FOREIGN KEY (", " CHECK ("};
    for (std::string_view kind : kinds)
        if (std::size_t at = sql.find(kind); at != std::string_view::npos) return at;
    return std::string_view::npos;
}

}  // namespace

std::vector<std::string> in_safe_steps(const std::string& sql) {
    constexpr std::string_view concurrently = "CONCURRENTLY ";
    std::string changed = sql;
    const bool on_partitions = sql.find(" ON ONLY ") != std::string::npos;
    if (!on_partitions && (insert_after(changed, "CREATE INDEX ", concurrently) ||
                           insert_after(changed, "CREATE UNIQUE INDEX ", concurrently) ||
                           insert_after(changed, "DROP INDEX ", concurrently)))
        return {changed};
    constexpr std::string_view add = " ADD CONSTRAINT ";
    const std::size_t added = sql.find(add);
    const std::size_t clause = constraint_clause(sql);
    const bool on_table = sql.starts_with("ALTER TABLE ") && added != std::string::npos && clause != std::string::npos;
    if (!on_table || clause < added || sql.ends_with(" NOT VALID") || sql.ends_with(" NOT ENFORCED")) return {sql};
    const std::string name = sql.substr(added + add.size(), clause - added - add.size());
    return {sql + " NOT VALID", sql.substr(0, added) + " VALIDATE CONSTRAINT " + name};
}

}  // namespace backout::plan
