#include "catalog/builtin/builtin.h"
#include "catalog/lookup.h"
#include "catalog/lookup_extensions.h"

namespace backout::catalog {

namespace {

TypeInfo info_of(const Catalog& catalog, const builtin::TypeFact& fact) {
    TypeInfo info;
    info.oid = fact.oid;
    info.name = fact.name;
    info.scope = scope_of_fact(catalog, fact.oid, fact.namespace_oid);
    info.kind = static_cast<TypeKind>(fact.typtype);
    info.category = fact.category;
    info.preferred = fact.preferred;
    info.is_array = fact.true_array;
    info.subscriptable = fact.subscriptable;
    info.element = fact.element;
    info.array = fact.array;
    info.relation = fact.relation;
    info.base_type = fact.base_type;
    info.base_typmod = fact.base_typmod;
    info.domain_not_null = fact.not_null;
    info.collation = fact.collation;
    info.has_typmod = fact.has_typmod;
    info.storage = fact.storage;
    info.align = fact.align;
    info.delimiter = fact.delimiter;
    info.length = fact.length;
    info.by_value = fact.by_value;
    if (info.kind == TypeKind::range || info.kind == TypeKind::multirange) {
        if (const builtin::RangeFact* range = builtin::find_range(catalog.major(), fact.oid)) {
            info.range_subtype = range->subtype;
            info.multirange = range->multirange_type;
            info.range = range->range_type;
        }
    }
    return info;
}

TypeInfo info_of(const Catalog& catalog, const Type& type) {
    TypeInfo info;
    info.oid = type.oid;
    info.name = type.name;
    info.scope = type.scope;
    info.kind = type.kind;
    info.category = type.category;
    info.preferred = type.preferred;
    info.defined = type.defined;
    info.is_array = type.is_array;
    info.subscriptable = type.is_array;
    info.element = type.element;
    info.array = type.array;
    info.relation = type.relation;
    info.base_type = type.base_type;
    info.base_typmod = type.base_typmod;
    info.domain_not_null = type.not_null;
    info.collation = type.collation;
    info.has_typmod = type.has_typmod;
    info.storage = type.storage;
    info.align = type.align;
    info.delimiter = type.delimiter;
    info.length = type.length;
    info.by_value = type.by_value;
    info.range_subtype = type.subtype;
    info.multirange = type.multirange;
    info.range = type.range;
    if (type.kind == TypeKind::multirange && type.subtype == invalid_oid)
        if (const Type* range = catalog.find<Type>(type.range)) info.range_subtype = range->subtype;
    return info;
}

Oid find_extension_type(const Catalog& catalog, Oid scope, std::string_view name) {
    Oid found = invalid_oid;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::TypeFact& fact : builtin::types_of(catalog.major(), extension, name)) {
            if (!member_is_in(fact.namespace_oid, scope, schema)) continue;
            found = fact.oid;
            return true;
        }
        return false;
    });
    return found;
}

}  // namespace

std::optional<TypeInfo> type_info(const Catalog& catalog, Oid oid) {
    if (!is_builtin(oid))
        if (const Type* type = catalog.find<Type>(oid)) return info_of(catalog, *type);
    if (const builtin::TypeFact* fact = builtin::find_type(catalog.major(), oid))
        return info_of(catalog, *fact);
    return std::nullopt;
}

Oid find_type(const Catalog& catalog, Oid scope, std::string_view name) {
    if (const Type* type = catalog.find<Type>(scope, name)) return type->oid;
    if (has_builtin_members(scope))
        if (const builtin::TypeFact* fact = builtin::find_type(catalog.major(), scope, name)) return fact->oid;
    return find_extension_type(catalog, scope, name);
}

Oid find_type(const Catalog& catalog, const SearchPath& path, std::string_view name) {
    for (Oid scope : path.namespaces)
        if (Oid type = find_type(catalog, scope, name)) return type;
    return invalid_oid;
}

Oid base_type(const Catalog& catalog, Oid type, std::int32_t* typmod) {
    for (;;) {
        if (is_builtin(type) && type < builtin::first_unpinned_oid)
            return type;  // domains are information_schema's
        std::optional<TypeInfo> info = type_info(catalog, type);
        if (!info || info->kind != TypeKind::domain) return type;
        type = info->base_type;
        if (typmod && *typmod == -1) *typmod = info->base_typmod;
    }
}

Oid array_type_of(const Catalog& catalog, Oid element) {
    if (const Type* type = catalog.find<Type>(element)) return type->array;
    const builtin::TypeFact* fact = builtin::find_type(catalog.major(), element);
    return fact ? fact->array : invalid_oid;
}

Oid element_type_of(const Catalog& catalog, Oid array) {
    std::optional<TypeInfo> info = type_info(catalog, base_type(catalog, array));
    return info && info->is_array ? info->element : invalid_oid;
}

std::vector<std::string_view> enum_labels(const Catalog& catalog, Oid type) {
    std::vector<std::string_view> labels;
    if (const Type* found = catalog.find<Type>(type))
        for (const EnumLabel& label : found->labels)
            labels.push_back(label.label);
    return labels;
}

std::int32_t enum_label_number(const Catalog& catalog, Oid type, std::string_view label) {
    if (const Type* found = catalog.find<Type>(type))
        for (const EnumLabel& one : found->labels)
            if (one.label == label) return one.number;
    return 0;
}

std::optional<std::string_view> enum_label(const Catalog& catalog, Oid type, std::int32_t number) {
    if (const Type* found = catalog.find<Type>(type))
        for (const EnumLabel& one : found->labels)
            if (one.number == number) return one.label;
    return std::nullopt;
}

}  // namespace backout::catalog
