#pragma once

#include <array>
#include <functional>
#include <memory>

#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/table_column.h"

/// ALTER TABLE and its kin as commands/tablecmds.c works them off: phase 1 looks at every subcommand and
/// queues what is to be done to each relation it touches, phase 2 changes the catalog pass by pass, phase 3
/// scans and rewrites.
namespace backout::simulate {

using catalog::Attribute;
using catalog::Relation;
using catalog::RelationKind;

/// Kinds of relations that an action works on (ATT_… of tablecmds.c).
enum Target : std::uint16_t {
    on_table = 1,
    on_view = 2,
    on_materialized_view = 4,
    on_index = 8,
    on_composite_type = 16,
    on_foreign_table = 32,
    on_partitioned_index = 64,
    on_sequence = 128,
    on_partitioned_table = 256
};

/// Phase 2 runs all that was queued for a pass before the next pass (AT_PASS_…), so that subcommands of one
/// ALTER TABLE don't depend on the order they are written in. In this order since 17; before, columns were
/// added only after old indexes and constraints had been rebuilt.
enum class Pass : std::uint8_t {
    drop,
    alter_type,
    add_column,
    set_expression,
    old_index,
    old_constraint,
    add_constraint,
    column_attributes,
    add_index_constraint,
    add_index,
    add_other_constraint,
    misc
};
inline constexpr std::size_t pass_count = 12;

class AlterTable;
struct AlteredTable;
struct AlterAction;

/// A subcommand on its way to one relation.
struct AlterCommand {
    const AlterAction* action = nullptr;
    const sql::AlterTableCommand* written = nullptr;
    bool recurse = false;    ///< to the relation's children too (no ONLY)
    bool recursing = false;  ///< it came here from a parent
};

/// Something queued for phase 2.
using AlterStep = std::function<Status(AlterTable&, AlteredTable&)>;

/// A relation that the statement touches (AlteredTableInfo).
struct AlteredTable {
    Oid relation = catalog::invalid_oid;
    RelationKind kind = RelationKind::table;
    std::vector<Attribute> attributes_before;
    std::array<std::vector<AlterStep>, pass_count> steps;

    // What phase 3 has to do.
    std::vector<Effects::Rewrite> rewrites;
    bool new_values = false;  ///< columns get values that must be computed, even if no row is written anew
    bool verify_not_null = false;
    char new_persistence = 0;
    std::optional<Oid> new_access_method;
    std::optional<std::string> new_tablespace;

    // What depends on columns whose type or expression changed, to be looked at again.
    std::vector<Oid> changed_constraints;
    std::vector<Oid> changed_indexes;
    std::vector<Oid> changed_statistics;

    void rewrite(Effects::RewriteReason reason, AttributeNumber column = 0) {
        rewrites.push_back({relation, reason, column});
    }
    void queue(Pass pass, AlterStep step) {
        steps[static_cast<std::size_t>(pass)].push_back(std::move(step));
    }
};

/// One row per action: what the server says and knows of it (ATPrepCmd, AlterTableGetLockLevel,
/// alter_table_type_to_string), and who simulates it.
struct AlterAction {
    using Function = Status (*)(AlterTable&, AlteredTable&, const AlterCommand&);
    sql::AlterTableAction action = sql::AlterTableAction::other;
    std::string_view words;
    std::uint16_t targets = 0;  ///< 0: the action checks the kind by itself
    Pass pass = Pass::misc;
    LockMode lock = LockMode::access_exclusive;
    Function prepare = nullptr;
    Function execute = nullptr;
};

/// Null for what has no row of its own.
const AlterAction* find_alter_action(sql::AlterTableAction action);
/// The lock that the whole statement takes on its relation: the strongest that a subcommand asks for.
LockMode alter_table_lock(const std::vector<sql::AlterTableCommand>& commands);
/// The letters of pg_class.relkind that all of the subcommands work on, the likeliest first; empty when there
/// are none.
std::string possible_kinds(const sql::AlterTableStatement& statement);
/// 42809, worded as the version words it (ATSimplePermissions); 42501 for system catalogs.
Status check_alter_target(const StatementContext& context, const AlterAction& action, Oid relation);
Status check_alter_target(const StatementContext& context, sql::AlterTableAction action, Oid relation);
/// "This operation is not supported for views." (errdetail_relkind_not_supported)
std::string unsupported_kind_detail(RelationKind kind);

/// The work of one statement.
class AlterTable {
public:
    AlterTable(StatementContext& context_, LockMode lock_) : context(context_), lock(lock_) {}

    StatementContext& context;
    LockMode lock;

    /// The entry of a relation, made when it is first asked for (ATGetQueueEntry).
    AlteredTable& table(Oid relation);
    const Relation& relation(Oid oid) const { return *context.catalog.find<Relation>(oid); }

    /// Phase 1 for one subcommand and relation (ATPrepCmd).
    Status prepare(Oid relation, AlterCommand command);
    /// The subcommand also for all children, as an own entry each (ATSimpleRecursion).
    Status prepare_children(const AlteredTable& table, const AlterCommand& command);
    /// … and for the typed tables of a composite type (ATTypedTableRecursion).
    Status prepare_typed_tables(const AlteredTable& table, const AlterCommand& command);
    /// Phase 2
    Status change_catalog();
    /// Phase 3
    Status rewrite_tables();

    /// Direct children, locked as the statement locks them.
    std::vector<Oid> lock_children(Oid relation);
    /// Those of all levels, the relation itself left out.
    std::vector<Oid> lock_descendants(Oid relation);

private:
    Status finish_table(AlteredTable& table);

    std::vector<std::unique_ptr<AlteredTable>> tables_;
};

/// 55006 `cannot ALTER TABLE "t" because it has pending trigger events` (CheckAlterTableIsSafe).
Status check_no_pending_events(const StatementContext& context, Oid relation);
/// Values of this type can't change while a table stores them: 0A000 `cannot alter table "t" because column
/// "u.c" uses its row type` (find_composite_type_dependencies).
Status check_row_type_unused(const StatementContext& context, const Relation& relation);

/// A column that a subcommand names, with 42703 when there is none and 0A000 for system columns.
Result<Attribute> get_altered_column(StatementContext& context, Oid relation, const std::string& name);
/// Tells that all rows get a value computed from this expression in a column; null: a value of a sequence.
void note_column_filled(StatementContext& context, Oid relation, AttributeNumber column,
                        const catalog::ExprPtr& expression);
/// Changes one attribute in place.
template <class Edit>
void change_attribute(StatementContext& context, Oid oid, AttributeNumber number, Edit&& edit) {
    context.catalog.change<Relation>(oid,
                                     [&](Relation& relation) { edit(*relation.find_attribute(number)); });
}
/// Whether a column is in the partition key or in an expression of it (has_partition_attrs).
bool is_partition_key_column(const Relation& relation, AttributeNumber column);
/// The partitioned table of a partition, 0 for others.
Oid partition_parent(const Relation& relation);
inline bool has_storage(RelationKind kind) {
    return kind == RelationKind::table || kind == RelationKind::index || kind == RelationKind::sequence ||
           kind == RelationKind::toast || kind == RelationKind::materialized_view;
}

// --- the actions, by file
// ------------------------------------------------------------------------------------------

// alter_table.cpp
Status prepare_with_children(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_columns.cpp
Status prepare_add_column(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status add_column(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status prepare_drop_column(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status drop_column(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_not_null.cpp
Status prepare_drop_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status drop_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status prepare_set_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command);
/// AT_CheckNotNull: with ONLY, a partitioned table can be marked only when its partitions are.
Status check_is_not_null(AlterTable& work, Oid relation, const std::string& column);
Status set_not_null(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_defaults.cpp
Status set_column_default(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_generation_expression(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status prepare_drop_expression(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status drop_generation_expression(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_identity.cpp
Status add_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status drop_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command);
/// The columns of a detached partition are no identity columns any more.
Status forget_identity(AlterTable& work, Oid relation);

// alter_column_type.cpp, alter_column_dependents.cpp, alter_rebuild_constraints.cpp
Status prepare_column_type(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status change_column_type(AlterTable& work, AlteredTable& table, const AlterCommand& command);
/// Remembers what depends on a column; what can't live with another type refuses it
/// (RememberAllDependentForRebuilding).
Status remember_dependents(AlterTable& work, AlteredTable& table, const Attribute& column, bool type_changes);
/// Queues the rebuilding of what was remembered (ATPostAlterTypeCleanup).
Status queue_rebuilding(AlterTable& work, AlteredTable& table);

// alter_column_options.cpp
Status set_column_statistics(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_column_options(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status reset_column_options(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_column_storage(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_column_compression(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_column_generic_options(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_constraints.cpp, alter_constraint.cpp
Status prepare_add_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status add_table_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status alter_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status validate_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status validate_constraint(AlterTable& work, Oid relation, const std::string& name, bool recurse,
                           bool recursing);
Status prepare_constraint_use(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status drop_constraint(AlterTable& work, AlteredTable& table, const AlterCommand& command);
/// dropconstraint_internal
Status drop_constraint(AlterTable& work, Oid constraint, sql::DropBehavior behavior, bool recurse,
                       bool recursing);

// alter_table_security.cpp
Status change_table_owner(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status enable_row_security(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status disable_row_security(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status force_row_security(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status no_force_row_security(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_storage.cpp
Status prepare_set_logged(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status prepare_set_unlogged(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status prepare_set_access_method(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status prepare_set_tablespace(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_access_method(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_tablespace(AlterTable& work, AlteredTable& table, const AlterCommand& command);
/// What phase 3 makes of the above for relations with storage.
void move_storage(AlterTable& work, AlteredTable& table);
Status cluster_on(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_without_cluster(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_replica_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_relation_options(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status reset_relation_options(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_foreign_table_options(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_triggers.cpp
Status enable_disable_trigger(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status enable_disable_rule(AlterTable& work, AlteredTable& table, const AlterCommand& command);

// alter_table_inherit.cpp
Status prepare_inherit(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status inherit(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status no_inherit(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_of_type(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status set_not_of_type(AlterTable& work, AlteredTable& table, const AlterCommand& command);
/// 0A000 `trigger "x" prevents table "t" from becoming …` (FindTriggerIncompatibleWithInheritance)
const catalog::Trigger* trigger_incompatible_with_inheritance(const Catalog& catalog, Oid relation);

// alter_table_attach.cpp, alter_table_detach.cpp, alter_index_attach.cpp
Status attach_partition(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status attach_index_partition(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status detach_partition(AlterTable& work, AlteredTable& table, const AlterCommand& command);
Status detach_partition_finalize(AlterTable& work, AlteredTable& table, const AlterCommand& command);

/// For actions whose work is done in phase 1 or phase 3.
Status nothing_to_change(AlterTable& work, AlteredTable& table, const AlterCommand& command);

}  // namespace backout::simulate
