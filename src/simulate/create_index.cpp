#include "simulate/index_definition.h"
#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"
#include "simulate/table_tablespace.h"

/// CREATE INDEX: ProcessUtilitySlow's part (tcop/utility.c), transformIndexStmt (parser/parse_utilcmd.c) and
/// DefineIndex (commands/indexcmds.c), in this order.
namespace backout::simulate {

namespace {

using catalog::Relation;
using catalog::RelationKind;

/// A unique index can't go to partitions that are foreign tables.
Status check_partitions(StatementContext& context, const Relation& table, bool unique) {
    if (table.kind != RelationKind::partitioned_table || !unique) return {};
    for (Oid child : all_inheritors(context.catalog, table.oid)) {
        if (context.catalog.find<Relation>(child)->kind != RelationKind::foreign_table) continue;
        auto made = error("42809", "cannot create unique index on partitioned table \"{}\"", table.name);
        made.value().detail =
            fmt::format("Table \"{}\" contains partitions that are foreign tables.", table.name);
        return made;
    }
    return {};
}

IndexColumns columns_of(const sql::IndexStatement& statement) {
    IndexColumns columns;
    for (const sql::IndexElement& element : statement.elements)
        columns.keys.push_back(&element);
    for (const sql::IndexElement& element : statement.including)
        columns.included.push_back(&element);
    return columns;
}

IndexPlan plan_of(const sql::IndexStatement& statement, const Relation& table) {
    IndexPlan plan;
    plan.name = statement.name;
    plan.data.table = table.oid;
    plan.data.unique = statement.unique;
    plan.data.nulls_not_distinct = statement.nulls_not_distinct;
    plan.tablespace = statement.tablespace;
    plan.if_not_exists = statement.if_not_exists;
    // Nobody else sees a temporary table: its indexes are made the plain way.
    plan.concurrently = statement.concurrently && table.persistence != 't';
    plan.only = !statement.relation.inherit;
    return plan;
}

}  // namespace

Status create_index(StatementContext& context, const sql::IndexStatement& statement) {
    if (statement.concurrently)
        BACKOUT_TRY(prevent_in_transaction_block(context, "CREATE INDEX CONCURRENTLY"));
    BACKOUT_ASSIGN(const Oid oid, get_relation(context, statement.relation, false, "rmp"));
    BACKOUT_ASSIGN(const Relation* const table, get_user_relation(context, oid));
    BACKOUT_TRY(check_partitions(context, *table, statement.unique));
    context.effects.lock(oid, statement.concurrently ? LockMode::share_update_exclusive : LockMode::share);

    IndexPlan plan = plan_of(statement, *table);
    if (table->persistence != 't') plan.tablespace = chosen_tablespace(context, plan.tablespace);
    IndexColumns columns = columns_of(statement);
    if (!table->is_index() && table->kind != RelationKind::composite) {
        if (statement.where) {
            BACKOUT_ASSIGN(plan.data.predicate, analyze_index_predicate(context, oid, *statement.where));
        }
        BACKOUT_TRY(analyze_index_expressions(context, oid, columns));
    }
    BACKOUT_ASSIGN(const catalog::AccessMethodInfo access_method,
                   check_index_target(context, plan, statement.access_method, columns.keys.size(),
                                      columns.included.size()));
    BACKOUT_TRY(
        check_tablespace(context, plan.tablespace, table->kind == RelationKind::partitioned_table));
    BACKOUT_ASSIGN(plan.options,
                   relation_options(context, index_options_kind(context.catalog, access_method.oid), {},
                                    statement.options));
    BACKOUT_TRY(resolve_index_keys(context, plan, access_method, columns));
    BACKOUT_TRY(define_index(context, std::move(plan)));
    return {};
}

}  // namespace backout::simulate
