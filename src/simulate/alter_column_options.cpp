#include <algorithm>

#include "simulate/alter_table.h"
#include "simulate/index_definition.h"
#include "simulate/reloptions.h"

/// ALTER COLUMN … SET STATISTICS, STORAGE, COMPRESSION, (options) and OPTIONS.
namespace backout::simulate {

namespace {

constexpr std::int32_t statistics_target_limit = 10000;  // MAX_STATISTICS_TARGET

/// A column by name or, of an index, by number.
Result<Attribute> statistics_column(AlterTable& work, const AlteredTable& table,
                                    const sql::AlterTableCommand& written) {
    if (!written.name.empty()) return get_altered_column(work.context, table.relation, written.name);
    const Relation& relation = work.relation(table.relation);
    if (!relation.is_index()) return error("0A000", "cannot refer to non-index column by number");
    const Attribute* found = relation.find_attribute(written.column_number);
    if (!found)
        return error("42703", "column number {} of relation \"{}\" does not exist", written.column_number,
                     relation.name);
    return *found;
}

/// Of an index only expressions have statistics of their own.
Status check_is_index_expression(const Relation& relation, const Attribute& column) {
    if (!relation.index) return {};
    std::size_t place = static_cast<std::size_t>(column.number) - 1;
    if (place >= relation.index->keys.size())
        return error("0A000", "cannot alter statistics on included column \"{}\" of index \"{}\"",
                     column.name, relation.name);
    if (relation.index->keys[place].attribute == 0) return {};
    auto failure = error("0A000", "cannot alter statistics on non-expression column \"{}\" of index \"{}\"",
                         column.name, relation.name);
    failure.value().hint = "Alter statistics on table column instead.";
    return failure;
}

/// Index columns store values as their table's column does (SetIndexStorageProperties).
template <class Edit>
void change_index_columns(StatementContext& context, Oid table, AttributeNumber column, Edit&& edit) {
    for (Oid oid : indexes_of(context.catalog, table)) {
        const auto& data = *context.catalog.find<Relation>(oid)->index;
        AttributeNumber place = 0;
        for (std::size_t i = 0; i < data.keys.size(); ++i)
            if (data.keys[i].attribute == column) place = static_cast<AttributeNumber>(i + 1);
        if (place == 0) continue;
        context.effects.lock(oid, LockMode::access_exclusive);
        if (context.catalog.find<Relation>(oid)->find_attribute(place))
            change_attribute(context, oid, place, edit);
    }
}

Status change_column_options(AlterTable& work, AlteredTable& table, const AlterCommand& command, bool reset) {
    BACKOUT_ASSIGN(Attribute column, get_altered_column(work.context, table.relation, command.written->name));
    BACKOUT_ASSIGN(
        catalog::OptionList options,
        relation_options(work.context, OptionsOf::column, column.options, command.written->options, reset));
    change_attribute(work.context, table.relation, column.number,
                     [&](Attribute& changed) { changed.options = std::move(options); });
    return {};
}

}  // namespace

Status set_column_statistics(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    const sql::AlterTableCommand& written = *command.written;
    std::int32_t target = written.has_integer ? written.integer : -1;
    if (target < -1) return error("22023", "statistics target {} is too low", target);
    if (target > statistics_target_limit) {
        target = statistics_target_limit;
        work.context.effects.notice(fmt::format("lowering statistics target to {}", target), "22023");
    }
    if (work.relation(table.relation).is_index() && work.relation(table.relation).open) return {};
    BACKOUT_ASSIGN(Attribute column, statistics_column(work, table, written));
    if (column.generated == 'v')
        return error("0A000", "cannot alter statistics on virtual generated column \"{}\"", column.name);
    BACKOUT_TRY(check_is_index_expression(work.relation(table.relation), column));
    change_attribute(work.context, table.relation, column.number,
                     [&](Attribute& changed) { changed.statistics_target = target; });
    return {};
}

Status set_column_options(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    return change_column_options(work, table, command, false);
}

Status reset_column_options(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    return change_column_options(work, table, command, true);
}

Status set_column_storage(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    char storage = 0;
    if (column.type != catalog::invalid_oid) {
        BACKOUT_ASSIGN(storage, attribute_storage(context.catalog, column.type, command.written->text));
    }
    change_attribute(context, table.relation, column.number,
                     [&](Attribute& changed) { changed.storage = storage; });
    change_index_columns(context, table.relation, column.number,
                         [&](Attribute& changed) { changed.storage = storage; });
    return {};
}

Status set_column_compression(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    char compression = 0;
    if (column.type != catalog::invalid_oid) {
        BACKOUT_ASSIGN(compression,
                       attribute_compression(context.catalog, column.type, command.written->text));
    }
    auto set = [&](Attribute& changed) { changed.compression = compression; };
    change_attribute(context, table.relation, column.number, set);
    change_index_columns(context, table.relation, column.number, set);
    return {};
}

Status set_column_generic_options(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    BACKOUT_ASSIGN(Attribute column, get_altered_column(work.context, table.relation, command.written->name));
    BACKOUT_ASSIGN(catalog::OptionList options,
                   generic_options(column.fdw_options, command.written->options));
    change_attribute(work.context, table.relation, column.number,
                     [&](Attribute& changed) { changed.fdw_options = std::move(options); });
    return {};
}

}  // namespace backout::simulate
