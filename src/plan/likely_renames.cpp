#include "plan/likely_renames.h"

#include <algorithm>
#include <map>

#include "catalog/lookup.h"
#include "catalog/relation.h"

namespace backout::plan {

using catalog::Catalog;
using catalog::Relation;

namespace {

using Tables = std::map<std::string, const Relation*>;

Tables tables_of(const Catalog& catalog) {
    Tables tables;
    for (const auto* relation : catalog.all_of_class<Relation>())
        if (relation->is_table()) tables.emplace(catalog::qualified_name(catalog, relation->scope, relation->name), relation);
    return tables;
}

std::string column_text(const Catalog& catalog, const catalog::Attribute& column) {
    return column.name + " " + catalog::format_type(catalog, catalog::catalog_only_path(), column.type, column.typmod);
}

/// How much of the columns two tables have in common, 0 to 1.
double likeness(const Catalog& source, const Relation& one, const Catalog& target, const Relation& other) {
    std::vector<std::string> here;
    std::vector<std::string> there;
    for (const auto& column : one.attributes) here.push_back(column_text(source, column));
    for (const auto& column : other.attributes) there.push_back(column_text(target, column));
    std::sort(here.begin(), here.end());
    std::sort(there.begin(), there.end());
    std::vector<std::string> both;
    std::set_intersection(here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(both));
    const std::size_t most = std::max(here.size(), there.size());
    return most == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(most);
}

constexpr double likely = 0.75;

void add_tables(const Catalog& source, const Tables& before, const Catalog& target, const Tables& after,
                std::vector<std::pair<std::string, std::string>>& renames) {
    for (const auto& [name, table] : before) {
        if (after.contains(name)) continue;
        double best = 0;
        const std::string* found = nullptr;
        for (const auto& [other_name, other] : after) {
            if (before.contains(other_name)) continue;
            if (double value = likeness(source, *table, target, *other); value > best) {
                best = value;
                found = &other_name;
            }
        }
        if (found && best >= likely) renames.emplace_back(name, *found);
    }
}

/// One column gone and one come, of the same type: more of them and nobody can tell which became which.
void add_columns(const std::string& name, const Catalog& source, const Relation& before, const Catalog& target,
                 const Relation& after, std::vector<std::pair<std::string, std::string>>& renames) {
    std::vector<const catalog::Attribute*> gone;
    std::vector<const catalog::Attribute*> come;
    for (const auto& column : before.attributes)
        if (!after.find_attribute(std::string_view(column.name))) gone.push_back(&column);
    for (const auto& column : after.attributes)
        if (!before.find_attribute(std::string_view(column.name))) come.push_back(&column);
    if (gone.size() != 1 || come.size() != 1) return;
    const auto& path = catalog::catalog_only_path();
    if (catalog::format_type(source, path, gone.front()->type, gone.front()->typmod) ==
        catalog::format_type(target, path, come.front()->type, come.front()->typmod))
        renames.emplace_back(name + "." + gone.front()->name, name + "." + come.front()->name);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> likely_renames(const Catalog& source, const Catalog& target) {
    std::vector<std::pair<std::string, std::string>> renames;
    const Tables before = tables_of(source);
    const Tables after = tables_of(target);
    add_tables(source, before, target, after, renames);
    for (const auto& [name, table] : before)
        if (auto other = after.find(name); other != after.end())
            add_columns(name, source, *table, target, *other->second, renames);
    return renames;
}

}  // namespace backout::plan
