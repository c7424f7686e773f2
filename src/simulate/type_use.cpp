#include "simulate/type_use.h"

#include <algorithm>

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;

namespace {

bool stores_columns(RelationKind kind) {
    switch (kind) {
        case RelationKind::table:
        case RelationKind::index:
        case RelationKind::materialized_view:
        case RelationKind::partitioned_table:
        case RelationKind::partitioned_index: return true;
        default: return false;
    }
}

}  // namespace

std::optional<StoredUse> find_stored_use(const Catalog& catalog, Oid type) {
    for (Oid dependent : catalog.dependents(type)) {
        if (catalog.find<catalog::Type>(dependent)) {
            if (auto use = find_stored_use(catalog, dependent)) return use;
            continue;
        }
        const auto* relation = catalog.find<Relation>(dependent);
        if (!relation) continue;
        auto column = std::find_if(relation->attributes.begin(), relation->attributes.end(),
                                   [&](const catalog::Attribute& attribute) { return attribute.type == type; });
        if (column == relation->attributes.end()) continue;
        if (stores_columns(relation->kind)) return StoredUse{relation->oid, column->name};
        if (relation->row_type == catalog::invalid_oid) continue;
        if (auto use = find_stored_use(catalog, relation->row_type)) return use;
    }
    return std::nullopt;
}

Status check_type_unused(const Catalog& catalog, Oid type, std::string_view altered_type) {
    auto use = find_stored_use(catalog, type);
    if (!use) return {};
    return error("0A000", "cannot alter type \"{}\" because column \"{}.{}\" uses it", altered_type,
                 catalog.find(use->relation)->name, use->column);
}

}  // namespace backout::simulate
