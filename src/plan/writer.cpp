#include "plan/writer.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/cluster_objects.h"
#include "catalog/table_part.h"
#include "sql/quote.h"

namespace backout::plan {

using catalog::Function;
using catalog::ObjectClass;
using catalog::Relation;
using catalog::RelationKind;

Writer::Writer(const Catalog& catalog, const catalog::SearchPath& path, Style style, const Catalog* elsewhere)
    : catalog_(catalog), elsewhere_(elsewhere), path_(path) {
    options_.path = &path_;
    options_.pretty = style == Style::readable;
    options_.in_lists = true;
}

bool Writer::finds(Oid scope) const {
    return std::find(path_.namespaces.begin(), path_.namespaces.end(), scope) != path_.namespaces.end();
}

std::string Writer::in_schema(Oid scope, std::string_view name, bool visible) const {
    if (visible) return sql::quote_identifier(name);
    const auto* schema = catalog_.find<catalog::Namespace>(scope);
    // Every session knows its own temporary schema by this name.
    if (schema && schema->temporary) return "pg_temp." + sql::quote_identifier(name);
    return catalog::qualified_name(catalog_, scope, name);
}

std::string Writer::bare_name(const Object& object) {
    return object.object_class == ObjectClass::operator_ ? object.name : sql::quote_identifier(object.name);
}

namespace {

/// The classes whose names are unique in a schema.
bool is_in_schema(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation:
        case ObjectClass::type:
        case ObjectClass::function:
        case ObjectClass::operator_:
        case ObjectClass::operator_class:
        case ObjectClass::operator_family:
        case ObjectClass::collation:
        case ObjectClass::conversion:
        case ObjectClass::statistics:
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary:
        case ObjectClass::ts_parser:
        case ObjectClass::ts_template: return true;
        default: return false;
    }
}

/// Whether a schema has something that the object's bare name could mean, looking at names alone.
bool has_name(const Catalog& catalog, const Object& object, Oid scope) {
    switch (object.object_class) {
        case ObjectClass::relation:
            // A composite type is found as a type.
            return catalog::find_relation(catalog, scope, object.name) != catalog::invalid_oid ||
                   (static_cast<const Relation&>(object).kind == RelationKind::composite &&
                    catalog::find_type(catalog, scope, object.name) != catalog::invalid_oid);
        case ObjectClass::type: return catalog::find_type(catalog, scope, object.name) != catalog::invalid_oid;
        case ObjectClass::function: {
            std::vector<catalog::FunctionInfo> found;
            catalog::functions_named(catalog, scope, object.name, found);
            return !found.empty();
        }
        case ObjectClass::operator_: {
            std::vector<catalog::OperatorInfo> found;
            catalog::operators_named(catalog, scope, object.name, found);
            return !found.empty();
        }
        case ObjectClass::collation:
            return catalog::find_collation(catalog, scope, object.name) != catalog::invalid_oid;
        case ObjectClass::operator_class: {
            const auto& opclass = static_cast<const catalog::OperatorClass&>(object);
            return catalog::find_operator_class(catalog, opclass.access_method, scope, object.name).has_value();
        }
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary:
        case ObjectClass::ts_parser:
        case ObjectClass::ts_template:
            return catalog::find_text_search(catalog, object.object_class, scope, object.name) != catalog::invalid_oid;
        default: return !catalog.find_all(object.object_class, scope, object.name).empty();
    }
}

}  // namespace

std::string Writer::name(const Object& object) const {
    if (!is_in_schema(object)) return bare_name(object);
    // The bare name has to mean the object when it is made, too: so its schema is the one that things are made in.
    bool visible = object.scope == path_.creation && finds(object.scope);
    for (Oid scope : path_.namespaces) {
        if (!visible || scope == object.scope) break;
        visible = !has_name(catalog_, object, scope);
    }
    if (object.object_class != ObjectClass::operator_) return in_schema(object.scope, object.name, visible);
    return visible ? object.name
                   : sql::quote_identifier(catalog::namespace_name(catalog_, object.scope)) + "." + object.name;
}

std::string Writer::name(Oid oid) const {
    if (const Object* object = catalog_.find(oid)) return name(*object);
    if (auto relation = catalog::relation_info(catalog_, oid))
        return in_schema(relation->scope, relation->name, catalog::is_visible_relation(catalog_, path_, oid));
    if (catalog::type_info(catalog_, oid)) return type(oid);
    if (catalog::function_info(catalog_, oid)) return function(oid);
    if (catalog::collation_info(catalog_, oid)) return collation(oid);
    if (auto opclass = catalog::operator_class_info(catalog_, oid)) {
        auto found = catalog::find_operator_class(catalog_, opclass->access_method, path_, opclass->name);
        return in_schema(opclass->scope, opclass->name, found && found->oid == oid);
    }
    if (auto operator_ = catalog::operator_info(catalog_, oid)) return std::string(operator_->name);
    return sql::quote_identifier(catalog::namespace_name(catalog_, oid));
}

std::string Writer::type(Oid type, std::int32_t typmod) const {
    return catalog::format_type(catalog_, path_, type, typmod);
}

std::string Writer::expression(const catalog::Expr& expression, Oid relation, bool old_new) const {
    return analyze::deparse_expression(catalog_, expression, relation, old_new, options_);
}

std::string Writer::column(Oid relation, catalog::AttributeNumber number) const {
    auto column = catalog::find_column(catalog_, relation, number);
    return column ? sql::quote_identifier(column->name) : std::string();
}

std::string Writer::columns(Oid relation, const std::vector<catalog::AttributeNumber>& numbers) const {
    std::vector<std::string> names;
    for (auto number : numbers) names.push_back(column(relation, number));
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string Writer::role(Oid role) const {
    if (role == catalog::invalid_oid) return "PUBLIC";
    std::string name = catalog::role_name(catalog_, role);
    if (name.empty() && elsewhere_) name = catalog::role_name(*elsewhere_, role);
    return sql::quote_identifier(name);
}

std::string Writer::schema(Oid schema) const {
    return sql::quote_identifier(catalog::namespace_name(catalog_, schema));
}

std::string Writer::function(Oid function) const {
    if (const Object* object = catalog_.find(function)) return name(*object);
    auto info = catalog::function_info(catalog_, function);
    if (!info) return std::to_string(function);
    for (Oid scope : path_.namespaces) {
        std::vector<catalog::FunctionInfo> found;
        catalog::functions_named(catalog_, scope, info->name, found);
        if (!found.empty()) return in_schema(info->scope, info->name, scope == info->scope);
    }
    return in_schema(info->scope, info->name, false);
}

std::string Writer::collation(Oid collation) const {
    auto info = catalog::collation_info(catalog_, collation);
    if (!info) return std::to_string(collation);
    return in_schema(info->scope, info->name, catalog::find_collation(catalog_, path_, info->name) == collation);
}

std::string Writer::signature(Oid function_oid) const {
    auto info = catalog::function_info(catalog_, function_oid);
    if (!info) return std::to_string(function_oid);
    if (info->kind == 'a' && info->argument_types.empty()) return function(function_oid) + "(*)";
    std::vector<std::string> types;
    for (Oid argument : info->argument_types) types.push_back(type(argument));
    return fmt::format("{}({})", function(function_oid), fmt::join(types, ", "));
}

namespace {

std::string operand(const Writer& writer, Oid type) { return type ? writer.type(type) : std::string("NONE"); }

std::string access_method(const Writer& writer, Oid method) {
    auto info = catalog::access_method_info(writer.catalog(), method);
    return info ? sql::quote_identifier(info->name) : std::string();
}

/// What follows the object's words: its name, and what else it takes to tell it.
std::string reference(const Writer& writer, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::function: return writer.signature(object.oid);
        case ObjectClass::operator_: {
            const auto& operator_ = static_cast<const catalog::Operator&>(object);
            return fmt::format("{} ({}, {})", writer.name(object), operand(writer, operator_.left),
                               operand(writer, operator_.right));
        }
        case ObjectClass::operator_class:
            return fmt::format("{} USING {}", writer.name(object),
                               access_method(writer, static_cast<const catalog::OperatorClass&>(object).access_method));
        case ObjectClass::operator_family:
            return fmt::format("{} USING {}", writer.name(object),
                               access_method(writer, static_cast<const catalog::OperatorFamily&>(object).access_method));
        case ObjectClass::cast: {
            const auto& cast = static_cast<const catalog::Cast&>(object);
            return fmt::format("({} AS {})", writer.type(cast.source), writer.type(cast.target));
        }
        case ObjectClass::transform: {
            const auto& transform = static_cast<const catalog::Transform&>(object);
            return fmt::format("FOR {} LANGUAGE {}", writer.type(transform.type),
                               sql::quote_identifier(catalog::language_name(writer.catalog(), transform.language)));
        }
        case ObjectClass::constraint:
            return fmt::format("{} ON {}{}", writer.bare_name(object),
                               static_cast<const catalog::Constraint&>(object).on_domain ? "DOMAIN " : "",
                               writer.name(object.scope));
        case ObjectClass::trigger:
        case ObjectClass::rule:
        case ObjectClass::policy:
            return fmt::format("{} ON {}", writer.bare_name(object), writer.name(object.scope));
        case ObjectClass::attribute_default:
            return fmt::format("{}.{}", writer.name(object.scope),
                               writer.column(object.scope,
                                             static_cast<const catalog::AttributeDefault&>(object).attribute));
        case ObjectClass::user_mapping:
            return fmt::format("FOR {} SERVER {}", writer.role(static_cast<const catalog::UserMapping&>(object).user),
                               writer.name(object.scope));
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace: return writer.name(object.scope);
        default: return writer.name(object);
    }
}

}  // namespace

std::string Writer::phrase(const Object& object) const {
    return fmt::format("{} {}", object_words(object), reference(*this, object));
}

namespace {

std::string_view relation_words(RelationKind kind) {
    switch (kind) {
        case RelationKind::view: return "VIEW";
        case RelationKind::materialized_view: return "MATERIALIZED VIEW";
        case RelationKind::sequence: return "SEQUENCE";
        case RelationKind::composite: return "TYPE";
        case RelationKind::foreign_table: return "FOREIGN TABLE";
        case RelationKind::index:
        case RelationKind::partitioned_index: return "INDEX";
        default: return "TABLE";
    }
}

}  // namespace

std::string_view object_words(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation: return relation_words(static_cast<const Relation&>(object).kind);
        case ObjectClass::function: {
            char kind = static_cast<const Function&>(object).kind;
            return kind == 'p' ? "PROCEDURE" : kind == 'a' ? "AGGREGATE" : "FUNCTION";
        }
        case ObjectClass::type:
            return static_cast<const catalog::Type&>(object).kind == catalog::TypeKind::domain ? "DOMAIN" : "TYPE";
        case ObjectClass::access_method: return "ACCESS METHOD";
        case ObjectClass::attribute_default: return "COLUMN";
        case ObjectClass::cast: return "CAST";
        case ObjectClass::collation: return "COLLATION";
        case ObjectClass::constraint: return "CONSTRAINT";
        case ObjectClass::conversion: return "CONVERSION";
        case ObjectClass::database: return "DATABASE";
        case ObjectClass::default_acl: return "DEFAULT PRIVILEGES";
        case ObjectClass::event_trigger: return "EVENT TRIGGER";
        case ObjectClass::extension: return "EXTENSION";
        case ObjectClass::foreign_data_wrapper: return "FOREIGN DATA WRAPPER";
        case ObjectClass::foreign_server: return "SERVER";
        case ObjectClass::language: return "LANGUAGE";
        case ObjectClass::namespace_: return "SCHEMA";
        case ObjectClass::operator_: return "OPERATOR";
        case ObjectClass::operator_class: return "OPERATOR CLASS";
        case ObjectClass::operator_family: return "OPERATOR FAMILY";
        case ObjectClass::policy: return "POLICY";
        case ObjectClass::publication:
        case ObjectClass::publication_namespace:
        case ObjectClass::publication_relation: return "PUBLICATION";
        case ObjectClass::role: return "ROLE";
        case ObjectClass::rule: return "RULE";
        case ObjectClass::statistics: return "STATISTICS";
        case ObjectClass::subscription: return "SUBSCRIPTION";
        case ObjectClass::tablespace: return "TABLESPACE";
        case ObjectClass::transform: return "TRANSFORM";
        case ObjectClass::trigger: return "TRIGGER";
        case ObjectClass::ts_config: return "TEXT SEARCH CONFIGURATION";
        case ObjectClass::ts_dictionary: return "TEXT SEARCH DICTIONARY";
        case ObjectClass::ts_parser: return "TEXT SEARCH PARSER";
        case ObjectClass::ts_template: return "TEXT SEARCH TEMPLATE";
        case ObjectClass::user_mapping: return "USER MAPPING";
    }
    return "OBJECT";
}

namespace {

/// Whether a value of WITH (…) can do without quotes: a number, or one of the words that are no keyword's.
bool is_bare_value(std::string_view value) {
    if (value == "true" || value == "false" || value == "on" || value == "off" || value == "auto") return true;
    if (value.empty()) return false;
    std::size_t dots = 0;
    for (std::size_t i = value.front() == '-' ? 1 : 0; i < value.size(); ++i) {
        if (value[i] == '.' && ++dots == 1) continue;
        if (value[i] < '0' || value[i] > '9') return false;
    }
    return value.back() >= '0' && value.back() <= '9' && value[value.front() == '-' ? 1 : 0] != '.';
}

/// Names of storage parameters may have a namespace: "toast.autovacuum_enabled".
std::string parameter_name(std::string_view name) {
    auto dot = name.find('.');
    if (dot == std::string_view::npos) return sql::quote_identifier(name);
    return sql::quote_identifier(name.substr(0, dot)) + "." + sql::quote_identifier(name.substr(dot + 1));
}

}  // namespace

std::string storage_parameters(const catalog::OptionList& options) {
    std::vector<std::string> printed;
    for (const auto& [name, value] : options)
        printed.push_back(fmt::format("{} = {}", parameter_name(name),
                                      is_bare_value(value) ? value : sql::quote_literal(value)));
    return fmt::format("{}", fmt::join(printed, ", "));
}

std::string generic_options(const catalog::OptionList& options) {
    std::vector<std::string> printed;
    for (const auto& [name, value] : options)
        printed.push_back(fmt::format("{} {}", sql::quote_identifier(name), sql::quote_literal(value)));
    return fmt::format("{}", fmt::join(printed, ", "));
}

}  // namespace backout::plan
