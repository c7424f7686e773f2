#pragma once

#include <span>
#include <string_view>

#include "catalog/builtin/extension.h"
#include "catalog/builtin/fact_range.h"
#include "catalog/builtin/facts.h"
#include "catalog/builtin/major.h"

/// What a fresh PostgreSQL server has, by major version. Looking up costs a binary search in constant tables
/// and allocates nothing; pointers stay valid for ever. A null pointer or an empty range means: no such
/// object.
///
/// Lookups by oid also find extension members (from first_extension_oid on); lookups by name find only what
/// is there without CREATE EXTENSION (plpgsql is there). For members by name see extension.h.
namespace backout::catalog::builtin {

const TypeFact* find_type(Major major, Oid oid);
const TypeFact* find_type(Major major, Oid namespace_oid, std::string_view name);
FactRange<TypeFact> types(Major major);

/// Facts of a range type, by the range type or by its multirange type.
const RangeFact* find_range(Major major, Oid range_or_multirange_type);
FactRange<RangeFact> ranges(Major major);

const FunctionFact* find_function(Major major, Oid oid);
/// All overloads, in all schemas (compare namespace_oid).
FactRange<FunctionFact> functions_named(Major major, std::string_view name);
FactRange<FunctionFact> functions(Major major);

const OperatorFact* find_operator(Major major, Oid oid);
FactRange<OperatorFact> operators_named(Major major, std::string_view name);
FactRange<OperatorFact> operators(Major major);

const CastFact* find_cast(Major major, Oid source, Oid target);
FactRange<CastFact> casts_from(Major major, Oid source);
FactRange<CastFact> casts(Major major);

const AccessMethodFact* find_access_method(Major major, Oid oid);
const AccessMethodFact* find_access_method(Major major, std::string_view name);
FactRange<AccessMethodFact> access_methods(Major major);

const OperatorFamilyFact* find_operator_family(Major major, Oid oid);
const OperatorFamilyFact* find_operator_family(Major major, Oid access_method, std::string_view name);
FactRange<OperatorFamilyFact> operator_families(Major major);

const OperatorClassFact* find_operator_class(Major major, Oid oid);
const OperatorClassFact* find_operator_class(Major major, Oid access_method, std::string_view name);
/// All operator classes of an access method.
FactRange<OperatorClassFact> operator_classes(Major major, Oid access_method);

/// What decides with which polymorphic pseudo-types a type is compatible. Of a domain give its base type.
struct TypeShape {
    Oid oid;
    char typtype;
    char category;
    bool true_array;
    bool of_composite;  ///< of an array: its elements are composite
};
TypeShape shape_of(Major major, const TypeFact& type);

/// The default operator class of an access method for a type, as GetDefaultOpClass (commands/indexcmds.c)
/// chooses it: an exact match, else the only one (preferred types first) that the type is binary-coercible
/// to. Knows the operator classes and casts of a fresh server; types that users made find their polymorphic
/// class.
const OperatorClassFact* default_operator_class(Major major, Oid access_method, const TypeShape& type);
const OperatorClassFact* default_operator_class(Major major, Oid access_method, Oid type);

/// Whether a value of one type serves as one of another without conversion: IsBinaryCoercible
/// (parser/parse_coerce.c).
bool is_binary_coercible(Major major, const TypeShape& source, Oid target);
bool is_binary_coercible(Major major, Oid source, Oid target);

/// Members of an operator family.
FactRange<FamilyOperatorFact> family_operators(Major major, Oid family);
/// The operator at a strategy number for two types: get_opfamily_member (utils/cache/lsyscache.c). 0 if none.
Oid find_family_operator(Major major, Oid family, Oid left, Oid right, std::int16_t strategy);
/// The membership of an operator in a family as a search operator: op_in_opfamily. Null if it is none.
const FamilyOperatorFact* find_family_membership(Major major, Oid family, Oid operator_oid);
/// All memberships of all families.
FactRange<FamilyOperatorFact> family_operators(Major major);

const CollationFact* find_collation(Major major, Oid oid);
/// All of a name: one per encoding. Which names there are beyond the first few depends on the libc and ICU of
/// the server; those here are an ICU build's.
FactRange<CollationFact> collations_named(Major major, std::string_view name);
FactRange<CollationFact> collations(Major major);

const LanguageFact* find_language(Major major, Oid oid);
const LanguageFact* find_language(Major major, std::string_view name);
FactRange<LanguageFact> languages(Major major);

const RelationFact* find_relation(Major major, Oid oid);
const RelationFact* find_relation(Major major, Oid namespace_oid, std::string_view name);
FactRange<RelationFact> relations(Major major);
std::span<const ColumnFact> columns_of(const RelationFact& relation);
const ColumnFact* find_column(const RelationFact& relation, std::string_view name);

/// By name alone: on a fresh server no two schemas have the same of one kind.
const NamedFact* find_named(Major major, NameTable table, std::string_view name);
FactRange<NamedFact> names(Major major, NameTable table);

/// A configuration parameter, by its name in lower case. pg_settings, and so this, leaves out a few that
/// exist (GUC_NO_SHOW_ALL): role, session_authorization, seed, is_superuser, default_with_oids,
/// ssl_renegotiation_limit. Names with a dot are custom parameters: they may be set freely.
const SettingFact* find_setting(Major major, std::string_view lower_case_name);
FactRange<SettingFact> settings(Major major);

}  // namespace backout::catalog::builtin
