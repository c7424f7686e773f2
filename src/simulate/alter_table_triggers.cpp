#include "simulate/alter_table.h"

/// ENABLE and DISABLE of triggers and rules.
namespace backout::simulate {

using catalog::Rule;
using catalog::Trigger;
using sql::AlterTableAction;

namespace {

constexpr std::int16_t row_trigger = 1;  // TRIGGER_TYPE_ROW

/// pg_trigger.tgenabled and pg_rewrite.ev_enabled after the action.
char enabled_state(AlterTableAction action) {
    switch (action) {
        case AlterTableAction::enable_always_trigger:
        case AlterTableAction::enable_always_rule:
            return 'A';
        case AlterTableAction::enable_replica_trigger:
        case AlterTableAction::enable_replica_rule:
            return 'R';
        case AlterTableAction::disable_trigger:
        case AlterTableAction::disable_trigger_all:
        case AlterTableAction::disable_trigger_user:
        case AlterTableAction::disable_rule:
            return 'D';
        default:
            return 'O';
    }
}

bool means_all_triggers(AlterTableAction action) {
    return action == AlterTableAction::enable_trigger_all ||
           action == AlterTableAction::disable_trigger_all ||
           action == AlterTableAction::enable_trigger_user ||
           action == AlterTableAction::disable_trigger_user;
}

/// A row trigger of a partitioned table takes those of the partitions along (EnableDisableTrigger,
/// commands/trigger.c).
void set_trigger_state(AlterTable& work, Oid oid, char state, bool recurse) {
    Catalog& catalog = work.context.catalog;
    const Trigger& trigger = *catalog.find<Trigger>(oid);
    if (trigger.enabled != state)
        catalog.change<Trigger>(oid, [&](Trigger& changed) { changed.enabled = state; });
    if (!recurse || (trigger.type & row_trigger) == 0) return;
    for (Oid dependent : catalog.dependents(oid)) {
        const auto* clone = catalog.find<Trigger>(dependent);
        if (!clone || clone->parent != oid) continue;
        work.context.effects.lock(clone->scope, work.lock);
        set_trigger_state(work, dependent, state, recurse);
    }
}

}  // namespace

Status enable_disable_trigger(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    Catalog& catalog = work.context.catalog;
    char state = enabled_state(command.written->action);
    if (means_all_triggers(command.written->action)) {
        for (const Trigger* trigger : catalog.members_of_class<Trigger>(table.relation))
            set_trigger_state(work, trigger->oid, state, command.recurse);
        return {};
    }
    const auto* trigger = catalog.find<Trigger>(table.relation, command.written->name);
    if (!trigger) {
        const Relation& relation = work.relation(table.relation);
        if (relation.open && !catalog.was_known(ObjectClass::trigger, relation.oid, command.written->name))
            return {};
        return error("42704", "trigger \"{}\" for table \"{}\" does not exist", command.written->name,
                     relation.name);
    }
    set_trigger_state(work, trigger->oid, state, command.recurse);
    return {};
}

Status enable_disable_rule(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    Catalog& catalog = work.context.catalog;
    const auto* rule = catalog.find<Rule>(table.relation, command.written->name);
    if (!rule) {
        const Relation& relation = work.relation(table.relation);
        if (relation.open && !catalog.was_known(ObjectClass::rule, relation.oid, command.written->name))
            return {};
        return error("42704", "rule \"{}\" for relation \"{}\" does not exist", command.written->name,
                     relation.name);
    }
    char state = enabled_state(command.written->action);
    if (rule->enabled != state)
        catalog.change<Rule>(rule->oid, [&](Rule& changed) { changed.enabled = state; });
    return {};
}

}  // namespace backout::simulate
