#include "simulate/table_row_type.h"

#include <algorithm>
#include <array>

#include "simulate/names.h"
#include "simulate/table_involved.h"

namespace backout::simulate {

namespace {

using catalog::AttributeNumber;
using catalog::Relation;
using catalog::RelationKind;
using catalog::TypeKind;

/// MaxHeapAttributeNumber (access/htup_details.h)
constexpr std::size_t max_columns = 1600;

bool has_row_type(RelationKind kind) {
    switch (kind) {
        case RelationKind::index:
        case RelationKind::partitioned_index:
        case RelationKind::sequence:
        case RelationKind::toast:
            return false;
        default:
            return true;
    }
}

std::shared_ptr<catalog::Type> row_type_of(StatementContext& context, const Relation& relation) {
    auto type = context.make<catalog::Type>(relation.name, relation.scope);
    type->owner = relation.owner;
    type->kind = TypeKind::composite;
    type->category = 'C';
    type->align = 'd';
    type->relation = relation.oid;
    return type;
}

/// CheckAttributeType: what a column can't be of, looked for inside domains, composites, ranges and arrays as
/// well. `containing`: row types on the way down, which must not come up again.
Status check_column_type(StatementContext& context, const catalog::Attribute& attribute, Oid type,
                         std::vector<Oid>& containing) {
    const std::optional<catalog::TypeInfo> info = catalog::type_info(context.catalog, type);
    if (!info) return {};
    auto printed = [&] { return catalog::format_type(context.catalog, context.path, type); };
    const bool is_virtual = attribute.generated == 'v';
    if (is_virtual && !catalog::is_builtin(type))
        return error("0A000", "virtual generated column \"{}\" cannot have a {} type", attribute.name,
                     info->kind == TypeKind::domain ? "domain" : "user-defined");
    if (info->is_array) return check_column_type(context, attribute, info->element, containing);
    switch (info->kind) {
        case TypeKind::pseudo:
            return error("42P16", "column \"{}\" has pseudo-type {}", attribute.name, printed());
        case TypeKind::domain:
            return check_column_type(context, attribute, info->base_type, containing);
        case TypeKind::range:
            return check_column_type(context, attribute, info->range_subtype, containing);
        case TypeKind::composite: {
            if (std::find(containing.begin(), containing.end(), type) != containing.end())
                return error("42P16", "composite type {} cannot be made a member of itself", printed());
            const auto* relation = context.catalog.find<Relation>(info->relation);
            if (!relation) return {};
            containing.push_back(type);
            for (const catalog::Attribute& member : relation->attributes)
                BACKOUT_TRY(check_column_type(context, member, member.type, containing));
            containing.pop_back();
            return {};
        }
        default:
            return {};
    }
}

Status check_relation_columns(StatementContext& context, const Relation& relation) {
    if (relation.attributes.size() > max_columns)
        return error("54011", "tables can have at most {} columns", max_columns);
    std::vector<std::string_view> names;
    names.reserve(relation.attributes.size());
    const bool has_system_columns =
        relation.kind != RelationKind::view && relation.kind != RelationKind::composite;
    for (const catalog::Attribute& attribute : relation.attributes) {
        if (has_system_columns && is_system_column(attribute.name))
            return error("42701", "column name \"{}\" conflicts with a system column name", attribute.name);
        names.push_back(attribute.name);
    }
    std::sort(names.begin(), names.end());
    if (auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
        return error("42701", "column \"{}\" specified more than once", *twice);
    for (const catalog::Attribute& attribute : relation.attributes)
        BACKOUT_TRY(check_attribute(context, attribute, relation.kind));
    return {};
}

void depend_on_parts(const Catalog& catalog, Relation& relation) {
    for (const catalog::Attribute& attribute : relation.attributes)
        depend_on_column_type(catalog, relation, attribute);
    const auto parent_type =
        relation.is_partition ? catalog::DependencyType::auto_ : catalog::DependencyType::normal;
    for (Oid parent : relation.parents)
        depend(relation, {parent, 0}, parent_type);
    if (relation.of_type != catalog::invalid_oid) depend(relation, {relation.of_type, 0});
    if (relation.access_method != catalog::invalid_oid) depend(relation, {relation.access_method, 0});
    if (relation.foreign_server != catalog::invalid_oid) depend(relation, {relation.foreign_server, 0});
}

}  // namespace

std::string make_array_type_name(const Catalog& catalog, Oid scope, std::string_view element_name) {
    // "_t" is old tradition. Where it is taken, servers from 16 on append a number, older ones put more
    // underscores.
    auto is_taken = [&](const std::string& name) {
        return catalog::find_type(catalog, scope, name) != catalog::invalid_oid;
    };
    if (catalog.major_number() < 16) {
        std::string underscores = "_";
        std::string name;
        while (is_taken(name = truncate_identifier(underscores + std::string(element_name))))
            underscores += '_';
        return name;
    }
    std::string name = make_object_name("", element_name, "");
    for (int pass = 1; is_taken(name); ++pass)
        name = make_object_name("", element_name, std::to_string(pass));
    return name;
}

bool make_type_name_free(StatementContext& context, Oid scope, std::string_view name) {
    const Oid found = catalog::find_type(context.catalog, scope, name);
    if (found == catalog::invalid_oid) return true;
    const auto* type = context.catalog.find<catalog::Type>(found);
    if (!type) return false;
    if (!type->defined) return true;
    if (!type->is_array || catalog::array_type_of(context.catalog, type->element) != found) return false;
    std::string other = make_array_type_name(context.catalog, scope, name);
    context.catalog.change<catalog::Type>(found,
                                          [&](catalog::Type& moved) { moved.name = std::move(other); });
    return true;
}

Status claim_relation_name(StatementContext& context, Oid scope, const std::string& name) {
    if (const Oid existing = catalog::find_relation(context.catalog, scope, name))
        return involving(error("42P07", "relation \"{}\" already exists", name), existing);
    if (scope == catalog::pg_catalog_namespace) {
        auto made = error("42501", "permission denied to create \"pg_catalog.{}\"", name);
        made.value().detail = "System catalog modifications are currently disallowed.";
        return made;
    }
    if (make_type_name_free(context, scope, name)) return {};
    auto made = involving(error("42710", "type \"{}\" already exists", name),
                          catalog::find_type(context.catalog, scope, name));
    made.value().hint =
        "A relation has an associated type of the same name, so you must use a name that doesn't "
        "conflict with any existing type.";
    return made;
}

Oid insert_array_type(StatementContext& context, const catalog::Type& element) {
    auto type = context.make<catalog::Type>(
        make_array_type_name(context.catalog, element.scope, element.name), element.scope);
    type->owner = element.owner;
    type->category = 'A';
    type->align = element.align == 'd' ? 'd' : 'i';
    type->element = element.oid;
    type->is_array = true;
    type->collation = element.collation;
    type->has_typmod = element.has_typmod;
    type->delimiter = element.delimiter;
    depend(*type, {element.oid, 0}, catalog::DependencyType::internal);
    const Oid oid = type->oid;
    context.catalog.insert(std::move(type));
    return oid;
}

Result<Oid> insert_relation(StatementContext& context, std::shared_ptr<Relation> relation) {
    BACKOUT_TRY(check_relation_columns(context, *relation));
    BACKOUT_TRY(claim_relation_name(context, relation->scope, relation->name));
    depend_on_parts(context.catalog, *relation);
    const Oid oid = relation->oid;
    if (has_row_type(relation->kind)) {
        auto type = row_type_of(context, *relation);
        relation->row_type = type->oid;
        // A composite type's relation goes with the type, a table's type with the table.
        if (relation->kind == RelationKind::composite)
            depend(*relation, {type->oid, 0}, catalog::DependencyType::internal);
        else
            depend(*type, {oid, 0}, catalog::DependencyType::internal);
        type->array = insert_array_type(context, *type);
        context.catalog.insert(std::move(type));
    }
    context.catalog.insert(std::move(relation));
    if (context.in_transaction_block) context.session.state.made_in_transaction.push_back(oid);
    return oid;
}

Status check_attribute(StatementContext& context, const catalog::Attribute& attribute, RelationKind kind,
                       Oid containing_row_type) {
    if (kind != RelationKind::view && kind != RelationKind::composite && is_system_column(attribute.name))
        return error("42701", "column name \"{}\" conflicts with a system column name", attribute.name);
    if (catalog::is_builtin(attribute.type) && attribute.generated != 'v') {
        // Most columns: nothing to look into but pseudo-types.
        const std::optional<catalog::TypeInfo> info = catalog::type_info(context.catalog, attribute.type);
        if (!info ||
            (info->kind == TypeKind::base && !info->is_array && info->collation == catalog::invalid_oid))
            return {};
    }
    std::vector<Oid> containing;
    if (containing_row_type != catalog::invalid_oid) containing.push_back(containing_row_type);
    BACKOUT_TRY(check_column_type(context, attribute, attribute.type, containing));
    const std::optional<catalog::TypeInfo> info = catalog::type_info(context.catalog, attribute.type);
    if (info && info->collation != catalog::invalid_oid && attribute.collation == catalog::invalid_oid) {
        auto made =
            error("42P22", "no collation was derived for column \"{}\" with collatable type {}",
                  attribute.name, catalog::format_type(context.catalog, context.path, attribute.type));
        made.value().hint = "Use the COLLATE clause to set the collation explicitly.";
        return made;
    }
    return {};
}

bool is_system_column(std::string_view name) {
    static constexpr std::array<std::string_view, 6> system_columns{"ctid", "xmin", "cmin",
                                                                    "xmax", "cmax", "tableoid"};
    return std::find(system_columns.begin(), system_columns.end(), name) != system_columns.end();
}

void depend_on_column_type(const Catalog&, Relation& relation, const catalog::Attribute& attribute) {
    depend(relation, {attribute.type, 0}, catalog::DependencyType::normal, attribute.number);
    if (attribute.collation != catalog::invalid_oid && attribute.collation != catalog::default_collation)
        depend(relation, {attribute.collation, 0}, catalog::DependencyType::normal, attribute.number);
}

void forget_column_type(Relation& relation, AttributeNumber column) {
    const catalog::Attribute* attribute = relation.find_attribute(column);
    if (!attribute) return;
    std::erase_if(relation.dependencies, [&](const catalog::Dependency& dependency) {
        return dependency.column == column &&
               (dependency.referenced == ObjectAddress{attribute->type, 0} ||
                dependency.referenced == ObjectAddress{attribute->collation, 0});
    });
}

}  // namespace backout::simulate
