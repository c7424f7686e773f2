#include <algorithm>

#include "simulate/alter_table.h"

/// INHERIT, NO INHERIT, OF and NOT OF.
namespace backout::simulate {

using sql::AlterTableAction;

Status prepare_inherit(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    const Relation& relation = work.relation(table.relation);
    if (relation.of_type != catalog::invalid_oid)
        return error("42809", "cannot change inheritance of typed table");
    if (relation.is_partition) return error("42809", "cannot change inheritance of a partition");
    if (relation.kind == RelationKind::partitioned_table)
        return error("42809", "cannot change inheritance of partitioned table");
    return {};
}

const catalog::Trigger* trigger_incompatible_with_inheritance(const Catalog& catalog, Oid relation) {
    constexpr std::int16_t row_trigger = 1;
    for (const auto* trigger : catalog.members_of_class<catalog::Trigger>(relation))
        if ((trigger->type & row_trigger) != 0 &&
            (!trigger->old_table.empty() || !trigger->new_table.empty()))
            return trigger;
    return nullptr;
}

Status inherit(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Oid parent_oid, get_relation(context, *command.written->relation, false, "rf"));
    context.effects.lock(parent_oid, LockMode::share_update_exclusive);
    BACKOUT_TRY(check_alter_target(context, AlterTableAction::add_inherit, parent_oid));
    const Relation& child = work.relation(table.relation);
    const Relation& parent = work.relation(parent_oid);
    if (parent.persistence == 't' && child.persistence != 't')
        return error("42809", "cannot inherit from temporary relation \"{}\"", parent.name);
    if (parent.kind == RelationKind::partitioned_table)
        return error("42809", "cannot inherit from partitioned table \"{}\"", parent.name);
    if (parent.is_partition) return error("42809", "cannot inherit from a partition");
    std::vector<Oid> below = all_inheritors(context.catalog, child.oid);
    if (std::find(below.begin(), below.end(), parent_oid) != below.end()) {
        auto failure = error("42P07", "circular inheritance not allowed");
        failure.value().detail = fmt::format("\"{}\" is already a child of \"{}\".", parent.name, child.name);
        return failure;
    }
    if (const auto* trigger = trigger_incompatible_with_inheritance(context.catalog, child.oid)) {
        auto failure =
            error("0A000", "trigger \"{}\" prevents table \"{}\" from becoming an inheritance child",
                  trigger->name, child.name);
        failure.value().detail =
            "ROW triggers with transition tables are not supported in inheritance hierarchies.";
        return failure;
    }
    return create_inheritance(context, child.oid, parent_oid, false);
}

Status no_inherit(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    const Relation& child = work.relation(table.relation);
    if (child.is_partition) return error("42809", "cannot change inheritance of a partition");
    BACKOUT_ASSIGN(Oid parent, get_relation(context, *command.written->relation, false, "rf"));
    context.effects.lock(parent, LockMode::access_share);
    BACKOUT_ASSIGN(const Relation* found, get_user_relation(context, parent));
    if (std::find(child.parents.begin(), child.parents.end(), parent) == child.parents.end()) {
        if (child.open || found->open) return {};  // an open world takes it that it was
        return error("42P01", "relation \"{}\" is not a parent of relation \"{}\"", found->name, child.name);
    }
    return remove_inheritance(context, child.oid, parent);
}

namespace {

/// check_of_type: a composite type that stands on its own.
Result<const Relation*> composite_type_relation(StatementContext& context, const sql::TypeName& name) {
    BACKOUT_ASSIGN(analyze::TypeReference reference, analyze::resolve_type(context.analysis(), name));
    auto info = catalog::type_info(context.catalog, reference.type);
    auto printed = [&] { return catalog::format_type(context.catalog, context.path, reference.type); };
    const auto* relation = info ? context.catalog.find<Relation>(info->relation) : nullptr;
    if (!info || info->kind != catalog::TypeKind::composite || !relation)
        return error("42809", "type {} is not a composite type", printed());
    if (relation->kind == RelationKind::composite) return relation;
    if (context.major() < 18) return error("42809", "type {} is not a composite type", printed());
    auto failure = error("42809", "type {} is the row type of another table", printed());
    failure.value().detail = "A typed table must use a stand-alone composite type created with CREATE TYPE.";
    return failure;
}

/// Columns must be those of the type, in order (ATExecAddOf).
Status check_columns_match(const Relation& table, const Relation& type) {
    std::size_t place = 0;
    for (const Attribute& wanted : type.attributes) {
        if (place >= table.attributes.size())
            return error("42804", "table is missing column \"{}\"", wanted.name);
        const Attribute& column = table.attributes[place++];
        if (column.name != wanted.name)
            return error("42804", "table has column \"{}\" where type requires \"{}\"", column.name,
                         wanted.name);
        if (column.type != wanted.type || column.typmod != wanted.typmod ||
            column.collation != wanted.collation)
            return error("42804", "table \"{}\" has different type for column \"{}\"", table.name,
                         wanted.name);
    }
    if (place < table.attributes.size())
        return error("42804", "table has extra column \"{}\"", table.attributes[place].name);
    return {};
}

void set_of(StatementContext& context, Oid oid, Oid type) {
    context.catalog.change<Relation>(oid, [&](Relation& changed) {
        std::erase_if(changed.dependencies, [&](const catalog::Dependency& dependency) {
            return dependency.column == 0 && dependency.referenced.oid == changed.of_type;
        });
        changed.of_type = type;
        if (type != catalog::invalid_oid) depend(changed, {type, 0});
    });
}

}  // namespace

Status set_of_type(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    BACKOUT_ASSIGN(const Relation* type, composite_type_relation(work.context, *command.written->type));
    const Relation& relation = work.relation(table.relation);
    if (!relation.parents.empty()) return error("42809", "typed tables cannot inherit");
    if (!relation.open) BACKOUT_TRY(check_columns_match(relation, *type));
    set_of(work.context, table.relation, type->row_type);
    return {};
}

Status set_not_of_type(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    const Relation& relation = work.relation(table.relation);
    if (relation.of_type == catalog::invalid_oid && !relation.open)
        return error("42809", "\"{}\" is not a typed table", relation.name);
    set_of(work.context, table.relation, catalog::invalid_oid);
    return {};
}

}  // namespace backout::simulate
