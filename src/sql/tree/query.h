#pragma once

#include "sql/tree/expression.h"
#include "sql/tree/statement.h"

namespace backout::sql {

// --- FROM -----------------------------------------------------------------------------------------------------

enum class FromKind : std::uint8_t { relation, subselect, function, table_function, join };

struct FromItem {
    FromKind kind;
    Location location = no_location;

    explicit FromItem(FromKind kind_) : kind(kind_) {}
    virtual ~FromItem() = default;
    FromItem(const FromItem&) = delete;
    FromItem& operator=(const FromItem&) = delete;
};
using FromItemPtr = std::unique_ptr<FromItem>;

template <FromKind K>
struct FromItemOf : FromItem {
    static constexpr FromKind node_kind = K;
    FromItemOf() : FromItem(K) {}
};
template <class Node>
const Node* as(const FromItem* item) {
    return item && item->kind == Node::node_kind ? static_cast<const Node*>(item) : nullptr;
}

struct FromRelation : FromItemOf<FromKind::relation> {
    RangeVar relation;
    Names sample_method;          ///< TABLESAMPLE method, empty when there is none
    Expressions sample_arguments;
    ExpressionPtr sample_repeatable;
};

struct FromSubselect : FromItemOf<FromKind::subselect> {
    bool lateral = false;
    StatementPtr query;
    std::optional<Alias> alias;
};

/// A column of a column definition list: `AS (a int, b text COLLATE "C")`.
struct ColumnDefinitionItem {
    std::string name;
    TypeName type;
    Names collation;
};

struct FromFunction : FromItemOf<FromKind::function> {
    struct Item {
        ExpressionPtr call;
        std::vector<ColumnDefinitionItem> columns;
    };
    bool lateral = false;
    bool ordinality = false;
    bool rows_from = false;
    std::vector<Item> functions;
    std::optional<Alias> alias;
    std::vector<ColumnDefinitionItem> columns;
};

/// XMLTABLE and JSON_TABLE.
struct FromTableFunction : FromItemOf<FromKind::table_function> {
    struct Column {
        std::string name;              ///< of NESTED PATH: the path's name, if it has one
        std::optional<TypeName> type;  ///< absent for FOR ORDINALITY and NESTED PATH
        Expressions expressions;       ///< path, default and the like
        bool ordinality = false;
        bool not_null = false;
        bool exists = false;           ///< JSON_TABLE: EXISTS PATH
        std::string format;            ///< JSON_TABLE: FORMAT, as words
        std::string behavior;          ///< JSON_TABLE: wrapper, quotes and what ON EMPTY and ON ERROR say, as words
        std::vector<Column> nested;    ///< NESTED PATH: its columns come out after all columns beside it
        Location location = no_location;
    };
    bool json = false;
    bool lateral = false;
    Expressions arguments;  ///< document, row path, namespaces, passing arguments
    std::vector<std::string> argument_names;  ///< of namespaces and passing arguments, else empty
    std::string path_name;                    ///< JSON_TABLE: name of the row path
    std::string behavior;                     ///< JSON_TABLE: what ON ERROR says
    std::vector<Column> columns;
    std::optional<Alias> alias;
};

struct FromJoin : FromItemOf<FromKind::join> {
    enum class Type : std::uint8_t { inner, left, full, right };
    Type type = Type::inner;
    bool natural = false;
    FromItemPtr left;
    FromItemPtr right;
    std::vector<std::string> using_columns;
    std::optional<Alias> using_alias;
    ExpressionPtr condition;
    std::optional<Alias> alias;
};

// --- clauses --------------------------------------------------------------------------------------------------

/// A result column of SELECT or RETURNING, or an assignment of INSERT and UPDATE (ResTarget).
struct Target {
    std::string name;                           ///< label, or the column assigned to
    std::vector<Indirection::Step> indirection; ///< of an assigned column: `a[1]`, `a.field`
    ExpressionPtr value;                        ///< null in an INSERT column list
    Location location = no_location;
};

struct CommonTableExpression {
    enum class Materialized : std::uint8_t { default_, always, never };
    std::string name;
    std::vector<std::string> columns;
    Materialized materialized = Materialized::default_;
    StatementPtr query;
    bool has_search_or_cycle = false;
    std::string search_sequence_column;  ///< SEARCH … SET column
    std::string cycle_mark_column;       ///< CYCLE … SET column
    std::string cycle_path_column;       ///< CYCLE … USING column
    bool search_breadth_first = false;
    std::vector<std::string> search_columns;
    std::vector<std::string> cycle_columns;
    ExpressionPtr cycle_mark_value;
    ExpressionPtr cycle_mark_default;
    Location location = no_location;
};

struct WithClause {
    bool recursive = false;
    std::vector<CommonTableExpression> expressions;
    Location location = no_location;
};

struct GroupingElement {
    enum class Kind : std::uint8_t { expression, empty, rollup, cube, sets };
    Kind kind = Kind::expression;
    ExpressionPtr expression;
    std::vector<GroupingElement> content;  ///< of rollup, cube and sets
};

struct LockingClause {
    enum class Strength : std::uint8_t { none, key_share, share, no_key_update, update };
    std::vector<RangeVar> relations;
    Strength strength = Strength::none;
    std::int32_t wait_policy = 0;
};

struct IntoClause {
    RangeVar relation;
    std::vector<std::string> columns;
    std::string access_method;
    Options options;
    std::int32_t on_commit = 0;  ///< OnCommitAction
    std::string tablespace;
    bool skip_data = false;
};

// --- statements -----------------------------------------------------------------------------------------------

struct SelectStatement : StatementOf<StatementKind::select> {
    enum class SetOperation : std::uint8_t { none, union_, intersect, except };
    std::unique_ptr<WithClause> with;
    bool distinct = false;
    Expressions distinct_on;
    std::unique_ptr<IntoClause> into;
    std::vector<Target> targets;
    std::vector<FromItemPtr> from;
    ExpressionPtr where;
    std::vector<GroupingElement> group_by;
    bool group_distinct = false;
    ExpressionPtr having;
    std::vector<WindowDefinition> windows;
    std::vector<Expressions> values;  ///< VALUES lists
    std::vector<SortBy> order_by;
    ExpressionPtr limit_offset;
    ExpressionPtr limit_count;
    bool limit_with_ties = false;
    std::vector<LockingClause> locking;
    SetOperation operation = SetOperation::none;
    bool all = false;
    SelectPtr left;
    SelectPtr right;
    Location location = no_location;
};

/// RETURNING WITH (OLD AS name, NEW AS name)
struct ReturningAlias {
    bool is_new = false;
    std::string name;
    Location location = no_location;
};

struct OnConflict {
    enum class Action : std::uint8_t { none, nothing, update };
    struct InferElement {
        std::string column;
        ExpressionPtr expression;
        Names collation;
        Names opclass;
    };
    Action action = Action::none;
    bool has_inference = false;
    std::vector<InferElement> elements;
    ExpressionPtr index_where;
    std::string constraint;
    std::vector<Target> targets;
    ExpressionPtr where;
    Location location = no_location;
};

struct InsertStatement : StatementOf<StatementKind::insert> {
    enum class Override : std::uint8_t { not_set, user_value, system_value };
    std::unique_ptr<WithClause> with;
    RangeVar relation;
    std::vector<Target> columns;
    StatementPtr source;  ///< SelectStatement; null for DEFAULT VALUES
    std::unique_ptr<OnConflict> on_conflict;
    std::vector<Target> returning;
    std::vector<ReturningAlias> returning_aliases;
    Override override_ = Override::not_set;
};

struct UpdateStatement : StatementOf<StatementKind::update> {
    std::unique_ptr<WithClause> with;
    RangeVar relation;
    std::vector<Target> targets;
    std::vector<FromItemPtr> from;
    ExpressionPtr where;
    std::vector<Target> returning;
    std::vector<ReturningAlias> returning_aliases;
};

struct DeleteStatement : StatementOf<StatementKind::delete_> {
    std::unique_ptr<WithClause> with;
    RangeVar relation;
    std::vector<FromItemPtr> using_;
    ExpressionPtr where;
    std::vector<Target> returning;
    std::vector<ReturningAlias> returning_aliases;
};

struct MergeStatement : StatementOf<StatementKind::merge> {
    struct When {
        enum class Match : std::uint8_t { matched, not_matched_by_source, not_matched_by_target };
        enum class Action : std::uint8_t { nothing, insert, update, delete_ };
        Match match = Match::matched;
        Action action = Action::nothing;
        ExpressionPtr condition;
        std::vector<Target> targets;
        Expressions values;
        InsertStatement::Override override_ = InsertStatement::Override::not_set;
    };
    std::unique_ptr<WithClause> with;
    RangeVar relation;
    FromItemPtr source;
    ExpressionPtr condition;
    std::vector<When> whens;
    std::vector<Target> returning;
    std::vector<ReturningAlias> returning_aliases;
};

}  // namespace backout::sql
