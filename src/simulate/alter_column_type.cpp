#include <algorithm>

#include "analyze/references.h"
#include "simulate/alter_column_rewrite.h"
#include "simulate/alter_table.h"
#include "simulate/sequence_data.h"
#include "simulate/table_row_type.h"
#include "sql/quote.h"

/// ALTER COLUMN … TYPE: ATPrepAlterColumnType and ATExecAlterColumnType.
namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;
using catalog::ExprPtr;

namespace {

struct NewType {
    Oid type = catalog::invalid_oid;
    std::int32_t typmod = -1;
    Oid collation = catalog::invalid_oid;
};

Result<NewType> resolve_new_type(StatementContext& context, const sql::ColumnDefinition& definition) {
    BACKOUT_ASSIGN(analyze::TypeReference reference,
                   analyze::resolve_type(context.analysis(), *definition.type));
    BACKOUT_ASSIGN(Oid collation, analyze::resolve_collation(context.analysis(), definition.collation,
                                                             reference.type, definition.location));
    return NewType{reference.type, reference.typmod, collation};
}

ExprPtr column_variable(const Attribute& column) {
    auto made = std::make_shared<Expr>();
    made->kind = ExprKind::var;
    made->range_index = 1;
    made->attribute = column.number;
    made->type = column.type;
    made->typmod = column.typmod;
    made->collation = column.collation;
    return made;
}

/// The sequence of an identity column counts in the column's type (transformAlterTableStmt).
Status retype_identity_sequence(StatementContext& context, Oid relation, const Attribute& column, Oid type) {
    Oid sequence = owned_sequence(context.catalog, {relation, column.number}, true);
    auto info = catalog::type_info(context.catalog, type);
    if (sequence == catalog::invalid_oid || !info) return {};
    sql::Option option;
    option.name = "as";
    option.kind = sql::Option::Kind::type;
    option.type.emplace();
    option.type->names = {catalog::namespace_name(context.catalog, info->scope), std::string(info->name)};
    sql::Options options;
    options.push_back(std::move(option));
    const auto before = context.catalog.find<Relation>(sequence)->sequence;
    BACKOUT_ASSIGN(catalog::SequenceData data, sequence_data(context, options, before.get(), true));
    context.catalog.change<Relation>(sequence, [&](Relation& changed) {
        changed.sequence = std::make_shared<const catalog::SequenceData>(std::move(data));
    });
    context.effects.lock(sequence, LockMode::share_row_exclusive);
    return {};
}

/// What must not be altered, whatever the type.
Status check_column_alterable(const Relation& relation, const Attribute& column, bool has_using,
                              bool recursing) {
    if (column.generated != 0 && has_using) {
        auto failure = error("42611", "cannot specify USING when altering type of generated column");
        failure.value().detail = fmt::format("Column \"{}\" is a generated column.", column.name);
        return failure;
    }
    if (column.inherit_count > 0 && !recursing)
        return error("42P16", "cannot alter inherited column \"{}\"", column.name);
    if (is_partition_key_column(relation, column.number))
        return error("42P16",
                     "cannot alter column \"{}\" because it is part of the partition key of relation \"{}\"",
                     column.name, relation.name);
    return {};
}

tl::unexpected<Error> refuse_cast(const StatementContext& context, const Attribute& column,
                                  const NewType& wanted, bool has_using) {
    std::string type = catalog::format_type(context.catalog, context.path, wanted.type);
    if (has_using) {
        auto failure =
            error("42804", "result of USING clause for column \"{}\" cannot be cast automatically to type {}",
                  column.name, type);
        failure.value().hint = "You might need to add an explicit cast.";
        return failure;
    }
    auto failure = error("42804", "column \"{}\" cannot be cast automatically to type {}", column.name, type);
    if (column.generated == 0)
        failure.value().hint =
            fmt::format("You might need to specify \"USING {}::{}\".", sql::quote_identifier(column.name),
                        catalog::format_type(context.catalog, context.path, wanted.type, wanted.typmod));
    return failure;
}

/// The new values of the column as an expression over the old row.
Result<ExprPtr> new_values(StatementContext& context, const Attribute& column, const NewType& wanted,
                           const ExprPtr& using_expression) {
    ExprPtr source = using_expression ? using_expression : column_variable(column);
    BACKOUT_ASSIGN(ExprPtr values, analyze::coerce(context.analysis(), source, wanted.type, wanted.typmod,
                                                   analyze::Coercion::assignment));
    if (!values) return refuse_cast(context, column, wanted, using_expression != nullptr);
    return values;
}

void note_type_change(AlterTable& work, AlteredTable& table, const Attribute& column, const ExprPtr& values) {
    Effects::Data data{Effects::Data::Kind::type_changed, table.relation, column.number, {}, true};
    for (AttributeNumber source : analyze::columns_of(*values))
        data.sources.push_back({table.relation, source});
    work.context.effects.data.push_back(std::move(data));
    table.new_values = true;
    // What an assumed column was is not known; written anew is the likelier case.
    if (column.type == catalog::invalid_oid ||
        column_change_requires_rewrite(work.context, *values, column.number))
        table.rewrite(Effects::RewriteReason::column_type, column.number);
}

/// Computes the new values, as far as the relation has rows of its own to be converted.
Status prepare_new_values(AlterTable& work, AlteredTable& table, const Attribute& column,
                          const NewType& wanted, const ExprPtr& using_expression) {
    const Relation& relation = work.relation(table.relation);
    bool has_rows = table.kind == RelationKind::table || table.kind == RelationKind::partitioned_table;
    if (!has_rows && using_expression) return error("42809", "\"{}\" is not a table", relation.name);
    if (has_rows && column.generated != 'v') {
        ExprPtr values = column_variable(column);
        if (column.type != catalog::invalid_oid || using_expression) {
            BACKOUT_ASSIGN(values, new_values(work.context, column, wanted, using_expression));
        }
        note_type_change(work, table, column, values);
    }
    if (!has_storage(table.kind) || column.generated == 'v')
        return check_row_type_unused(work.context, relation);
    return {};
}

/// How many of a child's parents are in this inheritance tree.
int parents_among(const Relation& child, const std::vector<Oid>& tree) {
    return static_cast<int>(std::count_if(child.parents.begin(), child.parents.end(), [&](Oid parent) {
        return std::find(tree.begin(), tree.end(), parent) != tree.end();
    }));
}

Status prepare_column_type_of_children(AlterTable& work, const AlteredTable& table,
                                       const AlterCommand& command) {
    const std::string& name = command.written->name;
    if (!command.recurse) {
        if (!command.recursing && !direct_children(work.context.catalog, table.relation).empty())
            return error("42P16", "type of inherited column \"{}\" must be changed in child tables too",
                         name);
        return {};
    }
    std::vector<Oid> tree = all_inheritors(work.context.catalog, table.relation);
    for (Oid oid : work.lock_descendants(table.relation)) {
        BACKOUT_TRY(check_no_pending_events(work.context, oid));
        const Relation& child = work.relation(oid);
        const Attribute* column = child.find_attribute(name);
        if (!column)
            return error("42703", "column \"{}\" of relation \"{}\" does not exist", name, child.name);
        if (column->inherit_count > parents_among(child, tree))
            return error("42P16", "cannot alter inherited column \"{}\" of relation \"{}\"", name,
                         child.name);
        BACKOUT_TRY(work.prepare(oid, {command.action, command.written, false, true}));
    }
    return {};
}

/// The expression without casts that nobody wrote (strip_implicit_coercions).
ExprPtr strip_implicit_coercions(ExprPtr expression) {
    while (true) {
        switch (expression->kind) {
            case ExprKind::function:
            case ExprKind::relabel:
            case ExprKind::coerce_via_io:
            case ExprKind::array_coerce:
            case ExprKind::convert_rowtype:
            case ExprKind::coerce_to_domain:
                if (expression->form != catalog::ExprForm::implicit_cast || expression->arguments.empty())
                    return expression;
                expression = expression->arguments.front();
                break;
            default:
                return expression;
        }
    }
}

/// The default or generation expression as one of the new type; null when there is none.
Result<ExprPtr> converted_default(StatementContext& context, const Attribute& column, const NewType& wanted) {
    const auto* stored = context.catalog.find<catalog::AttributeDefault>(column.default_oid);
    if (!stored) return ExprPtr();
    BACKOUT_ASSIGN(ExprPtr converted,
                   analyze::coerce(context.analysis(), strip_implicit_coercions(stored->expression),
                                   wanted.type, wanted.typmod, analyze::Coercion::assignment));
    if (converted) return converted;
    return error("42804", "{} for column \"{}\" cannot be cast automatically to type {}",
                 column.generated != 0 ? "generation expression" : "default", column.name,
                 catalog::format_type(context.catalog, context.path, wanted.type));
}

void store_type(StatementContext& context, Oid oid, AttributeNumber number, const NewType& wanted) {
    auto info = catalog::type_info(context.catalog, wanted.type);
    context.catalog.change<Relation>(oid, [&](Relation& relation) {
        forget_column_type(relation, number);
        Attribute& attribute = *relation.find_attribute(number);
        attribute.type = wanted.type;
        attribute.typmod = wanted.typmod;
        attribute.collation = wanted.collation;
        attribute.storage = info ? info->storage : attribute.storage;
        attribute.compression = 0;
        depend_on_column_type(context.catalog, relation, attribute);
    });
}

}  // namespace

Status prepare_column_type(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    const sql::ColumnDefinition& definition = *command.written->column;
    // The parse transformation comes first, and with it what is wrong with USING.
    ExprPtr using_expression;
    if (definition.using_expression) {
        BACKOUT_ASSIGN(using_expression,
                       analyze::analyze_expression(context.analysis(), *definition.using_expression,
                                                   analyze::Use::alter_type_using,
                                                   relation_scope(context.catalog, table.relation)));
    }
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    BACKOUT_ASSIGN(NewType wanted, resolve_new_type(context, definition));
    if (column.identity != 0 && !relation.is_partition)
        BACKOUT_TRY(retype_identity_sequence(context, table.relation, column, wanted.type));

    if (relation.of_type != catalog::invalid_oid && !command.recursing)
        return error("42809", "cannot alter column type of typed table");
    BACKOUT_TRY(check_column_alterable(relation, column, using_expression != nullptr, command.recursing));
    Attribute changed = column;
    changed.type = wanted.type;
    changed.typmod = wanted.typmod;
    changed.collation = wanted.collation;
    BACKOUT_TRY(check_attribute(context, changed, relation.kind, relation.row_type));
    BACKOUT_TRY(prepare_new_values(work, table, column, wanted, using_expression));
    BACKOUT_TRY(prepare_column_type_of_children(work, table, command));
    if (table.kind == RelationKind::composite) return work.prepare_typed_tables(table, command);
    return {};
}

Status change_column_type(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    for (const Attribute& before : table.attributes_before)
        if (before.number == column.number && (before.type != column.type || before.typmod != column.typmod))
            return error("0A000", "cannot alter type of column \"{}\" twice", column.name);
    BACKOUT_ASSIGN(NewType wanted, resolve_new_type(context, *command.written->column));
    BACKOUT_ASSIGN(ExprPtr converted, converted_default(context, column, wanted));
    BACKOUT_TRY(remember_dependents(work, table, column, true));
    store_type(context, table.relation, column.number, wanted);
    if (converted) store_column_default(context, table.relation, column.number, std::move(converted));
    return {};
}

}  // namespace backout::simulate
