#include "catalog/builtin/builtin.h"
#include "catalog/lookup.h"
#include "catalog/lookup_extensions.h"

/// Access methods, operator classes and families.
namespace backout::catalog {

namespace {

AccessMethodInfo info_of(const builtin::AccessMethodFact& fact) {
    return {fact.oid,         fact.name,       fact.kind,
            fact.can_order,   fact.can_unique, fact.can_multi_column,
            fact.can_exclude, fact.can_include};
}

AccessMethodInfo info_of(const AccessMethod& method) {
    AccessMethodInfo info;
    info.oid = method.oid;
    info.name = method.name;
    info.type = method.type;
    return info;
}

OperatorClassInfo info_of(const Catalog& catalog, const builtin::OperatorClassFact& fact) {
    return {fact.oid,           fact.name,   scope_of_fact(catalog, fact.oid, fact.namespace_oid),
            fact.access_method, fact.family, fact.input_type,
            fact.is_default};
}

OperatorClassInfo info_of(const OperatorClass& opclass) {
    return {opclass.oid,    opclass.name,       opclass.scope,     opclass.access_method,
            opclass.family, opclass.input_type, opclass.is_default};
}

/// Calls `visit` for every operator class of an access method.
template <class Visit>
void visit_operator_classes(const Catalog& catalog, Oid access_method, Visit&& visit) {
    for (const builtin::OperatorClassFact& fact : builtin::operator_classes(catalog.major(), access_method))
        visit(info_of(catalog, fact));
    for (Oid oid : catalog.all(ObjectClass::operator_class))
        if (const OperatorClass* opclass = catalog.find<OperatorClass>(oid);
            opclass && opclass->access_method == access_method)
            visit(info_of(*opclass));
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::OperatorClassFact& fact :
             builtin::operator_classes_of(catalog.major(), extension))
            if (fact.access_method == access_method) visit(info_of(catalog, fact));
        return false;
    });
}

/// IsPreferredType (parser/parse_coerce.c)
bool is_preferred(const Catalog& catalog, char category, Oid type) {
    std::optional<TypeInfo> info = type_info(catalog, type);
    return info && info->preferred && info->category == category;
}

/// Calls `visit(left, right, strategy, operator)` for each search operator of a family until it returns true.
template <class Visit>
bool visit_search_operators(const Catalog& catalog, Oid family, Visit&& visit) {
    auto visit_fact = [&](const builtin::FamilyOperatorFact& fact) {
        return fact.family == family && fact.purpose == 's' &&
               visit(fact.left, fact.right, fact.strategy, fact.operator_oid);
    };
    for (const builtin::FamilyOperatorFact& fact : builtin::family_operators(catalog.major(), family))
        if (visit_fact(fact)) return true;
    if (const OperatorFamily* object = catalog.find<OperatorFamily>(family))
        for (const FamilyMember& member : object->members)
            if (member.is_operator && member.order_family == invalid_oid &&
                visit(member.left, member.right, static_cast<std::int16_t>(member.number), member.object))
                return true;
    return visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::FamilyOperatorFact& fact :
             builtin::family_operators_of(catalog.major(), extension))
            if (visit_fact(fact)) return true;
        return false;
    });
}

}  // namespace

std::optional<AccessMethodInfo> find_access_method(const Catalog& catalog, std::string_view name) {
    if (const AccessMethod* method = catalog.find<AccessMethod>(invalid_oid, name)) return info_of(*method);
    if (const builtin::AccessMethodFact* fact = builtin::find_access_method(catalog.major(), name))
        return info_of(*fact);
    std::optional<AccessMethodInfo> found;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::AccessMethodFact& fact : builtin::access_methods_of(catalog.major(), extension))
            if (fact.name == name) found = info_of(fact);
        return found.has_value();
    });
    return found;
}

std::optional<AccessMethodInfo> access_method_info(const Catalog& catalog, Oid oid) {
    if (const AccessMethod* method = catalog.find<AccessMethod>(oid)) return info_of(*method);
    if (const builtin::AccessMethodFact* fact = builtin::find_access_method(catalog.major(), oid))
        return info_of(*fact);
    return std::nullopt;
}

std::optional<OperatorClassInfo> operator_class_info(const Catalog& catalog, Oid oid) {
    if (const OperatorClass* opclass = catalog.find<OperatorClass>(oid)) return info_of(*opclass);
    if (const builtin::OperatorClassFact* fact = builtin::find_operator_class(catalog.major(), oid))
        return info_of(catalog, *fact);
    return std::nullopt;
}

std::optional<OperatorClassInfo> find_operator_class(const Catalog& catalog, Oid access_method, Oid scope,
                                                     std::string_view name) {
    if (const builtin::OperatorClassFact* fact =
            builtin::find_operator_class(catalog.major(), access_method, name);
        fact && fact->namespace_oid == scope)
        return info_of(catalog, *fact);
    for (Oid oid : catalog.find_all(ObjectClass::operator_class, scope, name))
        if (const OperatorClass* opclass = catalog.find<OperatorClass>(oid);
            opclass && opclass->access_method == access_method)
            return info_of(*opclass);
    std::optional<OperatorClassInfo> found;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::OperatorClassFact& fact :
             builtin::operator_classes_of(catalog.major(), extension))
            if (fact.access_method == access_method && fact.name == name &&
                member_is_in(fact.namespace_oid, scope, schema))
                found = info_of(catalog, fact);
        return found.has_value();
    });
    return found;
}

std::optional<OperatorClassInfo> find_operator_class(const Catalog& catalog, Oid access_method,
                                                     const SearchPath& path, std::string_view name) {
    for (Oid scope : path.namespaces)
        if (auto found = find_operator_class(catalog, access_method, scope, name)) return found;
    return std::nullopt;
}

std::optional<OperatorClassInfo> default_operator_class(const Catalog& catalog, Oid access_method, Oid type) {
    type = base_type(catalog, type);
    // One for the type itself is the rule; only without it others are asked, which costs much more.
    std::optional<OperatorClassInfo> exact;
    int exact_count = 0;
    visit_operator_classes(catalog, access_method, [&](const OperatorClassInfo& opclass) {
        if (!opclass.is_default || opclass.input_type != type) return;
        exact = opclass;
        ++exact_count;
    });
    if (exact_count > 0) return exact_count == 1 ? exact : std::nullopt;
    std::optional<TypeInfo> info = type_info(catalog, type);
    std::optional<OperatorClassInfo> preferred, compatible;
    int preferred_count = 0, compatible_count = 0;
    visit_operator_classes(catalog, access_method, [&](const OperatorClassInfo& opclass) {
        if (!opclass.is_default || !is_binary_coercible(catalog, type, opclass.input_type)) return;
        bool is_preferred_one = info && is_preferred(catalog, info->category, opclass.input_type);
        (is_preferred_one ? preferred : compatible) = opclass;
        ++(is_preferred_one ? preferred_count : compatible_count);
    });
    if (preferred_count == 1) return preferred;
    return preferred_count == 0 && compatible_count == 1 ? compatible : std::nullopt;
}

Oid find_family_operator(const Catalog& catalog, Oid family, Oid left, Oid right, std::int16_t strategy) {
    if (is_builtin(family))
        if (Oid found = builtin::find_family_operator(catalog.major(), family, left, right, strategy))
            return found;
    Oid found = invalid_oid;
    visit_search_operators(catalog, family, [&](Oid l, Oid r, std::int16_t number, Oid operator_oid) {
        if (l != left || r != right || number != strategy) return false;
        found = operator_oid;
        return true;
    });
    return found;
}

std::int16_t family_strategy(const Catalog& catalog, Oid family, Oid operator_oid) {
    std::int16_t strategy = 0;
    visit_search_operators(catalog, family, [&](Oid, Oid, std::int16_t number, Oid member) {
        if (member != operator_oid) return false;
        strategy = number;
        return true;
    });
    return strategy;
}

}  // namespace backout::catalog
