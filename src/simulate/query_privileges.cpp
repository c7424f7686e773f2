#include "simulate/query_privileges.h"

#include <algorithm>

#include "analyze/references_walk.h"
#include "simulate/names.h"

namespace backout::simulate {

using catalog::AttributeNumber;
using catalog::Expr;
using catalog::ExprKind;
using catalog::Query;
using catalog::RangeEntry;
using catalog::Relation;

namespace {

/// What a query does with a relation of its range table (RTEPermissionInfo).
struct Use {
    Oid relation = catalog::invalid_oid;
    std::uint32_t wanted = 0;
    std::vector<AttributeNumber> selected, inserted, updated;
};

/// The uses of one level of a query, as many as it has range table entries.
using Uses = std::vector<Use>;

class Collector {
public:
    explicit Collector(const Catalog& catalog) : catalog_(catalog) {}

    /// Those of the query and of everything in it, and the functions it calls.
    std::vector<Use> uses;
    std::vector<Oid> functions;

    void visit(const Query& query) {
        levels_.push_back({&query, Uses(query.range_table.size())});
        note_entries(query);
        note_changes(query);
        analyze::for_each_part(
            query, [&](const Expr& part) { visit(part); }, [&](const Query& inner) { visit(inner); });
        for (Use& use : levels_.back().uses)
            if (use.wanted != 0) uses.push_back(std::move(use));
        levels_.pop_back();
    }

private:
    struct Level {
        const Query* query = nullptr;
        Uses uses;
    };

    /// Relations that are read need SELECT, even if no column is named; those locked FOR UPDATE need UPDATE as well.
    void note_entries(const Query& query) {
        Uses& level = levels_.back().uses;
        std::int32_t excluded = query.on_conflict ? query.on_conflict->excluded : 0;
        for (std::size_t i = 0; i < query.range_table.size(); ++i) {
            const RangeEntry& entry = query.range_table[i];
            if (entry.kind != RangeEntry::Kind::relation) continue;
            auto index = static_cast<std::int32_t>(i) + 1;
            level[i].relation = entry.relation;
            // EXCLUDED is read only where a column of it is named.
            if (index != query.result_relation && index != excluded) level[i].wanted = catalog::privilege_select;
        }
        for (const Query::RowMark& mark : query.row_marks)
            if (Use* use = use_of(0, mark.range_index); use && use->relation != catalog::invalid_oid)
                use->wanted |= catalog::privilege_update;
    }

    void note_targets(Use& use, std::uint32_t privilege, const std::vector<catalog::TargetEntry>& targets) {
        use.wanted |= privilege;
        auto& columns = privilege == catalog::privilege_insert ? use.inserted : use.updated;
        for (const catalog::TargetEntry& target : targets)
            if (!target.junk && target.assigned != 0) columns.push_back(target.assigned);
    }

    void note_changes(const Query& query) {
        Use* use = use_of(0, query.result_relation);
        if (!use || use->relation == catalog::invalid_oid) return;
        switch (query.command) {
            case Query::Command::insert: note_targets(*use, catalog::privilege_insert, query.targets); break;
            case Query::Command::update: note_targets(*use, catalog::privilege_update, query.targets); break;
            case Query::Command::delete_: use->wanted |= catalog::privilege_delete; break;
            case Query::Command::merge: note_merge(*use, query); break;
            default: break;
        }
        if (query.on_conflict && query.on_conflict->constraint != catalog::invalid_oid)
            note_arbiter(*use, query.on_conflict->constraint);
        if (query.on_conflict && query.on_conflict->update)
            note_targets(*use, catalog::privilege_update, query.on_conflict->targets);
    }

    /// ON CONFLICT ON CONSTRAINT reads the constraint's columns.
    void note_arbiter(Use& use, Oid oid) {
        const auto* constraint = catalog_.find<catalog::Constraint>(oid);
        if (!constraint) return;
        use.wanted |= catalog::privilege_select;
        use.selected.insert(use.selected.end(), constraint->keys.begin(), constraint->keys.end());
    }

    void note_merge(Use& use, const Query& query) {
        using Action = sql::MergeStatement::When::Action;
        for (const auto& action : query.merge_actions) {
            if (action.action == static_cast<std::int32_t>(Action::insert))
                note_targets(use, catalog::privilege_insert, action.targets);
            if (action.action == static_cast<std::int32_t>(Action::update))
                note_targets(use, catalog::privilege_update, action.targets);
            if (action.action == static_cast<std::int32_t>(Action::delete_)) use.wanted |= catalog::privilege_delete;
        }
    }

    Use* use_of(std::size_t levels_up, std::int32_t range_index) {
        if (levels_up >= levels_.size() || range_index <= 0) return nullptr;
        Uses& level = levels_[levels_.size() - 1 - levels_up].uses;
        auto index = static_cast<std::size_t>(range_index) - 1;
        return index < level.size() ? &level[index] : nullptr;
    }

    void visit(const Expr& expression) {
        if (expression.kind == ExprKind::var) select(expression, 0);
        bool calls = expression.kind == ExprKind::function || expression.kind == ExprKind::aggregate ||
                     expression.kind == ExprKind::window_function;
        if (calls) functions.push_back(expression.object);
        analyze::for_each_child(
            expression, [&](const Expr& child) { visit(child); }, [&](const Query& inner) { visit(inner); });
    }

    /// A column of a join is one, or for merged columns several, of the joined relations (markVarForSelectPriv).
    void select(const Expr& variable, std::size_t outer) {
        std::size_t level = outer + static_cast<std::size_t>(variable.levels_up);
        Use* use = use_of(level, variable.range_index);
        if (!use) return;
        const Query& query = *levels_[levels_.size() - 1 - level].query;
        const RangeEntry& entry = query.range_table[static_cast<std::size_t>(variable.range_index) - 1];
        if (entry.kind == RangeEntry::Kind::join) {
            select_from_join(entry, variable.attribute, level);
        } else if (use->relation != catalog::invalid_oid) {
            use->wanted |= catalog::privilege_select;
            use->selected.push_back(variable.attribute);
        }
    }

    void select_from_join(const RangeEntry& join, AttributeNumber column, std::size_t level) {
        for (std::size_t i = 0; i < join.join_aliases.size(); ++i) {
            bool meant = column == 0 || static_cast<std::size_t>(column) == i + 1;
            if (meant && join.join_aliases[i] && join.join_aliases[i]->kind == ExprKind::var)
                select(*join.join_aliases[i], level);
        }
    }

    const Catalog& catalog_;
    std::vector<Level> levels_;
};

/// Checks uses as a role; goes on to what views stand for.
class Checker {
public:
    Checker(const StatementContext& context, Oid invoker) : context_(context), catalog_(context.catalog), invoker_(invoker) {}

    Status check(const Query& query, Oid role) {
        Collector collector(catalog_);
        collector.visit(query);
        for (const Use& use : collector.uses) BACKOUT_TRY(check_schema(use, role));
        for (const Use& use : collector.uses) BACKOUT_TRY(check(use, role));
        // Functions in views, too, are called by who runs the query.
        for (Oid function : collector.functions) {
            std::uint32_t held = privileges_on(catalog_, ObjectClass::function, function, invoker_);
            if (function != catalog::invalid_oid && (held & catalog::privilege_execute) == 0)
                return permission_denied(privilege_word(catalog_, ObjectClass::function, function),
                                         name_in_error(context_, ObjectClass::function, function));
        }
        return {};
    }

private:
    /// Names of relations in views were looked up when the view was made.
    Status check_schema(const Use& use, Oid role) const {
        auto info = catalog::relation_info(catalog_, use.relation);
        if (depth_ != 0 || !info || info->scope == context_.session.temporary_namespace) return {};
        std::uint32_t held = privileges_on(catalog_, ObjectClass::namespace_, info->scope, role);
        if ((held & catalog::privilege_usage) != 0) return {};
        return permission_denied("schema", catalog::namespace_name(catalog_, info->scope));
    }

    Status check(const Use& use, Oid role) {
        if (!is_permitted(use, role))
            return permission_denied(privilege_word(catalog_, ObjectClass::relation, use.relation),
                                     name_in_error(context_, ObjectClass::relation, use.relation));
        const auto* view = catalog_.find<Relation>(use.relation);
        if (!view || view->kind != catalog::RelationKind::view || !view->view_query) return {};
        return check_view(*view, use, role);
    }

    bool holds_on_columns(const Relation* relation, const std::vector<AttributeNumber>& columns, std::uint32_t privilege,
                          Oid role) const {
        if (!relation) return false;
        // What is granted on system columns isn't kept.
        auto holds = [&](AttributeNumber column) {
            return column < 0 || (privileges_on_column(catalog_, *relation, column, role) & privilege) != 0;
        };
        auto holds_number = [&](const catalog::Attribute& attribute) { return holds(attribute.number); };
        // Naming no column, one may read what has any column that may be read.
        if (columns.empty())
            return std::any_of(relation->attributes.begin(), relation->attributes.end(), holds_number);
        return std::all_of(columns.begin(), columns.end(), [&](AttributeNumber column) {
            if (column == 0) return std::all_of(relation->attributes.begin(), relation->attributes.end(), holds_number);
            return holds(column);
        });
    }

    /// ExecCheckOneRelPerms
    bool is_permitted(const Use& use, Oid role) const {
        std::uint32_t missing = use.wanted & ~privileges_on(catalog_, ObjectClass::relation, use.relation, role);
        constexpr std::uint32_t on_columns =
            catalog::privilege_select | catalog::privilege_insert | catalog::privilege_update;
        if (missing == 0) return true;
        if ((missing & ~on_columns) != 0) return false;
        const auto* relation = catalog_.find<Relation>(use.relation);
        auto covered = [&](std::uint32_t privilege, const std::vector<AttributeNumber>& columns) {
            return (missing & privilege) == 0 || holds_on_columns(relation, columns, privilege, role);
        };
        return covered(catalog::privilege_select, use.selected) && covered(catalog::privilege_insert, use.inserted) &&
               covered(catalog::privilege_update, use.updated);
    }

    /// What a view reads its owner must be allowed to read, of a security_invoker view who runs the query. Changing an
    /// updatable view changes its one relation likewise; rules and triggers decide otherwise and are not followed.
    Status check_view(const Relation& view, const Use& use, Oid role) {
        constexpr int depth_limit = 50;
        if (depth_ >= depth_limit) return {};
        bool by_invoker = std::any_of(view.options.begin(), view.options.end(), [](const auto& option) {
            return option.first == "security_invoker" && option.second != "false" && option.second != "off" &&
                   option.second != "0" && option.second != "no";
        });
        Oid reader = by_invoker ? role : view.owner;
        ++depth_;
        Status status = check(*view.view_query, reader);
        if (status) status = check_changed_relation(view, use, reader);
        --depth_;
        return status;
    }

    Status check_changed_relation(const Relation& view, const Use& use, Oid role) {
        constexpr std::uint32_t changing =
            catalog::privilege_insert | catalog::privilege_update | catalog::privilege_delete;
        bool has_triggers = !catalog_.members_of_class<catalog::Trigger>(view.oid).empty();
        bool has_rules = !catalog_.members_of_class<catalog::Rule>(view.oid).empty();
        const Query& query = *view.view_query;
        if ((use.wanted & changing) == 0 || has_triggers || has_rules || query.range_table.size() != 1) return {};
        Use below{query.range_table.front().relation, use.wanted & changing, {}, {}, {}};
        below.inserted = columns_below(query, use.inserted);
        below.updated = columns_below(query, use.updated);
        return check(below, role);
    }

    static std::vector<AttributeNumber> columns_below(const Query& query, const std::vector<AttributeNumber>& columns) {
        std::vector<AttributeNumber> below;
        for (AttributeNumber column : columns) {
            auto index = static_cast<std::size_t>(column - 1);
            if (index < query.targets.size() && query.targets[index].expression &&
                query.targets[index].expression->kind == ExprKind::var)
                below.push_back(query.targets[index].expression->attribute);
        }
        return below;
    }

    const StatementContext& context_;
    const Catalog& catalog_;
    Oid invoker_;
    int depth_ = 0;
};

/// A superuser, too, fails on a view whose owner may not read what it reads. Only views that stand in FROM or WITH are
/// looked for: this is asked of every query.
bool reads_view_of_others(const Catalog& catalog, const Query& query) {
    auto is_others_view = [&](const RangeEntry& entry) {
        if (entry.subquery && reads_view_of_others(catalog, *entry.subquery)) return true;
        const auto* view = catalog.find<Relation>(entry.relation);
        return view && view->kind == catalog::RelationKind::view && !is_superuser(catalog, view->owner);
    };
    return std::any_of(query.range_table.begin(), query.range_table.end(), is_others_view) ||
           std::any_of(query.ctes.begin(), query.ctes.end(), [&](const auto& table) {
               return table.query && reads_view_of_others(catalog, *table.query);
           });
}

}  // namespace

Status check_query_privileges(const StatementContext& context, const Query& query) {
    if (passes_all_checks(context) && !reads_view_of_others(context.catalog, query)) return {};
    return check_query_privileges(context, query, context.session.state.current_role);
}

Status check_query_privileges(const StatementContext& context, const Query& query, Oid role) {
    return Checker(context, role).check(query, role);
}

}  // namespace backout::simulate
