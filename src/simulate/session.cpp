#include "simulate/session.h"

#include <algorithm>

#include "simulate/privileges.h"

namespace backout::simulate {

catalog::SearchPath Session::search_path(const catalog::Catalog& catalog) const {
    std::vector<Oid> named;
    for (const std::string& name : state.search_path) {
        Oid oid = catalog::invalid_oid;
        if (name == "\"$user\"" || name == "$user")
            oid = catalog::find_namespace(catalog, catalog::role_name(catalog, state.current_role));
        else if (name == "pg_temp")
            oid = temporary_namespace;
        else
            oid = catalog::find_namespace(catalog, name);
        if (oid == catalog::invalid_oid || std::find(named.begin(), named.end(), oid) != named.end()) continue;
        // A schema that the role may not look into is as good as missing.
        bool visible = oid == temporary_namespace ||
                       (privileges_on(catalog, catalog::ObjectClass::namespace_, oid, state.current_role) &
                        catalog::privilege_usage) != 0;
        if (visible) named.push_back(oid);
    }
    catalog::SearchPath path;
    path.namespaces.clear();
    path.creation = catalog::invalid_oid;
    for (Oid oid : named)
        if (path.creation == catalog::invalid_oid) path.creation = oid;
    auto contains = [&](Oid oid) { return std::find(named.begin(), named.end(), oid) != named.end(); };
    if (temporary_namespace != catalog::invalid_oid && !contains(temporary_namespace))
        path.namespaces.push_back(temporary_namespace);
    if (!contains(catalog::pg_catalog_namespace)) path.namespaces.push_back(catalog::pg_catalog_namespace);
    path.namespaces.insert(path.namespaces.end(), named.begin(), named.end());
    return path;
}

std::string_view Session::setting(std::string_view name) const {
    auto found = state.settings.find(name);
    return found == state.settings.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace backout::simulate
