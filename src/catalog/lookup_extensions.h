#pragma once

#include "catalog/builtin/extension.h"
#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"

/// What the lookups share to see the members of installed extensions. Only lookup*.cpp includes this.
namespace backout::catalog {

/// Whether a fresh server has anything in a schema: public is empty.
inline bool has_builtin_members(Oid scope) {
    return scope == pg_catalog_namespace || scope == builtin::information_schema_oid;
}

/// The schema that a member is in: its own, or the one that CREATE EXTENSION chose.
Oid member_scope(const Catalog& catalog, Oid member, Oid namespace_oid);

inline Oid scope_of_fact(const Catalog& catalog, Oid oid, Oid namespace_oid) {
    return is_extension_member(oid) ? member_scope(catalog, oid, namespace_oid) : namespace_oid;
}

/// Calls `visit(fact, schema)` for each installed extension whose members are known, until `visit` returns
/// true. Gives back whether it did.
template <class Visit>
bool visit_extensions(const Catalog& catalog, Visit&& visit) {
    for (Oid oid : catalog.all(ObjectClass::extension)) {
        const Extension* extension = catalog.find<Extension>(oid);
        if (!extension) continue;
        const builtin::ExtensionFact* fact = builtin::find_extension(catalog.major(), extension->name);
        if (fact && fact->members != builtin::MemberKnowledge::none && visit(*fact, extension->schema))
            return true;
    }
    return false;
}

/// Whether a member with this namespace is in `scope`, given the schema of its extension.
inline bool member_is_in(Oid namespace_oid, Oid scope, Oid extension_schema) {
    return (namespace_oid == builtin::extension_schema_oid ? extension_schema : namespace_oid) == scope;
}

}  // namespace backout::catalog
