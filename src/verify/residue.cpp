#include "verify/residue.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "catalog/relation.h"

namespace backout::verify {

using catalog::Catalog;
using catalog::Change;
using inventory::Item;

namespace {

struct Key {
    std::string kind;
    std::string name;
    auto operator<=>(const Key&) const = default;
};
struct Entry {
    std::optional<Item> before;
    std::optional<Item> after;
    catalog::Origin origin;
};
using Entries = std::map<Key, Entry>;

/// Order in which differences are told: what holds others first.
int rank(const std::string& kind) {
    static const std::vector<std::string> order{
        "schema", "extension", "role", "table", "matview", "view", "foreign_table", "composite", "enum", "domain",
        "type", "sequence", "column", "constraint", "index", "function", "procedure", "trigger", "policy"};
    auto found = std::find(order.begin(), order.end(), kind);
    return static_cast<int>(found - order.begin());
}

bool is_relation_kind(const std::string& kind) {
    return kind == "table" || kind == "view" || kind == "matview" || kind == "foreign_table" || kind == "composite";
}

bool is_part_kind(const std::string& kind) {
    return kind == "column" || kind == "colorder" || kind == "constraint" || kind == "trigger" || kind == "policy" ||
           kind == "rule";
}

/// "default: 'x' is lost", "type: integer → bigint" …
std::string describe_change(const Item& before, const Item& after) {
    std::vector<std::string> lines;
    auto tell = [&](const std::string& name, const std::string& was, const std::string& is) {
        if (was == is) return;
        if (is.empty())
            lines.push_back(fmt::format("{} {} is lost", name, was));
        else if (was.empty())
            lines.push_back(fmt::format("{} {} is new", name, is));
        else
            lines.push_back(fmt::format("{}: {} → {}", name, was, is));
    };
    for (const auto& property : before.properties) {
        const std::string* now = after.property(property.name);
        tell(property.name, property.value, now ? *now : std::string());
    }
    for (const auto& property : after.properties)
        if (!before.property(property.name)) tell(property.name, "", property.value);
    return fmt::format("{}", fmt::join(lines, "; "));
}

/// Whether an object's changed state holds something that was only assumed, so that nothing can be said of it.
std::optional<std::string> assumed_part(const Change& change, const std::string& name) {
    const auto* before = catalog::as<catalog::Relation>(change.before.get());
    if (!before) {
        bool replaced = change.before && change.before->assumed && !change.after;
        return replaced ? std::optional(fmt::format("the definition of {} is not known", name)) : std::nullopt;
    }
    const auto* after = catalog::as<catalog::Relation>(change.after.get());
    for (const auto& attribute : before->attributes) {
        bool kept = after && after->find_attribute(attribute.number);
        if (attribute.assumed && !kept)
            return fmt::format("column {} of {} existed before, but its definition is not known", attribute.name, name);
    }
    for (const auto& attribute : before->attributes) {
        const catalog::Attribute* now = attribute.assumed && after ? after->find_attribute(attribute.number) : nullptr;
        bool is_redefined = now && (now->type != attribute.type || now->typmod != attribute.typmod ||
                                    now->collation != attribute.collation || now->not_null != attribute.not_null ||
                                    now->default_oid != attribute.default_oid || now->identity != attribute.identity ||
                                    now->generated != attribute.generated || now->comment != attribute.comment);
        if (is_redefined)
            return fmt::format("how column {} of {} was defined before is not known", attribute.name, name);
    }
    if (before->open && !after) return fmt::format("{} existed before, but its definition is not known", name);
    return std::nullopt;
}

/// What a statement put over something that was only assumed, so that it may have replaced what is not known, even if
/// nothing is left of it now: a default, a comment.
std::vector<std::string> replaced_unknowns(const Catalog& catalog, catalog::Position from, catalog::Position to) {
    std::vector<std::string> reasons;
    auto tell_default = [&](const catalog::AttributeDefault& made) {
        const auto* relation = catalog.find<catalog::Relation>(made.scope);
        const catalog::Attribute* attribute = relation ? relation->find_attribute(made.attribute) : nullptr;
        if (attribute && attribute->assumed)
            reasons.push_back(fmt::format("the default that column {} of {} had before is not known", attribute->name,
                                          relation->name));
    };
    auto tell_comments = [&](const catalog::Object& was, const catalog::Object& is) {
        if (was.assumed && !was.comment && is.comment)
            reasons.push_back(fmt::format("the comment that {} had before is not known", was.name));
        const auto* relation = catalog::as<catalog::Relation>(&was);
        const auto* now = catalog::as<catalog::Relation>(&is);
        if (!relation || !now) return;
        for (const catalog::Attribute& attribute : relation->attributes) {
            const catalog::Attribute* changed = attribute.assumed ? now->find_attribute(attribute.number) : nullptr;
            if (changed && !attribute.comment && changed->comment)
                reasons.push_back(fmt::format("the comment that column {} of {} had before is not known",
                                              attribute.name, relation->name));
        }
    };
    for (const Change& change : catalog.changes(from, to)) {
        if (change.assumption) continue;
        if (change.before && change.after) tell_comments(*change.before, *change.after);
        const auto* made = change.before ? nullptr : catalog::as<catalog::AttributeDefault>(change.after.get());
        if (made) tell_default(*made);
    }
    return reasons;
}

void add_items(Entries& entries, const Catalog& catalog, catalog::Oid oid, const catalog::Origin& origin,
               bool is_before) {
    for (Item& item : inventory::items_of(catalog, oid)) {
        Entry& entry = entries[{item.kind, item.name}];
        entry.origin = origin;
        (is_before ? entry.before : entry.after) = std::move(item);
    }
}

/// Whether something is called otherwise now, or has lost a column: then definitions that name it read differently,
/// though nobody changed them.
bool changes_names(const Change& change) {
    if (!change.before || !change.after) return false;
    if (change.before->name != change.after->name || change.before->scope != change.after->scope) return true;
    const auto* before = catalog::as<catalog::Relation>(change.before.get());
    const auto* after = catalog::as<catalog::Relation>(change.after.get());
    if (!before || !after) return false;
    return std::any_of(before->attributes.begin(), before->attributes.end(), [&](const catalog::Attribute& was) {
        const catalog::Attribute* now = after->find_attribute(was.number);
        return !now || now->name != was.name;
    });
}

/// What names something that is called otherwise now, and was not changed itself: with the origin of the new name.
std::map<catalog::Oid, catalog::Origin> reworded(const Catalog& catalog, const std::vector<Change>& changes) {
    std::map<catalog::Oid, catalog::Origin> found;
    for (const Change& change : changes) {
        if (!changes_names(change)) continue;
        for (catalog::Oid dependent : catalog.dependents(change.oid)) found.emplace(dependent, change.origin);
    }
    for (const Change& change : changes) found.erase(change.oid);
    return found;
}

/// Whether the relation that a part belongs to came or went as a whole: then that is said once.
bool is_told_with_relation(const std::set<std::string>& whole, const Key& key) {
    if (!is_part_kind(key.kind)) return false;
    if (key.kind == "colorder") return whole.contains(key.name);
    std::size_t dot = key.name.rfind('.');
    return dot != std::string::npos && whole.contains(key.name.substr(0, dot));
}

void tell_differences(const Entries& entries, StateDifference& difference) {
    std::set<std::string> whole;
    for (const auto& [key, entry] : entries)
        if (is_relation_kind(key.kind) && entry.before.has_value() != entry.after.has_value()) whole.insert(key.name);

    struct Found {
        Residue residue;
        catalog::Origin origin;
    };
    std::vector<Found> found;
    for (const auto& [key, entry] : entries) {
        if (entry.before && entry.after && entry.before->properties == entry.after->properties) continue;
        if (is_told_with_relation(whole, key)) continue;
        Residue residue{key.kind, key.name, Residue::Change::changed, {}, {}};
        if (!entry.before)
            residue.change = Residue::Change::added;
        else if (!entry.after)
            residue.change = Residue::Change::removed;
        else
            residue.detail = describe_change(*entry.before, *entry.after);
        if (key.kind == "colorder")
            difference.notes.push_back(std::move(residue));
        else
            found.push_back({std::move(residue), entry.origin});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return rank(a.residue.kind) < rank(b.residue.kind);
    });
    for (Found& one : found) {
        difference.residue.push_back(std::move(one.residue));
        difference.origins.push_back(one.origin);
    }
}

}  // namespace

StateDifference compare_items(std::vector<ListedItem> before, std::vector<ListedItem> after) {
    Entries entries;
    auto add = [&](ListedItem& listed, std::optional<Item> Entry::*side) {
        Entry& entry = entries[{listed.item.kind, listed.item.name}];
        entry.origin = listed.origin;
        entry.*side = std::move(listed.item);
    };
    for (ListedItem& listed : before) add(listed, &Entry::before);
    for (ListedItem& listed : after) add(listed, &Entry::after);
    StateDifference difference;
    tell_differences(entries, difference);
    return difference;
}

StateDifference compare(Catalog& catalog, catalog::Position from, catalog::Position to) {
    StateDifference difference;
    difference.uncertainties = replaced_unknowns(catalog, from, to);
    std::vector<Change> changes = catalog.net_changes(from, to);
    if (changes.empty()) return difference;
    Entries entries;
    const std::map<catalog::Oid, catalog::Origin> also = reworded(catalog, changes);
    for (const Change& change : changes)
        if (change.after) add_items(entries, catalog, change.oid, change.origin, false);
    for (const auto& [oid, origin] : also) add_items(entries, catalog, oid, origin, false);
    catalog.undo_to(from);
    for (const Change& change : changes)
        if (change.before) add_items(entries, catalog, change.oid, change.origin, true);
    for (const auto& [oid, origin] : also) add_items(entries, catalog, oid, origin, true);
    catalog.redo_to(to);

    for (const Change& change : changes)
        if (auto part = assumed_part(change, change.before ? change.before->name : std::string()))
            difference.uncertainties.push_back(*part);

    tell_differences(entries, difference);
    return difference;
}

}  // namespace backout::verify
