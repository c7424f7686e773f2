#include "simulate/definition_options.h"
#include "simulate/names.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"
#include "simulate/table_tablespace.h"

/// REINDEX (ExecReindex, commands/indexcmds.c).
namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;

namespace {

using Target = sql::ReindexStatement::Target;

struct Request {
    bool concurrently = false;
    std::string tablespace;
};

Result<Request> read_options(const StatementContext& context, const sql::Options& options) {
    Request request;
    for (const sql::Option& option : options) {
        if (option.name == "concurrently") {
            BACKOUT_ASSIGN(request.concurrently, boolean_value(option));
        } else if (option.name == "verbose") {
            BACKOUT_TRY(boolean_value(option));
        } else if (option.name == "tablespace") {
            request.tablespace = option_text(option);
        } else {
            return error("42601", "unrecognized REINDEX option \"{}\"", option.name);
        }
    }
    if (request.concurrently) BACKOUT_TRY(prevent_in_transaction_block(context, "REINDEX CONCURRENTLY"));
    if (request.tablespace != "pg_global") BACKOUT_TRY(check_tablespace(context, request.tablespace));
    return request;
}

Status check_system_relation(const Request& request, std::string_view name) {
    if (request.concurrently) return error("0A000", "cannot reindex system catalogs concurrently");
    if (!request.tablespace.empty()) return error("0A000", "cannot move system relation \"{}\"", name);
    return {};
}

/// Indexes and TOAST tables of a fresh server's catalogs are not among the facts; their names tell them.
bool is_system_name(const sql::RangeVar& name) {
    return (name.schema.empty() || name.schema == "pg_catalog" || name.schema == "pg_toast") &&
           name.name.starts_with("pg_");
}

Status reindex_relation(StatementContext& context, const sql::ReindexStatement& statement, const Request& request) {
    const bool is_index = statement.target == Target::index;
    auto found = get_relation(context, *statement.relation, false, is_index ? "iI" : "rmp");
    if (!found && found.error().sqlstate == "42P01" && is_system_name(*statement.relation))
        return check_system_relation(request, statement.relation->name);
    BACKOUT_TRY(found);
    const Oid oid = *found;
    const auto* relation = context.catalog.find<Relation>(oid);
    if (!relation) return check_system_relation(request, statement.relation->name);
    if (is_index && !relation->is_index()) return error("42809", "\"{}\" is not an index", relation->name);
    const bool holds_rows = relation->is_table() || relation->kind == RelationKind::materialized_view;
    if (!is_index && !holds_rows)
        return error("42809", "\"{}\" is not a table or materialized view", relation->name);
    if (relation->kind == RelationKind::partitioned_table || relation->kind == RelationKind::partitioned_index)
        BACKOUT_TRY(prevent_in_transaction_block(context, is_index ? "REINDEX INDEX" : "REINDEX TABLE"));
    if (request.tablespace == "pg_global" && request.concurrently)
        return error("0A000", "cannot move non-shared relation to tablespace \"pg_global\"");
    BACKOUT_TRY(check_tablespace(context, request.tablespace));
    if (is_index && request.concurrently && relation->index && relation->index->exclusion)
        return error("0A000", "concurrent index creation for exclusion constraints is not supported");
    const Oid table = is_index && relation->index ? relation->index->table : oid;
    context.effects.lock(table, request.concurrently ? LockMode::share_update_exclusive : LockMode::share);
    if (is_index && !request.concurrently) context.effects.lock(oid, LockMode::access_exclusive);
    return {};
}

}  // namespace

Status reindex(StatementContext& context, const sql::ReindexStatement& statement) {
    BACKOUT_ASSIGN(const Request request, read_options(context, statement.options));
    switch (statement.target) {
        case Target::schema:
            BACKOUT_TRY(prevent_in_transaction_block(context, "REINDEX SCHEMA"));
            BACKOUT_TRY(get_namespace(context, statement.name));
            return {};
        case Target::system:
            BACKOUT_TRY(prevent_in_transaction_block(context, "REINDEX SYSTEM"));
            if (request.concurrently) return error("0A000", "cannot reindex system catalogs concurrently");
            return {};
        case Target::database: return prevent_in_transaction_block(context, "REINDEX DATABASE");
        case Target::index:
        case Target::table: break;
    }
    return reindex_relation(context, statement, request);
}

}  // namespace backout::simulate
