#include "graph/naming.h"

#include <fmt/format.h>

#include "analyze/deparse.h"
#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"

namespace backout::graph {

using catalog::as;
using catalog::Catalog;
using catalog::Constraint;
using catalog::Object;
using catalog::ObjectClass;
using catalog::Oid;
using catalog::Relation;
using catalog::RelationKind;

namespace {

std::string_view kind_of_relation(const Relation& relation) {
    switch (relation.kind) {
        case RelationKind::table:
        case RelationKind::partitioned_table: return "table";
        case RelationKind::view: return "view";
        case RelationKind::materialized_view: return "matview";
        case RelationKind::foreign_table: return "foreign_table";
        case RelationKind::composite: return "composite";
        case RelationKind::sequence: return "sequence";
        case RelationKind::index:
        case RelationKind::partitioned_index: return "index";
        case RelationKind::toast: return {};
    }
    return {};
}

std::string_view kind_of_type(const catalog::Type& type) {
    switch (type.kind) {
        case catalog::TypeKind::enum_: return "enum";
        case catalog::TypeKind::domain: return "domain";
        default: return "type";
    }
}

std::string_view kind_of_function(const catalog::Function& function) {
    switch (function.kind) {
        case 'p': return "procedure";
        case 'a': return "aggregate";
        default: return "function";
    }
}

std::string_view kind_of_constraint(const Constraint& constraint) {
    if (constraint.on_domain) return "domain_constraint";
    return constraint.type == Constraint::Type::foreign_key ? "foreign_key" : "constraint";
}

std::string in_schema(const Catalog& catalog, Oid scope, std::string_view name) {
    return fmt::format("{}.{}", catalog::namespace_name(catalog, scope), name);
}

std::string type_name(const Catalog& catalog, Oid type) {
    return type ? catalog::format_type(catalog, catalog::catalog_only_path(), type) : std::string("-");
}

std::string access_method_name(const Catalog& catalog, Oid method) {
    auto info = catalog::access_method_info(catalog, method);
    return info ? std::string(info->name) : std::string();
}

std::string with_access_method(const Catalog& catalog, const Object& object, Oid method) {
    return fmt::format("{} USING {}", in_schema(catalog, object.scope, object.name), access_method_name(catalog, method));
}

/// Names that are not just a schema's and the object's own.
std::optional<std::string> special_name(const Catalog& catalog, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::function:
            return fmt::format("{}({})", in_schema(catalog, object.scope, object.name),
                               analyze::function_identity_arguments(catalog, object.oid));
        case ObjectClass::operator_: {
            const auto& found = static_cast<const catalog::Operator&>(object);
            return fmt::format("{}({},{})", in_schema(catalog, object.scope, object.name),
                               type_name(catalog, found.left), type_name(catalog, found.right));
        }
        case ObjectClass::operator_class:
            return with_access_method(catalog, object, static_cast<const catalog::OperatorClass&>(object).access_method);
        case ObjectClass::operator_family:
            return with_access_method(catalog, object, static_cast<const catalog::OperatorFamily&>(object).access_method);
        case ObjectClass::cast: {
            const auto& cast = static_cast<const catalog::Cast&>(object);
            return type_name(catalog, cast.source) + "->" + type_name(catalog, cast.target);
        }
        case ObjectClass::transform: {
            const auto& transform = static_cast<const catalog::Transform&>(object);
            return type_name(catalog, transform.type) + " " + catalog::language_name(catalog, transform.language);
        }
        case ObjectClass::default_acl: {
            const auto& entry = static_cast<const catalog::DefaultAcl&>(object);
            return fmt::format("{}/{}/{}", catalog::role_name(catalog, entry.role),
                               entry.schema ? catalog::namespace_name(catalog, entry.schema) : "*", entry.object_type);
        }
        case ObjectClass::user_mapping: {
            const Object* server = catalog.find(object.scope);
            return (server ? server->name : std::string()) + "/" + object.name;
        }
        default: return std::nullopt;
    }
}

}  // namespace

std::string kind_of(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation: return std::string(kind_of_relation(static_cast<const Relation&>(object)));
        case ObjectClass::type: return std::string(kind_of_type(static_cast<const catalog::Type&>(object)));
        case ObjectClass::function: return std::string(kind_of_function(static_cast<const catalog::Function&>(object)));
        case ObjectClass::constraint: return std::string(kind_of_constraint(static_cast<const Constraint&>(object)));
        case ObjectClass::namespace_: return "schema";
        case ObjectClass::operator_: return "operator";
        case ObjectClass::operator_class: return "opclass";
        case ObjectClass::operator_family: return "opfamily";
        case ObjectClass::ts_dictionary: return "ts_dict";
        case ObjectClass::foreign_data_wrapper: return "fdw";
        case ObjectClass::foreign_server: return "server";
        case ObjectClass::access_method: return "access_method";
        case ObjectClass::cast: return "cast";
        case ObjectClass::collation: return "collation";
        case ObjectClass::conversion: return "conversion";
        case ObjectClass::default_acl: return "default_acl";
        case ObjectClass::event_trigger: return "event_trigger";
        case ObjectClass::extension: return "extension";
        case ObjectClass::language: return "language";
        case ObjectClass::policy: return "policy";
        case ObjectClass::publication: return "publication";
        case ObjectClass::role: return "role";
        case ObjectClass::rule: return "rule";
        case ObjectClass::statistics: return "statistics";
        case ObjectClass::subscription: return "subscription";
        case ObjectClass::transform: return "transform";
        case ObjectClass::trigger: return "trigger";
        case ObjectClass::ts_config: return "ts_config";
        case ObjectClass::ts_parser: return "ts_parser";
        case ObjectClass::ts_template: return "ts_template";
        case ObjectClass::user_mapping: return "user_mapping";
        case ObjectClass::attribute_default:
        case ObjectClass::database:
        case ObjectClass::publication_namespace:
        case ObjectClass::publication_relation:
        case ObjectClass::tablespace: return {};
    }
    return {};
}

std::span<const std::string_view> all_kinds() {
    static constexpr std::string_view kinds[] = {
        "access_method", "aggregate", "cast", "collation", "composite", "constraint", "conversion", "default_acl",
        "domain", "domain_constraint", "enum", "event_trigger", "extension", "fdw", "foreign_key", "foreign_table",
        "function", "index", "language", "matview", "opclass", "operator", "opfamily", "policy", "procedure",
        "publication", "role", "rule", "schema", "sequence", "server", "statistics", "subscription", "table", "transform",
        "trigger", "ts_config", "ts_dict", "ts_parser", "ts_template", "type", "user_mapping", "view"};
    return kinds;
}

std::string kind_in_words(std::string_view kind) {
    constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"matview", "materialized view"},      {"opclass", "operator class"},
        {"opfamily", "operator family"},       {"ts_dict", "text search dictionary"},
        {"ts_config", "text search configuration"}, {"ts_parser", "text search parser"},
        {"ts_template", "text search template"}, {"fdw", "foreign-data wrapper"},
        {"composite", "composite type"},       {"default_acl", "default privileges"}};
    for (const auto& [short_form, long_form] : words)
        if (short_form == kind) return std::string(long_form);
    std::string spaced(kind);
    for (char& c : spaced)
        if (c == '_') c = ' ';
    return spaced;
}

std::string name_of(const Catalog& catalog, const Object& object) {
    if (auto special = special_name(catalog, object)) return *special;
    if (object.scope == catalog::invalid_oid) return object.name;
    if (auto relation = catalog::relation_info(catalog, object.scope))
        return fmt::format("{}.{}", in_schema(catalog, relation->scope, relation->name), object.name);
    const Object* scope = catalog.find(object.scope);
    if (scope && scope->object_class == ObjectClass::type)
        return fmt::format("{}.{}", in_schema(catalog, scope->scope, scope->name), object.name);
    return in_schema(catalog, object.scope, object.name);
}

Oid schema_of(const Catalog& catalog, const Object& object) {
    if (object.object_class == ObjectClass::namespace_) return object.oid;
    if (object.scope == catalog::invalid_oid) return catalog::invalid_oid;
    if (auto relation = catalog::relation_info(catalog, object.scope)) return relation->scope;
    const Object* scope = catalog.find(object.scope);
    if (!scope || scope->object_class == ObjectClass::namespace_) return object.scope;
    return schema_of(catalog, *scope);
}

bool is_temporary(const Catalog& catalog, const Object& object) {
    const auto* schema = catalog.find<catalog::Namespace>(schema_of(catalog, object));
    return schema && schema->temporary;
}

}  // namespace backout::graph
