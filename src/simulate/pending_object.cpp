#include "simulate/statements.h"

namespace backout::simulate {

Status grant_role(StatementContext&, const sql::GrantRoleStatement&) { return unknown("not simulated"); }
Status create_role(StatementContext&, const sql::CreateRoleStatement&) { return unknown("not simulated"); }
Status alter_role(StatementContext&, const sql::AlterRoleStatement&) { return unknown("not simulated"); }
Status alter_role_set(StatementContext&, const sql::AlterRoleSetStatement&) { return unknown("not simulated"); }
Status drop_role(StatementContext&, const sql::DropRoleStatement&) { return unknown("not simulated"); }
Status drop_owned(StatementContext&, const sql::DropOwnedStatement&) { return unknown("not simulated"); }
Status reassign_owned(StatementContext&, const sql::ReassignOwnedStatement&) { return unknown("not simulated"); }
Status create_publication(StatementContext&, const sql::CreatePublicationStatement&) { return unknown("not simulated"); }
Status alter_publication(StatementContext&, const sql::AlterPublicationStatement&) { return unknown("not simulated"); }
Status create_subscription(StatementContext&, const sql::CreateSubscriptionStatement&) { return unknown("not simulated"); }
Status alter_subscription(StatementContext&, const sql::AlterSubscriptionStatement&) { return unknown("not simulated"); }
Status drop_subscription(StatementContext&, const sql::DropSubscriptionStatement&) { return unknown("not simulated"); }
Status create_foreign_data_wrapper(StatementContext&, const sql::CreateForeignDataWrapperStatement&) { return unknown("not simulated"); }
Status alter_foreign_data_wrapper(StatementContext&, const sql::AlterForeignDataWrapperStatement&) { return unknown("not simulated"); }
Status create_foreign_server(StatementContext&, const sql::CreateForeignServerStatement&) { return unknown("not simulated"); }
Status alter_foreign_server(StatementContext&, const sql::AlterForeignServerStatement&) { return unknown("not simulated"); }
Status create_user_mapping(StatementContext&, const sql::CreateUserMappingStatement&) { return unknown("not simulated"); }
Status alter_user_mapping(StatementContext&, const sql::AlterUserMappingStatement&) { return unknown("not simulated"); }
Status drop_user_mapping(StatementContext&, const sql::DropUserMappingStatement&) { return unknown("not simulated"); }
Status import_foreign_schema(StatementContext&, const sql::ImportForeignSchemaStatement&) { return unknown("not simulated"); }
Status alter_ts_dictionary(StatementContext&, const sql::AlterTsDictionaryStatement&) { return unknown("not simulated"); }
Status alter_ts_configuration(StatementContext&, const sql::AlterTsConfigurationStatement&) { return unknown("not simulated"); }
Status alter_database(StatementContext&, const sql::AlterDatabaseStatement&) { return unknown("not simulated"); }
Status alter_database_set(StatementContext&, const sql::AlterDatabaseSetStatement&) { return unknown("not simulated"); }
Status create_database(StatementContext&, const sql::CreateDatabaseStatement&) { return unknown("not simulated"); }
Status drop_database(StatementContext&, const sql::DropDatabaseStatement&) { return unknown("not simulated"); }
Status create_tablespace(StatementContext&, const sql::CreateTablespaceStatement&) { return unknown("not simulated"); }
Status drop_tablespace(StatementContext&, const sql::DropTablespaceStatement&) { return unknown("not simulated"); }
Status alter_tablespace_options(StatementContext&, const sql::AlterTablespaceOptionsStatement&) { return unknown("not simulated"); }

}  // namespace backout::simulate
