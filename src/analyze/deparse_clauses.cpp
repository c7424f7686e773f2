#include <algorithm>

#include "analyze/deparse_printer.h"
#include "sql/tree/query.h"

/// GROUP BY, ORDER BY and WINDOW.
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprKind;
using catalog::GroupingSet;
using catalog::Query;
using catalog::TargetEntry;
using catalog::WindowClause;

void Printer::print_sort_group(const Expr& expression) {
    if (expression.kind == ExprKind::constant) {
        print_constant(expression, 1);
    } else if (expression.kind == ExprKind::var) {
        const bool before = level_.in_order_by;
        level_.in_order_by = true;
        print_variable(expression, 0, false);
        level_.in_order_by = before;
    } else {
        // Calls could be taken for CUBE() and ROLLUP(); other expressions bring parentheses of their own.
        const bool parentheses = layout_.few_parentheses || expression.kind == ExprKind::function ||
                                 expression.kind == ExprKind::aggregate ||
                                 expression.kind == ExprKind::window_function || expression.kind == ExprKind::json;
        if (parentheses) append("(");
        print(expression, true);
        if (parentheses) append(")");
    }
}

void Printer::print_sort_group(std::int32_t reference, bool by_number) {
    const auto& targets = level_.query->targets;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (targets[i].sort_group_reference != reference) continue;
        if (by_number) {
            append(std::to_string(i + 1));
        } else {
            print_sort_group(*targets[i].expression);
        }
        return;
    }
}

void Printer::print_group_by(const Query& query) {
    if (query.group_by.empty() && query.grouping_sets.empty()) return;
    keyword(" GROUP BY ", -indent_standard, indent_standard, 1);
    if (query.group_distinct) append("DISTINCT ");
    const bool before = level_.in_group_by;
    level_.in_group_by = true;
    std::string_view separator;
    if (query.grouping_sets.empty()) {
        for (std::int32_t reference : query.group_by) {
            append(separator);
            separator = ", ";
            print_sort_group(reference, false);
        }
    }
    for (const GroupingSet& set : query.grouping_sets) {
        append(separator);
        separator = ", ";
        print_grouping_set(set, true);
    }
    level_.in_group_by = before;
}

void Printer::print_grouping_set(const GroupingSet& set, bool omit_parentheses) {
    using Kind = sql::GroupingElement::Kind;
    bool omit_in_content = true;
    switch (static_cast<Kind>(set.kind)) {
        case Kind::empty: append("()"); return;
        case Kind::expression: {
            const bool parentheses = !omit_parentheses || set.references.size() != 1;
            if (parentheses) append("(");
            for (std::size_t i = 0; i < set.references.size(); ++i) {
                if (i > 0) append(", ");
                print_sort_group(set.references[i], false);
            }
            if (parentheses) append(")");
            return;
        }
        case Kind::rollup: append("ROLLUP("); break;
        case Kind::cube: append("CUBE("); break;
        case Kind::sets:
            append("GROUPING SETS (");
            omit_in_content = false;
            break;
    }
    for (std::size_t i = 0; i < set.content.size(); ++i) {
        if (i > 0) append(", ");
        print_grouping_set(set.content[i], omit_in_content);
    }
    append(")");
}

void Printer::print_order_by(const std::vector<Expr::Sort>& order, bool by_number) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0) append(", ");
        print_sort_group(order[i].argument, by_number);
        print_sort(order[i]);
    }
}

void Printer::print_windows(const Query& query) {
    bool first = true;
    for (const WindowClause& window : query.windows) {
        if (window.name.empty()) continue;
        if (first) {
            keyword(" WINDOW ", -indent_standard, indent_standard, 1);
        } else {
            append(", ");
        }
        first = false;
        append(identifier(window.name) + " AS ");
        print_window(window);
    }
}

void Printer::print_window(const WindowClause& window) {
    std::string_view separator;
    append("(");
    if (!window.refname.empty()) {
        append(identifier(window.refname));
        separator = " ";
    } else if (!window.partition_by.empty()) {
        append("PARTITION BY ");
        for (std::size_t i = 0; i < window.partition_by.size(); ++i) {
            if (i > 0) append(", ");
            print_sort_group(*window.partition_by[i]);
        }
        separator = " ";
    }
    if (!window.order.empty() && !window.copied_order) {
        append(separator);
        append("ORDER BY ");
        for (std::size_t i = 0; i < window.order.size(); ++i) {
            if (i > 0) append(", ");
            print_sort_group(*window.order_by[static_cast<std::size_t>(window.order[i].argument)]);
            print_sort(window.order[i]);
        }
        separator = " ";
    }
    if ((window.frame_options & catalog::frame_nondefault) != 0) {
        append(separator);
        print_frame(window);
    }
    append(")");
}

void Printer::print_frame(const WindowClause& window) {
    const auto has = [&](std::int32_t option) { return (window.frame_options & option) != 0; };
    const auto bound = [&](std::int32_t unbounded, std::string_view unbounded_text, std::int32_t current,
                           std::int32_t preceding, const ExprPtr& offset) {
        if (has(unbounded)) {
            append(unbounded_text);
        } else if (has(current)) {
            append("CURRENT ROW");
        } else if (offset) {
            print(*offset, false);
            append(has(preceding) ? " PRECEDING" : " FOLLOWING");
        }
    };
    append(has(catalog::frame_range) ? "RANGE " : has(catalog::frame_rows) ? "ROWS " : "GROUPS ");
    if (has(catalog::frame_between)) append("BETWEEN ");
    bound(catalog::frame_start_unbounded_preceding, "UNBOUNDED PRECEDING", catalog::frame_start_current_row,
          catalog::frame_start_offset_preceding, window.start_offset);
    if (has(catalog::frame_between)) {
        append(" AND ");
        bound(catalog::frame_end_unbounded_following, "UNBOUNDED FOLLOWING", catalog::frame_end_current_row,
              catalog::frame_end_offset_preceding, window.end_offset);
    }
    if (has(catalog::frame_exclude_current_row)) append(" EXCLUDE CURRENT ROW");
    if (has(catalog::frame_exclude_group)) append(" EXCLUDE GROUP");
    if (has(catalog::frame_exclude_ties)) append(" EXCLUDE TIES");
}

}  // namespace backout::analyze
