#include "analyze/deparse_printer.h"
#include "sql/tree/query.h"

/// INSERT, UPDATE, DELETE and MERGE, as they occur in rules and SQL-standard function bodies.
namespace backout::analyze {

using catalog::Expr;
using catalog::ExprForm;
using catalog::ExprKind;
using catalog::Query;
using catalog::RangeEntry;
using catalog::TargetEntry;

namespace {

const RangeEntry& target_relation(const Query& query) {
    return query.range_table[static_cast<std::size_t>(query.result_relation) - 1];
}

std::string_view override_clause(std::int32_t override_) {
    using Override = sql::InsertStatement::Override;
    switch (static_cast<Override>(override_)) {
        case Override::system_value: return "OVERRIDING SYSTEM VALUE";
        case Override::user_value: return "OVERRIDING USER VALUE";
        case Override::not_set: break;
    }
    return {};
}

const RangeEntry* source_of(const Query& query) {
    for (const RangeEntry& entry : query.range_table)
        if (entry.kind == RangeEntry::Kind::subquery || entry.kind == RangeEntry::Kind::values) return &entry;
    return nullptr;
}

/// The parameter that stands for a column of `(a, b) = (SELECT …)`, below what is assigned to.
const Expr* multiple_assignment(const Expr* expression) {
    for (;;) {
        const bool assigned_part =
            expression->kind == ExprKind::field_store ||
            (expression->kind == ExprKind::subscript && !expression->direct_arguments.empty());
        if (expression->kind == ExprKind::field_store) {
            expression = expression->arguments.back().get();
        } else if (assigned_part) {
            expression = expression->direct_arguments[0].get();
        } else {
            const Expr& stripped = strip_implicit_casts(*expression);
            return stripped.kind == ExprKind::param && stripped.star ? &stripped : nullptr;
        }
    }
}

}  // namespace

void Printer::begin_modification() {
    if (!layout_.indent) return;
    level_.indentation += indent_standard;
    append(" ");
}

void Printer::print_assigned_column(const RangeEntry& relation, const TargetEntry& target) {
    const auto column = catalog::find_column(catalog_, relation.relation, target.assigned);
    append(identifier(column ? column->name : std::string_view(target.name)));
}

const Expr* Printer::print_indirection(const Expr& expression) {
    const Expr* node = &expression;
    const Expr* domain = nullptr;
    for (;;) {
        if (node->kind == ExprKind::field_store) {
            std::string name = node->text;
            const auto type = catalog::type_info(catalog_, node->type);
            if (type && type->relation != catalog::invalid_oid)
                if (auto column = catalog::find_column(catalog_, type->relation, node->attribute)) name = column->name;
            append("." + identifier(name));
            node = node->arguments.back().get();
        } else if (node->kind == ExprKind::subscript && !node->direct_arguments.empty()) {
            print_subscripts(*node);
            node = node->direct_arguments[0].get();
        } else if (node->kind == ExprKind::coerce_to_domain && node->form == ExprForm::implicit_cast) {
            domain = node;
            node = node->arguments[0].get();
        } else {
            break;
        }
    }
    return domain && node == domain->arguments[0].get() ? domain : node;
}

void Printer::print_insert(const Query& query) {
    print_with(query);
    const RangeEntry& relation = target_relation(query);
    begin_modification();
    append("INSERT INTO " + relation_name(relation.relation));
    print_alias(relation, query.result_relation, true);
    append(" ");
    std::vector<const Expr*> values;
    for (const TargetEntry& target : query.targets) {
        if (target.junk) continue;
        append(values.empty() ? "(" : ", ");
        print_assigned_column(relation, target);
        values.push_back(print_indirection(*target.expression));
    }
    if (!values.empty()) append(") ");
    if (const auto clause = override_clause(query.override_); !clause.empty()) {
        append(clause);
        append(" ");
    }
    if (const RangeEntry* source = source_of(query)) {
        if (source->kind == RangeEntry::Kind::values) {
            print_values(source->values);
        } else {
            print_query(*source->subquery, nullptr, false);
        }
    } else if (!values.empty()) {
        keyword("VALUES (", -indent_standard, indent_standard, 2);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) append(", ");
            print_at_top(*values[i], false);
        }
        append(")");
    } else {
        append("DEFAULT VALUES");
    }
    print_on_conflict(query);
    print_returning(query);
}

void Printer::print_on_conflict(const Query& query) {
    if (!query.on_conflict) return;
    const Query::OnConflict& conflict = *query.on_conflict;
    append(" ON CONFLICT");
    const bool qualify = level_.qualify;
    if (!conflict.elements.empty()) {
        append("(");
        level_.qualify = false;
        for (std::size_t i = 0; i < conflict.elements.size(); ++i) {
            const auto& element = conflict.elements[i];
            const Expr& expression = *element.expression;
            const bool parentheses =
                expression.kind != ExprKind::var &&
                !(expression.kind == ExprKind::function && expression.form == ExprForm::explicit_call);
            if (i > 0) append(", ");
            if (parentheses) append("(");
            print(expression, false);
            if (parentheses) append(")");
            if (element.collation != catalog::invalid_oid) append(" COLLATE " + collation_name(element.collation));
            if (element.opclass != catalog::invalid_oid) {
                const auto opclass = catalog::operator_class_info(catalog_, element.opclass);
                append(opclass_suffix(element.opclass, opclass ? opclass->input_type : catalog::invalid_oid));
            }
        }
        append(")");
        if (conflict.index_where) {
            keyword(" WHERE ", -indent_standard, indent_standard, 1);
            print(*conflict.index_where, false);
        }
        level_.qualify = qualify;
    } else if (conflict.constraint != catalog::invalid_oid) {
        if (const catalog::Object* constraint = catalog_.find(conflict.constraint))
            append(" ON CONSTRAINT " + identifier(constraint->name));
    }
    if (!conflict.update) {
        append(" DO NOTHING");
        return;
    }
    append(" DO UPDATE SET ");
    print_assignments(query, conflict.targets, target_relation(query));
    if (conflict.where) {
        keyword(" WHERE ", -indent_standard, indent_standard, 1);
        print(*conflict.where, false);
    }
}

void Printer::print_update(const Query& query) {
    print_with(query);
    const RangeEntry& relation = target_relation(query);
    begin_modification();
    append(relation.only ? "UPDATE ONLY " : "UPDATE ");
    append(relation_name(relation.relation));
    print_alias(relation, query.result_relation, false);
    append(" SET ");
    print_assignments(query, query.targets, relation);
    print_from(query, " FROM ");
    if (query.where) {
        keyword(" WHERE ", -indent_standard, indent_standard, 1);
        print(*query.where, false);
    }
    print_returning(query);
}

/// get_update_query_targetlist_def: sub-queries of `(a, b) = (SELECT …)` stand in junk targets, in order.
void Printer::print_assignments(const Query&, const std::vector<TargetEntry>& targets, const RangeEntry& relation) {
    std::vector<const Expr*> sources;
    for (const TargetEntry& target : targets)
        if (target.junk && target.expression->kind == ExprKind::sublink &&
            static_cast<sql::SubLink::Type>(target.expression->subkind) == sql::SubLink::Type::multi_expression)
            sources.push_back(target.expression.get());
    auto next = sources.begin();
    const Expr* source = nullptr;
    std::size_t remaining = 0;
    std::string_view separator;
    for (const TargetEntry& target : targets) {
        if (target.junk) continue;
        append(separator);
        separator = ", ";
        if (!source && next != sources.end() && multiple_assignment(target.expression.get())) {
            source = *next++;
            for (const TargetEntry& column : source->query->targets) remaining += column.junk ? 0 : 1;
            append("(");
        }
        print_assigned_column(relation, target);
        const Expr* value = print_indirection(*target.expression);
        if (source) {
            if (--remaining > 0) continue;
            append(")");
            value = source;
            source = nullptr;
        }
        append(" = ");
        print(*value, false);
    }
}

void Printer::print_delete(const Query& query) {
    print_with(query);
    const RangeEntry& relation = target_relation(query);
    begin_modification();
    append(relation.only ? "DELETE FROM ONLY " : "DELETE FROM ");
    append(relation_name(relation.relation));
    print_alias(relation, query.result_relation, false);
    print_from(query, " USING ");
    if (query.where) {
        keyword(" WHERE ", -indent_standard, indent_standard, 1);
        print(*query.where, false);
    }
    print_returning(query);
}

void Printer::print_merge(const Query& query) {
    using When = sql::MergeStatement::When;
    print_with(query);
    const RangeEntry& relation = target_relation(query);
    begin_modification();
    append(relation.only ? "MERGE INTO ONLY " : "MERGE INTO ");
    append(relation_name(relation.relation));
    print_alias(relation, query.result_relation, false);
    print_from(query, " USING ");
    keyword(" ON ", -indent_standard, indent_standard, 2);
    if (query.merge_condition) print(*query.merge_condition, false);
    bool by_source = false;
    for (const auto& action : query.merge_actions)
        by_source = by_source || static_cast<When::Match>(action.match) == When::Match::not_matched_by_source;
    for (const auto& action : query.merge_actions) {
        keyword(" WHEN ", -indent_standard, indent_standard, 2);
        switch (static_cast<When::Match>(action.match)) {
            case When::Match::matched: append("MATCHED"); break;
            case When::Match::not_matched_by_source: append("NOT MATCHED BY SOURCE"); break;
            case When::Match::not_matched_by_target:
                append(by_source ? "NOT MATCHED BY TARGET" : "NOT MATCHED");
                break;
        }
        if (action.condition) {
            keyword(" AND ", -indent_standard, indent_standard, 3);
            print(*action.condition, false);
        }
        keyword(" THEN ", -indent_standard, indent_standard, 3);
        switch (static_cast<When::Action>(action.action)) {
            case When::Action::nothing: append("DO NOTHING"); break;
            case When::Action::delete_: append("DELETE"); break;
            case When::Action::update:
                append("UPDATE SET ");
                print_assignments(query, action.targets, relation);
                break;
            case When::Action::insert: print_merge_insert(action, relation); break;
        }
    }
    print_returning(query);
}

void Printer::print_merge_insert(const Query::MergeAction& action, const RangeEntry& relation) {
    append("INSERT");
    std::vector<const Expr*> values;
    for (const TargetEntry& target : action.targets) {
        append(values.empty() ? " (" : ", ");
        print_assigned_column(relation, target);
        values.push_back(print_indirection(*target.expression));
    }
    if (!values.empty()) append(")");
    if (const auto clause = override_clause(action.override_); !clause.empty()) {
        append(" ");
        append(clause);
    }
    if (values.empty()) {
        append(" DEFAULT VALUES");
        return;
    }
    keyword(" VALUES (", -indent_standard, indent_standard, 4);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) append(", ");
        print_at_top(*values[i], false);
    }
    append(")");
}

}  // namespace backout::analyze
