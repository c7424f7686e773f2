#include <algorithm>

#include "simulate/create_table.h"
#include "simulate/index_definition.h"
#include "simulate/names.h"
#include "simulate/partition.h"
#include "simulate/reloptions.h"
#include "simulate/table_row_type.h"
#include "simulate/table_tablespace.h"

/// DefineRelation (commands/tablecmds.c).
namespace backout::simulate {

namespace {

using catalog::Relation;
using catalog::RelationKind;

/// check_of_type: a composite type made by CREATE TYPE.
Result<const Relation*> type_relation(const TableInTheMaking& table, Oid type) {
    const StatementContext& context = table.context;
    const std::string printed = catalog::format_type(context.catalog, context.path, type);
    const auto info = catalog::type_info(context.catalog, type);
    const auto* relation = info && info->kind == catalog::TypeKind::composite
                               ? context.catalog.find<Relation>(info->relation)
                               : nullptr;
    if (relation && relation->kind == RelationKind::composite) return relation;
    if (!relation || context.major() < 18) return error("42809", "type {} is not a composite type", printed);
    auto made = error("42809", "type {} is the row type of another table", printed);
    made.value().detail = "A typed table must use a stand-alone composite type created with CREATE TYPE.";
    return made;
}

ColumnRequest column_of_type(const catalog::Attribute& attribute) {
    ColumnRequest column;
    column.name = attribute.name;
    column.type = attribute.type;
    column.typmod = attribute.typmod;
    column.collation = attribute.collation;
    column.from_type = true;
    return column;
}

/// A partition goes where the partitioned table says.
std::string tablespace_of(const TableInTheMaking& table) {
    if (table.statement.tablespace.empty() && table.is_partition() && !table.parents.empty()) {
        const auto* parent = table.context.catalog.find<Relation>(table.parents.front());
        if (parent && !parent->tablespace.empty()) return parent->tablespace;
    }
    if (table.transform.persistence == 't') return table.statement.tablespace;
    return chosen_tablespace(table.context, table.statement.tablespace);
}

Status check_clauses(const TableInTheMaking& table) {
    const sql::CreateTableStatement& statement = table.statement;
    if (statement.on_commit != 0 && table.transform.persistence != 't')
        return error("42P16", "ON COMMIT can only be used on temporary tables");
    if (statement.partition_spec && table.transform.persistence == 'u' && table.context.major() >= 18)
        return error("0A000", "partitioned tables cannot be unlogged");
    return check_tablespace(table.context, tablespace_of(table), statement.partition_spec.has_value());
}

Status set_access_method(const TableInTheMaking& table, Relation& relation) {
    const std::string& name = table.statement.access_method;
    if (name.empty()) return {};
    if (relation.kind == RelationKind::partitioned_table && table.context.major() < 17)
        return error("0A000", "specifying a table access method is not supported on a partitioned table");
    const auto found = catalog::find_access_method(table.context.catalog, name);
    if (!found) return error("42704", "access method \"{}\" does not exist", name);
    if (found->type != 't') return error("42809", "access method \"{}\" is not of type TABLE", name);
    relation.access_method = found->oid;
    return {};
}

/// CreateForeignTable (commands/foreigncmds.c)
Status set_foreign(const TableInTheMaking& table, Relation& relation) {
    if (!table.statement.foreign) return {};
    const StatementContext& context = table.context;
    const auto* server =
        context.catalog.find<catalog::ForeignServer>(catalog::invalid_oid, table.statement.server);
    if (!server && context.world == World::closed)
        return error("42704", "server \"{}\" does not exist", table.statement.server);
    if (server) relation.foreign_server = server->oid;
    BACKOUT_ASSIGN(relation.fdw_options, generic_options({}, table.statement.fdw_options));
    return {};
}

Result<std::shared_ptr<Relation>> make_relation(TableInTheMaking& table) {
    const sql::CreateTableStatement& statement = table.statement;
    auto relation = table.context.make<Relation>(table.transform.name, table.transform.scope);
    relation->kind = statement.foreign          ? RelationKind::foreign_table
                     : statement.partition_spec ? RelationKind::partitioned_table
                                                : RelationKind::table;
    relation->persistence = table.transform.persistence;
    relation->on_commit = statement.on_commit;
    relation->tablespace = tablespace_of(table);
    if (relation->tablespace == "pg_default") relation->tablespace.clear();
    relation->parents = table.parents;
    relation->is_partition = table.is_partition();
    relation->of_type = table.of_type;
    relation->open = table.transform.open || table.parts.open;
    BACKOUT_ASSIGN(relation->options,
                   relation_options(table.context, relation_options_kind(table.context.catalog, *relation),
                                    {}, statement.options));
    BACKOUT_TRY(set_access_method(table, *relation));
    BACKOUT_TRY(set_foreign(table, *relation));
    return relation;
}

/// Columns that a key or a table constraint makes NOT NULL though their own definition doesn't say so.
void mark_not_null(TableInTheMaking& table) {
    auto mark = [&](const std::string& name) {
        for (ColumnRequest& column : table.parts.columns)
            if (column.name == name) column.not_null = true;
    };
    for (const ConstraintRequest& request : table.transform.not_nulls)
        mark(request.column);
    for (const ConstraintRequest& request : table.transform.index_constraints)
        if (request.type == ConstraintType::primary_key)
            for (const std::string& key : request.keys)
                mark(key);
}

void add_attributes(const TableInTheMaking& table, Relation& relation) {
    relation.attributes.reserve(table.parts.columns.size());
    for (const ColumnRequest& column : table.parts.columns) {
        catalog::Attribute attribute = make_attribute(table.context, column);
        attribute.number = ++relation.last_attribute;
        relation.attributes.push_back(std::move(attribute));
    }
}

Status add_defaults(TableInTheMaking& table) {
    std::vector<std::pair<AttributeNumber, catalog::ExprPtr>> defaults;
    for (std::size_t place = 0; place < table.parts.columns.size(); ++place) {
        const ColumnRequest& column = table.parts.columns[place];
        const auto number = static_cast<AttributeNumber>(place + 1);
        if (column.cooked_default) {
            defaults.emplace_back(number, column.cooked_default);
        } else if (column.default_expression) {
            BACKOUT_ASSIGN(
                catalog::ExprPtr cooked,
                analyze_column_default(table.context, table.relation, number, *column.default_expression));
            if (column.generated || !is_null_default(*cooked))
                defaults.emplace_back(number, std::move(cooked));
        }
    }
    store_column_defaults(table.context, table.relation, defaults);
    return {};
}

/// Locks on the parents, and on the default partition, which must not have rows for the new one.
void lock_parents(TableInTheMaking& table) {
    Effects& effects = table.context.effects;
    for (Oid parent : table.parents)
        effects.lock(parent,
                     table.is_partition() ? LockMode::access_exclusive : LockMode::share_update_exclusive);
    if (!table.is_partition()) return;
    const Oid default_oid = default_partition(table.context.catalog, table.parents.front());
    if (default_oid == catalog::invalid_oid) return;
    effects.lock(default_oid, LockMode::access_exclusive);
    effects.scans.push_back({default_oid, Effects::ScanReason::partition_bound, catalog::invalid_oid});
}

Status set_bound(TableInTheMaking& table) {
    StatementContext& context = table.context;
    const Oid parent = table.parents.front();
    BACKOUT_ASSIGN(catalog::PartitionBoundData bound,
                   partition_bound(context, parent, *table.statement.partition_bound));
    BACKOUT_TRY(check_new_partition_bound(context, table.transform.name, parent, bound));
    context.catalog.change<Relation>(table.relation, [&](Relation& changed) {
        changed.partition_bound = std::make_shared<const catalog::PartitionBoundData>(std::move(bound));
    });
    return {};
}

Status clone_parent_parts(TableInTheMaking& table) {
    StatementContext& context = table.context;
    const Oid parent = table.parents.front();
    const bool foreign = table.statement.foreign;
    for (Oid index : indexes_of(context.catalog, parent)) {
        const auto& data = *context.catalog.find<Relation>(index)->index;
        if (foreign && !data.unique && !data.primary) continue;
        if (foreign) {
            auto made = error("42809", "cannot create foreign partition of partitioned table \"{}\"",
                              context.catalog.find(parent)->name);
            made.value().detail = fmt::format("Table \"{}\" contains indexes that are unique.",
                                              context.catalog.find(parent)->name);
            return made;
        }
        IndexPlan plan = clone_index(context.catalog, index, *context.catalog.find<Relation>(table.relation));
        plan.comment.reset();
        plan.parent_index = index;
        plan.parent_constraint = data.constraint;
        plan.skip_build = true;
        BACKOUT_TRY(define_index(context, std::move(plan)));
    }
    return clone_to_partition(context, parent, table.relation);
}

}  // namespace

Status add_type_columns(TableInTheMaking& table) {
    BACKOUT_ASSIGN(const analyze::TypeReference named,
                   analyze::resolve_type(table.context.analysis(), *table.statement.of_type));
    table.of_type = named.type;
    if (const catalog::Object* type = table.context.catalog.find(named.type); type && type->assumed) {
        // Whatever columns the type has, the table has.
        table.transform.open = true;
        return {};
    }
    BACKOUT_ASSIGN(const Relation* const relation, type_relation(table, named.type));
    std::vector<ColumnRequest> columns;
    for (const catalog::Attribute& attribute : relation->attributes)
        columns.push_back(column_of_type(attribute));
    for (ColumnRequest& own : table.transform.columns) {
        auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnRequest& column) { return column.name == own.name; });
        if (found == columns.end()) return error("42703", "column \"{}\" does not exist", own.name);
        if (!found->from_type) return error("42701", "column \"{}\" specified more than once", own.name);
        found->from_type = false;
        found->not_null = own.not_null;
        found->default_expression = own.default_expression;
        found->generated = own.generated;
    }
    table.transform.columns = std::move(columns);
    return {};
}

Status define_relation(TableInTheMaking& table) {
    StatementContext& context = table.context;
    BACKOUT_TRY(check_clauses(table));
    lock_parents(table);
    BACKOUT_ASSIGN(table.parts, merge_inherited(context, std::move(table.transform.columns), table.parents,
                                                table.transform.persistence, table.is_partition()));
    mark_not_null(table);
    BACKOUT_ASSIGN(const std::shared_ptr<Relation> relation, make_relation(table));
    add_attributes(table, *relation);
    table.relation = relation->oid;
    BACKOUT_TRY(insert_relation(context, relation));
    BACKOUT_TRY(add_defaults(table));
    if (table.is_partition()) BACKOUT_TRY(set_bound(table));
    if (table.statement.partition_spec)
        BACKOUT_TRY(set_partition_key(context, table.relation, *table.statement.partition_spec));
    if (table.is_partition()) BACKOUT_TRY(clone_parent_parts(table));
    return {};
}

}  // namespace backout::simulate
