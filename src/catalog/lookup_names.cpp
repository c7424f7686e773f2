#include "catalog/builtin/builtin.h"
#include "catalog/lookup.h"
#include "catalog/lookup_extensions.h"
#include "sql/quote.h"

/// Schemas, collations, languages, roles; where names are visible.
namespace backout::catalog {

namespace {

using builtin::NameTable;

/// The name of a row of one of the small catalogs, by its number.
std::string name_of(const Catalog& catalog, NameTable table, Oid oid) {
    for (const builtin::NamedFact& fact : builtin::names(catalog.major(), table))
        if (fact.oid == oid) return std::string(fact.name.view());
    return {};
}

NameTable text_search_table(ObjectClass object_class) {
    switch (object_class) {
        case ObjectClass::ts_config:
            return NameTable::text_search_configuration;
        case ObjectClass::ts_dictionary:
            return NameTable::text_search_dictionary;
        case ObjectClass::ts_parser:
            return NameTable::text_search_parser;
        default:
            return NameTable::text_search_template;
    }
}

CollationInfo info_of(const Catalog& catalog, const builtin::CollationFact& fact) {
    return {fact.oid, std::string(fact.name.view()), scope_of_fact(catalog, fact.oid, fact.namespace_oid),
            fact.deterministic};
}

}  // namespace

const SearchPath& catalog_only_path() {
    static const SearchPath path{{pg_catalog_namespace}, invalid_oid};
    return path;
}

// --- schemas
// -----------------------------------------------------------------------------------------------------

Oid find_namespace(const Catalog& catalog, std::string_view name) {
    if (const Namespace* found = catalog.find<Namespace>(invalid_oid, name)) return found->oid;
    // Schema public can be dropped: it is there only as an object.
    if (const builtin::NamedFact* fact = builtin::find_named(catalog.major(), NameTable::schema, name))
        return fact->oid == public_namespace ? invalid_oid : fact->oid;
    return invalid_oid;
}

std::string namespace_name(const Catalog& catalog, Oid oid) {
    if (const Namespace* found = catalog.find<Namespace>(oid)) return found->name;
    std::string name = name_of(catalog, NameTable::schema, oid);
    if (!name.empty() || !is_extension_member(oid)) return name;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::NamedFact& fact : builtin::names_of(catalog.major(), extension))
            if (fact.oid == oid) name = std::string(fact.name.view());
        return !name.empty();
    });
    return name;
}

Oid member_scope(const Catalog& catalog, Oid member, Oid namespace_oid) {
    if (namespace_oid != builtin::extension_schema_oid) return namespace_oid;
    const Extension* extension = catalog.find<Extension>(extension_of_member(catalog, member));
    return extension ? extension->schema : invalid_oid;
}

Oid extension_of_member(const Catalog& catalog, Oid member) {
    if (!is_extension_member(member)) return invalid_oid;
    const builtin::ExtensionFact* fact = builtin::extension_of(catalog.major(), member);
    const Extension* extension = fact ? catalog.find<Extension>(invalid_oid, fact->name.view()) : nullptr;
    return extension ? extension->oid : invalid_oid;
}

// --- collations
// --------------------------------------------------------------------------------------------------

Oid find_collation(const Catalog& catalog, Oid scope, std::string_view name) {
    if (const Collation* collation = catalog.find<Collation>(scope, name)) return collation->oid;
    // A collation of the database's encoding goes before one of any; we take databases to be in UTF-8.
    constexpr std::int32_t utf8 = 6, any = -1;
    Oid found = invalid_oid;
    for (const builtin::CollationFact& fact : builtin::collations_named(catalog.major(), name)) {
        if (fact.namespace_oid != scope) continue;
        if (fact.encoding == utf8) return fact.oid;
        if (fact.encoding == any) found = fact.oid;
    }
    return found;
}

Oid find_collation(const Catalog& catalog, const SearchPath& path, std::string_view name) {
    for (Oid scope : path.namespaces)
        if (Oid collation = find_collation(catalog, scope, name)) return collation;
    return invalid_oid;
}

std::optional<CollationInfo> collation_info(const Catalog& catalog, Oid oid) {
    if (const Collation* collation = catalog.find<Collation>(oid))
        return CollationInfo{collation->oid, collation->name, collation->scope, collation->deterministic};
    if (const builtin::CollationFact* fact = builtin::find_collation(catalog.major(), oid))
        return info_of(catalog, *fact);
    return std::nullopt;
}

// --- text search
// --------------------------------------------------------------------------------------------------

Oid find_text_search(const Catalog& catalog, ObjectClass object_class, Oid scope, std::string_view name) {
    if (const Object* object = catalog.find(object_class, scope, name)) return object->oid;
    const NameTable table = text_search_table(object_class);
    const builtin::NamedFact* fact = builtin::find_named(catalog.major(), table, name);
    if (fact && fact->namespace_oid == scope) return fact->oid;
    Oid found = invalid_oid;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::NamedFact& member : builtin::names_of(catalog.major(), extension))
            if (member.table == table && member.name == name &&
                member_is_in(member.namespace_oid, scope, schema))
                found = member.oid;
        return found != invalid_oid;
    });
    return found;
}

Oid find_text_search(const Catalog& catalog, ObjectClass object_class, const SearchPath& path,
                     std::string_view name) {
    for (Oid scope : path.namespaces)
        if (Oid found = find_text_search(catalog, object_class, scope, name)) return found;
    return invalid_oid;
}

std::optional<TextSearchInfo> text_search_info(const Catalog& catalog, ObjectClass object_class, Oid oid) {
    if (const Object* object = catalog.find(oid); object && object->object_class == object_class)
        return TextSearchInfo{object->name, object->scope};
    for (const builtin::NamedFact& fact : builtin::names(catalog.major(), text_search_table(object_class)))
        if (fact.oid == oid) return TextSearchInfo{std::string(fact.name.view()), fact.namespace_oid};
    std::optional<TextSearchInfo> found;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::NamedFact& member : builtin::names_of(catalog.major(), extension))
            if (member.oid == oid)
                found = {std::string(member.name.view()),
                         scope_of_fact(catalog, member.oid, member.namespace_oid)};
        return found.has_value();
    });
    return found;
}

// --- languages and roles
// -----------------------------------------------------------------------------------------

Oid find_language(const Catalog& catalog, std::string_view name) {
    if (const Language* language = catalog.find<Language>(invalid_oid, name)) return language->oid;
    if (const builtin::LanguageFact* fact = builtin::find_language(catalog.major(), name)) return fact->oid;
    Oid found = invalid_oid;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::LanguageFact& fact : builtin::languages_of(catalog.major(), extension))
            if (fact.name == name) found = fact.oid;
        return found != invalid_oid;
    });
    return found;
}

std::string language_name(const Catalog& catalog, Oid oid) {
    if (const Language* language = catalog.find<Language>(oid)) return language->name;
    const builtin::LanguageFact* fact = builtin::find_language(catalog.major(), oid);
    return fact ? std::string(fact->name.view()) : std::string();
}

Oid find_role(const Catalog& catalog, std::string_view name) {
    if (const Role* role = catalog.find<Role>(invalid_oid, name)) return role->oid;
    const builtin::NamedFact* fact = builtin::find_named(catalog.major(), NameTable::role, name);
    return fact ? fact->oid : invalid_oid;
}

std::string role_name(const Catalog& catalog, Oid oid) {
    if (const Role* role = catalog.find<Role>(oid)) return role->name;
    return name_of(catalog, NameTable::role, oid);
}

// --- printed names
// -----------------------------------------------------------------------------------------------

bool is_visible_relation(const Catalog& catalog, const SearchPath& path, Oid oid) {
    std::optional<RelationInfo> info = relation_info(catalog, oid);
    return info && find_relation(catalog, path, info->name) == oid;
}

bool is_visible_type(const Catalog& catalog, const SearchPath& path, Oid oid) {
    std::optional<TypeInfo> info = type_info(catalog, oid);
    return info && find_type(catalog, path, info->name) == oid;
}

std::string qualified_name(const Catalog& catalog, Oid scope, std::string_view name) {
    std::string qualified = sql::quote_identifier(namespace_name(catalog, scope));
    qualified += '.';
    qualified += sql::quote_identifier(name);
    return qualified;
}

}  // namespace backout::catalog
