#include "analyze/expression.h"
#include "analyze/function.h"

/// CASE, COALESCE, GREATEST and LEAST (transformCaseExpr and its kin, parser/parse_expr.c).
namespace backout::analyze {

namespace {

/// A stand-in for the value that `CASE value WHEN …` compares.
Result<ExprPtr> case_value(ParseState& state, const sql::CaseExpression& expression, Expr& made) {
    if (!expression.argument) return ExprPtr();
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *expression.argument));
    if (value->type == type_oid::unknown) {
        BACKOUT_ASSIGN(value, coerce_to_common_type(state, std::move(value), type_oid::text, "CASE",
                                                    expression.location));
    }
    BACKOUT_ASSIGN(value, assign_collations(state, std::move(value)));
    auto stand_in = make_expr(ExprKind::case_test, value->type, expression.location);
    stand_in->typmod = value->typmod;
    stand_in->collation = value->collation;
    made.flag = true;
    made.arguments.push_back(std::move(value));
    return stand_in;
}

Result<ExprPtr> when_condition(ParseState& state, const sql::CaseExpression::When& when, const ExprPtr& value,
                               sql::Location location) {
    BACKOUT_ASSIGN(ExprPtr condition, transform_expression(state, *when.condition));
    if (value) {
        BACKOUT_ASSIGN(condition, make_operator(state, {"="}, value, std::move(condition), location));
    }
    return coerce_to_boolean(state, std::move(condition), "CASE/WHEN", when.condition->location);
}

/// The arguments of a construct, all of one type.
Result<std::vector<ExprPtr>> common_arguments(ParseState& state, const sql::Expressions& written,
                                              std::string_view construct, Oid& type) {
    std::vector<ExprPtr> arguments;
    for (const sql::ExpressionPtr& expression : written) {
        BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *expression));
        arguments.push_back(std::move(argument));
    }
    BACKOUT_ASSIGN(type, select_common_type(state, arguments, construct));
    for (ExprPtr& argument : arguments) {
        const sql::Location location = argument->location;
        BACKOUT_ASSIGN(argument,
                       coerce_to_common_type(state, std::move(argument), type, construct, location));
    }
    return arguments;
}

}  // namespace

ExprResult transform_case(ParseState& state, const sql::CaseExpression& expression) {
    const Expr* last_set_returning = state.last_set_returning;
    auto made = make_expr(ExprKind::case_, catalog::invalid_oid, expression.location);
    BACKOUT_ASSIGN(ExprPtr value, case_value(state, expression, *made));
    // The default comes first among what decides the type.
    std::vector<ExprPtr> results(1);
    std::vector<ExprPtr> conditions;
    for (const sql::CaseExpression::When& when : expression.whens) {
        BACKOUT_ASSIGN(ExprPtr condition, when_condition(state, when, value, expression.location));
        conditions.push_back(std::move(condition));
        BACKOUT_ASSIGN(ExprPtr result, transform_expression(state, *when.result));
        results.push_back(std::move(result));
    }
    if (expression.default_result) {
        BACKOUT_ASSIGN(results[0], transform_expression(state, *expression.default_result));
    } else {
        results[0] = make_null(state.catalog(), type_oid::unknown, sql::no_location);
    }
    BACKOUT_ASSIGN(made->type, select_common_type(state, results, "CASE", expression.location));
    for (std::size_t i = 0; i < results.size(); ++i) {
        BACKOUT_ASSIGN(results[i],
                       coerce_to_common_type(state, results[i], made->type,
                                             i == 0 ? "CASE/ELSE" : "CASE/WHEN", expression.location));
    }
    BACKOUT_TRY(refuse_set_returning(state, last_set_returning, "CASE"));
    made->typmod = common_typmod(results, made->type);
    for (std::size_t i = 0; i < conditions.size(); ++i)
        made->arguments.push_back(make_expr(ExprKind::case_when, made->type,
                                            {std::move(conditions[i]), results[i + 1]}, expression.location));
    made->arguments.push_back(results[0]);
    return made;
}

ExprResult transform_coalesce(ParseState& state, const sql::CoalesceExpression& expression) {
    const Expr* last_set_returning = state.last_set_returning;
    auto made = make_expr(ExprKind::coalesce, catalog::invalid_oid, expression.location);
    BACKOUT_ASSIGN(made->arguments, common_arguments(state, expression.arguments, "COALESCE", made->type));
    BACKOUT_TRY(refuse_set_returning(state, last_set_returning, "COALESCE"));
    made->typmod = common_typmod(made->arguments, made->type);
    return made;
}

ExprResult transform_min_max(ParseState& state, const sql::MinMaxExpression& expression) {
    auto made = make_expr(ExprKind::min_max, catalog::invalid_oid, expression.location);
    made->flag = expression.least;
    BACKOUT_ASSIGN(made->arguments, common_arguments(state, expression.arguments,
                                                     expression.least ? "LEAST" : "GREATEST", made->type));
    made->typmod = common_typmod(made->arguments, made->type);
    return made;
}

}  // namespace backout::analyze
