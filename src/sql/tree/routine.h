#pragma once

#include "sql/tree/query.h"

/// Functions, triggers, rules, policies, casts, operators and what belongs to them.
namespace backout::sql {

struct CreateFunctionStatement : StatementOf<StatementKind::create_function> {
    bool procedure = false;
    bool replace = false;
    Names names;
    std::vector<FunctionParameter> parameters;
    std::optional<TypeName> return_type;
    Options options;                    ///< language, volatility, strict, security, cost, rows, set, support, as …
    std::vector<std::string> body;      ///< AS 'definition' or AS 'object file', 'link symbol'
    Location body_location = no_location;  ///< of the AS option
    std::vector<StatementPtr> sql_body; ///< RETURN expression (as a ReturnStatement's SELECT) or BEGIN ATOMIC …
    bool has_sql_body = false;
    bool sql_body_is_return = false;    ///< RETURN expression: sql_body holds one SELECT of it
};

struct AlterFunctionStatement : StatementOf<StatementKind::alter_function> {
    ObjectKind object = ObjectKind::function;
    ObjectWithArgs function;
    Options actions;
};

struct DoStatement : StatementOf<StatementKind::do_> {
    std::string language;  ///< empty: plpgsql
    std::string body;
    Location body_location = no_location;
};

struct CallStatement : StatementOf<StatementKind::call> {
    ExpressionPtr call;
};

struct CreateTriggerStatement : StatementOf<StatementKind::create_trigger> {
    struct Transition {
        std::string name;
        bool is_new = false;
        bool is_table = false;
    };
    bool replace = false;
    bool constraint = false;
    std::string name;
    RangeVar relation;
    Names function;
    std::vector<std::string> arguments;
    bool row = false;
    std::int16_t timing = 0;  ///< TRIGGER_TYPE_* bits: before 2, instead 64, after 0
    std::int16_t events = 0;  ///< insert 4, delete 8, update 16, truncate 32
    std::vector<std::string> columns;
    ExpressionPtr when;
    std::vector<Transition> transitions;
    bool deferrable = false;
    bool initially_deferred = false;
    std::optional<RangeVar> constraint_relation;
};

struct CreateEventTriggerStatement : StatementOf<StatementKind::create_event_trigger> {
    std::string name;
    std::string event;
    std::vector<std::pair<std::string, std::vector<std::string>>> when;
    Names function;
};

struct AlterEventTriggerStatement : StatementOf<StatementKind::alter_event_trigger> {
    std::string name;
    char enabled = 'O';
};

struct CreateRuleStatement : StatementOf<StatementKind::create_rule> {
    RangeVar relation;
    std::string name;
    ExpressionPtr where;
    char event = '1';  ///< CmdType digit: '1' select, '2' update, '3' insert, '4' delete
    bool instead = false;
    std::vector<StatementPtr> actions;
    bool replace = false;
};

struct CreatePolicyStatement : StatementOf<StatementKind::create_policy> {
    std::string name;
    RangeVar table;
    std::string command;  ///< all, select, insert, update, delete
    bool permissive = true;
    std::vector<RoleSpec> roles;
    ExpressionPtr using_;
    ExpressionPtr with_check;
};

struct AlterPolicyStatement : StatementOf<StatementKind::alter_policy> {
    std::string name;
    RangeVar table;
    std::vector<RoleSpec> roles;  ///< empty: not changed
    ExpressionPtr using_;
    ExpressionPtr with_check;
};

struct CreateCastStatement : StatementOf<StatementKind::create_cast> {
    enum class Context : char { implicit = 'i', assignment = 'a', explicit_ = 'e' };
    TypeName source;
    TypeName target;
    std::optional<ObjectWithArgs> function;
    Context context = Context::explicit_;
    bool in_out = false;
};

struct CreateTransformStatement : StatementOf<StatementKind::create_transform> {
    bool replace = false;
    TypeName type;
    std::string language;
    std::optional<ObjectWithArgs> from_sql;
    std::optional<ObjectWithArgs> to_sql;
};

struct CreateConversionStatement : StatementOf<StatementKind::create_conversion> {
    Names names;
    std::string for_encoding;
    std::string to_encoding;
    Names function;
    bool is_default = false;
};

struct CreateLanguageStatement : StatementOf<StatementKind::create_language> {
    bool replace = false;
    std::string name;
    Names handler;
    Names inline_handler;
    Names validator;
    bool trusted = false;
};

struct CreateAccessMethodStatement : StatementOf<StatementKind::create_access_method> {
    std::string name;
    Names handler;
    char type = 'i';
};

/// CREATE AGGREGATE, OPERATOR, TYPE (base), COLLATION, TEXT SEARCH …: a name and a list of definitions.
struct DefineStatement : StatementOf<StatementKind::define> {
    ObjectKind object = ObjectKind::aggregate;
    bool old_style = false;
    Names names;
    std::vector<FunctionParameter> parameters;  ///< of an aggregate
    std::int32_t direct_arguments = -1;         ///< of an ordered-set aggregate
    Options definition;
    bool if_not_exists = false;
    bool replace = false;
};

struct AlterOperatorStatement : StatementOf<StatementKind::alter_operator> {
    ObjectWithArgs operator_;
    Options options;
};

struct OperatorClassItem {
    enum class Kind : std::uint8_t { operator_, function, storage };
    Kind kind = Kind::operator_;
    ObjectWithArgs name;
    std::int32_t number = 0;
    Names order_family;
    std::vector<TypeName> class_arguments;
    std::optional<TypeName> storage;
};

struct CreateOperatorClassStatement : StatementOf<StatementKind::create_operator_class> {
    Names names;
    Names family;
    std::string access_method;
    TypeName type;
    std::vector<OperatorClassItem> items;
    bool is_default = false;
};

struct CreateOperatorFamilyStatement : StatementOf<StatementKind::create_operator_family> {
    Names names;
    std::string access_method;
};

struct AlterOperatorFamilyStatement : StatementOf<StatementKind::alter_operator_family> {
    Names names;
    std::string access_method;
    bool is_drop = false;
    std::vector<OperatorClassItem> items;
};

}  // namespace backout::sql
