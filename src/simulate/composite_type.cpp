#include "simulate/names.h"
#include "simulate/statements.h"
#include "simulate/table_column.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

/// CREATE TYPE … AS (…): a relation without rows whose row type is the type (DefineCompositeType,
/// commands/typecmds.c).
Status composite_type(StatementContext& context, const sql::CompositeTypeStatement& statement) {
    BACKOUT_ASSIGN(Oid scope, creation_namespace(context, statement.type));
    if (Oid existing = catalog::find_type(context.catalog, scope, statement.type.name);
        existing != catalog::invalid_oid && !make_type_name_free(context, scope, statement.type.name)) {
        auto failure = error("42710", "type \"{}\" already exists", statement.type.name);
        failure.value().involved = {{existing, 0}};
        return failure;
    }
    auto relation = context.make<catalog::Relation>(statement.type.name, scope);
    relation->kind = catalog::RelationKind::composite;
    for (const sql::ColumnDefinition& definition : statement.columns) {
        ColumnRequest column;
        column.name = definition.name;
        column.definition = &definition;
        BACKOUT_TRY(resolve_column_type(context, definition, column));
        catalog::Attribute attribute = make_attribute(context, column);
        attribute.number = ++relation->last_attribute;
        relation->attributes.push_back(std::move(attribute));
    }
    BACKOUT_ASSIGN([[maybe_unused]] Oid oid, insert_relation(context, std::move(relation)));
    return {};
}

}  // namespace backout::simulate
