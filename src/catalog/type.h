#pragma once

#include "catalog/expression.h"
#include "catalog/object.h"

namespace backout::catalog {

/// pg_type.typtype, with arrays told apart as PostgreSQL's code does by typelem and typsubscript.
enum class TypeKind : char {
    base = 'b', composite = 'c', domain = 'd', enum_ = 'e', pseudo = 'p', range = 'r', multirange = 'm'
};

struct EnumLabel {
    std::string label;
    double sort_order = 0;
    Origin origin;
    std::int32_t number = 0;  ///< from 1 in the order of creation; stays when the label is renamed (as its OID does)
};

/// A type that a project made (pg_type); those of a fresh server are facts in catalog/builtin.
struct Type : ObjectOf<Type, ObjectClass::type> {
    TypeKind kind = TypeKind::base;
    char category = 'U';
    bool preferred = false;
    bool defined = true;              ///< false: a shell type
    std::int16_t length = -1;
    bool by_value = false;
    char align = 'i';
    char storage = 'x';
    char delimiter = ',';
    Oid element = invalid_oid;
    bool is_array = false;            ///< the array type of `element`
    Oid array = invalid_oid;
    Oid relation = invalid_oid;       ///< of a composite type
    Oid collation = invalid_oid;
    bool has_typmod = false;
    // domain
    Oid base_type = invalid_oid;
    std::int32_t base_typmod = -1;
    bool not_null = false;
    ExprPtr default_value;
    // enum
    std::vector<EnumLabel> labels;    ///< in sort order
    // range and multirange
    Oid subtype = invalid_oid;
    Oid multirange = invalid_oid;
    Oid range = invalid_oid;
    Oid subtype_opclass = invalid_oid;
    Oid subtype_collation = invalid_oid;
    Oid canonical = invalid_oid;
    Oid subtype_diff = invalid_oid;
    // base type
    Oid input = invalid_oid;
    Oid output = invalid_oid;
    OptionList properties;            ///< further attributes, printed
};

struct Collation : ObjectOf<Collation, ObjectClass::collation> {
    char provider = 'c';
    bool deterministic = true;
    std::string locale;
    OptionList properties;
};

struct Conversion : ObjectOf<Conversion, ObjectClass::conversion> {
    std::string for_encoding;
    std::string to_encoding;
    Oid function = invalid_oid;
    bool is_default = false;
};

/// pg_cast; its name is "source->target" in oids.
struct Cast : ObjectOf<Cast, ObjectClass::cast> {
    Oid source = invalid_oid;
    Oid target = invalid_oid;
    Oid function = invalid_oid;
    char context = 'e';
    char method = 'f';                ///< 'f' function, 'i' in-out, 'b' binary coercible
};

struct Transform : ObjectOf<Transform, ObjectClass::transform> {
    Oid type = invalid_oid;
    Oid language = invalid_oid;
    Oid from_sql = invalid_oid;
    Oid to_sql = invalid_oid;
};

}  // namespace backout::catalog
