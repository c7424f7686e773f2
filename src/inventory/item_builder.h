#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/acl.h"
#include "catalog/lookup.h"
#include "inventory/inventory.h"

namespace backout::inventory {

/// Collects the properties of an item; empty values are left out.
class ItemBuilder {
public:
    ItemBuilder(std::string kind, std::string name, catalog::Oid oid, catalog::AttributeNumber column = 0) {
        item_.kind = std::move(kind);
        item_.name = std::move(name);
        item_.oid = oid;
        item_.column = column;
    }

    ItemBuilder& add(std::string_view name, std::string value) {
        if (!value.empty()) item_.properties.push_back({std::string(name), std::move(value)});
        return *this;
    }
    /// A flag is listed only when it is set.
    ItemBuilder& flag(std::string_view name, bool value) { return value ? add(name, "true") : *this; }

    Item build() { return std::move(item_); }

private:
    Item item_;
};

/// "schema.name", unquoted.
std::string plain_name(const catalog::Catalog& catalog, catalog::Oid scope, std::string_view name);
std::string relation_name(const catalog::Catalog& catalog, catalog::Oid relation);
/// A type as it is printed when only pg_catalog is searched.
std::string type_name(const catalog::Catalog& catalog, catalog::Oid type, std::int32_t typmod = -1);
std::string function_name(const catalog::Catalog& catalog, catalog::Oid function);
/// "role=SELECT+INSERT*,PUBLIC=…": who may do what, sorted; * marks grant options.
std::string print_acl(const catalog::Catalog& catalog, const catalog::Acl& acl);
/// "a=1,b=2" in the order kept.
std::string print_options(const catalog::OptionList& options);

// Items by class; each adds what the object is listed as.
void add_relation_items(const catalog::Catalog& catalog, const catalog::Object& object, std::vector<Item>& items);
void add_constraint_items(const catalog::Catalog& catalog, const catalog::Object& object, std::vector<Item>& items);
void add_type_items(const catalog::Catalog& catalog, const catalog::Object& object, std::vector<Item>& items);
void add_routine_items(const catalog::Catalog& catalog, const catalog::Object& object, std::vector<Item>& items);
void add_other_items(const catalog::Catalog& catalog, const catalog::Object& object, std::vector<Item>& items);
/// The comments on an object and its columns, named as pg_identify_object names it.
void add_comment_items(const catalog::Catalog& catalog, const catalog::Object& object, std::vector<Item>& items);

}  // namespace backout::inventory
