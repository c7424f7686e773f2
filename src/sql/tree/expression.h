#pragma once

#include "sql/tree/node.h"

namespace backout::sql {

enum class ExpressionKind : std::uint8_t {
    column_ref, parameter_ref, constant, operator_, boolean, null_test, boolean_test, case_, coalesce, min_max,
    function_call, type_cast, collate, array, indirection, row, sublink, sql_value_function, xml, xml_serialize,
    grouping, current_of, set_to_default, multi_assign, named_argument, json_is, json_constructor, json_function,
    merge_support, json_value
};

struct Expression {
    ExpressionKind kind;
    Location location = no_location;

    explicit Expression(ExpressionKind kind_) : kind(kind_) {}
    virtual ~Expression() = default;
    Expression(const Expression&) = delete;
    Expression& operator=(const Expression&) = delete;
};

/// The node as its own type, or null when it is of another kind.
template <class Node>
const Node* as(const Expression* expression) {
    return expression && expression->kind == Node::node_kind ? static_cast<const Node*>(expression) : nullptr;
}
template <class Node>
Node* as(Expression* expression) {
    return expression && expression->kind == Node::node_kind ? static_cast<Node*>(expression) : nullptr;
}

template <ExpressionKind K>
struct ExpressionOf : Expression {
    static constexpr ExpressionKind node_kind = K;
    ExpressionOf() : Expression(K) {}
};

/// `a`, `t.a`, `s.t.a`, `t.*`, `*` (star is true, the names are what stands before it).
struct ColumnRef : ExpressionOf<ExpressionKind::column_ref> {
    Names names;
    bool star = false;
};

/// `$1`
struct ParameterRef : ExpressionOf<ExpressionKind::parameter_ref> {
    std::int32_t number = 0;
};

/// A literal, its type not yet decided (A_Const).
struct Constant : ExpressionOf<ExpressionKind::constant> {
    enum class Type : std::uint8_t { null, integer, floating, boolean, string, bit_string };
    Type type = Type::null;
    std::string text;          ///< string: its value; floating: as written; bit string: with its leading b or x
    std::int32_t integer = 0;  ///< integer
    bool boolean = false;      ///< boolean
};

/// An operator or one of the constructs that the grammar keeps as A_Expr.
struct OperatorExpression : ExpressionOf<ExpressionKind::operator_> {
    enum class Form : std::uint8_t {
        op, op_any, op_all, distinct, not_distinct, nullif, in, like, ilike, similar, between, not_between,
        between_symmetric, not_between_symmetric
    };
    Form form = Form::op;
    Names name;          ///< possibly qualified; for IN "=" or "<>", for LIKE "~~" or "!~~" …
    ExpressionPtr left;  ///< null for a prefix operator
    ExpressionPtr right; ///< null when `list` holds the right side
    Expressions list;    ///< right side of IN and BETWEEN
};

struct BooleanExpression : ExpressionOf<ExpressionKind::boolean> {
    enum class Operation : std::uint8_t { and_, or_, not_ };
    Operation operation = Operation::and_;
    Expressions arguments;
};

struct NullTest : ExpressionOf<ExpressionKind::null_test> {
    bool is_not = false;
    ExpressionPtr argument;
};

struct BooleanTest : ExpressionOf<ExpressionKind::boolean_test> {
    enum class Test : std::uint8_t { is_true, is_not_true, is_false, is_not_false, is_unknown, is_not_unknown };
    Test test = Test::is_true;
    ExpressionPtr argument;
};

struct CaseExpression : ExpressionOf<ExpressionKind::case_> {
    struct When {
        ExpressionPtr condition;
        ExpressionPtr result;
    };
    ExpressionPtr argument;
    std::vector<When> whens;
    ExpressionPtr default_result;
};

struct CoalesceExpression : ExpressionOf<ExpressionKind::coalesce> {
    Expressions arguments;
};

struct MinMaxExpression : ExpressionOf<ExpressionKind::min_max> {
    bool least = false;
    Expressions arguments;
};

struct SortBy {
    enum class Direction : std::uint8_t { default_, ascending, descending, using_ };
    enum class Nulls : std::uint8_t { default_, first, last };
    ExpressionPtr expression;
    Direction direction = Direction::default_;
    Nulls nulls = Nulls::default_;
    Names using_operator;
    Location location = no_location;
};

struct WindowDefinition {
    std::string name;      ///< name it is defined under (WINDOW clause)
    std::string refname;   ///< name it refers to: OVER w, or the base window in OVER (w …)
    Expressions partition_by;
    std::vector<SortBy> order_by;
    std::int32_t frame_options = 0;  ///< FRAMEOPTION_* bits of parsenodes.h
    ExpressionPtr start_offset;
    ExpressionPtr end_offset;
    Location location = no_location;
};

enum class CoercionForm : std::uint8_t { explicit_call, explicit_cast, implicit_cast, sql_syntax };

struct FunctionCall : ExpressionOf<ExpressionKind::function_call> {
    Names name;
    Expressions arguments;  ///< NamedArgument for name => value
    std::vector<SortBy> aggregate_order;
    ExpressionPtr aggregate_filter;
    std::unique_ptr<WindowDefinition> over;
    bool aggregate_within_group = false;
    bool aggregate_star = false;
    bool aggregate_distinct = false;
    bool variadic = false;
    CoercionForm form = CoercionForm::explicit_call;  ///< sql_syntax: EXTRACT(…), SUBSTRING(… FROM …), AT TIME ZONE …
};

struct NamedArgument : ExpressionOf<ExpressionKind::named_argument> {
    std::string name;
    ExpressionPtr argument;
};

struct TypeCast : ExpressionOf<ExpressionKind::type_cast> {
    ExpressionPtr argument;
    TypeName type;
};

struct CollateClause : ExpressionOf<ExpressionKind::collate> {
    ExpressionPtr argument;
    Names collation;
};

struct ArrayExpression : ExpressionOf<ExpressionKind::array> {
    Expressions elements;
};

/// `expression.field[1][2:3].*`
struct Indirection : ExpressionOf<ExpressionKind::indirection> {
    struct Step {
        enum class Kind : std::uint8_t { field, star, subscript, slice };
        Kind kind = Kind::field;
        std::string field;
        ExpressionPtr lower;
        ExpressionPtr upper;  ///< subscript: the index
    };
    ExpressionPtr argument;
    std::vector<Step> steps;
};

struct RowExpression : ExpressionOf<ExpressionKind::row> {
    Expressions elements;
    bool explicit_row = false;  ///< ROW(…), not (…, …)
};

struct SubLink : ExpressionOf<ExpressionKind::sublink> {
    enum class Type : std::uint8_t { exists, all, any, row_compare, expression, multi_expression, array, cte };
    Type type = Type::expression;
    ExpressionPtr test;
    Names operator_name;  ///< empty for IN
    StatementPtr query;   ///< SelectStatement
};

struct SqlValueFunction : ExpressionOf<ExpressionKind::sql_value_function> {
    enum class Function : std::uint8_t {
        current_date, current_time, current_time_n, current_timestamp, current_timestamp_n, localtime, localtime_n,
        localtimestamp, localtimestamp_n, current_role, current_user, user, session_user, current_catalog,
        current_schema
    };
    Function function = Function::current_date;
    std::int32_t typmod = -1;
};

struct XmlExpression : ExpressionOf<ExpressionKind::xml> {
    enum class Operation : std::uint8_t { concat, element, forest, parse, pi, root, serialize, is_document };
    Operation operation = Operation::concat;
    std::string name;
    std::vector<std::pair<std::string, ExpressionPtr>> named_arguments;
    Expressions arguments;
    bool document = false;  ///< DOCUMENT, not CONTENT
};

struct XmlSerialize : ExpressionOf<ExpressionKind::xml_serialize> {
    ExpressionPtr argument;
    TypeName type;
    bool document = false;
    bool indent = false;
};

struct GroupingFunction : ExpressionOf<ExpressionKind::grouping> {
    Expressions arguments;
};

struct CurrentOf : ExpressionOf<ExpressionKind::current_of> {
    std::string cursor;
};

/// DEFAULT in VALUES or SET.
struct SetToDefault : ExpressionOf<ExpressionKind::set_to_default> {};

/// One column of `SET (a, b) = (…)`.
struct MultiAssign : ExpressionOf<ExpressionKind::multi_assign> {
    std::int32_t column_number = 0;
    std::int32_t column_count = 0;
    std::shared_ptr<Expression> source;  ///< shared by the columns of one assignment
};

/// `value IS JSON …`
struct JsonIsPredicate : ExpressionOf<ExpressionKind::json_is> {
    ExpressionPtr argument;
    std::int32_t item_type = 0;  ///< JsonValueType
    bool unique_keys = false;
};

/// SQL/JSON constructors and aggregates: JSON_OBJECT, JSON_ARRAY, JSON_OBJECTAGG, JSON_ARRAYAGG, JSON(…), JSON_SCALAR,
/// JSON_SERIALIZE. Kept by name with the expressions that they hold, for names and dependencies; keys and values
/// alternate in `arguments`.
struct JsonConstructor : ExpressionOf<ExpressionKind::json_constructor> {
    std::string function;
    Expressions arguments;
    std::optional<TypeName> returning;
    std::string returning_format;  ///< RETURNING … FORMAT, as words: "json", "json encoding utf8"
    StatementPtr query;            ///< JSON_ARRAY(SELECT …)
    std::string query_format;      ///< JSON_ARRAY(SELECT … FORMAT …)
    bool absent_on_null = false;
    bool unique_keys = false;
    std::vector<SortBy> aggregate_order;
    ExpressionPtr aggregate_filter;
    std::unique_ptr<WindowDefinition> over;
};

/// JSON_VALUE, JSON_QUERY, JSON_EXISTS. The arguments are the document, the path and what is passed.
struct JsonFunction : ExpressionOf<ExpressionKind::json_function> {
    std::string function;
    Expressions arguments;
    std::vector<std::string> argument_names;  ///< PASSING … AS name, else empty
    std::optional<TypeName> returning;
    std::string returning_format;  ///< RETURNING … FORMAT
    std::string behavior;          ///< wrapper, quotes and what ON EMPTY and ON ERROR say, as words
    ExpressionPtr on_empty;        ///< DEFAULT … ON EMPTY
    ExpressionPtr on_error;        ///< DEFAULT … ON ERROR
};

/// `value FORMAT JSON [ENCODING …]` in an argument of the above; a value without FORMAT stands for itself.
struct JsonValue : ExpressionOf<ExpressionKind::json_value> {
    ExpressionPtr argument;
    std::string encoding;  ///< empty, "utf8", "utf16" or "utf32"
};

/// merge_action()
struct MergeSupportFunction : ExpressionOf<ExpressionKind::merge_support> {};

}  // namespace backout::sql
