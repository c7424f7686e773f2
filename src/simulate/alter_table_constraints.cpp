#include <algorithm>

#include "simulate/alter_table.h"
#include "simulate/constraint.h"
#include "simulate/drop.h"
#include "simulate/index_definition.h"
#include "simulate/table_transform.h"

/// ADD CONSTRAINT and DROP CONSTRAINT.
namespace backout::simulate {

using catalog::Constraint;
using sql::AlterTableAction;

namespace {

/// A primary key can't rest on a not-null constraint that children or old rows need not obey
/// (verifyNotNullPKCompatible).
Status check_suits_primary_key(const AlterTable& work, const Constraint& constraint,
                               const std::string& column) {
    auto refuse = [&](std::string_view mark, std::string hint) {
        auto failure = error("55000", "cannot create primary key on column \"{}\"", column);
        failure.value().detail = fmt::format(
            "The constraint \"{}\" on column \"{}\" of table \"{}\", marked {}, is incompatible with a "
            "primary key.",
            constraint.name, column, work.relation(constraint.scope).name, mark);
        failure.value().hint = std::move(hint);
        return failure;
    };
    if (constraint.no_inherit)
        return refuse("NO INHERIT",
                      "You might need to make the existing constraint inheritable using ALTER TABLE ... "
                      "ALTER CONSTRAINT ... INHERIT.");
    if (!constraint.validated)
        return refuse("NOT VALID",
                      "You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.");
    return {};
}

const Constraint* not_null_constraint_of(const AlterTable& work, Oid relation, const std::string& column) {
    const Attribute* attribute = work.relation(relation).find_attribute(column);
    if (!attribute) return nullptr;
    return work.context.catalog.find<Constraint>(
        find_not_null_constraint(work.context.catalog, relation, attribute->number));
}

/// Since 18 the columns of a new primary key get not-null constraints, also in children
/// (ATPrepAddPrimaryKey).
Status prepare_primary_key(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    for (const std::string& column : command.written->constraint->keys) {
        if (const Constraint* existing = not_null_constraint_of(work, table.relation, column)) {
            BACKOUT_TRY(check_suits_primary_key(work, *existing, column));
            continue;
        }
        if (!command.recurse) {
            for (Oid child : work.lock_children(table.relation)) {
                const Constraint* inherited = not_null_constraint_of(work, child, column);
                if (!inherited)
                    return error("XX000", "column \"{}\" of table \"{}\" is not marked NOT NULL", column,
                                 work.relation(child).name);
                BACKOUT_TRY(check_suits_primary_key(work, *inherited, column));
            }
        }
        table.queue(Pass::column_attributes, [column](AlterTable& at_work, AlteredTable& at) -> Status {
            BACKOUT_TRY(get_altered_column(at_work.context, at.relation, column));
            ConstraintRequest request;
            request.type = ConstraintType::not_null;
            request.column = column;
            request.keys = {column};
            BACKOUT_TRY(add_not_null(at_work.context, at.relation, request));
            return {};
        });
    }
    return {};
}

/// Until 17 the columns are set NOT NULL before the key is made, and so are looked for first.
void prepare_old_primary_key(AlteredTable& table, const AlterCommand& command) {
    table.queue(Pass::column_attributes, [command](AlterTable& work, AlteredTable& at) -> Status {
        for (const std::string& key : command.written->constraint->keys) {
            BACKOUT_ASSIGN(Attribute column, get_altered_column(work.context, at.relation, key));
            if (column.not_null || command.recurse || at.kind != RelationKind::partitioned_table) continue;
            for (Oid child : work.lock_descendants(at.relation))
                BACKOUT_TRY(check_is_not_null(work, child, key));
        }
        return {};
    });
}

}  // namespace

Status prepare_add_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const sql::Constraint& constraint = *command.written->constraint;
    if (work.context.major() >= 18) {
        if (constraint.type == sql::Constraint::Type::primary_key && constraint.index_name.empty())
            BACKOUT_TRY(prepare_primary_key(work, table, command));
    } else if (constraint.type == sql::Constraint::Type::not_null) {
        return error("42601", "syntax error at or near \"NOT\"");
    } else if (constraint.type == sql::Constraint::Type::primary_key) {
        prepare_old_primary_key(table, command);
    }
    bool makes_index = constraint.type == sql::Constraint::Type::primary_key ||
                       constraint.type == sql::Constraint::Type::unique ||
                       constraint.type == sql::Constraint::Type::exclusion;
    if (!command.recurse) return {};
    // Before 18 it is making the index that locks the partitions, as CREATE INDEX does.
    if (work.context.major() >= 18 || !makes_index) {
        work.lock_descendants(table.relation);
    } else if (table.kind == RelationKind::partitioned_table) {
        for (Oid child : all_inheritors(work.context.catalog, table.relation))
            work.context.effects.lock(child, LockMode::share);
    }
    return {};
}

Status add_table_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    TableTransform transform = alter_transform(work.context, work.relation(table.relation));
    BACKOUT_TRY(transform_table_constraint(work.context, transform, *command.written->constraint));
    auto queue_all = [&](std::vector<ConstraintRequest>& requests, Pass pass) {
        for (ConstraintRequest& request : requests) {
            request.only = !command.recurse;
            bool uses_index = request.definition && !request.definition->index_name.empty();
            table.queue(uses_index ? Pass::add_index_constraint : pass,
                        [request](AlterTable& at_work, AlteredTable& at) -> Status {
                            BACKOUT_TRY(add_constraint(at_work.context, at.relation, request));
                            return {};
                        });
        }
    };
    queue_all(transform.not_nulls, Pass::column_attributes);
    queue_all(transform.index_constraints, Pass::add_index);
    queue_all(transform.checks, Pass::add_other_constraint);
    queue_all(transform.foreign_keys, Pass::add_other_constraint);
    return {};
}

Status prepare_constraint_use(AlterTable& work, AlteredTable& table, const AlterCommand&) {
    // ATCheckPartitionsNotInUse
    if (table.kind == RelationKind::partitioned_table)
        for (Oid child : work.lock_descendants(table.relation))
            BACKOUT_TRY(check_no_pending_events(work.context, child));
    return {};
}

Status drop_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const sql::AlterTableCommand& written = *command.written;
    const auto* constraint = work.context.catalog.find<Constraint>(table.relation, written.name);
    if (constraint) return drop_constraint(work, constraint->oid, written.behavior, command.recurse, false);
    const std::string& relation = work.relation(table.relation).name;
    if (!written.missing_ok)
        return error("42704", "constraint \"{}\" of relation \"{}\" does not exist", written.name, relation);
    work.context.effects.notice(
        fmt::format("constraint \"{}\" of relation \"{}\" does not exist, skipping", written.name, relation));
    work.context.effects.skipped = true;
    return {};
}

namespace {

/// A NOT NULL that something else needs stays; else its mark goes with it.
Status release_not_null(AlterTable& work, const Constraint& constraint) {
    const Relation& relation = work.relation(constraint.scope);
    const Attribute* column = relation.find_attribute(constraint.keys.front());
    if (!column) return {};
    for (Oid oid : indexes_of(work.context.catalog, relation.oid)) {
        const auto& index = *work.relation(oid).index;
        auto is_key = [&](const auto& key) { return key.attribute == column->number; };
        if (!std::any_of(index.keys.begin(), index.keys.end(), is_key)) continue;
        if (index.primary) return error("42P16", "column \"{}\" is in a primary key", column->name);
        if (index.replica_identity)
            return error("42P16", "column \"{}\" is in index used as replica identity", column->name);
    }
    if (column->identity != 0)
        return error("55000", "column \"{}\" of relation \"{}\" is an identity column", column->name,
                     relation.name);
    change_attribute(work.context, relation.oid, column->number,
                     [](Attribute& changed) { changed.not_null = false; });
    return {};
}

/// The constraint of a child that came from this one: by column for NOT NULL, by name for CHECK.
Result<const Constraint*> inherited_constraint(AlterTable& work, Oid child, const Constraint& parent,
                                               const std::string& column) {
    const Constraint* found = parent.type == Constraint::Type::not_null
                                  ? not_null_constraint_of(work, child, column)
                                  : work.context.catalog.find<Constraint>(child, parent.name);
    if (!found)
        return error("42704", "constraint \"{}\" of relation \"{}\" does not exist", parent.name,
                     work.relation(child).name);
    return found;
}

}  // namespace

Status drop_constraint(AlterTable& work, Oid oid, sql::DropBehavior behavior, bool recurse, bool recursing) {
    StatementContext& context = work.context;
    // Kept alive while it is dropped.
    auto kept = std::static_pointer_cast<const Constraint>(context.catalog.share(oid));
    const Constraint& constraint = *kept;
    Oid relation = constraint.scope;
    bool partitioned = work.relation(relation).kind == RelationKind::partitioned_table;
    if (recursing) BACKOUT_TRY(check_alter_target(context, AlterTableAction::drop_constraint, relation));
    if (constraint.inherit_count > 0 && !recursing)
        return error("42P16", "cannot drop inherited constraint \"{}\" of relation \"{}\"", constraint.name,
                     work.relation(relation).name);
    std::string column;
    if (constraint.type == Constraint::Type::not_null) {
        const Attribute* attribute = work.relation(relation).find_attribute(constraint.keys.front());
        if (attribute) column = attribute->name;
        BACKOUT_TRY(release_not_null(work, constraint));
    }
    if (constraint.type == Constraint::Type::foreign_key && constraint.referenced != relation)
        BACKOUT_TRY(check_no_pending_events(context, constraint.referenced));
    BACKOUT_TRY(perform_deletion(context, {{oid, 0}}, behavior));

    bool goes_to_children =
        constraint.type == Constraint::Type::check || constraint.type == Constraint::Type::not_null;
    if (!goes_to_children || constraint.no_inherit) return {};
    std::vector<Oid> children = work.lock_children(relation);
    if (context.major() < 18 && partitioned && !children.empty() && !recurse) {
        auto failure =
            error("42P16", "cannot remove constraint from only the partitioned table when partitions exist");
        failure.value().hint = "Do not specify the ONLY keyword.";
        return failure;
    }
    for (Oid child : children) {
        BACKOUT_TRY(check_no_pending_events(context, child));
        BACKOUT_ASSIGN(const Constraint* inherited, inherited_constraint(work, child, constraint, column));
        if (recurse && inherited->inherit_count == 1 && !inherited->is_local) {
            BACKOUT_TRY(drop_constraint(work, inherited->oid, behavior, true, true));
            continue;
        }
        context.catalog.change<Constraint>(inherited->oid, [&](Constraint& changed) {
            --changed.inherit_count;
            if (!recurse && (context.major() < 18 || changed.inherit_count == 0)) changed.is_local = true;
        });
    }
    return {};
}

}  // namespace backout::simulate
