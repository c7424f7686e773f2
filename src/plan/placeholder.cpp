#include "plan/placeholder.h"

#include <algorithm>

#include "sql/quote.h"

namespace backout::plan {

using catalog::Attribute;
using catalog::Constraint;
using catalog::Relation;

namespace {

bool contains(const std::vector<catalog::AttributeNumber>& numbers, catalog::AttributeNumber number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// A key over the column alone, or a foreign key with it: the same value in each row would not do.
bool is_key(const Catalog& catalog, const Relation& table, const Attribute& column) {
    for (const auto* constraint : catalog.members_of_class<Constraint>(table.oid))
        if (contains(constraint->keys, column.number) && constraint->type != Constraint::Type::not_null) return true;
    for (Oid oid : catalog::indexes_of(catalog, table.oid)) {
        const auto* index = catalog.find<Relation>(oid);
        if (index->index->unique && std::any_of(index->index->keys.begin(), index->index->keys.end(),
                                                [&](const auto& key) { return key.attribute == column.number; }))
            return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> placeholder(const Writer& writer, const Relation& table, const Attribute& column) {
    const Catalog& catalog = writer.catalog();
    if (is_key(catalog, table, column)) return std::nullopt;
    auto type = catalog::type_info(catalog, column.type);
    if (!type || type->kind == catalog::TypeKind::domain) return std::nullopt;
    if (type->is_array) return "'{}'";
    if (type->kind == catalog::TypeKind::enum_) {
        auto labels = catalog::enum_labels(catalog, column.type);
        return labels.empty() ? std::nullopt : std::optional(sql::quote_literal(labels.front()));
    }
    if (type->name == "uuid") return "'00000000-0000-0000-0000-000000000000'";
    if (type->name == "json" || type->name == "jsonb") return "'{}'";
    if (type->name == "bytea") return "''";
    if (type->name == "time" || type->name == "timetz") return "'00:00'";
    switch (type->category) {  // pg_type.typcategory
        case 'B': return "false";
        case 'N': return type->name.starts_with("reg") || type->name == "oid" ? std::nullopt : std::optional<std::string>("0");
        case 'S': return type->name == "name" || type->name == "bpchar" || type->name == "text" || type->name == "varchar" ||
                                 type->name == "citext"
                             ? std::optional<std::string>("''")
                             : std::nullopt;
        case 'D': return "'epoch'";
        case 'T': return "'0'";
        default: return std::nullopt;
    }
}

}  // namespace backout::plan
