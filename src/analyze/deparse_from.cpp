#include <algorithm>

#include "analyze/deparse_printer.h"
#include "sql/tree/query.h"

/// FROM (get_from_clause in utils/adt/ruleutils.c).
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprKind;
using catalog::JoinTree;
using catalog::Query;
using catalog::RangeEntry;

void Printer::print_from(const Query& query, std::string_view prefix) {
    for (std::size_t i = 0; i < query.from.size(); ++i) {
        if (i == 0) {
            keyword(prefix, -indent_standard, indent_standard, 2);
            print_from_item(*query.from[0], query);
            continue;
        }
        append(", ");
        std::string before = std::move(buffer_);
        buffer_.clear();
        print_from_item(*query.from[i], query);
        const std::string item = std::move(buffer_);
        buffer_ = std::move(before);
        if (layout_.indent) {
            if (item.starts_with('\n')) {
                remove_trailing_spaces();
            } else {
                keyword("", -indent_standard, indent_standard, indent_variable);
            }
        }
        buffer_ += item;
    }
}

void Printer::print_from_item(const JoinTree& item, const Query& query) {
    if (item.kind == JoinTree::Kind::join) {
        print_join(item, query);
    } else {
        print_from_entry(item.range_index, query);
    }
}

void Printer::print_from_entry(std::int32_t range_index, const Query& query) {
    const RangeEntry& entry = query.range_table[static_cast<std::size_t>(range_index) - 1];
    const ColumnNames& names = space(0).columns[static_cast<std::size_t>(range_index) - 1];
    const std::vector<RangeEntry::Column>* definitions = nullptr;
    if (entry.lateral) append("LATERAL ");
    switch (entry.kind) {
        case RangeEntry::Kind::relation: {
            if (entry.only) append("ONLY ");
            const auto relation = catalog::relation_info(catalog_, entry.relation);
            const bool hidden =
                relation && std::any_of(spaces_.begin(), spaces_.end(), [&](const NameSpace* names_of_level) {
                    if (!names_of_level->query) return false;
                    const auto& tables = names_of_level->query->ctes;
                    return std::any_of(tables.begin(), tables.end(), [&](const Query::CommonTable& table) {
                        return table.name == relation->name;
                    });
                });
            append(hidden ? qualified(relation->scope, relation->name)
                          : relation_name(entry.relation));
            break;
        }
        case RangeEntry::Kind::subquery:
            append("(");
            print_query(*entry.subquery, nullptr, true);
            append(")");
            break;
        case RangeEntry::Kind::function:
            print_functions(entry);
            if (entry.functions.size() == 1 && !entry.ordinality && !entry.function_columns.empty() &&
                !entry.function_columns[0].empty())
                definitions = &entry.function_columns[0];
            break;
        case RangeEntry::Kind::table_function:
            if (!entry.functions.empty()) print(*entry.functions[0], true);
            break;
        case RangeEntry::Kind::values:
            append("(");
            print_values(entry.values);
            append(")");
            break;
        case RangeEntry::Kind::cte: append(identifier(entry.cte_name)); break;
        case RangeEntry::Kind::join:
        case RangeEntry::Kind::result: break;
    }
    print_alias(entry, range_index, false);
    if (definitions) {
        print_column_definitions(*definitions, &names);
    } else {
        print_column_aliases(names);
    }
    if (!entry.sample_method.empty()) print_sample(entry);
}

void Printer::print_functions(const RangeEntry& entry) {
    const auto has_definitions = [&](std::size_t i) {
        return i < entry.function_columns.size() && !entry.function_columns[i].empty();
    };
    if (entry.functions.size() == 1 && !(has_definitions(0) && entry.ordinality)) {
        print_as_function(*entry.functions[0], true);
    } else {
        // The standard's UNNEST(a, b) is ROWS FROM(unnest(a), unnest(b)).
        constexpr catalog::Oid unnest_anyarray = 2331;
        bool all_unnest = true;
        for (std::size_t i = 0; i < entry.functions.size(); ++i) {
            const Expr& function = *entry.functions[i];
            all_unnest = all_unnest && function.kind == ExprKind::function && function.object == unnest_anyarray &&
                         !has_definitions(i);
        }
        append(all_unnest ? "UNNEST(" : "ROWS FROM(");
        for (std::size_t i = 0; i < entry.functions.size(); ++i) {
            if (i > 0) append(", ");
            if (all_unnest) {
                print_list(entry.functions[i]->arguments, true);
                continue;
            }
            print_as_function(*entry.functions[i], true);
            if (has_definitions(i)) {
                append(" AS ");
                print_column_definitions(entry.function_columns[i], nullptr);
            }
        }
        append(")");
    }
    if (entry.ordinality) append(" WITH ORDINALITY");
}

/// Where the grammar wants a call, anything else is wrapped in a cast (get_rule_expr_funccall).
void Printer::print_as_function(const Expr& expression, bool show_implicit) {
    if (looks_like_function(expression) || expression.kind == ExprKind::opaque) {
        print(expression, show_implicit);
        return;
    }
    append("CAST(");
    print(expression, false);
    append(" AS " + type_name(expression.type, expression.typmod) + ")");
}

void Printer::print_join(const JoinTree& item, const Query& query) {
    using Type = sql::FromJoin::Type;
    const auto place = static_cast<std::size_t>(item.range_index) - 1;
    const RangeEntry& join = query.range_table[place];
    const ColumnNames& names = space(0).columns[place];
    const bool outer_parentheses = !layout_.few_parentheses || !join.alias.empty();
    bool right_parentheses = layout_.few_parentheses && item.right->kind == JoinTree::Kind::join;
    if (right_parentheses)
        right_parentheses = query.range_table[static_cast<std::size_t>(item.right->range_index) - 1].alias.empty();
    if (outer_parentheses) append("(");
    print_from_item(*item.left, query);
    const auto type = static_cast<Type>(item.join_type);
    const std::string_view word = type == Type::left    ? " LEFT JOIN "
                                  : type == Type::full  ? " FULL JOIN "
                                  : type == Type::right ? " RIGHT JOIN "
                                  : item.condition || !join.using_columns.empty() ? " JOIN "
                                                                                  : " CROSS JOIN ";
    keyword(word, -indent_standard, indent_standard, indent_join);
    if (right_parentheses) append("(");
    print_from_item(*item.right, query);
    if (right_parentheses) append(")");
    if (!join.using_columns.empty()) {
        append(" USING (");
        for (std::size_t i = 0; i < names.using_names.size(); ++i)
            append((i > 0 ? ", " : "") + identifier(names.using_names[i]));
        append(")");
        if (!join.using_alias.empty()) append(" AS " + identifier(join.using_alias));
    } else if (item.condition) {
        append(" ON ");
        open_parenthesis();
        print(*item.condition, false);
        close_parenthesis();
    } else if (type != Type::inner) {
        append(" ON TRUE");
    }
    if (outer_parentheses) append(")");
    if (!join.alias.empty()) {
        append(" " + identifier(space(0).names[place]));
        print_column_aliases(names);
    }
}

/// get_rte_alias
void Printer::print_alias(const RangeEntry& entry, std::int32_t range_index, bool use_as) {
    const auto place = static_cast<std::size_t>(range_index) - 1;
    const std::string& name = space(0).names[place];
    bool needed = !entry.alias.empty() || space(0).columns[place].list_printed;
    switch (entry.kind) {
        case RangeEntry::Kind::relation: {
            const auto relation = catalog::relation_info(catalog_, entry.relation);
            needed = needed || !relation || name != relation->name;
            break;
        }
        case RangeEntry::Kind::function:
        case RangeEntry::Kind::values:
        case RangeEntry::Kind::subquery: needed = true; break;
        case RangeEntry::Kind::cte: needed = needed || name != entry.cte_name; break;
        default: break;
    }
    if (needed && !name.empty()) append((use_as ? " AS " : " ") + identifier(name));
}

void Printer::print_column_aliases(const ColumnNames& names) {
    if (!names.list_printed || names.listed.empty()) return;
    for (std::size_t i = 0; i < names.listed.size(); ++i)
        append((i == 0 ? "(" : ", ") + identifier(names.listed[i]));
    append(")");
}

void Printer::print_column_definitions(const std::vector<RangeEntry::Column>& columns, const ColumnNames* names) {
    append("(");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) append(", ");
        const std::string& name = names && i < names->names.size() ? names->names[i] : columns[i].name;
        append(identifier(name) + " " + type_name(columns[i].type, columns[i].typmod));
        const auto type = catalog::type_info(catalog_, columns[i].type);
        if (columns[i].collation != catalog::invalid_oid && type && type->collation != columns[i].collation)
            append(" COLLATE " + collation_name(columns[i].collation));
    }
    append(")");
}

void Printer::print_sample(const RangeEntry& entry) {
    append(" TABLESAMPLE " + entry.sample_method + " (");
    print_list(entry.sample_arguments, false);
    append(")");
    if (entry.sample_repeatable) {
        append(" REPEATABLE (");
        print(*entry.sample_repeatable, false);
        append(")");
    }
}

}  // namespace backout::analyze
