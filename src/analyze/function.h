#pragma once

#include <span>

#include "analyze/parse_state.h"

/// Resolution of functions and operators by the types of what they are called with (parser/parse_func.c,
/// parser/parse_oper.c; manual, "Type Conversion").
namespace backout::analyze {

/// A function or operator that a call may mean (FuncCandidateList), with its arguments laid out as the call's
/// are.
struct Candidate {
    Oid oid = catalog::invalid_oid;  ///< 0: several that nothing tells apart
    std::size_t path_place = 0;      ///< of its schema in the search path
    std::vector<Oid> argument_types;
    std::vector<std::size_t>
        argument_numbers;            ///< with named arguments: the parameter that each argument is for
    std::size_t variadic_count = 0;  ///< arguments that the VARIADIC parameter takes
    std::size_t default_count = 0;   ///< parameters left to their defaults
};

/// func_match_argtypes: those that the types can be coerced to.
std::vector<const Candidate*> matching_candidates(const Catalog& catalog, std::span<const Oid> types,
                                                  std::span<const Candidate> candidates);
/// func_select_candidate: the best of several matching ones, or null.
const Candidate* select_candidate(const Catalog& catalog, std::span<const Oid> types,
                                  std::vector<const Candidate*> candidates);

/// What a call looks like (the arguments of func_get_detail).
struct CallShape {
    const sql::Names& name;
    std::span<const Oid> types;
    std::span<const std::string> argument_names;  ///< of the last arguments, those that were named
    bool expand_variadic = true;
    bool expand_defaults = true;
    bool is_procedure_call = false;
};
/// FuncnameGetCandidates
Result<std::vector<Candidate>> function_candidates(const Context& context, const CallShape& call);

/// make_fn_arguments: each argument as its declared type.
Result<std::vector<ExprPtr>> coerce_arguments(ParseState& state, std::vector<ExprPtr> arguments,
                                              std::span<const Oid> declared);

/// A call in function notation (transformFuncCall).
Result<ExprPtr> transform_function_call(ParseState& state, const sql::FunctionCall& call);
/// `argument.name`, where a function or a column may be meant (ParseFuncOrColumn without a FuncCall); null
/// where there is neither.
Result<ExprPtr> project_or_call(ParseState& state, const std::string& name, ExprPtr argument,
                                sql::Location location);
/// ParseComplexProjection: the column of a composite value; null where it has none of that name.
Result<ExprPtr> project_column(ParseState& state, std::string_view name, const ExprPtr& argument,
                               sql::Location location);

/// make_op; `left` null for a prefix operator.
Result<ExprPtr> make_operator(ParseState& state, const sql::Names& name, ExprPtr left, ExprPtr right,
                              sql::Location location);
/// make_scalar_array_op
Result<ExprPtr> make_scalar_array_operator(ParseState& state, const sql::Names& name, bool any, ExprPtr left,
                                           ExprPtr right, sql::Location location);

}  // namespace backout::analyze
