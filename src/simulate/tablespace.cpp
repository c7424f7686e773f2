#include <algorithm>
#include <array>

#include "simulate/names.h"
#include "simulate/statements.h"

/// Tablespaces (commands/tablespace.c).
namespace backout::simulate {

using catalog::Relation;
using catalog::Tablespace;

namespace {

/// tablespace_reloptions (access/common/reloptions.c)
Status check_options(const sql::Options& options, bool reset) {
    static constexpr auto known = std::to_array<std::string_view>(
        {"random_page_cost", "seq_page_cost", "effective_io_concurrency", "maintenance_io_concurrency"});
    for (const sql::Option& option : options) {
        if (reset && option.kind != sql::Option::Kind::none)
            return error("42601", "RESET must not include values for parameters");
        if (!reset && std::find(known.begin(), known.end(), option.name) == known.end())
            return error("22023", "unrecognized parameter \"{}\"", option.name);
    }
    return {};
}

/// Tablespaces in the data directory, with an empty path, are for tests (allow_in_place_tablespaces, since 15).
Status check_location(const StatementContext& context, const std::string& directory) {
    if (directory.find('\'') != std::string::npos)
        return error("42602", "tablespace location cannot contain single quotes");
    const std::string_view allowed = context.session.setting("allow_in_place_tablespaces");
    const bool in_place = directory.empty() && (allowed == "on" || allowed == "true");
    if (!in_place && !directory.starts_with('/'))
        return error("42P17", "tablespace location must be an absolute path");
    return {};
}

/// A tablespace with files in it stays; a partitioned relation has none, but what is made in it would go there.
Status check_unused(const Catalog& catalog, const std::string& name) {
    bool has_files = false;
    for (const auto* relation : catalog.all_of_class<Relation>()) {
        if (relation->tablespace != name) continue;
        const bool has_storage = relation->kind != catalog::RelationKind::partitioned_table &&
                                 relation->kind != catalog::RelationKind::partitioned_index;
        if (!has_storage && catalog.major_number() >= 14)
            return error("2BP01", "tablespace \"{}\" cannot be dropped because some objects depend on it", name);
        has_files |= has_storage;
    }
    if (has_files) return error("55000", "tablespace \"{}\" is not empty", name);
    return {};
}

}  // namespace

Status create_tablespace(StatementContext& context, const sql::CreateTablespaceStatement& statement) {
    BACKOUT_TRY(prevent_in_transaction_block(context, "CREATE TABLESPACE"));
    BACKOUT_TRY(check_location(context, statement.directory));
    if (statement.name.starts_with("pg_"))
        return error("42939", "unacceptable tablespace name \"{}\"", statement.name);
    if (context.catalog.find<Tablespace>(catalog::invalid_oid, statement.name))
        return error("42710", "tablespace \"{}\" already exists", statement.name);
    BACKOUT_TRY(check_options(statement.options, false));
    auto tablespace = context.make<Tablespace>(statement.name, catalog::invalid_oid);
    if (statement.owner) {
        BACKOUT_ASSIGN(tablespace->owner, get_role(context, *statement.owner));
    }
    context.catalog.insert(std::move(tablespace));
    return {};
}

Status drop_tablespace(StatementContext& context, const sql::DropTablespaceStatement& statement) {
    BACKOUT_TRY(prevent_in_transaction_block(context, "DROP TABLESPACE"));
    const auto* tablespace = context.catalog.find<Tablespace>(catalog::invalid_oid, statement.name);
    if (!tablespace) {
        if (!statement.missing_ok) return error("42704", "tablespace \"{}\" does not exist", statement.name);
        context.effects.skipped = true;
        context.effects.notice(fmt::format("tablespace \"{}\" does not exist, skipping", statement.name));
        return {};
    }
    BACKOUT_TRY(check_unused(context.catalog, statement.name));
    context.catalog.erase(tablespace->oid);
    return {};
}

Status alter_tablespace_options(StatementContext& context, const sql::AlterTablespaceOptionsStatement& statement) {
    if (statement.name != "pg_default" && statement.name != "pg_global" &&
        !context.catalog.find<Tablespace>(catalog::invalid_oid, statement.name))
        return error("42704", "tablespace \"{}\" does not exist", statement.name);
    return check_options(statement.options, statement.reset);
}

}  // namespace backout::simulate
