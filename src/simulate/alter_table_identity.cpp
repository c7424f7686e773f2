#include "simulate/alter_table.h"
#include "simulate/constraint.h"
#include "simulate/drop.h"
#include "simulate/sequence_data.h"
#include "simulate/table_transform.h"

/// ADD, SET and DROP of identity columns. Since 17 partitions share the identity of their partitioned table.
namespace backout::simulate {

namespace {

/// `verb` as in "cannot {verb} of a partition".
Status check_identity_scope(const AlterTable& work, const AlteredTable& table, const AlterCommand& command,
                            std::string_view of_partitioned, std::string_view of_partition) {
    if (work.context.major() < 17) return {};
    if (table.kind == RelationKind::partitioned_table && !command.recurse) {
        auto failure = error("42P16", "cannot {} of only the partitioned table", of_partitioned);
        failure.value().hint = "Do not specify the ONLY keyword.";
        return failure;
    }
    if (work.relation(table.relation).is_partition)
        return error("42P16", "cannot {} of a partition", of_partition);
    return {};
}

void set_identity_of(AlterTable& work, Oid oid, const std::string& column, char identity) {
    if (const Attribute* attribute = work.relation(oid).find_attribute(column))
        change_attribute(work.context, oid, attribute->number,
                         [&](Attribute& changed) { changed.identity = identity; });
    if (work.context.major() < 17 || work.relation(oid).kind != RelationKind::partitioned_table) return;
    for (Oid child : work.lock_children(oid))
        set_identity_of(work, child, column, identity);
}

Status check_not_null_is_valid(const AlterTable& work, Oid relation, const Attribute& column) {
    if (work.context.major() < 18) return {};
    const auto* constraint = work.context.catalog.find<catalog::Constraint>(
        find_not_null_constraint(work.context.catalog, relation, column.number));
    if (!constraint || constraint->validated) return {};
    auto failure = error("55000", "incompatible NOT VALID constraint \"{}\" on relation \"{}\"",
                         constraint->name, work.relation(relation).name);
    failure.value().hint = "You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT.";
    return failure;
}

/// The options of SET that are the sequence's: all but GENERATED. They are numbers and words.
sql::Options sequence_options(const sql::Options& written) {
    sql::Options options;
    for (const sql::Option& option : written) {
        if (option.name == "generated") continue;
        sql::Option copy;
        copy.name = option.name;
        copy.kind = option.kind;
        copy.text = option.text;
        copy.integer = option.integer;
        copy.names = option.names;
        copy.location = option.location;
        options.push_back(std::move(copy));
    }
    return options;
}

}  // namespace

Status add_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    const sql::Constraint& definition = *command.written->constraint;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    // The sequence is made first, by the parse transformation, and with it its refusals come first.
    BACKOUT_ASSIGN(Oid sequence, make_column_sequence(context, relation.scope, relation.name, column.name,
                                                      relation.persistence, column.type,
                                                      definition.sequence_options, true));
    BACKOUT_TRY(
        check_identity_scope(work, table, command, "add identity to a column", "add identity to a column"));
    if (!column.not_null && !column.assumed)
        return error(
            "55000",
            "column \"{}\" of relation \"{}\" must be declared NOT NULL before identity can be added",
            column.name, relation.name);
    BACKOUT_TRY(check_not_null_is_valid(work, table.relation, column));
    if (column.identity != 0)
        return error("55000", "column \"{}\" of relation \"{}\" is already an identity column", column.name,
                     relation.name);
    if (column.default_oid != catalog::invalid_oid)
        return error("55000", "column \"{}\" of relation \"{}\" already has a default value", column.name,
                     relation.name);
    set_identity_of(work, table.relation, column.name, definition.generated_when);
    set_sequence_owner(context, sequence, {table.relation, column.number}, true);
    return {};
}

Status set_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    Oid sequence = owned_sequence(context.catalog, {table.relation, column.number}, true);
    sql::Options options = sequence_options(command.written->options);
    if (sequence != catalog::invalid_oid && !options.empty()) {
        const auto before = work.relation(sequence).sequence;
        BACKOUT_ASSIGN(catalog::SequenceData changed_data,
                       sequence_data(context, options, before.get(), true));
        context.catalog.change<Relation>(sequence, [&](Relation& changed) {
            changed.sequence = std::make_shared<const catalog::SequenceData>(std::move(changed_data));
        });
        context.effects.lock(sequence, LockMode::share_row_exclusive);
    }
    BACKOUT_TRY(
        check_identity_scope(work, table, command, "change identity column", "change identity column"));
    if (column.identity == 0)
        return error("55000", "column \"{}\" of relation \"{}\" is not an identity column", column.name,
                     work.relation(table.relation).name);
    const sql::Option* generated = nullptr;
    for (const sql::Option& option : command.written->options) {
        if (option.name != "generated") continue;
        if (generated) return error("42601", "conflicting or redundant options");
        generated = &option;
    }
    if (generated) set_identity_of(work, table.relation, column.name, static_cast<char>(generated->integer));
    return {};
}

Status drop_identity(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_TRY(check_identity_scope(work, table, command, "drop identity from a column",
                                     "drop identity from a column"));
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    if (column.identity == 0) {
        if (column.assumed) {
            // It was one, or the statement would have failed.
            return {};
        }
        if (!command.written->missing_ok)
            return error("55000", "column \"{}\" of relation \"{}\" is not an identity column", column.name,
                         relation.name);
        context.effects.notice(
            fmt::format("column \"{}\" of relation \"{}\" is not an identity column, skipping", column.name,
                        relation.name));
        context.effects.skipped = true;
        return {};
    }
    set_identity_of(work, table.relation, column.name, 0);
    Oid sequence = owned_sequence(context.catalog, {table.relation, column.number}, true);
    if (sequence == catalog::invalid_oid) return {};
    context.catalog.change<Relation>(sequence, [](Relation& changed) {
        std::erase_if(changed.dependencies, [](const catalog::Dependency& dependency) {
            return dependency.type == catalog::DependencyType::internal;
        });
    });
    return perform_deletion(context, {{sequence, 0}}, sql::DropBehavior::restrict_, true);
}

Status forget_identity(AlterTable& work, Oid oid) {
    if (work.context.major() < 17) return {};
    const std::vector<Attribute> columns = work.relation(oid).attributes;
    for (const Attribute& column : columns)
        if (column.identity != 0) set_identity_of(work, oid, column.name, 0);
    return {};
}

}  // namespace backout::simulate
