#pragma once

#include "analyze/nodes.h"
#include "analyze/propagate.h"

/// The forms of expressions that transform_expression tells apart; a file for each family. Only files of
/// expressions include this.
namespace backout::analyze {

using ExprResult = Result<ExprPtr>;

// constant.cpp
ExprResult transform_constant(ParseState& state, const sql::Constant& constant);
ExprResult transform_parameter(ParseState& state, const sql::ParameterRef& parameter);
ExprResult transform_sql_value_function(ParseState& state, const sql::SqlValueFunction& function);

// operator_expression.cpp
ExprResult transform_operator(ParseState& state, const sql::OperatorExpression& expression);
ExprResult transform_boolean(ParseState& state, const sql::BooleanExpression& expression);
ExprResult transform_null_test(ParseState& state, const sql::NullTest& test);
ExprResult transform_boolean_test(ParseState& state, const sql::BooleanTest& test);

// row_comparison.cpp
/// make_row_comparison_op
ExprResult make_row_comparison(ParseState& state, const sql::Names& name, std::vector<ExprPtr> left,
                               std::vector<ExprPtr> right, sql::Location location);
/// make_distinct_op, or make_row_distinct_op where both sides are rows.
ExprResult make_distinct(ParseState& state, const sql::Names& name, ExprPtr left, ExprPtr right,
                         sql::Location location);

// conditional.cpp
ExprResult transform_case(ParseState& state, const sql::CaseExpression& expression);
ExprResult transform_coalesce(ParseState& state, const sql::CoalesceExpression& expression);
ExprResult transform_min_max(ParseState& state, const sql::MinMaxExpression& expression);

// constructor.cpp
ExprResult transform_type_cast(ParseState& state, const sql::TypeCast& cast);
ExprResult transform_collate(ParseState& state, const sql::CollateClause& clause);
ExprResult transform_array(ParseState& state, const sql::ArrayExpression& expression);
ExprResult transform_row(ParseState& state, const sql::RowExpression& expression);

// sublink.cpp
ExprResult transform_sublink(ParseState& state, const sql::SubLink& sublink);
/// `row op (SELECT …)`
ExprResult transform_row_sublink(ParseState& state, const sql::SubLink& sublink, const sql::Expression& row,
                                 const sql::Names& name);

// xml.cpp, json.cpp
ExprResult transform_xml(ParseState& state, const sql::XmlExpression& expression);
ExprResult transform_xml_serialize(ParseState& state, const sql::XmlSerialize& expression);
ExprResult transform_json_predicate(ParseState& state, const sql::JsonIsPredicate& predicate);
ExprResult transform_json_constructor(ParseState& state, const sql::JsonConstructor& constructor);
ExprResult transform_json_function(ParseState& state, const sql::JsonFunction& function);
ExprResult transform_json_value(ParseState& state, const sql::JsonValue& value);

/// 0A000 "set-returning functions are not allowed in CASE", where one was met since `last_before`.
tl::expected<void, Error> refuse_set_returning(const ParseState& state, const Expr* last_before,
                                               std::string_view construct);

}  // namespace backout::analyze
