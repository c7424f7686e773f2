#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The typed tree that PostgreSQL's raw parse tree is lowered to: the same shape as PostgreSQL's
/// nodes/parsenodes.h, without anything that execution needs and without any PostgreSQL header.
/// Names are PostgreSQL's; a member that has the same meaning there is not explained again here.
namespace backout::sql {

/// Byte offset into the text that was parsed; -1 where PostgreSQL records none.
using Location = std::int32_t;
inline constexpr Location no_location = -1;

struct Expression;
struct SelectStatement;
struct Statement;

using ExpressionPtr = std::unique_ptr<Expression>;
using StatementPtr = std::unique_ptr<Statement>;
using SelectPtr = std::unique_ptr<SelectStatement>;

using Expressions = std::vector<ExpressionPtr>;

/// A possibly qualified name, outermost part first: {"public", "users"}.
using Names = std::vector<std::string>;

/// A named type as written: `varchar(10)[]`, `public.mood`, `users.id%TYPE`.
struct TypeName {
    Names names;                ///< grammar's own spelling: integer is {"pg_catalog", "int4"}
    Expressions modifiers;      ///< `(10, 2)`
    std::int32_t typmod = -1;   ///< set by the grammar itself for INTERVAL only when modifiers is empty
    std::vector<std::int32_t> array_bounds;  ///< one entry per [] (-1 when no bound is written)
    bool setof = false;
    bool percent_type = false;  ///< names is a column reference, its type is meant
    Location location = no_location;
};

struct Alias {
    std::string name;
    std::vector<std::string> columns;
};

enum class Persistence : char { permanent = 'p', unlogged = 'u', temporary = 't' };

/// A relation named in a statement.
struct RangeVar {
    std::string catalog;
    std::string schema;
    std::string name;
    bool inherit = true;  ///< false for ONLY
    Persistence persistence = Persistence::permanent;
    std::optional<Alias> alias;
    Location location = no_location;
};

/// `CURRENT_USER`, `PUBLIC` or a role's name.
struct RoleSpec {
    enum class Kind { named, current_role, current_user, session_user, public_ };
    Kind kind = Kind::named;
    std::string name;
    Location location = no_location;
};

/// An argument of a function, aggregate or procedure, in its declaration.
enum class ParameterMode : char {
    in = 'i', out = 'o', in_out = 'b', variadic = 'v', table = 't', default_ = 'd'
};
struct FunctionParameter {
    std::string name;
    TypeName type;
    ParameterMode mode = ParameterMode::default_;
    ExpressionPtr default_value;
};

/// A function, aggregate, procedure or operator named with the types of its arguments.
struct ObjectWithArgs {
    Names names;
    std::vector<std::optional<TypeName>> argument_types;  ///< nullopt: NONE, of an operator's missing side
    std::vector<FunctionParameter> parameters;            ///< as declared, with modes, where the grammar keeps them
    bool args_unspecified = false;
    Location location = no_location;
};

struct VariableSet;

/// A `name = value` of an option list (DefElem). The value is absent, a scalar, a name list or a type.
struct Option {
    enum class Kind { none, integer, floating, boolean, string, names, type, expression, star, list, role, setting };
    enum class Action { unspecified, set, add, drop };
    std::string name_space;
    std::string name;
    Kind kind = Kind::none;
    std::string text;              ///< string, number as written, boolean as "true"/"false", operator name's last part
    std::int64_t integer = 0;      ///< kind integer
    Names names;                   ///< kind names: a qualified name (sequence option OWNED BY t.c, an operator …)
                                   ///< or a list of strings (the AS clause of a function, columns of FORCE_QUOTE …)
    std::optional<TypeName> type;  ///< kind type; a function name given as a type is also in `names`
    ExpressionPtr expression;      ///< kind expression
    std::vector<Option> list;      ///< kind list
    std::optional<RoleSpec> role;
    std::unique_ptr<VariableSet> setting;  ///< kind setting: SET and RESET of a function
    Action action = Action::unspecified;
    Location location = no_location;
};
using Options = std::vector<Option>;

/// What SET and RESET say, alone or of a function, role or database.
struct VariableSet {
    enum class Kind : std::uint8_t { set_value, set_default, set_current, set_multi, reset, reset_all };
    Kind kind = Kind::set_value;
    std::string name;
    std::vector<std::string> values;
    std::vector<bool> value_is_string;  ///< a quoted literal or a word, not a number
    bool is_local = false;
    Options transaction_options;        ///< SET TRANSACTION
};

/// What kind of object a statement is about (ObjectType in parsenodes.h).
enum class ObjectKind : std::uint8_t {
    access_method, aggregate, access_method_operator, access_method_procedure, attribute, cast, column, collation,
    conversion, database, default_, default_acl, domain, domain_constraint, event_trigger, extension,
    foreign_data_wrapper, foreign_server, foreign_table, function, index, language, large_object, materialized_view,
    operator_class, operator_, operator_family, parameter_acl, policy, procedure, publication,
    publication_namespace, publication_relation, role, routine, rule, schema, sequence, subscription,
    statistics, table_constraint, table, tablespace, transform, trigger, ts_configuration, ts_dictionary,
    ts_parser, ts_template, type, user_mapping, view
};

enum class DropBehavior : std::uint8_t { restrict_, cascade };

}  // namespace backout::sql
