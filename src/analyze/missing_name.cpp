#include <fmt/format.h>

#include "analyze/column_reference.h"

/// Errors about columns and entries of FROM that are not there (parser/parse_relation.c).
namespace backout::analyze {

namespace {

using catalog::RangeEntry;

/// In an open world, the relation that the column may be one of.
Oid open_relation_in(const ParseState& state, const NamespaceItem* only) {
    for (const ParseState* level = &state; level; level = level->parent)
        for (const NamespaceItem& item : level->name_space) {
            if (only && &item != only) continue;
            if (!only && !columns_visible(item)) continue;
            Oid relation = relation_of(*level, item);
            if (!relation) continue;
            if (auto info = catalog::relation_info(state.catalog(), relation); info && info->open)
                return relation;
        }
    return catalog::invalid_oid;
}

/// rte_visible_if_lateral: LATERAL would let a sub-query see the entry.
bool is_visible_if_lateral(const ParseState& state, const ParseState& level, std::size_t place) {
    if (&state == &level || state.lateral_active || level.lateral_active) return false;
    for (const NamespaceItem& item : level.name_space)
        if (item.range_index == static_cast<std::int32_t>(place) + 1)
            return item.lateral_only && item.lateral_ok;
    return false;
}

}  // namespace

tl::unexpected<Error> missing_column(const ParseState& state, std::string_view qualifier,
                                     std::string_view name, const NamespaceItem* item,
                                     sql::Location location) {
    std::string message = qualifier.empty() ? fmt::format("column \"{}\" does not exist", name)
                                            : fmt::format("column {}.{} does not exist", qualifier, name);
    Missing what;
    if (Oid relation = open_relation_in(state, item))
        what = {Missing::Kind::column, {}, std::string(name), relation};
    else if (item ? item->open : false)
        return undecided(std::move(message) + ", as far as is known", location);
    return missing(std::move(what), "42703", std::move(message), location,
                   column_hint(state, qualifier, name));
}

tl::unexpected<Error> missing_entry(const ParseState& state, std::string_view name, sql::Location location,
                                    std::string_view schema) {
    const Catalog& catalog = state.catalog();
    const std::string message = fmt::format("invalid reference to FROM-clause entry for table \"{}\"", name);
    const auto out_of_reach = [&](bool lateral) {
        return failure(
            "42P01", message, location,
            lateral ? "To reference that table, you must mark this subquery with LATERAL." : "",
            fmt::format("There is an entry for table \"{}\", but it cannot be referenced from this part of "
                        "the query.",
                        name));
    };
    const Oid scope = schema.empty() ? catalog::invalid_oid : catalog::find_namespace(catalog, schema);
    const Oid relation = schema.empty() ? catalog::find_relation(catalog, state.context.path, name)
                         : scope        ? catalog::find_relation(catalog, scope, name)
                                        : catalog::invalid_oid;
    for (const ParseState* level = &state; level; level = level->parent) {
        for (const NamespaceItem& item : level->name_space)
            if (item.scope && item.name == name) return out_of_reach(false);
        for (std::size_t i = 0; i < level->range_table.size(); ++i) {
            const RangeEntry& entry = level->range_table[i];
            if (entry.name == name && !entry.name.empty())
                return out_of_reach(catalog.major_number() >= 16 && is_visible_if_lateral(state, *level, i));
            if (relation && entry.kind == RangeEntry::Kind::relation && entry.relation == relation)
                return failure(
                    "42P01", message, location,
                    fmt::format("Perhaps you meant to reference the table alias \"{}\".", entry.alias));
        }
    }
    return failure("42P01", fmt::format("missing FROM-clause entry for table \"{}\"", name), location);
}

}  // namespace backout::analyze
