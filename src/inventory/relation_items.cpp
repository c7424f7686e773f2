#include "analyze/deparse.h"
#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "inventory/item_builder.h"

namespace backout::inventory {

using catalog::Attribute;
using catalog::Catalog;
using catalog::Oid;
using catalog::Relation;
using catalog::RelationKind;

namespace {

std::string_view kind_of(const Relation& relation) {
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
        case RelationKind::toast: return "toast";
    }
    return "table";
}

void add_sequence_properties(const Catalog& catalog, const Relation& relation, ItemBuilder& builder) {
    const catalog::SequenceData& sequence = *relation.sequence;
    builder.add("type", type_name(catalog, sequence.type))
        .add("start", std::to_string(sequence.start))
        .add("increment", std::to_string(sequence.increment))
        .add("minimum", std::to_string(sequence.minimum))
        .add("maximum", std::to_string(sequence.maximum))
        .add("cache", std::to_string(sequence.cache))
        .flag("cycle", sequence.cycle);
    if (sequence.owned_by.oid == catalog::invalid_oid) return;
    auto column = catalog::find_column(catalog, sequence.owned_by.oid, sequence.owned_by.column);
    builder.add(sequence.identity ? "identity of" : "owned by",
                relation_name(catalog, sequence.owned_by.oid) + "." + std::string(column ? column->name : "?"));
}

void add_view_properties(const Catalog& catalog, const Relation& relation, ItemBuilder& builder) {
    builder.flag("not populated", !relation.populated);
    if (relation.view_query)
        builder.add("definition", analyze::deparse_query(catalog, *relation.view_query, {}, relation.oid));
    else
        builder.add("definition", relation.view_definition_opaque);
}

void add_partition_properties(const Catalog& catalog, const Relation& relation, ItemBuilder& builder) {
    if (relation.partition_key) builder.add("partition key", analyze::deparse_partition_key(catalog, relation.oid));
    if (relation.partition_bound) builder.add("partition bound", analyze::deparse_partition_bound(catalog, relation.oid));
    std::vector<std::string> parents;
    for (Oid parent : relation.parents) parents.push_back(relation_name(catalog, parent));
    builder.add("inherits", fmt::format("{}", fmt::join(parents, ",")));
}

Item relation_item(const Catalog& catalog, const Relation& relation) {
    ItemBuilder builder(std::string(kind_of(relation)), plain_name(catalog, relation.scope, relation.name), relation.oid);
    builder.flag("partitioned", relation.kind == RelationKind::partitioned_table)
        .add("persistence", relation.persistence == 'u' ? "unlogged" : "")
        .add("owner", catalog::role_name(catalog, relation.owner))
        .add("options", print_options(relation.options))
        .flag("row security", relation.row_security)
        .flag("forced row security", relation.force_row_security)
        .add("replica identity", relation.replica_identity == 'd' ? "" : std::string(1, relation.replica_identity))
        .add("privileges", print_acl(catalog, catalog::effective_acl(relation, catalog.major())))
        .add("tablespace", relation.tablespace);
    if (relation.access_method != catalog::invalid_oid) {
        auto method = catalog::access_method_info(catalog, relation.access_method);
        if (method && method->name != "heap") builder.add("access method", std::string(method->name));
    }
    add_partition_properties(catalog, relation, builder);
    if (relation.of_type != catalog::invalid_oid) builder.add("of type", type_name(catalog, relation.of_type));
    if (relation.kind == RelationKind::view || relation.kind == RelationKind::materialized_view)
        add_view_properties(catalog, relation, builder);
    if (relation.kind == RelationKind::foreign_table) {
        const catalog::Object* server = catalog.find(relation.foreign_server);
        builder.add("server", server ? server->name : "").add("foreign options", print_options(relation.fdw_options));
    }
    if (relation.sequence) add_sequence_properties(catalog, relation, builder);
    return builder.build();
}

void add_collation(const Catalog& catalog, const Attribute& attribute, ItemBuilder& builder) {
    auto type = catalog::type_info(catalog, attribute.type);
    if (attribute.collation == catalog::invalid_oid || !type || attribute.collation == type->collation) return;
    auto collation = catalog::collation_info(catalog, attribute.collation);
    builder.add("collation", collation ? collation->name : "");
}

Item column_item(const Catalog& catalog, const Relation& relation, const Attribute& attribute) {
    ItemBuilder builder("column", plain_name(catalog, relation.scope, relation.name) + "." + attribute.name,
                        relation.oid, attribute.number);
    builder.add("type", attribute.type ? type_name(catalog, attribute.type, attribute.typmod) : "unknown")
        .flag("not null", attribute.not_null);
    const auto* value = catalog.find<catalog::AttributeDefault>(attribute.default_oid);
    if (value && value->expression)
        builder.add("default", analyze::deparse_expression(catalog, *value->expression, relation.oid));
    builder.add("identity", attribute.identity == 'a' ? "always" : attribute.identity == 'd' ? "by default" : "")
        .add("generated", attribute.generated == 's' ? "stored" : attribute.generated == 'v' ? "virtual" : "");
    add_collation(catalog, attribute, builder);
    auto type = catalog::type_info(catalog, attribute.type);
    if (type && type->storage != attribute.storage) builder.add("storage", std::string(1, attribute.storage));
    builder.add("compression", attribute.compression ? std::string(1, attribute.compression) : "")
        .add("statistics", attribute.statistics_target >= 0 ? std::to_string(attribute.statistics_target) : "")
        .add("options", print_options(attribute.options))
        .add("foreign options", print_options(attribute.fdw_options))
        .add("privileges", attribute.acl ? print_acl(catalog, *attribute.acl) : "")
        .flag("inherited", !attribute.is_local);
    return builder.build();
}

Item column_order_item(const Catalog& catalog, const Relation& relation) {
    std::vector<std::string_view> names;
    for (const Attribute& attribute : relation.attributes) names.push_back(attribute.name);
    return ItemBuilder("colorder", plain_name(catalog, relation.scope, relation.name), relation.oid)
        .add("columns", fmt::format("{}", fmt::join(names, ",")))
        .build();
}

/// The index of a constraint is listed with the constraint.
bool belongs_to_constraint(const Catalog& catalog, const Relation& index) {
    const auto* constraint = catalog.find<catalog::Constraint>(index.index->constraint);
    return constraint && constraint->index == index.oid;
}

void add_index_item(const Catalog& catalog, const Relation& index, std::vector<Item>& items) {
    if (!index.index) return;
    if (belongs_to_constraint(catalog, index)) {
        // Its options and comment change with it, so the constraint is what is listed.
        add_constraint_items(catalog, *catalog.find(index.index->constraint), items);
        return;
    }
    ItemBuilder builder("index", plain_name(catalog, index.scope, index.name), index.oid);
    builder.add("definition", analyze::deparse_index(catalog, index.oid))
        .flag("invalid", !index.index->valid)
        .flag("clustered", index.index->clustered)
        .flag("replica identity", index.index->replica_identity)
        .add("attached to", index.index->parent ? relation_name(catalog, index.index->parent) : "")
        .add("tablespace", index.tablespace);
    std::vector<std::string> targets;
    for (const Attribute& attribute : index.attributes)
        if (attribute.statistics_target >= 0)
            targets.push_back(fmt::format("{}:{}", attribute.number, attribute.statistics_target));
    builder.add("statistics", fmt::format("{}", fmt::join(targets, ",")));
    items.push_back(builder.build());
}

}  // namespace

void add_relation_items(const Catalog& catalog, const catalog::Object& object, std::vector<Item>& items) {
    const auto& relation = static_cast<const Relation&>(object);
    if (relation.is_index()) {
        add_index_item(catalog, relation, items);
        return;
    }
    items.push_back(relation_item(catalog, relation));
    if (relation.kind == RelationKind::sequence) return;
    for (const Attribute& attribute : relation.attributes) items.push_back(column_item(catalog, relation, attribute));
    items.push_back(column_order_item(catalog, relation));
}

void add_constraint_items(const Catalog& catalog, const catalog::Object& object, std::vector<Item>& items) {
    const auto& constraint = static_cast<const catalog::Constraint&>(object);
    // Not-null constraints show as the column's own property; their names are not compared.
    if (constraint.type == catalog::Constraint::Type::not_null) return;
    if (constraint.on_domain) {
        const catalog::Object* domain = catalog.find(constraint.scope);
        if (!domain) return;
        items.push_back(ItemBuilder("domain_constraint",
                                    plain_name(catalog, domain->scope, domain->name) + "." + constraint.name, constraint.oid)
                            .add("definition", analyze::deparse_constraint(catalog, constraint.oid))
                            .flag("not valid", !constraint.validated)
                            .build());
        return;
    }
    ItemBuilder builder("constraint", relation_name(catalog, constraint.scope) + "." + constraint.name, constraint.oid);
    builder.add("definition", analyze::deparse_constraint(catalog, constraint.oid))
        .flag("not valid", !constraint.validated)
        .flag("inherited", !constraint.is_local);
    const auto* index = catalog.find<Relation>(constraint.index);
    bool owns_index = index && index->index && index->index->constraint == constraint.oid;
    if (owns_index) {
        builder.flag("clustered", index->index->clustered)
            .flag("replica identity", index->index->replica_identity)
            .flag("invalid", !index->index->valid)
            .add("index options", print_options(index->options))
            .add("index name", index->name == constraint.name ? "" : index->name);
    }
    items.push_back(builder.build());
}

}  // namespace backout::inventory
