#include "catalog/builtin/extension.h"

#include "catalog/builtin/generated/tables.h"
#include "catalog/builtin/search.h"

namespace backout::catalog::builtin {

using search::rows_named;

namespace {

template <class Table>
auto slice_of(const Table& table, MemberSlice slice) {
    return std::span<const typename Table::value_type>(table).subspan(slice.first, slice.count);
}

}  // namespace

const ExtensionFact* find_extension(Major major, std::string_view name) {
    return FactRange<ExtensionFact>(rows_named<ExtensionFact>(tables::extensions, name), major).first();
}

FactRange<ExtensionFact> extensions(Major major) {
    return {tables::extensions, major};
}

const ExtensionFact* extension_of(Major major, Oid member) {
    for (const ExtensionFact& extension : extensions(major)) {
        if (member - extension.first_member < extension.member_count) return &extension;
    }
    return nullptr;
}

FactRange<TypeFact> types_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::types, extension.types), major};
}

FactRange<TypeFact> types_of(Major major, const ExtensionFact& extension, std::string_view name) {
    return {rows_named(slice_of(tables::types, extension.types), name), major};
}

FactRange<RangeFact> ranges_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::ranges, extension.ranges), major};
}

FactRange<FunctionFact> functions_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::functions, extension.functions), major};
}

FactRange<FunctionFact> functions_of(Major major, const ExtensionFact& extension, std::string_view name) {
    return {rows_named(slice_of(tables::functions, extension.functions), name), major};
}

FactRange<OperatorFact> operators_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::operators, extension.operators), major};
}

FactRange<OperatorFact> operators_of(Major major, const ExtensionFact& extension, std::string_view name) {
    return {rows_named(slice_of(tables::operators, extension.operators), name), major};
}

FactRange<CastFact> casts_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::casts, extension.casts), major};
}

FactRange<AccessMethodFact> access_methods_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::access_methods, extension.access_methods), major};
}

FactRange<OperatorFamilyFact> operator_families_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::operator_families, extension.operator_families), major};
}

FactRange<OperatorClassFact> operator_classes_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::operator_classes, extension.operator_classes), major};
}

FactRange<FamilyOperatorFact> family_operators_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::family_operators, extension.family_operators), major};
}

FactRange<CollationFact> collations_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::collations, extension.collations), major};
}

FactRange<LanguageFact> languages_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::languages, extension.languages), major};
}

FactRange<RelationFact> relations_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::relations, extension.relations), major};
}

FactRange<NamedFact> names_of(Major major, const ExtensionFact& extension) {
    return {slice_of(tables::names, extension.names), major};
}

}  // namespace backout::catalog::builtin
