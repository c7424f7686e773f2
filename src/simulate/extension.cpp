#include "catalog/builtin/extension.h"
#include "catalog/builtin/extension_comment.h"

#include <algorithm>

#include "simulate/drop.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/statements.h"

namespace backout::simulate {

using catalog::Extension;
using catalog::Namespace;
using catalog::builtin::ExtensionFact;

namespace {

const sql::Option* find_option(const sql::Options& options, std::string_view name) {
    for (const sql::Option& option : options)
        if (option.name == name) return &option;
    return nullptr;
}

/// The schema that an extension's control file asks for is made when it isn't there.
Oid own_schema(StatementContext& context, std::string_view name, Oid extension) {
    Oid oid = catalog::find_namespace(context.catalog, name);
    if (oid != catalog::invalid_oid) return oid;
    auto schema = context.make<Namespace>(std::string(name), catalog::invalid_oid);
    depend(*schema, {extension, 0}, catalog::DependencyType::extension);
    oid = schema->oid;
    context.catalog.insert(std::move(schema));
    return oid;
}

Result<Oid> schema_for(StatementContext& context, const sql::CreateExtensionStatement& statement,
                       const ExtensionFact* fact, Oid extension) {
    const sql::Option* schema = find_option(statement.options, "schema");
    if (schema) {
        BACKOUT_ASSIGN(Oid named, get_namespace(context, schema->text));
        bool other = fact && !fact->schema.empty() && fact->schema.view() != schema->text;
        if (other)
            return error("0A000", "extension \"{}\" must be installed in schema \"{}\"", statement.name,
                         fact->schema.view());
        return named;
    }
    if (fact && !fact->schema.empty()) return own_schema(context, fact->schema, extension);
    if (context.path.creation == catalog::invalid_oid)
        return error("42704", "no schema has been selected to create in");
    return context.path.creation;
}

Status install(StatementContext& context, const sql::CreateExtensionStatement& statement);

/// CREATE EXTENSION of what is required, under CASCADE; else 42704.
Status install_required(StatementContext& context, const sql::CreateExtensionStatement& statement,
                        const ExtensionFact& fact, Extension& extension) {
    bool cascade = find_option(statement.options, "cascade") != nullptr;
    for (std::string_view required : fact.required) {
        const auto* installed = context.catalog.find<Extension>(catalog::invalid_oid, required);
        if (!installed) {
            if (!cascade) {
                auto failure = error("42704", "required extension \"{}\" is not installed", required);
                failure.value().hint = "Use CREATE EXTENSION ... CASCADE to install required extensions too.";
                return failure;
            }
            context.effects.notice(fmt::format("installing required extension \"{}\"", required));
            sql::CreateExtensionStatement other;
            other.name = required;
            BACKOUT_TRY(install(context, other));
            installed = context.catalog.find<Extension>(catalog::invalid_oid, required);
        }
        depend(extension, {installed->oid, 0});
    }
    return {};
}

Status install(StatementContext& context, const sql::CreateExtensionStatement& statement) {
    const ExtensionFact* fact = catalog::builtin::find_extension(context.catalog.major(), statement.name);
    auto extension = context.make<Extension>(statement.name, catalog::invalid_oid);
    const sql::Option* version = find_option(statement.options, "new_version");
    extension->version = version ? version->text : fact ? std::string(fact->default_version) : "unknown";
    extension->relocatable = fact && fact->relocatable;
    if (auto comment = catalog::builtin::extension_comment(statement.name); !comment.empty())
        extension->comment = comment;
    extension->known = fact && fact->members == catalog::builtin::MemberKnowledge::all;
    if (fact) BACKOUT_TRY(install_required(context, statement, *fact, *extension));
    BACKOUT_ASSIGN(extension->schema, schema_for(context, statement, fact, extension->oid));
    Oid oid = extension->oid;
    context.catalog.insert(std::move(extension));
    // Schemas that the extension's script makes for itself.
    if (fact)
        for (const auto& member : catalog::builtin::names_of(context.catalog.major(), *fact))
            if (member.table == catalog::builtin::NameTable::schema) own_schema(context, member.name, oid);
    return {};
}

}  // namespace

Status create_extension(StatementContext& context, const sql::CreateExtensionStatement& statement) {
    if (const auto* existing = context.catalog.find<Extension>(catalog::invalid_oid, statement.name)) {
        if (!statement.if_not_exists) return error("42710", "extension \"{}\" already exists", statement.name);
        context.effects.skipped = true;
        context.effects.skipped_for = existing->oid;
        context.effects.notice(fmt::format("extension \"{}\" already exists, skipping", statement.name), "42710");
        return {};
    }
    return install(context, statement);
}

Status alter_extension(StatementContext& context, const sql::AlterExtensionStatement& statement) {
    const auto* extension = context.catalog.find<Extension>(catalog::invalid_oid, statement.name);
    if (!extension) return error("42704", "extension \"{}\" does not exist", statement.name);
    const sql::Option* version = find_option(statement.options, "new_version");
    const ExtensionFact* fact = catalog::builtin::find_extension(context.catalog.major(), statement.name);
    std::string target = version ? version->text : fact ? std::string(fact->default_version) : extension->version;
    if (target == extension->version) {
        context.effects.notice(
            fmt::format("version \"{}\" of extension \"{}\" is already installed", target, statement.name));
        return {};
    }
    context.catalog.change<Extension>(extension->oid, [&](Extension& changed) { changed.version = target; });
    return {};
}

Status alter_extension_contents(StatementContext& context, const sql::AlterExtensionContentsStatement& statement) {
    const auto* extension = context.catalog.find<Extension>(catalog::invalid_oid, statement.name);
    if (!extension) return error("42704", "extension \"{}\" does not exist", statement.name);
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, statement.object, statement.reference));
    const catalog::Object* object = context.catalog.find(address.oid);
    if (!object) return {};
    auto is_membership = [&](const catalog::Dependency& dependency) {
        return dependency.type == catalog::DependencyType::extension;
    };
    auto membership = std::find_if(object->dependencies.begin(), object->dependencies.end(), is_membership);
    bool is_member = membership != object->dependencies.end();
    std::string description = describe(context.catalog, context.path, address);
    if (statement.add && is_member)
        return error("55000", "{} is already a member of extension \"{}\"", description, statement.name);
    if (!statement.add && !(is_member && membership->referenced.oid == extension->oid))
        return error("55000", "{} is not a member of extension \"{}\"", description, statement.name);
    auto changed = object->clone();
    if (statement.add)
        depend(*changed, {extension->oid, 0}, catalog::DependencyType::extension);
    else
        std::erase_if(changed->dependencies, is_membership);
    context.catalog.insert(std::move(changed));
    return {};
}

}  // namespace backout::simulate
