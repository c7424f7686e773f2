#include "analyze/deparse_printer.h"
#include "sql/tree/expression.h"

/// What needs no parentheses as an operand (isSimpleNode in utils/adt/ruleutils.c). Only pretty-printing asks.
namespace backout::analyze {

using catalog::Catalog;
using catalog::Expr;
using catalog::ExprForm;
using catalog::ExprKind;

namespace {

/// Whether the parent separates its operands by parentheses, commas or keywords of its own.
bool separates(const Expr& parent) {
    switch (parent.kind) {
        case ExprKind::function:
            return parent.form == ExprForm::explicit_call;
        case ExprKind::subscript:
        case ExprKind::array:
        case ExprKind::row:
        case ExprKind::coalesce:
        case ExprKind::min_max:
        case ExprKind::xml:
        case ExprKind::nullif:
        case ExprKind::aggregate:
        case ExprKind::grouping:
        case ExprKind::window_function:
        case ExprKind::case_: return true;
        default: return false;
    }
}

/// The operator's character, when it is binary and has but one; 0 otherwise.
char single_character_operator(const Catalog& catalog, const Expr& expression) {
    if (expression.kind != ExprKind::operator_ || expression.arguments.size() != 2) return 0;
    const auto found = catalog::operator_info(catalog, expression.object);
    return found && found->name.size() == 1 ? found->name[0] : '\0';
}

bool is_low_priority(char c) { return c == '+' || c == '-'; }
bool is_high_priority(char c) { return c == '*' || c == '/' || c == '%'; }

bool is_simple_arithmetic(const Catalog& catalog, const Expr& expression, const Expr& parent) {
    const char own = single_character_operator(catalog, expression);
    const char outer = single_character_operator(catalog, parent);
    if (!(is_low_priority(own) || is_high_priority(own)) || !(is_low_priority(outer) || is_high_priority(outer)))
        return false;
    if (is_high_priority(own) && is_low_priority(outer)) return true;
    if (is_low_priority(own) && is_high_priority(outer)) return false;
    return &expression == parent.arguments[0].get();
}

bool is_simple_boolean(const Expr& expression, const Expr& parent) {
    using Operation = sql::BooleanExpression::Operation;
    const auto own = static_cast<Operation>(expression.subkind);
    const auto outer = static_cast<Operation>(parent.subkind);
    if (own == Operation::or_) return outer == Operation::or_;
    return outer == Operation::and_ || outer == Operation::or_;
}

}  // namespace

bool is_simple(const Catalog& catalog, const Expr& expression, const Expr& parent, bool few_parentheses) {
    switch (expression.kind) {
        case ExprKind::var:
        case ExprKind::constant:
        case ExprKind::param:
        case ExprKind::domain_value:
        case ExprKind::set_to_default:
        case ExprKind::current_of:
        case ExprKind::subscript:
        case ExprKind::array:
        case ExprKind::row:
        case ExprKind::coalesce:
        case ExprKind::min_max:
        case ExprKind::sql_value_function:
        case ExprKind::xml:
        case ExprKind::xml_serialize:
        case ExprKind::json:
        case ExprKind::nullif:
        case ExprKind::aggregate:
        case ExprKind::grouping:
        case ExprKind::window_function:
        case ExprKind::merge_action:
        case ExprKind::function:
        case ExprKind::case_: return true;
        case ExprKind::field_select:
        case ExprKind::field_store: return parent.kind != expression.kind;
        case ExprKind::coerce_to_domain:
        case ExprKind::relabel:
        case ExprKind::coerce_via_io:
        case ExprKind::array_coerce:
        case ExprKind::convert_rowtype:
            return is_simple(catalog, *expression.arguments[0], expression, few_parentheses);
        case ExprKind::operator_:
            if (few_parentheses && parent.kind == ExprKind::operator_)
                return is_simple_arithmetic(catalog, expression, parent);
            return parent.kind == ExprKind::boolean || separates(parent);
        case ExprKind::sublink:
        case ExprKind::null_test:
        case ExprKind::boolean_test:
        case ExprKind::distinct: return parent.kind == ExprKind::boolean || separates(parent);
        case ExprKind::boolean:
            if (parent.kind == ExprKind::boolean) return few_parentheses && is_simple_boolean(expression, parent);
            return separates(parent);
        default: return false;
    }
}

}  // namespace backout::analyze
