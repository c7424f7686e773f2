#include "plan/remaining.h"

#include <map>

#include <fmt/format.h>

#include "inventory/inventory.h"

namespace backout::plan {

using inventory::Item;

namespace {

using Items = std::map<std::pair<std::string, std::string>, Item>;

Items items_of(const catalog::Catalog& catalog, const std::optional<std::vector<catalog::Oid>>& touched) {
    Items items;
    auto add = [&](std::vector<Item> found) {
        for (Item& item : found)
            // Roles are the cluster's, not the schema's; in one history they count.
            if (item.kind != "colorder" && (touched || item.kind != "role")) items.emplace(std::pair(item.kind, item.name), std::move(item));
    };
    if (!touched) {
        add(inventory::all_items(catalog));
    } else {
        for (catalog::Oid oid : *touched) add(inventory::items_of(catalog, oid));
    }
    return items;
}

std::string describe(const Item& wanted, const Item& got) {
    std::string text;
    auto tell = [&](const std::string& name, const std::string& is, const std::string& should) {
        if (is != should) text += fmt::format("{}{} is {}, not {}", text.empty() ? "" : "; ", name, is.empty() ? "absent" : is,
                                              should.empty() ? "absent" : should);
    };
    for (const auto& property : wanted.properties) {
        const std::string* is = got.property(property.name);
        tell(property.name, is ? *is : std::string(), property.value);
    }
    for (const auto& property : got.properties)
        if (!wanted.property(property.name)) tell(property.name, property.value, {});
    return text;
}

}  // namespace

std::vector<Residue> remaining(const catalog::Catalog& reached, const catalog::Catalog& target,
                               const std::optional<std::vector<catalog::Oid>>& touched) {
    std::vector<Residue> residue;
    Items wanted = items_of(target, touched);
    Items got = items_of(reached, touched);
    for (const auto& [key, item] : wanted) {
        auto found = got.find(key);
        if (found == got.end())
            residue.push_back({key.first, key.second, Residue::Change::removed, {}, {}});
        else if (found->second.properties != item.properties)
            residue.push_back({key.first, key.second, Residue::Change::changed, describe(item, found->second), {}});
    }
    for (const auto& [key, item] : got)
        if (!wanted.contains(key)) residue.push_back({key.first, key.second, Residue::Change::added, {}, {}});
    return residue;
}

}  // namespace backout::plan
