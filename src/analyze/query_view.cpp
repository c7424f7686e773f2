#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "analyze/query_rewrite.h"
#include "catalog/table_part.h"

/// Views that can be written to (rewriteTargetView, view_query_is_auto_updatable in rewrite/rewriteHandler.c).
namespace backout::analyze {

using catalog::Relation;
using catalog::RelationKind;

namespace {

using Action = sql::MergeStatement::When::Action;
constexpr std::int16_t insert_bit = 4, delete_bit = 8, update_bit = 16, instead_bit = 64;

/// Which actions of a statement have an INSTEAD OF trigger.
std::int16_t instead_triggers(const Catalog& catalog, const Relation& view) {
    std::int16_t events = 0;
    for (const catalog::Trigger* trigger : catalog.members_of_class<catalog::Trigger>(view.oid))
        if ((trigger->type & instead_bit) != 0) events = static_cast<std::int16_t>(events | trigger->type);
    return events;
}

std::int16_t event_of(Query::Command command) {
    if (command == Query::Command::insert) return insert_bit;
    return command == Query::Command::update ? update_bit : delete_bit;
}

/// 0 for DO NOTHING.
std::int16_t event_of(const Query::MergeAction& action) {
    switch (static_cast<Action>(action.action)) {
        case Action::insert: return insert_bit;
        case Action::update: return update_bit;
        case Action::delete_: return delete_bit;
        default: return 0;
    }
}

struct Wording {
    std::string_view verb, gerund, event;
};
Wording wording_of(std::int16_t event) {
    if (event == insert_bit) return {"insert into", "inserting into", "INSERT"};
    if (event == update_bit) return {"update", "updating", "UPDATE"};
    return {"delete from", "deleting from", "DELETE"};
}

/// error_view_not_updatable
tl::unexpected<Error> not_updatable(const Relation& view, std::int16_t event, bool merge, std::string_view why) {
    const Wording wording = wording_of(event);
    const std::string hint =
        merge ? fmt::format("To enable {} the view using MERGE, provide an INSTEAD OF {} trigger.", wording.gerund,
                            wording.event)
              : fmt::format("To enable {0} the view, provide an INSTEAD OF {1} trigger or an unconditional ON {1} DO "
                            "INSTEAD rule.",
                            wording.gerund, wording.event);
    return failure("55000", fmt::format("cannot {} view \"{}\"", wording.verb, view.name), sql::no_location, hint,
                   std::string(why));
}

/// The base relation's place in the range table of a view that selects from one alone; 0 where it doesn't.
std::int32_t base_index(const Query& query) {
    if (query.from.size() != 1 || query.from[0]->kind != catalog::JoinTree::Kind::range) return 0;
    return query.from[0]->range_index;
}

/// view_col_is_auto_updatable: empty when the column can be written to.
std::string_view why_no_column(const Query& query, const TargetEntry& column) {
    const Expr& expression = *column.expression;
    if (column.junk) return "Junk view columns are not updatable.";
    if (expression.kind != ExprKind::var || expression.range_index != base_index(query) || expression.levels_up != 0)
        return "View columns that are not columns of their base relation are not updatable.";
    if (expression.attribute < 0) return "View columns that refer to system columns are not updatable.";
    if (expression.attribute == 0) return "View columns that return whole-row references are not updatable.";
    return {};
}

bool is_writable(catalog::RelationKind kind) {
    return kind == RelationKind::table || kind == RelationKind::foreign_table || kind == RelationKind::view ||
           kind == RelationKind::partitioned_table;
}

/// The clauses of a view that keep its rows from being rows of another relation.
std::string_view why_no_rows(const Query& query) {
    if (query.distinct || !query.distinct_on.empty()) return "Views containing DISTINCT";
    if (!query.group_by.empty() || !query.grouping_sets.empty()) return "Views containing GROUP BY";
    if (query.having) return "Views containing HAVING";
    if (query.set_operations) return "Views containing UNION, INTERSECT, or EXCEPT";
    if (!query.ctes.empty()) return "Views containing WITH";
    if (query.limit_offset || query.limit_count) return "Views containing LIMIT or OFFSET";
    if (query.has_aggregates) return "Views that return aggregate functions";
    if (query.has_window_functions) return "Views that return window functions";
    if (query.has_target_sets) return "Views that return set-returning functions";
    return {};
}

/// What the view selects from can't be written to.
std::string_view why_no_base(const Catalog& catalog, const Query& query) {
    constexpr std::string_view no_single_relation = "Views that do not select from a single table or view";
    const std::int32_t index = base_index(query);
    if (index == 0) return no_single_relation;
    const RangeEntry& base = query.range_table[static_cast<std::size_t>(index) - 1];
    if (base.kind != RangeEntry::Kind::relation) return no_single_relation;
    const auto info = catalog::relation_info(catalog, base.relation);
    if (info && !is_writable(info->kind)) return no_single_relation;
    return base.sample_method.empty() ? "" : "Views containing TABLESAMPLE";
}

/// view_query_is_auto_updatable: empty when it can be written to.
std::string why_not(const Catalog& catalog, const Query& query, bool needs_columns) {
    std::string_view what = why_no_rows(query);
    if (what.empty()) what = why_no_base(catalog, query);
    if (what.empty() && needs_columns &&
        std::none_of(query.targets.begin(), query.targets.end(),
                     [&](const TargetEntry& column) { return why_no_column(query, column).empty(); }))
        what = "Views that have no updatable columns";
    return what.empty() ? std::string() : fmt::format("{} are not automatically updatable.", what);
}

/// INSERT fills columns that it doesn't name with the view's own defaults.
void add_view_defaults(const Relation& view, Assignments& part) {
    if (!part.insert) return;
    for (const catalog::Attribute& attribute : view.attributes) {
        if (attribute.default_oid == catalog::invalid_oid) continue;
        const bool named = std::any_of(part.items.begin(), part.items.end(), [&](const Assignments::Item& item) {
            return item.column == attribute.number;
        });
        if (!named) part.items.push_back({attribute.number, nullptr});
    }
}

/// view_cols_are_auto_updatable, then the columns of the base in the place of the view's.
Status redirect_columns(const Relation& view, Modification& modification) {
    const Query& query = *view.view_query;
    const auto is_assigned = [&](AttributeNumber number) {
        return std::any_of(modification.parts.begin(), modification.parts.end(), [&](const Assignments& part) {
            return std::any_of(part.items.begin(), part.items.end(),
                               [&](const Assignments::Item& item) { return item.column == number; });
        });
    };
    for (std::size_t i = 0; i < query.targets.size(); ++i) {
        const std::string_view why = why_no_column(query, query.targets[i]);
        if (why.empty() || !is_assigned(static_cast<AttributeNumber>(i + 1))) continue;
        const std::string_view verb = modification.query.command == Query::Command::insert   ? "insert into"
                                      : modification.query.command == Query::Command::update ? "update"
                                                                                             : "merge into";
        const catalog::Attribute* column = view.find_attribute(static_cast<AttributeNumber>(i + 1));
        return failure("0A000",
                       fmt::format("cannot {} column \"{}\" of view \"{}\"", verb,
                                   column ? column->name : query.targets[i].name, view.name),
                       sql::no_location, {}, std::string(why));
    }
    for (Assignments& part : modification.parts)
        for (Assignments::Item& item : part.items)
            item.column = query.targets[static_cast<std::size_t>(item.column) - 1].expression->attribute;
    return {};
}

/// MERGE writes either to the base or through triggers, with all its actions.
Status check_merge_triggers(const Catalog& catalog, const Modification& modification) {
    const std::int16_t triggers = instead_triggers(catalog, *modification.relation);
    for (const Query::MergeAction& action : modification.query.merge_actions)
        if ((triggers & event_of(action)) != 0)
            return failure(
                "0A000", fmt::format("cannot merge into view \"{}\"", modification.relation->name), sql::no_location,
                "To enable merging into the view, either provide a full set of INSTEAD OF triggers or drop the "
                "existing INSTEAD OF triggers.",
                "MERGE is not supported for views with INSTEAD OF triggers for some actions but not all.");
    return {};
}

/// The event that a statement fails with: MERGE with its first action that no trigger takes over.
std::int16_t failing_event(const Catalog& catalog, const Modification& modification) {
    if (modification.query.command != Query::Command::merge) return event_of(modification.query.command);
    const std::int16_t triggers = instead_triggers(catalog, *modification.relation);
    for (const Query::MergeAction& action : modification.query.merge_actions)
        if (event_of(action) != 0 && (triggers & event_of(action)) == 0) return event_of(action);
    return delete_bit;
}

}  // namespace

bool has_instead_trigger(const Catalog& catalog, const Relation& view, const Query& query) {
    const std::int16_t triggers = instead_triggers(catalog, view);
    if (query.command != Query::Command::merge) return (triggers & event_of(query.command)) != 0;
    return std::all_of(query.merge_actions.begin(), query.merge_actions.end(), [&](const auto& action) {
        return event_of(action) == 0 || (triggers & event_of(action)) != 0;
    });
}

Status redirect_to_base(const Catalog& catalog, Modification& modification, const FiredRules& rules) {
    const Relation& view = *modification.relation;
    const bool merge = modification.query.command == Query::Command::merge;
    modification.relation = nullptr;
    if (!view.view_query || view.open || !view.view_query->inexact.empty()) return {};
    const Query& query = *view.view_query;
    modification.relation = &view;
    const std::int16_t event = failing_event(catalog, modification);
    if (rules.conditional_instead)
        return not_updatable(view, event, merge,
                             "Views with conditional DO INSTEAD rules are not automatically updatable.");
    if (const std::string why = why_not(catalog, query, !modification.parts.empty()); !why.empty())
        return not_updatable(view, event, merge, why);
    for (Assignments& part : modification.parts) add_view_defaults(view, part);
    BACKOUT_TRY(redirect_columns(view, modification));
    if (merge) BACKOUT_TRY(check_merge_triggers(catalog, modification));
    const Oid base = query.range_table[static_cast<std::size_t>(base_index(query)) - 1].relation;
    modification.relation = catalog.find<Relation>(base);
    return {};
}

}  // namespace backout::analyze
