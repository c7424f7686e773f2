#include "project/layouts/layouts.h"

#include <algorithm>
#include <array>

#include "project/annotations.h"

namespace backout::project {

namespace {

constexpr std::array<const Layout*, 19> table{
    &golang_migrate_layout, &sqlx_layout,     &diesel_layout, &goose_layout,  &sql_migrate_layout,
    &dbmate_layout,         &micrate_layout,  &flyway_layout, &hasura_layout, &postgrator_layout,
    &prisma_layout,         &supabase_layout, &sqitch_layout, &popx_layout,   &node_pg_migrate_layout,
    &refinery_layout,       &drizzle_layout,  &atlas_layout,  &plain_layout,
};

/// How many files to look into before deciding that a folder has no annotations.
constexpr int sample_size = 5;

}  // namespace

std::span<const Layout* const> all_layouts() {
    return table;
}

const Layout* find_layout(std::string_view name) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Layout* layout) { return layout->name == name; });
    return found == table.end() ? nullptr : *found;
}

bool is_bookkeeping_table(std::string_view name) {
    constexpr std::string_view creation = "CREATE TABLE IF NOT EXISTS ";
    return std::any_of(table.begin(), table.end(), [&](const Layout* layout) {
        std::string_view sql = layout->bookkeeping;
        for (std::size_t at = sql.find(creation); at != std::string_view::npos; at = sql.find(creation, at + 1)) {
            std::string_view made = sql.substr(at + creation.size());
            made = made.substr(0, made.find_first_of(" ("));
            // In a schema of the runner's own, names are anybody's: Sqitch has tags, projects and events.
            if (made == name) return true;
        }
        return false;
    });
}

void take_facts_of(const Layout& layout, Project& project) {
    project.layout = layout.name;
    project.bookkeeping = layout.bookkeeping;
    project.starts_empty = layout.starts_empty;
}

bool has_annotation(const Folder& folder, std::string_view prefix) {
    int looked_into = 0;
    for (const std::string& path : folder.files()) {
        if (!path.ends_with(".sql") || path.find('/') != std::string::npos) continue;
        const auto file = folder.file(path);
        if (!file) continue;
        if (!find_annotations((*file)->text(), prefix).empty()) return true;
        if (++looked_into == sample_size) return false;
    }
    return false;
}

}  // namespace backout::project
