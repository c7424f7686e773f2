#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

/// The catalog as a list of named items with printed properties: what `backout schema` shows, what round trips compare
/// and what the tests hold against queries on a real server's pg_catalog. Kinds and names are those of
/// tests/oracle/README.md; names are schema-qualified ("public.users", column "public.users.email").
namespace backout::inventory {

struct Property {
    std::string name;
    std::string value;

    friend bool operator==(const Property&, const Property&) = default;
};

struct Item {
    std::string kind;
    std::string name;
    std::vector<Property> properties;
    catalog::Oid oid = catalog::invalid_oid;  ///< the object behind it
    catalog::AttributeNumber column = 0;

    const std::string* property(std::string_view property_name) const {
        for (const Property& property : properties)
            if (property.name == property_name) return &property.value;
        return nullptr;
    }
};

/// What one object is listed as: nothing (row types, internal triggers), one item, or several: a table with its
/// columns, the order of its columns, comments.
std::vector<Item> items_of(const catalog::Catalog& catalog, catalog::Oid oid);

/// The whole catalog, ordered by kind and name.
std::vector<Item> all_items(const catalog::Catalog& catalog);

}  // namespace backout::inventory
