#include "analyze/expression.h"

#include <fmt/format.h>

#include "analyze/column_reference.h"
#include "analyze/function.h"
#include "analyze/function_call.h"

/// transformExprRecurse (parser/parse_expr.c).
namespace backout::analyze {

namespace {

template <class Node>
const Node& node_of(const sql::Expression& expression) {
    return static_cast<const Node&>(expression);
}

ExprResult transform_grouping(ParseState& state, const sql::GroupingFunction& function) {
    constexpr std::size_t max_arguments = 31;
    if (function.arguments.size() > max_arguments)
        return failure("54023", "GROUPING must have fewer than 32 arguments", function.location);
    auto made = make_expr(ExprKind::grouping, type_oid::int4, function.location);
    for (const sql::ExpressionPtr& argument : function.arguments) {
        BACKOUT_ASSIGN(ExprPtr analysed, transform_expression(state, *argument));
        made->arguments.push_back(std::move(analysed));
    }
    BACKOUT_ASSIGN(made->levels_up, aggregate_level(state, *made));
    return made;
}

ExprResult transform_named_argument(ParseState& state, const sql::NamedArgument& argument) {
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *argument.argument));
    auto made = make_expr(ExprKind::named_argument, value->type, argument.location);
    made->typmod = value->typmod;
    made->text = argument.name;
    made->subkind = -1;
    made->arguments.push_back(std::move(value));
    return made;
}

ExprResult transform_set_to_default(const sql::Expression& expression) {
    return failure("42601", "DEFAULT is not allowed in this context", expression.location);
}

ExprResult transform_current_of(ParseState& state, const sql::CurrentOf& current) {
    auto made = make_expr(ExprKind::current_of, type_oid::boolean, current.location);
    made->text = current.cursor;
    made->range_index = state.target_relation;
    return made;
}

ExprResult transform_merge_action(const ParseState& state, const sql::Expression& expression) {
    bool allowed = false;
    for (const ParseState* level = &state; level && !allowed; level = level->parent)
        allowed = level->clause == Clause::merge_returning;
    if (!allowed)
        return failure("42601", "MERGE_ACTION() can only be used in the RETURNING list of a MERGE command",
                       expression.location);
    auto made = make_expr(ExprKind::merge_action, type_oid::text, expression.location);
    made->collation = catalog::default_collation;
    return made;
}

ExprResult transform(ParseState& state, const sql::Expression& expression) {
    using Kind = sql::ExpressionKind;
    switch (expression.kind) {
        case Kind::column_ref:
            return transform_column_ref(state, node_of<sql::ColumnRef>(expression));
        case Kind::parameter_ref:
            return transform_parameter(state, node_of<sql::ParameterRef>(expression));
        case Kind::constant:
            return transform_constant(state, node_of<sql::Constant>(expression));
        case Kind::operator_:
            return transform_operator(state, node_of<sql::OperatorExpression>(expression));
        case Kind::boolean:
            return transform_boolean(state, node_of<sql::BooleanExpression>(expression));
        case Kind::null_test:
            return transform_null_test(state, node_of<sql::NullTest>(expression));
        case Kind::boolean_test:
            return transform_boolean_test(state, node_of<sql::BooleanTest>(expression));
        case Kind::case_:
            return transform_case(state, node_of<sql::CaseExpression>(expression));
        case Kind::coalesce:
            return transform_coalesce(state, node_of<sql::CoalesceExpression>(expression));
        case Kind::min_max:
            return transform_min_max(state, node_of<sql::MinMaxExpression>(expression));
        case Kind::function_call:
            return transform_function_call(state, node_of<sql::FunctionCall>(expression));
        case Kind::type_cast:
            return transform_type_cast(state, node_of<sql::TypeCast>(expression));
        case Kind::collate:
            return transform_collate(state, node_of<sql::CollateClause>(expression));
        case Kind::array:
            return transform_array(state, node_of<sql::ArrayExpression>(expression));
        case Kind::indirection: {
            const auto& indirection = node_of<sql::Indirection>(expression);
            return transform_indirection(state, indirection, indirection.steps.size());
        }
        case Kind::row:
            return transform_row(state, node_of<sql::RowExpression>(expression));
        case Kind::sublink:
            return transform_sublink(state, node_of<sql::SubLink>(expression));
        case Kind::sql_value_function:
            return transform_sql_value_function(state, node_of<sql::SqlValueFunction>(expression));
        case Kind::xml:
            return transform_xml(state, node_of<sql::XmlExpression>(expression));
        case Kind::xml_serialize:
            return transform_xml_serialize(state, node_of<sql::XmlSerialize>(expression));
        case Kind::grouping:
            return transform_grouping(state, node_of<sql::GroupingFunction>(expression));
        case Kind::current_of:
            return transform_current_of(state, node_of<sql::CurrentOf>(expression));
        case Kind::set_to_default:
            return transform_set_to_default(expression);
        case Kind::multi_assign:
            return failure(
                "0A000", "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
                expression.location);
        case Kind::named_argument:
            return transform_named_argument(state, node_of<sql::NamedArgument>(expression));
        case Kind::json_is:
            return transform_json_predicate(state, node_of<sql::JsonIsPredicate>(expression));
        case Kind::json_constructor:
            return transform_json_constructor(state, node_of<sql::JsonConstructor>(expression));
        case Kind::json_function:
            return transform_json_function(state, node_of<sql::JsonFunction>(expression));
        case Kind::json_value:
            return transform_json_value(state, node_of<sql::JsonValue>(expression));
        case Kind::merge_support:
            return transform_merge_action(state, expression);
    }
    return undecided("an unknown kind of expression", expression.location);
}

}  // namespace

Result<ExprPtr> transform_expression(ParseState& state, const sql::Expression& expression) {
    return transform(state, expression);
}

Result<ExprPtr> transform_expression(ParseState& state, const sql::Expression& expression, Clause clause) {
    ClauseScope scope(state, clause);
    return transform(state, expression);
}

tl::expected<void, Error> refuse_set_returning(const ParseState& state, const Expr* last_before,
                                               std::string_view construct) {
    if (state.last_set_returning == last_before) return {};
    return failure("0A000", fmt::format("set-returning functions are not allowed in {}", construct),
                   state.last_set_returning->location,
                   "You might be able to move the set-returning function into a LATERAL FROM item.");
}

}  // namespace backout::analyze
