#include "graph/need.h"

#include <algorithm>

#include "catalog/relation.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "graph/naming.h"

namespace backout::graph {

using catalog::as;
using catalog::Catalog;
using catalog::Constraint;
using catalog::Dependency;
using catalog::DependencyType;
using catalog::Object;
using catalog::ObjectClass;
using catalog::Oid;
using catalog::Relation;

namespace {

struct Words {
    std::string_view identifier;
    std::string_view words;
};

Words words_of(Need need) {
    switch (need) {
        case Need::in_schema: return {"in_schema", "is in"};
        case Need::extension_member: return {"extension_member", "came with"};
        case Need::on: return {"on", "is on"};
        case Need::references: return {"references", "references"};
        case Need::relies_on_key: return {"relies_on_key", "relies on"};
        case Need::reads: return {"reads", "reads"};
        case Need::calls: return {"calls", "calls"};
        case Need::default_uses: return {"default_uses", "has a default from"};
        case Need::has_type: return {"has_type", "uses the type"};
        case Need::inherits: return {"inherits", "inherits from"};
        case Need::partition_of: return {"partition_of", "is a partition of"};
        case Need::owned_by: return {"owned_by", "is owned by"};
        case Need::part_of: return {"part_of", "is part of"};
        case Need::uses: return {"uses", "uses"};
        case Need::owner: return {"owner", "belongs to"};
        case Need::granted_to: return {"granted_to", "is granted to"};
        case Need::builds_on: return {"builds_on", "builds on"};
    }
    return {};
}

/// By what is needed, where what needs it tells nothing special.
Need by_referenced(const Object* referenced) {
    if (!referenced) return Need::uses;  // of an extension
    switch (referenced->object_class) {
        case ObjectClass::namespace_: return Need::in_schema;
        case ObjectClass::relation: return Need::reads;
        case ObjectClass::function: return Need::calls;
        case ObjectClass::type: return Need::has_type;
        case ObjectClass::constraint: return Need::relies_on_key;
        default: return Need::uses;
    }
}

Need of_relation(const Relation& relation, const Object* referenced, const Dependency& dependency) {
    const Oid needed = dependency.referenced.oid;
    if (relation.index) return needed == relation.index->table ? Need::on : by_referenced(referenced);
    if (relation.sequence && needed == relation.sequence->owned_by.oid) return Need::owned_by;
    if (std::find(relation.parents.begin(), relation.parents.end(), needed) != relation.parents.end())
        return relation.is_partition ? Need::partition_of : Need::inherits;
    if (needed == relation.of_type) return Need::has_type;
    return by_referenced(referenced);
}

Need of_constraint(const Constraint& constraint, const Object* referenced, const Dependency& dependency) {
    const Oid needed = dependency.referenced.oid;
    if (needed == constraint.index) return Need::relies_on_key;
    if (dependency.type == DependencyType::normal && needed == constraint.referenced) return Need::references;
    return needed == constraint.scope ? Need::on : by_referenced(referenced);
}

/// A publication's tables and schemas are what it publishes.
Need of_publication(const Object* referenced) {
    return referenced && referenced->object_class == ObjectClass::relation ? Need::reads : Need::uses;
}

}  // namespace

std::string_view in_words(Need need) { return words_of(need).words; }
std::string_view identifier_of(Need need) { return words_of(need).identifier; }

Need need_of(const Catalog& catalog, const Object& dependent, const Dependency& dependency) {
    const Object* referenced = catalog.find(dependency.referenced.oid);
    if (dependency.type == DependencyType::extension) return Need::extension_member;
    const bool is_on_table = dependency.referenced.oid == dependent.scope;
    const bool is_part = dependency.type == DependencyType::internal || dependency.type == DependencyType::partition_primary;
    if (is_part && !is_on_table) return Need::part_of;
    switch (dependent.object_class) {
        case ObjectClass::relation: return of_relation(static_cast<const Relation&>(dependent), referenced, dependency);
        case ObjectClass::constraint:
            return of_constraint(static_cast<const Constraint&>(dependent), referenced, dependency);
        case ObjectClass::attribute_default: return Need::default_uses;
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace: return of_publication(referenced);
        case ObjectClass::trigger:
        case ObjectClass::policy:
        case ObjectClass::rule:
        case ObjectClass::user_mapping: return is_on_table ? Need::on : by_referenced(referenced);
        case ObjectClass::statistics:
            if (dependency.referenced.oid == static_cast<const catalog::Statistics&>(dependent).relation) return Need::on;
            return by_referenced(referenced);
        default: return by_referenced(referenced);
    }
}

bool has_schema_of_its_own(const Catalog& catalog, const Object& object) {
    const Object* schema = catalog.find(object.scope);
    if (!schema || schema->object_class != ObjectClass::namespace_) return false;
    if (const auto* relation = as<Relation>(&object)) return !relation->is_index();
    const auto vertex = vertex_of(catalog, {object.oid, 0});
    return vertex && vertex->oid == object.oid;
}

}  // namespace backout::graph
