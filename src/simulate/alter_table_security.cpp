#include <algorithm>

#include "simulate/alter_table.h"
#include "simulate/index_definition.h"
#include "simulate/relation_owner.h"

/// Owner and row-level security.
namespace backout::simulate {

catalog::Acl change_acl_owner(const catalog::Acl& acl, Oid old_owner, Oid new_owner) {
    catalog::Acl changed;
    for (catalog::AclItem item : acl) {
        if (item.grantor == old_owner) item.grantor = new_owner;
        if (item.grantee == old_owner) item.grantee = new_owner;
        auto same = [&](const catalog::AclItem& other) {
            return other.grantor == item.grantor && other.grantee == item.grantee;
        };
        if (auto found = std::find_if(changed.begin(), changed.end(), same); found != changed.end()) {
            found->privileges |= item.privileges;
            found->grant_options |= item.grant_options;
        } else {
            changed.push_back(item);
        }
    }
    return changed;
}

namespace {

/// The table whose column a sequence belongs to, null for a free one.
const Relation* owning_table(const Catalog& catalog, const Relation& sequence) {
    return sequence.sequence ? catalog.find<Relation>(sequence.sequence->owned_by.oid) : nullptr;
}

/// Kinds that have no owner of their own. False: nothing is to be changed.
Result<bool> check_owner_may_change(StatementContext& context, const Relation& relation, Oid new_owner) {
    switch (relation.kind) {
        case RelationKind::index:
            if (relation.owner != new_owner)
                context.effects.notice(fmt::format("cannot change owner of index \"{}\"", relation.name),
                                       "42809");
            return false;
        case RelationKind::partitioned_index: {
            auto failure = error("42809", "cannot change owner of index \"{}\"", relation.name);
            failure.value().hint = "Change the ownership of the index's table instead.";
            return failure;
        }
        case RelationKind::sequence: {
            const Relation* table = owning_table(context.catalog, relation);
            if (relation.owner == new_owner || !table) return true;
            auto failure = error("0A000", "cannot change owner of sequence \"{}\"", relation.name);
            failure.value().detail =
                fmt::format("Sequence \"{}\" is linked to table \"{}\".", relation.name, table->name);
            return failure;
        }
        case RelationKind::composite: {
            auto failure = error("42809", "\"{}\" is a composite type", relation.name);
            failure.value().hint = "Use ALTER TYPE instead.";
            return failure;
        }
        default:
            return true;
    }
}

void change_type_owner(Catalog& catalog, Oid oid, Oid new_owner) {
    const auto* type = catalog.find<catalog::Type>(oid);
    if (!type) return;
    Oid array = type->array;
    for (Oid changed : {oid, array})
        if (const auto* found = catalog.find<catalog::Type>(changed)) {
            Oid old_owner = found->owner;
            catalog.change<catalog::Type>(changed, [&](catalog::Type& edited) {
                edited.owner = new_owner;
                if (edited.acl) edited.acl = change_acl_owner(*edited.acl, old_owner, new_owner);
            });
        }
}

std::vector<Oid> owned_sequences(const Catalog& catalog, Oid table) {
    std::vector<Oid> sequences;
    for (Oid dependent : catalog.dependents(table)) {
        const auto* relation = catalog.find<Relation>(dependent);
        if (relation && relation->sequence && relation->sequence->owned_by.oid == table)
            sequences.push_back(dependent);
    }
    return sequences;
}

}  // namespace

Status change_relation_owner(StatementContext& context, Oid oid, Oid new_owner, bool recursing) {
    const Relation& relation = *context.catalog.find<Relation>(oid);
    if (!recursing) {
        BACKOUT_ASSIGN(bool changes, check_owner_may_change(context, relation, new_owner));
        if (!changes) return {};
    }
    context.effects.lock(oid, LockMode::access_exclusive);
    Oid old_owner = relation.owner;
    if (old_owner == new_owner) return {};
    context.catalog.change<Relation>(oid, [&](Relation& changed) {
        changed.owner = new_owner;
        if (changed.acl) changed.acl = change_acl_owner(*changed.acl, old_owner, new_owner);
        for (Attribute& attribute : changed.attributes)
            if (attribute.acl) attribute.acl = change_acl_owner(*attribute.acl, old_owner, new_owner);
    });
    if (relation.row_type != catalog::invalid_oid)
        change_type_owner(context.catalog, relation.row_type, new_owner);
    for (Oid index : indexes_of(context.catalog, oid))
        BACKOUT_TRY(change_relation_owner(context, index, new_owner, true));
    for (Oid sequence : owned_sequences(context.catalog, oid))
        BACKOUT_TRY(change_relation_owner(context, sequence, new_owner, true));
    return {};
}

Status change_table_owner(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    BACKOUT_ASSIGN(Oid owner, get_role(work.context, command.written->owner));
    return change_relation_owner(work.context, table.relation, owner);
}

namespace {

Status set_row_security(AlterTable& work, Oid oid, bool Relation::*flag, bool value) {
    work.context.catalog.change<Relation>(oid, [&](Relation& changed) { changed.*flag = value; });
    return {};
}

}  // namespace

Status enable_row_security(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    return set_row_security(work, table.relation, &Relation::row_security, true);
}
Status disable_row_security(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    return set_row_security(work, table.relation, &Relation::row_security, false);
}
Status force_row_security(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    return set_row_security(work, table.relation, &Relation::force_row_security, true);
}
Status no_force_row_security(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    return set_row_security(work, table.relation, &Relation::force_row_security, false);
}

}  // namespace backout::simulate
