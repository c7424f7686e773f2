#include <fmt/format.h>

#include "catalog/builtin/builtin.h"
#include "catalog/lookup.h"
#include "catalog/lookup_extensions.h"

/// Operators and casts.
namespace backout::catalog {

namespace {

// Pseudo-types of pg_type.dat that any value, or any of a kind, is binary-coercible to.
constexpr Oid any_oid = 2276, any_element = 2283, any_array = 2277, any_non_array = 2776, any_enum = 3500,
              any_range = 3831, any_multirange = 4537;
constexpr Oid any_compatible = 5077, any_compatible_array = 5078, any_compatible_non_array = 5079,
              any_compatible_range = 5080, any_compatible_multirange = 4538;
constexpr Oid record_oid = 2249, record_array_oid = 2287;

OperatorInfo info_of(const builtin::OperatorFact& fact, Oid scope) {
    return {fact.oid,      fact.name,       scope,        fact.left,     fact.right,    fact.result,
            fact.function, fact.commutator, fact.negator, fact.can_hash, fact.can_merge};
}

OperatorInfo info_of(const Operator& operator_) {
    return {operator_.oid,     operator_.name,     operator_.scope,    operator_.left,
            operator_.right,   operator_.result,   operator_.function, operator_.commutator,
            operator_.negator, operator_.can_hash, operator_.can_merge};
}

void members_named(const Catalog& catalog, Oid scope, std::string_view name,
                   std::vector<OperatorInfo>& into) {
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::OperatorFact& fact : builtin::operators_of(catalog.major(), extension, name))
            if (member_is_in(fact.namespace_oid, scope, schema)) into.push_back(info_of(fact, scope));
        return false;
    });
}

CastInfo info_of(const builtin::CastFact& fact) {
    return {fact.source, fact.target, fact.function, fact.context, fact.method, invalid_oid};
}

std::optional<CastInfo> find_extension_cast(const Catalog& catalog, Oid source, Oid target) {
    std::optional<CastInfo> found;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        for (const builtin::CastFact& fact : builtin::casts_of(catalog.major(), extension)) {
            if (fact.source != source || fact.target != target) continue;
            found = info_of(fact);
            return true;
        }
        return false;
    });
    return found;
}

bool is_composite(const std::optional<TypeInfo>& type) {
    return type && type->kind == TypeKind::composite;
}

/// Whether a type (no domain) is one of those that a pseudo-type stands for.
bool pseudo_type_accepts(const Catalog& catalog, Oid pseudo, Oid source) {
    std::optional<TypeInfo> type = type_info(catalog, source);
    if (!type) return false;
    switch (pseudo) {
        case any_array:
        case any_compatible_array:
            return type->is_array;
        case any_non_array:
        case any_compatible_non_array:
            return !type->is_array;
        case any_enum:
            return type->kind == TypeKind::enum_;
        case any_range:
        case any_compatible_range:
            return type->kind == TypeKind::range;
        case any_multirange:
        case any_compatible_multirange:
            return type->kind == TypeKind::multirange;
        case record_oid:
            return is_composite(type);
        case record_array_oid:
            return type->is_array && is_composite(type_info(catalog, type->element));
        default:
            return false;
    }
}

}  // namespace

std::optional<OperatorInfo> operator_info(const Catalog& catalog, Oid oid) {
    if (const Operator* operator_ = catalog.find<Operator>(oid)) return info_of(*operator_);
    if (const builtin::OperatorFact* fact = builtin::find_operator(catalog.major(), oid))
        return info_of(*fact, scope_of_fact(catalog, fact->oid, fact->namespace_oid));
    return std::nullopt;
}

void operators_named(const Catalog& catalog, Oid scope, std::string_view name,
                     std::vector<OperatorInfo>& into) {
    if (scope == pg_catalog_namespace)
        for (const builtin::OperatorFact& fact : builtin::operators_named(catalog.major(), name))
            if (fact.namespace_oid == scope) into.push_back(info_of(fact, scope));
    for (Oid oid : catalog.find_all(ObjectClass::operator_, scope, name))
        if (const Operator* operator_ = catalog.find<Operator>(oid)) into.push_back(info_of(*operator_));
    members_named(catalog, scope, name, into);
}

std::vector<OperatorInfo> operators_named(const Catalog& catalog, const SearchPath& path,
                                          std::string_view name) {
    std::vector<OperatorInfo> found;
    for (Oid scope : path.namespaces)
        operators_named(catalog, scope, name, found);
    return found;
}

Oid find_operator(const Catalog& catalog, Oid scope, std::string_view name, Oid left, Oid right) {
    if (scope == pg_catalog_namespace)
        for (const builtin::OperatorFact& fact : builtin::operators_named(catalog.major(), name))
            if (fact.left == left && fact.right == right) return fact.oid;
    for (Oid oid : catalog.find_all(ObjectClass::operator_, scope, name))
        if (const Operator* operator_ = catalog.find<Operator>(oid);
            operator_ && operator_->left == left && operator_->right == right)
            return oid;
    Oid found = invalid_oid;
    visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid schema) {
        for (const builtin::OperatorFact& fact : builtin::operators_of(catalog.major(), extension, name))
            if (fact.left == left && fact.right == right && member_is_in(fact.namespace_oid, scope, schema))
                found = fact.oid;
        return found != invalid_oid;
    });
    return found;
}

Oid find_operator(const Catalog& catalog, const SearchPath& path, std::string_view name, Oid left,
                  Oid right) {
    for (Oid scope : path.namespaces)
        if (Oid found = find_operator(catalog, scope, name, left, right)) return found;
    return invalid_oid;
}

bool has_only_builtin_operators(const Catalog& catalog, const SearchPath& path, std::string_view name) {
    for (Oid scope : path.namespaces)
        if (!catalog.find_all(ObjectClass::operator_, scope, name).empty()) return false;
    return !visit_extensions(catalog, [&](const builtin::ExtensionFact& extension, Oid) {
        return !builtin::operators_of(catalog.major(), extension, name).empty();
    });
}

std::optional<CastInfo> find_cast(const Catalog& catalog, Oid source, Oid target) {
    if (const builtin::CastFact* fact = builtin::find_cast(catalog.major(), source, target))
        return info_of(*fact);
    // Few projects make casts: look for a name only where there are any.
    if (!catalog.all(ObjectClass::cast).empty())
        if (const Cast* cast = catalog.find<Cast>(invalid_oid, fmt::format("{}->{}", source, target)))
            return CastInfo{cast->source,  cast->target, cast->function,
                            cast->context, cast->method, cast->oid};
    if (is_extension_member(source) || is_extension_member(target))
        return find_extension_cast(catalog, source, target);
    return std::nullopt;
}

bool is_binary_coercible(const Catalog& catalog, Oid source, Oid target) {
    if (source == target) return true;
    if (target == any_oid || target == any_element || target == any_compatible) return true;
    source = base_type(catalog, source);
    if (source == target || pseudo_type_accepts(catalog, target, source)) return true;
    std::optional<CastInfo> cast = find_cast(catalog, source, target);
    return cast && cast->method == 'b' && cast->context == 'i';
}

}  // namespace backout::catalog
