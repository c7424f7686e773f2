#pragma once

#include "analyze/clause.h"
#include "analyze/function.h"
#include "analyze/nodes.h"

/// Parts of the analysis of one function call. Only function*.cpp and aggregate.cpp include this.
namespace backout::analyze {

/// A call as it stands in the text.
struct CallSite {
    const sql::Names& name;
    const sql::FunctionCall* written = nullptr;  ///< null: `value.name`
    bool is_procedure = false;                   ///< of CALL
    sql::Location location = sql::no_location;
};

/// ParseFuncOrColumn: null where `value.name` is neither a column nor a function. `last_set_returning` is the
/// state's before the arguments were analysed.
Result<ExprPtr> resolve_call(ParseState& state, const CallSite& call, std::vector<ExprPtr> arguments,
                             const Expr* last_set_returning);

/// What was written fits the kind of function that was found: 42809 "DISTINCT specified, but lower is not an
/// aggregate function" and the like. `signature` is the call's, as errors show it.
Status check_call_syntax(const CallSite& call, const catalog::FunctionInfo& function,
                         std::size_t argument_count, const std::string& signature);
/// The same for a call that is a cast.
Status check_cast_call_syntax(const CallSite& call, const std::string& signature);

/// transformAggregateCall, of a function found to be an aggregate; `made` has its object, type and arguments.
Result<ExprPtr> finish_aggregate(ParseState& state, const sql::FunctionCall& call,
                                 const catalog::FunctionInfo& function, std::shared_ptr<Expr> made);
/// transformWindowFuncCall
Result<ExprPtr> finish_window_function(ParseState& state, const sql::FunctionCall& call,
                                       const catalog::FunctionInfo& function, std::shared_ptr<Expr> made,
                                       const Expr* last_set_returning);

/// check_agg_arguments and check_agglevels_and_constraints: the query level that an aggregate (or GROUPING)
/// belongs to, after checking that it may stand there.
Result<std::int32_t> aggregate_level(ParseState& state, const Expr& aggregate);

}  // namespace backout::analyze
