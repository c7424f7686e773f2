#include <algorithm>

#include "simulate/current_database.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/privileges.h"
#include "simulate/relation_owner.h"
#include "simulate/statements.h"
#include "simulate/table_row_type.h"

namespace backout::simulate {

using catalog::Extension;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Type;
using sql::ObjectKind;

namespace {

void set_scope(StatementContext& context, Oid oid, Oid scope) {
    auto copy = context.catalog.find(oid)->clone();
    copy->scope = scope;
    context.catalog.insert(std::move(copy));
}

void move_type(StatementContext& context, Oid oid, Oid scope) {
    const auto* type = context.catalog.find<Type>(oid);
    if (!type) return;
    Oid array = type->array;
    set_scope(context, oid, scope);
    if (array != catalog::invalid_oid && context.catalog.find(array)) set_scope(context, array, scope);
}

/// A relation with its row type, indexes and owned sequences (AlterTableNamespaceInternal, commands/tablecmds.c).
Status move_relation(StatementContext& context, Oid oid, Oid scope) {
    const auto* relation = context.catalog.find<Relation>(oid);
    Oid existing = catalog::find_relation(context.catalog, scope, relation->name);
    if (existing != catalog::invalid_oid)
        return error("42P07", "relation \"{}\" already exists in schema \"{}\"", relation->name,
                     catalog::namespace_name(context.catalog, scope));
    Oid row_type = relation->row_type;
    set_scope(context, oid, scope);
    if (row_type != catalog::invalid_oid) move_type(context, row_type, scope);
    for (Oid index : catalog::indexes_of(context.catalog, oid)) BACKOUT_TRY(move_relation(context, index, scope));
    for (Oid dependent : context.catalog.dependents(oid)) {
        const auto* part = context.catalog.find<Relation>(dependent);
        bool is_owned = part && part->sequence && part->sequence->owned_by.oid == oid;
        if (is_owned) BACKOUT_TRY(move_relation(context, dependent, scope));
    }
    return {};
}

Status move_named_relation(StatementContext& context, const sql::AlterObjectSchemaStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, *statement.relation, statement.missing_ok, "rvmfpS"));
    if (oid == catalog::invalid_oid) {
        context.effects.skipped = true;
        context.effects.notice(
            fmt::format("relation \"{}\" does not exist, skipping", display_name(*statement.relation)));
        return {};
    }
    BACKOUT_ASSIGN(const Relation* relation, get_user_relation(context, oid));
    if (statement.object != ObjectKind::table) BACKOUT_TRY(check_relation_kind(context, oid, statement.object));
    if (relation->is_index()) return error("42809", "cannot change schema of index \"{}\"", relation->name);
    if (relation->kind == RelationKind::composite) {
        auto failure = error("42809", "\"{}\" is a composite type", relation->name);
        failure.value().hint = "Use ALTER TYPE instead.";
        return failure;
    }
    if (relation->sequence && relation->sequence->owned_by.oid != catalog::invalid_oid) {
        auto failure = error("0A000", "cannot move an owned sequence into another schema");
        failure.value().detail = fmt::format("Sequence \"{}\" is linked to table \"{}\".", relation->name,
                                             context.catalog.find(relation->sequence->owned_by.oid)->name);
        return failure;
    }
    BACKOUT_ASSIGN(Oid scope, get_namespace(context, statement.new_schema));
    context.effects.lock(oid, LockMode::access_exclusive);
    if (relation->scope == scope) return {};
    return move_relation(context, oid, scope);
}

Status move_type_statement(StatementContext& context, const sql::AlterObjectSchemaStatement& statement, Oid oid, Oid scope) {
    const auto* type = context.catalog.find<Type>(oid);
    if (!type || type->scope == scope) return {};
    if (catalog::find_type(context.catalog, scope, type->name) != catalog::invalid_oid)
        return error("42710", "type \"{}\" already exists in schema \"{}\"", type->name, statement.new_schema);
    if (type->relation != catalog::invalid_oid) return move_relation(context, type->relation, scope);
    move_type(context, oid, scope);
    return {};
}

Status move_extension(StatementContext& context, const Extension& extension, Oid scope) {
    if (!extension.relocatable)
        return error("0A000", "extension \"{}\" does not support SET SCHEMA", extension.name);
    context.catalog.change<Extension>(extension.oid, [&](Extension& changed) { changed.schema = scope; });
    return {};
}

}  // namespace

Status alter_object_schema(StatementContext& context, const sql::AlterObjectSchemaStatement& statement) {
    if (statement.relation) return move_named_relation(context, statement);
    BACKOUT_ASSIGN(ObjectAddress address,
                   get_object_address(context, statement.object, statement.reference, statement.missing_ok));
    if (address.oid == catalog::invalid_oid) {
        context.effects.skipped = true;
        return {};
    }
    BACKOUT_ASSIGN(Oid scope, get_namespace(context, statement.new_schema));
    const catalog::Object* object = context.catalog.find(address.oid);
    if (!object) return error("42501", "permission denied");
    if (object->object_class == ObjectClass::type) return move_type_statement(context, statement, address.oid, scope);
    if (const auto* extension = catalog::as<Extension>(object)) return move_extension(context, *extension, scope);
    if (object->scope == scope) return {};
    if (const auto* function = catalog::as<catalog::Function>(object)) {
        if (catalog::find_function(context.catalog, scope, function->name, function->argument_types) !=
            catalog::invalid_oid)
            return error("42723", "function {} already exists in schema \"{}\"", function->name, statement.new_schema);
    } else if (context.catalog.find(object->object_class, scope, object->name)) {
        return error("42710", "{} \"{}\" already exists in schema \"{}\"", object_kind_word(statement.object),
                     object->name, statement.new_schema);
    }
    set_scope(context, address.oid, scope);
    return {};
}

namespace {

/// Some things only superusers may own, whoever gives them away.
Status check_may_own(const StatementContext& context, const catalog::Object& object, Oid owner) {
    bool for_superusers = object.object_class == ObjectClass::event_trigger ||
                          object.object_class == ObjectClass::foreign_data_wrapper ||
                          (object.object_class == ObjectClass::subscription && context.major() < 16);
    if (!for_superusers || is_superuser(context.catalog, owner)) return {};
    return error("42501", "permission denied to change owner of {} \"{}\"",
                 privilege_word(context.catalog, object.object_class, object.oid), object.name);
}

Status alter_database_owner(StatementContext& context, const sql::AlterOwnerStatement& statement, Oid owner) {
    BACKOUT_ASSIGN(bool is_current, is_current_database(context, statement.reference.names.back()));
    if (!is_current) return {};
    Oid old_owner = database_owner(context.catalog);
    const auto* database = current_database(context.catalog);
    std::optional<catalog::Acl> acl = database ? database->acl : std::nullopt;
    if (acl) acl = change_acl_owner(*acl, old_owner, owner);
    change_current_database(context, owner, std::move(acl));
    return {};
}

}  // namespace

Status alter_owner(StatementContext& context, const sql::AlterOwnerStatement& statement) {
    BACKOUT_ASSIGN(Oid owner, get_role(context, statement.new_owner));
    if (statement.object == ObjectKind::database) return alter_database_owner(context, statement, owner);
    if (statement.object == ObjectKind::large_object) return {};
    BACKOUT_ASSIGN(ObjectAddress address, get_object_address(context, statement.object, statement.reference));
    const catalog::Object* object = context.catalog.find(address.oid);
    if (!object || object->owner == owner) return {};
    BACKOUT_TRY(check_may_own(context, *object, owner));
    auto changed = object->clone();
    Oid old_owner = changed->owner;
    changed->owner = owner;
    // Privileges that the old owner held or granted pass to the new one (aclnewowner, utils/adt/acl.c).
    if (changed->acl)
        for (catalog::AclItem& item : *changed->acl) {
            if (item.grantee == old_owner) item.grantee = owner;
            if (item.grantor == old_owner) item.grantor = owner;
        }
    context.catalog.insert(std::move(changed));
    if (const auto* type = context.catalog.find<Type>(address.oid)) {
        for (Oid follower : {type->array, type->relation})
            if (const catalog::Object* part = context.catalog.find(follower)) {
                auto moved = part->clone();
                moved->owner = owner;
                context.catalog.insert(std::move(moved));
            }
    }
    return {};
}

Status alter_object_depends(StatementContext& context, const sql::AlterObjectDependsStatement& statement) {
    const auto* extension = context.catalog.find<Extension>(catalog::invalid_oid, statement.extension);
    if (!extension) return error("42704", "extension \"{}\" does not exist", statement.extension);
    sql::ObjectReference reference;
    ObjectAddress address;
    if (statement.relation && statement.object != ObjectKind::trigger) {
        BACKOUT_ASSIGN(Oid oid, get_relation(context, *statement.relation));
        address = {oid, 0};
    } else {
        BACKOUT_ASSIGN(address, get_object_address(context, statement.object, statement.reference));
    }
    const catalog::Object* object = context.catalog.find(address.oid);
    if (!object) return {};
    auto changed = object->clone();
    catalog::Dependency dependency{0, {extension->oid, 0}, catalog::DependencyType::auto_extension};
    std::erase(changed->dependencies, dependency);
    if (!statement.remove) changed->dependencies.push_back(dependency);
    context.catalog.insert(std::move(changed));
    return {};
}

}  // namespace backout::simulate
