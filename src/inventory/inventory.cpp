#include "inventory/inventory.h"

#include <map>
#include <tuple>

#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "inventory/item_builder.h"

namespace backout::inventory {

using catalog::Catalog;
using catalog::Object;
using catalog::ObjectClass;
using catalog::Oid;

std::string plain_name(const Catalog& catalog, Oid scope, std::string_view name) {
    return fmt::format("{}.{}", catalog::namespace_name(catalog, scope), name);
}

std::string relation_name(const Catalog& catalog, Oid relation) {
    auto info = catalog::relation_info(catalog, relation);
    return info ? plain_name(catalog, info->scope, info->name) : std::string();
}

std::string type_name(const Catalog& catalog, Oid type, std::int32_t typmod) {
    return catalog::format_type(catalog, catalog::catalog_only_path(), type, typmod);
}

std::string function_name(const Catalog& catalog, Oid function) {
    auto info = catalog::function_info(catalog, function);
    if (!info) return {};
    return info->scope == catalog::pg_catalog_namespace ? std::string(info->name)
                                                        : plain_name(catalog, info->scope, info->name);
}

std::string print_acl(const Catalog& catalog, const catalog::Acl& acl) {
    // By grantee, whoever granted: the same privileges from another grantor are the same privileges.
    std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> by_grantee;
    for (const catalog::AclItem& item : acl) {
        std::string grantee = item.grantee == catalog::invalid_oid ? "PUBLIC" : catalog::role_name(catalog, item.grantee);
        auto& bits = by_grantee[grantee];
        bits.first |= item.privileges;
        bits.second |= item.grant_options;
    }
    std::vector<std::string> printed;
    for (const auto& [grantee, bits] : by_grantee) {
        std::vector<std::string> names;
        for (std::string_view name : catalog::privilege_names(bits.first)) {
            std::string word(name);
            for (char& c : word) c = static_cast<char>(c | 0x20);  // lower case; a blank stays one
            bool grantable = (catalog::privilege_bit(word) & bits.second) != 0;
            names.push_back(std::string(name) + (grantable ? "*" : ""));
        }
        std::sort(names.begin(), names.end());
        printed.push_back(fmt::format("{}={}", grantee, fmt::join(names, "+")));
    }
    return fmt::format("{}", fmt::join(printed, ","));
}

std::string print_options(const catalog::OptionList& options) {
    std::vector<std::string> printed;
    for (const auto& [name, value] : options) printed.push_back(fmt::format("{}={}", name, value));
    return fmt::format("{}", fmt::join(printed, ","));
}

namespace {

/// Whether the object, or what it hangs on, came with an extension or is in a temporary schema: not the project's.
bool is_left_out(const Catalog& catalog, const Object& object) {
    for (const catalog::Dependency& dependency : object.dependencies)
        if (dependency.type == catalog::DependencyType::extension) return true;
    if (object.object_class == ObjectClass::namespace_)
        return static_cast<const catalog::Namespace&>(object).temporary;
    const Object* scope = catalog.find(object.scope);
    if (!scope) return false;
    if (const auto* schema = catalog::as<catalog::Namespace>(scope)) return schema->temporary;
    return is_left_out(catalog, *scope);
}

}  // namespace

std::vector<Item> items_of(const Catalog& catalog, Oid oid) {
    std::vector<Item> items;
    const Object* object = catalog.find(oid);
    if (!object || is_left_out(catalog, *object)) return items;
    switch (object->object_class) {
        case ObjectClass::relation: add_relation_items(catalog, *object, items); break;
        case ObjectClass::attribute_default:
            // A default is a property of its column.
            if (catalog.find(object->scope)) add_relation_items(catalog, *catalog.find(object->scope), items);
            return items;
        case ObjectClass::constraint: add_constraint_items(catalog, *object, items); break;
        case ObjectClass::type: add_type_items(catalog, *object, items); break;
        case ObjectClass::function:
        case ObjectClass::trigger:
        case ObjectClass::rule:
        case ObjectClass::policy:
        case ObjectClass::event_trigger: add_routine_items(catalog, *object, items); break;
        default: add_other_items(catalog, *object, items); break;
    }
    if (!items.empty()) add_comment_items(catalog, *object, items);
    return items;
}

std::vector<Item> all_items(const Catalog& catalog) {
    std::vector<Item> items;
    for (int value = 0; value <= static_cast<int>(ObjectClass::user_mapping); ++value) {
        auto object_class = static_cast<ObjectClass>(value);
        if (object_class == ObjectClass::attribute_default) continue;
        for (Oid oid : catalog.all(object_class))
            for (Item& item : items_of(catalog, oid)) items.push_back(std::move(item));
    }
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return std::tie(a.kind, a.name) < std::tie(b.kind, b.name);
    });
    // A constraint is listed with its index, too, and a publication with each of its tables.
    auto is_same = [](const Item& a, const Item& b) { return a.kind == b.kind && a.name == b.name && a.oid == b.oid; };
    items.erase(std::unique(items.begin(), items.end(), is_same), items.end());
    return items;
}

}  // namespace backout::inventory
