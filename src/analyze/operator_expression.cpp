#include <algorithm>
#include <array>

#include "analyze/coerce.h"
#include "analyze/expression.h"
#include "analyze/function.h"
#include "analyze/references_walk.h"

/// Operators and what the grammar keeps with them: IN, BETWEEN, LIKE, IS DISTINCT FROM, AND, OR, NOT and the
/// tests (transformAExprOp and its kin, parser/parse_expr.c).
namespace backout::analyze {

namespace {

using sql::OperatorExpression;
using Operation = sql::BooleanExpression::Operation;

/// contain_vars_of_level(…, 0)
bool has_own_variable(const Expr& expression, std::int32_t depth = 0);

bool has_own_variable(const catalog::Query& query, std::int32_t depth) {
    bool found = false;
    for_each_part(
        query, [&](const Expr& part) { found = found || has_own_variable(part, depth); },
        [&](const catalog::Query& inner) { found = found || has_own_variable(inner, depth + 1); });
    return found;
}

bool has_own_variable(const Expr& expression, std::int32_t depth) {
    if (expression.kind == ExprKind::var) return expression.levels_up == depth;
    if (expression.kind == ExprKind::constant) return false;
    bool found = false;
    for_each_child(
        expression, [&](const Expr& child) { found = found || has_own_variable(child, depth); },
        [&](const catalog::Query& query) { found = found || has_own_variable(query, depth + 1); });
    return found;
}

bool is_null_constant(const sql::Expression* expression) {
    const auto* constant = sql::as<sql::Constant>(expression);
    return constant && constant->type == sql::Constant::Type::null;
}

ExprResult transform_plain(ParseState& state, const OperatorExpression& expression) {
    if (sql::as<sql::RowExpression>(expression.left.get()) != nullptr) {
        // `row op (SELECT …)` compares the row with the sub-query's.
        if (const auto* sublink = sql::as<sql::SubLink>(expression.right.get());
            sublink && sublink->type == sql::SubLink::Type::expression)
            return transform_row_sublink(state, *sublink, *expression.left, expression.name);
        if (sql::as<sql::RowExpression>(expression.right.get()) != nullptr) {
            BACKOUT_ASSIGN(ExprPtr left, transform_expression(state, *expression.left));
            BACKOUT_ASSIGN(ExprPtr right, transform_expression(state, *expression.right));
            return make_row_comparison(state, expression.name, left->arguments, right->arguments,
                                       expression.location);
        }
    }
    ExprPtr left, right;
    if (expression.left) {
        BACKOUT_ASSIGN(left, transform_expression(state, *expression.left));
    }
    if (expression.right) {
        BACKOUT_ASSIGN(right, transform_expression(state, *expression.right));
    }
    return make_operator(state, expression.name, std::move(left), std::move(right), expression.location);
}

ExprResult transform_array_operator(ParseState& state, const OperatorExpression& expression) {
    BACKOUT_ASSIGN(ExprPtr left, transform_expression(state, *expression.left));
    BACKOUT_ASSIGN(ExprPtr right, transform_expression(state, *expression.right));
    return make_scalar_array_operator(state, expression.name,
                                      expression.form == OperatorExpression::Form::op_any, std::move(left),
                                      std::move(right), expression.location);
}

ExprResult transform_distinct(ParseState& state, const OperatorExpression& expression) {
    const bool negated = expression.form == OperatorExpression::Form::not_distinct;
    const bool left_null = is_null_constant(expression.left.get());
    const bool right_null = !left_null && is_null_constant(expression.right.get());
    if (left_null || right_null) {
        // `x IS DISTINCT FROM NULL` is a test of x (make_nulltest_from_distinct).
        BACKOUT_ASSIGN(ExprPtr tested,
                       transform_expression(state, left_null ? *expression.right : *expression.left));
        auto test =
            make_expr(ExprKind::null_test, type_oid::boolean, {std::move(tested)}, expression.location);
        test->flag = !negated;
        return test;
    }
    BACKOUT_ASSIGN(ExprPtr left, transform_expression(state, *expression.left));
    BACKOUT_ASSIGN(ExprPtr right, transform_expression(state, *expression.right));
    BACKOUT_ASSIGN(ExprPtr distinct, make_distinct(state, expression.name, std::move(left), std::move(right),
                                                   expression.location));
    if (!negated) return distinct;
    return make_boolean_expression(Operation::not_, {std::move(distinct)}, expression.location);
}

ExprResult transform_nullif(ParseState& state, const OperatorExpression& expression) {
    BACKOUT_ASSIGN(ExprPtr left, transform_expression(state, *expression.left));
    BACKOUT_ASSIGN(ExprPtr right, transform_expression(state, *expression.right));
    BACKOUT_ASSIGN(ExprPtr equality, make_operator(state, expression.name, std::move(left), std::move(right),
                                                   expression.location));
    if (equality->type != type_oid::boolean && !is_undecided(equality->type))
        return failure("42804", "NULLIF requires = operator to yield boolean", expression.location);
    Expr& made = in_the_making(equality);
    made.kind = ExprKind::nullif;
    made.type = made.arguments[0]->type;
    made.typmod = made.arguments[0]->typmod;
    return equality;
}

/// The items of IN that are worth an array: those without columns of this query, when there are several and
/// they have a type in common.
ExprResult transform_in_array(ParseState& state, const OperatorExpression& expression, const ExprPtr& left,
                              const std::vector<ExprPtr>& items, bool any) {
    std::vector<Oid> types{left->type};
    for (const ExprPtr& item : items)
        types.push_back(item->type);
    if (std::any_of(types.begin(), types.end(), is_undecided)) return ExprPtr();
    Oid element = common_type_or_none(state.catalog(), types);
    if (!element || !all_coerce_to(state.catalog(), element, types) || element == type_oid::record)
        return ExprPtr();
    Oid array_type = catalog::array_type_of(state.catalog(), element);
    if (!array_type) return ExprPtr();
    auto array = make_expr(ExprKind::array, array_type, sql::no_location);
    for (const ExprPtr& item : items) {
        BACKOUT_ASSIGN(ExprPtr converted, coerce_to_common_type(state, item, element, "IN", item->location));
        array->arguments.push_back(std::move(converted));
    }
    array->typmod = common_typmod(array->arguments, element);
    return make_scalar_array_operator(state, expression.name, any, left, std::move(array),
                                      expression.location);
}

ExprResult transform_in(ParseState& state, const OperatorExpression& expression) {
    const bool any = expression.name.back() != "<>";
    BACKOUT_ASSIGN(ExprPtr left, transform_expression(state, *expression.left));
    std::vector<ExprPtr> items, with_variables, others;
    for (const sql::ExpressionPtr& written : expression.list) {
        BACKOUT_ASSIGN(ExprPtr item, transform_expression(state, *written));
        (has_own_variable(*item) ? with_variables : others).push_back(item);
        items.push_back(std::move(item));
    }
    ExprPtr result;
    if (others.size() > 1) {
        BACKOUT_ASSIGN(result, transform_in_array(state, expression, left, others, any));
        if (result) items = std::move(with_variables);
    }
    for (ExprPtr& item : items) {
        ExprResult comparison =
            left->kind == ExprKind::row && item->kind == ExprKind::row
                ? make_row_comparison(state, expression.name, left->arguments, item->arguments,
                                      expression.location)
                : make_operator(state, expression.name, left, std::move(item), expression.location);
        if (!comparison) return comparison;
        BACKOUT_ASSIGN(ExprPtr condition,
                       coerce_to_boolean(state, std::move(*comparison), "IN", expression.location));
        result =
            !result ? std::move(condition)
                    : make_boolean_expression(any ? Operation::or_ : Operation::and_,
                                              {std::move(result), std::move(condition)}, expression.location);
    }
    return result;
}

/// One comparison that BETWEEN stands for. The operands are analysed anew for each, as the server does.
ExprResult compare_bound(ParseState& state, const OperatorExpression& between, const char* name,
                         std::size_t bound) {
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, *between.left));
    BACKOUT_ASSIGN(ExprPtr limit, transform_expression(state, *between.list[bound]));
    return make_operator(state, {name}, std::move(value), std::move(limit), between.location);
}

/// `value op1 first AND value op2 second`, or with OR.
ExprResult compare_bounds(ParseState& state, const OperatorExpression& between, Operation operation,
                          const char* one, std::size_t first, const char* other, std::size_t second) {
    std::string_view word = operation == Operation::and_ ? "AND" : "OR";
    BACKOUT_ASSIGN(ExprPtr left, compare_bound(state, between, one, first));
    BACKOUT_ASSIGN(left, coerce_to_boolean(state, std::move(left), word, between.location));
    BACKOUT_ASSIGN(ExprPtr right, compare_bound(state, between, other, second));
    BACKOUT_ASSIGN(right, coerce_to_boolean(state, std::move(right), word, between.location));
    return make_boolean_expression(operation, {std::move(left), std::move(right)}, between.location);
}

ExprResult transform_between(ParseState& state, const OperatorExpression& between) {
    using Form = OperatorExpression::Form;
    switch (between.form) {
        case Form::between:
            return compare_bounds(state, between, Operation::and_, ">=", 0, "<=", 1);
        case Form::not_between:
            return compare_bounds(state, between, Operation::or_, "<", 0, ">", 1);
        default:
            break;
    }
    const bool negated = between.form == Form::not_between_symmetric;
    const Operation inner = negated ? Operation::or_ : Operation::and_;
    const char* lower = negated ? "<" : ">=";
    const char* upper = negated ? ">" : "<=";
    BACKOUT_ASSIGN(ExprPtr straight, compare_bounds(state, between, inner, lower, 0, upper, 1));
    BACKOUT_ASSIGN(ExprPtr swapped, compare_bounds(state, between, inner, lower, 1, upper, 0));
    return make_boolean_expression(negated ? Operation::and_ : Operation::or_,
                                   {std::move(straight), std::move(swapped)}, between.location);
}

}  // namespace

ExprResult transform_operator(ParseState& state, const OperatorExpression& expression) {
    using Form = OperatorExpression::Form;
    switch (expression.form) {
        case Form::op:
        case Form::like:
        case Form::ilike:
        case Form::similar:
            return transform_plain(state, expression);
        case Form::op_any:
        case Form::op_all:
            return transform_array_operator(state, expression);
        case Form::distinct:
        case Form::not_distinct:
            return transform_distinct(state, expression);
        case Form::nullif:
            return transform_nullif(state, expression);
        case Form::in:
            return transform_in(state, expression);
        default:
            return transform_between(state, expression);
    }
}

ExprResult transform_boolean(ParseState& state, const sql::BooleanExpression& expression) {
    static constexpr std::array<std::string_view, 3> words{"AND", "OR", "NOT"};
    const std::string_view word = words[static_cast<std::size_t>(expression.operation)];
    std::vector<ExprPtr> arguments;
    arguments.reserve(expression.arguments.size());
    for (const sql::ExpressionPtr& written : expression.arguments) {
        BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *written));
        BACKOUT_ASSIGN(argument, coerce_to_boolean(state, std::move(argument), word, written->location));
        arguments.push_back(std::move(argument));
    }
    return make_boolean_expression(expression.operation, std::move(arguments), expression.location);
}

ExprResult transform_null_test(ParseState& state, const sql::NullTest& test) {
    BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *test.argument));
    const bool of_row = argument->type == type_oid::record || is_row_type(state.catalog(), argument->type);
    auto made = make_expr(ExprKind::null_test, type_oid::boolean, {std::move(argument)}, test.location);
    made->flag = test.is_not;
    made->star = of_row;
    return made;
}

ExprResult transform_boolean_test(ParseState& state, const sql::BooleanTest& test) {
    static constexpr std::array<std::string_view, 6> words{"IS TRUE",      "IS NOT TRUE", "IS FALSE",
                                                           "IS NOT FALSE", "IS UNKNOWN",  "IS NOT UNKNOWN"};
    BACKOUT_ASSIGN(ExprPtr argument, transform_expression(state, *test.argument));
    BACKOUT_ASSIGN(argument,
                   coerce_to_boolean(state, std::move(argument), words[static_cast<std::size_t>(test.test)],
                                     test.argument->location));
    auto made = make_expr(ExprKind::boolean_test, type_oid::boolean, {std::move(argument)}, test.location);
    made->subkind = static_cast<std::int32_t>(test.test);
    return made;
}

}  // namespace backout::analyze
