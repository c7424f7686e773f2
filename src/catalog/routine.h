#pragma once

#include "catalog/expression.h"
#include "catalog/object.h"

namespace backout::catalog {

/// A function, procedure, aggregate or window function (pg_proc). Names are not unique in their schema: the input
/// argument types tell overloads apart.
struct Function : ObjectOf<Function, ObjectClass::function> {
    char kind = 'f';                         ///< 'f', 'p', 'a', 'w'
    std::vector<Oid> argument_types;         ///< input arguments (proargtypes)
    std::vector<Oid> all_argument_types;     ///< proallargtypes; empty when all are input
    std::vector<char> argument_modes;        ///< 'i','o','b','v','t'; empty when all are 'i'
    std::vector<std::string> argument_names; ///< of all arguments; empty when none has a name
    std::vector<ExprPtr> defaults;           ///< of the last input arguments
    Oid variadic_type = invalid_oid;
    Oid return_type = invalid_oid;
    bool returns_set = false;
    Oid language = invalid_oid;
    char volatility = 'v';
    char parallel = 'u';
    bool strict = false;
    bool leakproof = false;
    bool security_definer = false;
    double cost = 100;
    double rows = 0;
    Oid support = invalid_oid;
    OptionList configuration;                ///< SET clauses
    std::string source;                      ///< prosrc
    std::string binary;                      ///< probin
    std::vector<QueryPtr> sql_body;          ///< SQL-standard body
    bool sql_body_is_return = false;
    bool has_sql_body = false;
    struct AggregateData {
        Oid transition_function = invalid_oid;
        Oid transition_type = invalid_oid;
        Oid final_function = invalid_oid;
        Oid sort_operator = invalid_oid;
        char kind = 'n';                     ///< 'n' normal, 'o' ordered-set, 'h' hypothetical
        std::int32_t direct_arguments = 0;
        OptionList properties;               ///< further parts of the definition, printed
    };
    std::shared_ptr<const AggregateData> aggregate;
};

struct Operator : ObjectOf<Operator, ObjectClass::operator_> {
    Oid left = invalid_oid;                  ///< 0: prefix operator
    Oid right = invalid_oid;
    Oid result = invalid_oid;
    Oid function = invalid_oid;              ///< 0: a shell operator
    Oid commutator = invalid_oid;
    Oid negator = invalid_oid;
    Oid restriction_estimator = invalid_oid;
    Oid join_estimator = invalid_oid;
    bool can_merge = false;
    bool can_hash = false;
};

/// An entry of an operator family: pg_amop or pg_amproc.
struct FamilyMember {
    bool is_operator = true;
    std::int32_t number = 0;                 ///< strategy or support number
    Oid left = invalid_oid;
    Oid right = invalid_oid;
    Oid object = invalid_oid;                ///< operator or function
    Oid order_family = invalid_oid;          ///< FOR ORDER BY
    Oid opclass = invalid_oid;               ///< class that it came with; 0: loose in the family
};

/// Operator families and classes are unique by schema, name and access method; `name` is the bare name.
struct OperatorFamily : ObjectOf<OperatorFamily, ObjectClass::operator_family> {
    Oid access_method = invalid_oid;
    std::vector<FamilyMember> members;
};

struct OperatorClass : ObjectOf<OperatorClass, ObjectClass::operator_class> {
    Oid access_method = invalid_oid;
    Oid family = invalid_oid;
    Oid input_type = invalid_oid;
    Oid key_type = invalid_oid;
    bool is_default = false;
};

struct AccessMethod : ObjectOf<AccessMethod, ObjectClass::access_method> {
    char type = 'i';
    Oid handler = invalid_oid;
};

struct Language : ObjectOf<Language, ObjectClass::language> {
    bool trusted = false;
    Oid handler = invalid_oid;
    Oid inline_handler = invalid_oid;
    Oid validator = invalid_oid;
};

}  // namespace backout::catalog
