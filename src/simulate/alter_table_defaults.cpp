#include <algorithm>

#include "simulate/alter_table.h"

/// Defaults and generation expressions of columns.
namespace backout::simulate {

Status set_column_default(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    const sql::Expression* expression = command.written->expression.get();
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    if (column.identity != 0) {
        auto failure = error("42601", "column \"{}\" of relation \"{}\" is an identity column", column.name,
                             relation.name);
        if (!expression) failure.value().hint = "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.";
        return failure;
    }
    if (column.generated != 0) {
        auto failure = error("42601", "column \"{}\" of relation \"{}\" is a generated column", column.name,
                             relation.name);
        if (expression && context.major() >= 17)
            failure.value().hint = "Use ALTER TABLE ... ALTER COLUMN ... SET EXPRESSION instead.";
        if (!expression && column.generated == 's')
            failure.value().hint = "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.";
        return failure;
    }
    remove_column_default(context, table.relation, column.number);
    if (!expression) return {};
    if (column.type == catalog::invalid_oid) {
        // Of an assumed column: whether the value suits its type can't be told, and is taken for granted.
        BACKOUT_ASSIGN(catalog::ExprPtr value, analyze::analyze_expression(context.analysis(), *expression,
                                                                           analyze::Use::column_default));
        store_column_default(context, table.relation, column.number, std::move(value));
        return {};
    }
    return add_column_default(context, table.relation, column.number, *expression);
}

namespace {

Error virtual_column_refusal(std::string message, const Attribute& column, const Relation& relation) {
    Error failure;
    failure.sqlstate = "0A000";
    failure.message = std::move(message);
    failure.detail = fmt::format("Column \"{}\" of relation \"{}\" is a virtual generated column.",
                                 column.name, relation.name);
    return failure;
}

/// GetRelationPublications: publications that name the table itself.
bool is_published(const Catalog& catalog, Oid relation) {
    for (Oid dependent : catalog.dependents(relation))
        if (const auto* member = catalog.find<catalog::PublicationRelation>(dependent);
            member && member->relation == relation)
            return true;
    return false;
}

bool has_check_constraints(const Catalog& catalog, Oid relation) {
    auto constraints = catalog.members_of_class<catalog::Constraint>(relation);
    return std::any_of(constraints.begin(), constraints.end(), [](const catalog::Constraint* constraint) {
        return constraint->type == catalog::Constraint::Type::check;
    });
}

Status check_virtual_expression_may_change(const StatementContext& context, const Relation& relation,
                                           const Attribute& column) {
    constexpr std::string_view start =
        "ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns";
    if (has_check_constraints(context.catalog, relation.oid))
        return tl::unexpected(virtual_column_refusal(
            fmt::format("{} in tables with check constraints", start), column, relation));
    if (is_published(context.catalog, relation.oid))
        return tl::unexpected(virtual_column_refusal(
            fmt::format("{} in tables that are part of a publication", start), column, relation));
    return {};
}

}  // namespace

Status set_generation_expression(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    if (context.major() < 17) return error("42601", "syntax error at or near \"EXPRESSION\"");
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    if (column.generated == 0)
        return error("55000", "column \"{}\" of relation \"{}\" is not a generated column", column.name,
                     relation.name);
    if (column.generated == 'v') {
        BACKOUT_TRY(check_virtual_expression_may_change(context, relation, column));
        if (column.not_null) table.verify_not_null = true;
    } else {
        BACKOUT_TRY(remember_dependents(work, table, column, false));
        table.rewrite(Effects::RewriteReason::stored_generated, column.number);
    }
    BACKOUT_TRY(add_column_default(context, table.relation, column.number, *command.written->expression));
    const Attribute& changed = *work.relation(table.relation).find_attribute(column.number);
    const auto* stored = context.catalog.find<catalog::AttributeDefault>(changed.default_oid);
    if (column.generated == 's' && stored)
        note_column_filled(context, table.relation, column.number, stored->expression);
    return {};
}

Status prepare_drop_expression(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    BACKOUT_TRY(work.prepare_children(table, command));
    if (command.recursing) return {};
    if (!command.recurse && !direct_children(work.context.catalog, table.relation).empty())
        return error("0A000", "ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
    BACKOUT_ASSIGN(Attribute column, get_altered_column(work.context, table.relation, command.written->name));
    if (column.inherit_count > 0)
        return error("42P16", "cannot drop generation expression from inherited column");
    return {};
}

Status drop_generation_expression(AlterTable& work, AlteredTable& table, const AlterCommand& command) {
    StatementContext& context = work.context;
    BACKOUT_ASSIGN(Attribute column, get_altered_column(context, table.relation, command.written->name));
    const Relation& relation = work.relation(table.relation);
    if (column.generated == 'v')
        return tl::unexpected(virtual_column_refusal(
            "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns", column,
            relation));
    if (column.generated == 0) {
        if (!command.written->missing_ok)
            return error("55000", "column \"{}\" of relation \"{}\" is not a{} generated column", column.name,
                         relation.name, context.major() < 18 ? " stored" : "");
        context.effects.notice(
            fmt::format("column \"{}\" of relation \"{}\" is not a{} generated column, skipping", column.name,
                        relation.name, context.major() < 18 ? " stored" : ""));
        return {};
    }
    remove_column_default(context, table.relation, column.number);
    change_attribute(context, table.relation, column.number,
                     [](Attribute& changed) { changed.generated = 0; });
    return {};
}

}  // namespace backout::simulate
