#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/oid.h"

/// Analysed expressions and queries as the catalog keeps them (PostgreSQL's primnodes.h and Query): names are resolved
/// to oids and column numbers, so that a rename needs no change here, types are decided, implicit casts are explicit.
/// `analyze/` makes them, prints them as pg_get_expr and pg_get_viewdef would, and lists what they depend on.
namespace backout::catalog {

struct Expr;
struct Query;
using ExprPtr = std::shared_ptr<const Expr>;
using QueryPtr = std::shared_ptr<const Query>;

enum class ExprKind : std::uint8_t {
    var, constant, param, aggregate, grouping, window_function, subscript, function, named_argument, operator_,
    distinct, nullif, scalar_array, boolean, sublink, field_select, field_store, relabel, coerce_via_io,
    array_coerce, convert_rowtype, collate, case_, case_when, case_test, array, row, row_compare, coalesce, min_max,
    sql_value_function, xml, xml_serialize, json, null_test, boolean_test, coerce_to_domain, domain_value,
    set_to_default, current_of, merge_action, target_entry, opaque
};

// What the members of Expr hold, by kind (beside type, typmod, collation and, where an operator or function is called,
// input_collation):
//
// var                 range_index, attribute (0: whole row), levels_up; subkind 1 and 2: RETURNING's OLD and NEW
// constant            text (of the output function), flag: null; object: what a regclass, regproc … constant names;
//                     subkind: number of an enum's label
// param               subkind: its number; text: the name of a function's parameter; flag: it stands for a column of the
//                     sub-query of the sublink around it; star: for a column of `SET (a, b) = (SELECT …)`, the
//                     (subkind >> 16)-th such assignment's
// aggregate           object, arguments (those that only ORDER BY uses come last), subkind: how many of the arguments are
//                     the function's own, direct_arguments, filter, sort, flag: DISTINCT, star, variadic, levels_up
// grouping            arguments, levels_up
// window_function     object, arguments, filter, star, window
// subscript           arguments: the container, then each index; flag: slices, then each lower and upper bound, null
//                     where omitted; type is the result's; direct_arguments: the value, in an assignment
// function            object, arguments (named_argument among them), form, variadic
// named_argument      text, subkind: place among the function's arguments; arguments: the value
// operator_           object, arguments: one (prefix operator) or two; `type` is the operator's result type
// distinct, nullif    object: the equality operator; arguments: two
// scalar_array        object, arguments: two; flag: ANY, else ALL
// boolean             subkind: sql::BooleanExpression::Operation; arguments
// sublink             subkind: sql::SubLink::Type; query; arguments: for any, all and row_compare the comparison (operators,
//                     row_compare or AND and OR over them) of values with params; text: the operator's name as
//                     written, empty for IN
// field_select        arguments: one; attribute; text: the field's name at the time
// field_store         arguments: the row (may be null) and the new value; attribute; text
// relabel, coerce_via_io, array_coerce, convert_rowtype, coerce_to_domain
//                     arguments: one; form; array_coerce: object is the function for each element (0: relabelled),
//                     coerce_via_io of the elements: flag
// collate             object, arguments: one
// case_               arguments: the tested value when flag is set, each case_when, the ELSE (a null constant when there
//                     was none)
// case_when           arguments: condition (with a test value: an operator over case_test), result
// array               arguments, flag: of arrays; `type` is the array's type
// row                 arguments, names; form: implicit_cast for (…), else ROW(…); `type` record, or a composite type
// row_compare         subkind: 1 <, 2 <=, 3 =, 4 >=, 5 >, 6 <>; objects; arguments: all of the left, then all of the right
// coalesce            arguments
// min_max             arguments, flag: LEAST
// sql_value_function  subkind: sql::SqlValueFunction::Function
// xml                 subkind: sql::XmlExpression::Operation; text: name; names: of the first arguments, which are the
//                     named ones; flag: DOCUMENT
// xml_serialize       arguments: one; flag: DOCUMENT; star: INDENT
// json                text: printed clauses between the arguments' places ($1 …)
// null_test           arguments: one; flag: IS NOT NULL; star: of a row's fields
// boolean_test        arguments: one; subkind: sql::BooleanTest::Test
// current_of          text: the cursor
// opaque              text: as it would be printed, with the arguments in the places of $1, $2 …; arguments: what of it
//                     could be analysed

/// How a function call or cast was written, which decides how it is printed (CoercionForm).
enum class ExprForm : std::uint8_t { explicit_call, explicit_cast, implicit_cast, sql_syntax };

/// One node of an analysed expression. Which members count is said per kind; `arguments` are always its children,
/// so that walkers need no knowledge of kinds.
struct Expr {
    ExprKind kind = ExprKind::opaque;
    ExprForm form = ExprForm::explicit_call;
    Oid type = invalid_oid;
    std::int32_t typmod = -1;
    Oid collation = invalid_oid;   ///< of the result
    Oid input_collation = invalid_oid;
    Oid object = invalid_oid;      ///< function, operator, collation (collate), aggregate
    std::vector<Oid> objects;      ///< operators of row_compare and of multi-column IN
    std::int32_t range_index = 0;  ///< var: index into the range table, from 1
    AttributeNumber attribute = 0; ///< var, field_select: column number; 0 for a whole row
    std::int32_t levels_up = 0;    ///< var, aggregate: query levels
    std::int32_t subkind = 0;      ///< boolean/sublink/test/sql value function/…: which one (the sql:: enumerator)
    bool flag = false;             ///< distinct aggregate, `least`, IS NOT, ANY of scalar_array, VARIADIC, null constant …
    bool star = false;             ///< count(*)
    bool variadic = false;
    std::string text;              ///< constant: output function's text; names of arguments, fields and columns
    std::vector<std::string> names;///< row: column names; xml/json: argument names and clauses
    std::vector<ExprPtr> arguments;
    std::vector<ExprPtr> direct_arguments;  ///< of an ordered-set aggregate
    ExprPtr filter;
    QueryPtr query;                ///< sublink
    struct Sort {
        std::int32_t argument = 0; ///< index into `arguments` (aggregates) or the target list (queries)
        Oid operator_ = invalid_oid;
        bool descending = false;
        bool nulls_first = false;
        bool using_clause = false; ///< neither the type's default < nor >
    };
    std::vector<Sort> sort;        ///< aggregate ORDER BY
    std::int32_t window = -1;      ///< window_function: index into the query's windows
    std::int32_t location = -1;    ///< byte offset into the script, for errors; no part of what the expression is
};

/// An entry of a query's range table.
struct RangeEntry {
    enum class Kind : std::uint8_t { relation, subquery, join, function, table_function, values, cte, result };
    Kind kind = Kind::relation;
    Oid relation = invalid_oid;
    bool only = false;
    QueryPtr subquery;
    std::string alias;             ///< as written; empty when none was
    std::string name;              ///< eref: what columns are qualified with
    bool has_alias_columns = false;
    std::vector<std::string> alias_columns;  ///< as written
    bool lateral = false;
    bool ordinality = false;

    /// Result columns. For a relation `attribute` is its column number; a dropped one is absent.
    struct Column {
        std::string name;
        Oid type = invalid_oid;
        std::int32_t typmod = -1;
        Oid collation = invalid_oid;
        AttributeNumber attribute = 0;
    };
    std::vector<Column> columns;

    // join
    std::int32_t join_type = 0;    ///< sql::FromJoin::Type
    std::vector<std::string> using_columns;
    std::string using_alias;
    std::vector<ExprPtr> join_aliases;  ///< what each column stands for
    std::size_t merged_columns = 0;     ///< that many columns, the first, are merged from both sides
    std::vector<AttributeNumber> left_columns;   ///< of the left side: those merged, then the others
    std::vector<AttributeNumber> right_columns;
    // function, table function, values
    std::vector<ExprPtr> functions;
    std::vector<std::vector<Column>> function_columns;  ///< column definition lists
    std::vector<std::vector<ExprPtr>> values;
    // cte
    std::string cte_name;
    std::int32_t cte_levels_up = 0;
    bool cte_self_reference = false;
    // TABLESAMPLE
    std::string sample_method;
    std::vector<ExprPtr> sample_arguments;
    ExprPtr sample_repeatable;
};

/// FROM as a tree of joins over the range table.
struct JoinTree {
    enum class Kind : std::uint8_t { range, join };
    Kind kind = Kind::range;
    std::int32_t range_index = 0;  ///< of the entry, or of the join's own
    std::unique_ptr<JoinTree> left;
    std::unique_ptr<JoinTree> right;
    std::int32_t join_type = 0;
    bool natural = false;
    ExprPtr condition;
};

struct TargetEntry {
    ExprPtr expression;
    std::string name;
    bool junk = false;             ///< only there for ORDER BY or GROUP BY
    std::int32_t sort_group_reference = 0;
    AttributeNumber assigned = 0;  ///< column of the target relation, in INSERT and UPDATE
};

struct SetOperationTree {
    std::int32_t operation = 0;    ///< sql::SelectStatement::SetOperation; 0: a leaf
    bool all = false;
    std::int32_t range_index = 0;
    std::unique_ptr<SetOperationTree> left;
    std::unique_ptr<SetOperationTree> right;
};

/// Bits of WindowClause::frame_options (FRAMEOPTION_* of nodes/parsenodes.h).
enum FrameOption : std::int32_t {
    frame_nondefault = 0x1, frame_range = 0x2, frame_rows = 0x4, frame_groups = 0x8, frame_between = 0x10,
    frame_start_unbounded_preceding = 0x20, frame_end_unbounded_preceding = 0x40,
    frame_start_unbounded_following = 0x80, frame_end_unbounded_following = 0x100, frame_start_current_row = 0x200,
    frame_end_current_row = 0x400, frame_start_offset_preceding = 0x800, frame_end_offset_preceding = 0x1000,
    frame_start_offset_following = 0x2000, frame_end_offset_following = 0x4000, frame_exclude_current_row = 0x8000,
    frame_exclude_group = 0x10000, frame_exclude_ties = 0x20000,
    frame_start_offset = frame_start_offset_preceding | frame_start_offset_following,
    frame_end_offset = frame_end_offset_preceding | frame_end_offset_following,
    frame_exclusion = frame_exclude_current_row | frame_exclude_group | frame_exclude_ties,
    frame_defaults = frame_range | frame_start_unbounded_preceding | frame_end_current_row
};

struct WindowClause {
    std::string name;
    std::string refname;
    std::vector<ExprPtr> partition_by;
    std::vector<ExprPtr> order_by;
    std::vector<Expr::Sort> order;         ///< argument: index into order_by
    bool copied_order = false;             ///< the order is the base window's
    std::int32_t frame_options = 0;
    ExprPtr start_offset;
    ExprPtr end_offset;
};

struct GroupingSet {
    std::int32_t kind = 0;         ///< sql::GroupingElement::Kind
    std::vector<std::int32_t> references;
    std::vector<GroupingSet> content;
};

struct Query {
    enum class Command : std::uint8_t { select, insert, update, delete_, merge, utility };
    Command command = Command::select;
    std::vector<RangeEntry> range_table;
    std::vector<std::unique_ptr<JoinTree>> from;
    ExprPtr where;
    std::vector<TargetEntry> targets;
    bool distinct = false;
    std::vector<std::int32_t> distinct_on;  ///< sort_group_references
    std::vector<std::int32_t> group_by;
    std::vector<GroupingSet> grouping_sets;
    bool group_distinct = false;
    ExprPtr having;
    std::vector<WindowClause> windows;
    std::vector<Expr::Sort> order_by;       ///< argument: sort_group_reference
    ExprPtr limit_offset;
    ExprPtr limit_count;
    bool limit_with_ties = false;
    struct RowMark {
        std::int32_t range_index = 0;
        std::int32_t strength = 0;
        std::int32_t wait_policy = 0;
    };
    std::vector<RowMark> row_marks;
    bool recursive = false;
    struct CommonTable {
        std::string name;
        std::vector<std::string> columns;
        std::int32_t materialized = 0;
        QueryPtr query;
        std::string text;                   ///< SEARCH and CYCLE clauses, printed
    };
    std::vector<CommonTable> ctes;
    std::unique_ptr<SetOperationTree> set_operations;
    // INSERT, UPDATE, DELETE, MERGE (rule actions, SQL-standard function bodies, data-modifying CTEs)
    std::int32_t result_relation = 0;
    std::vector<TargetEntry> returning;
    std::string returning_old = "old";      ///< RETURNING WITH (OLD AS …)
    std::string returning_new = "new";
    std::int32_t override_ = 0;             ///< sql::InsertStatement::Override
    struct OnConflict {
        struct Element {
            ExprPtr expression;
            Oid collation = invalid_oid;    ///< 0: none was named
            Oid opclass = invalid_oid;
        };
        bool update = false;
        std::vector<Element> elements;
        ExprPtr index_where;
        Oid constraint = invalid_oid;
        std::vector<TargetEntry> targets;
        ExprPtr where;
        std::int32_t excluded = 0;          ///< range index of EXCLUDED
    };
    std::shared_ptr<const OnConflict> on_conflict;
    struct MergeAction {
        std::int32_t match = 0;             ///< sql::MergeStatement::When::Match
        std::int32_t action = 0;            ///< sql::MergeStatement::When::Action
        ExprPtr condition;
        std::vector<TargetEntry> targets;
        std::int32_t override_ = 0;
    };
    std::vector<MergeAction> merge_actions;
    ExprPtr merge_condition;
    bool open = false;                      ///< it has more result columns than are known
    bool has_aggregates = false;
    bool has_window_functions = false;
    bool has_target_sets = false;           ///< set-returning functions among the targets
    std::vector<Oid> constraints;           ///< primary keys that GROUP BY leans on
    std::string text;                       ///< utility, or clauses that are kept as printed text
    std::string notify_payload;             ///< of utility NOTIFY, whose condition is `text`
    /// Why parts of the query could not be analysed exactly; empty when everything was.
    std::vector<std::string> inexact;
};

/// Whether two expressions are the same, where they stand and how casts were written aside (equal() of
/// nodes/equalfuncs.c).
bool equal(const Expr& left, const Expr& right);
bool equal(const ExprPtr& left, const ExprPtr& right);

}  // namespace backout::catalog
