#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/builtin/facts.h"
#include "catalog/catalog.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/type.h"

/// One view over the objects of a fresh server, of the installed extensions and of the project: the parts of
/// pg_type, pg_proc … that name resolution and expression analysis ask for. Views are cheap values; their
/// string_views and spans are valid until the catalog changes.
namespace backout::catalog {

/// The schemas that unqualified names are looked up in, in order, with pg_catalog and the temporary schema
/// where PostgreSQL puts them (catalog/namespace.c, recomputeNamespacePath).
struct SearchPath {
    std::vector<Oid> namespaces{pg_catalog_namespace, public_namespace};
    Oid creation =
        public_namespace;  ///< where CREATE puts an unqualified name; 0: no schema has been selected
};

/// `pg_catalog` alone: what pg_dump and our comparisons print names under.
const SearchPath& catalog_only_path();

Oid find_namespace(const Catalog& catalog, std::string_view name);
std::string namespace_name(const Catalog& catalog, Oid oid);

// --- types
// ------------------------------------------------------------------------------------------------------

struct TypeInfo {
    Oid oid = invalid_oid;
    std::string_view name;
    Oid scope = invalid_oid;
    TypeKind kind = TypeKind::base;
    char category = 'U';
    bool preferred = false;
    bool defined = true;
    bool is_array = false;  ///< a true array: `element` is its element type
    bool subscriptable = false;
    Oid element = invalid_oid;
    Oid array = invalid_oid;
    Oid relation = invalid_oid;   ///< of a composite type
    Oid base_type = invalid_oid;  ///< of a domain
    std::int32_t base_typmod = -1;
    bool domain_not_null = false;
    Oid collation = invalid_oid;
    bool has_typmod = false;
    char storage = 'p';
    char align = 'i';
    char delimiter = ',';
    std::int16_t length = -1;
    bool by_value = false;
    Oid range_subtype = invalid_oid;  ///< of a range; of a multirange its range's
    Oid multirange = invalid_oid;     ///< of a range
    Oid range = invalid_oid;          ///< of a multirange
};

std::optional<TypeInfo> type_info(const Catalog& catalog, Oid oid);
/// The type of that name in one schema; 0 when there is none.
Oid find_type(const Catalog& catalog, Oid scope, std::string_view name);
Oid find_type(const Catalog& catalog, const SearchPath& path, std::string_view name);
/// The type that a domain is over in the end, with its type modifier; the type itself when it is none.
Oid base_type(const Catalog& catalog, Oid type, std::int32_t* typmod = nullptr);
/// The array type of an element type; 0 when it has none.
Oid array_type_of(const Catalog& catalog, Oid element);
/// The element type of a true array (looking through domains); 0 when it is none.
Oid element_type_of(const Catalog& catalog, Oid array);
/// Labels of an enum in order; empty for other types.
std::vector<std::string_view> enum_labels(const Catalog& catalog, Oid type);
/// What a constant of an enum keeps of its label, since labels can be renamed; 0 for other types and labels.
std::int32_t enum_label_number(const Catalog& catalog, Oid type, std::string_view label);
/// The label of that number as it is now.
std::optional<std::string_view> enum_label(const Catalog& catalog, Oid type, std::int32_t number);

/// Columns of a composite type or relation, in order.
struct ColumnInfo {
    std::string_view name;
    AttributeNumber number = 0;
    Oid type = invalid_oid;
    std::int32_t typmod = -1;
    Oid collation = invalid_oid;
    bool not_null = false;
};

// --- relations
// --------------------------------------------------------------------------------------------------

struct RelationInfo {
    Oid oid = invalid_oid;
    std::string_view name;
    Oid scope = invalid_oid;
    RelationKind kind = RelationKind::table;
    Oid row_type = invalid_oid;
    bool open = false;  ///< more columns than are known (open world)
};

std::optional<RelationInfo> relation_info(const Catalog& catalog, Oid oid);
Oid find_relation(const Catalog& catalog, Oid scope, std::string_view name);
Oid find_relation(const Catalog& catalog, const SearchPath& path, std::string_view name);
std::vector<ColumnInfo> columns_of(const Catalog& catalog, Oid relation);
std::optional<ColumnInfo> find_column(const Catalog& catalog, Oid relation, std::string_view name);
std::optional<ColumnInfo> find_column(const Catalog& catalog, Oid relation, AttributeNumber number);
/// Indexes of a table or materialized view, those behind its constraints included, in order of creation.
std::vector<Oid> indexes_of(const Catalog& catalog, Oid table);

// --- functions and operators
// ------------------------------------------------------------------------------------

struct FunctionInfo {
    Oid oid = invalid_oid;
    std::string_view name;
    Oid scope = invalid_oid;
    std::span<const Oid> argument_types;      ///< input arguments
    std::span<const Oid> all_argument_types;  ///< empty: all are input
    std::size_t default_count = 0;
    Oid variadic_type = invalid_oid;
    Oid return_type = invalid_oid;
    bool returns_set = false;
    bool strict = false;
    char kind = 'f';
    char volatility = 'v';
    char aggregate_kind = 0;
    std::int32_t direct_arguments = 0;
    const builtin::FunctionFact* fact = nullptr;  ///< of a fresh server's or an extension's function
    const Function* object = nullptr;             ///< of the project's

    std::size_t named_argument_count() const;
    /// Mode of an argument ('i','o','b','v','t') and its name, by its place among all arguments.
    char argument_mode(std::size_t place) const;
    std::string_view argument_name(std::size_t place) const;
    std::size_t total_arguments() const {
        return all_argument_types.empty() ? argument_types.size() : all_argument_types.size();
    }
};

std::optional<FunctionInfo> function_info(const Catalog& catalog, Oid oid);
/// All functions of a name in one schema.
void functions_named(const Catalog& catalog, Oid scope, std::string_view name,
                     std::vector<FunctionInfo>& into);
/// All functions of a name in the schemas of a path, in the path's order (FuncnameGetCandidates decides
/// between them).
std::vector<FunctionInfo> functions_named(const Catalog& catalog, const SearchPath& path,
                                          std::string_view name);
/// The function with exactly these input argument types; 0 when there is none.
Oid find_function(const Catalog& catalog, Oid scope, std::string_view name,
                  std::span<const Oid> argument_types);

struct OperatorInfo {
    Oid oid = invalid_oid;
    std::string_view name;
    Oid scope = invalid_oid;
    Oid left = invalid_oid;
    Oid right = invalid_oid;
    Oid result = invalid_oid;
    Oid function = invalid_oid;
    Oid commutator = invalid_oid;
    Oid negator = invalid_oid;
    bool can_hash = false;
    bool can_merge = false;
};

std::optional<OperatorInfo> operator_info(const Catalog& catalog, Oid oid);
void operators_named(const Catalog& catalog, Oid scope, std::string_view name,
                     std::vector<OperatorInfo>& into);
std::vector<OperatorInfo> operators_named(const Catalog& catalog, const SearchPath& path,
                                          std::string_view name);
/// The operator with exactly these operand types (0: none on that side); 0 when there is none
/// (OpernameGetOprid).
Oid find_operator(const Catalog& catalog, Oid scope, std::string_view name, Oid left, Oid right);
Oid find_operator(const Catalog& catalog, const SearchPath& path, std::string_view name, Oid left, Oid right);

/// Whether all operators of a name along a path are a fresh server's.
bool has_only_builtin_operators(const Catalog& catalog, const SearchPath& path, std::string_view name);

struct CastInfo {
    Oid source = invalid_oid;
    Oid target = invalid_oid;
    Oid function = invalid_oid;
    char context = 'e';
    char method = 'f';
    Oid oid = invalid_oid;  ///< of a cast the project made
};
std::optional<CastInfo> find_cast(const Catalog& catalog, Oid source, Oid target);
/// IsBinaryCoercible (parser/parse_coerce.c).
bool is_binary_coercible(const Catalog& catalog, Oid source, Oid target);

// --- access methods, operator classes, collations, languages
// ---------------------------------------------------

struct AccessMethodInfo {
    Oid oid = invalid_oid;
    std::string_view name;
    char type = 'i';
    bool can_order = true, can_unique = true, can_multi_column = true, can_exclude = true, can_include = true;
};
std::optional<AccessMethodInfo> find_access_method(const Catalog& catalog, std::string_view name);
std::optional<AccessMethodInfo> access_method_info(const Catalog& catalog, Oid oid);

struct OperatorClassInfo {
    Oid oid = invalid_oid;
    std::string_view name;
    Oid scope = invalid_oid;
    Oid access_method = invalid_oid;
    Oid family = invalid_oid;
    Oid input_type = invalid_oid;
    bool is_default = false;
};
std::optional<OperatorClassInfo> operator_class_info(const Catalog& catalog, Oid oid);
std::optional<OperatorClassInfo> find_operator_class(const Catalog& catalog, Oid access_method, Oid scope,
                                                     std::string_view name);
std::optional<OperatorClassInfo> find_operator_class(const Catalog& catalog, Oid access_method,
                                                     const SearchPath& path, std::string_view name);
/// GetDefaultOpClass (commands/indexcmds.c).
std::optional<OperatorClassInfo> default_operator_class(const Catalog& catalog, Oid access_method, Oid type);
/// The operator of a family for a strategy and two types; 0 when there is none (get_opfamily_member).
Oid find_family_operator(const Catalog& catalog, Oid family, Oid left, Oid right, std::int16_t strategy);
/// Whether an operator is a search operator of a family, and its strategy (0: it is none).
std::int16_t family_strategy(const Catalog& catalog, Oid family, Oid operator_oid);

Oid find_collation(const Catalog& catalog, Oid scope, std::string_view name);
Oid find_collation(const Catalog& catalog, const SearchPath& path, std::string_view name);
struct CollationInfo {
    Oid oid = invalid_oid;
    std::string name;
    Oid scope = invalid_oid;
    bool deterministic = true;
};
std::optional<CollationInfo> collation_info(const Catalog& catalog, Oid oid);
inline constexpr Oid default_collation = 100;
inline constexpr Oid c_collation = 950;

/// A text search object, by its class (ts_config, ts_dictionary …); 0 when there is none.
Oid find_text_search(const Catalog& catalog, ObjectClass object_class, Oid scope, std::string_view name);
Oid find_text_search(const Catalog& catalog, ObjectClass object_class, const SearchPath& path,
                     std::string_view name);
struct TextSearchInfo {
    std::string name;
    Oid scope = invalid_oid;
};
std::optional<TextSearchInfo> text_search_info(const Catalog& catalog, ObjectClass object_class, Oid oid);

Oid find_language(const Catalog& catalog, std::string_view name);
std::string language_name(const Catalog& catalog, Oid oid);
Oid find_role(const Catalog& catalog, std::string_view name);
std::string role_name(const Catalog& catalog, Oid oid);

// --- printed names
// ----------------------------------------------------------------------------------------------

/// The extension (object) that an object of a fresh server's or extension's number came with; 0 when none.
Oid extension_of_member(const Catalog& catalog, Oid member);
/// Whether an unqualified name of this kind and scope would be found as this object (RelationIsVisible and
/// its kin).
bool is_visible_relation(const Catalog& catalog, const SearchPath& path, Oid oid);
bool is_visible_type(const Catalog& catalog, const SearchPath& path, Oid oid);
/// `schema.name`, quoted where needed.
std::string qualified_name(const Catalog& catalog, Oid scope, std::string_view name);
/// A type as error messages name it (format_type_be): "character varying", "public.mood[]".
std::string format_type(const Catalog& catalog, const SearchPath& path, Oid type);
/// A type with its modifier, as definitions print it (format_type_with_typemod): "character varying(10)".
/// Without a modifier (-1) character is "bpchar", since character alone means character(1).
std::string format_type(const Catalog& catalog, const SearchPath& path, Oid type, std::int32_t typmod);

}  // namespace backout::catalog
