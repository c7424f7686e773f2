#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/statements.h"

/// Databases: outside every schema. What is checked is whether they may run where they stand.
namespace backout::simulate {

Status alter_database(StatementContext&, const sql::AlterDatabaseStatement&) { return {}; }
Status alter_database_set(StatementContext&, const sql::AlterDatabaseSetStatement&) { return {}; }

Status create_database(StatementContext& context, const sql::CreateDatabaseStatement&) {
    return prevent_in_transaction_block(context, "CREATE DATABASE");
}

Status drop_database(StatementContext& context, const sql::DropDatabaseStatement&) {
    return prevent_in_transaction_block(context, "DROP DATABASE");
}

}  // namespace backout::simulate
