#include "graph/dependency_graph.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "catalog/cluster_objects.h"
#include "catalog/lookup.h"
#include "catalog/relation.h"
#include "catalog/table_part.h"
#include "graph/naming.h"
#include "graph/need.h"

namespace backout::graph {

using catalog::Catalog;
using catalog::Constraint;
using catalog::Dependency;
using catalog::DependencyType;
using catalog::Object;
using catalog::ObjectAddress;
using catalog::ObjectClass;
using catalog::Oid;
using catalog::Relation;

namespace {

Oid table_or_domain_of(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::constraint:
        case ObjectClass::trigger:
        case ObjectClass::rule:
        case ObjectClass::policy: return object.scope;
        case ObjectClass::relation: {
            const auto& relation = static_cast<const Relation&>(object);
            return relation.index ? relation.index->table : catalog::invalid_oid;
        }
        case ObjectClass::statistics: return static_cast<const catalog::Statistics&>(object).relation;
        default: return catalog::invalid_oid;
    }
}

/// The one extension that every database has.
bool is_of_a_fresh_database(const Object& object) {
    return object.object_class == ObjectClass::extension && object.name == "plpgsql";
}

bool ties_to_whole(DependencyType type) {
    return type == DependencyType::internal || type == DependencyType::partition_primary ||
           type == DependencyType::partition_secondary || type == DependencyType::extension;
}

class Builder {
public:
    Builder(const Catalog& catalog, const GraphOptions& options) : catalog_(catalog), options_(options) {}

    DependencyGraph build() {
        add_vertices();
        for (int value = 0; value <= static_cast<int>(ObjectClass::user_mapping); ++value)
            for (Oid oid : catalog_.all(static_cast<ObjectClass>(value)))
                add_dependences(*catalog_.find(oid));
        collect();
        return std::move(graph_);
    }

private:
    using Key = std::tuple<std::size_t, std::size_t, Need>;
    struct Columns {
        std::vector<catalog::AttributeNumber> own;
        std::vector<catalog::AttributeNumber> referenced;
    };

    void add_vertices() {
        std::vector<Oid> oids;
        for (int value = 0; value <= static_cast<int>(ObjectClass::user_mapping); ++value) {
            const auto object_class = static_cast<ObjectClass>(value);
            if (object_class == ObjectClass::role && !options_.roles) continue;
            for (Oid oid : catalog_.all(object_class)) {
                if (is_of_a_fresh_database(*catalog_.find(oid))) continue;
                const auto vertex = vertex_of(catalog_, {oid, 0});
                if (vertex && vertex->oid == oid) oids.push_back(oid);
            }
        }
        std::sort(oids.begin(), oids.end());
        for (Oid oid : oids) {
            const Object& object = *catalog_.find(oid);
            if (is_temporary(catalog_, object)) continue;
            index_[oid] = graph_.vertices.size();
            graph_.vertices.push_back(make_vertex(object));
        }
    }

    Vertex make_vertex(const Object& object) const {
        Vertex vertex;
        vertex.oid = object.oid;
        vertex.kind = kind_of(object);
        vertex.name = name_of(catalog_, object);
        if (Oid schema = schema_of(catalog_, object)) vertex.schema = catalog::namespace_name(catalog_, schema);
        vertex.migration = object.origin.migration;
        vertex.part_of = table_or_domain_of(object);
        const auto* relation = catalog::as<Relation>(&object);
        vertex.assumed = object.assumed || (relation && relation->open);
        return vertex;
    }

    void add_dependences(const Object& object) {
        for (const Dependency& dependency : object.dependencies)
            add(object, dependency);
        if (has_schema_of_its_own(catalog_, object)) add_need({object.oid, 0}, {object.scope, 0}, Need::in_schema);
        if (const auto* extension = catalog::as<catalog::Extension>(&object))
            add_need({object.oid, 0}, {extension->schema, 0}, Need::in_schema);
        if (options_.roles) add_roles(object);
    }

    void add_roles(const Object& object) {
        if (object.owner) add_need({object.oid, 0}, {object.owner, 0}, Need::owner);
        if (object.acl)
            for (const catalog::AclItem& item : *object.acl)
                if (item.grantee && item.grantee != object.owner)
                    add_need({object.oid, 0}, {item.grantee, 0}, Need::granted_to);
        if (const auto* policy = catalog::as<catalog::Policy>(&object))
            for (Oid role : policy->roles)
                add_need({object.oid, 0}, {role, 0}, Need::granted_to);
        if (const auto* relation = catalog::as<Relation>(&object))
            for (const catalog::Attribute& attribute : relation->attributes)
                if (attribute.acl)
                    for (const catalog::AclItem& item : *attribute.acl)
                        add_need({object.oid, attribute.number}, {item.grantee, 0}, Need::granted_to);
    }

    void add(const Object& object, const Dependency& dependency) {
        const Need need = need_of(catalog_, object, dependency);
        add_need({object.oid, dependency.column}, dependency.referenced, need);
        // Only what is a vertex itself goes with its whole; what is folded into one has gone into it already.
        const auto self = index_.find(object.oid);
        const auto whole = vertex_of(catalog_, dependency.referenced);
        if (self != index_.end() && ties_to_whole(dependency.type) && whole && whole->oid != object.oid)
            graph_.vertices[self->second].goes_with_whole = true;
    }

    void add_need(ObjectAddress dependent, ObjectAddress referenced, Need need) {
        const auto from = vertex_of(catalog_, dependent);
        const auto to = vertex_of(catalog_, referenced);
        if (!from || !to || from->oid == to->oid) return;
        const auto from_index = index_.find(from->oid);
        const auto to_index = index_.find(to->oid);
        if (from_index == index_.end() || to_index == index_.end()) return;
        Columns& columns = needs_[{from_index->second, to_index->second, need}];
        if (from->column > 0) columns.own.push_back(from->column);
        if (to->column > 0) columns.referenced.push_back(to->column);
    }

    /// Names of columns, in column order and each once.
    std::vector<std::string> names(Oid relation, std::vector<catalog::AttributeNumber> numbers) const {
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        return names_as_given(relation, numbers);
    }
    std::vector<std::string> names_as_given(Oid relation, const std::vector<catalog::AttributeNumber>& numbers) const {
        std::vector<std::string> found;
        const auto* object = catalog_.find<Relation>(relation);
        if (!object) return found;
        for (catalog::AttributeNumber number : numbers)
            if (const catalog::Attribute* attribute = object->find_attribute(number)) found.push_back(attribute->name);
        return found;
    }

    void collect() {
        for (const auto& [key, columns] : needs_) {
            const auto& [from, to, need] = key;
            Dependence dependence{from, to, need, {}, {}, {}, {}, {}};
            const Oid from_oid = graph_.vertices[from].oid;
            const Oid to_oid = graph_.vertices[to].oid;
            dependence.columns = names(from_oid, columns.own);
            dependence.referenced_columns = names(to_oid, columns.referenced);
            const auto* key_of = catalog_.find<Constraint>(from_oid);
            // In the order in which the foreign key pairs them.
            if (key_of && need == Need::references) {
                dependence.columns = names_as_given(key_of->scope, key_of->keys);
                dependence.referenced_columns = names_as_given(to_oid, key_of->referenced_keys);
            }
            graph_.dependences.push_back(std::move(dependence));
        }
    }

    const Catalog& catalog_;
    const GraphOptions& options_;
    DependencyGraph graph_;
    std::unordered_map<Oid, std::size_t> index_;
    std::map<Key, Columns> needs_;
};

}  // namespace

std::vector<Edge> DependencyGraph::edges() const {
    std::vector<Edge> found;
    found.reserve(dependences.size());
    for (const Dependence& dependence : dependences)
        if (dependence.dependent != dependence.referenced) found.emplace_back(dependence.referenced, dependence.dependent);
    return found;
}

DependencyGraph dependency_graph(const Catalog& catalog, const GraphOptions& options) {
    return Builder(catalog, options).build();
}

}  // namespace backout::graph
