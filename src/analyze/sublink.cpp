#include <fmt/format.h>

#include "analyze/clause.h"
#include "analyze/expression.h"
#include "analyze/names.h"

/// Sub-queries in expressions (transformSubLink, parser/parse_expr.c).
namespace backout::analyze {

namespace {

using Type = sql::SubLink::Type;

std::vector<const catalog::TargetEntry*> result_targets(const catalog::Query& query) {
    std::vector<const catalog::TargetEntry*> found;
    for (const catalog::TargetEntry& target : query.targets)
        if (!target.junk) found.push_back(&target);
    return found;
}

/// get_promoted_array_type: an array of arrays is an array of one more dimension.
Result<Oid> array_of_result(const Context& context, Oid element, sql::Location location) {
    if (is_undecided(element)) return element;
    if (Oid array = catalog::array_type_of(context.catalog, element)) return array;
    if (catalog::element_type_of(context.catalog, element)) return element;
    return failure("42704",
                   fmt::format("could not find array type for data type {}", type_text(context, element)),
                   location);
}

/// The comparison of `value op ANY (SELECT …)`: with stand-ins for what the sub-query returns.
ExprResult make_test(ParseState& state, const catalog::Query& query, const sql::Expression& left,
                     const sql::Names& operator_name, sql::Location location) {
    BACKOUT_ASSIGN(ExprPtr value, transform_expression(state, left));
    std::vector<ExprPtr> values =
        value->kind == ExprKind::row ? value->arguments : std::vector<ExprPtr>{value};
    std::vector<ExprPtr> columns;
    for (const catalog::TargetEntry* target : result_targets(query)) {
        auto column = make_expr(ExprKind::param, target->expression->type, sql::no_location);
        column->typmod = target->expression->typmod;
        column->collation = target->expression->collation;
        column->subkind = static_cast<std::int32_t>(columns.size()) + 1;
        column->flag = true;
        columns.push_back(std::move(column));
    }
    if (values.size() < columns.size()) return failure("42601", "subquery has too many columns", location);
    if (values.size() > columns.size()) return failure("42601", "subquery has too few columns", location);
    return make_row_comparison(state, operator_name, std::move(values), std::move(columns), location);
}

ExprResult transform_sublink_as(ParseState& state, const sql::SubLink& sublink, Type type,
                                const sql::Expression* left, const sql::Names& operator_name) {
    BACKOUT_TRY(check_sublink_placement(state.clause, sublink.location));
    state.has_sublinks = true;
    BACKOUT_ASSIGN(QueryPtr query, transform_sub_query(state, *sublink.query));
    if (query->command != catalog::Query::Command::select)
        return failure("42601", "unexpected non-SELECT command in SubLink", sublink.location);
    auto made = make_expr(ExprKind::sublink, type_oid::boolean, sublink.location);
    made->subkind = static_cast<std::int32_t>(type);
    made->query = query;
    switch (type) {
        case Type::exists:
            break;
        case Type::expression:
        case Type::array:
        case Type::multi_expression: {
            auto targets = result_targets(*query);
            // A star over an open relation may stand for more.
            if (type != Type::multi_expression && targets.size() != 1 && query->inexact.empty())
                return failure("42601", "subquery must return only one column", sublink.location);
            if (targets.empty()) {
                made->type = catalog::invalid_oid;
                break;
            }
            const Expr& result = *targets[0]->expression;
            made->type = type == Type::multi_expression ? type_oid::record : result.type;
            made->typmod = result.typmod;
            if (type == Type::array) {
                BACKOUT_ASSIGN(made->type, array_of_result(state.context, result.type, sublink.location));
            }
            break;
        }
        default: {
            static const sql::Names equals{"="};
            BACKOUT_ASSIGN(ExprPtr test,
                           make_test(state, *query, *left, operator_name.empty() ? equals : operator_name,
                                     sublink.location));
            made->arguments.push_back(std::move(test));
            if (!operator_name.empty()) made->text = display_name(operator_name);
            break;
        }
    }
    return made;
}

}  // namespace

ExprResult transform_sublink(ParseState& state, const sql::SubLink& sublink) {
    return transform_sublink_as(state, sublink, sublink.type, sublink.test.get(), sublink.operator_name);
}

ExprResult transform_row_sublink(ParseState& state, const sql::SubLink& sublink, const sql::Expression& row,
                                 const sql::Names& name) {
    return transform_sublink_as(state, sublink, Type::row_compare, &row, name);
}

}  // namespace backout::analyze
