#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/statements.h"

/// Databases and tablespaces: outside every schema. What is checked is whether they may run where they stand.
namespace backout::simulate {

Status alter_database(StatementContext&, const sql::AlterDatabaseStatement&) { return {}; }
Status alter_database_set(StatementContext&, const sql::AlterDatabaseSetStatement&) { return {}; }

Status create_database(StatementContext& context, const sql::CreateDatabaseStatement&) {
    return prevent_in_transaction_block(context, "CREATE DATABASE");
}

Status drop_database(StatementContext& context, const sql::DropDatabaseStatement&) {
    return prevent_in_transaction_block(context, "DROP DATABASE");
}

Status create_tablespace(StatementContext& context, const sql::CreateTablespaceStatement& statement) {
    BACKOUT_TRY(prevent_in_transaction_block(context, "CREATE TABLESPACE"));
    if (context.catalog.find<catalog::Tablespace>(catalog::invalid_oid, statement.name))
        return error("42710", "tablespace \"{}\" already exists", statement.name);
    context.catalog.insert(context.make<catalog::Tablespace>(statement.name, catalog::invalid_oid));
    return {};
}

Status drop_tablespace(StatementContext& context, const sql::DropTablespaceStatement& statement) {
    BACKOUT_TRY(prevent_in_transaction_block(context, "DROP TABLESPACE"));
    const auto* tablespace = context.catalog.find<catalog::Tablespace>(catalog::invalid_oid, statement.name);
    if (tablespace)
        context.catalog.erase(tablespace->oid);
    else if (!statement.missing_ok)
        return error("42704", "tablespace \"{}\" does not exist", statement.name);
    return {};
}

Status alter_tablespace_options(StatementContext& context, const sql::AlterTablespaceOptionsStatement& statement) {
    if (statement.name != "pg_default" && statement.name != "pg_global" &&
        !context.catalog.find<catalog::Tablespace>(catalog::invalid_oid, statement.name))
        return error("42704", "tablespace \"{}\" does not exist", statement.name);
    return {};
}

}  // namespace backout::simulate
