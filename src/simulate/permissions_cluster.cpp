#include "catalog/builtin/extension.h"
#include "simulate/current_database.h"
#include "simulate/permissions.h"

/// Schemas, extensions, publications, foreign data, databases and tablespaces.
namespace backout::simulate {

using sql::ObjectKind;

namespace {

Status check_named(StatementContext& context, ObjectKind kind, const std::string& name) {
    sql::ObjectReference reference;
    reference.names = {name};
    return check_object_ownership(context, kind, reference);
}

Status check_create_schema(StatementContext& context, const sql::CreateSchemaStatement& statement) {
    BACKOUT_TRY(check_database_privilege(context, catalog::privilege_create));
    bool named = statement.authorization && statement.authorization->kind == sql::RoleSpec::Kind::named;
    Oid owner = named ? catalog::find_role(context.catalog, statement.authorization->name) : catalog::invalid_oid;
    return owner == catalog::invalid_oid ? Status{} : check_can_set_role(context, owner);
}

/// A trusted extension needs CREATE on the database only (extension.c, execute_extension_script).
Status check_create_extension(StatementContext& context, const sql::CreateExtensionStatement& statement) {
    const auto* fact = catalog::builtin::find_extension(context.catalog.major(), statement.name);
    bool exists = context.catalog.find<catalog::Extension>(catalog::invalid_oid, statement.name);
    if (!fact || !fact->superuser || exists) return {};
    if (fact->trusted && check_database_privilege(context, catalog::privilege_create)) return {};
    return error("42501", "permission denied to create extension \"{}\"", statement.name);
}

Status check_published(StatementContext& context, const std::vector<sql::PublicationObject>& objects) {
    for (const sql::PublicationObject& object : objects) {
        if (object.kind != sql::PublicationObject::Kind::table)
            return error("42501", "must be superuser to create FOR TABLES IN SCHEMA publication");
        if (object.relation) BACKOUT_TRY(check_relation_owner(context, *object.relation));
    }
    return {};
}

Status check_create_publication(StatementContext& context, const sql::CreatePublicationStatement& statement) {
    BACKOUT_TRY(check_database_privilege(context, catalog::privilege_create));
    if (statement.for_all_tables) return error("42501", "must be superuser to create FOR ALL TABLES publication");
    return check_published(context, statement.objects);
}

Status check_create_subscription(StatementContext& context) {
    if (context.major() < 16) return error("42501", "must be superuser to create subscriptions");
    Oid group = catalog::find_role(context.catalog, "pg_create_subscription");
    if (!has_privileges_of_role(context.catalog, context.session.state.current_role, group))
        return error("42501", "permission denied to create subscription");
    return check_database_privilege(context, catalog::privilege_create);
}

Status check_create_server(StatementContext& context, const sql::CreateForeignServerStatement& statement) {
    const auto* wrapper = context.catalog.find<catalog::ForeignDataWrapper>(catalog::invalid_oid, statement.wrapper);
    if (!wrapper) return {};
    return check_privilege(context, ObjectClass::foreign_data_wrapper, wrapper->oid, catalog::privilege_usage);
}

/// A server's owner makes mappings for all, others with USAGE for themselves (user_mapping_ddl_aclcheck).
Status check_user_mapping(StatementContext& context, const sql::RoleSpec& user, const std::string& name) {
    const auto* server = context.catalog.find<catalog::ForeignServer>(catalog::invalid_oid, name);
    Oid role = context.session.state.current_role;
    if (!server || owns(context.catalog, server->oid, role)) return {};
    bool is_own = user.kind == sql::RoleSpec::Kind::current_role || user.kind == sql::RoleSpec::Kind::current_user ||
                  (user.kind == sql::RoleSpec::Kind::named && catalog::find_role(context.catalog, user.name) == role);
    if (!is_own) return not_owner("foreign server", name);
    return check_privilege(context, ObjectClass::foreign_server, server->oid, catalog::privilege_usage);
}

Status check_import(StatementContext& context, const sql::ImportForeignSchemaStatement& statement) {
    const auto* server = context.catalog.find<catalog::ForeignServer>(catalog::invalid_oid, statement.server);
    if (!server) return {};
    BACKOUT_TRY(check_privilege(context, ObjectClass::foreign_server, server->oid, catalog::privilege_usage));
    return check_schema_create(context, catalog::find_namespace(context.catalog, statement.local_schema));
}

Status check_foreign_data(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::create_foreign_data_wrapper: {
            const auto& create = static_cast<const sql::CreateForeignDataWrapperStatement&>(statement);
            return error("42501", "permission denied to create foreign-data wrapper \"{}\"", create.name);
        }
        case Kind::alter_foreign_data_wrapper: {
            const auto& alter = static_cast<const sql::AlterForeignDataWrapperStatement&>(statement);
            return error("42501", "permission denied to alter foreign-data wrapper \"{}\"", alter.name);
        }
        case Kind::create_foreign_server:
            return check_create_server(context, static_cast<const sql::CreateForeignServerStatement&>(statement));
        case Kind::alter_foreign_server:
            return check_named(context, ObjectKind::foreign_server,
                               static_cast<const sql::AlterForeignServerStatement&>(statement).name);
        case Kind::create_user_mapping: {
            const auto& create = static_cast<const sql::CreateUserMappingStatement&>(statement);
            return check_user_mapping(context, create.user, create.server);
        }
        case Kind::alter_user_mapping: {
            const auto& alter = static_cast<const sql::AlterUserMappingStatement&>(statement);
            return check_user_mapping(context, alter.user, alter.server);
        }
        case Kind::drop_user_mapping: {
            const auto& drop = static_cast<const sql::DropUserMappingStatement&>(statement);
            return check_user_mapping(context, drop.user, drop.server);
        }
        case Kind::import_foreign_schema:
            return check_import(context, static_cast<const sql::ImportForeignSchemaStatement&>(statement));
        default: return {};
    }
}

}  // namespace

Status check_cluster_permissions(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::create_schema:
            return check_create_schema(context, static_cast<const sql::CreateSchemaStatement&>(statement));
        case Kind::create_extension:
            return check_create_extension(context, static_cast<const sql::CreateExtensionStatement&>(statement));
        case Kind::alter_extension:
            return check_named(context, ObjectKind::extension, static_cast<const sql::AlterExtensionStatement&>(statement).name);
        case Kind::alter_extension_contents: {
            const auto& alter = static_cast<const sql::AlterExtensionContentsStatement&>(statement);
            BACKOUT_TRY(check_named(context, ObjectKind::extension, alter.name));
            return check_object_ownership(context, alter.object, alter.reference);
        }
        case Kind::create_event_trigger: {
            const auto& create = static_cast<const sql::CreateEventTriggerStatement&>(statement);
            return error("42501", "permission denied to create event trigger \"{}\"", create.name);
        }
        case Kind::alter_event_trigger:
            return check_named(context, ObjectKind::event_trigger,
                               static_cast<const sql::AlterEventTriggerStatement&>(statement).name);
        case Kind::create_publication:
            return check_create_publication(context, static_cast<const sql::CreatePublicationStatement&>(statement));
        case Kind::alter_publication: {
            const auto& alter = static_cast<const sql::AlterPublicationStatement&>(statement);
            BACKOUT_TRY(check_named(context, ObjectKind::publication, alter.name));
            bool adds = alter.action != sql::AlterPublicationStatement::Action::drop &&
                        context.catalog.find<catalog::Publication>(catalog::invalid_oid, alter.name);
            return adds ? check_published(context, alter.objects) : Status{};
        }
        case Kind::create_subscription: return check_create_subscription(context);
        case Kind::alter_subscription:
            return check_named(context, ObjectKind::subscription,
                               static_cast<const sql::AlterSubscriptionStatement&>(statement).name);
        case Kind::drop_subscription:
            return check_named(context, ObjectKind::subscription,
                               static_cast<const sql::DropSubscriptionStatement&>(statement).name);
        case Kind::create_database:
            if (may_create_database(context.catalog, context.session.state.current_role)) return {};
            return error("42501", "permission denied to create database");
        case Kind::drop_database:
            return check_named(context, ObjectKind::database, static_cast<const sql::DropDatabaseStatement&>(statement).name);
        case Kind::alter_database:
            return check_named(context, ObjectKind::database, static_cast<const sql::AlterDatabaseStatement&>(statement).name);
        case Kind::alter_database_set:
            return check_named(context, ObjectKind::database,
                               static_cast<const sql::AlterDatabaseSetStatement&>(statement).name);
        case Kind::create_tablespace: {
            const auto& create = static_cast<const sql::CreateTablespaceStatement&>(statement);
            return error("42501", "permission denied to create tablespace \"{}\"", create.name);
        }
        case Kind::drop_tablespace:
            return check_named(context, ObjectKind::tablespace,
                               static_cast<const sql::DropTablespaceStatement&>(statement).name);
        case Kind::alter_tablespace_options:
            return check_named(context, ObjectKind::tablespace,
                               static_cast<const sql::AlterTablespaceOptionsStatement&>(statement).name);
        default: return check_foreign_data(context, statement);
    }
}

}  // namespace backout::simulate
