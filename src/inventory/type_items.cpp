#include "analyze/deparse.h"
#include "catalog/relation.h"
#include "catalog/type.h"
#include "inventory/item_builder.h"
#include "sql/quote.h"

namespace backout::inventory {

using catalog::Catalog;
using catalog::Type;
using catalog::TypeKind;

namespace {

Item enum_item(const Catalog& catalog, const Type& type) {
    std::vector<std::string> labels;
    for (const catalog::EnumLabel& label : type.labels) labels.push_back(sql::quote_literal(label.label));
    return ItemBuilder("enum", plain_name(catalog, type.scope, type.name), type.oid)
        .add("labels", fmt::format("{}", fmt::join(labels, ",")))
        .add("owner", catalog::role_name(catalog, type.owner))
        .add("privileges", print_acl(catalog, catalog::effective_acl(type, catalog.major())))
        .build();
}

Item domain_item(const Catalog& catalog, const Type& type) {
    ItemBuilder builder("domain", plain_name(catalog, type.scope, type.name), type.oid);
    builder.add("type", type_name(catalog, type.base_type, type.base_typmod)).flag("not null", type.not_null);
    if (type.default_value) builder.add("default", analyze::deparse_expression(catalog, *type.default_value));
    auto base = catalog::type_info(catalog, type.base_type);
    if (type.collation != catalog::invalid_oid && base && base->collation != type.collation) {
        auto collation = catalog::collation_info(catalog, type.collation);
        builder.add("collation", collation ? collation->name : "");
    }
    return builder.add("owner", catalog::role_name(catalog, type.owner))
        .add("privileges", print_acl(catalog, catalog::effective_acl(type, catalog.major())))
        .build();
}

Item plain_type_item(const Catalog& catalog, const Type& type) {
    ItemBuilder builder("type", plain_name(catalog, type.scope, type.name), type.oid);
    if (type.kind == TypeKind::range) {
        builder.add("subtype", type_name(catalog, type.subtype))
            .add("canonical", function_name(catalog, type.canonical))
            .add("subtype diff", function_name(catalog, type.subtype_diff));
    } else {
        builder.flag("shell", !type.defined)
            .add("input", function_name(catalog, type.input))
            .add("output", function_name(catalog, type.output))
            .add("length", type.defined ? std::to_string(type.length) : "")
            .add("properties", print_options(type.properties));
    }
    return builder.add("owner", catalog::role_name(catalog, type.owner))
        .add("privileges", print_acl(catalog, catalog::effective_acl(type, catalog.major())))
        .build();
}

}  // namespace

void add_type_items(const Catalog& catalog, const catalog::Object& object, std::vector<Item>& items) {
    const auto& type = static_cast<const Type&>(object);
    // Row types are their relation, array types their element, multiranges their range.
    if (type.is_array || type.kind == TypeKind::composite || type.kind == TypeKind::multirange) return;
    switch (type.kind) {
        case TypeKind::enum_: items.push_back(enum_item(catalog, type)); break;
        case TypeKind::domain: items.push_back(domain_item(catalog, type)); break;
        default: items.push_back(plain_type_item(catalog, type)); break;
    }
}

}  // namespace backout::inventory
