#include <algorithm>

#include "analyze/deparse_printer.h"
#include "sql/tree/query.h"

/// SELECT and what all queries share (get_query_def and get_select_query_def in utils/adt/ruleutils.c).
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprKind;
using catalog::Query;
using catalog::RangeEntry;
using catalog::SetOperationTree;
using catalog::TargetEntry;

void Printer::print_query(const Query& query, const std::vector<std::string>* result_names, bool names_visible,
                          const std::vector<std::string>& reserved_names) {
    NameSpace names;
    names.reserved = reserved_names;
    choose_names(names, catalog_, query, spaces_);
    const Level outer = level_;
    level_ = Level{};
    level_.query = &query;
    level_.result_names = query.command == Query::Command::select ? result_names : nullptr;
    level_.names_visible = names_visible;
    level_.indentation = outer.indentation;
    level_.qualify = !spaces_.empty() || query.range_table.size() + reserved_names.size() != 1;
    push(names);
    switch (query.command) {
        case Query::Command::select: print_select(query); break;
        case Query::Command::insert: print_insert(query); break;
        case Query::Command::update: print_update(query); break;
        case Query::Command::delete_: print_delete(query); break;
        case Query::Command::merge: print_merge(query); break;
        case Query::Command::utility:
            if (query.text.empty()) {
                append("NOTHING");
            } else {
                keyword("", 0, indent_standard, 1);
                append("NOTIFY " + identifier(query.text));
                if (!query.notify_payload.empty()) append(", " + quoted_literal(query.notify_payload));
            }
            break;
    }
    pop();
    level_ = outer;
}

void Printer::print_return(const Query& query) {
    return_ = &query;
    static const std::vector<std::string> without_a_name{std::string()};  // transformReturnStmt gives its column none
    print_query(query, &without_a_name, false);
}

void Printer::print_with(const Query& query) {
    if (query.ctes.empty()) return;
    if (layout_.indent) {
        level_.indentation += indent_standard;
        append(" ");
    }
    std::string_view separator = query.recursive ? "WITH RECURSIVE " : "WITH ";
    for (const Query::CommonTable& table : query.ctes) {
        append(separator);
        separator = ", ";
        append(identifier(table.name));
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            append((i == 0 ? "(" : ", ") + identifier(table.columns[i]));
        if (!table.columns.empty()) append(")");
        append(" AS ");
        using Materialized = sql::CommonTableExpression::Materialized;
        if (static_cast<Materialized>(table.materialized) == Materialized::always) append("MATERIALIZED ");
        if (static_cast<Materialized>(table.materialized) == Materialized::never) append("NOT MATERIALIZED ");
        append("(");
        if (layout_.indent) keyword("", 0, 0, 0);
        print_query(*table.query, nullptr, true);
        if (layout_.indent) keyword("", 0, 0, 0);
        append(")");
        append(table.text);
    }
    if (layout_.indent) {
        level_.indentation -= indent_standard;
        keyword("", 0, 0, 0);
    } else {
        append(" ");
    }
}

void Printer::print_select(const Query& query) {
    print_with(query);
    if (query.set_operations) {
        print_set_operation(*query.set_operations, query);
    } else {
        print_plain_select(query);
    }
    if (!query.order_by.empty()) {
        keyword(" ORDER BY ", -indent_standard, indent_standard, 1);
        print_order_by(query.order_by, query.set_operations != nullptr);
    }
    print_limit(query);
    print_row_marks(query);
}

void Printer::print_limit(const Query& query) {
    if (query.limit_offset) {
        keyword(" OFFSET ", -indent_standard, indent_standard, 0);
        print(*query.limit_offset, false);
    }
    if (!query.limit_count) return;
    if (query.limit_with_ties) {
        keyword(" FETCH FIRST ", -indent_standard, indent_standard, 0);
        append("(");
        print(*query.limit_count, false);
        append(") ROWS WITH TIES");
        return;
    }
    keyword(" LIMIT ", -indent_standard, indent_standard, 0);
    if (query.limit_count->kind == ExprKind::constant && query.limit_count->flag) {
        append("ALL");
    } else {
        print(*query.limit_count, false);
    }
}

void Printer::print_row_marks(const Query& query) {
    static constexpr std::string_view strengths[] = {"", " FOR KEY SHARE", " FOR SHARE", " FOR NO KEY UPDATE",
                                                     " FOR UPDATE"};
    for (const Query::RowMark& mark : query.row_marks) {
        keyword(strengths[mark.strength], -indent_standard, indent_standard, 0);
        append(" OF " + identifier(space(0).names[static_cast<std::size_t>(mark.range_index) - 1]));
        constexpr int skip_locked = 1, nowait = 2;  // LockWaitPolicy
        if (mark.wait_policy == nowait) append(" NOWAIT");
        if (mark.wait_policy == skip_locked) append(" SKIP LOCKED");
    }
}

const std::string& Printer::result_name(const TargetEntry& target, std::size_t number) const {
    if (level_.result_names && number < level_.result_names->size()) return (*level_.result_names)[number];
    return target.name;
}

/// The VALUES that is all there is in the query, when its columns keep their names (get_simple_values_rte).
const RangeEntry* Printer::plain_values(const Query& query) const {
    if (query.range_table.size() != 1 || query.range_table[0].kind != RangeEntry::Kind::values) return nullptr;
    const RangeEntry& entry = query.range_table[0];
    if (query.targets.size() != entry.columns.size()) return nullptr;
    for (std::size_t i = 0; i < query.targets.size(); ++i)
        if (query.targets[i].junk || result_name(query.targets[i], i) != entry.columns[i].name) return nullptr;
    return &entry;
}

void Printer::print_plain_select(const Query& query) {
    if (layout_.indent) {
        level_.indentation += indent_standard;
        append(" ");
    }
    if (const RangeEntry* values = plain_values(query)) {
        print_values(values->values);
        return;
    }
    append(&query == return_ ? "RETURN" : "SELECT");
    if (!query.distinct_on.empty()) {
        append(" DISTINCT ON (");
        for (std::size_t i = 0; i < query.distinct_on.size(); ++i) {
            if (i > 0) append(", ");
            print_sort_group(query.distinct_on[i], false);
        }
        append(")");
    } else if (query.distinct) {
        append(" DISTINCT");
    }
    print_targets(query.targets);
    print_from(query, " FROM ");
    if (query.where) {
        keyword(" WHERE ", -indent_standard, indent_standard, 1);
        print(*query.where, false);
    }
    print_group_by(query);
    if (query.having) {
        keyword(" HAVING ", -indent_standard, indent_standard, 0);
        print(*query.having, false);
    }
    print_windows(query);
}

void Printer::print_targets(const std::vector<TargetEntry>& targets) {
    const std::string before = std::move(buffer_);
    std::string printed = before;
    std::size_t number = 0;
    for (const TargetEntry& target : targets) {
        if (target.junk) continue;
        printed += number == 0 ? " " : ", ";
        // The text of the column decides whether it goes on a line of its own.
        buffer_.clear();
        std::string own_name;
        if (target.expression->kind == ExprKind::var) {
            own_name = print_variable(*target.expression, 0, true);
        } else {
            print(*target.expression, true);
            if (!level_.names_visible) own_name = "?column?";
        }
        const std::string& name = result_name(target, number);
        if (!name.empty() && name != own_name) append(" AS " + identifier(name));
        std::string column = std::move(buffer_);
        buffer_ = std::move(printed);
        if (layout_.indent) {
            if (column.starts_with('\n')) {
                remove_trailing_spaces();
            } else if (number > 0) {
                keyword("", -indent_standard, indent_standard, indent_variable);
            }
        }
        buffer_ += column;
        printed = std::move(buffer_);
        ++number;
    }
    buffer_ = std::move(printed);
}

void Printer::print_values(const std::vector<std::vector<ExprPtr>>& rows) {
    append("VALUES ");
    for (std::size_t row = 0; row < rows.size(); ++row) {
        append(row == 0 ? "(" : ", (");
        for (std::size_t i = 0; i < rows[row].size(); ++i) {
            if (i > 0) append(",");
            print_at_top(*rows[row][i], false);
        }
        append(")");
    }
}

void Printer::print_returning(const Query& query) {
    if (query.returning.empty()) return;
    keyword(" RETURNING", -indent_standard, indent_standard, 1);
    const bool old_named = query.returning_old != "old";
    const bool new_named = query.returning_new != "new";
    if (old_named || new_named) append(" WITH (");
    if (old_named) append("OLD AS " + identifier(query.returning_old));
    if (old_named && new_named) append(", ");
    if (new_named) append("NEW AS " + identifier(query.returning_new));
    if (old_named || new_named) append(")");
    print_targets(query.returning);
}

void Printer::print_set_operation(const SetOperationTree& operation, const Query& query) {
    using SetOperation = sql::SelectStatement::SetOperation;
    if (operation.operation == 0) {
        const Query& leaf = *query.range_table[static_cast<std::size_t>(operation.range_index) - 1].subquery;
        const bool parentheses = !leaf.ctes.empty() || !leaf.order_by.empty() || !leaf.row_marks.empty() ||
                                 leaf.limit_offset || leaf.limit_count || leaf.set_operations;
        if (parentheses) append("(");
        print_query(leaf, level_.result_names, level_.names_visible);
        if (parentheses) append(")");
        return;
    }
    const SetOperationTree& left = *operation.left;
    const bool left_parentheses =
        left.operation != 0 && (left.operation != operation.operation || left.all != operation.all);
    int indentation = 0;
    if (left_parentheses) {
        append("(");
        indentation = indent_standard;
        keyword("", indentation, 0, 0);
    }
    print_set_operation(left, query);
    if (left_parentheses) {
        keyword(") ", -indentation, 0, 0);
    } else if (layout_.indent) {
        keyword("", -indentation, 0, 0);
    } else {
        append(" ");
    }
    switch (static_cast<SetOperation>(operation.operation)) {
        case SetOperation::union_: append("UNION "); break;
        case SetOperation::intersect: append("INTERSECT "); break;
        case SetOperation::except: append("EXCEPT "); break;
        case SetOperation::none: break;
    }
    if (operation.all) append("ALL ");
    const bool right_parentheses = operation.right->operation != 0;
    if (right_parentheses) append("(");
    indentation = right_parentheses ? indent_standard : 0;
    keyword("", indentation, 0, 0);
    // Result columns have the names of the left side; from PostgreSQL 16 on those of the right aren't shown.
    const bool names_visible = level_.names_visible;
    level_.names_visible = false;
    print_set_operation(*operation.right, query);
    level_.names_visible = names_visible;
    if (layout_.indent) level_.indentation -= indentation;
    if (right_parentheses) keyword(")", 0, 0, 0);
}

void Printer::print_sublink(const Expr& expression) {
    using Type = sql::SubLink::Type;
    const auto type = static_cast<Type>(expression.subkind);
    append(type == Type::array ? "ARRAY(" : "(");
    std::string comparison;
    if (!expression.arguments.empty()) {
        const Expr& test = *expression.arguments[0];
        if (test.kind == ExprKind::operator_) {
            print(*test.arguments[0], true);
            comparison = operator_name(test.object);
        } else if (test.kind == ExprKind::boolean) {
            append("(");
            for (std::size_t i = 0; i < test.arguments.size(); ++i) {
                if (i > 0) append(", ");
                print(*test.arguments[i]->arguments[0], true);
            }
            append(")");
            comparison = operator_name(test.arguments[0]->object);
        } else if (test.kind == ExprKind::row_compare) {
            append("(");
            print_list(test.arguments, true, 0, test.arguments.size() / 2);
            append(")");
            comparison = operator_name(test.objects.empty() ? test.object : test.objects[0]);
        } else {
            print(test, true);
        }
    }
    bool parentheses = true;
    switch (type) {
        case Type::exists: append("EXISTS "); break;
        case Type::any: append(comparison == "=" ? " IN " : " " + comparison + " ANY "); break;
        case Type::all: append(" " + comparison + " ALL "); break;
        case Type::row_compare: append(" " + comparison + " "); break;
        default: parentheses = false;
    }
    if (parentheses) append("(");
    print_query(*expression.query, nullptr, false);
    append(parentheses ? "))" : ")");
}

}  // namespace backout::analyze
