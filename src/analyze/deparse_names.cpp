#include "analyze/deparse_names.h"

#include <unordered_map>
#include <unordered_set>

namespace backout::analyze {

using catalog::AttributeNumber;
using catalog::Catalog;
using catalog::JoinTree;
using catalog::Query;
using catalog::RangeEntry;

namespace {

constexpr std::size_t longest_name = 63;  // NAMEDATALEN - 1

std::size_t clipped(std::string_view text, std::size_t length) {
    if (text.size() <= length) return text.size();
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
    return length;
}

std::string written_name(const Catalog& catalog, const RangeEntry& entry) {
    if (!entry.alias.empty()) return entry.alias;
    if (entry.kind == RangeEntry::Kind::join) return {};
    if (entry.kind == RangeEntry::Kind::relation) {
        if (auto relation = catalog::relation_info(catalog, entry.relation)) return std::string(relation->name);
    }
    return entry.name;
}

void choose_range_names(NameSpace& space, const Catalog& catalog, const std::vector<const NameSpace*>& parents) {
    std::unordered_map<std::string, int> used;
    for (const NameSpace* parent : parents) {
        for (const std::string& name : parent->names)
            if (!name.empty()) used.emplace(name, 0);
        for (const std::string& name : parent->reserved) used.emplace(name, 0);
    }
    for (const std::string& name : space.reserved) used.emplace(name, 0);
    for (const RangeEntry& entry : *space.range_table) {
        std::string name = written_name(catalog, entry);
        if (!name.empty() && !used.emplace(name, 0).second) {
            const std::string wanted = name;
            do {
                name = numbered_name(wanted, ++used[wanted]);
            } while (!used.emplace(name, 0).second);
        }
        space.names.push_back(std::move(name));
    }
}

/// Which columns of a function's composite result its type has no more. The entry counts columns by their place, as
/// attributes are numbered in a type that had lost none when the query was analysed; in other types they aren't told.
std::vector<bool> dropped_columns(const Catalog& catalog, const RangeEntry& entry) {
    std::vector<bool> dropped(entry.columns.size());
    if (entry.functions.size() != 1 || entry.ordinality || !entry.functions.front()) return dropped;
    const auto type = catalog::type_info(catalog, catalog::base_type(catalog, entry.functions.front()->type));
    if (!type || type->relation == catalog::invalid_oid) return dropped;

    std::unordered_map<std::size_t, std::string_view> now;  // by place
    bool in_order = true;
    for (const catalog::ColumnInfo& column : catalog::columns_of(catalog, type->relation)) {
        in_order = in_order && (now.size() >= entry.columns.size() || entry.columns[now.size()].name == column.name);
        now.emplace(static_cast<std::size_t>(column.number) - 1, column.name);
    }
    if (in_order && now.size() >= entry.columns.size()) return dropped;
    for (std::size_t place = 0; place < entry.columns.size(); ++place) {
        const auto found = now.find(place);
        dropped[place] = found == now.end();
        if (!dropped[place] && found->second != entry.columns[place].name)
            return std::vector<bool>(entry.columns.size());
    }
    return dropped;
}

/// What columns of an entry are called now, by column number; empty where one was dropped.
std::vector<std::string> current_names(const Catalog& catalog, const RangeEntry& entry) {
    std::vector<std::string> names;
    if (entry.kind == RangeEntry::Kind::relation && catalog::relation_info(catalog, entry.relation)) {
        for (const catalog::ColumnInfo& column : catalog::columns_of(catalog, entry.relation)) {
            const auto place = static_cast<std::size_t>(column.number);
            if (names.size() < place) names.resize(place);
            names[place - 1] = column.name;
        }
        return names;
    }
    for (const RangeEntry::Column& column : entry.columns) {
        const std::size_t place = entry.kind == RangeEntry::Kind::relation
                                      ? static_cast<std::size_t>(column.attribute)
                                      : names.size() + 1;
        if (names.size() < place) names.resize(place);
        names[place - 1] = column.name;
    }
    if (entry.kind == RangeEntry::Kind::function) {
        const std::vector<bool> dropped = dropped_columns(catalog, entry);
        for (std::size_t place = 0; place < dropped.size(); ++place)
            if (dropped[place]) names[place].clear();
    }
    return names;
}

/// The highest column number that the entry had when the query was analysed.
std::size_t known_columns(const RangeEntry& entry) {
    if (entry.kind != RangeEntry::Kind::relation) return entry.columns.size();
    std::size_t highest = 0;
    for (const RangeEntry::Column& column : entry.columns)
        highest = std::max(highest, static_cast<std::size_t>(column.attribute));
    return highest;
}

class ColumnNaming {
public:
    ColumnNaming(NameSpace& space, const Catalog& catalog) : space_(space), catalog_(catalog) {
        space.columns.resize(space.range_table->size());
    }

    void name_query(const Query& query) {
        for (const auto& item : query.from) unique_using_ = unique_using_ || has_dangerous_using(*item);
        for (const auto& item : query.from) name_using(*item, {});
        name_entries();
    }

    void name_entries() {
        for (std::size_t i = 0; i < space_.range_table->size(); ++i) {
            const RangeEntry& entry = (*space_.range_table)[i];
            if (entry.kind != RangeEntry::Kind::join) {
                name_relation(entry, space_.columns[i]);
            } else if (space_.columns[i].left != 0) {
                name_join(entry, space_.columns[i]);
            }
        }
    }

private:
    const RangeEntry& entry(std::int32_t index) const {
        return (*space_.range_table)[static_cast<std::size_t>(index) - 1];
    }
    ColumnNames& columns(std::int32_t index) { return space_.columns[static_cast<std::size_t>(index) - 1]; }

    /// An unnamed join with a USING column that is neither side's own can only be referred to without a qualifier,
    /// so the name must be unique in the whole query (has_dangerous_join_using).
    bool has_dangerous_using(const JoinTree& item) const {
        if (item.kind == JoinTree::Kind::range) return false;
        const RangeEntry& join = entry(item.range_index);
        if (join.alias.empty()) {
            for (std::size_t i = 0; i < join.merged_columns && i < join.join_aliases.size(); ++i)
                if (join.join_aliases[i]->kind != catalog::ExprKind::var) return true;
        }
        return has_dangerous_using(*item.left) || has_dangerous_using(*item.right);
    }

    static void push_down(ColumnNames& child, AttributeNumber attribute, const std::string& name) {
        if (attribute <= 0) return;
        const auto place = static_cast<std::size_t>(attribute);
        if (child.names.size() < place) child.names.resize(place);
        child.names[place - 1] = name;
    }

    static void identify_columns(const JoinTree& item, const RangeEntry& join, ColumnNames& names) {
        names.left = item.left->range_index;
        names.right = item.right->range_index;
        const std::size_t merged = join.merged_columns;
        for (std::size_t i = 0; i < join.left_columns.size(); ++i) {
            names.left_attributes.push_back(join.left_columns[i]);
            names.right_attributes.push_back(i < merged && i < join.right_columns.size() ? join.right_columns[i] : 0);
        }
        for (std::size_t i = merged; i < join.right_columns.size(); ++i) {
            names.left_attributes.push_back(0);
            names.right_attributes.push_back(join.right_columns[i]);
        }
    }

    /// Chooses names for columns that USING merges and forces them on the columns below (set_using_names).
    void name_using(const JoinTree& item, std::vector<std::string> parent_using) {
        if (item.kind == JoinTree::Kind::range) return;
        const RangeEntry& join = entry(item.range_index);
        ColumnNames& names = columns(item.range_index);
        identify_columns(item, join, names);
        ColumnNames& left = columns(names.left);
        ColumnNames& right = columns(names.right);
        if (join.alias.empty()) {
            for (std::size_t i = 0; i < names.names.size() && i < names.left_attributes.size(); ++i) {
                if (names.names[i].empty()) continue;
                push_down(left, names.left_attributes[i], names.names[i]);
                push_down(right, names.right_attributes[i], names.names[i]);
            }
        }
        if (!join.using_columns.empty()) {
            if (names.names.size() < join.using_columns.size()) names.names.resize(join.using_columns.size());
            for (std::size_t i = 0; i < join.using_columns.size(); ++i) {
                std::string name = names.names[i];
                if (name.empty()) {
                    name = i < join.alias_columns.size() ? join.alias_columns[i] : join.using_columns[i];
                    name = unique_name(name, names, nullptr);
                    if (unique_using_) global_using_.insert(name);
                    names.names[i] = name;
                }
                names.using_names.push_back(name);
                parent_using.push_back(name);
                if (i < names.left_attributes.size()) {
                    push_down(left, names.left_attributes[i], name);
                    push_down(right, names.right_attributes[i], name);
                }
            }
        }
        left.parent_using = parent_using;
        right.parent_using = parent_using;
        name_using(*item.left, parent_using);
        name_using(*item.right, std::move(parent_using));
    }

    using Taken = std::unordered_set<std::string>;

    static Taken taken_names(const ColumnNames& names) {
        Taken taken(names.names.begin(), names.names.end());
        taken.insert(names.parent_using.begin(), names.parent_using.end());
        taken.erase(std::string());
        return taken;
    }

    std::string unique_name(const std::string& wanted, const ColumnNames& names, const Taken* taken) const {
        Taken own;
        if (!taken) {
            own = taken_names(names);
            taken = &own;
        }
        std::string name = wanted;
        for (int i = 1; taken->contains(name) || global_using_.contains(name); ++i) name = numbered_name(wanted, i);
        return name;
    }

    /// set_relation_column_names
    void name_relation(const RangeEntry& entry, ColumnNames& names) {
        const std::vector<std::string> current = current_names(catalog_, entry);
        if (names.names.size() < current.size()) names.names.resize(current.size());
        Taken taken = taken_names(names);
        const std::size_t known = known_columns(entry);
        bool changed = false;
        for (std::size_t i = 0; i < current.size(); ++i) {
            if (current[i].empty()) continue;
            std::string& name = names.names[i];
            if (name.empty()) {
                name = unique_name(alias_of(entry, i, current[i]), names, &taken);
                taken.insert(name);
            }
            names.listed.push_back(name);
            names.added.push_back(i >= known);
            changed = changed || name != current[i];
        }
        switch (entry.kind) {
            case RangeEntry::Kind::relation: names.list_printed = changed; break;
            case RangeEntry::Kind::function: names.list_printed = true; break;
            case RangeEntry::Kind::table_function: names.list_printed = false; break;
            default: names.list_printed = changed || !entry.alias_columns.empty();
        }
    }

    /// The alias that was written for a column, by its number: dropped columns count in a relation's alias list too,
    /// since they were not dropped then or have an empty alias.
    static const std::string& alias_of(const RangeEntry& entry, std::size_t place, const std::string& current) {
        if (entry.kind != RangeEntry::Kind::relation)
            return place < entry.alias_columns.size() ? entry.alias_columns[place] : current;
        for (std::size_t i = 0; i < entry.alias_columns.size() && i < entry.columns.size(); ++i)
            if (static_cast<std::size_t>(entry.columns[i].attribute) == place + 1) return entry.alias_columns[i];
        return current;
    }

    std::string child_name(const ColumnNames& names, std::size_t i, const RangeEntry& join) {
        const auto of = [](const ColumnNames& child, AttributeNumber attribute) {
            const auto place = static_cast<std::size_t>(attribute);
            return place <= child.names.size() ? child.names[place - 1] : std::string();
        };
        if (names.left_attributes[i] > 0) return of(columns(names.left), names.left_attributes[i]);
        if (names.right_attributes[i] > 0) return of(columns(names.right), names.right_attributes[i]);
        return i < join.columns.size() ? join.columns[i].name : std::string();
    }

    /// set_join_column_names
    void name_join(const RangeEntry& join, ColumnNames& names) {
        const std::size_t known = std::min(join.columns.size(), names.left_attributes.size());
        if (names.names.size() < known) names.names.resize(known);
        Taken taken = taken_names(names);
        bool changed = false;
        for (std::size_t i = names.using_names.size(); i < known; ++i) {
            const std::string real = child_name(names, i, join);
            if (real.empty() || join.alias.empty()) {
                names.names[i] = real;
                continue;
            }
            if (names.names[i].empty()) {
                const std::string& wanted = i < join.alias_columns.size() ? join.alias_columns[i] : real;
                names.names[i] = unique_name(wanted, names, &taken);
                taken.insert(names.names[i]);
            }
            changed = changed || names.names[i] != real;
        }
        for (std::size_t i = 0; i < known; ++i) {
            if (names.left_attributes[i] == 0 || names.right_attributes[i] == 0) break;
            names.listed.push_back(names.names[i]);
            names.added.push_back(false);
        }
        list_side(join, names, columns(names.left), names.left_attributes, taken, changed);
        list_side(join, names, columns(names.right), names.right_attributes, taken, changed);
        names.list_printed = !join.alias.empty() && changed;
    }

    /// Adds the columns of one side that are not merged to the alias list, as the parser would order them now.
    void list_side(const RangeEntry& join, ColumnNames& names, const ColumnNames& child,
                   const std::vector<AttributeNumber>& attributes, Taken& taken, bool& changed) const {
        std::unordered_map<std::size_t, std::size_t> place_in_join;
        for (std::size_t i = 0; i < attributes.size() && i < names.names.size(); ++i)
            if (attributes[i] > 0) place_in_join.emplace(static_cast<std::size_t>(attributes[i]), i);
        std::size_t number = 0;
        for (std::size_t j = 0; j < child.listed.size(); ++j) {
            std::string name = child.listed[j];
            if (!child.added[j]) {
                while (number < child.names.size() && child.names[number].empty()) ++number;
                ++number;
                const auto found = place_in_join.find(number);
                if (found == place_in_join.end() || found->second < names.using_names.size()) continue;
                name = names.names[found->second];
            } else if (!join.alias.empty()) {
                name = unique_name(name, names, &taken);
                taken.insert(name);
                changed = changed || name != child.listed[j];
            }
            names.listed.push_back(std::move(name));
            names.added.push_back(child.added[j]);
        }
    }

    NameSpace& space_;
    const Catalog& catalog_;
    bool unique_using_ = false;
    std::unordered_set<std::string> global_using_;
};

}  // namespace

std::string numbered_name(std::string_view name, int number) {
    const std::string suffix = "_" + std::to_string(number);
    return std::string(name.substr(0, clipped(name, longest_name - suffix.size()))) + suffix;
}

void choose_names(NameSpace& space, const Catalog& catalog, const Query& query,
                  const std::vector<const NameSpace*>& parents) {
    space.query = &query;
    space.range_table = &query.range_table;
    choose_range_names(space, catalog, parents);
    ColumnNaming(space, catalog).name_query(query);
}

void choose_names(NameSpace& space, const Catalog& catalog, const std::vector<RangeEntry>& entries) {
    space.range_table = &entries;
    choose_range_names(space, catalog, {});
    ColumnNaming(space, catalog).name_entries();
}

}  // namespace backout::analyze
