#include "simulate/permissions.h"

#include "simulate/names.h"

namespace backout::simulate {

Result<Oid> find_relation_permitted(const StatementContext& context, const sql::RangeVar& relation) {
    if (relation.schema.empty()) return catalog::find_relation(context.catalog, context.path, relation.name);
    if (relation.schema == "pg_temp") {
        Oid temporary = context.session.temporary_namespace;
        return temporary ? catalog::find_relation(context.catalog, temporary, relation.name) : catalog::invalid_oid;
    }
    Oid schema = catalog::find_namespace(context.catalog, relation.schema);
    if (schema == catalog::invalid_oid) return catalog::invalid_oid;
    BACKOUT_TRY(check_schema_usage(context, schema));
    return catalog::find_relation(context.catalog, schema, relation.name);
}

Oid find_type_quietly(const StatementContext& context, const sql::TypeName& type) {
    auto found = analyze::lookup_type(context.analysis(), type);
    return found ? found->type : catalog::invalid_oid;
}

Status check_type_usage(const StatementContext& context, const sql::TypeName& type) {
    return check_type_usage(context, find_type_quietly(context, type));
}

Result<Oid> check_creation(const StatementContext& context, const sql::Names& names) {
    Oid schema = names.size() >= 2 ? catalog::find_namespace(context.catalog, names[names.size() - 2])
                                   : context.path.creation;
    BACKOUT_TRY(check_schema_create(context, schema));
    return schema;
}

Result<Oid> check_creation(const StatementContext& context, const sql::RangeVar& relation) {
    bool temporary = relation.persistence == sql::Persistence::temporary || relation.schema == "pg_temp";
    if (temporary) {
        // Once a session has its temporary schema, the database is not asked again.
        if (context.session.temporary_namespace == catalog::invalid_oid)
            BACKOUT_TRY(check_database_privilege(context, catalog::privilege_create_temporary));
        return context.session.temporary_namespace;
    }
    return check_creation(context, relation.schema.empty() ? sql::Names{relation.name}
                                                           : sql::Names{relation.schema, relation.name});
}

Status check_relation_owner(const StatementContext& context, const sql::RangeVar& relation) {
    BACKOUT_ASSIGN(Oid oid, find_relation_permitted(context, relation));
    if (oid == catalog::invalid_oid) return {};
    return check_owner(context, ObjectClass::relation, oid);
}

Status check_can_set_role(const StatementContext& context, Oid role) {
    if (can_set_role(context.catalog, context.session.state.current_role, role)) return {};
    std::string name = catalog::role_name(context.catalog, role);
    if (context.major() >= 16) return error("42501", "must be able to SET ROLE \"{}\"", name);
    return error("42501", "must be member of role \"{}\"", name);
}

Status check_new_owner(const StatementContext& context, Oid schema, Oid new_owner) {
    BACKOUT_TRY(check_can_set_role(context, new_owner));
    if (schema == catalog::invalid_oid || (schema == catalog::public_namespace && context.world == World::open)) return {};
    std::uint32_t held = privileges_on(context.catalog, ObjectClass::namespace_, schema, new_owner);
    if ((held & catalog::privilege_create) != 0) return {};
    return permission_denied("schema", catalog::namespace_name(context.catalog, schema));
}

Status check_permissions(StatementContext& context, const sql::Statement& statement) {
    if (passes_all_checks(context)) return {};
    using Kind = sql::StatementKind;
    switch (statement.kind) {
        case Kind::alter_table:
            return check_alter_table_permissions(context, static_cast<const sql::AlterTableStatement&>(statement));
        case Kind::create_table:
        case Kind::create_foreign_table:
        case Kind::create_table_as:
        case Kind::index:
        case Kind::create_statistics:
        case Kind::view:
        case Kind::refresh_materialized_view:
        case Kind::create_rule:
        case Kind::create_sequence:
        case Kind::alter_sequence:
        case Kind::copy:
        case Kind::truncate:
        case Kind::lock:
        case Kind::cluster:
        case Kind::reindex:
        case Kind::create_trigger:
        case Kind::create_policy:
        case Kind::alter_policy: return check_relation_permissions(context, statement);
        case Kind::create_function:
        case Kind::alter_function:
        case Kind::do_:
        case Kind::create_cast:
        case Kind::create_transform:
        case Kind::create_conversion:
        case Kind::create_language:
        case Kind::create_access_method:
        case Kind::define:
        case Kind::alter_operator:
        case Kind::create_operator_class:
        case Kind::create_operator_family:
        case Kind::alter_operator_family: return check_routine_permissions(context, statement);
        case Kind::composite_type:
        case Kind::create_enum:
        case Kind::alter_enum:
        case Kind::create_range:
        case Kind::create_domain:
        case Kind::alter_domain:
        case Kind::alter_type:
        case Kind::alter_collation: return check_type_permissions(context, statement);
        case Kind::drop:
        case Kind::rename:
        case Kind::alter_object_schema:
        case Kind::alter_owner:
        case Kind::alter_object_depends:
        case Kind::alter_statistics:
        case Kind::alter_ts_dictionary:
        case Kind::alter_ts_configuration:
        case Kind::comment: return check_object_permissions(context, statement);
        default: return check_cluster_permissions(context, statement);
    }
}

}  // namespace backout::simulate
