#include <algorithm>

#include "analyze/deparse_printer.h"
#include "sql/tree/expression.h"

/// Expressions other than casts and calls (get_rule_expr in utils/adt/ruleutils.c).
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprForm;
using catalog::ExprKind;
using catalog::RangeEntry;

void Printer::print(const Expr& expression, bool show_implicit) {
    switch (expression.kind) {
        case ExprKind::var: print_variable(expression, 0, false); break;
        case ExprKind::constant: print_constant(expression, 0); break;
        case ExprKind::param: print_parameter(expression); break;
        case ExprKind::aggregate: print_aggregate(expression); break;
        case ExprKind::window_function: print_window_function(expression); break;
        case ExprKind::grouping:
            append("GROUPING(");
            print_list(expression.arguments, true);
            append(")");
            break;
        case ExprKind::subscript: print_subscript(expression, show_implicit); break;
        case ExprKind::function: print_function(expression, show_implicit); break;
        case ExprKind::named_argument:
            append(identifier(expression.text));
            append(" => ");
            print(*expression.arguments[0], show_implicit);
            break;
        case ExprKind::operator_: print_operator(expression); break;
        case ExprKind::distinct:
            open_parenthesis();
            print_in_parentheses(*expression.arguments[0], true, expression);
            append(" IS DISTINCT FROM ");
            print_in_parentheses(*expression.arguments[1], true, expression);
            close_parenthesis();
            break;
        case ExprKind::nullif:
            append("NULLIF(");
            print_list(expression.arguments, true);
            append(")");
            break;
        case ExprKind::scalar_array: print_scalar_array(expression); break;
        case ExprKind::boolean: print_boolean(expression); break;
        case ExprKind::sublink: print_sublink(expression); break;
        case ExprKind::field_select: print_field_select(expression); break;
        case ExprKind::field_store: print(*expression.arguments.back(), show_implicit); break;
        case ExprKind::relabel:
        case ExprKind::coerce_via_io:
        case ExprKind::array_coerce:
        case ExprKind::convert_rowtype:
        case ExprKind::coerce_to_domain: print_cast(expression, show_implicit); break;
        case ExprKind::collate:
            open_parenthesis();
            print_in_parentheses(*expression.arguments[0], show_implicit, expression);
            append(" COLLATE ");
            append(collation_name(expression.object));
            close_parenthesis();
            break;
        case ExprKind::case_: print_case(expression); break;
        case ExprKind::case_when: print(*expression.arguments[1], show_implicit); break;
        case ExprKind::case_test: append("CASE_TEST_EXPR"); break;
        case ExprKind::array:
            append("ARRAY[");
            print_list(expression.arguments, true);
            append("]");
            if (expression.arguments.empty()) append("::" + type_name(expression.type));
            break;
        case ExprKind::row: print_row(expression); break;
        case ExprKind::row_compare: {
            const std::size_t half = expression.arguments.size() / 2;
            append("(ROW(");
            print_list_at_top(expression.arguments, true, 0, half);
            append(") " + operator_name(expression.objects.empty() ? expression.object : expression.objects[0]));
            append(" ROW(");
            print_list_at_top(expression.arguments, true, half);
            append("))");
            break;
        }
        case ExprKind::coalesce:
            append("COALESCE(");
            print_list(expression.arguments, true);
            append(")");
            break;
        case ExprKind::min_max:
            append(expression.flag ? "LEAST(" : "GREATEST(");
            print_list(expression.arguments, true);
            append(")");
            break;
        case ExprKind::sql_value_function: print_sql_value_function(expression); break;
        case ExprKind::xml: print_xml(expression); break;
        case ExprKind::xml_serialize: print_xml_serialize(expression); break;
        case ExprKind::null_test: print_null_test(expression); break;
        case ExprKind::boolean_test: {
            static constexpr std::string_view tests[] = {" IS TRUE",      " IS NOT TRUE", " IS FALSE",
                                                         " IS NOT FALSE", " IS UNKNOWN",  " IS NOT UNKNOWN"};
            open_parenthesis();
            print_in_parentheses(*expression.arguments[0], false, expression);
            append(tests[expression.subkind]);
            close_parenthesis();
            break;
        }
        case ExprKind::domain_value: append("VALUE"); break;
        case ExprKind::set_to_default: append("DEFAULT"); break;
        case ExprKind::current_of: append("CURRENT OF " + identifier(expression.text)); break;
        case ExprKind::merge_action: append("MERGE_ACTION()"); break;
        case ExprKind::target_entry: print(*expression.arguments[0], show_implicit); break;
        case ExprKind::json:
        case ExprKind::opaque: print_template(expression); break;
    }
}

/// get_rule_expr_paren: parentheses around an operand, where not every operator prints its own.
void Printer::print_in_parentheses(const Expr& expression, bool show_implicit, const Expr& parent) {
    const bool needed = layout_.few_parentheses && !is_simple(catalog_, expression, parent, true);
    if (needed) append("(");
    print(expression, show_implicit);
    if (needed) append(")");
}

void Printer::print_list(const std::vector<ExprPtr>& expressions, bool show_implicit, std::size_t from,
                         std::size_t to) {
    for (std::size_t i = from; i < std::min(to, expressions.size()); ++i) {
        if (i > from) append(", ");
        if (expressions[i]) print(*expressions[i], show_implicit);
    }
}

void Printer::print_list_at_top(const std::vector<ExprPtr>& expressions, bool show_implicit, std::size_t from,
                                std::size_t to) {
    for (std::size_t i = from; i < std::min(to, expressions.size()); ++i) {
        if (i > from) append(", ");
        print_at_top(*expressions[i], show_implicit);
    }
}

/// Where the parser would expand `t.*` a whole row is printed with a cast (get_rule_expr_toplevel).
void Printer::print_at_top(const Expr& expression, bool show_implicit) {
    if (expression.kind == ExprKind::var) {
        print_variable(expression, 0, true);
    } else {
        print(expression, show_implicit);
    }
}

void Printer::print_boolean(const Expr& expression) {
    const auto operation = static_cast<sql::BooleanExpression::Operation>(expression.subkind);
    open_parenthesis();
    if (operation == sql::BooleanExpression::Operation::not_) append("NOT ");
    for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
        if (i > 0) append(operation == sql::BooleanExpression::Operation::and_ ? " AND " : " OR ");
        print_in_parentheses(*expression.arguments[i], false, expression);
    }
    close_parenthesis();
}

void Printer::print_operator(const Expr& expression) {
    const bool binary = expression.arguments.size() == 2;
    open_parenthesis();
    if (binary) {
        print_in_parentheses(*expression.arguments[0], true, expression);
        append(" ");
    }
    append(operator_name(expression.object) + " ");
    print_in_parentheses(*expression.arguments.back(), true, expression);
    close_parenthesis();
}

namespace {

/// The constants of `x = ANY (ARRAY[…])` that came from `x IN (…)` with plain literals (transformAExprIn,
/// parser/parse_expr.c): they have taken the type of x. Null: it did not.
const Expr* in_list_of(const Expr& expression, std::string_view operator_name) {
    if (operator_name != (expression.flag ? "=" : "<>")) return nullptr;
    const Expr& value = strip_implicit_casts(*expression.arguments[0]);
    const Expr& array = strip_implicit_casts(*expression.arguments[1]);
    if (array.kind != ExprKind::array || array.flag || array.arguments.size() < 2) return nullptr;
    for (const auto& element : array.arguments)
        if (element->kind != ExprKind::constant || element->flag || element->type != value.type) return nullptr;
    return &array;
}

}  // namespace

void Printer::print_scalar_array(const Expr& expression) {
    const Expr* in_list = in_lists_ ? in_list_of(expression, operator_name(expression.object)) : nullptr;
    if (in_list) {
        open_parenthesis();
        print_in_parentheses(strip_implicit_casts(*expression.arguments[0]), true, expression);
        append(expression.flag ? " IN (" : " NOT IN (");
        for (std::size_t i = 0; i < in_list->arguments.size(); ++i) {
            if (i > 0) append(", ");
            print_constant(*in_list->arguments[i], -1);
        }
        append(")");
        close_parenthesis();
        return;
    }
    const Expr& array = *expression.arguments[1];
    open_parenthesis();
    print_in_parentheses(*expression.arguments[0], true, expression);
    append(" " + operator_name(expression.object) + (expression.flag ? " ANY (" : " ALL ("));
    print_in_parentheses(array, true, expression);
    // Without the cast the grammar would take a scalar sub-query for the list of values.
    if (array.kind == ExprKind::sublink &&
        static_cast<sql::SubLink::Type>(array.subkind) == sql::SubLink::Type::expression)
        append("::" + type_name(array.type, array.typmod));
    append(")");
    close_parenthesis();
}

void Printer::print_subscript(const Expr& expression, bool show_implicit) {
    const Expr& container = *expression.arguments[0];
    if (container.kind == ExprKind::case_test && !expression.direct_arguments.empty()) {
        print(*expression.direct_arguments[0], show_implicit);
        return;
    }
    const bool parentheses = container.kind != ExprKind::var && container.kind != ExprKind::field_select;
    if (parentheses) append("(");
    print(container, show_implicit);
    if (parentheses) append(")");
    print_subscripts(expression);
}

void Printer::print_subscripts(const Expr& expression) {
    const std::size_t step = expression.flag ? 2 : 1;
    for (std::size_t i = 1; i + step <= expression.arguments.size(); i += step) {
        append("[");
        if (expression.arguments[i]) print(*expression.arguments[i], false);
        if (expression.flag) {
            append(":");
            if (expression.arguments[i + 1]) print(*expression.arguments[i + 1], false);
        }
        append("]");
    }
}

void Printer::print_field_select(const Expr& expression) {
    const Expr& row = *expression.arguments[0];
    const bool parentheses = row.kind != ExprKind::subscript && row.kind != ExprKind::field_select;
    if (parentheses) append("(");
    print(row, true);
    if (parentheses) append(")");
    std::string name = expression.text;
    if (row.kind == ExprKind::row && static_cast<std::size_t>(expression.attribute) <= row.names.size()) {
        name = row.names[static_cast<std::size_t>(expression.attribute) - 1];
    } else if (auto type = catalog::type_info(catalog_, catalog::base_type(catalog_, row.type));
               type && type->relation != catalog::invalid_oid) {
        if (auto column = catalog::find_column(catalog_, type->relation, expression.attribute)) name = column->name;
    }
    append("." + identifier(name));
}

void Printer::print_case(const Expr& expression) {
    keyword("CASE", 0, indent_variable, 0);
    std::size_t i = 0;
    if (expression.flag) {
        append(" ");
        print(*expression.arguments[i++], true);
    }
    for (; i + 1 < expression.arguments.size(); ++i) {
        const Expr& when = *expression.arguments[i];
        const Expr* condition = when.arguments[0].get();
        // With a tested value the parser made "value = x" of each WHEN x.
        if (expression.flag && condition->kind == ExprKind::operator_ && condition->arguments.size() == 2 &&
            strip_implicit_casts(*condition->arguments[0]).kind == ExprKind::case_test)
            condition = condition->arguments[1].get();
        if (!layout_.indent) append(" ");
        keyword("WHEN ", 0, 0, 0);
        print(*condition, false);
        append(" THEN ");
        print(*when.arguments[1], true);
    }
    if (!layout_.indent) append(" ");
    keyword("ELSE ", 0, 0, 0);
    print(*expression.arguments.back(), true);
    if (!layout_.indent) append(" ");
    keyword("END", -indent_variable, 0, 0);
}

void Printer::print_row(const Expr& expression) {
    append("ROW(");
    print_list_at_top(expression.arguments, true);
    if (auto type = catalog::type_info(catalog_, expression.type); type && type->relation != catalog::invalid_oid) {
        const std::size_t columns = catalog::columns_of(catalog_, type->relation).size();
        for (std::size_t i = expression.arguments.size(); i < columns; ++i) append(i > 0 ? ", NULL" : "NULL");
    }
    append(")");
    if (expression.form == ExprForm::explicit_cast) append("::" + type_name(expression.type));
}

void Printer::print_null_test(const Expr& expression) {
    const Expr& argument = *expression.arguments[0];
    const auto type = catalog::type_info(catalog_, catalog::base_type(catalog_, argument.type));
    constexpr catalog::Oid record = 2249;
    const bool is_row = type && (type->kind == catalog::TypeKind::composite || type->oid == record);
    open_parenthesis();
    print_in_parentheses(argument, true, expression);
    if (expression.star || !is_row) {
        append(expression.flag ? " IS NOT NULL" : " IS NULL");
    } else {
        append(expression.flag ? " IS DISTINCT FROM NULL" : " IS NOT DISTINCT FROM NULL");
    }
    close_parenthesis();
}

void Printer::print_parameter(const Expr& expression) {
    const auto place = static_cast<std::size_t>(expression.subkind) - 1;
    if (!spaces_.empty() && place < spaces_.front()->parameter_names.size() &&
        !spaces_.front()->parameter_names[place].empty()) {
        // Qualified wherever a table's column could be meant instead.
        const bool qualify = std::any_of(spaces_.begin(), spaces_.end(),
                                         [](const NameSpace* space) { return !space->names.empty(); });
        if (qualify) append(identifier(spaces_.front()->function_name) + ".");
        append(identifier(spaces_.front()->parameter_names[place]));
        return;
    }
    append("$" + std::to_string(expression.subkind));
}

std::string Printer::system_column_name(catalog::AttributeNumber attribute) const {
    switch (attribute) {
        case -1: return "ctid";
        case -2: return "xmin";
        case -3: return "cmin";
        case -4: return "xmax";
        case -5: return "cmax";
        default: return "tableoid";
    }
}

/// get_variable
std::string Printer::print_variable(const Expr& variable, std::int32_t levels_up, bool at_top) {
    const auto level = static_cast<std::size_t>(variable.levels_up + levels_up);
    const auto index = static_cast<std::size_t>(variable.range_index) - 1;
    if (level >= spaces_.size() || index >= space(static_cast<std::int32_t>(level)).range_table->size()) {
        append(identifier(variable.text));
        return variable.text;
    }
    const NameSpace& names = space(static_cast<std::int32_t>(level));
    const RangeEntry& entry = (*names.range_table)[index];
    const auto attribute = variable.attribute;
    if (entry.kind == RangeEntry::Kind::join && entry.alias.empty() && attribute > 0 &&
        static_cast<std::size_t>(attribute) <= entry.join_aliases.size()) {
        const Expr& meant = *entry.join_aliases[static_cast<std::size_t>(attribute) - 1];
        if (meant.kind == ExprKind::var) return print_variable(meant, static_cast<std::int32_t>(level), at_top);
    }
    std::string name;
    if (attribute < 0) {
        name = system_column_name(attribute);
    } else if (attribute > 0) {
        const auto& columns = names.columns[index].names;
        name = static_cast<std::size_t>(attribute) <= columns.size() ? columns[static_cast<std::size_t>(attribute) - 1]
                                                                     : std::string();
        if (name.empty()) name = "?dropped?column?";
    }
    std::string qualifier = names.names[index];
    if (variable.subkind != 0 && names.query)
        qualifier = variable.subkind == 1 ? names.query->returning_old : names.query->returning_new;
    const bool qualify = level_.qualify || name.empty() || variable.subkind != 0 ||
                         hidden_by_result_name(variable, name);
    if (qualify && !qualifier.empty()) append(identifier(qualifier) + ".");
    if (!name.empty()) {
        append(identifier(name));
    } else {
        append("*");
        if (at_top) append("::" + type_name(variable.type, variable.typmod));
    }
    return name;
}

/// In ORDER BY a name means a result column first, so a column of another meaning is qualified there. Before
/// PostgreSQL 16 every column of a view's query is qualified anyway.
bool Printer::hidden_by_result_name(const Expr& variable, const std::string& name) const {
    if (catalog_.major_number() < 16 || !level_.in_order_by || level_.in_group_by || !level_.query) return false;
    std::size_t number = 0;
    for (const catalog::TargetEntry& target : level_.query->targets) {
        if (target.junk) continue;
        if (result_name(target, number++) == name && !catalog::equal(variable, *target.expression)) return true;
    }
    return false;
}

const Expr& strip_implicit_casts(const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::function:
        case ExprKind::relabel:
        case ExprKind::coerce_via_io:
        case ExprKind::array_coerce:
        case ExprKind::convert_rowtype:
        case ExprKind::coerce_to_domain:
            if (expression.form == ExprForm::implicit_cast) return strip_implicit_casts(*expression.arguments[0]);
            return expression;
        default: return expression;
    }
}

}  // namespace backout::analyze
