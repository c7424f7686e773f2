#include <fmt/format.h>

#include "analyze/deparse.h"
#include "simulate/drop.h"
#include "simulate/names.h"
#include "sql/quote.h"

namespace backout::simulate {

using catalog::Object;
using catalog::Relation;
using catalog::SearchPath;

namespace {

std::string relation_name(const Catalog& catalog, const SearchPath& path, Oid oid) {
    auto info = catalog::relation_info(catalog, oid);
    if (!info) return {};
    const std::string name = sql::quote_identifier(info->name);
    if (catalog::is_visible_relation(catalog, path, oid)) return name;
    return sql::quote_identifier(catalog::namespace_name(catalog, info->scope)) + "." + name;
}

std::string describe_relation(const Catalog& catalog, const SearchPath& path, Oid oid, AttributeNumber column) {
    auto info = catalog::relation_info(catalog, oid);
    if (!info) return fmt::format("relation with OID {}", oid);
    std::string whole = fmt::format("{} {}", relation_kind_word(info->kind), relation_name(catalog, path, oid));
    if (column == 0) return whole;
    auto attribute = catalog::find_column(catalog, oid, column);
    return fmt::format("column {} of {}", attribute ? attribute->name : "?", whole);
}

std::string in_schema(const Catalog& catalog, const SearchPath& path, const Object& object) {
    // The rare kinds are visible when their schema is searched; that another of the name hides them is not looked at.
    const bool is_operator = object.object_class == ObjectClass::operator_;
    const std::string name = is_operator ? object.name : sql::quote_identifier(object.name);
    for (Oid searched : path.namespaces)
        if (searched == object.scope) return name;
    const std::string schema = catalog::namespace_name(catalog, object.scope);
    return schema.empty() ? name : sql::quote_identifier(schema) + "." + name;
}

std::string on_relation(const Catalog& catalog, const SearchPath& path, std::string_view word, const Object& object) {
    return fmt::format("{} {} on {}", word, object.name, describe_relation(catalog, path, object.scope, 0));
}

std::string describe_operator(const Catalog& catalog, const SearchPath& path, const Object& object) {
    const auto& found = static_cast<const catalog::Operator&>(object);
    auto side = [&](Oid type) { return type ? catalog::format_type(catalog, path, type) : std::string("NONE"); };
    return fmt::format("operator {}({},{})", in_schema(catalog, path, object), side(found.left), side(found.right));
}

std::string access_method_name(const Catalog& catalog, Oid oid) {
    auto info = catalog::access_method_info(catalog, oid);
    return info ? std::string(info->name) : std::string();
}

std::string describe_function(const Catalog& catalog, const SearchPath& path, const Object& object) {
    const auto& function = static_cast<const catalog::Function&>(object);
    std::string arguments;
    for (Oid type : function.argument_types) {
        if (!arguments.empty()) arguments += ",";
        arguments += catalog::format_type(catalog, path, type);
    }
    std::string_view word = function.kind == 'p' ? "procedure" : "function";
    return fmt::format("{} {}({})", word, in_schema(catalog, path, object), arguments);
}

std::string describe_constraint(const Catalog& catalog, const SearchPath& path, const Object& object) {
    if (static_cast<const catalog::Constraint&>(object).on_domain) return "constraint " + object.name;
    return on_relation(catalog, path, "constraint", object);
}

std::string describe_publication_relation(const Catalog& catalog, const SearchPath& path, const Object& object) {
    const auto& member = static_cast<const catalog::PublicationRelation&>(object);
    const Object* publication = catalog.find(object.scope);
    return fmt::format("publication of {} in publication {}", describe_relation(catalog, path, member.relation, 0),
                       publication ? publication->name : "");
}

std::string describe_object(const Catalog& catalog, const SearchPath& path, const Object& object) {
    auto named = [&](std::string_view word) { return fmt::format("{} {}", word, object.name); };
    auto qualified = [&](std::string_view word) { return fmt::format("{} {}", word, in_schema(catalog, path, object)); };
    switch (object.object_class) {
        case ObjectClass::relation: return describe_relation(catalog, path, object.oid, 0);
        case ObjectClass::type: return "type " + catalog::format_type(catalog, path, object.oid);
        case ObjectClass::function: return describe_function(catalog, path, object);
        case ObjectClass::operator_: return describe_operator(catalog, path, object);
        case ObjectClass::constraint: return describe_constraint(catalog, path, object);
        case ObjectClass::trigger: return on_relation(catalog, path, "trigger", object);
        case ObjectClass::rule: return on_relation(catalog, path, "rule", object);
        case ObjectClass::policy: return on_relation(catalog, path, "policy", object);
        case ObjectClass::publication_relation: return describe_publication_relation(catalog, path, object);
        case ObjectClass::attribute_default: {
            const auto& value = static_cast<const catalog::AttributeDefault&>(object);
            return "default value for " + describe_relation(catalog, path, object.scope, value.attribute);
        }
        case ObjectClass::operator_class: {
            const auto& found = static_cast<const catalog::OperatorClass&>(object);
            return fmt::format("operator class {} for access method {}", in_schema(catalog, path, object),
                               access_method_name(catalog, found.access_method));
        }
        case ObjectClass::operator_family: {
            const auto& found = static_cast<const catalog::OperatorFamily&>(object);
            return fmt::format("operator family {} for access method {}", in_schema(catalog, path, object),
                               access_method_name(catalog, found.access_method));
        }
        case ObjectClass::cast: {
            const auto& found = static_cast<const catalog::Cast&>(object);
            return fmt::format("cast from {} to {}", catalog::format_type(catalog, path, found.source),
                               catalog::format_type(catalog, path, found.target));
        }
        case ObjectClass::transform: {
            const auto& found = static_cast<const catalog::Transform&>(object);
            return fmt::format("transform for {} language {}", catalog::format_type(catalog, path, found.type),
                               catalog::language_name(catalog, found.language));
        }
        case ObjectClass::user_mapping: {
            const Object* server = catalog.find(object.scope);
            return fmt::format("user mapping for {} on server {}", object.name, server ? server->name : "");
        }
        case ObjectClass::publication_namespace: {
            const auto& member = static_cast<const catalog::PublicationNamespace&>(object);
            const Object* publication = catalog.find(object.scope);
            return fmt::format("publication of schema {} in publication {}",
                               catalog::namespace_name(catalog, member.schema), publication ? publication->name : "");
        }
        case ObjectClass::default_acl: return named("default privileges");
        case ObjectClass::namespace_: return named("schema");
        case ObjectClass::role: return named("role");
        case ObjectClass::extension: return named("extension");
        case ObjectClass::event_trigger: return named("event trigger");
        case ObjectClass::language: return named("language");
        case ObjectClass::access_method: return named("access method");
        case ObjectClass::foreign_data_wrapper: return named("foreign-data wrapper");
        case ObjectClass::foreign_server: return named("server");
        case ObjectClass::publication: return named("publication");
        case ObjectClass::subscription: return named("subscription");
        case ObjectClass::tablespace: return named("tablespace");
        case ObjectClass::database: return named("database");
        case ObjectClass::collation: return qualified("collation");
        case ObjectClass::conversion: return qualified("conversion");
        case ObjectClass::statistics: return qualified("statistics object");
        case ObjectClass::ts_config: return qualified("text search configuration");
        case ObjectClass::ts_dictionary: return qualified("text search dictionary");
        case ObjectClass::ts_parser: return qualified("text search parser");
        case ObjectClass::ts_template: return qualified("text search template");
    }
    return object.name;
}

}  // namespace

std::string describe(const Catalog& catalog, const SearchPath& path, ObjectAddress address) {
    const Object* object = catalog.find(address.oid);
    if (object && address.column != 0) return describe_relation(catalog, path, address.oid, address.column);
    if (object) return describe_object(catalog, path, *object);
    // Members of extensions are facts, not objects.
    if (auto type = catalog::type_info(catalog, address.oid))
        return "type " + catalog::format_type(catalog, path, address.oid);
    if (auto function = catalog::function_info(catalog, address.oid)) {
        std::string arguments;
        for (Oid type : function->argument_types) {
            if (!arguments.empty()) arguments += ",";
            arguments += catalog::format_type(catalog, path, type);
        }
        return fmt::format("function {}({})", function->name, arguments);
    }
    if (auto opclass = catalog::operator_class_info(catalog, address.oid))
        return fmt::format("operator class {} for access method {}", opclass->name,
                           access_method_name(catalog, opclass->access_method));
    if (auto operator_ = catalog::operator_info(catalog, address.oid))
        return fmt::format("operator {}", operator_->name);
    return describe_relation(catalog, path, address.oid, address.column);
}

}  // namespace backout::simulate
