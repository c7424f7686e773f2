#include <algorithm>
#include <array>

#include "simulate/definition_options.h"
#include "simulate/current_database.h"
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

constexpr Oid fdw_handler_type = 3115;
constexpr Oid text_array_type = 1009;
constexpr Oid oid_type = 26;
constexpr Oid postgresql_fdw_validator = 2316;

/// lookup_fdw_handler_func
Result<Oid> handler_function(StatementContext& context, const sql::Names& names) {
    BACKOUT_ASSIGN(const Oid function, exact_function(context, names, {}));
    const auto info = catalog::function_info(context.catalog, function);
    if (info && info->return_type != fdw_handler_type)
        return error("42809", "function {} must return type fdw_handler", display_name(names));
    return function;
}

/// HANDLER and VALIDATOR, or NO HANDLER and NO VALIDATOR (parse_func_options).
Status set_functions(StatementContext& context, ForeignDataWrapper& wrapper, const sql::Options& functions) {
    for (auto option = functions.begin(); option != functions.end(); ++option) {
        if (std::any_of(functions.begin(), option, [&](const auto& before) { return before.name == option->name; }))
            return error("42601", "conflicting or redundant options");
        Oid& target = option->name == "handler" ? wrapper.handler : wrapper.validator;
        std::erase_if(wrapper.dependencies,
                      [&](const catalog::Dependency& dependency) { return dependency.referenced.oid == target; });
        if (option->names.empty()) {
            target = catalog::invalid_oid;
            continue;
        }
        if (option->name == "handler") {
            BACKOUT_ASSIGN(target, handler_function(context, option->names));
        } else {
            BACKOUT_ASSIGN(target, exact_function(context, option->names, {text_array_type, oid_type}));
        }
        depend(wrapper, {target, 0});
    }
    return {};
}

enum class OptionsOwner : std::uint8_t { wrapper, server, user_mapping };

/// Options that postgresql_fdw_validator takes (foreign/foreign.c).
bool is_connection_option(std::string_view name, OptionsOwner owner, int major) {
    static constexpr auto of_mapping = std::to_array<std::string_view>({"user", "password"});
    static constexpr auto of_server = std::to_array<std::string_view>(
        {"authtype", "service", "connect_timeout", "dbname", "host", "hostaddr", "port", "tty", "options", "requiressl",
         "sslmode", "gsslib"});
    if (owner == OptionsOwner::user_mapping)
        return std::find(of_mapping.begin(), of_mapping.end(), name) != of_mapping.end();
    if (owner != OptionsOwner::server) return false;
    return std::find(of_server.begin(), of_server.end(), name) != of_server.end() ||
           (name == "gssdelegation" && major >= 17);
}

/// What the wrapper's validator says of the options, where it is the server's own; others are not run.
Status validate_options(const StatementContext& context, Oid wrapper_oid, OptionsOwner owner,
                        const catalog::OptionList& options) {
    const auto* wrapper = context.catalog.find<ForeignDataWrapper>(wrapper_oid);
    if (!wrapper || wrapper->validator != postgresql_fdw_validator) return {};
    for (const auto& [name, value] : options)
        if (!is_connection_option(name, owner, context.major()))
            return error("42601", "invalid option \"{}\"", name);
    return {};
}

}  // namespace

Status create_foreign_data_wrapper(StatementContext& context, const sql::CreateForeignDataWrapperStatement& statement) {
    if (context.catalog.find<ForeignDataWrapper>(catalog::invalid_oid, statement.name))
        return error("42710", "foreign-data wrapper \"{}\" already exists", statement.name);
    auto wrapper = context.make<ForeignDataWrapper>(statement.name, catalog::invalid_oid);
    BACKOUT_TRY(set_functions(context, *wrapper, statement.functions));
    BACKOUT_ASSIGN(wrapper->options, generic_options({}, statement.options));
    const Oid oid = wrapper->oid;
    const catalog::OptionList options = wrapper->options;
    context.catalog.insert(std::move(wrapper));
    return validate_options(context, oid, OptionsOwner::wrapper, options);
}

Status alter_foreign_data_wrapper(StatementContext& context, const sql::AlterForeignDataWrapperStatement& statement) {
    const auto* wrapper = context.catalog.find<ForeignDataWrapper>(catalog::invalid_oid, statement.name);
    if (!wrapper) return error("42704", "foreign-data wrapper \"{}\" does not exist", statement.name);
    const Oid oid = wrapper->oid;
    auto changed = std::static_pointer_cast<ForeignDataWrapper>(wrapper->clone());
    BACKOUT_TRY(set_functions(context, *changed, statement.functions));
    BACKOUT_ASSIGN(changed->options, generic_options(wrapper->options, statement.options));
    const catalog::OptionList options = changed->options;
    context.catalog.insert(std::move(changed));
    // What was valid before a new validator came is not looked at again.
    return statement.options.empty() ? Status{} : validate_options(context, oid, OptionsOwner::wrapper, options);
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
    BACKOUT_TRY(validate_options(context, server->wrapper, OptionsOwner::server, server->options));
    context.catalog.insert(std::move(server));
    return {};
}

Status alter_foreign_server(StatementContext& context, const sql::AlterForeignServerStatement& statement) {
    BACKOUT_ASSIGN(const ForeignServer* server, get_server(context, statement.name));
    auto changed = std::static_pointer_cast<ForeignServer>(server->clone());
    if (statement.has_version) changed->version = statement.version;
    BACKOUT_ASSIGN(changed->options, generic_options(server->options, statement.options));
    if (!statement.options.empty())
        BACKOUT_TRY(validate_options(context, server->wrapper, OptionsOwner::server, changed->options));
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
    BACKOUT_TRY(validate_options(context, server->wrapper, OptionsOwner::user_mapping, mapping->options));
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
    if (!statement.options.empty())
        BACKOUT_TRY(validate_options(context, server->wrapper, OptionsOwner::user_mapping, changed->options));
    context.catalog.insert(std::move(changed));
    return {};
}

Status drop_user_mapping(StatementContext& context, const sql::DropUserMappingStatement& statement) {
    const auto* server = context.catalog.find<ForeignServer>(catalog::invalid_oid, statement.server);
    if (!server && !statement.missing_ok) return error("42704", "server \"{}\" does not exist", statement.server);
    const UserMapping* mapping = nullptr;
    bool named = statement.user.kind == sql::RoleSpec::Kind::named;
    if (statement.missing_ok && named && catalog::find_role(context.catalog, statement.user.name) == catalog::invalid_oid &&
        is_fresh_server(context.catalog)) {
        context.effects.notice(fmt::format("role \"{}\" does not exist, skipping", statement.user.name));
    } else if (server) {
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
    BACKOUT_ASSIGN(const ForeignServer* server, get_server(context, statement.server));
    BACKOUT_TRY(get_namespace(context, statement.local_schema));
    const auto* wrapper = context.catalog.find<ForeignDataWrapper>(server->wrapper);
    if (wrapper && wrapper->handler == catalog::invalid_oid)
        return error("55000", "foreign-data wrapper \"{}\" has no handler", wrapper->name);
    return unknown("IMPORT FOREIGN SCHEMA makes what the other server has");
}

}  // namespace backout::simulate
