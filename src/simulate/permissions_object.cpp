#include "simulate/current_database.h"
#include "simulate/names.h"
#include "simulate/object_address.h"
#include "simulate/permissions.h"

/// DROP, ALTER … RENAME, SET SCHEMA, OWNER TO and COMMENT, of objects of any kind.
namespace backout::simulate {

using catalog::Object;
using catalog::Relation;
using sql::ObjectKind;
using sql::ObjectReference;

namespace {

/// The object that is named; 0 when there is none.
ObjectAddress find_quietly(StatementContext& context, ObjectKind kind, const ObjectReference& reference) {
    auto address = get_object_address(context, kind, reference, true);
    return address ? *address : ObjectAddress{};
}

bool is_relation_kind(ObjectKind kind) { return object_class_of(kind) == ObjectClass::relation; }

/// Parts of relations belong to the relation's owner.
bool is_part(ObjectKind kind) {
    return kind == ObjectKind::column || kind == ObjectKind::trigger || kind == ObjectKind::rule ||
           kind == ObjectKind::policy || kind == ObjectKind::table_constraint;
}

/// The relation that a reference names, or that the part is of.
Result<Oid> relation_of(StatementContext& context, ObjectKind kind, const ObjectReference& reference) {
    sql::Names names = reference.names;
    if (kind == ObjectKind::column && reference.sub_name.empty() && !names.empty()) names.pop_back();
    return find_relation_permitted(context, to_range_var(names));
}

/// Nobody but a superuser touches superusers; other roles are touched with CREATEROLE, since 16 by their admins only.
Status check_role_ownership(const StatementContext& context, Oid role) {
    Oid current = context.session.state.current_role;
    bool permitted = !is_superuser(context.catalog, role) && may_create_role(context.catalog, current) &&
                     (context.major() < 16 || is_admin_of_role(context.catalog, current, role));
    if (permitted) return {};
    return error("42501", "{}", context.major() >= 16 ? "permission denied" : "must have CREATEROLE privilege");
}

Status check_cast_ownership(StatementContext& context, const ObjectReference& reference) {
    if (!reference.type || !reference.target_type) return {};
    Oid role = context.session.state.current_role;
    Oid source = find_type_quietly(context, *reference.type);
    Oid target = find_type_quietly(context, *reference.target_type);
    if (owns(context.catalog, source, role) || owns(context.catalog, target, role)) return {};
    return error("42501", "must be owner of type {} or type {}", name_in_error(context, ObjectClass::type, source),
                 name_in_error(context, ObjectClass::type, target));
}

/// Of other databases than the session's, and of one whose name isn't known, nothing is known.
Status check_database_owner(const StatementContext& context, const std::string& name) {
    if (!is_fresh_server(context.catalog) || name != current_database_name()) return {};
    Oid owner = database_owner(context.catalog);
    if (has_privileges_of_role(context.catalog, context.session.state.current_role, owner))
        return {};
    return not_owner("database", current_database_name());
}

/// Everything in a schema may be dropped by the schema's owner too (RemoveRelations, RemoveObjects).
Status check_drop(StatementContext& context, const sql::DropStatement& statement) {
    Oid role = context.session.state.current_role;
    for (const ObjectReference& reference : statement.objects) {
        if (is_part(statement.object)) {
            BACKOUT_TRY(check_object_ownership(context, statement.object, reference));
            continue;
        }
        Oid oid = catalog::invalid_oid;
        if (is_relation_kind(statement.object)) {
            BACKOUT_ASSIGN(oid, find_relation_permitted(context, to_range_var(reference.names)));
            if (oid != catalog::invalid_oid && !check_relation_kind(context, oid, statement.object)) continue;
        } else {
            oid = find_quietly(context, statement.object, reference).oid;
        }
        const Object* object = context.catalog.find(oid);
        bool in_own_schema = object && object->scope != catalog::invalid_oid &&
                             context.catalog.find<catalog::Namespace>(object->scope) &&
                             owns(context.catalog, object->scope, role);
        if (!in_own_schema) BACKOUT_TRY(check_object_ownership(context, statement.object, reference));
    }
    return {};
}

Status check_rename_relation(StatementContext& context, const sql::RenameStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, *statement.relation));
    if (oid == catalog::invalid_oid) return {};
    BACKOUT_TRY(check_owner(context, ObjectClass::relation, oid));
    if (!is_relation_kind(statement.object)) return {};
    return check_schema_create(context, catalog::relation_info(context.catalog, oid)->scope);
}

/// AlterObjectRename_internal: ownership, and CREATE where the object is; of a schema on the database.
Status check_rename(StatementContext& context, const sql::RenameStatement& statement) {
    if (statement.relation) return check_rename_relation(context, statement);
    if (statement.object == ObjectKind::database) return check_database_owner(context, statement.sub_name);
    ObjectReference reference;
    bool has_reference = !statement.reference.names.empty() || statement.reference.function || statement.reference.type;
    if (!has_reference) reference.names = {statement.sub_name};
    const ObjectReference& named = has_reference ? statement.reference : reference;
    BACKOUT_TRY(check_object_ownership(context, statement.object, named));
    const Object* object = context.catalog.find(find_quietly(context, statement.object, named).oid);
    if (!object) return {};
    if (object->object_class == ObjectClass::namespace_)
        return check_database_privilege(context, catalog::privilege_create);
    // A type may be renamed wherever it is (RenameType).
    if (object->object_class == ObjectClass::type || !context.catalog.find<catalog::Namespace>(object->scope)) return {};
    return check_schema_create(context, object->scope);
}

Status check_set_schema(StatementContext& context, const sql::AlterObjectSchemaStatement& statement) {
    if (statement.relation)
        BACKOUT_TRY(check_relation_owner(context, *statement.relation));
    else
        BACKOUT_TRY(check_object_ownership(context, statement.object, statement.reference));
    return check_schema_create(context, catalog::find_namespace(context.catalog, statement.new_schema));
}

Status check_server_owner(const StatementContext& context, const catalog::ForeignServer& server, Oid owner) {
    std::uint32_t held = privileges_on(context.catalog, ObjectClass::foreign_data_wrapper, server.wrapper, owner);
    if ((held & catalog::privilege_usage) != 0) return {};
    return permission_denied("foreign-data wrapper", name_in_error(context, ObjectClass::foreign_data_wrapper, server.wrapper));
}

Status check_alter_owner(StatementContext& context, const sql::AlterOwnerStatement& statement) {
    if (statement.object == ObjectKind::large_object) return {};
    if (statement.object == ObjectKind::database)
        return check_object_ownership(context, statement.object, statement.reference);
    if (statement.new_owner.kind != sql::RoleSpec::Kind::named) return {};
    Oid owner = catalog::find_role(context.catalog, statement.new_owner.name);
    ObjectAddress address = find_quietly(context, statement.object, statement.reference);
    const Object* object = context.catalog.find(address.oid);
    if (object && object->owner == owner) return {};
    BACKOUT_TRY(check_object_ownership(context, statement.object, statement.reference));
    if (!object || owner == catalog::invalid_oid) return {};
    if (object->object_class == ObjectClass::foreign_data_wrapper)
        return check_superuser(context, "permission denied to change owner of foreign-data wrapper");
    if (object->object_class == ObjectClass::namespace_) {
        BACKOUT_TRY(check_can_set_role(context, owner));
        return check_database_privilege(context, catalog::privilege_create);
    }
    bool in_schema = context.catalog.find<catalog::Namespace>(object->scope);
    BACKOUT_TRY(check_new_owner(context, in_schema ? object->scope : catalog::invalid_oid, owner));
    if (const auto* server = catalog::as<catalog::ForeignServer>(object)) return check_server_owner(context, *server, owner);
    bool creates_in_database = object->object_class == ObjectClass::publication || object->object_class == ObjectClass::subscription;
    bool permitted = !creates_in_database || context.world == World::open ||
                     (privileges_in(context.catalog, database_acl(context.catalog), owner) & catalog::privilege_create) != 0;
    return permitted ? Status{} : permission_denied("database", current_database_name());
}

Status check_by_name(StatementContext& context, ObjectKind kind, const sql::Names& names) {
    ObjectReference reference;
    reference.names = names;
    return check_object_ownership(context, kind, reference);
}

}  // namespace

Status check_object_ownership(StatementContext& context, ObjectKind kind, const ObjectReference& reference) {
    if (is_relation_kind(kind) || is_part(kind)) {
        BACKOUT_ASSIGN(Oid oid, relation_of(context, kind, reference));
        if (oid == catalog::invalid_oid) return {};
        if (!is_part(kind)) return check_owner(context, ObjectClass::relation, oid);
        if (owns(context.catalog, oid, context.session.state.current_role)) return {};
        return not_owner("relation", name_in_error(context, ObjectClass::relation, oid));
    }
    switch (kind) {
        case ObjectKind::cast: return check_cast_ownership(context, reference);
        case ObjectKind::database:
            return check_database_owner(context, reference.names.empty() ? std::string() : reference.names.back());
        case ObjectKind::ts_parser:
        case ObjectKind::ts_template:
        case ObjectKind::access_method: return check_superuser(context, "must be superuser");
        case ObjectKind::large_object: return {};
        default: break;
    }
    ObjectAddress address = find_quietly(context, kind, reference);
    if (address.oid == catalog::invalid_oid) return {};
    if (kind == ObjectKind::role) return check_role_ownership(context, address.oid);
    if (kind == ObjectKind::transform && reference.type)
        return check_owner(context, ObjectClass::type, find_type_quietly(context, *reference.type));
    if (kind == ObjectKind::attribute) return check_owner(context, ObjectClass::relation, address.oid);
    if (kind == ObjectKind::domain_constraint)
        return check_owner(context, ObjectClass::type, context.catalog.find(address.oid)->scope);
    bool is_routine = kind == ObjectKind::function || kind == ObjectKind::procedure || kind == ObjectKind::routine ||
                      kind == ObjectKind::aggregate;
    bool is_type = kind == ObjectKind::type || kind == ObjectKind::domain;
    return check_owner(context,
                       is_routine ? ObjectClass::function : is_type ? ObjectClass::type : object_class_of(kind), address.oid);
}

Status check_object_permissions(StatementContext& context, const sql::Statement& statement) {
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::drop: return check_drop(context, static_cast<const sql::DropStatement&>(statement));
        case Kind::rename: return check_rename(context, static_cast<const sql::RenameStatement&>(statement));
        case Kind::alter_object_schema:
            return check_set_schema(context, static_cast<const sql::AlterObjectSchemaStatement&>(statement));
        case Kind::alter_owner: return check_alter_owner(context, static_cast<const sql::AlterOwnerStatement&>(statement));
        case Kind::alter_object_depends: {
            const auto& alter = static_cast<const sql::AlterObjectDependsStatement&>(statement);
            if (alter.relation) return check_relation_owner(context, *alter.relation);
            return check_object_ownership(context, alter.object, alter.reference);
        }
        case Kind::alter_statistics:
            return check_by_name(context, ObjectKind::statistics,
                                 static_cast<const sql::AlterStatisticsStatement&>(statement).names);
        case Kind::alter_ts_dictionary:
            return check_by_name(context, ObjectKind::ts_dictionary,
                                 static_cast<const sql::AlterTsDictionaryStatement&>(statement).names);
        case Kind::alter_ts_configuration:
            return check_by_name(context, ObjectKind::ts_configuration,
                                 static_cast<const sql::AlterTsConfigurationStatement&>(statement).names);
        case Kind::comment: {
            const auto& comment = static_cast<const sql::CommentStatement&>(statement);
            return check_object_ownership(context, comment.object, comment.reference);
        }
        default: return {};
    }
}

}  // namespace backout::simulate
