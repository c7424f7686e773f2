#include "catalog/builtin/builtin.h"

#include <tuple>

#include "catalog/builtin/generated/tables.h"
#include "catalog/builtin/search.h"

namespace backout::catalog::builtin {

using search::equal_rows;
using search::row_of_oid;
using search::rows_named;

namespace {
// Each table starts with the rows of a fresh server; members of extensions follow.
constexpr auto fresh_types = std::span(tables::types).first<tables::fresh_types>();
constexpr auto fresh_ranges = std::span(tables::ranges).first<tables::fresh_ranges>();
constexpr auto fresh_functions = std::span(tables::functions).first<tables::fresh_functions>();
constexpr auto fresh_operators = std::span(tables::operators).first<tables::fresh_operators>();
constexpr auto fresh_casts = std::span(tables::casts).first<tables::fresh_casts>();
constexpr auto fresh_access_methods = std::span(tables::access_methods).first<tables::fresh_access_methods>();
constexpr auto fresh_collations = std::span(tables::collations).first<tables::fresh_collations>();
constexpr auto fresh_languages = std::span(tables::languages).first<tables::fresh_languages>();
constexpr auto fresh_relations = std::span(tables::relations).first<tables::fresh_relations>();
constexpr auto fresh_settings = std::span(tables::settings).first<tables::fresh_settings>();
constexpr auto fresh_names = std::span(tables::names).first<tables::fresh_names>();

template <class Fact>
const Fact* find_in_schema(std::span<const Fact> rows, Major major, Oid namespace_oid,
                           std::string_view name) {
    for (const Fact& fact : FactRange<Fact>(rows_named(rows, name), major)) {
        if (fact.namespace_oid == namespace_oid) return &fact;
    }
    return nullptr;
}

template <class Fact>
const Fact* find_by_name(std::span<const Fact> rows, Major major, std::string_view name) {
    return FactRange<Fact>(rows_named(rows, name), major).first();
}
}  // namespace

// --- Types ---------------------------------------------------------------------------------------

const TypeFact* find_type(Major major, Oid oid) {
    return row_of_oid(tables::types, tables::types_by_oid, major, oid);
}

const TypeFact* find_type(Major major, Oid namespace_oid, std::string_view name) {
    return find_in_schema<TypeFact>(fresh_types, major, namespace_oid, name);
}

FactRange<TypeFact> types(Major major) {
    return {fresh_types, major};
}

const RangeFact* find_range(Major major, Oid range_or_multirange_type) {
    // A handful of rows, those of extensions included.
    for (const RangeFact& range : FactRange<RangeFact>(tables::ranges, major)) {
        if (range.range_type == range_or_multirange_type ||
            range.multirange_type == range_or_multirange_type) {
            return &range;
        }
    }
    return nullptr;
}

FactRange<RangeFact> ranges(Major major) {
    return {fresh_ranges, major};
}

// --- Functions, operators, casts -----------------------------------------------------------------

const FunctionFact* find_function(Major major, Oid oid) {
    return row_of_oid(tables::functions, tables::functions_by_oid, major, oid);
}

FactRange<FunctionFact> functions_named(Major major, std::string_view name) {
    return {rows_named<FunctionFact>(fresh_functions, name), major};
}

FactRange<FunctionFact> functions(Major major) {
    return {fresh_functions, major};
}

const OperatorFact* find_operator(Major major, Oid oid) {
    return row_of_oid(tables::operators, tables::operators_by_oid, major, oid);
}

FactRange<OperatorFact> operators_named(Major major, std::string_view name) {
    return {rows_named<OperatorFact>(fresh_operators, name), major};
}

FactRange<OperatorFact> operators(Major major) {
    return {fresh_operators, major};
}

const CastFact* find_cast(Major major, Oid source, Oid target) {
    auto key_of = [](const CastFact& cast) { return std::tuple(cast.source, cast.target); };
    return FactRange<CastFact>(equal_rows<CastFact>(fresh_casts, std::tuple(source, target), key_of), major)
        .first();
}

FactRange<CastFact> casts_from(Major major, Oid source) {
    return {equal_rows<CastFact>(fresh_casts, source, &CastFact::source), major};
}

FactRange<CastFact> casts(Major major) {
    return {fresh_casts, major};
}

// --- Access methods, collations, languages -------------------------------------------------------

const AccessMethodFact* find_access_method(Major major, Oid oid) {
    return row_of_oid(tables::access_methods, tables::access_methods_by_oid, major, oid);
}

const AccessMethodFact* find_access_method(Major major, std::string_view name) {
    return find_by_name<AccessMethodFact>(fresh_access_methods, major, name);
}

FactRange<AccessMethodFact> access_methods(Major major) {
    return {fresh_access_methods, major};
}

const CollationFact* find_collation(Major major, Oid oid) {
    return row_of_oid(tables::collations, tables::collations_by_oid, major, oid);
}

FactRange<CollationFact> collations_named(Major major, std::string_view name) {
    return {rows_named<CollationFact>(fresh_collations, name), major};
}

FactRange<CollationFact> collations(Major major) {
    return {fresh_collations, major};
}

const LanguageFact* find_language(Major major, Oid oid) {
    return row_of_oid(tables::languages, tables::languages_by_oid, major, oid);
}

const LanguageFact* find_language(Major major, std::string_view name) {
    return find_by_name<LanguageFact>(fresh_languages, major, name);
}

FactRange<LanguageFact> languages(Major major) {
    return {fresh_languages, major};
}

// --- Relations, and what is but a name -----------------------------------------------------------

const RelationFact* find_relation(Major major, Oid oid) {
    return row_of_oid(tables::relations, tables::relations_by_oid, major, oid);
}

const RelationFact* find_relation(Major major, Oid namespace_oid, std::string_view name) {
    return find_in_schema<RelationFact>(fresh_relations, major, namespace_oid, name);
}

FactRange<RelationFact> relations(Major major) {
    return {fresh_relations, major};
}

std::span<const ColumnFact> columns_of(const RelationFact& relation) {
    return std::span(tables::columns).subspan(relation.first_column, relation.column_count);
}

const ColumnFact* find_column(const RelationFact& relation, std::string_view name) {
    for (const ColumnFact& column : columns_of(relation)) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

const NamedFact* find_named(Major major, NameTable table, std::string_view name) {
    auto key_of = [](const NamedFact& fact) { return std::tuple(fact.table, fact.name.view()); };
    return FactRange<NamedFact>(equal_rows<NamedFact>(fresh_names, std::tuple(table, name), key_of), major)
        .first();
}

FactRange<NamedFact> names(Major major, NameTable table) {
    return {equal_rows<NamedFact>(fresh_names, table, &NamedFact::table), major};
}

// --- Settings ------------------------------------------------------------------------------------

const SettingFact* find_setting(Major major, std::string_view lower_case_name) {
    return find_by_name<SettingFact>(fresh_settings, major, lower_case_name);
}

FactRange<SettingFact> settings(Major major) {
    return {fresh_settings, major};
}

}  // namespace backout::catalog::builtin
