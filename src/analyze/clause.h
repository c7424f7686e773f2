#pragma once

#include "analyze/parse_state.h"

/// What the clauses of statements don't allow, in the server's words.
namespace backout::analyze {

using Status = tl::expected<void, Error>;

/// transformSubLink: 0A000 "cannot use subquery in check constraint"
Status check_sublink_placement(Clause clause, sql::Location location);
/// check_agglevels_and_constraints: 42803 "aggregate functions are not allowed in WHERE"
Status check_aggregate_placement(Clause clause, bool grouping, sql::Location location);
/// transformWindowFuncCall: 42P20 "window functions are not allowed in WHERE"
Status check_window_function_placement(Clause clause, sql::Location location);
/// check_srf_call_placement: 0A000 "set-returning functions are not allowed in WHERE". `last_before` is what
/// ParseState::last_set_returning was before the arguments.
Status check_set_returning_placement(ParseState& state, const catalog::Expr* last_before,
                                     sql::Location location);

}  // namespace backout::analyze
