#include <algorithm>

#include "catalog/builtin/builtin.h"
#include "catalog/lookup.h"
#include "catalog/lookup_extensions.h"

namespace backout::catalog {

namespace {

/// The fact of a relation of a fresh server or an extension; null when it is the project's.
const builtin::RelationFact* find_fact(const Catalog& catalog, Oid oid) {
    return builtin::find_relation(catalog.major(), oid);
}

ColumnInfo info_of(const builtin::ColumnFact& column) {
    return {column.name, column.number, column.type, column.typmod, column.collation, column.not_null};
}

ColumnInfo info_of(const Attribute& attribute) {
    return {attribute.name,   attribute.number,    attribute.type,
            attribute.typmod, attribute.collation, attribute.not_null};
}

}  // namespace

std::optional<RelationInfo> relation_info(const Catalog& catalog, Oid oid) {
    if (const Relation* relation = catalog.find<Relation>(oid))
        return RelationInfo{relation->oid,  relation->name,     relation->scope,
                            relation->kind, relation->row_type, relation->open};
    if (const builtin::RelationFact* fact = find_fact(catalog, oid))
        return RelationInfo{fact->oid,
                            fact->name,
                            scope_of_fact(catalog, fact->oid, fact->namespace_oid),
                            static_cast<RelationKind>(fact->relkind),
                            fact->row_type,
                            false};
    return std::nullopt;
}

Oid find_relation(const Catalog& catalog, Oid scope, std::string_view name) {
    if (const Relation* relation = catalog.find<Relation>(scope, name)) return relation->oid;
    if (has_builtin_members(scope))
        if (const builtin::RelationFact* fact = builtin::find_relation(catalog.major(), scope, name))
            return fact->oid;
    Oid found = invalid_oid;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::RelationFact& fact : builtin::relations_of(catalog.major(), extension)) {
            if (!(fact.name == name) || !member_is_in(fact.namespace_oid, scope, schema)) continue;
            found = fact.oid;
            return true;
        }
        return false;
    });
    return found;
}

Oid find_relation(const Catalog& catalog, const SearchPath& path, std::string_view name) {
    for (Oid scope : path.namespaces)
        if (Oid relation = find_relation(catalog, scope, name)) return relation;
    return invalid_oid;
}

std::vector<ColumnInfo> columns_of(const Catalog& catalog, Oid relation) {
    std::vector<ColumnInfo> columns;
    if (const Relation* object = catalog.find<Relation>(relation)) {
        columns.reserve(object->attributes.size());
        for (const Attribute& attribute : object->attributes)
            columns.push_back(info_of(attribute));
    } else if (const builtin::RelationFact* fact = find_fact(catalog, relation)) {
        for (const builtin::ColumnFact& column : builtin::columns_of(*fact))
            columns.push_back(info_of(column));
    }
    return columns;
}

std::optional<ColumnInfo> find_column(const Catalog& catalog, Oid relation, std::string_view name) {
    if (const Relation* object = catalog.find<Relation>(relation)) {
        if (const Attribute* attribute = object->find_attribute(name)) return info_of(*attribute);
        return std::nullopt;
    }
    if (const builtin::RelationFact* fact = find_fact(catalog, relation))
        if (const builtin::ColumnFact* column = builtin::find_column(*fact, name)) return info_of(*column);
    return std::nullopt;
}

std::optional<ColumnInfo> find_column(const Catalog& catalog, Oid relation, AttributeNumber number) {
    if (const Relation* object = catalog.find<Relation>(relation)) {
        if (const Attribute* attribute = object->find_attribute(number)) return info_of(*attribute);
        return std::nullopt;
    }
    if (const builtin::RelationFact* fact = find_fact(catalog, relation))
        for (const builtin::ColumnFact& column : builtin::columns_of(*fact))
            if (column.number == number) return info_of(column);
    return std::nullopt;
}

std::vector<Oid> indexes_of(const Catalog& catalog, Oid table) {
    std::vector<Oid> indexes;
    const auto* relation = catalog.find<Relation>(table);
    if (!relation) return indexes;
    for (Oid dependent : catalog.dependents(table)) {
        const auto* index = catalog.find<Relation>(dependent);
        if (index && index->index && index->index->table == table) indexes.push_back(dependent);
    }
    // An index behind a constraint depends on the constraint alone.
    for (Oid member : catalog.members(table)) {
        const auto* constraint = catalog.find<Constraint>(member);
        if (!constraint || constraint->type == Constraint::Type::foreign_key) continue;
        if (constraint->index != invalid_oid &&
            std::find(indexes.begin(), indexes.end(), constraint->index) == indexes.end())
            indexes.push_back(constraint->index);
    }
    std::sort(indexes.begin(), indexes.end());
    return indexes;
}

}  // namespace backout::catalog
