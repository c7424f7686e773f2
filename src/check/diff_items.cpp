#include "check/diff_items.h"

#include <map>
#include <optional>
#include <utility>

#include "catalog/relation.h"
#include "inventory/inventory.h"

namespace backout {

namespace {

using catalog::Oid;
using catalog::Relation;
using inventory::Item;
using Key = std::pair<std::string, std::string>;  ///< kind, name

/// One side's items, and which of them is the object with an oid.
struct Side {
    explicit Side(const catalog::Catalog& of) : catalog(of) {
        for (Item& item : inventory::all_items(of)) {
            if (item.kind == "colorder") continue;
            const Key key{item.kind, item.name};
            if (item.column == 0 && item.kind != "comment") wholes.emplace(item.oid, key);
            items.emplace(key, std::move(item));
        }
    }

    /// The table or view that an item is part of.
    std::optional<Key> parent_of(const Item& item) const {
        Oid oid = item.oid;
        const catalog::Object* object = catalog.find(oid);
        const auto* relation = catalog::as<Relation>(object);
        if (relation && relation->index) oid = relation->index->table;
        if (object && !relation && catalog.find<Relation>(object->scope)) oid = object->scope;
        const auto found = wholes.find(oid);
        if (found == wholes.end() || found->second == Key{item.kind, item.name}) return std::nullopt;
        return found->second;
    }

    const catalog::Catalog& catalog;
    std::map<Key, Item> items;
    std::map<Oid, Key> wholes;
};

DiffItem make_item(const Side& side, const Item& item, Residue::Change change) {
    DiffItem made{item.kind, item.name, change, {}, {}, {}};
    if (auto parent = side.parent_of(item)) std::tie(made.parent_kind, made.parent) = std::move(*parent);
    return made;
}

std::vector<PropertyChange> changes(const Item* before, const Item* after) {
    std::vector<PropertyChange> found;
    auto value = [](const Item* item, const std::string& name) {
        const std::string* text = item ? item->property(name) : nullptr;
        return text ? *text : std::string();
    };
    if (before)
        for (const auto& property : before->properties)
            if (std::string now = value(after, property.name); now != property.value)
                found.push_back({property.name, property.value, std::move(now)});
    if (after)
        for (const auto& property : after->properties)
            if (!before || !before->property(property.name)) found.push_back({property.name, {}, property.value});
    return found;
}

}  // namespace

std::vector<DiffItem> diff_items(const catalog::Catalog& before, const catalog::Catalog& after) {
    const Side from(before);
    const Side to(after);
    std::map<Key, DiffItem> found;
    for (const auto& [key, item] : from.items) {
        const auto now = to.items.find(key);
        const bool stays = now != to.items.end();
        if (stays && now->second.properties == item.properties) continue;
        DiffItem difference = make_item(from, item, stays ? Residue::Change::changed : Residue::Change::removed);
        difference.properties = changes(&item, stays ? &now->second : nullptr);
        found.emplace(key, std::move(difference));
    }
    for (const auto& [key, item] : to.items) {
        if (from.items.contains(key)) continue;
        DiffItem difference = make_item(to, item, Residue::Change::added);
        difference.properties = changes(nullptr, &item);
        found.emplace(key, std::move(difference));
    }
    std::vector<DiffItem> items;
    for (auto& [key, item] : found) items.push_back(std::move(item));
    return items;
}

}  // namespace backout
