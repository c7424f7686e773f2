#include <algorithm>

#include "simulate/inherit.h"
#include "simulate/permissions.h"

namespace backout::simulate {

using catalog::Relation;
using sql::AlterTableAction;
using sql::AlterTableCommand;

namespace {

/// Actions that go on to the children, each of which must be owned as well (ATSimplePermissions of each relation).
bool recurses(AlterTableAction action) {
    switch (action) {
        case AlterTableAction::add_column:
        case AlterTableAction::drop_column:
        case AlterTableAction::column_default:
        case AlterTableAction::drop_not_null:
        case AlterTableAction::set_not_null:
        case AlterTableAction::column_type:
        case AlterTableAction::set_expression:
        case AlterTableAction::drop_expression:
        case AlterTableAction::add_constraint:
        case AlterTableAction::drop_constraint: return true;
        default: return false;
    }
}

/// A table of a foreign key has triggers of the system's, which only superusers turn off (EnableDisableTrigger).
Status check_system_triggers(const StatementContext& context, Oid table) {
    auto is_foreign_key = [&](const catalog::Constraint* constraint) {
        return constraint && constraint->type == catalog::Constraint::Type::foreign_key;
    };
    bool has_any = false;
    for (const auto* constraint : context.catalog.members_of_class<catalog::Constraint>(table))
        has_any |= is_foreign_key(constraint);
    for (Oid dependent : context.catalog.dependents(table))
        has_any |= is_foreign_key(context.catalog.find<catalog::Constraint>(dependent));
    if (!has_any) return {};
    return error("42501", "permission denied: \"RI_ConstraintTrigger\" is a system trigger");
}

Status check_command(StatementContext& context, const Relation& relation, const AlterTableCommand& command) {
    if (command.column && command.column->type) BACKOUT_TRY(check_type_usage(context, *command.column->type));
    if (command.column)
        for (const sql::Constraint& constraint : command.column->constraints)
            BACKOUT_TRY(check_foreign_key_permission(context, constraint));
    switch (command.action) {
        case AlterTableAction::add_constraint:
            return command.constraint ? check_foreign_key_permission(context, *command.constraint) : Status{};
        case AlterTableAction::add_inherit:
        case AlterTableAction::attach_partition:
            return command.relation ? check_relation_owner(context, *command.relation) : Status{};
        case AlterTableAction::enable_trigger_all:
        case AlterTableAction::disable_trigger_all: return check_system_triggers(context, relation.oid);
        case AlterTableAction::change_owner: {
            if (command.owner.kind != sql::RoleSpec::Kind::named) return {};
            Oid owner = catalog::find_role(context.catalog, command.owner.name);
            if (owner == catalog::invalid_oid || owner == relation.owner) return {};
            return check_new_owner(context, relation.scope, owner);
        }
        case AlterTableAction::set_tablespace: return check_tablespace_create(context, command.name);
        default: return {};
    }
}

}  // namespace

Status check_alter_table_permissions(StatementContext& context, const sql::AlterTableStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, statement.relation));
    if (oid == catalog::invalid_oid) return {};
    BACKOUT_TRY(check_owner(context, ObjectClass::relation, oid));
    const auto* relation = context.catalog.find<Relation>(oid);
    if (!relation) return {};
    bool all_children = false;
    for (const AlterTableCommand& command : statement.commands) {
        BACKOUT_TRY(check_command(context, *relation, command));
        all_children |= statement.relation.inherit && recurses(command.action);
    }
    if (!all_children) return {};
    for (Oid child : all_inheritors(context.catalog, oid)) BACKOUT_TRY(check_owner(context, ObjectClass::relation, child));
    return {};
}

}  // namespace backout::simulate
