#include <algorithm>

#include "analyze/references.h"
#include "simulate/alter_column_rewrite.h"
#include "simulate/alter_table.h"
#include "simulate/drop.h"
#include "simulate/sequence_data.h"
#include "simulate/table_row_type.h"
#include "simulate/table_transform.h"

/// ADD COLUMN and DROP COLUMN.
namespace backout::simulate {

using sql::AlterTableAction;

namespace {

constexpr AttributeNumber column_limit = 1600;  // MaxHeapAttributeNumber

/// False when IF NOT EXISTS says that there is nothing to do (check_for_column_name_collision).
Result<bool> is_column_name_free(StatementContext& context, const Relation& relation, const std::string& name,
                                 bool if_not_exists) {
    bool has_system_columns = relation.kind != RelationKind::view && relation.kind != RelationKind::composite;
    if (has_system_columns && is_system_column(name))
        return error("42701", "column name \"{}\" conflicts with a system column name", name);
    if (!relation.find_attribute(name)) return true;
    if (!if_not_exists)
        return error("42701", "column \"{}\" of relation \"{}\" already exists", name, relation.name);
    context.effects.notice(
        fmt::format("column \"{}\" of relation \"{}\" already exists, skipping", name, relation.name),
        "42701");
    context.effects.skipped = true;
    context.effects.skipped_for = relation.oid;
    return false;
}

Result<AttributeNumber> insert_attribute(StatementContext& context, Oid oid, const ColumnRequest& column,
                                         bool inherited) {
    const auto* relation = context.catalog.find<Relation>(oid);
    if (relation->last_attribute >= column_limit)
        return error("54011", "tables can have at most {} columns", column_limit);
    Attribute attribute = make_attribute(context, column);
    attribute.number = static_cast<AttributeNumber>(relation->last_attribute + 1);
    if (inherited) {
        attribute.inherit_count = 1;
        attribute.is_local = false;
    }
    BACKOUT_TRY(check_attribute(context, attribute, relation->kind, relation->row_type));
    context.catalog.change<Relation>(oid, [&](Relation& changed) {
        changed.attributes.push_back(attribute);
        changed.last_attribute = attribute.number;
        depend_on_column_type(context.catalog, changed, attribute);
    });
    return attribute.number;
}

/// The column's own default, else its domain's (build_column_default).
catalog::ExprPtr effective_default(const Catalog& catalog, const Attribute& attribute) {
    if (const auto* own = catalog.find<catalog::AttributeDefault>(attribute.default_oid))
        return own->expression;
    for (const auto* type = catalog.find<catalog::Type>(attribute.type);
         type && type->kind == catalog::TypeKind::domain; type = catalog.find<catalog::Type>(type->base_type))
        if (type->default_value) return type->default_value;
    return nullptr;
}

bool is_null_constant(const catalog::Expr& expression) {
    return expression.kind == catalog::ExprKind::constant && expression.flag;
}

/// Whether existing rows can do without the new column being written into them: a value that is the same for
/// all rows is kept in the catalog (attmissingval).
void note_new_values(AlterTable& work, Oid oid, AttributeNumber number) {
    using Reason = Effects::RewriteReason;
    const Catalog& catalog = work.context.catalog;
    const Relation& relation = work.relation(oid);
    if (!has_storage(relation.kind)) return;
    const Attribute& attribute = *relation.find_attribute(number);
    AlteredTable& table = work.table(oid);

    catalog::ExprPtr value = effective_default(catalog, attribute);
    bool constrained = domain_has_constraints(catalog, attribute.type);
    bool has_value = attribute.identity != 0 || value != nullptr;
    bool same_for_all_rows = false;
    if (attribute.identity != 0) {
        table.rewrite(Reason::identity, number);
    } else if (attribute.generated == 's') {
        table.rewrite(Reason::stored_generated, number);
    } else if (constrained) {
        table.rewrite(Reason::constrained_domain, number);
    } else if (value && attribute.generated == 0) {
        if (analyze::volatility_of(catalog, *value) == 'v')
            table.rewrite(Reason::volatile_default, number);
        else
            same_for_all_rows = !is_null_constant(*value);
    }
    if (has_value || constrained) table.new_values = true;
    if (has_value && attribute.generated != 'v') note_column_filled(work.context, oid, number, value);
    if (attribute.not_null && !same_for_all_rows) table.verify_not_null = true;
}

/// A child that has the column already keeps it, now also as an inherited one.
Result<bool> merge_with_existing(AlterTable& work, Oid child, const ColumnRequest& column) {
    const Relation& relation = work.relation(child);
    const Attribute* existing = relation.find_attribute(column.name);
    if (!existing) return false;
    Catalog& catalog = work.context.catalog;
    if (!existing->assumed && (existing->type != column.type || existing->typmod != column.typmod))
        return error("42804", "child table \"{}\" has different type for column \"{}\"", relation.name,
                     column.name);
    if (!existing->assumed && existing->collation != column.collation) {
        auto failure = error("42P21", "child table \"{}\" has different collation for column \"{}\"",
                             relation.name, column.name);
        auto collation_name = [&](Oid oid) {
            auto info = catalog::collation_info(catalog, oid);
            return info ? info->name : std::string();
        };
        failure.value().detail = fmt::format("\"{}\" versus \"{}\"", collation_name(column.collation),
                                             collation_name(existing->collation));
        return failure;
    }
    work.context.effects.notice(
        fmt::format("merging definition of column \"{}\" for child \"{}\"", column.name, relation.name));
    change_attribute(work.context, child, existing->number,
                     [](Attribute& attribute) { ++attribute.inherit_count; });
    return true;
}

/// Adds the column to a relation and then to its children (ATExecAddColumn after the parse transformation).
Status add_column_to(AlterTable& work, Oid oid, const ColumnRequest& column, bool recurse, bool inherited) {
    StatementContext& context = work.context;
    if (inherited) {
        BACKOUT_TRY(check_alter_target(context, AlterTableAction::add_column, oid));
        BACKOUT_ASSIGN(bool merged, merge_with_existing(work, oid, column));
        if (merged) return {};
    }
    bool partitioned = work.relation(oid).kind == RelationKind::partitioned_table;
    if (column.identity != 0 && recurse && !(partitioned && context.major() >= 17) &&
        !direct_children(context.catalog, oid).empty())
        return error("42P16", "cannot recursively add identity column to table that has child tables");

    BACKOUT_ASSIGN(AttributeNumber number, insert_attribute(context, oid, column, inherited));
    if (column.sequence != catalog::invalid_oid && !inherited)
        set_sequence_owner(context, column.sequence, {oid, number}, column.identity != 0);
    if (column.default_expression)
        BACKOUT_TRY(add_column_default(context, oid, number, *column.default_expression));
    note_new_values(work, oid, number);

    std::vector<Oid> children = work.lock_children(oid);
    if (!children.empty() && !recurse) return error("42P16", "column must be added to child tables too");
    for (Oid child : children) {
        BACKOUT_TRY(check_no_pending_events(context, child));
        BACKOUT_TRY(add_column_to(work, child, column, recurse, true));
    }
    return {};
}

/// Constraints among the column's definition wait for their passes, as those of ADD CONSTRAINT do.
void queue_column_constraints(AlteredTable& table, TableTransform& transform, bool recurse) {
    auto queue_all = [&](std::vector<ConstraintRequest>& requests, Pass pass) {
        for (ConstraintRequest& request : requests) {
            request.only = !recurse;
            table.queue(pass, [request](AlterTable& work, AlteredTable& at) -> Status {
                BACKOUT_TRY(add_constraint(work.context, at.relation, request));
                return {};
            });
        }
    };
    // The rows that are there have null in a column without default: a foreign key needs no look at them.
    bool has_default =
        std::any_of(transform.columns.begin(), transform.columns.end(),
                    [](const ColumnRequest& column) { return column.default_expression != nullptr; });
    for (ConstraintRequest& request : transform.foreign_keys) {
        if (has_default) continue;
        request.skip_validation = true;
        request.initially_valid = request.enforced;
    }
    queue_all(transform.not_nulls, Pass::column_attributes);
    queue_all(transform.index_constraints, Pass::add_index);
    queue_all(transform.checks, Pass::add_other_constraint);
    queue_all(transform.foreign_keys, Pass::add_other_constraint);
}

}  // namespace

Status prepare_add_column(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const Relation& relation = work.relation(table.relation);
    if (relation.of_type != catalog::invalid_oid && !command.recursing)
        return error("42809", "cannot add column to typed table");
    if (relation.kind == RelationKind::composite) return work.prepare_typed_tables(table, command);
    return {};
}

Status add_column(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const Relation& relation = work.relation(table.relation);
    if (relation.is_partition) return error("42809", "cannot add column to a partition");
    const sql::ColumnDefinition& definition = *command.written->column;
    BACKOUT_ASSIGN(bool is_free,
                   is_column_name_free(work.context, relation, definition.name, command.written->missing_ok));
    if (!is_free) return {};

    TableTransform transform = alter_transform(work.context, relation);
    BACKOUT_TRY(transform_column(work.context, transform, definition));
    queue_column_constraints(table, transform, command.recurse);
    return add_column_to(work, table.relation, transform.columns.back(), command.recurse, false);
}

namespace {

Status find_dropped_columns(AlterTable& work, Oid oid, const std::string& name, bool recurse, bool recursing,
                            std::vector<ObjectAddress>& targets);

/// Children lose the column with the parent, or, with ONLY, keep it as their own.
Status release_in_children(AlterTable& work, Oid oid, const std::string& name, bool recurse,
                           std::vector<ObjectAddress>& targets) {
    std::vector<Oid> children = work.lock_children(oid);
    if (!children.empty() && !recurse && work.relation(oid).kind == RelationKind::partitioned_table) {
        auto failure =
            error("42P16", "cannot drop column from only the partitioned table when partitions exist");
        failure.value().hint = "Do not specify the ONLY keyword.";
        return failure;
    }
    for (Oid child : children) {
        BACKOUT_TRY(check_no_pending_events(work.context, child));
        const Attribute* inherited = work.relation(child).find_attribute(name);
        if (!inherited) continue;
        if (recurse && inherited->inherit_count == 1 && !inherited->is_local) {
            BACKOUT_TRY(find_dropped_columns(work, child, name, true, true, targets));
            continue;
        }
        change_attribute(work.context, child, inherited->number, [&](Attribute& attribute) {
            --attribute.inherit_count;
            if (!recurse) attribute.is_local = true;
        });
    }
    return {};
}

/// ATExecDropColumn for a column that is there.
Status find_dropped_columns(AlterTable& work, Oid oid, const std::string& name, bool recurse, bool recursing,
                            std::vector<ObjectAddress>& targets) {
    if (recursing) BACKOUT_TRY(check_alter_target(work.context, AlterTableAction::drop_column, oid));
    const Relation& relation = work.relation(oid);
    const Attribute& attribute = *relation.find_attribute(name);
    ObjectAddress column{oid, attribute.number};
    if (attribute.inherit_count > 0 && !recursing)
        return error("42P16", "cannot drop inherited column \"{}\"", name);
    if (is_partition_key_column(relation, attribute.number))
        return error("42P16",
                     "cannot drop column \"{}\" because it is part of the partition key of relation \"{}\"",
                     name, relation.name);
    BACKOUT_TRY(release_in_children(work, oid, name, recurse, targets));
    targets.push_back(column);
    return {};
}

}  // namespace

Status prepare_drop_column(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const Relation& relation = work.relation(table.relation);
    if (relation.of_type != catalog::invalid_oid && !command.recursing)
        return error("42809", "cannot drop column from typed table");
    if (relation.kind == RelationKind::composite) return work.prepare_typed_tables(table, command);
    return {};
}

Status drop_column(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const std::string& name = command.written->name;
    const Relation& relation = work.relation(table.relation);
    if (!relation.find_attribute(name)) {
        if (relation.kind != RelationKind::composite && is_system_column(name))
            return error("0A000", "cannot drop system column \"{}\"", name);
        if (command.written->missing_ok) {
            work.context.effects.notice(fmt::format(
                "column \"{}\" of relation \"{}\" does not exist, skipping", name, relation.name));
            work.context.effects.skipped = true;
            return {};
        }
        // 42703, or the open world takes it to be there.
        BACKOUT_TRY(get_altered_column(work.context, table.relation, name));
    }
    std::vector<ObjectAddress> targets;
    BACKOUT_TRY(find_dropped_columns(work, table.relation, name, command.recurse, false, targets));
    return perform_deletion(work.context, targets, command.written->behavior);
}

}  // namespace backout::simulate
