#pragma once

#include <cstdint>

#include "catalog/builtin/major.h"
#include "catalog/builtin/pool.h"

// One struct per system catalog; members carry the meaning and the letters of the catalog's columns (manual,
// chapter "System Catalogs"). An oid of 0 means none. The order of members is the order in the generated
// tables: tools/builtin_facts writes it from its own list of columns, so change both.

namespace backout::catalog::builtin {

inline constexpr Oid pg_catalog_oid = 11;
inline constexpr Oid pg_toast_oid = 99;
inline constexpr Oid public_oid = 2200;
/// A server gives information_schema a number of its own at initdb; here it is always this one.
inline constexpr Oid information_schema_oid = 10000;
/// Below it an oid is PostgreSQL's own. From here to first_user_oid initdb gives other numbers on every
/// server: those are ours, the same for all major versions.
inline constexpr Oid first_unpinned_oid = 10000;
/// FirstNormalObjectId of access/transam.h: objects users create start here.
inline constexpr Oid first_user_oid = 16384;
/// Oids of extension members are from here on: unique among all extensions, and never given by a server this
/// side of two billion objects. Facts of one extension refer to those of another it requires.
inline constexpr Oid first_extension_oid = 0x80000000U;
/// namespace_oid of extension members that go to the schema CREATE EXTENSION was given.
inline constexpr Oid extension_schema_oid = first_extension_oid;

/// pg_type
struct TypeFact {
    Oid oid;
    Text name;
    Oid namespace_oid;
    char typtype;        ///< b base, c composite, d domain, e enum, m multirange, p pseudo, r range
    char category;       ///< typcategory
    bool preferred;      ///< typispreferred
    bool true_array;     ///< an array in the sense of ANY(): typelem with array_subscript_handler
    bool subscriptable;  ///< has a typsubscript of any kind (arrays, jsonb, hstore, point)
    bool by_value;
    bool not_null;    ///< of a domain
    bool has_typmod;  ///< has a typmodin function: type(…) may be written
    char align, storage, delimiter;
    std::int16_t length;
    Oid element;               ///< typelem
    Oid array;                 ///< typarray
    Oid relation;              ///< typrelid
    Oid base_type;             ///< of a domain
    std::int32_t base_typmod;  ///< of a domain, else -1
    Oid collation;
    MajorSet majors;
};

/// pg_range
struct RangeFact {
    Oid range_type, subtype, multirange_type, collation, subtype_opclass;
    MajorSet majors;
};

/// pg_proc, and what pg_aggregate adds
struct FunctionFact {
    Oid oid;
    Text name;
    Oid namespace_oid;
    OidList argument_types;      ///< proargtypes: the input arguments (IN, INOUT, VARIADIC)
    OidList all_argument_types;  ///< proallargtypes; empty when all arguments are IN
    Text argument_modes;         ///< proargmodes, a letter (i o b v t) per all_argument_types, or
                                 ///< per argument_types if those are empty; empty when all are IN
    TextList argument_names;     ///< proargnames; empty when none has a name
    TextList defaults;           ///< expressions of the last defaults.size() input arguments
    Oid variadic_type;           ///< element type of the VARIADIC parameter
    Oid return_type;
    bool returns_set, strict, leakproof, security_definer;
    char kind;            ///< prokind: f function, p procedure, a aggregate, w window function
    char volatility;      ///< provolatile: i, s, v
    char parallel;        ///< proparallel: s, r, u
    char language;        ///< i internal, c C, s SQL, p PL/pgSQL, ? another
    char aggregate_kind;  ///< aggkind: n normal, o ordered-set, h hypothetical-set; 0 if no aggregate
    std::int8_t direct_arguments;  ///< aggnumdirectargs
    MajorSet majors;
};

/// pg_operator
struct OperatorFact {
    Oid oid;
    Text name;
    Oid namespace_oid;
    Oid left;  ///< 0 for a prefix operator
    Oid right, result, function, commutator, negator;
    bool can_merge, can_hash;
    MajorSet majors;
};

/// pg_cast
struct CastFact {
    Oid source, target;
    Oid function;  ///< 0 for a binary-coercible cast or one by input and output functions
    char context;  ///< e explicit, a assignment, i implicit
    char method;   ///< f function, i input/output, b binary
    MajorSet majors;
};

/// pg_am
struct AccessMethodFact {
    Oid oid;
    Text name;
    char kind;  ///< i index, t table
    // What an index access method can do: amroutine flags as pg_indexam_has_property tells them.
    bool can_order, can_unique, can_multi_column, can_exclude, can_include;
    MajorSet majors;
};

/// pg_opfamily
struct OperatorFamilyFact {
    Oid oid;
    Text name;
    Oid namespace_oid, access_method;
    MajorSet majors;
};

/// pg_opclass
struct OperatorClassFact {
    Oid oid;
    Text name;
    Oid namespace_oid, access_method, family, input_type;
    Oid key_type;  ///< type of the stored data, 0 if the same as input_type
    bool is_default;
    MajorSet majors;
};

/// pg_amop
struct FamilyOperatorFact {
    Oid family, left, right;
    std::int16_t strategy;
    char purpose;  ///< s search, o ordering
    Oid operator_oid;
    Oid sort_family;  ///< of an ordering operator
    MajorSet majors;
};

/// pg_collation
struct CollationFact {
    Oid oid;
    Text name;
    Oid namespace_oid;
    char provider;  ///< d database default, b builtin, c libc, i icu
    bool deterministic;
    std::int32_t encoding;  ///< -1 for any
    MajorSet majors;
};

/// pg_language
struct LanguageFact {
    Oid oid;
    Text name;
    bool is_procedural, trusted;
    MajorSet majors;
};

/// Catalogs of which little more than names matter.
enum class NameTable : char {
    schema = 'n',
    role = 'r',
    tablespace = 's',
    text_search_configuration = 'c',
    text_search_dictionary = 'd',
    text_search_parser = 'p',
    text_search_template = 't',
    conversion = 'v',
    foreign_data_wrapper = 'w',
};

/// A row of one of those.
struct NamedFact {
    Oid oid;
    NameTable table;
    Text name;
    Oid namespace_oid;  ///< 0 for what is in no schema: schemas, roles, tablespaces, foreign-data wrappers
    MajorSet majors;
};

/// pg_attribute, user columns only
struct ColumnFact {
    Text name;
    Oid type;
    std::int32_t typmod;
    Oid collation;
    std::int16_t number;  ///< attnum
    bool not_null;
};

/// pg_class: tables, views and sequences (indexes and toast tables are left out)
struct RelationFact {
    Oid oid;
    Text name;
    Oid namespace_oid;
    char relkind;
    Oid row_type;
    std::uint16_t first_column, column_count;  ///< place in the table of columns; read it with columns_of()
    MajorSet majors;
};

/// pg_settings
struct SettingFact {
    Text name;            ///< in lower case: names of settings are compared without regard to case
    Text canonical_name;  ///< as SHOW ALL writes it
    char type;            ///< b bool, e enum, i integer, r real, s string
    Text context;         ///< user, superuser, sighup, postmaster, internal, backend, superuser-backend
    Text unit;            ///< of type i or r, as kB, ms, min; may be empty
    Text minimum, maximum;
    TextList values;  ///< those of an enum
    Text boot_value;  ///< the default before any configuration file; empty if none or if it is a path
    MajorSet majors;
};

}  // namespace backout::catalog::builtin
