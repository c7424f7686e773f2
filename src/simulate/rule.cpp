#include "analyze/references.h"
#include "simulate/names.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;
using catalog::Rule;

namespace {

/// OLD and NEW as an expression of the rule sees them; where there is but one, its columns need no name in front
/// (transformRuleStmt, parser/parse_utilcmd.c).
analyze::Scope old_and_new(Oid relation, char event) {
    analyze::Scope scope;
    bool has_old = event != '3';
    bool has_new = event == '2' || event == '3';
    if (has_old) scope.push_back({relation, "old", 1, {}, false, false});
    if (has_new) scope.push_back({relation, "new", 2, {}, false, false});
    return scope;
}

}  // namespace

Status create_rule(StatementContext& context, const sql::CreateRuleStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, statement.relation, false, "rvmpf"));
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
    bool fits = relation->kind == RelationKind::table || relation->kind == RelationKind::partitioned_table ||
                relation->kind == RelationKind::view || relation->kind == RelationKind::materialized_view;
    if (!fits) return error("42809", "relation \"{}\" cannot have rules", relation->name);
    bool on_select = statement.event == '1';
    if (on_select && relation->kind != RelationKind::view)
        return context.major() >= 16 ? error("42809", "relation \"{}\" cannot have ON SELECT rules", relation->name)
                                     : unknown("a table made a view by an ON SELECT rule is not simulated");
    const auto* existing = context.catalog.find<Rule>(oid, statement.name);
    if (existing && !statement.replace)
        return error("42710", "rule \"{}\" for relation \"{}\" already exists", statement.name, relation->name);
    auto rule = existing ? std::static_pointer_cast<Rule>(existing->clone()) : context.make<Rule>(statement.name, oid);
    rule->event = statement.event;
    rule->instead = statement.instead;
    rule->where.reset();
    rule->actions.clear();
    rule->dependencies.clear();
    depend(*rule, {oid, 0}, catalog::DependencyType::auto_);
    if (statement.where) {
        BACKOUT_ASSIGN(rule->where, analyze::analyze_condition(context.analysis(), *statement.where, analyze::Use::where,
                                                               old_and_new(oid, statement.event), "WHERE"));
        depend(*rule, analyze::references_of(context.catalog, *rule->where, oid, oid));
    }
    for (const sql::StatementPtr& action : statement.actions) {
        BACKOUT_ASSIGN(catalog::QueryPtr query,
                       analyze::analyze_rule_action(context.analysis(), *action, oid, statement.event));
        depend(*rule, analyze::references_of(context.catalog, *query));
        rule->actions.push_back(std::move(query));
    }
    if (!on_select && statement.name == "_RETURN")
        return error("42P17", "non-view rule for \"{}\" must not be named \"{}\"",
                     context.catalog.find(oid)->name, statement.name);
    context.effects.lock(oid, LockMode::access_exclusive);
    context.catalog.insert(std::move(rule));
    return {};
}

}  // namespace backout::simulate
