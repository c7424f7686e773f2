#include "plan/identity.h"

#include <fmt/format.h>

#include "analyze/deparse.h"
#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"

namespace backout::plan {

using catalog::as;
using catalog::Constraint;
using catalog::ObjectClass;
using catalog::Relation;

namespace {

std::string type_name(const Catalog& catalog, Oid type) {
    return type ? catalog::format_type(catalog, catalog::catalog_only_path(), type) : std::string("-");
}

std::string scope_name(const Catalog& catalog, Oid scope) {
    if (scope == catalog::invalid_oid) return {};
    if (auto relation = catalog::relation_info(catalog, scope))
        return catalog::qualified_name(catalog, relation->scope, relation->name);
    if (const Object* object = catalog.find(scope); object && object->object_class != ObjectClass::namespace_)
        return catalog::qualified_name(catalog, object->scope, object->name);
    return catalog::namespace_name(catalog, scope);
}

/// What stands for the name where the name alone is not unique, or is made of oids.
std::string own_name(const Catalog& catalog, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::function: {
            std::string name = object.name;
            for (Oid type : static_cast<const catalog::Function&>(object).argument_types)
                name += "," + type_name(catalog, type);
            return name;
        }
        case ObjectClass::operator_: {
            const auto& operator_ = static_cast<const catalog::Operator&>(object);
            return fmt::format("{},{},{}", object.name, type_name(catalog, operator_.left),
                               type_name(catalog, operator_.right));
        }
        case ObjectClass::operator_class:
            return fmt::format("{},{}", object.name, static_cast<const catalog::OperatorClass&>(object).access_method);
        case ObjectClass::operator_family:
            return fmt::format("{},{}", object.name, static_cast<const catalog::OperatorFamily&>(object).access_method);
        case ObjectClass::cast: {
            const auto& cast = static_cast<const catalog::Cast&>(object);
            return type_name(catalog, cast.source) + "," + type_name(catalog, cast.target);
        }
        case ObjectClass::transform: {
            const auto& transform = static_cast<const catalog::Transform&>(object);
            return type_name(catalog, transform.type) + "," + catalog::language_name(catalog, transform.language);
        }
        case ObjectClass::attribute_default: {
            auto number = static_cast<const catalog::AttributeDefault&>(object).attribute;
            auto column = catalog::find_column(catalog, object.scope, number);
            return column ? std::string(column->name) : std::string();
        }
        case ObjectClass::default_acl: {
            const auto& entry = static_cast<const catalog::DefaultAcl&>(object);
            return fmt::format("{},{},{}", catalog::role_name(catalog, entry.role),
                               entry.schema ? catalog::namespace_name(catalog, entry.schema) : std::string(),
                               entry.object_type);
        }
        case ObjectClass::publication_relation:
            return scope_name(catalog, static_cast<const catalog::PublicationRelation&>(object).relation);
        case ObjectClass::publication_namespace:
            return scope_name(catalog, static_cast<const catalog::PublicationNamespace&>(object).schema);
        default: return object.name;
    }
}

/// The default of a parent's column that an inherited one has too: SET DEFAULT on the parent recurses.
Oid default_of_parent(const Catalog& catalog, const Relation& relation, const catalog::Attribute& column) {
    if (column.inherit_count == 0) return catalog::invalid_oid;
    const auto* own = catalog.find<catalog::AttributeDefault>(column.default_oid);
    for (Oid oid : relation.parents) {
        const auto* parent = catalog.find<Relation>(oid);
        const catalog::Attribute* above = parent ? parent->find_attribute(std::string_view(column.name)) : nullptr;
        const auto* value = above ? catalog.find<catalog::AttributeDefault>(above->default_oid) : nullptr;
        if (own && value && own->expression && value->expression &&
            analyze::deparse_expression(catalog, *own->expression, relation.oid) ==
                analyze::deparse_expression(catalog, *value->expression, parent->oid))
            return value->oid;
    }
    return catalog::invalid_oid;
}

}  // namespace

std::string identity(const Catalog& catalog, const Object& object) {
    return fmt::format("{}/{}/{}", static_cast<int>(object.object_class), scope_name(catalog, object.scope),
                       own_name(catalog, object));
}

Oid whole_of(const Catalog& catalog, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::type: {
            const auto& type = static_cast<const catalog::Type&>(object);
            if (type.is_array) return type.element;
            if (type.kind == catalog::TypeKind::composite) return type.relation;
            if (type.kind == catalog::TypeKind::multirange) return type.range;
            return catalog::invalid_oid;
        }
        case ObjectClass::relation: {
            const auto& relation = static_cast<const Relation&>(object);
            if (relation.index) {
                const auto* constraint = catalog.find<Constraint>(relation.index->constraint);
                if (constraint && constraint->index == relation.oid) return constraint->oid;
                return relation.index->parent;
            }
            if (relation.sequence && relation.sequence->identity) return relation.sequence->owned_by.oid;
            return catalog::invalid_oid;
        }
        case ObjectClass::constraint: {
            const auto& constraint = static_cast<const Constraint&>(object);
            if (constraint.type == Constraint::Type::not_null || constraint.type == Constraint::Type::trigger)
                return constraint.scope;
            if (constraint.parent) return constraint.parent;
            return constraint.is_local || constraint.on_domain ? catalog::invalid_oid : constraint.scope;
        }
        case ObjectClass::trigger: return static_cast<const catalog::Trigger&>(object).parent;
        case ObjectClass::function:
            // The constructors of a range type, and of its multirange type.
            for (const catalog::Dependency& dependency : object.dependencies)
                if (dependency.type == catalog::DependencyType::internal) return dependency.referenced.oid;
            return catalog::invalid_oid;
        case ObjectClass::attribute_default: {
            const auto* relation = catalog.find<Relation>(object.scope);
            const auto number = static_cast<const catalog::AttributeDefault&>(object).attribute;
            const catalog::Attribute* column = relation ? relation->find_attribute(number) : nullptr;
            if (!column) return catalog::invalid_oid;
            return column->generated ? object.scope : default_of_parent(catalog, *relation, *column);
        }
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace: return object.scope;
        case ObjectClass::rule:
            return static_cast<const catalog::Rule&>(object).event == '1' ? object.scope : catalog::invalid_oid;
        default: return catalog::invalid_oid;
    }
}

bool is_foreign_to_plans(const Catalog& catalog, const Object& object) {
    for (const catalog::Dependency& dependency : object.dependencies)
        if (dependency.type == catalog::DependencyType::extension) return true;
    if (const auto* relation = as<Relation>(&object); relation && relation->persistence == 't') return true;
    if (const auto* schema = as<catalog::Namespace>(&object)) return schema->temporary;
    const Object* scope = catalog.find(object.scope);
    return scope && is_foreign_to_plans(catalog, *scope);
}

}  // namespace backout::plan
