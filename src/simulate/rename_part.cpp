#include "simulate/rename_part.h"

#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/object_address.h"

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;
using catalog::Trigger;
using sql::ObjectKind;

namespace {

constexpr std::string_view view_rule = "_RETURN";

Status name_is_taken(ObjectKind kind, const std::string& name, const std::string& relation) {
    return error("42710", "{} \"{}\" for {} \"{}\" already exists", object_kind_word(kind), name,
                 kind == ObjectKind::policy ? "table" : "relation", relation);
}

/// A view's query is its rule "_RETURN", which is no object of its own here (RenameRewriteRule,
/// rewrite/rewriteDefine.c).
Status check_view_rule(const Relation& relation, const sql::RenameStatement& statement) {
    const bool is_view =
        relation.kind == RelationKind::view || relation.kind == RelationKind::materialized_view;
    if (is_view && statement.new_name == view_rule)
        return name_is_taken(statement.object, statement.new_name, relation.name);
    if (is_view && statement.sub_name == view_rule)
        return error("42P17", "renaming an ON SELECT rule is not allowed");
    return {};
}

/// The partitions' copies of a trigger follow it, whatever their names (renametrig_partition, commands/trigger.c).
Status rename_trigger(StatementContext& context, Oid oid, const std::string& new_name, const std::string& expected) {
    const auto* trigger = context.catalog.find<Trigger>(oid);
    const auto* relation = context.catalog.find<Relation>(trigger->scope);
    const std::string old_name = trigger->name;
    if (old_name != new_name) {
        if (context.catalog.find<Trigger>(trigger->scope, new_name))
            return name_is_taken(ObjectKind::trigger, new_name, relation->name);
        if (old_name != expected)
            context.effects.notice(
                fmt::format("renamed trigger \"{}\" on relation \"{}\"", old_name, relation->name));
        context.effects.lock(relation->oid, LockMode::access_exclusive);
        context.catalog.change<Trigger>(oid, [&](Trigger& changed) { changed.name = new_name; });
    }
    if (relation->kind != RelationKind::partitioned_table || context.major() < 15) return {};
    for (Oid partition : direct_children(context.catalog, relation->oid))
        for (const auto* copy : context.catalog.members_of_class<Trigger>(partition))
            if (copy->parent == oid) BACKOUT_TRY(rename_trigger(context, copy->oid, new_name, old_name));
    return {};
}

Status check_own_trigger(const StatementContext& context, const Trigger& trigger, const Relation& relation) {
    if (trigger.parent == catalog::invalid_oid || context.major() < 15) return {};
    auto made = error(context.major() >= 18 ? "0A000" : "XX000", "cannot rename trigger \"{}\" on table \"{}\"", trigger.name,
                      relation.name);
    if (const auto* parent = context.catalog.find<Trigger>(trigger.parent))
        made.value().hint = fmt::format("Rename the trigger on the partitioned table \"{}\" instead.",
                                        context.catalog.find(parent->scope)->name);
    return made;
}

}  // namespace

Status rename_part(StatementContext& context, const sql::RenameStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *statement.relation, statement.missing_ok));
    if (oid == catalog::invalid_oid) {
        context.effects.skipped = true;
        return {};
    }
    const ObjectClass object_class = object_class_of(statement.object);
    const auto* relation = context.catalog.find<Relation>(oid);
    if (statement.object == ObjectKind::rule && relation)
        BACKOUT_TRY(check_view_rule(*relation, statement));
    const std::string_view word = object_kind_word(statement.object);
    const catalog::Object* part = context.catalog.find(object_class, oid, statement.sub_name);
    if (!part) {
        if (relation && relation->assumed) return unknown("nothing is known of the {}s of {}", word, relation->name);
        return error("42704", "{} \"{}\" for {} \"{}\" does not exist", word, statement.sub_name,
                     statement.object == ObjectKind::rule ? "relation" : "table", statement.relation->name);
    }
    if (const auto* trigger = catalog::as<Trigger>(part)) {
        BACKOUT_TRY(check_own_trigger(context, *trigger, *relation));
        return rename_trigger(context, trigger->oid, statement.new_name, trigger->name);
    }
    if (context.catalog.find(object_class, oid, statement.new_name))
        return name_is_taken(statement.object, statement.new_name, statement.relation->name);
    context.effects.lock(oid, LockMode::access_exclusive);
    auto renamed = part->clone();
    renamed->name = statement.new_name;
    context.catalog.insert(std::move(renamed));
    return {};
}

}  // namespace backout::simulate
