#include "simulate/object_address.h"

#include "catalog/builtin/builtin.h"
#include "simulate/drop.h"
#include "simulate/names.h"

namespace backout::simulate {

using catalog::Relation;
using catalog::RelationKind;
using sql::ObjectKind;
using sql::ObjectReference;

std::string_view object_kind_word(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::access_method: return "access method";
        case ObjectKind::aggregate: return "aggregate";
        case ObjectKind::cast: return "cast";
        case ObjectKind::collation: return "collation";
        case ObjectKind::column: return "column";
        case ObjectKind::conversion: return "conversion";
        case ObjectKind::database: return "database";
        case ObjectKind::domain: return "domain";
        case ObjectKind::event_trigger: return "event trigger";
        case ObjectKind::extension: return "extension";
        case ObjectKind::foreign_data_wrapper: return "foreign-data wrapper";
        case ObjectKind::foreign_server: return "server";
        case ObjectKind::foreign_table: return "foreign table";
        case ObjectKind::function: return "function";
        case ObjectKind::index: return "index";
        case ObjectKind::language: return "language";
        case ObjectKind::materialized_view: return "materialized view";
        case ObjectKind::operator_: return "operator";
        case ObjectKind::operator_class: return "operator class";
        case ObjectKind::operator_family: return "operator family";
        case ObjectKind::policy: return "policy";
        case ObjectKind::procedure: return "procedure";
        case ObjectKind::publication: return "publication";
        case ObjectKind::role: return "role";
        case ObjectKind::routine: return "routine";
        case ObjectKind::rule: return "rule";
        case ObjectKind::schema: return "schema";
        case ObjectKind::sequence: return "sequence";
        case ObjectKind::statistics: return "statistics object";
        case ObjectKind::subscription: return "subscription";
        case ObjectKind::table: return "table";
        case ObjectKind::table_constraint:
        case ObjectKind::domain_constraint: return "constraint";
        case ObjectKind::tablespace: return "tablespace";
        case ObjectKind::trigger: return "trigger";
        case ObjectKind::ts_configuration: return "text search configuration";
        case ObjectKind::ts_dictionary: return "text search dictionary";
        case ObjectKind::ts_parser: return "text search parser";
        case ObjectKind::ts_template: return "text search template";
        case ObjectKind::type: return "type";
        case ObjectKind::view: return "view";
        default: return "object";
    }
}

ObjectClass object_class_of(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::access_method: return ObjectClass::access_method;
        case ObjectKind::collation: return ObjectClass::collation;
        case ObjectKind::conversion: return ObjectClass::conversion;
        case ObjectKind::database: return ObjectClass::database;
        case ObjectKind::event_trigger: return ObjectClass::event_trigger;
        case ObjectKind::extension: return ObjectClass::extension;
        case ObjectKind::foreign_data_wrapper: return ObjectClass::foreign_data_wrapper;
        case ObjectKind::foreign_server: return ObjectClass::foreign_server;
        case ObjectKind::language: return ObjectClass::language;
        case ObjectKind::operator_class: return ObjectClass::operator_class;
        case ObjectKind::operator_family: return ObjectClass::operator_family;
        case ObjectKind::policy: return ObjectClass::policy;
        case ObjectKind::publication: return ObjectClass::publication;
        case ObjectKind::role: return ObjectClass::role;
        case ObjectKind::rule: return ObjectClass::rule;
        case ObjectKind::schema: return ObjectClass::namespace_;
        case ObjectKind::statistics: return ObjectClass::statistics;
        case ObjectKind::subscription: return ObjectClass::subscription;
        case ObjectKind::table_constraint:
        case ObjectKind::domain_constraint: return ObjectClass::constraint;
        case ObjectKind::tablespace: return ObjectClass::tablespace;
        case ObjectKind::trigger: return ObjectClass::trigger;
        case ObjectKind::ts_configuration: return ObjectClass::ts_config;
        case ObjectKind::ts_dictionary: return ObjectClass::ts_dictionary;
        case ObjectKind::ts_parser: return ObjectClass::ts_parser;
        case ObjectKind::ts_template: return ObjectClass::ts_template;
        case ObjectKind::aggregate:
        case ObjectKind::function:
        case ObjectKind::procedure:
        case ObjectKind::routine: return ObjectClass::function;
        case ObjectKind::operator_: return ObjectClass::operator_;
        case ObjectKind::cast: return ObjectClass::cast;
        case ObjectKind::transform: return ObjectClass::transform;
        case ObjectKind::user_mapping: return ObjectClass::user_mapping;
        case ObjectKind::type:
        case ObjectKind::domain: return ObjectClass::type;
        default: return ObjectClass::relation;
    }
}

Status check_relation_kind(const StatementContext& context, Oid oid, ObjectKind kind) {
    auto info = catalog::relation_info(context.catalog, oid);
    if (!info) return {};
    auto is = [&](std::initializer_list<RelationKind> kinds) {
        for (RelationKind one : kinds)
            if (one == info->kind) return true;
        return false;
    };
    bool fits = true;
    std::string_view word = object_kind_word(kind);
    std::string_view article = "a";
    switch (kind) {
        case ObjectKind::index:
            fits = is({RelationKind::index, RelationKind::partitioned_index});
            article = "an";
            break;
        case ObjectKind::sequence: fits = is({RelationKind::sequence}); break;
        case ObjectKind::table: fits = is({RelationKind::table, RelationKind::partitioned_table}); break;
        case ObjectKind::view: fits = is({RelationKind::view}); break;
        case ObjectKind::materialized_view: fits = is({RelationKind::materialized_view}); break;
        case ObjectKind::foreign_table: fits = is({RelationKind::foreign_table}); break;
        default: break;
    }
    if (fits) return {};
    return error("42809", "\"{}\" is not {} {}", info->name, article, word);
}

namespace {

tl::unexpected<Error> missing_object(std::string_view word, std::string_view name) {
    return error("42704", "{} \"{}\" does not exist", word, name);
}

/// Named globally: schemas, roles, extensions, publications … Schemas and extensions of a fresh server included.
Result<ObjectAddress> global_object(StatementContext& context, ObjectKind kind, const ObjectReference& reference,
                                    bool missing_ok) {
    const std::string& name = reference.names.empty() ? reference.sub_name : reference.names.back();
    if (kind == ObjectKind::schema) {
        Oid oid = catalog::find_namespace(context.catalog, name);
        if (oid != catalog::invalid_oid || missing_ok) return ObjectAddress{oid, 0};
        BACKOUT_TRY(get_namespace(context, name));
    }
    if (kind == ObjectKind::role) {
        if (missing_ok && catalog::find_role(context.catalog, name) == catalog::invalid_oid) return ObjectAddress{};
        BACKOUT_ASSIGN(Oid oid, get_role(context, name));
        return ObjectAddress{oid, 0};
    }
    if (kind == ObjectKind::language) {
        Oid oid = catalog::find_language(context.catalog, name);
        if (oid != catalog::invalid_oid || missing_ok) return ObjectAddress{oid, 0};
        return missing_object("language", name);
    }
    if (kind == ObjectKind::access_method) {
        auto info = catalog::find_access_method(context.catalog, name);
        if (info || missing_ok) return ObjectAddress{info ? info->oid : catalog::invalid_oid, 0};
        return missing_object("access method", name);
    }
    const catalog::Object* object = context.catalog.find(object_class_of(kind), catalog::invalid_oid, name);
    if (object) return ObjectAddress{object->oid, 0};
    if (missing_ok) return ObjectAddress{};
    return missing_object(object_kind_word(kind), name);
}

/// In a schema, found along the search path: collations, statistics objects, text search objects …
Result<ObjectAddress> schema_object(StatementContext& context, ObjectKind kind, const ObjectReference& reference,
                                    bool missing_ok) {
    const sql::Names& names = reference.names;
    if (!reference.access_method.empty() && !catalog::find_access_method(context.catalog, reference.access_method))
        return error("42704", "access method \"{}\" does not exist", reference.access_method);
    std::vector<Oid> scopes;
    if (names.size() >= 2) {
        Oid scope = catalog::find_namespace(context.catalog, names[names.size() - 2]);
        if (scope == catalog::invalid_oid && !missing_ok) BACKOUT_TRY(get_namespace(context, names[names.size() - 2]));
        scopes.push_back(scope);
    } else {
        scopes = context.path.namespaces;
    }
    for (Oid scope : scopes) {
        if (kind == ObjectKind::collation)
            if (Oid oid = catalog::find_collation(context.catalog, scope, names.back())) return ObjectAddress{oid, 0};
        for (Oid oid : context.catalog.find_all(object_class_of(kind), scope, names.back())) {
            if (reference.access_method.empty()) return ObjectAddress{oid, 0};
            auto method = catalog::find_access_method(context.catalog, reference.access_method);
            const auto* opclass = context.catalog.find<catalog::OperatorClass>(oid);
            const auto* family = context.catalog.find<catalog::OperatorFamily>(oid);
            Oid own = opclass ? opclass->access_method : family ? family->access_method : catalog::invalid_oid;
            if (method && method->oid == own) return ObjectAddress{oid, 0};
        }
    }
    if (missing_ok) return ObjectAddress{};
    if (kind == ObjectKind::collation)
        return error("42704", "collation \"{}\" for encoding \"UTF8\" does not exist", display_name(names));
    if (!reference.access_method.empty())
        return error("42704", "{} \"{}\" does not exist for access method \"{}\"", object_kind_word(kind),
                     display_name(names), reference.access_method);
    return missing_object(object_kind_word(kind), display_name(names));
}

Result<ObjectAddress> relation_object(StatementContext& context, ObjectKind kind, const ObjectReference& reference,
                                      bool missing_ok) {
    std::string_view kinds = kind == ObjectKind::view                ? "v"
                             : kind == ObjectKind::materialized_view ? "m"
                             : kind == ObjectKind::index             ? "iI"
                             : kind == ObjectKind::sequence          ? "S"
                             : kind == ObjectKind::foreign_table     ? "f"
                                                                     : "rp";
    BACKOUT_ASSIGN(Oid oid, get_relation(context, to_range_var(reference.names), missing_ok, kinds));
    if (oid != catalog::invalid_oid) BACKOUT_TRY(check_relation_kind(context, oid, kind));
    return ObjectAddress{oid, 0};
}

Result<ObjectAddress> column_object(StatementContext& context, const ObjectReference& reference, bool missing_ok) {
    sql::Names names = reference.names;
    std::string column = reference.sub_name;
    if (column.empty() && names.size() >= 2) {
        column = names.back();
        names.pop_back();
    }
    if (column.empty()) return error("42601", "column name must be qualified");
    BACKOUT_ASSIGN(Oid oid, get_relation(context, to_range_var(names), missing_ok));
    if (oid == catalog::invalid_oid) return ObjectAddress{};
    auto found = catalog::find_column(context.catalog, oid, column);
    if (found) return ObjectAddress{oid, found->number};
    if (missing_ok) return ObjectAddress{};
    auto failure = error("42703", "column \"{}\" of relation \"{}\" does not exist", column, names.back());
    failure.value().missing = {analyze::Missing::Kind::column, "", column, oid};
    return failure;
}

/// A trigger, rule, policy or constraint of a relation.
Result<ObjectAddress> part_of_relation(StatementContext& context, ObjectKind kind, const ObjectReference& reference,
                                       bool missing_ok) {
    BACKOUT_ASSIGN(Oid oid, get_relation(context, to_range_var(reference.names), missing_ok));
    if (oid == catalog::invalid_oid) return ObjectAddress{};
    const auto* found = context.catalog.find(object_class_of(kind), oid, reference.sub_name);
    if (found) return ObjectAddress{found->oid, 0};
    const auto* relation = context.catalog.find<Relation>(oid);
    // A view's query is a rule that only goes with it.
    if (kind == ObjectKind::rule && relation && relation->view_query && reference.sub_name == "_RETURN") {
        const std::string view = describe(context.catalog, context.path, {oid, 0});
        auto failure = error("2BP01", "cannot drop rule _RETURN on {0} because {0} requires it", view);
        failure.value().hint = fmt::format("You can drop {} instead.", view);
        return failure;
    }
    if (missing_ok) return ObjectAddress{};
    if (relation && relation->assumed)
        return unknown("nothing is known of the {}s of {}", object_kind_word(kind), relation->name);
    return error("42704", "{} \"{}\" for {} \"{}\" does not exist", object_kind_word(kind), reference.sub_name,
                 kind == ObjectKind::rule ? "relation" : "table", reference.names.back());
}

Result<ObjectAddress> type_object(StatementContext& context, ObjectKind kind, const ObjectReference& reference,
                                  bool missing_ok) {
    sql::TypeName made;
    const sql::TypeName* name = reference.type ? &*reference.type : &made;
    if (!reference.type) made.names = reference.names;
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::lookup_type(context.analysis(), *name));
    if (found.type == catalog::invalid_oid) {
        if (missing_ok) return ObjectAddress{};
        BACKOUT_TRY(analyze::resolve_type(context.analysis(), *name));
        return missing_object("type", display_name(name->names));
    }
    auto info = catalog::type_info(context.catalog, found.type);
    if (kind == ObjectKind::domain && info && info->kind != catalog::TypeKind::domain)
        return error("42809", "\"{}\" is not a domain",
                     catalog::format_type(context.catalog, context.path, found.type));
    return ObjectAddress{found.type, 0};
}

Result<ObjectAddress> domain_constraint(StatementContext& context, const ObjectReference& reference, bool missing_ok) {
    BACKOUT_ASSIGN(ObjectAddress domain, type_object(context, ObjectKind::domain, reference, missing_ok));
    if (domain.oid == catalog::invalid_oid) return domain;
    if (const auto* found = context.catalog.find(ObjectClass::constraint, domain.oid, reference.sub_name))
        return ObjectAddress{found->oid, 0};
    if (missing_ok) return ObjectAddress{};
    return error("42704", "constraint \"{}\" for domain {} does not exist", reference.sub_name,
                 catalog::format_type(context.catalog, context.path, domain.oid));
}

Result<ObjectAddress> cast_object(StatementContext& context, const ObjectReference& reference, bool missing_ok) {
    if (!reference.type || !reference.target_type) return ObjectAddress{};
    auto resolve = [&](const sql::TypeName& name) {
        return missing_ok ? analyze::lookup_type(context.analysis(), name)
                          : analyze::resolve_type(context.analysis(), name);
    };
    BACKOUT_ASSIGN(analyze::TypeReference source, resolve(*reference.type));
    BACKOUT_ASSIGN(analyze::TypeReference target, resolve(*reference.target_type));
    auto found = catalog::find_cast(context.catalog, source.type, target.type);
    if (found && found->oid != catalog::invalid_oid) return ObjectAddress{found->oid, 0};
    if (missing_ok) return ObjectAddress{};
    return error("42704", "cast from type {} to type {} does not exist",
                 catalog::format_type(context.catalog, context.path, source.type),
                 catalog::format_type(context.catalog, context.path, target.type));
}

Result<ObjectAddress> transform_object(StatementContext& context, const ObjectReference& reference, bool missing_ok) {
    if (!reference.type) return ObjectAddress{};
    BACKOUT_ASSIGN(analyze::TypeReference type, analyze::resolve_type(context.analysis(), *reference.type));
    const std::string& language = reference.sub_name.empty() ? reference.names.back() : reference.sub_name;
    Oid language_oid = catalog::find_language(context.catalog, language);
    for (const auto* transform : context.catalog.all_of_class<catalog::Transform>())
        if (transform->type == type.type && transform->language == language_oid)
            return ObjectAddress{transform->oid, 0};
    if (missing_ok) return ObjectAddress{};
    return error("42704", "transform for type {} language \"{}\" does not exist",
                 catalog::format_type(context.catalog, context.path, type.type), language);
}

Result<ObjectAddress> user_mapping(StatementContext& context, const ObjectReference& reference, bool missing_ok) {
    const std::string& server_name = reference.sub_name;
    const auto* server = context.catalog.find<catalog::ForeignServer>(catalog::invalid_oid, server_name);
    const std::string user = reference.names.empty() ? std::string() : reference.names.back();
    if (server)
        if (const auto* mapping = context.catalog.find<catalog::UserMapping>(server->oid, user))
            return ObjectAddress{mapping->oid, 0};
    if (missing_ok) return ObjectAddress{};
    return error("42704", "user mapping for user \"{}\" on server \"{}\" does not exist", user, server_name);
}

}  // namespace

Result<ObjectAddress> get_object_address(StatementContext& context, ObjectKind kind, const ObjectReference& reference,
                                         bool missing_ok) {
    switch (kind) {
        case ObjectKind::table:
        case ObjectKind::view:
        case ObjectKind::materialized_view:
        case ObjectKind::index:
        case ObjectKind::sequence:
        case ObjectKind::foreign_table: return relation_object(context, kind, reference, missing_ok);
        case ObjectKind::column:
        case ObjectKind::attribute: return column_object(context, reference, missing_ok);
        case ObjectKind::trigger:
        case ObjectKind::rule:
        case ObjectKind::policy:
        case ObjectKind::table_constraint: return part_of_relation(context, kind, reference, missing_ok);
        case ObjectKind::domain_constraint: return domain_constraint(context, reference, missing_ok);
        case ObjectKind::type:
        case ObjectKind::domain: return type_object(context, kind, reference, missing_ok);
        case ObjectKind::function:
        case ObjectKind::procedure:
        case ObjectKind::routine:
        case ObjectKind::aggregate: {
            if (!reference.function) return ObjectAddress{};
            BACKOUT_ASSIGN(Oid oid, analyze::lookup_function(context.analysis(), *reference.function, kind, missing_ok));
            return ObjectAddress{oid, 0};
        }
        case ObjectKind::operator_: {
            if (!reference.function) return ObjectAddress{};
            BACKOUT_ASSIGN(Oid oid, analyze::lookup_operator(context.analysis(), *reference.function, missing_ok));
            return ObjectAddress{oid, 0};
        }
        case ObjectKind::cast: return cast_object(context, reference, missing_ok);
        case ObjectKind::transform: return transform_object(context, reference, missing_ok);
        case ObjectKind::user_mapping: return user_mapping(context, reference, missing_ok);
        case ObjectKind::collation:
        case ObjectKind::conversion:
        case ObjectKind::statistics:
        case ObjectKind::operator_class:
        case ObjectKind::operator_family:
        case ObjectKind::ts_configuration:
        case ObjectKind::ts_dictionary:
        case ObjectKind::ts_parser:
        case ObjectKind::ts_template: return schema_object(context, kind, reference, missing_ok);
        case ObjectKind::access_method:
        case ObjectKind::database:
        case ObjectKind::event_trigger:
        case ObjectKind::extension:
        case ObjectKind::foreign_data_wrapper:
        case ObjectKind::foreign_server:
        case ObjectKind::language:
        case ObjectKind::publication:
        case ObjectKind::role:
        case ObjectKind::schema:
        case ObjectKind::subscription:
        case ObjectKind::tablespace: return global_object(context, kind, reference, missing_ok);
        default: return unknown("{} is not looked up by name", object_kind_word(kind));
    }
}

}  // namespace backout::simulate
