#include "simulate/create_table_as.h"

#include "analyze/references.h"
#include "simulate/names.h"
#include "simulate/query_privileges.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"
#include "simulate/view.h"

namespace backout::simulate {

using catalog::RangeEntry;
using catalog::Relation;
using catalog::RelationKind;

namespace {

/// The query behind CREATE TABLE AS: a SELECT, or a prepared one that EXECUTE names.
Result<const sql::Statement*> source_query(const StatementContext& context, const sql::Statement& query) {
    const auto* execute = sql::as<sql::ExecuteStatement>(&query);
    if (!execute) return &query;
    auto prepared = context.session.prepared.find(execute->name);
    if (prepared == context.session.prepared.end())
        return error("26000", "prepared statement \"{}\" does not exist", execute->name);
    const auto& statement = static_cast<const sql::PrepareStatement&>(*prepared->second);
    if (statement.query->kind != sql::StatementKind::select)
        return error("42809", "prepared statement is not a SELECT");
    return statement.query.get();
}

/// A predicate of constants and immutable functions is computed away when the index is looked at; that it is true is
/// taken for granted.
bool restricts(const Catalog& catalog, const catalog::ExprPtr& predicate) {
    return predicate && (!analyze::columns_of(*predicate).empty() || analyze::volatility_of(catalog, *predicate) != 'i');
}

}  // namespace

Status create_table_from_query(StatementContext& context, const sql::Statement& source, const sql::IntoClause& into,
                               bool materialized_view, bool if_not_exists) {
    BACKOUT_ASSIGN(Oid scope, creation_namespace(context, into.relation));
    Oid existing = catalog::find_relation(context.catalog, scope, into.relation.name);
    if (existing != catalog::invalid_oid && if_not_exists) {
        context.effects.skipped = true;
        context.effects.skipped_for = existing;
        context.effects.notice(fmt::format("relation \"{}\" already exists, skipping", into.relation.name), "42P07");
        return {};
    }
    BACKOUT_TRY(check_relation_name_free(context, scope, into.relation.name));
    BACKOUT_ASSIGN(const sql::Statement* query_statement, source_query(context, source));
    auto query = analyze::analyze_query(context.analysis(), *query_statement);
    BACKOUT_TRY(query);
    BACKOUT_ASSIGN(std::vector<RangeEntry::Column> columns,
                   view_columns(context, **query, into.columns, "too many column names were specified"));
    for (const RangeEntry::Column& column : columns) BACKOUT_TRY(check_type_usage(context, column.type));
    // Without rows the query isn't run.
    if (!into.skip_data) BACKOUT_TRY(check_query_privileges(context, **query));
    note_query_locks(context, **query);
    auto relation = context.make<Relation>(into.relation.name, scope);
    relation->kind = materialized_view ? RelationKind::materialized_view : RelationKind::table;
    relation->persistence = static_cast<char>(into.relation.persistence);
    relation->on_commit = into.on_commit;
    relation->populated = !into.skip_data;
    relation->tablespace = into.tablespace;
    BACKOUT_ASSIGN(relation->options, relation_options(context, OptionsOf::heap, {}, into.options));
    set_columns(context, *relation, columns);
    relation->open = !(*query)->inexact.empty();
    if (materialized_view) {
        relation->view_query = *query;
        depend_on_query(context.catalog, *relation, **query);
    }
    BACKOUT_ASSIGN(Oid oid, insert_relation(context, std::move(relation)));
    if (!into.skip_data)
        context.effects.data.push_back({Effects::Data::Kind::insert_select, oid, 0, {}, true});
    return {};
}

Status create_table_as(StatementContext& context, const sql::CreateTableAsStatement& statement) {
    return create_table_from_query(context, *statement.query, statement.into, statement.materialized_view,
                                   statement.if_not_exists);
}

Status refresh_materialized_view(StatementContext& context, const sql::RefreshMaterializedViewStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, statement.relation, false, "m"));
    const auto* view = context.catalog.find<Relation>(oid);
    if (!view || view->kind != RelationKind::materialized_view)
        return error("42809", "\"{}\" is not a materialized view", statement.relation.name);
    if (statement.concurrently && statement.skip_data)
        return error("42601", "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together");
    if (statement.concurrently) {
        if (!view->populated)
            return error("0A000", "CONCURRENTLY cannot be used when the materialized view is not populated");
        bool has_unique = view->assumed;
        for (Oid dependent : catalog::indexes_of(context.catalog, oid)) {
            const auto* index = context.catalog.find<Relation>(dependent);
            if (!index->index->unique) continue;
            bool plain = !restricts(context.catalog, index->index->predicate) && index->index->valid;
            for (const auto& key : index->index->keys) plain = plain && !key.expression;
            has_unique |= plain;
        }
        if (!has_unique) {
            auto failure = error("55000", "cannot refresh materialized view \"{}\" concurrently",
                                 catalog::qualified_name(context.catalog, view->scope, view->name));
            failure.value().hint =
                "Create a unique index with no WHERE clause on one or more columns of the materialized view.";
            return failure;
        }
    }
    if (!statement.skip_data && view->view_query)
        BACKOUT_TRY(check_query_privileges(context, *view->view_query, view->owner));
    context.effects.lock(oid, statement.concurrently ? LockMode::exclusive : LockMode::access_exclusive);
    if (!statement.concurrently) context.effects.rewrites.push_back({oid, Effects::RewriteReason::refresh, 0});
    bool populated = !statement.skip_data;
    if (view->populated != populated)
        context.catalog.change<Relation>(oid, [&](Relation& changed) { changed.populated = populated; });
    return {};
}

}  // namespace backout::simulate
