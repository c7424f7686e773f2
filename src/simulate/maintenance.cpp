#include <algorithm>

#include "simulate/inherit.h"
#include "simulate/names.h"
#include "simulate/query_privileges.h"
#include "simulate/statements.h"

/// VACUUM, ANALYZE, CLUSTER and COPY: what they need to be there, and what they lock.
namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;

namespace {

bool has_option(const sql::Options& options, std::string_view name) {
    return std::any_of(options.begin(), options.end(), [&](const sql::Option& option) {
        return option.name == name && option.text != "false" && option.text != "off" && option.text != "0";
    });
}

Status check_columns(const StatementContext& context, Oid relation, const std::vector<std::string>& columns) {
    auto info = catalog::relation_info(context.catalog, relation);
    for (const std::string& column : columns) {
        if (catalog::find_column(context.catalog, relation, column)) continue;
        auto failure = error("42703", "column \"{}\" of relation \"{}\" does not exist", column, info ? info->name : "");
        failure.value().missing = {analyze::Missing::Kind::column, "", column, relation, {}};
        return failure;
    }
    return {};
}

}  // namespace

Status vacuum(StatementContext& context, const sql::VacuumStatement& statement) {
    if (statement.is_vacuum) BACKOUT_TRY(prevent_in_transaction_block(context, "VACUUM"));
    bool full = has_option(statement.options, "full");
    for (const auto& target : statement.relations) {
        if (!target.relation) continue;
        BACKOUT_ASSIGN(Oid oid, get_relation(context, *target.relation, false, "rmpf"));
        BACKOUT_TRY(check_columns(context, oid, target.columns));
        context.effects.lock(oid, full ? LockMode::access_exclusive : LockMode::share_update_exclusive);
        if (full) context.effects.rewrites.push_back({oid, Effects::RewriteReason::vacuum_full, 0});
    }
    return {};
}

Status cluster(StatementContext& context, const sql::ClusterStatement& statement) {
    if (!statement.relation) return prevent_in_transaction_block(context, "CLUSTER");
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *statement.relation, false, "rmp"));
    BACKOUT_ASSIGN(const Relation* table, get_user_relation(context, oid));
    Oid chosen = catalog::invalid_oid;
    for (Oid dependent : catalog::indexes_of(context.catalog, oid)) {
        const auto* index = context.catalog.find<Relation>(dependent);
        if (statement.index_name.empty() ? index->index->clustered : index->name == statement.index_name)
            chosen = dependent;
    }
    if (chosen == catalog::invalid_oid) {
        if (statement.index_name.empty())
            return error("42704", "there is no previously clustered index for table \"{}\"", table->name);
        return error("42704", "index \"{}\" for table \"{}\" does not exist", statement.index_name, table->name);
    }
    for (Oid dependent : catalog::indexes_of(context.catalog, oid)) {
        const auto* index = context.catalog.find<Relation>(dependent);
        bool clustered = dependent == chosen;
        if (index->index->clustered == clustered) continue;
        context.catalog.change<Relation>(dependent, [&](Relation& changed) {
            auto data = std::make_shared<catalog::IndexData>(*changed.index);
            data->clustered = clustered;
            changed.index = std::move(data);
        });
    }
    context.effects.lock(oid, LockMode::access_exclusive);
    context.effects.rewrites.push_back({oid, Effects::RewriteReason::cluster, 0});
    return {};
}

Status run_copy(StatementContext& context, const sql::CopyStatement& statement) {
    if (statement.query) {
        BACKOUT_ASSIGN(catalog::QueryPtr query, analyze::analyze_query(context.analysis(), *statement.query));
        return check_query_privileges(context, *query);
    }
    if (!statement.relation) return {};
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *statement.relation, false, "rpfvm"));
    const auto* relation = context.catalog.find<Relation>(oid);
    if (statement.is_from && relation && relation->kind == RelationKind::view) {
        bool has_trigger = !context.catalog.members_of_class<catalog::Trigger>(oid).empty();
        if (!has_trigger) return error("42809", "cannot copy to view \"{}\"", relation->name);
    }
    BACKOUT_TRY(check_columns(context, oid, statement.columns));
    context.effects.lock(oid, statement.is_from ? LockMode::row_exclusive : LockMode::access_share);
    if (statement.is_from) context.effects.data.push_back({Effects::Data::Kind::copy, oid, 0, {}, false});
    return {};
}

}  // namespace backout::simulate
