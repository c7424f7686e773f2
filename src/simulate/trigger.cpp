#include <algorithm>

#include "analyze/references.h"
#include "analyze/type_oid.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/partition.h"
#include "simulate/statements.h"
#include "simulate/trigger_checks.h"

/// CREATE TRIGGER: CreateTriggerFiringOn (commands/trigger.c).
namespace backout::simulate {

using catalog::Constraint;
using catalog::DependencyType;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Trigger;

namespace {

analyze::Scope old_and_new(const Relation& relation) {
    return {{relation.oid, "old", 1, {}, relation.open, true}, {relation.oid, "new", 2, {}, relation.open, true}};
}

/// The trigger function; 0 where an open world may have had it.
Result<Oid> trigger_function(StatementContext& context, const sql::Names& names) {
    sql::ObjectWithArgs wanted;
    wanted.names = names;
    auto found = analyze::lookup_function(context.analysis(), wanted, sql::ObjectKind::function, false);
    if (!found) {
        bool is_missing = found.error().missing.kind == analyze::Missing::Kind::function || found.error().sqlstate == "42883";
        Oid scope = names.size() > 1 ? catalog::find_namespace(context.catalog, names[names.size() - 2])
                                     : context.path.creation;
        if (is_missing && context.world == World::open &&
            !context.catalog.was_known(ObjectClass::function, scope, names.back()))
            return catalog::invalid_oid;
        return found;
    }
    auto info = catalog::function_info(context.catalog, *found);
    if (info && info->return_type != analyze::type_oid::trigger)
        return error("42P17", "function {} must return type trigger", display_name(names));
    return found;
}

Result<std::vector<AttributeNumber>> trigger_columns(StatementContext& context, const Relation& relation,
                                                     const std::vector<std::string>& names) {
    std::vector<AttributeNumber> numbers;
    for (const std::string& name : names) {
        const auto* attribute = relation.find_attribute(name);
        if (!attribute) {
            auto failure = error("42703", "column \"{}\" of relation \"{}\" does not exist", name, relation.name);
            failure.value().missing = {analyze::Missing::Kind::column, "", name, relation.oid, "r"};
            return failure;
        }
        if (std::find(numbers.begin(), numbers.end(), attribute->number) != numbers.end())
            return error("42701", "column \"{}\" specified more than once", name);
        numbers.push_back(attribute->number);
    }
    (void)context;
    return numbers;
}

Status check_existing(const Trigger* existing, const Relation& relation, const sql::CreateTriggerStatement& statement) {
    if (!existing) return {};
    auto failure = error("42710", "trigger \"{}\" for relation \"{}\" already exists", statement.name, relation.name);
    failure.value().involved = {{existing->oid, 0}};
    if (!statement.replace) return failure;
    if (existing->parent != catalog::invalid_oid) {
        failure.value().message =
            fmt::format("trigger \"{}\" for relation \"{}\" is an internal or a child trigger", statement.name, relation.name);
        return failure;
    }
    if (existing->constraint) {
        failure.value().message =
            fmt::format("trigger \"{}\" for relation \"{}\" is a constraint trigger", statement.name, relation.name);
        return failure;
    }
    return {};
}

/// A constraint trigger has a row in pg_constraint, which belongs to the trigger (CreateTriggerFiringOn).
void insert_trigger_constraint(StatementContext& context, const Trigger& trigger) {
    auto constraint = context.make<Constraint>(trigger.name, trigger.scope);
    constraint->type = Constraint::Type::trigger;
    constraint->deferrable = trigger.deferrable;
    constraint->deferred = trigger.initially_deferred;
    constraint->no_inherit = true;
    depend(*constraint, {trigger.scope, 0}, DependencyType::auto_);
    depend(*constraint, {trigger.oid, 0}, DependencyType::internal);
    context.catalog.insert(std::move(constraint));
}

void set_dependencies(StatementContext& context, Trigger& trigger) {
    trigger.dependencies.clear();
    depend(trigger, {trigger.function, 0});
    if (trigger.constraint) insert_trigger_constraint(context, trigger);
    depend(trigger, {trigger.scope, 0}, DependencyType::auto_);
    if (trigger.constraint_relation) depend(trigger, {trigger.constraint_relation, 0}, DependencyType::auto_);
    for (AttributeNumber column : trigger.columns) depend(trigger, {trigger.scope, column});
    if (trigger.when)
        depend(trigger, analyze::references_of(context.catalog, *trigger.when, trigger.scope, trigger.scope));
}

/// Row triggers of a partitioned table are there on each partition as well.
Status clone_to_partitions(StatementContext& context, const Relation& relation, Oid oid) {
    constexpr std::int16_t row_bit = 1;
    const auto* trigger = context.catalog.find<Trigger>(oid);
    if (relation.kind != RelationKind::partitioned_table || (trigger->type & row_bit) == 0) return {};
    std::vector<Oid> partitions = direct_children(context.catalog, relation.oid);
    for (Oid partition : partitions) {
        context.effects.lock(partition, LockMode::share_row_exclusive);
        BACKOUT_TRY(clone_trigger(context, *context.catalog.find<Trigger>(oid), partition));
    }
    return {};
}

void erase_clones(StatementContext& context, Oid oid) {
    for (Oid dependent : context.catalog.dependents(oid)) {
        const auto* clone = context.catalog.find<Trigger>(dependent);
        if (!clone || clone->parent != oid) continue;
        erase_clones(context, dependent);
        context.catalog.erase(dependent);
    }
}

std::int16_t trigger_type(const sql::CreateTriggerStatement& statement) {
    return static_cast<std::int16_t>((statement.row ? 1 : 0) | statement.timing | statement.events);
}

}  // namespace

Status create_trigger(StatementContext& context, const sql::CreateTriggerStatement& statement) {
    BACKOUT_ASSIGN(Oid table, get_relation(context, statement.relation, false, "rpvf"));
    BACKOUT_TRY(check_trigger_relation(context, table, statement));
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, table));
    Oid constraint_relation = catalog::invalid_oid;
    if (statement.constraint_relation) {
        BACKOUT_ASSIGN(constraint_relation, get_relation(context, *statement.constraint_relation));
        relation = context.catalog.find<Relation>(table);
    }
    BACKOUT_TRY(check_trigger_definition(*relation, statement));
    catalog::ExprPtr when;
    if (statement.when) {
        BACKOUT_ASSIGN(when, analyze::analyze_condition(context.analysis(), *statement.when, analyze::Use::trigger_when,
                                                        old_and_new(*relation), "WHEN"));
        BACKOUT_TRY(check_trigger_condition(*relation, *when, statement));
    }
    BACKOUT_ASSIGN(Oid function, trigger_function(context, statement.function));
    const auto* existing = context.catalog.find<Trigger>(table, statement.name);
    BACKOUT_TRY(check_existing(existing, *relation, statement));
    BACKOUT_ASSIGN(std::vector<AttributeNumber> columns, trigger_columns(context, *relation, statement.columns));

    auto trigger = context.make<Trigger>(statement.name, table);
    trigger->function = function;
    trigger->type = trigger_type(statement);
    trigger->columns = std::move(columns);
    trigger->arguments = statement.arguments;
    trigger->when = std::move(when);
    trigger->constraint = statement.constraint;
    trigger->deferrable = statement.deferrable || statement.initially_deferred;
    trigger->initially_deferred = statement.initially_deferred;
    trigger->constraint_relation = constraint_relation;
    for (const auto& transition : statement.transitions)
        (transition.is_new ? trigger->new_table : trigger->old_table) = transition.name;
    set_dependencies(context, *trigger);
    context.effects.lock(table, LockMode::share_row_exclusive);
    Oid oid = trigger->oid;
    if (existing) {
        oid = existing->oid;
        erase_clones(context, oid);
        trigger->oid = oid;
        trigger->comment = existing->comment;
        context.catalog.change<Trigger>(oid, [&](Trigger& changed) { changed = *trigger; });
    } else {
        context.catalog.insert(std::move(trigger));
    }
    return clone_to_partitions(context, *relation, oid);
}

}  // namespace backout::simulate
