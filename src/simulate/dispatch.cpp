#include "simulate/permissions.h"
#include "simulate/statements.h"

namespace backout::simulate {

namespace {

/// The statement as its own type; the kind has been looked at.
template <class Node>
const Node& get(const sql::Statement& statement) {
    return static_cast<const Node&>(statement);
}

}  // namespace

Status check_grammar(const StatementContext& context, const sql::Statement& statement) {
    for (const sql::NewerSyntax& syntax : statement.newer) {
        if (context.major() >= syntax.since) continue;
        auto failure = error_at(syntax.location, syntax.sqlstate, "{}", syntax.message);
        failure.value().hint = syntax.hint;
        return failure;
    }
    return {};
}

Status execute_statement(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    BACKOUT_TRY(check_grammar(context, statement));
    BACKOUT_TRY(check_permissions(context, statement));
    switch (statement.kind) {
        case Kind::create_table: return create_table(context, get<sql::CreateTableStatement>(statement));
        case Kind::index: return create_index(context, get<sql::IndexStatement>(statement));
        case Kind::create_statistics: return create_statistics(context, get<sql::CreateStatisticsStatement>(statement));
        case Kind::alter_statistics: return alter_statistics(context, get<sql::AlterStatisticsStatement>(statement));
        case Kind::alter_table: return alter_table(context, get<sql::AlterTableStatement>(statement));
        case Kind::alter_table_move_all: return alter_table_move_all(context, get<sql::AlterTableMoveAllStatement>(statement));
        case Kind::view: return create_view(context, get<sql::ViewStatement>(statement));
        case Kind::create_table_as: return create_table_as(context, get<sql::CreateTableAsStatement>(statement));
        case Kind::refresh_materialized_view: return refresh_materialized_view(context, get<sql::RefreshMaterializedViewStatement>(statement));
        case Kind::create_rule: return create_rule(context, get<sql::CreateRuleStatement>(statement));
        case Kind::create_sequence: return create_sequence(context, get<sql::CreateSequenceStatement>(statement));
        case Kind::alter_sequence: return alter_sequence(context, get<sql::AlterSequenceStatement>(statement));
        case Kind::select: return run_select(context, get<sql::SelectStatement>(statement));
        case Kind::insert: return run_insert(context, get<sql::InsertStatement>(statement));
        case Kind::update: return run_update(context, get<sql::UpdateStatement>(statement));
        case Kind::delete_: return run_delete(context, get<sql::DeleteStatement>(statement));
        case Kind::merge: return run_merge(context, get<sql::MergeStatement>(statement));
        case Kind::copy: return run_copy(context, get<sql::CopyStatement>(statement));
        case Kind::truncate: return truncate(context, get<sql::TruncateStatement>(statement));
        case Kind::lock: return lock(context, get<sql::LockStatement>(statement));
        case Kind::explain: return explain(context, get<sql::ExplainStatement>(statement));
        case Kind::prepare: return prepare(context, get<sql::PrepareStatement>(statement));
        case Kind::execute: return run_execute(context, get<sql::ExecuteStatement>(statement));
        case Kind::deallocate: return deallocate(context, get<sql::DeallocateStatement>(statement));
        case Kind::declare_cursor: return declare_cursor(context, get<sql::DeclareCursorStatement>(statement));
        case Kind::fetch: return fetch(context, get<sql::FetchStatement>(statement));
        case Kind::close_portal: return close_portal(context, get<sql::ClosePortalStatement>(statement));
        case Kind::vacuum: return vacuum(context, get<sql::VacuumStatement>(statement));
        case Kind::cluster: return cluster(context, get<sql::ClusterStatement>(statement));
        case Kind::reindex: return reindex(context, get<sql::ReindexStatement>(statement));
        case Kind::create_function: return create_function(context, get<sql::CreateFunctionStatement>(statement));
        case Kind::alter_function: return alter_function(context, get<sql::AlterFunctionStatement>(statement));
        case Kind::do_: return run_do(context, get<sql::DoStatement>(statement));
        case Kind::call: return run_call(context, get<sql::CallStatement>(statement));
        case Kind::create_trigger: return create_trigger(context, get<sql::CreateTriggerStatement>(statement));
        case Kind::create_event_trigger: return create_event_trigger(context, get<sql::CreateEventTriggerStatement>(statement));
        case Kind::alter_event_trigger: return alter_event_trigger(context, get<sql::AlterEventTriggerStatement>(statement));
        case Kind::create_policy: return create_policy(context, get<sql::CreatePolicyStatement>(statement));
        case Kind::alter_policy: return alter_policy(context, get<sql::AlterPolicyStatement>(statement));
        case Kind::create_cast: return create_cast(context, get<sql::CreateCastStatement>(statement));
        case Kind::create_transform: return create_transform(context, get<sql::CreateTransformStatement>(statement));
        case Kind::create_conversion: return create_conversion(context, get<sql::CreateConversionStatement>(statement));
        case Kind::create_language: return create_language(context, get<sql::CreateLanguageStatement>(statement));
        case Kind::create_access_method: return create_access_method(context, get<sql::CreateAccessMethodStatement>(statement));
        case Kind::define: return define_object(context, get<sql::DefineStatement>(statement));
        case Kind::alter_operator: return alter_operator(context, get<sql::AlterOperatorStatement>(statement));
        case Kind::create_operator_class: return create_operator_class(context, get<sql::CreateOperatorClassStatement>(statement));
        case Kind::create_operator_family: return create_operator_family(context, get<sql::CreateOperatorFamilyStatement>(statement));
        case Kind::alter_operator_family: return alter_operator_family(context, get<sql::AlterOperatorFamilyStatement>(statement));
        case Kind::composite_type: return composite_type(context, get<sql::CompositeTypeStatement>(statement));
        case Kind::create_enum: return create_enum(context, get<sql::CreateEnumStatement>(statement));
        case Kind::alter_enum: return alter_enum(context, get<sql::AlterEnumStatement>(statement));
        case Kind::create_range: return create_range(context, get<sql::CreateRangeStatement>(statement));
        case Kind::create_domain: return create_domain(context, get<sql::CreateDomainStatement>(statement));
        case Kind::alter_domain: return alter_domain(context, get<sql::AlterDomainStatement>(statement));
        case Kind::alter_type: return alter_type(context, get<sql::AlterTypeStatement>(statement));
        case Kind::alter_collation: return alter_collation(context, get<sql::AlterCollationStatement>(statement));
        case Kind::drop: return run_drop(context, get<sql::DropStatement>(statement));
        case Kind::rename: return rename_object(context, get<sql::RenameStatement>(statement));
        case Kind::alter_object_schema: return alter_object_schema(context, get<sql::AlterObjectSchemaStatement>(statement));
        case Kind::alter_owner: return alter_owner(context, get<sql::AlterOwnerStatement>(statement));
        case Kind::alter_object_depends: return alter_object_depends(context, get<sql::AlterObjectDependsStatement>(statement));
        case Kind::comment: return comment_on(context, get<sql::CommentStatement>(statement));
        case Kind::security_label: return security_label(context, get<sql::SecurityLabelStatement>(statement));
        case Kind::create_schema: return create_schema(context, get<sql::CreateSchemaStatement>(statement));
        case Kind::create_extension: return create_extension(context, get<sql::CreateExtensionStatement>(statement));
        case Kind::alter_extension: return alter_extension(context, get<sql::AlterExtensionStatement>(statement));
        case Kind::alter_extension_contents: return alter_extension_contents(context, get<sql::AlterExtensionContentsStatement>(statement));
        case Kind::grant: return grant_privileges(context, get<sql::GrantStatement>(statement));
        case Kind::alter_default_privileges: return alter_default_privileges(context, get<sql::AlterDefaultPrivilegesStatement>(statement));
        case Kind::grant_role: return grant_role(context, get<sql::GrantRoleStatement>(statement));
        case Kind::create_role: return create_role(context, get<sql::CreateRoleStatement>(statement));
        case Kind::alter_role: return alter_role(context, get<sql::AlterRoleStatement>(statement));
        case Kind::alter_role_set: return alter_role_set(context, get<sql::AlterRoleSetStatement>(statement));
        case Kind::drop_role: return drop_role(context, get<sql::DropRoleStatement>(statement));
        case Kind::drop_owned: return drop_owned(context, get<sql::DropOwnedStatement>(statement));
        case Kind::reassign_owned: return reassign_owned(context, get<sql::ReassignOwnedStatement>(statement));
        case Kind::create_publication: return create_publication(context, get<sql::CreatePublicationStatement>(statement));
        case Kind::alter_publication: return alter_publication(context, get<sql::AlterPublicationStatement>(statement));
        case Kind::create_subscription: return create_subscription(context, get<sql::CreateSubscriptionStatement>(statement));
        case Kind::alter_subscription: return alter_subscription(context, get<sql::AlterSubscriptionStatement>(statement));
        case Kind::drop_subscription: return drop_subscription(context, get<sql::DropSubscriptionStatement>(statement));
        case Kind::create_foreign_data_wrapper: return create_foreign_data_wrapper(context, get<sql::CreateForeignDataWrapperStatement>(statement));
        case Kind::alter_foreign_data_wrapper: return alter_foreign_data_wrapper(context, get<sql::AlterForeignDataWrapperStatement>(statement));
        case Kind::create_foreign_server: return create_foreign_server(context, get<sql::CreateForeignServerStatement>(statement));
        case Kind::alter_foreign_server: return alter_foreign_server(context, get<sql::AlterForeignServerStatement>(statement));
        case Kind::create_user_mapping: return create_user_mapping(context, get<sql::CreateUserMappingStatement>(statement));
        case Kind::alter_user_mapping: return alter_user_mapping(context, get<sql::AlterUserMappingStatement>(statement));
        case Kind::drop_user_mapping: return drop_user_mapping(context, get<sql::DropUserMappingStatement>(statement));
        case Kind::import_foreign_schema: return import_foreign_schema(context, get<sql::ImportForeignSchemaStatement>(statement));
        case Kind::alter_ts_dictionary: return alter_ts_dictionary(context, get<sql::AlterTsDictionaryStatement>(statement));
        case Kind::alter_ts_configuration: return alter_ts_configuration(context, get<sql::AlterTsConfigurationStatement>(statement));
        case Kind::variable_set: return variable_set(context, get<sql::VariableSetStatement>(statement));
        case Kind::variable_show: return variable_show(context, get<sql::VariableShowStatement>(statement));
        case Kind::discard: return discard(context, get<sql::DiscardStatement>(statement));
        case Kind::constraints_set: return constraints_set(context, get<sql::ConstraintsSetStatement>(statement));
        case Kind::alter_system: return alter_system(context, get<sql::AlterSystemStatement>(statement));
        case Kind::alter_database: return alter_database(context, get<sql::AlterDatabaseStatement>(statement));
        case Kind::alter_database_set: return alter_database_set(context, get<sql::AlterDatabaseSetStatement>(statement));
        case Kind::create_database: return create_database(context, get<sql::CreateDatabaseStatement>(statement));
        case Kind::drop_database: return drop_database(context, get<sql::DropDatabaseStatement>(statement));
        case Kind::create_tablespace: return create_tablespace(context, get<sql::CreateTablespaceStatement>(statement));
        case Kind::drop_tablespace: return drop_tablespace(context, get<sql::DropTablespaceStatement>(statement));
        case Kind::alter_tablespace_options: return alter_tablespace_options(context, get<sql::AlterTablespaceOptionsStatement>(statement));
        case Kind::create_foreign_table: return create_table(context, get<sql::CreateTableStatement>(statement));
        // Of these nothing is left in the catalog, and nothing that this tool looks at can make them fail.
        case Kind::notify:
        case Kind::listen:
        case Kind::unlisten:
        case Kind::load:
        case Kind::checkpoint:
        case Kind::alter_database_refresh_collation: return {};
        case Kind::transaction: return unknown("transaction control is not possible here");
    }
    return unknown("this kind of statement is not simulated");
}

}  // namespace backout::simulate
