// Operator families and classes, and what it takes to choose one for a type.

#include <tuple>

#include "catalog/builtin/builtin.h"
#include "catalog/builtin/generated/tables.h"
#include "catalog/builtin/search.h"

namespace backout::catalog::builtin {

using search::equal_rows;
using search::row_of_oid;

namespace {

constexpr auto fresh_families = std::span(tables::operator_families).first<tables::fresh_operator_families>();
constexpr auto fresh_classes = std::span(tables::operator_classes).first<tables::fresh_operator_classes>();
constexpr auto fresh_members = std::span(tables::family_operators).first<tables::fresh_family_operators>();

// Pseudo-types that IsBinaryCoercible knows (catalog/pg_type.dat).
namespace type_oid {
constexpr Oid any = 2276;
constexpr Oid anyarray = 2277;
constexpr Oid anyelement = 2283;
constexpr Oid anynonarray = 2776;
constexpr Oid anyenum = 3500;
constexpr Oid anyrange = 3831;
constexpr Oid anymultirange = 4537;
constexpr Oid anycompatible = 5077;
constexpr Oid anycompatiblearray = 5078;
constexpr Oid anycompatiblenonarray = 5079;
constexpr Oid anycompatiblerange = 5080;
constexpr Oid anycompatiblemultirange = 4538;
constexpr Oid record = 2249;
constexpr Oid record_array = 2287;
}  // namespace type_oid

bool is_composite(const TypeShape& type) {
    return type.typtype == 'c' || type.oid == type_oid::record;
}

bool matches_polymorphic(const TypeShape& type, Oid target) {
    switch (target) {
        case type_oid::any:
        case type_oid::anyelement:
        case type_oid::anycompatible:
            return true;
        case type_oid::anyarray:
        case type_oid::anycompatiblearray:
            return type.true_array;
        case type_oid::anynonarray:
        case type_oid::anycompatiblenonarray:
            return !type.true_array;
        case type_oid::anyenum:
            return type.typtype == 'e';
        case type_oid::anyrange:
        case type_oid::anycompatiblerange:
            return type.typtype == 'r';
        case type_oid::anymultirange:
        case type_oid::anycompatiblemultirange:
            return type.typtype == 'm';
        case type_oid::record:
            return is_composite(type);
        case type_oid::record_array:
            return type.true_array && type.of_composite;
        default:
            return false;
    }
}

/// IsPreferredType (parser/parse_coerce.c)
bool is_preferred(Major major, char category, Oid type) {
    const TypeFact* fact = find_type(major, type);
    return fact != nullptr && fact->preferred && fact->category == category;
}

}  // namespace

const OperatorFamilyFact* find_operator_family(Major major, Oid oid) {
    return row_of_oid(tables::operator_families, tables::operator_families_by_oid, major, oid);
}

const OperatorFamilyFact* find_operator_family(Major major, Oid access_method, std::string_view name) {
    auto key_of = [](const OperatorFamilyFact& family) {
        return std::tuple(family.access_method, family.name.view());
    };
    auto rows = equal_rows<OperatorFamilyFact>(fresh_families, std::tuple(access_method, name), key_of);
    return FactRange<OperatorFamilyFact>(rows, major).first();
}

FactRange<OperatorFamilyFact> operator_families(Major major) {
    return {fresh_families, major};
}

const OperatorClassFact* find_operator_class(Major major, Oid oid) {
    return row_of_oid(tables::operator_classes, tables::operator_classes_by_oid, major, oid);
}

const OperatorClassFact* find_operator_class(Major major, Oid access_method, std::string_view name) {
    auto key_of = [](const OperatorClassFact& opclass) {
        return std::tuple(opclass.access_method, opclass.name.view());
    };
    auto rows = equal_rows<OperatorClassFact>(fresh_classes, std::tuple(access_method, name), key_of);
    return FactRange<OperatorClassFact>(rows, major).first();
}

FactRange<OperatorClassFact> operator_classes(Major major, Oid access_method) {
    return {equal_rows<OperatorClassFact>(fresh_classes, access_method, &OperatorClassFact::access_method),
            major};
}

TypeShape shape_of(Major major, const TypeFact& type) {
    const TypeFact* element = type.true_array ? find_type(major, type.element) : nullptr;
    bool of_composite = element != nullptr && element->typtype == 'c';
    return {type.oid, type.typtype, type.category, type.true_array, of_composite};
}

bool is_binary_coercible(Major major, const TypeShape& source, Oid target) {
    if (source.oid == target || matches_polymorphic(source, target)) return true;
    const CastFact* cast = find_cast(major, source.oid, target);
    return cast != nullptr && cast->method == 'b' && cast->context == 'i';
}

bool is_binary_coercible(Major major, Oid source, Oid target) {
    const TypeFact* type = find_type(major, source);
    return type != nullptr && is_binary_coercible(major, shape_of(major, *type), target);
}

const OperatorClassFact* default_operator_class(Major major, Oid access_method, const TypeShape& type) {
    const OperatorClassFact* preferred = nullptr;
    const OperatorClassFact* compatible = nullptr;
    int preferred_count = 0;
    int compatible_count = 0;
    for (const OperatorClassFact& opclass : operator_classes(major, access_method)) {
        if (!opclass.is_default) continue;
        if (opclass.input_type == type.oid) return &opclass;
        if (!is_binary_coercible(major, type, opclass.input_type)) continue;
        if (is_preferred(major, type.category, opclass.input_type)) {
            preferred = &opclass;
            ++preferred_count;
        } else {
            compatible = &opclass;
            ++compatible_count;
        }
    }
    if (preferred_count == 1) return preferred;
    return preferred_count == 0 && compatible_count == 1 ? compatible : nullptr;
}

const OperatorClassFact* default_operator_class(Major major, Oid access_method, Oid type) {
    const TypeFact* fact = find_type(major, type);
    return fact == nullptr ? nullptr : default_operator_class(major, access_method, shape_of(major, *fact));
}

FactRange<FamilyOperatorFact> family_operators(Major major, Oid family) {
    return {equal_rows<FamilyOperatorFact>(fresh_members, family, &FamilyOperatorFact::family), major};
}

FactRange<FamilyOperatorFact> family_operators(Major major) {
    return {fresh_members, major};
}

Oid find_family_operator(Major major, Oid family, Oid left, Oid right, std::int16_t strategy) {
    auto key_of = [](const FamilyOperatorFact& member) {
        return std::tuple(member.family, member.left, member.right, member.strategy);
    };
    auto rows =
        equal_rows<FamilyOperatorFact>(fresh_members, std::tuple(family, left, right, strategy), key_of);
    const FamilyOperatorFact* member = FactRange<FamilyOperatorFact>(rows, major).first();
    return member == nullptr ? 0 : member->operator_oid;
}

const FamilyOperatorFact* find_family_membership(Major major, Oid family, Oid operator_oid) {
    for (const FamilyOperatorFact& member : family_operators(major, family)) {
        if (member.operator_oid == operator_oid && member.purpose == 's') return &member;
    }
    return nullptr;
}

}  // namespace backout::catalog::builtin
