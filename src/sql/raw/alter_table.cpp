#include "sql/raw/lowering.h"

/// ALTER TABLE and what shares its grammar: ALTER INDEX, SEQUENCE, VIEW, MATERIALIZED VIEW, FOREIGN TABLE,
/// and ALTER TYPE of a composite type.
namespace backout::sql::raw {

namespace {

AlterTableAction action_of(::AlterTableType type) {
    using Action = AlterTableAction;
    switch (type) {
        case AT_AddColumn:
            return Action::add_column;
        case AT_ColumnDefault:
            return Action::column_default;
        case AT_DropNotNull:
            return Action::drop_not_null;
        case AT_SetNotNull:
            return Action::set_not_null;
        case AT_SetExpression:
            return Action::set_expression;
        case AT_DropExpression:
            return Action::drop_expression;
        case AT_SetStatistics:
            return Action::set_statistics;
        case AT_SetOptions:
            return Action::set_options;
        case AT_ResetOptions:
            return Action::reset_options;
        case AT_SetStorage:
            return Action::set_storage;
        case AT_SetCompression:
            return Action::set_compression;
        case AT_DropColumn:
            return Action::drop_column;
        case AT_AddIndex:
            return Action::add_index;
        case AT_AddConstraint:
            return Action::add_constraint;
        case AT_AlterConstraint:
            return Action::alter_constraint;
        case AT_ValidateConstraint:
            return Action::validate_constraint;
        case AT_AddIndexConstraint:
            return Action::add_index_constraint;
        case AT_DropConstraint:
            return Action::drop_constraint;
        case AT_AlterColumnType:
            return Action::column_type;
        case AT_AlterColumnGenericOptions:
            return Action::column_generic_options;
        case AT_ChangeOwner:
            return Action::change_owner;
        case AT_ClusterOn:
            return Action::cluster_on;
        case AT_DropCluster:
            return Action::drop_cluster;
        case AT_SetLogged:
            return Action::set_logged;
        case AT_SetUnLogged:
            return Action::set_unlogged;
        case AT_DropOids:
            return Action::drop_oids;
        case AT_SetAccessMethod:
            return Action::set_access_method;
        case AT_SetTableSpace:
            return Action::set_tablespace;
        case AT_SetRelOptions:
            return Action::set_rel_options;
        case AT_ResetRelOptions:
            return Action::reset_rel_options;
        case AT_ReplaceRelOptions:
            return Action::replace_rel_options;
        case AT_EnableTrig:
            return Action::enable_trigger;
        case AT_EnableAlwaysTrig:
            return Action::enable_always_trigger;
        case AT_EnableReplicaTrig:
            return Action::enable_replica_trigger;
        case AT_DisableTrig:
            return Action::disable_trigger;
        case AT_EnableTrigAll:
            return Action::enable_trigger_all;
        case AT_DisableTrigAll:
            return Action::disable_trigger_all;
        case AT_EnableTrigUser:
            return Action::enable_trigger_user;
        case AT_DisableTrigUser:
            return Action::disable_trigger_user;
        case AT_EnableRule:
            return Action::enable_rule;
        case AT_EnableAlwaysRule:
            return Action::enable_always_rule;
        case AT_EnableReplicaRule:
            return Action::enable_replica_rule;
        case AT_DisableRule:
            return Action::disable_rule;
        case AT_AddInherit:
            return Action::add_inherit;
        case AT_DropInherit:
            return Action::drop_inherit;
        case AT_AddOf:
            return Action::add_of;
        case AT_DropOf:
            return Action::drop_of;
        case AT_ReplicaIdentity:
            return Action::replica_identity;
        case AT_EnableRowSecurity:
            return Action::enable_row_security;
        case AT_DisableRowSecurity:
            return Action::disable_row_security;
        case AT_ForceRowSecurity:
            return Action::force_row_security;
        case AT_NoForceRowSecurity:
            return Action::no_force_row_security;
        case AT_GenericOptions:
            return Action::generic_options;
        case AT_AttachPartition:
            return Action::attach_partition;
        case AT_DetachPartition:
            return Action::detach_partition;
        case AT_DetachPartitionFinalize:
            return Action::detach_partition_finalize;
        case AT_AddIdentity:
            return Action::add_identity;
        case AT_SetIdentity:
            return Action::set_identity;
        case AT_DropIdentity:
            return Action::drop_identity;
        default:
            return Action::other;  // steps that only parse analysis and rewriting make
    }
}

#if PG_VERSION_NUM >= 180000
void lower_altered_constraint(AlterTableCommand& result, const ::ATAlterConstraint* node) {
    Constraint& constraint = result.constraint.emplace();
    // Only a not-null constraint can change its inheritability, only a foreign key the rest (ALTER TABLE,
    // manual).
    constraint.type = node->alterInheritability ? Constraint::Type::not_null : Constraint::Type::foreign_key;
    constraint.name = string_of(node->conname);
    constraint.deferrable = node->deferrable;
    constraint.initially_deferred = node->initdeferred;
    constraint.enforced = node->is_enforced;
    constraint.no_inherit = node->noinherit;
    result.alter_enforceability = node->alterEnforceability;
    result.alter_deferrability = node->alterDeferrability;
    result.alter_inheritability = node->alterInheritability;
}
#endif

void lower_partition(Lowering& lowering, AlterTableCommand& result, const ::PartitionCmd* partition) {
    result.relation = lower_optional(lowering, partition->name);
    result.partition_bound = lower_optional(lowering, partition->bound);
    result.concurrently = partition->concurrent;
}

void lower_constraint(Lowering& lowering, AlterTableCommand& result, const ::Constraint* constraint) {
    result.constraint = lower(lowering, constraint);
    result.alter_deferrability = result.action == AlterTableAction::alter_constraint;
    if (result.name.empty()) result.name = result.constraint->name;
}

/// The definition of a command: its type says what it is, but for an expression.
void lower_definition(Lowering& lowering, AlterTableCommand& result, const ::Node* definition) {
    switch (tag_of(definition)) {
        case T_ColumnDef:
            result.column = lower(lowering, node_as<::ColumnDef>(definition));
            break;
        case T_Constraint:
            lower_constraint(lowering, result, node_as<::Constraint>(definition));
            break;
#if PG_VERSION_NUM >= 180000
        case T_ATAlterConstraint:
            lower_altered_constraint(result, node_as<::ATAlterConstraint>(definition));
            result.name = result.constraint->name;
            break;
#endif
        case T_List:
            result.options = lower_options(lowering, list_of(definition));
            break;
        case T_Integer:
            result.integer = node_as<::Integer>(definition)->ival;
            result.has_integer = true;
            break;
        case T_String:
            result.text = value_of(definition);
            break;
        case T_RangeVar:
            result.relation = lower(lowering, node_as<::RangeVar>(definition));
            break;
        case T_PartitionCmd:
            lower_partition(lowering, result, node_as<::PartitionCmd>(definition));
            break;
        case T_TypeName:
            result.type = lower(lowering, node_as<::TypeName>(definition));
            break;
        case T_ReplicaIdentityStmt:
            result.replica_identity = node_as<::ReplicaIdentityStmt>(definition)->identity_type;
            result.name = string_of(node_as<::ReplicaIdentityStmt>(definition)->name);
            break;
        default:
            result.expression = lower_expression(lowering, definition);
    }
}

}  // namespace

AlterTableCommand lower(Lowering& lowering, const ::AlterTableCmd* command) {
    AlterTableCommand result;
    result.action = action_of(command->subtype);
    result.name = string_of(command->name);
    result.column_number = command->num;
    result.owner = lower(lowering, command->newowner);
    if (command->def) lower_definition(lowering, result, command->def);
    result.behavior = lower(command->behavior);
    result.missing_ok = command->missing_ok;
    const bool is_default = (command->subtype == AT_SetAccessMethod && !command->name) ||
                            (command->subtype == AT_SetStatistics && !command->def);
    if (is_default) lowering.note_newer(17, "DEFAULT", -1);
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterTableStmt* node) {
    auto result = std::make_unique<AlterTableStatement>();
    result->relation = lower(lowering, node->relation);
    result->commands = lower_list<::AlterTableCmd>(lowering, node->cmds);
    result->object = lower(node->objtype);
    result->missing_ok = node->missing_ok;
    return result;
}

StatementPtr lower(Lowering& lowering, const ::AlterTableMoveAllStmt* node) {
    auto result = std::make_unique<AlterTableMoveAllStatement>();
    result->from = string_of(node->orig_tablespacename);
    result->to = string_of(node->new_tablespacename);
    result->object = lower(node->objtype);
    result->owners = lower_list<::RoleSpec>(lowering, node->roles);
    result->nowait = node->nowait;
    return result;
}

}  // namespace backout::sql::raw
