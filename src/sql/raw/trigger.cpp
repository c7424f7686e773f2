#include "sql/raw/lowering.h"

/// What hangs on a table and acts by itself: triggers, event triggers, rules, policies.
namespace backout::sql::raw {

namespace {

CreateTriggerStatement::Transition lower_transition(Lowering&, const ::TriggerTransition* transition) {
    return {
        .name = string_of(transition->name), .is_new = transition->isNew, .is_table = transition->isTable};
}

}  // namespace

StatementPtr lower(Lowering& lowering, const ::CreateTrigStmt* node) {
    auto result = std::make_unique<CreateTriggerStatement>();
    result->replace = node->replace;
    result->constraint = node->isconstraint;
    result->name = string_of(node->trigname);
    result->relation = lower(lowering, node->relation);
    result->function = names_of(node->funcname);
    result->arguments = names_of(node->args);
    result->row = node->row;
    result->timing = node->timing;
    result->events = node->events;
    result->columns = names_of(node->columns);
    result->when = lower_expression(lowering, node->whenClause);
    result->transitions = lower_list<::TriggerTransition>(lowering, node->transitionRels, lower_transition);
    result->deferrable = node->deferrable;
    result->initially_deferred = node->initdeferred;
    result->constraint_relation = lower_optional(lowering, node->constrrel);
    return result;
}

StatementPtr lower(Lowering&, const ::CreateEventTrigStmt* node) {
    auto result = std::make_unique<CreateEventTriggerStatement>();
    result->name = string_of(node->trigname);
    result->event = string_of(node->eventname);
    for (const ::DefElem* filter : elements<::DefElem>(node->whenclause))
        result->when.emplace_back(string_of(filter->defname), names_of(list_of(filter->arg)));
    result->function = names_of(node->funcname);
    return result;
}

StatementPtr lower(Lowering&, const ::AlterEventTrigStmt* node) {
    auto result = std::make_unique<AlterEventTriggerStatement>();
    result->name = string_of(node->trigname);
    result->enabled = node->tgenabled;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::RuleStmt* node) {
    auto result = std::make_unique<CreateRuleStatement>();
    result->relation = lower(lowering, node->relation);
    result->name = string_of(node->rulename);
    result->where = lower_expression(lowering, node->whereClause);
    result->event = static_cast<char>('0' + static_cast<int>(node->event));  // as pg_rewrite.ev_type has it
    result->instead = node->instead;
    result->actions = lower_statements(lowering, node->actions);
    result->replace = node->replace;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::CreatePolicyStmt* node) {
    auto result = std::make_unique<CreatePolicyStatement>();
    result->name = string_of(node->policy_name);
    result->table = lower(lowering, node->table);
    result->command = string_of(node->cmd_name);
    result->permissive = node->permissive;
    result->roles = lower_list<::RoleSpec>(lowering, node->roles);
    result->using_ = lower_expression(lowering, node->qual);
    result->with_check = lower_expression(lowering, node->with_check);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterPolicyStmt* node) {
    auto result = std::make_unique<AlterPolicyStatement>();
    result->name = string_of(node->policy_name);
    result->table = lower(lowering, node->table);
    result->roles = lower_list<::RoleSpec>(lowering, node->roles);
    result->using_ = lower_expression(lowering, node->qual);
    result->with_check = lower_expression(lowering, node->with_check);
    return result;
}

}  // namespace backout::sql::raw
