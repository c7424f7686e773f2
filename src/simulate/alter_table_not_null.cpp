#include "simulate/alter_table.h"
#include "simulate/constraint.h"
#include "simulate/index_definition.h"

/// SET NOT NULL and DROP NOT NULL. Until 17 it is a mark on the column, since 18 a constraint of its own.
namespace backout::simulate {

using catalog::Constraint;

namespace {

/// 42P16 where a primary key or the replica identity's index needs the column to be so.
Status check_no_index_needs_not_null(const Catalog& catalog, const Relation& relation,
                                     const Attribute& column) {
    for (Oid oid : indexes_of(catalog, relation.oid)) {
        const auto& index = *catalog.find<Relation>(oid)->index;
        if (!index.primary && !index.replica_identity) continue;
        for (const auto& key : index.keys) {
            if (key.attribute != column.number) continue;
            if (index.primary) return error("42P16", "column \"{}\" is in a primary key", column.name);
            return error("42P16", "column \"{}\" is in index used as replica identity", column.name);
        }
    }
    return {};
}

Status check_not_marked_in_parent(const AlterTable& work, const Relation& relation, const Attribute& column) {
    Oid parent = partition_parent(relation);
    if (parent == catalog::invalid_oid) return {};
    const Attribute* inherited = work.relation(parent).find_attribute(column.name);
    if (inherited && inherited->not_null)
        return error("42P16", "column \"{}\" is marked NOT NULL in parent table", column.name);
    return {};
}

}  // namespace

Status prepare_drop_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    if (work.context.major() >= 18) return {};  // children follow in execution
    if (table.kind == RelationKind::partitioned_table && !command.recurse && !command.recursing &&
        !direct_children(work.context.catalog, table.relation).empty()) {
        auto failure =
            error("42P16", "cannot remove constraint from only the partitioned table when partitions exist");
        failure.value().hint = "Do not specify the ONLY keyword.";
        return failure;
    }
    return work.prepare_children(table, command);
}

Status drop_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    bool has_constraints = context.major() >= 18;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    // Of an assumed column it isn't known whether it is NOT NULL; the statement suits both.
    if (has_constraints && !column.not_null) return {};
    if (column.identity != 0)
        return error("42601", "column \"{}\" of relation \"{}\" is an identity column", column.name,
                     relation.name);
    if (!has_constraints) BACKOUT_TRY(check_no_index_needs_not_null(context.catalog, relation, column));
    BACKOUT_TRY(check_not_marked_in_parent(work, relation, column));
    Oid constraint = has_constraints
                         ? find_not_null_constraint(context.catalog, table.relation, column.number)
                         : catalog::invalid_oid;
    if (constraint != catalog::invalid_oid)
        return drop_constraint(work, constraint, sql::DropBehavior::restrict_, command.recurse, false);
    if (column.not_null)
        change_attribute(context, table.relation, column.number,
                         [](Attribute& changed) { changed.not_null = false; });
    return {};
}

Status check_is_not_null(AlterTable& work, Oid oid, const std::string& name) {
    BACKOUT_ASSIGN(Attribute column, get_altered_column(work.context, oid, name));
    if (column.not_null) return {};
    auto failure = error("42P16", "constraint must be added to child tables too");
    failure.value().detail = fmt::format("Column \"{}\" of relation \"{}\" is not already NOT NULL.", name,
                                         work.relation(oid).name);
    failure.value().hint = "Do not specify the ONLY keyword.";
    return failure;
}

namespace {

/// Until 17: the mark alone.
Status mark_not_null(AlterTable& work, AlteredTable& table, const Attribute& column) {
    if (column.not_null) return {};
    change_attribute(work.context, table.relation, column.number,
                     [](Attribute& changed) { changed.not_null = true; });
    if (!not_null_is_implied(work.context.catalog, table.relation, column.number))
        table.verify_not_null = true;
    return {};
}

/// Since 18: a constraint that is there already becomes a local and valid one (ATExecSetNotNull).
Status keep_not_null_constraint(AlterTable& work, const Constraint& constraint, bool recurse) {
    if (constraint.no_inherit && recurse)
        return error("0A000",
                     "cannot change NO INHERIT status of NOT NULL constraint \"{}\" on relation \"{}\"",
                     constraint.name, work.relation(constraint.scope).name);
    if (!constraint.is_local) {
        work.context.catalog.change<Constraint>(constraint.oid,
                                                [](Constraint& changed) { changed.is_local = true; });
        return {};
    }
    if (!constraint.validated)
        return validate_constraint(work, constraint.scope, constraint.name, recurse, false);
    return {};
}

}  // namespace

Status prepare_set_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    if (work.context.major() >= 18 || command.recursing) return {};
    if (table.kind == RelationKind::partitioned_table) {
        std::vector<Oid> descendants = work.lock_descendants(table.relation);
        if (!descendants.empty()) {
            BACKOUT_ASSIGN(Attribute column,
                           get_altered_column(work.context, table.relation, command.written->name));
            if (column.not_null) return {};
        }
        if (!command.recurse) {
            for (Oid child : descendants)
                work.table(child).queue(Pass::column_attributes, [name = command.written->name](
                                                                     AlterTable& at_work, AlteredTable& at) {
                    return check_is_not_null(at_work, at.relation, name);
                });
            return {};
        }
    }
    return work.prepare_children(table, command);
}

Status set_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    if (context.major() < 18) return mark_not_null(work, table, column);

    if (Oid existing = find_not_null_constraint(context.catalog, table.relation, column.number))
        return keep_not_null_constraint(work, *context.catalog.find<Constraint>(existing), command.recurse);
    ConstraintRequest request;
    request.type = ConstraintType::not_null;
    request.column = column.name;
    request.keys = {column.name};
    if (!command.recurse && !direct_children(context.catalog, table.relation).empty()) {
        if (table.kind == RelationKind::partitioned_table) {
            auto failure = error("42P16", "constraint must be added to child tables too");
            failure.value().hint = "Do not specify the ONLY keyword.";
            return failure;
        }
        request.no_inherit = true;
    }
    request.only = !command.recurse;
    if (command.recurse) work.lock_descendants(table.relation);
    BACKOUT_TRY(add_not_null(context, table.relation, request));
    return {};
}

}  // namespace backout::simulate
