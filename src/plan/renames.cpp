#include "plan/renames.h"

#include <fmt/format.h>

#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "plan/identity.h"
#include "sql/quote.h"

namespace backout::plan {

using catalog::ObjectClass;
using catalog::Relation;

namespace {

/// Classes whose names are made of something else, or that have no ALTER … RENAME.
bool has_name_of_its_own(const Object& object) {
    switch (object.object_class) {
        case ObjectClass::attribute_default:
        case ObjectClass::cast:
        case ObjectClass::default_acl:
        case ObjectClass::database:
        case ObjectClass::extension:
        case ObjectClass::publication_namespace:
        case ObjectClass::publication_relation:
        case ObjectClass::transform:
        case ObjectClass::user_mapping: return false;
        default: return true;
    }
}

bool is_in_schema(const Catalog& catalog, const Object& object) {
    return catalog.find<catalog::Namespace>(object.scope) != nullptr || object.scope == catalog::public_namespace;
}

/// The sequence of an identity column goes with its column, but can be renamed.
bool stands_alone(const Catalog& catalog, const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    return whole_of(catalog, object) == catalog::invalid_oid || (relation && relation->sequence);
}

/// Indexes and owned sequences are always in their table's schema.
bool moves_alone(const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    return !relation || (!relation->is_index() &&
                         (!relation->sequence || relation->sequence->owned_by.oid == catalog::invalid_oid));
}

void add_columns(const Relation& before, const Relation& after, std::vector<Renaming>& renamings) {
    for (const catalog::Attribute& column : before.attributes) {
        const catalog::Attribute* other = after.find_attribute(column.number);
        if (other && other->name != column.name && column.inherit_count == 0)
            renamings.push_back({Renaming::Kind::column, before.oid, other->name, column.name, column.number});
    }
}

/// A label keeps its place in the order.
void add_labels(const catalog::Type& before, const catalog::Type& after, std::vector<Renaming>& renamings) {
    for (const catalog::EnumLabel& label : before.labels)
        for (const catalog::EnumLabel& other : after.labels)
            if (label.number != 0 && label.number == other.number && label.label != other.label)
                renamings.push_back({Renaming::Kind::label, before.oid, other.label, label.label, 0});
}

}  // namespace

std::vector<Renaming> renamed_objects(const Catalog& source, const Catalog& target, const std::vector<Oid>& touched) {
    std::vector<Renaming> renamings;
    for (Oid oid : touched) {
        const Object* before = source.find(oid);
        const Object* after = target.find(oid);
        if (!before || !after || before->object_class != after->object_class || is_foreign_to_plans(source, *before)) continue;
        if (stands_alone(source, *before) && stands_alone(target, *after) && has_name_of_its_own(*before)) {
            if (before->scope != after->scope && is_in_schema(source, *before) && moves_alone(*before))
                renamings.push_back({Renaming::Kind::schema, oid, catalog::namespace_name(target, after->scope), {}, 0});
            if (before->name != after->name) renamings.push_back({Renaming::Kind::object, oid, after->name, {}, 0});
        }
        const auto* relation = catalog::as<Relation>(before);
        if (relation && !relation->is_index() && !relation->sequence)
            add_columns(*relation, *catalog::as<Relation>(after), renamings);
        if (const auto* type = catalog::as<catalog::Type>(before)) add_labels(*type, *catalog::as<catalog::Type>(after), renamings);
    }
    return renamings;
}

namespace {

/// The parts of "a.b.c"; quotes are not needed, since a dot in a name is not expected here.
std::vector<std::string> parts_of(const std::string& name) {
    std::vector<std::string> parts{""};
    for (char c : name) {
        if (c == '.')
            parts.emplace_back();
        else if (c != '"')
            parts.back() += c;
    }
    return parts;
}

/// A relation by the first parts of a name, and how many of them that took.
std::pair<const Relation*, std::size_t> relation_named(const Catalog& catalog, const std::vector<std::string>& parts) {
    if (parts.size() > 1)
        if (Oid schema = catalog::find_namespace(catalog, parts[0]))
            if (const auto* relation = catalog.find<Relation>(schema, parts[1])) return {relation, 2};
    return {catalog.find<Relation>(catalog::public_namespace, parts[0]), 1};
}

}  // namespace

std::vector<Renaming> told_renames(const Catalog& source, const std::vector<std::pair<std::string, std::string>>& renames,
                                   std::vector<std::string>& problems) {
    std::vector<Renaming> renamings;
    for (const auto& [from, to] : renames) {
        const std::vector<std::string> parts = parts_of(from);
        const auto [relation, taken] = relation_named(source, parts);
        const std::string new_name = parts_of(to).back();
        const catalog::Attribute* column =
            relation && parts.size() == taken + 1 ? relation->find_attribute(std::string_view(parts.back())) : nullptr;
        if (column)
            renamings.push_back({Renaming::Kind::column, relation->oid, new_name, column->name, column->number});
        else if (relation && parts.size() == taken)
            renamings.push_back({Renaming::Kind::object, relation->oid, new_name, {}, 0});
        else
            problems.push_back(fmt::format("--rename {}={}: there is no {}", from, to, from));
    }
    return renamings;
}

std::string statement_of(const Writer& now, const Renaming& renaming) {
    const Object& object = *now.catalog().find(renaming.oid);
    const std::string to = sql::quote_identifier(renaming.to);
    switch (renaming.kind) {
        case Renaming::Kind::schema: return fmt::format("ALTER {} SET SCHEMA {}", now.phrase(object), to);
        case Renaming::Kind::column: {
            const auto& relation = static_cast<const Relation&>(object);
            const std::string from = sql::quote_identifier(relation.find_attribute(renaming.column)->name);
            std::string_view part = relation.kind == catalog::RelationKind::composite ? "ATTRIBUTE" : "COLUMN";
            return fmt::format("ALTER {} RENAME {} {} TO {}", now.phrase(object), part, from, to);
        }
        case Renaming::Kind::label:
            return fmt::format("ALTER {} RENAME VALUE {} TO {}", now.phrase(object), sql::quote_literal(renaming.from),
                               sql::quote_literal(renaming.to));
        case Renaming::Kind::object: break;
    }
    if (object.object_class == ObjectClass::constraint)
        return fmt::format("ALTER {} RENAME CONSTRAINT {} TO {}", now.phrase(*now.catalog().find(object.scope)),
                           Writer::bare_name(object), to);
    return fmt::format("ALTER {} RENAME TO {}", now.phrase(object), to);
}

Oid occupant(const Catalog& source, const Renaming& renaming) {
    const Object& object = *source.find(renaming.oid);
    if (renaming.kind == Renaming::Kind::column) {
        // A column that has the name is renamed before, or dropped with the rest of the difference; it has no oid.
        return catalog::invalid_oid;
    }
    if (renaming.kind == Renaming::Kind::label) return catalog::invalid_oid;
    auto renamed = object.clone();
    if (renaming.kind == Renaming::Kind::object)
        renamed->name = renaming.to;
    else
        renamed->scope = catalog::find_namespace(source, renaming.to);
    const std::string wanted = identity(source, *renamed);
    for (Oid oid : source.find_all(object.object_class, renamed->scope, renamed->name))
        if (oid != object.oid && identity(source, *source.find(oid)) == wanted) return oid;
    return catalog::invalid_oid;
}

}  // namespace backout::plan
