#pragma once

#include <cstdint>
#include <string_view>

#include "catalog/builtin/fact_range.h"
#include "catalog/builtin/facts.h"

namespace backout::catalog::builtin {

/// Rows of one extension in a table of extension members.
struct MemberSlice {
    std::uint32_t first, count;
};

/// How far the members of an extension are known.
enum class MemberKnowledge : std::uint8_t {
    none,  ///< only the name: whatever it creates must be taken as unknown
    some,  ///< facts are of one version of a third party's extension: other versions may have more
    all,   ///< those of the server's own contrib
};

/// What an extension's control file says and what CREATE EXTENSION creates.
struct ExtensionFact {
    Text name;
    Text default_version;
    TextList versions;  ///< those CREATE EXTENSION … VERSION takes, as far as known
    TextList required;  ///< extensions it requires
    Text schema;        ///< the control file's schema; empty if the user chooses
    bool relocatable, superuser, trusted;
    bool preinstalled;  ///< there without CREATE EXTENSION: plpgsql; its members have oids of a fresh server
    MemberKnowledge members;
    MajorSet majors;
    Oid first_member;  ///< oids of members are from here on
    std::uint32_t member_count;
    MemberSlice types, ranges, functions, operators, casts, access_methods, operator_families,
        operator_classes, family_operators, collations, languages, relations, settings, names;
};

const ExtensionFact* find_extension(Major major, std::string_view name);
/// All known extensions in the order of their names, also those that are not installed by default.
FactRange<ExtensionFact> extensions(Major major);

/// Members of an extension, in the order of their names. Their oids are from first_extension_oid on; members
/// without a schema of their own (namespace_oid == extension_schema_oid) go to the schema of CREATE
/// EXTENSION.
FactRange<TypeFact> types_of(Major major, const ExtensionFact& extension);
FactRange<RangeFact> ranges_of(Major major, const ExtensionFact& extension);
FactRange<FunctionFact> functions_of(Major major, const ExtensionFact& extension);
FactRange<OperatorFact> operators_of(Major major, const ExtensionFact& extension);
FactRange<CastFact> casts_of(Major major, const ExtensionFact& extension);
FactRange<AccessMethodFact> access_methods_of(Major major, const ExtensionFact& extension);
FactRange<OperatorFamilyFact> operator_families_of(Major major, const ExtensionFact& extension);
FactRange<OperatorClassFact> operator_classes_of(Major major, const ExtensionFact& extension);
/// Also rows the extension adds to operator families of others.
FactRange<FamilyOperatorFact> family_operators_of(Major major, const ExtensionFact& extension);
FactRange<CollationFact> collations_of(Major major, const ExtensionFact& extension);
FactRange<RelationFact> relations_of(Major major, const ExtensionFact& extension);
FactRange<LanguageFact> languages_of(Major major, const ExtensionFact& extension);

/// Schemas, foreign-data wrappers and text search objects.
FactRange<NamedFact> names_of(Major major, const ExtensionFact& extension);

FactRange<TypeFact> types_of(Major major, const ExtensionFact& extension, std::string_view name);
FactRange<FunctionFact> functions_of(Major major, const ExtensionFact& extension, std::string_view name);
FactRange<OperatorFact> operators_of(Major major, const ExtensionFact& extension, std::string_view name);

/// The extension whose member an oid (from first_extension_oid on) is; null if it is none.
const ExtensionFact* extension_of(Major major, Oid member);

}  // namespace backout::catalog::builtin
