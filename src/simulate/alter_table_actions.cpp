#include "simulate/alter_table.h"

#include "simulate/reloptions.h"

/// What PostgreSQL knows of each action, as a table.
namespace backout::simulate {

using sql::AlterTableAction;

namespace {

constexpr std::uint16_t tables = on_table | on_partitioned_table;
constexpr std::uint16_t tables_and_foreign = tables | on_foreign_table;
constexpr std::uint16_t with_columns = tables | on_composite_type | on_foreign_table;
constexpr std::uint16_t with_defaults = tables | on_view | on_foreign_table;
constexpr std::uint16_t with_rows = tables | on_materialized_view;

constexpr LockMode exclusive = LockMode::access_exclusive;
constexpr LockMode share_row = LockMode::share_row_exclusive;
constexpr LockMode share_update = LockMode::share_update_exclusive;

// ATPrepCmd and AlterTableGetLockLevel in commands/tablecmds.c.
constexpr AlterAction actions[] = {
    {AlterTableAction::add_column, "ADD COLUMN", with_columns, Pass::add_column, exclusive,
     prepare_add_column, add_column},
    {AlterTableAction::drop_column, "DROP COLUMN", with_columns, Pass::drop, exclusive, prepare_drop_column,
     drop_column},
    {AlterTableAction::column_default, "ALTER COLUMN ... SET DEFAULT", with_defaults,
     Pass::add_other_constraint, exclusive, prepare_with_children, set_column_default},
    {AlterTableAction::drop_not_null, "ALTER COLUMN ... DROP NOT NULL", tables_and_foreign, Pass::drop,
     exclusive, prepare_drop_not_null, drop_not_null},
    {AlterTableAction::set_not_null, "ALTER COLUMN ... SET NOT NULL", tables_and_foreign,
     Pass::column_attributes, exclusive, prepare_set_not_null, set_not_null},
    {AlterTableAction::set_expression, "ALTER COLUMN ... SET EXPRESSION", tables_and_foreign,
     Pass::set_expression, exclusive, prepare_with_children, set_generation_expression},
    {AlterTableAction::drop_expression, "ALTER COLUMN ... DROP EXPRESSION", tables_and_foreign, Pass::drop,
     exclusive, prepare_drop_expression, drop_generation_expression},
    {AlterTableAction::set_statistics, "ALTER COLUMN ... SET STATISTICS",
     with_rows | on_index | on_partitioned_index | on_foreign_table, Pass::misc, share_update,
     prepare_with_children, set_column_statistics},
    {AlterTableAction::set_options, "ALTER COLUMN ... SET", with_rows | on_foreign_table, Pass::misc,
     share_update, nullptr, set_column_options},
    {AlterTableAction::reset_options, "ALTER COLUMN ... RESET", with_rows | on_foreign_table, Pass::misc,
     share_update, nullptr, reset_column_options},
    {AlterTableAction::set_storage, "ALTER COLUMN ... SET STORAGE", with_rows | on_foreign_table, Pass::misc,
     exclusive, prepare_with_children, set_column_storage},
    {AlterTableAction::set_compression, "ALTER COLUMN ... SET COMPRESSION", with_rows, Pass::misc, exclusive,
     nullptr, set_column_compression},
    {AlterTableAction::column_type, "ALTER COLUMN ... SET DATA TYPE", with_columns, Pass::alter_type,
     exclusive, prepare_column_type, change_column_type},
    {AlterTableAction::column_generic_options, "ALTER COLUMN ... OPTIONS", on_foreign_table, Pass::misc,
     exclusive, nullptr, set_column_generic_options},
    {AlterTableAction::add_constraint, "ADD CONSTRAINT", tables_and_foreign, Pass::add_constraint, exclusive,
     prepare_add_constraint, add_table_constraint},
    {AlterTableAction::alter_constraint, "ALTER CONSTRAINT", tables, Pass::misc, exclusive, nullptr,
     alter_constraint},
    {AlterTableAction::validate_constraint, "VALIDATE CONSTRAINT", tables_and_foreign, Pass::misc,
     share_update, nullptr, validate_constraint},
    {AlterTableAction::drop_constraint, "DROP CONSTRAINT", tables_and_foreign, Pass::drop, exclusive,
     prepare_constraint_use, drop_constraint},
    {AlterTableAction::add_identity, "ALTER COLUMN ... ADD IDENTITY", with_defaults,
     Pass::add_other_constraint, exclusive, nullptr, add_identity},
    {AlterTableAction::set_identity, "ALTER COLUMN ... SET", with_defaults, Pass::misc, exclusive, nullptr,
     set_identity},
    {AlterTableAction::drop_identity, "ALTER COLUMN ... DROP IDENTITY", with_defaults, Pass::drop, exclusive,
     nullptr, drop_identity},
    {AlterTableAction::change_owner, "OWNER TO", 0, Pass::misc, exclusive, nullptr, change_table_owner},
    {AlterTableAction::cluster_on, "CLUSTER ON", with_rows, Pass::misc, share_update, nullptr, cluster_on},
    {AlterTableAction::drop_cluster, "SET WITHOUT CLUSTER", with_rows, Pass::misc, share_update, nullptr,
     set_without_cluster},
    {AlterTableAction::set_logged, "SET LOGGED", on_table | on_sequence, Pass::misc, exclusive,
     prepare_set_logged, nothing_to_change},
    {AlterTableAction::set_unlogged, "SET UNLOGGED", on_table | on_sequence, Pass::misc, exclusive,
     prepare_set_unlogged, nothing_to_change},
    {AlterTableAction::drop_oids, "SET WITHOUT OIDS", tables_and_foreign, Pass::drop, exclusive, nullptr,
     nothing_to_change},
    {AlterTableAction::set_access_method, "SET ACCESS METHOD", with_rows, Pass::misc, exclusive,
     prepare_set_access_method, set_access_method},
    {AlterTableAction::set_tablespace, "SET TABLESPACE", with_rows | on_index | on_partitioned_index,
     Pass::misc, exclusive, prepare_set_tablespace, set_tablespace},
    {AlterTableAction::set_rel_options, "SET", with_rows | on_view | on_index, Pass::misc, share_update,
     nullptr, set_relation_options},
    {AlterTableAction::reset_rel_options, "RESET", with_rows | on_view | on_index, Pass::misc, share_update,
     nullptr, reset_relation_options},
    {AlterTableAction::enable_trigger, "ENABLE TRIGGER", tables_and_foreign, Pass::misc, share_row, nullptr,
     enable_disable_trigger},
    {AlterTableAction::enable_always_trigger, "ENABLE ALWAYS TRIGGER", tables_and_foreign, Pass::misc,
     share_row, nullptr, enable_disable_trigger},
    {AlterTableAction::enable_replica_trigger, "ENABLE REPLICA TRIGGER", tables_and_foreign, Pass::misc,
     share_row, nullptr, enable_disable_trigger},
    {AlterTableAction::disable_trigger, "DISABLE TRIGGER", tables_and_foreign, Pass::misc, share_row, nullptr,
     enable_disable_trigger},
    {AlterTableAction::enable_trigger_all, "ENABLE TRIGGER ALL", tables_and_foreign, Pass::misc, share_row,
     nullptr, enable_disable_trigger},
    {AlterTableAction::disable_trigger_all, "DISABLE TRIGGER ALL", tables_and_foreign, Pass::misc, share_row,
     nullptr, enable_disable_trigger},
    {AlterTableAction::enable_trigger_user, "ENABLE TRIGGER USER", tables_and_foreign, Pass::misc, share_row,
     nullptr, enable_disable_trigger},
    {AlterTableAction::disable_trigger_user, "DISABLE TRIGGER USER", tables_and_foreign, Pass::misc,
     share_row, nullptr, enable_disable_trigger},
    {AlterTableAction::enable_rule, "ENABLE RULE", tables, Pass::misc, exclusive, nullptr,
     enable_disable_rule},
    {AlterTableAction::enable_always_rule, "ENABLE ALWAYS RULE", tables, Pass::misc, exclusive, nullptr,
     enable_disable_rule},
    {AlterTableAction::enable_replica_rule, "ENABLE REPLICA RULE", tables, Pass::misc, exclusive, nullptr,
     enable_disable_rule},
    {AlterTableAction::disable_rule, "DISABLE RULE", tables, Pass::misc, exclusive, nullptr,
     enable_disable_rule},
    {AlterTableAction::add_inherit, "INHERIT", tables_and_foreign, Pass::misc, exclusive, prepare_inherit,
     inherit},
    {AlterTableAction::drop_inherit, "NO INHERIT", tables_and_foreign, Pass::misc, exclusive, nullptr,
     no_inherit},
    {AlterTableAction::add_of, "OF", tables, Pass::misc, exclusive, nullptr, set_of_type},
    {AlterTableAction::drop_of, "NOT OF", tables, Pass::misc, exclusive, nullptr, set_not_of_type},
    {AlterTableAction::replica_identity, "REPLICA IDENTITY", with_rows, Pass::misc, exclusive, nullptr,
     set_replica_identity},
    {AlterTableAction::enable_row_security, "ENABLE ROW SECURITY", tables, Pass::misc, exclusive, nullptr,
     enable_row_security},
    {AlterTableAction::disable_row_security, "DISABLE ROW SECURITY", tables, Pass::misc, exclusive, nullptr,
     disable_row_security},
    {AlterTableAction::force_row_security, "FORCE ROW SECURITY", tables, Pass::misc, exclusive, nullptr,
     force_row_security},
    {AlterTableAction::no_force_row_security, "NO FORCE ROW SECURITY", tables, Pass::misc, exclusive, nullptr,
     no_force_row_security},
    {AlterTableAction::generic_options, "OPTIONS", on_foreign_table, Pass::misc, exclusive, nullptr,
     set_foreign_table_options},
    {AlterTableAction::attach_partition, "ATTACH PARTITION", on_partitioned_table | on_partitioned_index,
     Pass::misc, share_update, nullptr, attach_partition},
    {AlterTableAction::detach_partition, "DETACH PARTITION", on_partitioned_table, Pass::misc, exclusive,
     nullptr, detach_partition},
    {AlterTableAction::detach_partition_finalize, "DETACH PARTITION ... FINALIZE", on_partitioned_table,
     Pass::misc, share_update, nullptr, detach_partition_finalize},
};

Target target_of(RelationKind kind) {
    switch (kind) {
        case RelationKind::table:
            return on_table;
        case RelationKind::partitioned_table:
            return on_partitioned_table;
        case RelationKind::view:
            return on_view;
        case RelationKind::materialized_view:
            return on_materialized_view;
        case RelationKind::index:
            return on_index;
        case RelationKind::partitioned_index:
            return on_partitioned_index;
        case RelationKind::composite:
            return on_composite_type;
        case RelationKind::foreign_table:
            return on_foreign_table;
        case RelationKind::sequence:
            return on_sequence;
        case RelationKind::toast:
            break;
    }
    return Target{};
}

/// Before 18 ordinary and partitioned tables were one kind here; before 15 sequences could not be SET LOGGED.
std::uint16_t targets_of(const AlterAction& action, int major) {
    std::uint16_t targets = action.targets;
    if (major < 18 && (targets & tables) != 0) targets |= tables;
    if (major < 15) targets &= static_cast<std::uint16_t>(~on_sequence);
    return targets;
}

/// The server's words until 14, which list what the action works on (ATWrongRelkindError).
std::string_view old_refusal(std::uint16_t targets) {
    constexpr std::uint16_t table = tables;
    switch (targets) {
        case table:
            return "not a table";
        case table | on_view:
            return "not a table or view";
        case table | on_view | on_foreign_table:
            return "not a table, view, or foreign table";
        case table | on_view | on_materialized_view | on_index:
            return "not a table, view, materialized view, or index";
        case table | on_materialized_view:
            return "not a table or materialized view";
        case table | on_materialized_view | on_index:
            return "not a table, materialized view, or index";
        case table | on_materialized_view | on_index | on_partitioned_index:
            return "not a table, materialized view, index, or partitioned index";
        case table | on_materialized_view | on_foreign_table:
            return "not a table, materialized view, or foreign table";
        case table | on_materialized_view | on_index | on_partitioned_index | on_foreign_table:
            return "not a table, materialized view, index, partitioned index, or foreign table";
        case table | on_composite_type | on_foreign_table:
            return "not a table, composite type, or foreign table";
        case table | on_foreign_table:
            return "not a table or foreign table";
        case table | on_partitioned_index:
            return "not a table or partitioned index";
        case on_view:
            return "not a view";
        case on_foreign_table:
            return "not a foreign table";
        default:
            return "of the wrong type";
    }
}

/// AlterTableGetRelOptionsLockLevel: few parameters ask for more than SHARE UPDATE EXCLUSIVE
/// (access/common/reloptions.c).
LockMode options_lock(const sql::Options& options) {
    static constexpr std::string_view strong[] = {
        "user_catalog_table", "fastupdate",      "security_barrier", "security_invoker",      "check_option",
        "buffering",          "pages_per_range", "autosummarize",    "gin_pending_list_limit"};
    if (options.empty()) return LockMode::access_exclusive;
    for (const sql::Option& option : options)
        for (std::string_view name : strong)
            if (option.name == name) return LockMode::access_exclusive;
    return LockMode::share_update_exclusive;
}

LockMode command_lock(const sql::AlterTableCommand& command, const AlterAction& action) {
    switch (command.action) {
        case AlterTableAction::add_constraint:
            if (command.constraint && command.constraint->type == sql::Constraint::Type::foreign_key)
                return LockMode::share_row_exclusive;
            return action.lock;
        case AlterTableAction::set_rel_options:
        case AlterTableAction::reset_rel_options:
            return options_lock(command.options);
        case AlterTableAction::detach_partition:
            return command.concurrently ? LockMode::share_update_exclusive : action.lock;
        default:
            return action.lock;
    }
}

}  // namespace

const AlterAction* find_alter_action(AlterTableAction wanted) {
    for (const AlterAction& action : actions)
        if (action.action == wanted) return &action;
    return nullptr;
}

LockMode alter_table_lock(const std::vector<sql::AlterTableCommand>& commands) {
    LockMode strongest = LockMode::share_update_exclusive;
    for (const sql::AlterTableCommand& command : commands)
        if (const AlterAction* action = find_alter_action(command.action))
            strongest = std::max(strongest, command_lock(command, *action));
    return strongest;
}

namespace {

/// Kinds that a command of this name is for (ALTER VIEW, ALTER INDEX …), the likeliest first.
std::string_view kinds_of_command(sql::ObjectKind object) {
    switch (object) {
        case sql::ObjectKind::view:
            return "v";
        case sql::ObjectKind::materialized_view:
            return "m";
        case sql::ObjectKind::foreign_table:
            return "f";
        case sql::ObjectKind::index:
            return "iI";
        case sql::ObjectKind::sequence:
            return "S";
        case sql::ObjectKind::type:
            return "c";
        default:
            return "rpfmviIS";
    }
}

}  // namespace

std::string possible_kinds(const sql::AlterTableStatement& statement) {
    std::string kinds;
    for (char letter : kinds_of_command(statement.object)) {
        Target target = target_of(static_cast<RelationKind>(letter));
        bool fits_all = true;
        for (const sql::AlterTableCommand& command : statement.commands) {
            const AlterAction* action = find_alter_action(command.action);
            if (action && action->targets != 0 && (action->targets & target) == 0) fits_all = false;
        }
        if (fits_all) kinds += letter;
    }
    return kinds.empty() ? std::string(kinds_of_command(statement.object)) : kinds;
}

std::string unsupported_kind_detail(RelationKind kind) {
    std::string_view kinds = "relations";
    switch (kind) {
        case RelationKind::table:
            kinds = "tables";
            break;
        case RelationKind::index:
            kinds = "indexes";
            break;
        case RelationKind::sequence:
            kinds = "sequences";
            break;
        case RelationKind::toast:
            kinds = "TOAST tables";
            break;
        case RelationKind::view:
            kinds = "views";
            break;
        case RelationKind::materialized_view:
            kinds = "materialized views";
            break;
        case RelationKind::composite:
            kinds = "composite types";
            break;
        case RelationKind::foreign_table:
            kinds = "foreign tables";
            break;
        case RelationKind::partitioned_table:
            kinds = "partitioned tables";
            break;
        case RelationKind::partitioned_index:
            kinds = "partitioned indexes";
            break;
    }
    return fmt::format("This operation is not supported for {}.", kinds);
}

Status check_alter_target(const StatementContext& context, const AlterAction& action, Oid oid) {
    const auto* relation = context.catalog.find<Relation>(oid);
    if (!relation) {
        auto info = catalog::relation_info(context.catalog, oid);
        return error("42501", "permission denied: \"{}\" is a system catalog", info ? info->name : "");
    }
    std::uint16_t targets = targets_of(action, context.major());
    if ((targets & target_of(relation->kind)) != 0) return {};
    if (context.major() < 15) return error("42809", "\"{}\" is {}", relation->name, old_refusal(targets));
    auto failure = error("42809", "ALTER action {} cannot be performed on relation \"{}\"", action.words,
                         relation->name);
    failure.value().detail = unsupported_kind_detail(relation->kind);
    return failure;
}

Status check_alter_target(const StatementContext& context, AlterTableAction action, Oid relation) {
    return check_alter_target(context, *find_alter_action(action), relation);
}

}  // namespace backout::simulate
