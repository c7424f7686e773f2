#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/parse_state.h"
#include "analyze/propagate.h"

/// What the analysis of queries shares: one query level under way, and the steps that SELECT, INSERT, UPDATE, DELETE
/// and MERGE have in common (parser/analyze.c, parse_clause.c, parse_target.c, parse_relation.c, parse_cte.c). Only
/// query*.cpp include this.
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprKind;
using catalog::JoinTree;
using catalog::Query;
using catalog::RangeEntry;
using catalog::TargetEntry;
using Status = tl::expected<void, Error>;
using Columns = std::vector<RangeEntry::Column>;

/// One query level.
struct QueryState : ParseState {
    using ParseState::ParseState;

    std::vector<std::unique_ptr<JoinTree>> from;
    /// The WITH query that this is the top level of: its columns are known once the left side of a UNION is.
    CommonTableItem* common_table = nullptr;
    /// Sub-queries of `SET (a, b) = (SELECT …)`, which end up in junk targets.
    std::vector<ExprPtr> multiple_assignments;
    /// The values of the `SET (a, b) = ROW(…)` under way.
    std::vector<ExprPtr> assigned_row;
    /// Some target stands for more columns than are known.
    bool open_result = false;
    /// The statement inserts: a part of a column is assigned to in a null value, not in the old one.
    bool inserting = false;
    /// The relation that is written to has more columns than are known.
    bool target_open = false;

    // WITH: which of its queries are under way, the innermost last, and which others each of them names.
    std::vector<std::size_t> under_way;
    std::vector<std::vector<std::size_t>> depends_on;
    /// Why a recursive reference can't stand where the analysis is now: "an outer join"; empty where it can.
    std::string_view recursion_ban;
};

std::shared_ptr<Query> new_query(Query::Command command);
/// Moves what the state has gathered into the query.
void finish_query(QueryState& state, Query& query);

// --- statements ------------------------------------------------------------------------------------------------

Result<QueryPtr> transform_statement(QueryState& state, const sql::Statement& statement);
Result<QueryPtr> transform_select(QueryState& state, const sql::SelectStatement& statement);
Result<QueryPtr> transform_values(QueryState& state, const sql::SelectStatement& statement);
Result<QueryPtr> transform_set_operation(QueryState& state, const sql::SelectStatement& statement);
Result<QueryPtr> transform_insert(QueryState& state, const sql::InsertStatement& statement);
Result<QueryPtr> transform_update(QueryState& state, const sql::UpdateStatement& statement);
Result<QueryPtr> transform_delete(QueryState& state, const sql::DeleteStatement& statement);
Result<QueryPtr> transform_merge(QueryState& state, const sql::MergeStatement& statement);

// --- WITH ------------------------------------------------------------------------------------------------------

Status transform_with(QueryState& state, Query& query, const sql::WithClause* with);
/// Tells a WITH query what columns its non-recursive term gives (determineRecursiveColTypes).
Status set_recursive_columns(QueryState& state, const Columns& columns);
/// A WITH query of this name, of this level or one further out.
struct FoundCommonTable {
    CommonTableItem* table = nullptr;
    std::int32_t levels_up = 0;
};
Result<FoundCommonTable> find_common_table(ParseState& state, const sql::RangeVar& name);

// --- FROM ------------------------------------------------------------------------------------------------------

Status transform_from(QueryState& state, const std::vector<sql::FromItemPtr>& items);
/// One item of FROM: its place among the joins, and the names that it makes known.
struct FromPart {
    std::unique_ptr<JoinTree> tree;
    NamespaceItem top;                  ///< of the item itself
    std::vector<NamespaceItem> names;   ///< of all that may be named
};
Result<FromPart> transform_from_item(QueryState& state, const sql::FromItem& item);
Result<FromPart> transform_join(QueryState& state, const sql::FromJoin& join);
Result<NamespaceItem> transform_function_item(QueryState& state, const sql::FromFunction& item);
Result<NamespaceItem> transform_table_function(QueryState& state, const sql::FromTableFunction& item);
Status check_name_conflicts(const std::vector<NamespaceItem>& left, const std::vector<NamespaceItem>& right);

/// Adds an entry to the range table. Its columns are numbered here.
NamespaceItem add_entry(QueryState& state, RangeEntry entry, bool open = false);
/// Gives columns the names of an alias list: 42P10 when it has too many.
Status apply_alias(RangeEntry& entry, const std::optional<sql::Alias>& alias);
/// A table, view … by name: 42P01 when there is none, 42809 when rows can't be read from it.
Result<catalog::RelationInfo> open_relation(ParseState& state, const sql::RangeVar& name);
Result<RangeEntry> relation_entry(ParseState& state, const catalog::RelationInfo& relation,
                                  const std::optional<sql::Alias>& alias, bool inherit);
Result<NamespaceItem> add_subquery(QueryState& state, QueryPtr query, const std::optional<sql::Alias>& alias,
                                   bool lateral);
/// setTargetTable: the relation that a statement writes to; it is named in the query when `also_source`.
Result<catalog::RelationInfo> set_target_table(QueryState& state, const sql::RangeVar& name, bool inherit,
                                               bool also_source);
NamespaceItem& add_to_namespace(QueryState& state, NamespaceItem item, bool relation_visible, bool columns_visible);
std::unique_ptr<JoinTree> range_reference(std::int32_t range_index);
/// Whether a Var of this query level is in it (contain_vars_of_level), and the place of one.
const Expr* find_variable(const Expr& expression, std::int32_t level);

// --- rows ------------------------------------------------------------------------------------------------------

/// The columns of a value of composite type or of a record whose columns can be told (get_expr_result_tupdesc);
/// nothing where they can't.
std::optional<Columns> row_columns(const ParseState& state, const Expr& expression);
/// What a function in FROM returns: one value, columns, or a record that needs a column definition list.
enum class ResultClass : std::uint8_t { scalar, composite, record, other };
struct FunctionResult {
    ResultClass kind = ResultClass::scalar;
    Columns columns;
};
FunctionResult function_result(const ParseState& state, const Expr& expression);

// --- targets ---------------------------------------------------------------------------------------------------

Result<std::vector<TargetEntry>> transform_targets(QueryState& state, const std::vector<sql::Target>& targets,
                                                   Clause clause);
/// transformExpressionList: `*` expanded, DEFAULT let through where allowed.
Result<std::vector<ExprPtr>> transform_expressions(QueryState& state, const sql::Expressions& expressions,
                                                   Clause clause, bool allow_default);
/// The row of `(expression).*`.
Result<ExprPtr> transform_row_of_star(ParseState& state, const sql::Indirection& indirection, Clause clause);
/// The columns of a namespace item as targets (expandNSItemAttrs).
void expand_item(QueryState& state, const NamespaceItem& item, std::int32_t levels_up,
                 std::vector<TargetEntry>& targets);
/// Result columns that are still of type unknown become text.
Status resolve_unknown_targets(QueryState& state, std::vector<TargetEntry>& targets);
/// assign_collations of every target.
Status assign_target_collations(QueryState& state, std::vector<TargetEntry>& targets);
Status assign_collation(QueryState& state, ExprPtr& expression);
Columns target_columns(const std::vector<TargetEntry>& targets);

// --- sorting and grouping --------------------------------------------------------------------------------------

/// The operators that a type is sorted and compared by, 0 where it has none (lookup_type_cache).
struct SortOperators {
    Oid less = catalog::invalid_oid;
    Oid greater = catalog::invalid_oid;
    Oid equal = catalog::invalid_oid;
};
SortOperators sort_operators(const Catalog& catalog, Oid type);

/// Whether a btree family sorts the type by the operator, and then which way.
bool is_ordering_operator(const Catalog& catalog, Oid type, Oid operator_, bool& descending);
/// Whether the expression is a cast that nobody wrote.
bool is_implicit_cast(const Expr& expression);

using SortList = std::vector<Expr::Sort>;

/// ORDER BY: expressions that are no target yet are added as junk. `sql99`: names mean input columns only, numbers are
/// constants, as in windows and aggregates.
Result<SortList> transform_order_by(ParseState& state, const std::vector<sql::SortBy>& order,
                                    std::vector<TargetEntry>& targets, Clause clause, bool sql99);
/// A target that an item of ORDER BY, GROUP BY or DISTINCT ON means, by index.
Result<std::size_t> find_target(ParseState& state, const sql::Expression& expression,
                                std::vector<TargetEntry>& targets, Clause clause, bool sql99);
/// Numbers the target for sorting or grouping, after checking that its type can be compared.
Result<std::int32_t> add_group_target(ParseState& state, std::size_t target, std::vector<TargetEntry>& targets,
                                      sql::Location location);
std::int32_t assign_reference(std::size_t target, std::vector<TargetEntry>& targets);
Status transform_group_by(QueryState& state, Query& query, const sql::SelectStatement& statement);
Status transform_distinct(QueryState& state, Query& query, const sql::SelectStatement& statement);
Status transform_windows(QueryState& state, Query& query);
Result<ExprPtr> transform_limit(QueryState& state, const sql::Expression* expression, Clause clause,
                                std::string_view construct);
/// parseCheckAggregates: 42803 for what is neither grouped nor aggregated.
Status check_aggregates(QueryState& state, Query& query);
Status transform_locking(QueryState& state, Query& query, const std::vector<sql::LockingClause>& clauses);
std::string_view locking_word(sql::LockingClause::Strength strength);

// --- assignments -----------------------------------------------------------------------------------------------

/// A column that INSERT or UPDATE assigns to.
struct AssignedColumn {
    std::string name;
    AttributeNumber number = 0;  ///< 0: not known, of an open relation
    const std::vector<sql::Indirection::Step>* indirection = nullptr;
    sql::Location location = sql::no_location;
};
/// transformAssignedExpr: the value as the column's type.
Result<ExprPtr> assign_value(QueryState& state, ExprPtr value, const AssignedColumn& column, Clause clause);
/// The number of a column that is named as a target: 42703 when there is none.
Result<AttributeNumber> target_column(QueryState& state, const sql::Target& target);
/// The column list of INSERT, or all columns (checkInsertTargets).
Result<std::vector<AssignedColumn>> insert_columns(QueryState& state, const std::vector<sql::Target>& targets);
Result<std::vector<ExprPtr>> assign_row(QueryState& state, std::vector<ExprPtr> values,
                                        const std::vector<AssignedColumn>& columns, bool has_list, bool strip);
Result<std::vector<TargetEntry>> transform_update_targets(QueryState& state, const std::vector<sql::Target>& targets);
Status transform_returning(QueryState& state, Query& query, const std::vector<sql::Target>& returning,
                           const std::vector<sql::ReturningAlias>& aliases, Clause clause);
Status transform_on_conflict(QueryState& state, Query& query, const sql::OnConflict& conflict);

}  // namespace backout::analyze
