#include <array>

#include "analyze/clause.h"

namespace backout::analyze {

namespace {

/// How errors call a clause. A plural is used by "… are not allowed in check constraints"; where there is
/// none, the clause's name in capitals is. A singular is used by "cannot use subquery in check constraint".
struct ClauseWords {
    Clause clause;
    std::string_view name;
    std::string_view plural;
    std::string_view singular;
};

// ParseExprKindName (parser/parse_expr.c), check_agglevels_and_constraints and transformWindowFuncCall
// (parser/parse_agg.c), check_srf_call_placement (parser/parse_func.c), transformSubLink
// (parser/parse_expr.c).
constexpr std::array<ClauseWords, 44> words{{
    {Clause::none, "", "", ""},
    {Clause::other, "extension expression", "", ""},
    {Clause::join_on, "JOIN/ON", "JOIN conditions", ""},
    {Clause::join_using, "JOIN/USING", "JOIN conditions", ""},
    {Clause::from_subselect, "sub-SELECT in FROM", "FROM clause of their own query level", ""},
    {Clause::from_function, "function in FROM", "functions in FROM", ""},
    {Clause::where, "WHERE", "", ""},
    {Clause::having, "HAVING", "", ""},
    {Clause::filter, "FILTER", "", ""},
    {Clause::window_partition, "window PARTITION BY", "window definitions", ""},
    {Clause::window_order, "window ORDER BY", "window definitions", ""},
    {Clause::window_frame_range, "window RANGE", "window RANGE", ""},
    {Clause::window_frame_rows, "window ROWS", "window ROWS", ""},
    {Clause::window_frame_groups, "window GROUPS", "window GROUPS", ""},
    {Clause::select_target, "SELECT", "", ""},
    {Clause::insert_target, "INSERT", "", ""},
    {Clause::update_source, "UPDATE", "", ""},
    {Clause::update_target, "UPDATE", "", ""},
    {Clause::merge_when, "MERGE WHEN", "MERGE WHEN conditions", ""},
    {Clause::group_by, "GROUP BY", "", ""},
    {Clause::order_by, "ORDER BY", "", ""},
    {Clause::distinct_on, "DISTINCT ON", "", ""},
    {Clause::limit, "LIMIT", "", ""},
    {Clause::offset, "OFFSET", "", ""},
    {Clause::returning, "RETURNING", "", ""},
    {Clause::merge_returning, "RETURNING", "", ""},
    {Clause::values, "VALUES", "", ""},
    {Clause::values_single, "VALUES", "", ""},
    {Clause::check_constraint, "CHECK", "check constraints", "check constraint"},
    {Clause::domain_check, "CHECK", "check constraints", "check constraint"},
    {Clause::column_default, "DEFAULT", "DEFAULT expressions", "DEFAULT expression"},
    {Clause::function_default, "DEFAULT", "DEFAULT expressions", "DEFAULT expression"},
    {Clause::index_expression, "index expression", "index expressions", "index expression"},
    {Clause::index_predicate, "index predicate", "index predicates", "index predicate"},
    {Clause::statistics_expression, "statistics expression", "statistics expressions",
     "statistics expression"},
    {Clause::alter_column_transform, "USING", "transform expressions", "transform expression"},
    {Clause::execute_parameter, "EXECUTE", "EXECUTE parameters", "EXECUTE parameter"},
    {Clause::trigger_when, "WHEN", "trigger WHEN conditions", "trigger WHEN condition"},
    {Clause::policy, "POLICY", "policy expressions", ""},
    {Clause::partition_bound, "partition bound", "partition bound", "partition bound"},
    {Clause::partition_expression, "PARTITION BY", "partition key expressions", "partition key expression"},
    {Clause::call_argument, "CALL", "CALL arguments", "CALL argument"},
    {Clause::copy_where, "WHERE", "COPY FROM WHERE conditions", "COPY FROM WHERE condition"},
    {Clause::generated_column, "GENERATED AS", "column generation expressions",
     "column generation expression"},
}};
constexpr ClauseWords cycle_words{Clause::cycle_mark, "CYCLE", "", ""};

const ClauseWords& words_of(Clause clause) {
    static_assert(words[static_cast<std::size_t>(Clause::generated_column)].clause ==
                  Clause::generated_column);
    auto place = static_cast<std::size_t>(clause);
    return place < words.size() ? words[place] : cycle_words;
}

tl::unexpected<Error> refusal(std::string_view what, std::string sqlstate, Clause clause,
                              sql::Location location) {
    const ClauseWords& clause_words = words_of(clause);
    std::string_view place = clause_words.plural.empty() ? clause_words.name : clause_words.plural;
    return failure(std::move(sqlstate), std::string(what) + " are not allowed in " + std::string(place),
                   location);
}

bool is_target_list(Clause clause) {
    return clause == Clause::none || clause == Clause::other || clause == Clause::select_target ||
           clause == Clause::order_by || clause == Clause::distinct_on;
}

}  // namespace

Clause clause_of(Use use) {
    switch (use) {
        case Use::column_default:
            return Clause::column_default;
        case Use::check:
            return Clause::check_constraint;
        case Use::domain_check:
            return Clause::domain_check;
        case Use::generated:
            return Clause::generated_column;
        case Use::index_expression:
            return Clause::index_expression;
        case Use::index_predicate:
            return Clause::index_predicate;
        case Use::statistics:
            return Clause::statistics_expression;
        case Use::policy:
            return Clause::policy;
        case Use::trigger_when:
            return Clause::trigger_when;
        case Use::partition_key:
            return Clause::partition_expression;
        case Use::partition_bound:
            return Clause::partition_bound;
        case Use::alter_type_using:
            return Clause::alter_column_transform;
        case Use::function_default:
            return Clause::function_default;
        case Use::publication_where:
            return Clause::where;
        case Use::execute:
            return Clause::execute_parameter;
        case Use::call:
            return Clause::call_argument;
        case Use::where:
            return Clause::where;
        case Use::other:
            return Clause::other;
    }
    return Clause::other;
}

std::string_view clause_name(Clause clause) {
    return words_of(clause).name;
}

Status check_sublink_placement(Clause clause, sql::Location location) {
    std::string_view singular = words_of(clause).singular;
    if (singular.empty()) return {};
    return failure("0A000", "cannot use subquery in " + std::string(singular), location);
}

Status check_aggregate_placement(Clause clause, bool grouping, sql::Location location) {
    if (is_target_list(clause) || clause == Clause::having || clause == Clause::window_partition ||
        clause == Clause::window_order)
        return {};
    return refusal(grouping ? "grouping operations" : "aggregate functions", "42803", clause, location);
}

Status check_window_function_placement(Clause clause, sql::Location location) {
    if (is_target_list(clause)) return {};
    if (clause == Clause::window_frame_range || clause == Clause::window_frame_rows ||
        clause == Clause::window_frame_groups)
        clause = Clause::window_partition;
    return refusal("window functions", "42P20", clause, location);
}

Status check_set_returning_placement(ParseState& state, const catalog::Expr* last_before,
                                     sql::Location location) {
    switch (state.clause) {
        case Clause::none:
        case Clause::other:
            return {};
        case Clause::from_function:
            if (state.last_set_returning != last_before)
                return failure("0A000", "set-returning functions must appear at top level of FROM", location);
            return {};
        case Clause::select_target:
        case Clause::insert_target:
        case Clause::group_by:
        case Clause::order_by:
        case Clause::distinct_on:
        case Clause::window_partition:
        case Clause::window_order:
        case Clause::values_single:
            state.has_target_set_returning = true;
            return {};
        case Clause::window_frame_range:
        case Clause::window_frame_rows:
        case Clause::window_frame_groups:
            return refusal("set-returning functions", "0A000", Clause::window_partition, location);
        case Clause::from_subselect:
            return failure("0A000", "set-returning functions are not allowed in sub-SELECT in FROM",
                           location);
        default:
            return refusal("set-returning functions", "0A000", state.clause, location);
    }
}

}  // namespace backout::analyze
