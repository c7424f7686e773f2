#include "simulate/privileges.h"

#include "catalog/builtin/builtin.h"
#include "simulate/current_database.h"
#include "simulate/drop.h"
#include "simulate/names.h"

namespace backout::simulate {

using catalog::Acl;
using catalog::Object;
using catalog::Relation;

namespace {

constexpr std::uint32_t everything = ~std::uint32_t{0};
constexpr std::uint32_t no_privilege = 0;
constexpr std::uint32_t writing = catalog::privilege_insert | catalog::privilege_update | catalog::privilege_delete;

bool is_known(const Catalog& catalog, Oid role) {
    const auto* found = catalog.find<catalog::Role>(role);
    return !found || !found->assumed;
}

/// Indexes, row types and array types belong to the owner of what they are made for, whoever made them; constraints,
/// triggers, rules, policies and column defaults to that of their relation.
const Object* owned_object(const Catalog& catalog, const Object* object) {
    while (object) {
        Oid whole = catalog::invalid_oid;
        if (const auto* relation = catalog::as<Relation>(object)) {
            if (relation->index) whole = relation->index->table;
        } else if (const auto* type = catalog::as<catalog::Type>(object)) {
            whole = type->is_array ? type->element : type->relation;
        } else if (object->scope != catalog::invalid_oid && !catalog.find<catalog::Namespace>(object->scope) &&
                   catalog.find(object->scope)) {
            whole = object->scope;
        }
        const Object* next = whole == catalog::invalid_oid ? nullptr : catalog.find(whole);
        if (!next) return object;
        object = next;
    }
    return object;
}

/// What PUBLIC may do with an object of a fresh server (initdb, and the defaults of acldefault).
std::uint32_t privileges_on_builtin(const Catalog& catalog, ObjectClass object_class, Oid oid) {
    switch (object_class) {
        // A few catalogs and functions are for superusers only, unless a GRANT, which isn't kept, said otherwise.
        case ObjectClass::relation: return catalog::privilege_select;
        case ObjectClass::namespace_: return oid == catalog::pg_toast_namespace ? no_privilege : catalog::privilege_usage;
        case ObjectClass::language: {
            const auto* fact = catalog::builtin::find_language(catalog.major(), oid);
            return fact && !fact->trusted ? no_privilege : catalog::privilege_usage;
        }
        case ObjectClass::function: return catalog::privilege_execute;
        case ObjectClass::type: return catalog::privilege_usage;
        default: return 0;
    }
}

/// pg_read_all_data and its kin give privileges on everything of a kind (pg_class_aclmask_ext and the like).
std::uint32_t privileges_by_predefined_role(const Catalog& catalog, ObjectClass object_class, const RoleClosure& closure) {
    bool is_relation = object_class == ObjectClass::relation;
    if (!is_relation && object_class != ObjectClass::namespace_) return 0;
    std::uint32_t privileges = 0;
    for (Oid role : closure.roles) {
        if (!catalog::is_builtin(role) || role == bootstrap_superuser) continue;
        std::string name = catalog::role_name(catalog, role);
        if (name == "pg_read_all_data") privileges |= is_relation ? catalog::privilege_select : catalog::privilege_usage;
        if (name == "pg_write_all_data") privileges |= is_relation ? writing : catalog::privilege_usage;
        if (name == "pg_maintain" && is_relation) privileges |= catalog::privilege_maintain;
    }
    return privileges;
}

std::uint32_t sum_up(const Acl& acl, const RoleClosure& closure) {
    std::uint32_t privileges = 0;
    for (const catalog::AclItem& item : acl)
        if (item.grantee == catalog::invalid_oid || closure.contains(item.grantee)) privileges |= item.privileges;
    return privileges;
}

/// The type whose privileges count for another: those of an array are its elements', of a multirange its range's.
Oid type_with_privileges(const Catalog& catalog, Oid type) {
    auto info = catalog::type_info(catalog, type);
    if (info && info->is_array) return type_with_privileges(catalog, info->element);
    return info && info->range != catalog::invalid_oid ? info->range : type;
}

}  // namespace

bool owns(const Catalog& catalog, Oid oid, Oid role) {
    if (is_superuser(catalog, role)) return true;
    const Object* object = owned_object(catalog, catalog.find(oid));
    if (!object) return catalog::is_extension_member(oid);
    return object->assumed || !is_known(catalog, object->owner) || has_privileges_of_role(catalog, role, object->owner);
}

std::uint32_t privileges_in(const Catalog& catalog, const Acl& acl, Oid role) {
    if (is_superuser(catalog, role)) return everything;
    RoleClosure closure = roles_of(catalog, role, Membership::inherit);
    return closure.unknown ? everything : sum_up(acl, closure);
}

std::uint32_t privileges_on(const Catalog& catalog, ObjectClass object_class, Oid oid, Oid role) {
    if (is_superuser(catalog, role) || catalog::is_extension_member(oid)) return everything;
    RoleClosure closure = roles_of(catalog, role, Membership::inherit);
    if (closure.unknown) return everything;
    std::uint32_t predefined = privileges_by_predefined_role(catalog, object_class, closure);
    const Object* object = catalog.find(oid);
    // Nobody but superusers changes system catalogs.
    if (!object) return (predefined & ~writing) | privileges_on_builtin(catalog, object_class, oid);
    if (object->assumed || !is_known(catalog, object->owner)) return everything;
    return predefined | sum_up(catalog::effective_acl(*object, catalog.major()), closure);
}

std::uint32_t privileges_on_column(const Catalog& catalog, const Relation& relation, catalog::AttributeNumber column,
                                   Oid role) {
    const auto* attribute = relation.find_attribute(column);
    return attribute && attribute->acl ? privileges_in(catalog, *attribute->acl, role) : 0;
}

bool passes_all_checks(const StatementContext& context) {
    return is_superuser(context.catalog, context.session.state.current_role);
}

tl::unexpected<Error> permission_denied(std::string_view word, std::string_view name) {
    return error("42501", "permission denied for {} {}", word, name);
}

tl::unexpected<Error> not_owner(std::string_view word, std::string_view name) {
    return error("42501", "must be owner of {} {}", word, name);
}

std::string_view privilege_word(const Catalog& catalog, ObjectClass object_class, Oid oid) {
    switch (object_class) {
        case ObjectClass::relation: {
            auto info = catalog::relation_info(catalog, oid);
            return info ? relation_kind_word(info->kind) : "table";
        }
        case ObjectClass::function: {
            auto info = catalog::function_info(catalog, oid);
            return info && info->kind == 'a' ? "aggregate" : info && info->kind == 'p' ? "procedure" : "function";
        }
        case ObjectClass::collation: return "collation";
        case ObjectClass::conversion: return "conversion";
        case ObjectClass::database: return "database";
        case ObjectClass::event_trigger: return "event trigger";
        case ObjectClass::extension: return "extension";
        case ObjectClass::foreign_data_wrapper: return "foreign-data wrapper";
        case ObjectClass::foreign_server: return "foreign server";
        case ObjectClass::language: return "language";
        case ObjectClass::namespace_: return "schema";
        case ObjectClass::operator_: return "operator";
        case ObjectClass::operator_class: return "operator class";
        case ObjectClass::operator_family: return "operator family";
        case ObjectClass::publication: return "publication";
        case ObjectClass::statistics: return "statistics object";
        case ObjectClass::subscription: return "subscription";
        case ObjectClass::tablespace: return "tablespace";
        case ObjectClass::ts_config: return "text search configuration";
        case ObjectClass::ts_dictionary: return "text search dictionary";
        case ObjectClass::type: return "type";
        default: return "object";
    }
}

std::string name_in_error(const StatementContext& context, ObjectClass object_class, Oid oid) {
    if (object_class == ObjectClass::type) return catalog::format_type(context.catalog, context.path, oid);
    if (object_class == ObjectClass::database) return std::string(current_database_name());
    if (const Object* object = context.catalog.find(oid)) return object->name;
    if (object_class == ObjectClass::namespace_) return catalog::namespace_name(context.catalog, oid);
    if (object_class == ObjectClass::language) return catalog::language_name(context.catalog, oid);
    if (auto relation = catalog::relation_info(context.catalog, oid)) return std::string(relation->name);
    if (auto function = catalog::function_info(context.catalog, oid)) return std::string(function->name);
    return {};
}

Status check_owner(const StatementContext& context, ObjectClass object_class, Oid oid) {
    if (owns(context.catalog, oid, context.session.state.current_role)) return {};
    return not_owner(privilege_word(context.catalog, object_class, oid), name_in_error(context, object_class, oid));
}

Status check_privilege(const StatementContext& context, ObjectClass object_class, Oid oid, std::uint32_t wanted) {
    std::uint32_t held = privileges_on(context.catalog, object_class, oid, context.session.state.current_role);
    if ((held & wanted) == wanted) return {};
    return permission_denied(privilege_word(context.catalog, object_class, oid),
                             name_in_error(context, object_class, oid));
}

Status check_schema_create(const StatementContext& context, Oid schema) {
    if (schema == catalog::invalid_oid || schema == context.session.temporary_namespace) return {};
    // Who may create in the schema that a server began with is part of what an open world leaves open.
    if (schema == catalog::public_namespace && context.world == World::open) return {};
    return check_privilege(context, ObjectClass::namespace_, schema, catalog::privilege_create);
}

Status check_schema_usage(const StatementContext& context, Oid schema) {
    if (schema == catalog::invalid_oid || schema == context.session.temporary_namespace) return {};
    return check_privilege(context, ObjectClass::namespace_, schema, catalog::privilege_usage);
}

Status check_type_usage(const StatementContext& context, Oid type) {
    if (type == catalog::invalid_oid) return {};
    return check_privilege(context, ObjectClass::type, type_with_privileges(context.catalog, type),
                           catalog::privilege_usage);
}

Status check_columns_privilege(const StatementContext& context, Oid oid,
                               const std::vector<catalog::AttributeNumber>& columns, std::uint32_t wanted) {
    if (check_privilege(context, ObjectClass::relation, oid, wanted)) return {};
    const auto* relation = context.catalog.find<Relation>(oid);
    bool held = relation && !columns.empty();
    for (catalog::AttributeNumber column : columns)
        held = held && (privileges_on_column(context.catalog, *relation, column, context.session.state.current_role) &
                        wanted) == wanted;
    if (held) return {};
    return check_privilege(context, ObjectClass::relation, oid, wanted);
}

Status check_database_privilege(const StatementContext& context, std::uint32_t wanted) {
    if (context.world == World::open) return {};
    std::uint32_t held = privileges_in(context.catalog, database_acl(context.catalog), context.session.state.current_role);
    if ((held & wanted) == wanted) return {};
    return permission_denied("database", current_database_name());
}

Status check_tablespace_create(const StatementContext& context, std::string_view name) {
    const auto* tablespace = context.catalog.find<catalog::Tablespace>(catalog::invalid_oid, name);
    if (!tablespace) return {};
    return check_privilege(context, ObjectClass::tablespace, tablespace->oid, catalog::privilege_create);
}

Status check_superuser(const StatementContext& context, std::string_view message) {
    if (passes_all_checks(context)) return {};
    return error("42501", "{}", message);
}

}  // namespace backout::simulate
