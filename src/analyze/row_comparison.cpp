#include <array>

#include <fmt/format.h>

#include "analyze/expression.h"
#include "analyze/function.h"
#include "analyze/names.h"
#include "catalog/builtin/builtin.h"

/// Comparisons of rows, and IS DISTINCT FROM (make_row_comparison_op, make_row_distinct_op,
/// parser/parse_expr.c).
namespace backout::analyze {

namespace {

/// RowCompareType (access/cmptype.h): btree strategies, and "not equal" for the negators of "equal".
enum RowCompare : unsigned {
    less = 1,
    less_equal = 2,
    equal = 3,
    greater_equal = 4,
    greater = 5,
    not_equal = 6
};

constexpr Oid btree = 403;

/// The meanings that btree operator families give to an operator, as a set of bits
/// (get_op_btree_interpretation).
unsigned meanings_of(const Catalog& catalog, Oid operator_oid) {
    unsigned meanings = 0;
    auto add_from = [&](const auto& members, unsigned meaning_of_equal, Oid member_oid) {
        for (const auto& member : members) {
            if (member.operator_oid != member_oid || member.purpose != 's') continue;
            const auto* family = catalog::builtin::find_operator_family(catalog.major(), member.family);
            if (!family || family->access_method != btree) continue;
            if (meaning_of_equal == 0)
                meanings |= 1U << member.strategy;
            else if (member.strategy == equal)
                meanings |= 1U << meaning_of_equal;
        }
    };
    add_from(catalog::builtin::family_operators(catalog.major()), 0, operator_oid);
    if (meanings == 0)
        for (const auto* family : catalog.all_of_class<catalog::OperatorFamily>())
            if (family->access_method == btree)
                if (std::int16_t strategy = catalog::family_strategy(catalog, family->oid, operator_oid))
                    meanings |= 1U << strategy;
    if (meanings == 0)
        if (auto info = catalog::operator_info(catalog, operator_oid); info && info->negator)
            add_from(catalog::builtin::family_operators(catalog.major()), not_equal, info->negator);
    return meanings;
}

}  // namespace

ExprResult make_row_comparison(ParseState& state, const sql::Names& name, std::vector<ExprPtr> left,
                               std::vector<ExprPtr> right, sql::Location location) {
    using Operation = sql::BooleanExpression::Operation;
    if (left.size() != right.size())
        return failure("42601", "unequal number of entries in row expressions", location);
    if (left.empty()) return failure("0A000", "cannot compare rows of zero length", location);
    std::vector<ExprPtr> comparisons;
    bool undecided_operands = false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        undecided_operands =
            undecided_operands || is_undecided(left[i]->type) || is_undecided(right[i]->type);
        BACKOUT_ASSIGN(ExprPtr comparison,
                       make_operator(state, name, std::move(left[i]), std::move(right[i]), location));
        if (comparison->type != type_oid::boolean && !is_undecided(comparison->type))
            return failure("42804",
                           fmt::format("row comparison operator must yield type boolean, not type {}",
                                       type_text(state.context, comparison->type)),
                           location);
        if (returns_set(state, *comparison))
            return failure("42804", "row comparison operator must not return a set", location);
        comparisons.push_back(std::move(comparison));
    }
    if (comparisons.size() == 1) return comparisons[0];

    unsigned meanings = ~0U;
    for (const ExprPtr& comparison : comparisons)
        meanings &= meanings_of(state.catalog(), comparison->object);
    if (meanings == 0 && !undecided_operands)
        return failure(
            "0A000",
            fmt::format("could not determine interpretation of row comparison operator {}", name.back()),
            location, "Row comparison operators must be associated with btree operator families.");
    unsigned meaning = 1;
    while (meaning < not_equal && !(meanings >> meaning & 1U))
        ++meaning;
    if (meaning == equal) return make_boolean_expression(Operation::and_, std::move(comparisons), location);
    if (meaning == not_equal)
        return make_boolean_expression(Operation::or_, std::move(comparisons), location);
    auto made = make_expr(ExprKind::row_compare, type_oid::boolean, location);
    made->subkind = static_cast<std::int32_t>(meaning);
    for (const ExprPtr& comparison : comparisons) {
        made->objects.push_back(comparison->object);
        made->arguments.push_back(comparison->arguments[0]);
    }
    for (const ExprPtr& comparison : comparisons)
        made->arguments.push_back(comparison->arguments[1]);
    return made;
}

ExprResult make_distinct(ParseState& state, const sql::Names& name, ExprPtr left, ExprPtr right,
                         sql::Location location) {
    if (left->kind == ExprKind::row && right->kind == ExprKind::row) {
        if (left->arguments.size() != right->arguments.size())
            return failure("42601", "unequal number of entries in row expressions", location);
        ExprPtr result;
        for (std::size_t i = 0; i < left->arguments.size(); ++i) {
            BACKOUT_ASSIGN(ExprPtr pair,
                           make_distinct(state, name, left->arguments[i], right->arguments[i], location));
            result = !result ? std::move(pair)
                             : make_boolean_expression(sql::BooleanExpression::Operation::or_,
                                                       {std::move(result), std::move(pair)}, location);
        }
        return result ? result : make_constant(state.catalog(), type_oid::boolean, "f", location);
    }
    BACKOUT_ASSIGN(ExprPtr equality, make_operator(state, name, std::move(left), std::move(right), location));
    if (equality->type != type_oid::boolean && !is_undecided(equality->type))
        return failure("42804", "IS DISTINCT FROM requires = operator to yield boolean", location);
    if (returns_set(state, *equality))
        return failure("42804", "IS DISTINCT FROM must not return a set", location);
    in_the_making(equality).kind = ExprKind::distinct;
    in_the_making(equality).type = type_oid::boolean;
    return equality;
}

}  // namespace backout::analyze
