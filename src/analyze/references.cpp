#include "analyze/references.h"

#include <algorithm>

#include "analyze/references_walk.h"
#include "catalog/lookup.h"

namespace backout::analyze {

using catalog::AttributeNumber;
using catalog::Catalog;
using catalog::Expr;
using catalog::ExprKind;
using catalog::ObjectAddress;
using catalog::Oid;
using catalog::Query;
using catalog::RangeEntry;

namespace {

/// find_expr_references_walker: what an object of the project needs, by kind of node.
class ReferenceFinder {
public:
    explicit ReferenceFinder(const Catalog& catalog) : catalog_(catalog) {}

    void push(const std::vector<RangeEntry>& range_table) { levels_.push_back(&range_table); }

    void visit(const Expr& expression) {
        switch (expression.kind) {
            case ExprKind::var: add_variable(expression, 0); break;
            case ExprKind::constant:
                add(expression.type);
                add(expression.collation);
                if (expression.object != catalog::invalid_oid) add(expression.object);
                break;
            case ExprKind::param:
            case ExprKind::relabel:
            case ExprKind::coerce_via_io:
            case ExprKind::array_coerce:
                add(expression.type);
                add(expression.collation);
                add(expression.object);
                break;
            case ExprKind::function:
            case ExprKind::operator_:
            case ExprKind::distinct:
            case ExprKind::nullif:
            case ExprKind::scalar_array:
            case ExprKind::window_function:
            case ExprKind::collate: add(expression.object); break;
            case ExprKind::aggregate:
                add(expression.object);
                for (const Expr::Sort& sort : expression.sort) add(sort.operator_);
                break;
            case ExprKind::row_compare:
                for (Oid operator_ : expression.objects) add(operator_);
                break;
            case ExprKind::field_select: add_field(expression, expression.arguments[0]->type); break;
            case ExprKind::field_store: add_field(expression, expression.type); break;
            case ExprKind::convert_rowtype:
            case ExprKind::row:
            case ExprKind::coerce_to_domain: add(expression.type); break;
            default: break;
        }
        for_each_child(
            expression, [&](const Expr& child) { visit(child); }, [&](const Query& query) { visit(query); });
    }

    void visit(const Query& query) {
        push(query.range_table);
        for (const RangeEntry& entry : query.range_table) visit_entry(entry);
        if (query.command == Query::Command::insert || query.command == Query::Command::update) {
            const Oid relation = query.range_table[static_cast<std::size_t>(query.result_relation) - 1].relation;
            for (const catalog::TargetEntry& target : query.targets)
                if (!target.junk) add(relation, target.assigned);
        }
        for (const Expr::Sort& sort : query.order_by) add(sort.operator_);
        for (const catalog::WindowClause& window : query.windows)
            for (const Expr::Sort& sort : window.order) add(sort.operator_);
        for (Oid constraint : query.constraints) add(constraint);
        if (query.on_conflict) add(query.on_conflict->constraint);
        for_each_part(
            query, [&](const Expr& expression) { visit(expression); }, [&](const Query& inner) { visit(inner); });
        levels_.pop_back();
    }

    /// A whole relation is not named beside a column of it (eliminate_duplicate_dependencies).
    std::vector<ObjectAddress> take() {
        std::sort(found_.begin(), found_.end());
        found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
        std::vector<ObjectAddress> result;
        for (const ObjectAddress& address : found_) {
            if (!result.empty() && result.back().oid == address.oid && result.back().column == 0) {
                result.back() = address;
            } else {
                result.push_back(address);
            }
        }
        return result;
    }

    void add(Oid oid, AttributeNumber column = 0) {
        // System columns can't be dropped, and what a fresh server has can't either.
        if (!catalog::is_builtin(oid)) found_.push_back({oid, std::max<AttributeNumber>(column, 0)});
    }

private:
    void visit_entry(const RangeEntry& entry) {
        switch (entry.kind) {
            case RangeEntry::Kind::relation: add(entry.relation); break;
            case RangeEntry::Kind::join:
                for (std::size_t i = 0; i < entry.merged_columns && i < entry.join_aliases.size(); ++i)
                    if (entry.join_aliases[i]->kind != ExprKind::var) visit(*entry.join_aliases[i]);
                break;
            case RangeEntry::Kind::function:
            case RangeEntry::Kind::table_function:
                for (const auto& columns : entry.function_columns) {
                    for (const RangeEntry::Column& column : columns) {
                        add(column.type);
                        add(column.collation);
                    }
                }
                break;
            default: break;
        }
    }

    void add_variable(const Expr& variable, std::size_t levels_up) {
        const std::size_t level = levels_up + static_cast<std::size_t>(variable.levels_up);
        const auto index = static_cast<std::size_t>(variable.range_index) - 1;
        if (level >= levels_.size()) return;
        const std::vector<RangeEntry>& range_table = *levels_[levels_.size() - 1 - level];
        if (index >= range_table.size()) return;
        const RangeEntry& entry = range_table[index];
        if (entry.kind == RangeEntry::Kind::relation) {
            add(entry.relation, variable.attribute);
        } else if (entry.kind == RangeEntry::Kind::join && variable.attribute > 0 &&
                   static_cast<std::size_t>(variable.attribute) <= entry.join_aliases.size()) {
            const Expr& meant = *entry.join_aliases[static_cast<std::size_t>(variable.attribute) - 1];
            if (meant.kind == ExprKind::var) add_variable(meant, level);
        } else if (entry.kind == RangeEntry::Kind::function && variable.attribute > 0 && !entry.functions.empty()) {
            add_function_column(entry, static_cast<std::size_t>(variable.attribute));
        }
    }

    /// A column of a function's composite result (process_function_rte_ref).
    void add_function_column(const RangeEntry& entry, std::size_t number) {
        for (const auto& function : entry.functions) {
            const auto type = catalog::type_info(catalog_, catalog::base_type(catalog_, function->type));
            const bool composite = type && type->relation != catalog::invalid_oid;
            const std::size_t columns = composite ? catalog::columns_of(catalog_, type->relation).size() : 1;
            if (number > columns) {
                number -= columns;
                continue;
            }
            if (composite)
                add(type->relation, catalog::columns_of(catalog_, type->relation)[number - 1].number);
            return;
        }
    }

    void add_field(const Expr& expression, Oid row_type) {
        const auto type = catalog::type_info(catalog_, catalog::base_type(catalog_, row_type));
        if (type && type->relation != catalog::invalid_oid) {
            add(type->relation, expression.attribute);
        } else {
            add(expression.type);
        }
        add(expression.collation);
    }

    const Catalog& catalog_;
    std::vector<const std::vector<RangeEntry>*> levels_;
    std::vector<ObjectAddress> found_;
};

/// Visits everything below, without regard to levels.
template <class Visit>
void walk_all(const Query& query, const Visit& visit);

template <class Visit>
void walk_all(const Expr& expression, const Visit& visit) {
    visit(expression);
    for_each_child(
        expression, [&](const Expr& child) { walk_all(child, visit); },
        [&](const Query& query) { walk_all(query, visit); });
}

template <class Visit>
void walk_all(const Query& query, const Visit& visit) {
    for_each_part(
        query, [&](const Expr& expression) { walk_all(expression, visit); },
        [&](const Query& inner) { walk_all(inner, visit); });
}

}  // namespace

std::vector<ObjectAddress> references_of(const Catalog& catalog, const Expr& expression, Oid relation,
                                         Oid second_relation) {
    std::vector<RangeEntry> entries(2);
    entries[0].relation = relation;
    entries[1].relation = second_relation;
    ReferenceFinder finder(catalog);
    finder.push(entries);
    finder.visit(expression);
    return finder.take();
}

std::vector<ObjectAddress> references_of(const Catalog& catalog, const Query& query) {
    ReferenceFinder finder(catalog);
    finder.visit(query);
    return finder.take();
}

void walk(const Expr& expression, const std::function<void(const Expr&)>& visit) { walk_all(expression, visit); }
void walk(const Query& query, const std::function<void(const Expr&)>& visit) { walk_all(query, visit); }

std::vector<AttributeNumber> columns_of(const Expr& expression) {
    std::vector<AttributeNumber> columns;
    // Columns within sub-queries are of level 1 there, and so on down.
    const std::function<void(const Expr&, std::int32_t)> visit = [&](const Expr& part, std::int32_t level) {
        if (part.kind == ExprKind::var && part.levels_up == level && part.range_index == 1)
            columns.push_back(part.attribute);
        const std::function<void(const Query&, std::int32_t)> visit_query = [&](const Query& query,
                                                                                std::int32_t inner) {
            for_each_part(
                query, [&](const Expr& child) { visit(child, inner); },
                [&](const Query& deeper) { visit_query(deeper, inner + 1); });
        };
        for_each_child(
            part, [&](const Expr& child) { visit(child, level); },
            [&](const Query& query) { visit_query(query, level + 1); });
    };
    visit(expression, 0);
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
}

}  // namespace backout::analyze
