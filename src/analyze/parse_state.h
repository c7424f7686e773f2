#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyze/analyze.h"

/// What the analysis of one query level (or of one expression outside queries) knows while it goes on:
/// PostgreSQL's ParseState (parser/parse_node.h). Only files of src/analyze include this.
namespace backout::analyze {

/// Which clause or command an expression stands in (ParseExprKind): the public `Use` and the clauses of
/// queries.
enum class Clause : std::uint8_t {
    none,
    other,
    join_on,
    join_using,
    from_subselect,
    from_function,
    where,
    having,
    filter,
    window_partition,
    window_order,
    window_frame_range,
    window_frame_rows,
    window_frame_groups,
    select_target,
    insert_target,
    update_source,
    update_target,
    merge_when,
    group_by,
    order_by,
    distinct_on,
    limit,
    offset,
    returning,
    merge_returning,
    values,
    values_single,
    check_constraint,
    domain_check,
    column_default,
    function_default,
    index_expression,
    index_predicate,
    statistics_expression,
    alter_column_transform,
    execute_parameter,
    trigger_when,
    policy,
    partition_bound,
    partition_expression,
    call_argument,
    copy_where,
    generated_column,
    cycle_mark
};

Clause clause_of(Use use);
/// The clause as errors name it: "WHERE", "DEFAULT" … (ParseExprKindName, parser/parse_expr.c).
std::string_view clause_name(Clause clause);

/// What an expression may name of one range table entry (ParseNamespaceItem).
struct NamespaceItem {
    std::int32_t range_index = 0;  ///< entry of `range_table`; 0: `scope` instead
    const ScopeRelation* scope = nullptr;
    std::string name;  ///< columns may be qualified with it; empty: with nothing (unnamed join)
    Oid relation = catalog::invalid_oid;  ///< schema-qualified references mean it; 0 when it has an alias
    bool relation_visible = true;         ///< its name may be used
    bool columns_visible = true;          ///< its columns may be used without the name
    bool lateral_only = false;            ///< visible only within LATERAL
    bool lateral_ok = true;  ///< and there it may be referenced (false: an outer join's wrong side)
    bool open = false;       ///< it has more columns than are known (open world)

    /// The Var that a column of a join stands for; empty when columns are the entry's own. For a join with an
    /// alias, and for merged columns that neither side can stand for, it is the join's own column.
    struct Var {
        std::int32_t range_index = 0;
        AttributeNumber attribute = 0;
    };
    std::vector<Var> vars;
    /// Columns of a join that `*` leaves out since a USING column has merged them; parallel to the entry's
    /// columns, empty when there are none (p_dontexpand).
    std::vector<bool> merged_away;
    std::size_t column_limit =
        0;  ///< only so many of the entry's columns are its own; 0: all (USING … AS name)
    std::int32_t returning = 0;  ///< subkind of the Vars made: RETURNING's OLD (1) and NEW (2)
};

/// A WITH query that FROM may name.
struct CommonTableItem {
    std::string name;
    const sql::CommonTableExpression* definition = nullptr;
    QueryPtr query;  ///< null while it is not analysed yet
    std::vector<catalog::RangeEntry::Column> columns;
    bool visible = false;        ///< WITH is RECURSIVE, or this is done with
    bool columns_known = false;  ///< of a recursive query once its non-recursive term is done with
    bool under_way = false;      ///< its own query is being analysed
    bool recursive = false;      ///< refers to itself
    bool modifying = false;      ///< INSERT, UPDATE, DELETE or MERGE
    std::int32_t references = 0;
    std::int32_t self_references = 0;
    Oid cycle_mark_type = catalog::invalid_oid;
    std::string cycle_values;  ///< " TO … DEFAULT …", printed
    std::string clauses;       ///< SEARCH and CYCLE, printed
};

struct ParseState {
    const Context& context;
    ParseState* parent = nullptr;

    explicit ParseState(const Context& context_, ParseState* parent_ = nullptr)
        : context(context_), parent(parent_) {}

    const Catalog& catalog() const { return context.catalog; }

    // --- names
    // ---------------------------------------------------------------------------------------------------
    std::vector<catalog::RangeEntry> range_table;
    std::vector<NamespaceItem> name_space;       ///< what may be named at this point (p_namespace)
    std::vector<CommonTableItem> common_tables;  ///< of this level's WITH
    bool lateral_active = false;                 ///< within a LATERAL item of FROM
    ExprPtr domain_value;                        ///< what VALUE stands for in a domain's check

    // --- where we are
    // --------------------------------------------------------------------------------------------
    Clause clause = Clause::none;
    const sql::FunctionCall* call = nullptr;  ///< of CALL: this one names a procedure
    std::int32_t target_relation = 0;         ///< range index that INSERT, UPDATE, DELETE and MERGE write to
    bool resolve_unknowns = true;             ///< result columns of type unknown become text

    // --- what was found
    // ------------------------------------------------------------------------------------------
    bool has_aggregates = false;
    bool has_window_functions = false;
    bool has_target_set_returning = false;
    bool has_sublinks = false;
    bool has_modifying_cte = false;
    /// OVER clauses met so far and, before them, those of WINDOW: index is Expr::window (p_windowdefs).
    std::vector<const sql::WindowDefinition*> window_definitions;
    /// The last set-returning function made, to find those nested in what may not hold them (p_last_srf).
    const catalog::Expr* last_set_returning = nullptr;
    /// Why something could not be analysed exactly (goes to Query::inexact).
    std::vector<std::string> inexact;

    const catalog::RangeEntry& entry(std::int32_t range_index) const {
        return range_table[static_cast<std::size_t>(range_index) - 1];
    }
};

/// Sets the clause while it lives.
class ClauseScope {
public:
    ClauseScope(ParseState& state, Clause clause) : state_(state), before_(state.clause) {
        state.clause = clause;
    }
    ~ClauseScope() { state_.clause = before_; }
    ClauseScope(const ClauseScope&) = delete;
    ClauseScope& operator=(const ClauseScope&) = delete;

private:
    ParseState& state_;
    Clause before_;
};

// --- expressions (expression*.cpp and what they call)
// ------------------------------------------------------------

/// transformExpr: the expression with names resolved and types decided. A string literal on its own stays of
/// type unknown (705). Type 0 is another thing: what the open world leaves undecided.
Result<ExprPtr> transform_expression(ParseState& state, const sql::Expression& expression);
Result<ExprPtr> transform_expression(ParseState& state, const sql::Expression& expression, Clause clause);
/// transformIndirection, of the first `steps` fields and subscripts: `(a).b.*` asks for the row that `*`
/// expands.
Result<ExprPtr> transform_indirection(ParseState& state, const sql::Indirection& indirection,
                                      std::size_t steps);

/// coerce_to_boolean: `construct` is how the error names what must be boolean ("WHERE", "JOIN/ON").
Result<ExprPtr> coerce_to_boolean(ParseState& state, ExprPtr expression, std::string_view construct,
                                  sql::Location location);
/// transformWhereClause
Result<ExprPtr> transform_condition(ParseState& state, const sql::Expression& expression, Clause clause,
                                    std::string_view construct);
/// coerce_to_target_type: null when there is no such cast.
Result<ExprPtr> coerce_to_target_type(ParseState& state, ExprPtr expression, Oid type, std::int32_t typmod,
                                      Coercion coercion, catalog::ExprForm form, sql::Location location);
/// coerce_type, for a coercion known to be possible.
Result<ExprPtr> coerce_type(ParseState& state, ExprPtr expression, Oid type, std::int32_t typmod,
                            Coercion coercion, catalog::ExprForm form, sql::Location location);
/// coerce_to_specific_type ("LIMIT", "OFFSET"): implicit, and no set may be returned.
Result<ExprPtr> coerce_to_specific_type(ParseState& state, ExprPtr expression, Oid type,
                                        std::string_view construct, sql::Location location);
/// coerce_to_common_type: `construct` as in "UNION could not convert type …".
Result<ExprPtr> coerce_to_common_type(ParseState& state, ExprPtr expression, Oid type,
                                      std::string_view construct, sql::Location location);
/// select_common_type: the type that UNION, CASE, VALUES … give to values of several. An empty `construct`
/// makes it return 0 instead of the error 42804.
Result<Oid> select_common_type(ParseState& state, const std::vector<ExprPtr>& expressions,
                               std::string_view construct, sql::Location location = sql::no_location);
/// select_common_typmod: that of all of them, or -1.
std::int32_t select_common_typmod(const std::vector<ExprPtr>& expressions, Oid common_type);
/// select_common_collation (parser/parse_collate.c); `none_ok`: a conflict gives 0 instead of the error
/// 42P21.
Result<Oid> select_common_collation(ParseState& state, const std::vector<ExprPtr>& expressions, bool none_ok);

/// Decides collations in a finished expression (assign_expr_collations); gives it back, with `collation` and
/// `input_collation` set. Error 42P21 where explicit collations disagree.
Result<ExprPtr> assign_collations(ParseState& state, ExprPtr expression);

/// A reference to a column by its place in an entry: Var with levels_up.
ExprPtr make_var(const ParseState& state, const NamespaceItem& item, std::size_t column,
                 std::int32_t levels_up);
/// A reference to a whole row.
ExprPtr make_whole_row_var(const ParseState& state, const NamespaceItem& item, std::int32_t levels_up);
/// The item that a qualified reference means, with how many levels up it is; null when there is none
/// (refnameNamespaceItem). An ambiguous name or a wrong LATERAL is an error.
struct FoundItem {
    const NamespaceItem* item = nullptr;
    std::int32_t levels_up = 0;
};
Result<FoundItem> find_namespace_item(ParseState& state, std::string_view schema, std::string_view name,
                                      sql::Location location);

/// transformWindowDefinitions needs the offsets coerced as the frame wants it; see query*.cpp. What functions
/// do: the name that a function call, column, cast … gives to its result column (FigureColname,
/// parser/parse_target.c).
std::string figure_column_name(const sql::Expression& expression);

// --- queries (query*.cpp)
// ----------------------------------------------------------------------------------------

/// parse_sub_analyze: a sub-query of this level. `resolve_unknowns` false leaves string literals among its
/// result columns of type unknown.
Result<QueryPtr> transform_sub_query(ParseState& parent, const sql::Statement& statement,
                                     bool resolve_unknowns = true);

// --- errors
// ------------------------------------------------------------------------------------------------------

inline tl::unexpected<Error> failure(std::string sqlstate, std::string message, sql::Location location,
                                     std::string hint = {}, std::string detail = {}) {
    Error error;
    error.sqlstate = std::move(sqlstate);
    error.message = std::move(message);
    error.detail = std::move(detail);
    error.hint = std::move(hint);
    error.location = location;
    return tl::unexpected<Error>(std::move(error));
}
/// The error that a name is not there, with what would have to be.
inline tl::unexpected<Error> missing(Missing what, std::string sqlstate, std::string message,
                                     sql::Location location, std::string hint = {}) {
    auto error = failure(std::move(sqlstate), std::move(message), location, std::move(hint));
    error.value().missing = std::move(what);
    return error;
}
/// What can't be decided since something of unknown content is involved.
inline tl::unexpected<Error> undecided(std::string reason, sql::Location location) {
    Error error;
    error.message = std::move(reason);
    error.location = location;
    error.unknown = true;
    return tl::unexpected<Error>(std::move(error));
}
/// The error of a result of another type, passed on.
template <class T>
tl::unexpected<Error> passed_on(Result<T>& result) {
    return tl::unexpected<Error>(std::move(result.error()));
}

}  // namespace backout::analyze
