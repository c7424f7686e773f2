#include <algorithm>

#include "analyze/deparse_printer.h"
#include "sql/tree/expression.h"

/// Calls of functions, aggregates and window functions (get_func_expr, get_agg_expr, get_windowfunc_expr).
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprForm;
using catalog::ExprKind;

void Printer::print_function(const Expr& expression, bool show_implicit) {
    if (expression.form == ExprForm::implicit_cast && !show_implicit) {
        print_in_parentheses(*expression.arguments[0], false, expression);
        return;
    }
    if (expression.form == ExprForm::implicit_cast || expression.form == ExprForm::explicit_cast) {
        print_coercion(*expression.arguments[0], expression.type, expression.typmod, expression);
        return;
    }
    if (expression.form == ExprForm::sql_syntax && print_sql_syntax(expression)) return;
    print_called(expression);
    append("(");
    for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
        if (i > 0) append(", ");
        if (expression.variadic && i + 1 == expression.arguments.size()) append("VARIADIC ");
        print(*expression.arguments[i], true);
    }
    append(")");
}

/// The function's name. In GROUP BY cube and rollup are words of the grammar.
void Printer::print_called(const Expr& expression) {
    const auto function = catalog::function_info(catalog_, expression.object);
    if (!function) {
        append(identifier(expression.text));
    } else if (level_.in_group_by && (function->name == "cube" || function->name == "rollup")) {
        append(qualified(function->scope, function->name));
    } else {
        append(function_name(expression.object));
    }
}

void Printer::print_aggregate(const Expr& expression) {
    const auto function = catalog::function_info(catalog_, expression.object);
    const auto own = std::min(static_cast<std::size_t>(expression.subkind), expression.arguments.size());
    print_called(expression);
    append(expression.flag ? "(DISTINCT " : "(");
    if (function && (function->aggregate_kind == 'o' || function->aggregate_kind == 'h')) {
        print_list(expression.direct_arguments, true);
        append(") WITHIN GROUP (ORDER BY ");
        print_aggregate_order(expression);
    } else {
        if (expression.star) append("*");
        for (std::size_t i = 0; i < own; ++i) {
            if (i > 0) append(", ");
            if (expression.variadic && i + 1 == own) append("VARIADIC ");
            print(*expression.arguments[i], true);
        }
        if (!expression.sort.empty()) {
            append(" ORDER BY ");
            print_aggregate_order(expression);
        }
    }
    if (expression.filter) {
        append(") FILTER (WHERE ");
        print(*expression.filter, false);
    }
    append(")");
}

void Printer::print_aggregate_order(const Expr& expression) {
    for (std::size_t i = 0; i < expression.sort.size(); ++i) {
        if (i > 0) append(", ");
        const auto place = static_cast<std::size_t>(expression.sort[i].argument);
        print_sort_group(*expression.arguments[place]);
        print_sort(expression.sort[i]);
    }
}

/// What follows the expression in ORDER BY; the defaults of ascending and descending order are left out.
void Printer::print_sort(const Expr::Sort& sort) {
    if (sort.using_clause) {
        append(" USING " + operator_name(sort.operator_));
        append(sort.nulls_first ? " NULLS FIRST" : " NULLS LAST");
    } else if (sort.descending) {
        append(sort.nulls_first ? " DESC" : " DESC NULLS LAST");
    } else if (sort.nulls_first) {
        append(" NULLS FIRST");
    }
}

void Printer::print_window_function(const Expr& expression) {
    print_called(expression);
    append("(");
    if (expression.star) append("*");
    print_list(expression.arguments, true);
    if (expression.filter) {
        append(") FILTER (WHERE ");
        print(*expression.filter, false);
    }
    append(") OVER ");
    const auto index = static_cast<std::size_t>(expression.window);
    if (!level_.query || index >= level_.query->windows.size()) {
        append("(?)");
    } else if (const catalog::WindowClause& window = level_.query->windows[index]; !window.name.empty()) {
        append(identifier(window.name));
    } else {
        print_window(window);
    }
}

void Printer::print_sql_value_function(const Expr& expression) {
    static constexpr std::string_view names[] = {
        "CURRENT_DATE", "CURRENT_TIME",   "CURRENT_TIME",   "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP",
        "LOCALTIME",    "LOCALTIME",      "LOCALTIMESTAMP", "LOCALTIMESTAMP",    "CURRENT_ROLE",
        "CURRENT_USER", "USER",           "SESSION_USER",   "CURRENT_CATALOG",   "CURRENT_SCHEMA"};
    using Function = sql::SqlValueFunction::Function;
    append(names[expression.subkind]);
    switch (static_cast<Function>(expression.subkind)) {
        case Function::current_time_n:
        case Function::current_timestamp_n:
        case Function::localtime_n:
        case Function::localtimestamp_n: append("(" + std::to_string(expression.typmod) + ")"); break;
        default: break;
    }
}

/// Calls that the standard has a syntax of its own for (get_func_sql_syntax); false for other functions.
bool Printer::print_sql_syntax(const Expr& expression) {
    const auto function = catalog::function_info(catalog_, expression.object);
    if (!function || function->scope != catalog::pg_catalog_namespace) return false;
    const auto& arguments = expression.arguments;
    const std::size_t count = arguments.size();
    const auto argument = [&](std::size_t i) { print(*arguments[i], false); };
    const auto operand = [&](std::size_t i) { print_in_parentheses(*arguments[i], false, expression); };
    const std::string_view name = function->name;
    if (name == "timezone" && count == 2) {
        append("(");
        operand(1);
        append(" AT TIME ZONE ");
        operand(0);
        append(")");
    } else if (name == "timezone") {
        append("(");
        operand(0);
        append(" AT LOCAL)");
    } else if (name == "overlaps") {
        append("((");
        print_list(arguments, false, 0, 2);
        append(") OVERLAPS (");
        print_list(arguments, false, 2);
        append("))");
    } else if (name == "extract") {
        append("EXTRACT(" + identifier(arguments[0]->text) + " FROM ");
        argument(1);
        append(")");
    } else if (name == "is_normalized") {
        append("(");
        operand(0);
        append(count == 2 ? " IS " + arguments[1]->text + " NORMALIZED)" : " IS NORMALIZED)");
    } else if (name == "pg_collation_for") {
        append("COLLATION FOR (");
        argument(0);
        append(")");
    } else if (name == "normalize") {
        append("NORMALIZE(");
        argument(0);
        append(count == 2 ? ", " + arguments[1]->text + ")" : ")");
    } else if (name == "overlay") {
        append("OVERLAY(");
        argument(0);
        append(" PLACING ");
        argument(1);
        append(" FROM ");
        argument(2);
        if (count == 4) {
            append(" FOR ");
            argument(3);
        }
        append(")");
    } else if (name == "position") {
        append("POSITION((");
        argument(1);
        append(") IN (");
        argument(0);
        append("))");
    } else if (name == "substring") {
        constexpr catalog::Oid int4_type = 23;
        const bool by_position = function->argument_types[1] == int4_type;
        if (!by_position && count != 3) return false;
        append("SUBSTRING(");
        argument(0);
        append(by_position ? " FROM " : " SIMILAR ");
        argument(1);
        if (count == 3) {
            append(by_position ? " FOR " : " ESCAPE ");
            argument(2);
        }
        append(")");
    } else if (name == "btrim" || name == "ltrim" || name == "rtrim") {
        append(name == "btrim" ? "TRIM(BOTH" : name == "ltrim" ? "TRIM(LEADING" : "TRIM(TRAILING");
        if (count == 2) {
            append(" ");
            argument(1);
        }
        append(" FROM ");
        argument(0);
        append(")");
    } else if (name == "system_user") {
        append("SYSTEM_USER");
    } else if (name == "xmlexists") {
        append("XMLEXISTS((");
        argument(0);
        append(") PASSING (");
        argument(1);
        append("))");
    } else {
        return false;
    }
    return true;
}

bool looks_like_function(const Expr& expression) {
    switch (expression.kind) {
        case ExprKind::function:
            return expression.form == ExprForm::explicit_call || expression.form == ExprForm::sql_syntax;
        case ExprKind::nullif:
        case ExprKind::coalesce:
        case ExprKind::min_max:
        case ExprKind::sql_value_function:
        case ExprKind::xml:
        case ExprKind::xml_serialize: return true;
        default: return false;
    }
}

}  // namespace backout::analyze
