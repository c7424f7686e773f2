#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/reloptions.h"
#include "simulate/statements.h"

/// Foreign-data wrappers, servers and user mappings (commands/foreigncmds.c).
namespace backout::simulate {

using catalog::ForeignDataWrapper;
using catalog::ForeignServer;
using catalog::UserMapping;

namespace {

/// A wrapper that an extension brings is not an object of its own here; that it may be there is all that is known.
bool extension_may_bring_wrapper(const Catalog& catalog, const std::string& name) {
    for (const auto* extension : catalog.all_of_class<catalog::Extension>())
        if (extension->name == name || !extension->known || extension->name.ends_with("_fdw")) return true;
    return false;
}

Result<const ForeignServer*> get_server(const StatementContext& context, const std::string& name) {
    if (const auto* server = context.catalog.find<ForeignServer>(catalog::invalid_oid, name)) return server;
    return error("42704", "server \"{}\" does not exist", name);
}

/// The role of a mapping and the name that it is listed by; 0 and "public" for PUBLIC.
Result<std::pair<Oid, std::string>> mapped_user(StatementContext& context, const sql::RoleSpec& user) {
    if (user.kind == sql::RoleSpec::Kind::public_) return std::pair(catalog::invalid_oid, std::string("public"));
    BACKOUT_ASSIGN(Oid oid, get_role(context, user));
    return std::pair(oid, catalog::role_name(context.catalog, oid));
}

void set_functions(ForeignDataWrapper& wrapper, const sql::Options& functions, const StatementContext& context) {
    for (const sql::Option& option : functions) {
        Oid function = catalog::invalid_oid;
        if (!option.names.empty())
            for (const auto& candidate : catalog::functions_named(context.catalog, context.path, option.names.back()))
                function = candidate.oid;
        if (option.name == "handler") wrapper.handler = function;
        if (option.name == "validator") wrapper.validator = function;
    }
}

}  // namespace

Status create_foreign_data_wrapper(StatementContext& context, const sql::CreateForeignDataWrapperStatement& statement) {
    if (context.catalog.find<ForeignDataWrapper>(catalog::invalid_oid, statement.name))
        return error("42710", "foreign-data wrapper \"{}\" already exists", statement.name);
    auto wrapper = context.make<ForeignDataWrapper>(statement.name, catalog::invalid_oid);
    set_functions(*wrapper, statement.functions, context);
    for (Oid function : {wrapper->handler, wrapper->validator})
        if (function != catalog::invalid_oid) depend(*wrapper, {function, 0});
    BACKOUT_ASSIGN(wrapper->options, generic_options({}, statement.options));
    context.catalog.insert(std::move(wrapper));
    return {};
}

Status alter_foreign_data_wrapper(StatementContext& context, const sql::AlterForeignDataWrapperStatement& statement) {
    const auto* wrapper = context.catalog.find<ForeignDataWrapper>(catalog::invalid_oid, statement.name);
    if (!wrapper) return error("42704", "foreign-data wrapper \"{}\" does not exist", statement.name);
    auto changed = std::static_pointer_cast<ForeignDataWrapper>(wrapper->clone());
    set_functions(*changed, statement.functions, context);
    BACKOUT_ASSIGN(changed->options, generic_options(wrapper->options, statement.options));
    context.catalog.insert(std::move(changed));
    return {};
}

Status create_foreign_server(StatementContext& context, const sql::CreateForeignServerStatement& statement) {
    if (const auto* existing = context.catalog.find<ForeignServer>(catalog::invalid_oid, statement.name)) {
        if (!statement.if_not_exists) return error("42710", "server \"{}\" already exists", statement.name);
        context.effects.skipped = true;
        context.effects.skipped_for = existing->oid;
        context.effects.notice(fmt::format("server \"{}\" already exists, skipping", statement.name), "42710");
        return {};
    }
    auto server = context.make<ForeignServer>(statement.name, catalog::invalid_oid);
    const auto* wrapper = context.catalog.find<ForeignDataWrapper>(catalog::invalid_oid, statement.wrapper);
    if (!wrapper && !extension_may_bring_wrapper(context.catalog, statement.wrapper))
        return error("42704", "foreign-data wrapper \"{}\" does not exist", statement.wrapper);
    if (wrapper) {
        server->wrapper = wrapper->oid;
        depend(*server, {wrapper->oid, 0});
    } else {
        for (const auto* extension : context.catalog.all_of_class<catalog::Extension>())
            if (extension->name == statement.wrapper) depend(*server, {extension->oid, 0});
    }
    server->type = statement.type;
    server->version = statement.version;
    BACKOUT_ASSIGN(server->options, generic_options({}, statement.options));
    context.catalog.insert(std::move(server));
    return {};
}

Status alter_foreign_server(StatementContext& context, const sql::AlterForeignServerStatement& statement) {
    BACKOUT_ASSIGN(const ForeignServer* server, get_server(context, statement.name));
    auto changed = std::static_pointer_cast<ForeignServer>(server->clone());
    if (statement.has_version) changed->version = statement.version;
    BACKOUT_ASSIGN(changed->options, generic_options(server->options, statement.options));
    context.catalog.insert(std::move(changed));
    return {};
}

Status create_user_mapping(StatementContext& context, const sql::CreateUserMappingStatement& statement) {
    BACKOUT_ASSIGN(auto user, mapped_user(context, statement.user));
    BACKOUT_ASSIGN(const ForeignServer* server, get_server(context, statement.server));
    if (const auto* existing = context.catalog.find<UserMapping>(server->oid, user.second)) {
        if (!statement.if_not_exists)
            return error("42710", "user mapping for \"{}\" already exists for server \"{}\"", user.second, server->name);
        context.effects.skipped = true;
        context.effects.skipped_for = existing->oid;
        return {};
    }
    auto mapping = context.make<UserMapping>(user.second, server->oid);
    mapping->user = user.first;
    depend(*mapping, {server->oid, 0});
    BACKOUT_ASSIGN(mapping->options, generic_options({}, statement.options));
    context.catalog.insert(std::move(mapping));
    return {};
}

Status alter_user_mapping(StatementContext& context, const sql::AlterUserMappingStatement& statement) {
    BACKOUT_ASSIGN(auto user, mapped_user(context, statement.user));
    BACKOUT_ASSIGN(const ForeignServer* server, get_server(context, statement.server));
    const auto* mapping = context.catalog.find<UserMapping>(server->oid, user.second);
    if (!mapping)
        return error("42704", "user mapping for \"{}\" does not exist for server \"{}\"", user.second, server->name);
    auto changed = std::static_pointer_cast<UserMapping>(mapping->clone());
    BACKOUT_ASSIGN(changed->options, generic_options(mapping->options, statement.options));
    context.catalog.insert(std::move(changed));
    return {};
}

Status drop_user_mapping(StatementContext& context, const sql::DropUserMappingStatement& statement) {
    const auto* server = context.catalog.find<ForeignServer>(catalog::invalid_oid, statement.server);
    if (!server && !statement.missing_ok) return error("42704", "server \"{}\" does not exist", statement.server);
    const UserMapping* mapping = nullptr;
    if (server) {
        BACKOUT_ASSIGN(auto user, mapped_user(context, statement.user));
        mapping = context.catalog.find<UserMapping>(server->oid, user.second);
        if (!mapping && !statement.missing_ok)
            return error("42704", "user mapping for \"{}\" does not exist for server \"{}\"", user.second, server->name);
    }
    if (mapping)
        context.catalog.erase(mapping->oid);
    else
        context.effects.skipped = true;
    return {};
}

Status import_foreign_schema(StatementContext& context, const sql::ImportForeignSchemaStatement& statement) {
    BACKOUT_TRY(get_server(context, statement.server));
    BACKOUT_TRY(get_namespace(context, statement.local_schema));
    return unknown("IMPORT FOREIGN SCHEMA makes what the other server has");
}

}  // namespace backout::simulate
