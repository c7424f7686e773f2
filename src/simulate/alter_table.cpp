#include "simulate/alter_table.h"

#include <algorithm>

#include "analyze/references.h"
#include "simulate/index_definition.h"
#include "simulate/table_row_type.h"
#include "simulate/type_use.h"

namespace backout::simulate {

using sql::AlterTableAction;

namespace {

/// ALTER VIEW, ALTER INDEX … want a relation of their kind; ALTER TABLE takes all but composite types
/// (RangeVarCallbackForAlterRelation).
Status check_statement_kind(sql::ObjectKind object, const Relation& relation) {
    using sql::ObjectKind;
    auto refuse = [&](std::string_view what) {
        return error("42809", "\"{}\" is not {}", relation.name, what);
    };
    RelationKind kind = relation.kind;
    switch (object) {
        case ObjectKind::sequence:
            if (kind != RelationKind::sequence) return refuse("a sequence");
            break;
        case ObjectKind::view:
            if (kind != RelationKind::view) return refuse("a view");
            break;
        case ObjectKind::materialized_view:
            if (kind != RelationKind::materialized_view) return refuse("a materialized view");
            break;
        case ObjectKind::foreign_table:
            if (kind != RelationKind::foreign_table) return refuse("a foreign table");
            break;
        case ObjectKind::type:
            if (kind != RelationKind::composite) return refuse("a composite type");
            break;
        case ObjectKind::index:
            if (!relation.is_index()) return refuse("an index");
            break;
        default:
            break;
    }
    if (object != ObjectKind::type && kind == RelationKind::composite) {
        auto failure = error("42809", "\"{}\" is a composite type", relation.name);
        failure.value().hint = "Use ALTER TYPE instead.";
        return failure;
    }
    return {};
}

/// Passes in the order of the version (see Pass).
const std::array<Pass, pass_count>& pass_order(int major) {
    using enum Pass;
    static constexpr std::array<Pass, pass_count> since_17{drop,
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
                                                           misc};
    static constexpr std::array<Pass, pass_count> before_17{
        drop,           alter_type,           old_index,
        old_constraint, add_column,           set_expression,
        add_constraint, column_attributes,    add_index_constraint,
        add_index,      add_other_constraint, misc};
    return major >= 17 ? since_17 : before_17;
}

/// Constraints are dropped and validated by name; of an open relation they may have been there all along.
void assume_constraints(StatementContext& context, Oid oid, const sql::AlterTableStatement& statement) {
    const auto* relation = context.catalog.find<Relation>(oid);
    if (!relation->open) return;
    for (const sql::AlterTableCommand& command : statement.commands) {
        bool names_constraint =
            (command.action == AlterTableAction::drop_constraint && !command.missing_ok) ||
            command.action == AlterTableAction::validate_constraint;
        if (!names_constraint || context.catalog.was_known(ObjectClass::constraint, oid, command.name))
            continue;
        auto constraint = context.make<catalog::Constraint>(command.name, oid);
        constraint->assumed = true;
        constraint->origin = {};
        constraint->validated = command.action == AlterTableAction::drop_constraint;
        depend(*constraint, {oid, 0}, catalog::DependencyType::auto_);
        context.catalog.assume(std::move(constraint));
    }
}

Status prevent_detach_in_transaction(const StatementContext& context,
                                     const sql::AlterTableStatement& statement) {
    for (const sql::AlterTableCommand& command : statement.commands)
        if (command.action == AlterTableAction::detach_partition && command.concurrently)
            return prevent_in_transaction_block(context, "ALTER TABLE ... DETACH CONCURRENTLY");
    return {};
}

}  // namespace

Status alter_table(StatementContext& context, const sql::AlterTableStatement& statement) {
    BACKOUT_TRY(prevent_detach_in_transaction(context, statement));
    BACKOUT_ASSIGN(
        Oid oid, get_relation(context, statement.relation, statement.missing_ok, possible_kinds(statement)));
    if (oid == catalog::invalid_oid) {
        context.effects.notice(
            fmt::format("relation \"{}\" does not exist, skipping", statement.relation.name));
        context.effects.skipped = true;
        return {};
    }
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
    BACKOUT_TRY(check_statement_kind(statement.object, *relation));
    BACKOUT_TRY(check_no_pending_events(context, oid));

    LockMode lock = alter_table_lock(statement.commands);
    context.effects.lock(oid, lock);
    assume_constraints(context, oid, statement);
    AlterTable work(context, lock);
    for (const sql::AlterTableCommand& command : statement.commands) {
        const AlterAction* action = find_alter_action(command.action);
        if (!action) return unknown("this form of ALTER TABLE is not simulated");
        BACKOUT_TRY(work.prepare(oid, {action, &command, statement.relation.inherit, false}));
    }
    BACKOUT_TRY(work.change_catalog());
    return work.rewrite_tables();
}

AlteredTable& AlterTable::table(Oid oid) {
    for (const auto& table : tables_)
        if (table->relation == oid) return *table;
    auto made = std::make_unique<AlteredTable>();
    made->relation = oid;
    made->kind = relation(oid).kind;
    made->attributes_before = relation(oid).attributes;
    tables_.push_back(std::move(made));
    return *tables_.back();
}

Status AlterTable::prepare(Oid oid, AlterCommand command) {
    AlteredTable& altered = table(oid);
    if (command.action->targets != 0) BACKOUT_TRY(check_alter_target(context, *command.action, oid));
    if (command.action->prepare) BACKOUT_TRY(command.action->prepare(*this, altered, command));
    Pass pass = command.action->pass;
    // A new default waits until its column may have been added; taking one away comes first.
    if (command.written->action == AlterTableAction::column_default && !command.written->expression)
        pass = Pass::drop;
    altered.queue(pass, [command](AlterTable& work, AlteredTable& at) {
        return command.action->execute(work, at, command);
    });
    return {};
}

Status AlterTable::prepare_children(const AlteredTable& altered, const AlterCommand& command) {
    if (!command.recurse) return {};
    for (Oid child : lock_descendants(altered.relation)) {
        BACKOUT_TRY(check_no_pending_events(context, child));
        BACKOUT_TRY(prepare(child, {command.action, command.written, false, true}));
    }
    return {};
}

Status AlterTable::prepare_typed_tables(const AlteredTable& altered, const AlterCommand& command) {
    const Relation& type = relation(altered.relation);
    for (Oid dependent : context.catalog.dependents(type.row_type)) {
        const auto* typed = context.catalog.find<Relation>(dependent);
        if (!typed || typed->of_type != type.row_type) continue;
        if (command.written->behavior == sql::DropBehavior::restrict_) {
            auto failure =
                error("2BP01", "cannot alter type \"{}\" because it is the type of a typed table", type.name);
            failure.value().hint = "Use ALTER ... CASCADE to alter the typed tables too.";
            return failure;
        }
        context.effects.lock(dependent, lock);
        BACKOUT_TRY(check_no_pending_events(context, dependent));
        BACKOUT_TRY(prepare(dependent, {command.action, command.written, true, true}));
    }
    return {};
}

Status AlterTable::change_catalog() {
    for (Pass pass : pass_order(context.major())) {
        // Steps may add tables, and steps for later passes.
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            AlteredTable& altered = *tables_[i];
            auto& steps = altered.steps[static_cast<std::size_t>(pass)];
            bool any = !steps.empty();
            for (std::size_t step = 0; step < steps.size(); ++step) {
                AlterStep run = std::move(steps[step]);
                BACKOUT_TRY(run(*this, altered));
            }
            if (any && (pass == Pass::alter_type || pass == Pass::set_expression))
                BACKOUT_TRY(queue_rebuilding(*this, altered));
        }
    }
    return {};
}

Status AlterTable::rewrite_tables() {
    for (std::size_t i = 0; i < tables_.size(); ++i)
        if (context.catalog.find(tables_[i]->relation)) BACKOUT_TRY(finish_table(*tables_[i]));
    return {};
}

Status AlterTable::finish_table(AlteredTable& altered) {
    if (!has_storage(altered.kind)) return {};
    if (altered.new_values || !altered.rewrites.empty())
        BACKOUT_TRY(check_row_type_unused(context, relation(altered.relation)));
    auto& effects = context.effects;
    bool rewritten = !altered.rewrites.empty() && altered.kind != RelationKind::sequence;
    if (rewritten) {
        for (Oid index : indexes_of(context.catalog, altered.relation))
            effects.lock(index, LockMode::access_exclusive);
        // Rows are checked, and indexes built, while the rows are written; they are not read for it once
        // more.
        std::erase_if(effects.scans, [&](const Effects::Scan& scan) {
            return scan.relation == altered.relation &&
                   scan.reason != Effects::ScanReason::validate_foreign_key;
        });
        effects.scans.push_back({altered.relation, Effects::ScanReason::rewrite, catalog::invalid_oid});
        effects.rewrites.insert(effects.rewrites.end(), altered.rewrites.begin(), altered.rewrites.end());
    } else if (altered.verify_not_null) {
        effects.scans.push_back(
            {altered.relation, Effects::ScanReason::validate_not_null, catalog::invalid_oid});
    }
    move_storage(*this, altered);
    return {};
}

std::vector<Oid> AlterTable::lock_children(Oid oid) {
    std::vector<Oid> children = direct_children(context.catalog, oid);
    for (Oid child : children)
        context.effects.lock(child, lock);
    return children;
}

std::vector<Oid> AlterTable::lock_descendants(Oid oid) {
    std::vector<Oid> descendants = all_inheritors(context.catalog, oid);
    std::erase(descendants, oid);
    for (Oid child : descendants)
        context.effects.lock(child, lock);
    return descendants;
}

Status check_no_pending_events(const StatementContext& context, Oid oid) {
    const auto& pending = context.session.state.pending_events;
    if (std::find(pending.begin(), pending.end(), oid) == pending.end()) return {};
    return error("55006", "cannot ALTER TABLE \"{}\" because it has pending trigger events",
                 context.catalog.find(oid)->name);
}

Status check_row_type_unused(const StatementContext& context, const Relation& relation) {
    if (relation.row_type == catalog::invalid_oid) return {};
    if (relation.kind == RelationKind::composite)
        return check_type_unused(context.catalog, relation.row_type, relation.name);
    auto use = find_stored_use(context.catalog, relation.row_type);
    if (!use) return {};
    return error("0A000", "cannot alter {} \"{}\" because column \"{}.{}\" uses its row type",
                 relation.kind == RelationKind::foreign_table ? "foreign table" : "table", relation.name,
                 context.catalog.find(use->relation)->name, use->column);
}

namespace {

/// Whether an assumed relation had this column once: then it is not to be assumed again.
bool had_column(const Catalog& catalog, Oid relation, const std::string& name) {
    for (const catalog::Change& change : catalog.changes(0, catalog.position())) {
        const auto* state = change.oid == relation ? catalog::as<Relation>(change.after.get()) : nullptr;
        if (state && state->find_attribute(name)) return true;
    }
    return false;
}

}  // namespace

Result<Attribute> get_altered_column(StatementContext& context, Oid oid, const std::string& name) {
    const auto* relation = context.catalog.find<Relation>(oid);
    if (const Attribute* attribute = relation->find_attribute(name)) return *attribute;
    bool has_system_columns =
        relation->kind != RelationKind::view && relation->kind != RelationKind::composite;
    if (has_system_columns && is_system_column(name))
        return error("0A000", "cannot alter system column \"{}\"", name);
    auto missing = [&] {
        return error("42703", "column \"{}\" of relation \"{}\" does not exist", name, relation->name);
    };
    if (relation->open && had_column(context.catalog, oid, name)) return missing();
    BACKOUT_ASSIGN(AttributeNumber number, get_column(context, oid, name));
    if (number <= 0) return missing();
    return *context.catalog.find<Relation>(oid)->find_attribute(number);
}

void note_column_filled(StatementContext& context, Oid oid, AttributeNumber column,
                        const catalog::ExprPtr& expression) {
    Effects::Data data{Effects::Data::Kind::column_filled, oid, column, {}, true};
    if (expression)
        for (AttributeNumber source : analyze::columns_of(*expression))
            data.sources.push_back({oid, source});
    if (data.sources.empty()) data.sources.emplace_back();
    context.effects.data.push_back(std::move(data));
}

bool is_partition_key_column(const Relation& relation, AttributeNumber column) {
    if (!relation.partition_key) return false;
    for (const auto& key : relation.partition_key->columns) {
        if (key.attribute == column) return true;
        if (!key.expression) continue;
        auto used = analyze::columns_of(*key.expression);
        if (std::find(used.begin(), used.end(), column) != used.end()) return true;
    }
    return false;
}

Oid partition_parent(const Relation& relation) {
    return relation.is_partition && !relation.parents.empty() ? relation.parents.front()
                                                              : catalog::invalid_oid;
}

Status prepare_with_children(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    return work.prepare_children(table, command);
}

Status nothing_to_change(AlterTable&, AlteredTable&, const AlterCommand&) {
    return {};
}

}  // namespace backout::simulate
