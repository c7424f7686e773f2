#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "graph/naming.h"

namespace backout::graph {

using catalog::Catalog;
using catalog::Constraint;
using catalog::Object;
using catalog::ObjectAddress;
using catalog::ObjectClass;
using catalog::Relation;

namespace {

/// What an object goes with; an invalid oid when it stands for itself, nothing when it is left out altogether.
using Whole = std::optional<ObjectAddress>;

Whole whole_of_type(const catalog::Type& type) {
    if (type.is_array) return ObjectAddress{type.element, 0};
    if (type.kind == catalog::TypeKind::composite) return ObjectAddress{type.relation, 0};
    if (type.kind == catalog::TypeKind::multirange) return ObjectAddress{type.range, 0};
    return ObjectAddress{};
}

Whole whole_of_relation(const Catalog& catalog, const Relation& relation) {
    if (relation.kind == catalog::RelationKind::toast) return std::nullopt;
    if (relation.index) {
        const auto* constraint = catalog.find<Constraint>(relation.index->constraint);
        if (constraint && constraint->index == relation.oid) return ObjectAddress{constraint->oid, 0};
    }
    if (relation.sequence && relation.sequence->identity) return relation.sequence->owned_by;
    return ObjectAddress{};
}

Whole whole_of_constraint(const Catalog& catalog, const Constraint& constraint) {
    if (constraint.type == Constraint::Type::not_null)
        return ObjectAddress{constraint.scope, constraint.keys.empty() ? catalog::AttributeNumber{0} : constraint.keys.front()};
    if (constraint.type != Constraint::Type::trigger) return ObjectAddress{};
    const auto* trigger = catalog.find<catalog::Trigger>(constraint.scope, constraint.name);
    if (trigger) return ObjectAddress{trigger->oid, 0};
    return ObjectAddress{constraint.scope, 0};
}

/// The constructors of a range type and of its multirange depend on it internally (commands/typecmds.c,
/// makeRangeConstructors).
Whole whole_of_function(const Object& function) {
    for (const catalog::Dependency& dependency : function.dependencies)
        if (dependency.type == catalog::DependencyType::internal) return dependency.referenced;
    return ObjectAddress{};
}

Whole whole_of(const Catalog& catalog, const Object& object) {
    switch (object.object_class) {
        case ObjectClass::type: return whole_of_type(static_cast<const catalog::Type&>(object));
        case ObjectClass::relation: return whole_of_relation(catalog, static_cast<const Relation&>(object));
        case ObjectClass::constraint: return whole_of_constraint(catalog, static_cast<const Constraint&>(object));
        case ObjectClass::function: return whole_of_function(object);
        case ObjectClass::attribute_default:
            return ObjectAddress{object.scope, static_cast<const catalog::AttributeDefault&>(object).attribute};
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace: return ObjectAddress{object.scope, 0};
        case ObjectClass::rule:
            if (static_cast<const catalog::Rule&>(object).event == '1') return ObjectAddress{object.scope, 0};
            return ObjectAddress{};
        case ObjectClass::trigger:
            if (static_cast<const catalog::Trigger&>(object).parent != catalog::invalid_oid) return std::nullopt;
            return ObjectAddress{};
        case ObjectClass::database:
        case ObjectClass::tablespace: return std::nullopt;
        default: return ObjectAddress{};
    }
}

/// Each step leads to a coarser object; the longest way is multirange's array, multirange, range.
constexpr int longest_way = 8;

}  // namespace

std::optional<ObjectAddress> vertex_of(const Catalog& catalog, ObjectAddress address) {
    for (int step = 0; step < longest_way; ++step) {
        const Object* object = catalog.find(address.oid);
        if (!object) {
            address = {catalog::extension_of_member(catalog, address.oid), 0};
            if (!catalog.find(address.oid)) return std::nullopt;
            continue;
        }
        const Whole whole = whole_of(catalog, *object);
        if (!whole) return std::nullopt;
        if (whole->oid == catalog::invalid_oid) return address;
        address = *whole;
    }
    return std::nullopt;
}

}  // namespace backout::graph
