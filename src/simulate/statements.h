#pragma once

#include "simulate/context.h"

/// One function per kind of statement; `execute_statement` (dispatch.cpp) calls them. Each file of this folder that
/// simulates a family of statements defines some of them.
namespace backout::simulate {

// --- Tables and indexes ---------------------------------------------------------------------------------------
Status create_table(StatementContext& context, const sql::CreateTableStatement& statement);
Status create_index(StatementContext& context, const sql::IndexStatement& statement);
Status create_statistics(StatementContext& context, const sql::CreateStatisticsStatement& statement);
Status alter_statistics(StatementContext& context, const sql::AlterStatisticsStatement& statement);

// --- ALTER TABLE and what is like it --------------------------------------------------------------------------
Status alter_table(StatementContext& context, const sql::AlterTableStatement& statement);
Status alter_table_move_all(StatementContext& context, const sql::AlterTableMoveAllStatement& statement);

// --- Views, rules, queries and data ---------------------------------------------------------------------------
Status create_view(StatementContext& context, const sql::ViewStatement& statement);
Status create_table_as(StatementContext& context, const sql::CreateTableAsStatement& statement);
Status refresh_materialized_view(StatementContext& context, const sql::RefreshMaterializedViewStatement& statement);
Status create_rule(StatementContext& context, const sql::CreateRuleStatement& statement);
Status create_sequence(StatementContext& context, const sql::CreateSequenceStatement& statement);
Status alter_sequence(StatementContext& context, const sql::AlterSequenceStatement& statement);
Status run_select(StatementContext& context, const sql::SelectStatement& statement);
Status run_insert(StatementContext& context, const sql::InsertStatement& statement);
Status run_update(StatementContext& context, const sql::UpdateStatement& statement);
Status run_delete(StatementContext& context, const sql::DeleteStatement& statement);
Status run_merge(StatementContext& context, const sql::MergeStatement& statement);
Status run_copy(StatementContext& context, const sql::CopyStatement& statement);
Status truncate(StatementContext& context, const sql::TruncateStatement& statement);
Status lock(StatementContext& context, const sql::LockStatement& statement);
Status explain(StatementContext& context, const sql::ExplainStatement& statement);
Status prepare(StatementContext& context, const sql::PrepareStatement& statement);
Status run_execute(StatementContext& context, const sql::ExecuteStatement& statement);
Status deallocate(StatementContext& context, const sql::DeallocateStatement& statement);
Status declare_cursor(StatementContext& context, const sql::DeclareCursorStatement& statement);
Status fetch(StatementContext& context, const sql::FetchStatement& statement);
Status close_portal(StatementContext& context, const sql::ClosePortalStatement& statement);
Status vacuum(StatementContext& context, const sql::VacuumStatement& statement);
Status cluster(StatementContext& context, const sql::ClusterStatement& statement);
Status reindex(StatementContext& context, const sql::ReindexStatement& statement);

// --- Functions, triggers, policies, types, operators ----------------------------------------------------------
Status create_function(StatementContext& context, const sql::CreateFunctionStatement& statement);
Status alter_function(StatementContext& context, const sql::AlterFunctionStatement& statement);
Status run_do(StatementContext& context, const sql::DoStatement& statement);
Status run_call(StatementContext& context, const sql::CallStatement& statement);
Status create_trigger(StatementContext& context, const sql::CreateTriggerStatement& statement);
Status create_event_trigger(StatementContext& context, const sql::CreateEventTriggerStatement& statement);
Status alter_event_trigger(StatementContext& context, const sql::AlterEventTriggerStatement& statement);
Status create_policy(StatementContext& context, const sql::CreatePolicyStatement& statement);
Status alter_policy(StatementContext& context, const sql::AlterPolicyStatement& statement);
Status create_cast(StatementContext& context, const sql::CreateCastStatement& statement);
Status create_transform(StatementContext& context, const sql::CreateTransformStatement& statement);
Status create_conversion(StatementContext& context, const sql::CreateConversionStatement& statement);
Status create_language(StatementContext& context, const sql::CreateLanguageStatement& statement);
Status create_access_method(StatementContext& context, const sql::CreateAccessMethodStatement& statement);
Status define_object(StatementContext& context, const sql::DefineStatement& statement);
Status alter_operator(StatementContext& context, const sql::AlterOperatorStatement& statement);
Status create_operator_class(StatementContext& context, const sql::CreateOperatorClassStatement& statement);
Status create_operator_family(StatementContext& context, const sql::CreateOperatorFamilyStatement& statement);
Status alter_operator_family(StatementContext& context, const sql::AlterOperatorFamilyStatement& statement);
Status composite_type(StatementContext& context, const sql::CompositeTypeStatement& statement);
Status create_enum(StatementContext& context, const sql::CreateEnumStatement& statement);
Status alter_enum(StatementContext& context, const sql::AlterEnumStatement& statement);
Status create_range(StatementContext& context, const sql::CreateRangeStatement& statement);
Status create_domain(StatementContext& context, const sql::CreateDomainStatement& statement);
Status alter_domain(StatementContext& context, const sql::AlterDomainStatement& statement);
Status alter_type(StatementContext& context, const sql::AlterTypeStatement& statement);
Status alter_collation(StatementContext& context, const sql::AlterCollationStatement& statement);

// --- Objects of any kind, roles, privileges, settings ---------------------------------------------------------
Status run_drop(StatementContext& context, const sql::DropStatement& statement);
Status rename_object(StatementContext& context, const sql::RenameStatement& statement);
Status alter_object_schema(StatementContext& context, const sql::AlterObjectSchemaStatement& statement);
Status alter_owner(StatementContext& context, const sql::AlterOwnerStatement& statement);
Status alter_object_depends(StatementContext& context, const sql::AlterObjectDependsStatement& statement);
Status comment_on(StatementContext& context, const sql::CommentStatement& statement);
Status security_label(StatementContext& context, const sql::SecurityLabelStatement& statement);
Status create_schema(StatementContext& context, const sql::CreateSchemaStatement& statement);
Status create_extension(StatementContext& context, const sql::CreateExtensionStatement& statement);
Status alter_extension(StatementContext& context, const sql::AlterExtensionStatement& statement);
Status alter_extension_contents(StatementContext& context, const sql::AlterExtensionContentsStatement& statement);
Status grant_privileges(StatementContext& context, const sql::GrantStatement& statement);
Status alter_default_privileges(StatementContext& context, const sql::AlterDefaultPrivilegesStatement& statement);
Status grant_role(StatementContext& context, const sql::GrantRoleStatement& statement);
Status create_role(StatementContext& context, const sql::CreateRoleStatement& statement);
Status alter_role(StatementContext& context, const sql::AlterRoleStatement& statement);
Status alter_role_set(StatementContext& context, const sql::AlterRoleSetStatement& statement);
Status drop_role(StatementContext& context, const sql::DropRoleStatement& statement);
Status drop_owned(StatementContext& context, const sql::DropOwnedStatement& statement);
Status reassign_owned(StatementContext& context, const sql::ReassignOwnedStatement& statement);
Status create_publication(StatementContext& context, const sql::CreatePublicationStatement& statement);
Status alter_publication(StatementContext& context, const sql::AlterPublicationStatement& statement);
Status create_subscription(StatementContext& context, const sql::CreateSubscriptionStatement& statement);
Status alter_subscription(StatementContext& context, const sql::AlterSubscriptionStatement& statement);
Status drop_subscription(StatementContext& context, const sql::DropSubscriptionStatement& statement);
Status create_foreign_data_wrapper(StatementContext& context, const sql::CreateForeignDataWrapperStatement& statement);
Status alter_foreign_data_wrapper(StatementContext& context, const sql::AlterForeignDataWrapperStatement& statement);
Status create_foreign_server(StatementContext& context, const sql::CreateForeignServerStatement& statement);
Status alter_foreign_server(StatementContext& context, const sql::AlterForeignServerStatement& statement);
Status create_user_mapping(StatementContext& context, const sql::CreateUserMappingStatement& statement);
Status alter_user_mapping(StatementContext& context, const sql::AlterUserMappingStatement& statement);
Status drop_user_mapping(StatementContext& context, const sql::DropUserMappingStatement& statement);
Status import_foreign_schema(StatementContext& context, const sql::ImportForeignSchemaStatement& statement);
Status alter_ts_dictionary(StatementContext& context, const sql::AlterTsDictionaryStatement& statement);
Status alter_ts_configuration(StatementContext& context, const sql::AlterTsConfigurationStatement& statement);
Status variable_set(StatementContext& context, const sql::VariableSetStatement& statement);
Status variable_show(StatementContext& context, const sql::VariableShowStatement& statement);
Status discard(StatementContext& context, const sql::DiscardStatement& statement);
Status constraints_set(StatementContext& context, const sql::ConstraintsSetStatement& statement);
Status alter_system(StatementContext& context, const sql::AlterSystemStatement& statement);
Status alter_database(StatementContext& context, const sql::AlterDatabaseStatement& statement);
Status alter_database_set(StatementContext& context, const sql::AlterDatabaseSetStatement& statement);
Status create_database(StatementContext& context, const sql::CreateDatabaseStatement& statement);
Status drop_database(StatementContext& context, const sql::DropDatabaseStatement& statement);
Status create_tablespace(StatementContext& context, const sql::CreateTablespaceStatement& statement);
Status drop_tablespace(StatementContext& context, const sql::DropTablespaceStatement& statement);
Status alter_tablespace_options(StatementContext& context, const sql::AlterTablespaceOptionsStatement& statement);

}  // namespace backout::simulate
