#include <algorithm>

#include "catalog/builtin/builtin.h"
#include "catalog/lookup.h"
#include "catalog/lookup_extensions.h"

namespace backout::catalog {

namespace {

FunctionInfo info_of(const builtin::FunctionFact& fact, Oid scope) {
    FunctionInfo info;
    info.oid = fact.oid;
    info.name = fact.name;
    info.scope = scope;
    info.argument_types = fact.argument_types;
    info.all_argument_types = fact.all_argument_types;
    info.default_count = fact.defaults.size();
    info.variadic_type = fact.variadic_type;
    info.return_type = fact.return_type;
    info.returns_set = fact.returns_set;
    info.strict = fact.strict;
    info.kind = fact.kind;
    info.volatility = fact.volatility;
    info.aggregate_kind = fact.aggregate_kind;
    info.direct_arguments = fact.direct_arguments;
    info.fact = &fact;
    return info;
}

FunctionInfo info_of(const Function& function) {
    FunctionInfo info;
    info.oid = function.oid;
    info.name = function.name;
    info.scope = function.scope;
    info.argument_types = function.argument_types;
    info.all_argument_types = function.all_argument_types;
    info.default_count = function.defaults.size();
    info.variadic_type = function.variadic_type;
    info.return_type = function.return_type;
    info.returns_set = function.returns_set;
    info.strict = function.strict;
    info.kind = function.kind;
    info.volatility = function.volatility;
    if (function.aggregate) {
        info.aggregate_kind = function.aggregate->kind;
        info.direct_arguments = function.aggregate->direct_arguments;
    }
    info.object = &function;
    return info;
}

void members_named(const Catalog& catalog, Oid scope, std::string_view name,
                   std::vector<FunctionInfo>& into) {
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::FunctionFact& fact : builtin::functions_of(catalog.major(), extension, name))
            if (member_is_in(fact.namespace_oid, scope, schema)) into.push_back(info_of(fact, scope));
        return false;
    });
}

}  // namespace

std::size_t FunctionInfo::named_argument_count() const {
    if (object) return object->argument_names.size();
    return fact ? fact->argument_names.size() : 0;
}

char FunctionInfo::argument_mode(std::size_t place) const {
    if (object) return place < object->argument_modes.size() ? object->argument_modes[place] : 'i';
    if (!fact) return 'i';
    std::string_view modes = fact->argument_modes;
    return place < modes.size() ? modes[place] : 'i';
}

std::string_view FunctionInfo::argument_name(std::size_t place) const {
    if (place >= named_argument_count()) return {};
    return object ? std::string_view(object->argument_names[place]) : fact->argument_names[place];
}

std::optional<FunctionInfo> function_info(const Catalog& catalog, Oid oid) {
    if (const Function* function = catalog.find<Function>(oid)) return info_of(*function);
    if (const builtin::FunctionFact* fact = builtin::find_function(catalog.major(), oid))
        return info_of(*fact, scope_of_fact(catalog, fact->oid, fact->namespace_oid));
    return std::nullopt;
}

void functions_named(const Catalog& catalog, Oid scope, std::string_view name,
                     std::vector<FunctionInfo>& into) {
    if (has_builtin_members(scope))
        for (const builtin::FunctionFact& fact : builtin::functions_named(catalog.major(), name))
            if (fact.namespace_oid == scope) into.push_back(info_of(fact, scope));
    for (Oid oid : catalog.find_all(ObjectClass::function, scope, name))
        if (const Function* function = catalog.find<Function>(oid)) into.push_back(info_of(*function));
    members_named(catalog, scope, name, into);
}

std::vector<FunctionInfo> functions_named(const Catalog& catalog, const SearchPath& path,
                                          std::string_view name) {
    std::vector<FunctionInfo> found;
    for (Oid scope : path.namespaces)
        functions_named(catalog, scope, name, found);
    return found;
}

Oid find_function(const Catalog& catalog, Oid scope, std::string_view name,
                  std::span<const Oid> argument_types) {
    std::vector<FunctionInfo> candidates;
    functions_named(catalog, scope, name, candidates);
    for (const FunctionInfo& candidate : candidates)
        if (std::ranges::equal(candidate.argument_types, argument_types)) return candidate.oid;
    return invalid_oid;
}

}  // namespace backout::catalog
