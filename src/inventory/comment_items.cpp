#include "analyze/deparse.h"
#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/type.h"
#include "inventory/item_builder.h"
#include "sql/quote.h"

namespace backout::inventory {

using catalog::Catalog;
using catalog::Object;
using catalog::ObjectClass;
using catalog::Oid;
using catalog::Relation;
using catalog::RelationKind;

namespace {

/// format_type_be_qualified: of pg_catalog's types only those with a name in SQL's grammar are bare.
std::string qualified_type(const Catalog& catalog, Oid type) {
    static const catalog::SearchPath nowhere{{}, catalog::invalid_oid};
    return catalog::format_type(catalog, nowhere, type);
}

std::string identity_of_relation(const Catalog& catalog, Oid relation) {
    auto info = catalog::relation_info(catalog, relation);
    return info ? catalog::qualified_name(catalog, info->scope, info->name) : std::string();
}

std::string_view type_word(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::relation:
            switch (static_cast<const Relation&>(object).kind) {
                case RelationKind::table:
                case RelationKind::partitioned_table: return "table";
                case RelationKind::index:
                case RelationKind::partitioned_index: return "index";
                case RelationKind::sequence: return "sequence";
                case RelationKind::view: return "view";
                case RelationKind::materialized_view: return "materialized view";
                case RelationKind::composite: return "composite type";
                case RelationKind::foreign_table: return "foreign table";
                case RelationKind::toast: return "toast table";
            }
            return "relation";
        case ObjectClass::constraint:
            return static_cast<const catalog::Constraint&>(object).on_domain ? "domain constraint" : "table constraint";
        case ObjectClass::function: {
            char kind = static_cast<const catalog::Function&>(object).kind;
            return kind == 'p' ? "procedure" : kind == 'a' ? "aggregate" : "function";
        }
        case ObjectClass::trigger: return "trigger";
        case ObjectClass::rule: return "rule";
        case ObjectClass::policy: return "policy";
        case ObjectClass::type: return "type";
        case ObjectClass::namespace_: return "schema";
        case ObjectClass::extension: return "extension";
        case ObjectClass::role: return "role";
        case ObjectClass::collation: return "collation";
        case ObjectClass::conversion: return "conversion";
        case ObjectClass::operator_: return "operator";
        case ObjectClass::operator_class: return "operator class";
        case ObjectClass::operator_family: return "operator family";
        case ObjectClass::cast: return "cast";
        case ObjectClass::language: return "language";
        case ObjectClass::event_trigger: return "event trigger";
        case ObjectClass::publication: return "publication";
        case ObjectClass::subscription: return "subscription";
        case ObjectClass::statistics: return "statistics object";
        case ObjectClass::foreign_data_wrapper: return "foreign-data wrapper";
        case ObjectClass::foreign_server: return "server";
        case ObjectClass::access_method: return "access method";
        case ObjectClass::ts_config: return "text search configuration";
        case ObjectClass::ts_dictionary: return "text search dictionary";
        case ObjectClass::ts_parser: return "text search parser";
        case ObjectClass::ts_template: return "text search template";
        default: return "object";
    }
}

std::string method_name(const Catalog& catalog, Oid method) {
    auto info = catalog::access_method_info(catalog, method);
    return info ? std::string(info->name) : std::string();
}

/// getObjectIdentity (catalog/objectaddress.c)
std::string identity_of(const Catalog& catalog, const Object& object) {
    auto on_relation = [&] {
        return fmt::format("{} on {}", sql::quote_identifier(object.name), identity_of_relation(catalog, object.scope));
    };
    switch (object.object_class) {
        case ObjectClass::relation: return identity_of_relation(catalog, object.oid);
        case ObjectClass::constraint:
            if (static_cast<const catalog::Constraint&>(object).on_domain)
                return fmt::format("{} on {}", sql::quote_identifier(object.name), qualified_type(catalog, object.scope));
            return on_relation();
        case ObjectClass::trigger:
        case ObjectClass::rule:
        case ObjectClass::policy: return on_relation();
        case ObjectClass::type: return qualified_type(catalog, object.oid);
        case ObjectClass::function: {
            const auto& function = static_cast<const catalog::Function&>(object);
            std::vector<std::string> types;
            for (Oid type : function.argument_types) types.push_back(qualified_type(catalog, type));
            return fmt::format("{}({})", catalog::qualified_name(catalog, object.scope, object.name), fmt::join(types, ","));
        }
        case ObjectClass::operator_: {
            const auto& operator_ = static_cast<const catalog::Operator&>(object);
            auto side = [&](Oid type) { return type ? qualified_type(catalog, type) : std::string("NONE"); };
            return fmt::format("{}.{}({},{})", sql::quote_identifier(catalog::namespace_name(catalog, object.scope)),
                               object.name, side(operator_.left), side(operator_.right));
        }
        case ObjectClass::operator_class:
            return fmt::format("{} USING {}", catalog::qualified_name(catalog, object.scope, object.name),
                               method_name(catalog, static_cast<const catalog::OperatorClass&>(object).access_method));
        case ObjectClass::operator_family:
            return fmt::format("{} USING {}", catalog::qualified_name(catalog, object.scope, object.name),
                               method_name(catalog, static_cast<const catalog::OperatorFamily&>(object).access_method));
        case ObjectClass::cast: {
            const auto& cast = static_cast<const catalog::Cast&>(object);
            return fmt::format("({} AS {})", qualified_type(catalog, cast.source), qualified_type(catalog, cast.target));
        }
        case ObjectClass::collation:
        case ObjectClass::conversion:
        case ObjectClass::statistics:
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary:
        case ObjectClass::ts_parser:
        case ObjectClass::ts_template: return catalog::qualified_name(catalog, object.scope, object.name);
        default: return sql::quote_identifier(object.name);
    }
}

}  // namespace

void add_comment_items(const Catalog& catalog, const Object& object, std::vector<Item>& items) {
    if (object.comment)
        items.push_back(ItemBuilder("comment", fmt::format("{} {}", type_word(object), identity_of(catalog, object)),
                                    object.oid)
                            .add("text", *object.comment)
                            .build());
    const auto* relation = catalog::as<Relation>(&object);
    if (!relation || relation->is_index()) return;
    for (const catalog::Attribute& attribute : relation->attributes)
        if (attribute.comment)
            items.push_back(ItemBuilder("comment",
                                        fmt::format("{} column {}.{}", type_word(object), identity_of(catalog, object),
                                                    sql::quote_identifier(attribute.name)),
                                        object.oid, attribute.number)
                                .add("text", *attribute.comment)
                                .build());
}

}  // namespace backout::inventory
