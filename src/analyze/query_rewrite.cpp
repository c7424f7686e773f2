#include "analyze/query_rewrite.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "catalog/table_part.h"

namespace backout::analyze {

using catalog::Attribute;
using catalog::Relation;
using catalog::RelationKind;

namespace {

using Override = sql::InsertStatement::Override;
using Action = sql::MergeStatement::When::Action;

Assignments assignments_of(const std::vector<TargetEntry>& targets, bool insert, std::int32_t override_) {
    Assignments part;
    part.insert = insert;
    part.override_ = override_;
    for (const TargetEntry& target : targets)
        if (!target.junk && target.assigned > 0) part.items.push_back({target.assigned, &target});
    return part;
}

std::vector<Assignments> assignments_of(const Query& query) {
    std::vector<Assignments> parts;
    if (query.command == Query::Command::insert || query.command == Query::Command::update)
        parts.push_back(assignments_of(query.targets, query.command == Query::Command::insert, query.override_));
    if (query.on_conflict && query.on_conflict->update)
        parts.push_back(assignments_of(query.on_conflict->targets, false, 0));
    for (const Query::MergeAction& action : query.merge_actions) {
        const auto kind = static_cast<Action>(action.action);
        if (kind == Action::insert || kind == Action::update)
            parts.push_back(assignments_of(action.targets, kind == Action::insert, action.override_));
    }
    return parts;
}

/// Whether only a field or an element of the column is assigned to (get_assignment_input).
bool is_partial(const TargetEntry& target) {
    const Expr* value = target.expression.get();
    while (value->kind == ExprKind::coerce_to_domain) value = value->arguments[0].get();
    return value->kind == ExprKind::field_store ||
           (value->kind == ExprKind::subscript && !value->direct_arguments.empty());
}

/// process_matched_tle
Status check_multiple(const Relation& relation, const Assignments& part) {
    std::unordered_map<AttributeNumber, const TargetEntry*> seen;
    for (const Assignments::Item& item : part.items) {
        const auto [before, fresh] = seen.emplace(item.column, item.target);
        if (fresh) continue;
        if (before->second && item.target && is_partial(*before->second) && is_partial(*item.target)) continue;
        const Attribute* attribute = relation.find_attribute(item.column);
        if (attribute)
            return failure("42601", fmt::format("multiple assignments to same column \"{}\"", attribute->name),
                           sql::no_location);
    }
    return {};
}

/// DEFAULT, in every row of VALUES.
bool is_default(const Query& query, const TargetEntry& target) {
    const Expr& value = *target.expression;
    if (value.kind == ExprKind::set_to_default) return true;
    if (query.command != Query::Command::insert || value.kind != ExprKind::var || value.range_index <= 0) return false;
    const RangeEntry& entry = query.range_table[static_cast<std::size_t>(value.range_index) - 1];
    if (entry.kind != RangeEntry::Kind::values) return false;
    const auto place = static_cast<std::size_t>(value.attribute) - 1;
    return std::all_of(entry.values.begin(), entry.values.end(), [&](const std::vector<ExprPtr>& row) {
        return row[place]->kind == ExprKind::set_to_default;
    });
}

tl::unexpected<Error> makes_its_own(const Attribute& attribute, bool insert) {
    return failure("428C9",
                   insert ? fmt::format("cannot insert a non-DEFAULT value into column \"{}\"", attribute.name)
                          : fmt::format("column \"{}\" can only be updated to DEFAULT", attribute.name),
                   sql::no_location,
                   insert && attribute.generated == 0 ? "Use OVERRIDING SYSTEM VALUE to override." : "",
                   attribute.generated != 0
                       ? fmt::format("Column \"{}\" is a generated column.", attribute.name)
                       : fmt::format("Column \"{}\" is an identity column defined as GENERATED ALWAYS.",
                                     attribute.name));
}

/// Values for columns that make their own (rewriteTargetListIU), in the order of columns.
Status check_generated(const Modification& modification, const Assignments& part) {
    for (const Attribute& attribute : modification.relation->attributes) {
        const bool identity = attribute.identity == 'a' &&
                              static_cast<Override>(part.override_) == Override::not_set;
        if (!identity && attribute.generated == 0) continue;
        for (const Assignments::Item& item : part.items)
            if (item.column == attribute.number && (!item.target || !is_default(modification.query, *item.target)))
                return makes_its_own(attribute, part.insert);
    }
    return {};
}

char event_of(Query::Command command) {
    switch (command) {
        case Query::Command::update: return '2';
        case Query::Command::insert: return '3';
        case Query::Command::delete_: return '4';
        default: return 0;
    }
}

Status check_returning(const Modification& modification, const FiredRules& rules) {
    if (modification.query.returning.empty() || rules.has_returning) return {};
    if (!rules.instead && !rules.conditional_instead) return {};
    const std::string_view command = modification.query.command == Query::Command::insert   ? "INSERT"
                                     : modification.query.command == Query::Command::update ? "UPDATE"
                                                                                            : "DELETE";
    return failure(
        "0A000", fmt::format("cannot perform {} RETURNING on relation \"{}\"", command, modification.relation->name),
        sql::no_location,
        fmt::format("You need an unconditional ON {} DO INSTEAD rule with a RETURNING clause.", command));
}

bool has_update_rule(const Catalog& catalog, const Relation& relation) {
    const auto rules = catalog.members_of_class<catalog::Rule>(relation.oid);
    return std::any_of(rules.begin(), rules.end(), [](const catalog::Rule* rule) { return rule->event == '2'; });
}

Status check_conflict_rules(const Catalog& catalog, const Modification& modification, const FiredRules& rules) {
    if (!modification.query.on_conflict) return {};
    if (!rules.has_actions && !has_update_rule(catalog, *modification.relation)) return {};
    return failure(
        "0A000", "INSERT with ON CONFLICT clause cannot be used with table that has INSERT or UPDATE rules",
        sql::no_location);
}

/// MERGE leaves rules no place to act.
Status check_merge_rules(const Catalog& catalog, const Relation& relation) {
    const auto rules = catalog.members_of_class<catalog::Rule>(relation.oid);
    if (std::all_of(rules.begin(), rules.end(), [](const catalog::Rule* rule) { return rule->event == '1'; })) return {};
    return failure("0A000", fmt::format("cannot execute MERGE on relation \"{}\"", relation.name), sql::no_location, {},
                   "MERGE is not supported for relations with rules.");
}

Status check_modification(const Catalog& catalog, Modification modification) {
    // Views stand on each other without end only where they were made by hand.
    while (modification.relation && !modification.relation->assumed) {
        for (const Assignments& part : modification.parts) {
            BACKOUT_TRY(check_multiple(*modification.relation, part));
            BACKOUT_TRY(check_generated(modification, part));
        }
        if (modification.query.command == Query::Command::merge)
            BACKOUT_TRY(check_merge_rules(catalog, *modification.relation));
        const FiredRules rules = fired_rules(catalog, *modification.relation, modification.query.command);
        const bool is_view = modification.relation->kind == RelationKind::view;
        if (rules.instead || !is_view || has_instead_trigger(catalog, *modification.relation, modification.query)) {
            BACKOUT_TRY(check_returning(modification, rules));
            return check_conflict_rules(catalog, modification, rules);
        }
        BACKOUT_TRY(redirect_to_base(catalog, modification, rules));
    }
    return {};
}

}  // namespace

FiredRules fired_rules(const Catalog& catalog, const Relation& relation, Query::Command command) {
    FiredRules fired;
    for (const catalog::Rule* rule : catalog.members_of_class<catalog::Rule>(relation.oid)) {
        // Those of replicas don't act in a session of their own.
        if (rule->event != event_of(command) || rule->enabled == 'D' || rule->enabled == 'R') continue;
        if (rule->instead) (rule->where ? fired.conditional_instead : fired.instead) = true;
        for (const QueryPtr& action : rule->actions) {
            fired.has_actions = true;
            if (!action->returning.empty()) fired.has_returning = true;
        }
    }
    return fired;
}

Status check_rewrite(const Catalog& catalog, const Query& query) {
    for (const Query::CommonTable& table : query.ctes)
        if (table.query->command != Query::Command::select) BACKOUT_TRY(check_rewrite(catalog, *table.query));
    if (query.result_relation == 0) return {};
    const Oid target = query.range_table[static_cast<std::size_t>(query.result_relation) - 1].relation;
    const auto* relation = catalog.find<Relation>(target);
    return relation ? check_modification(catalog, {query, relation, assignments_of(query)}) : Status{};
}

}  // namespace backout::analyze
