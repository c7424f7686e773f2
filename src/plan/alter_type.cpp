#include <algorithm>

#include "catalog/relation.h"
#include "catalog/type.h"
#include "plan/alter_enum.h"
#include "plan/statement_text.h"
#include "plan/type_support.h"

/// Domains and composite types.
namespace backout::plan {

using catalog::Attribute;
using catalog::Relation;
using catalog::Type;
using catalog::TypeKind;

namespace {

/// What a domain is over, which can't be changed.
std::string domain_base(const Pair& pair, const Writer& writer, const Type& domain) {
    Definition definition;
    auto bare = std::static_pointer_cast<Type>(domain.clone());
    bare->default_value = nullptr;
    bare->not_null = false;
    bare->name = pair.target.name;
    define_type(writer, *bare, definition);
    return definition.statements.front();
}

void alter_domain(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Type>(pair.source);
    const auto& to = get<Type>(pair.target);
    if (domain_base(pair, pair.from, from) != domain_base(pair, pair.to, to)) {
        alteration.recreate = true;
        return;
    }
    std::string alter = "ALTER " + pair.to.phrase(to);
    std::string before = from.default_value ? pair.from.expression(*from.default_value) : "";
    std::string after = to.default_value ? pair.to.expression(*to.default_value) : "";
    if (before != after) alteration.add(alter + (after.empty() ? " DROP DEFAULT" : " SET DEFAULT " + after));
    if (from.not_null == to.not_null) return;
    alteration.add(alter + (to.not_null ? " SET NOT NULL" : " DROP NOT NULL"));
    if (to.not_null) alteration.steps.back().remarks.push_back("fails where a column of the domain holds a null");
}

}  // namespace

void alter_type(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Type>(pair.source);
    const auto& to = get<Type>(pair.target);
    if (from.kind != to.kind || from.defined != to.defined)
        alteration.recreate = true;
    else if (to.kind == TypeKind::enum_)
        alter_enum(pair, alteration);
    else if (to.kind == TypeKind::domain)
        alter_domain(pair, alteration);
    else
        recreate_if_different(pair, alteration);
}

namespace {

/// Whether columns, domains or functions have the type; tables that are of it have their columns changed as well.
struct Use {
    bool any = false;
    bool by_typed_table = false;
};

Use use_of(const Catalog& catalog, Oid row_type) {
    Use use;
    const auto* type = catalog.find<Type>(row_type);
    std::vector<Oid> users = catalog.dependents(row_type);
    if (type)
        for (Oid user : catalog.dependents(type->array)) users.push_back(user);
    for (Oid user : users) {
        const auto* relation = catalog.find<Relation>(user);
        if (type && (user == type->array || user == type->relation)) continue;
        use.any = true;
        use.by_typed_table |= relation && relation->of_type == row_type;
    }
    return use;
}

/// The attributes' names after what is gone has gone and what is new has come to the end.
std::vector<std::string> order_after(const Relation& from, const Relation& to) {
    std::vector<std::string> names;
    for (const Attribute& attribute : from.attributes)
        if (to.find_attribute(attribute.name)) names.push_back(attribute.name);
    for (const Attribute& attribute : to.attributes)
        if (!from.find_attribute(attribute.name)) names.push_back(attribute.name);
    return names;
}

bool ends_in_order(const Relation& from, const Relation& to) {
    std::vector<std::string> names = order_after(from, to);
    return std::equal(names.begin(), names.end(), to.attributes.begin(), to.attributes.end(),
                      [](const std::string& name, const Attribute& attribute) { return name == attribute.name; });
}

}  // namespace

void alter_composite(const Pair& pair, Alteration& alteration) {
    const auto& from = get<Relation>(pair.source);
    const auto& to = get<Relation>(pair.target);
    Use use = use_of(pair.from.catalog(), from.row_type);
    if (!use.any && !ends_in_order(from, to)) {
        alteration.recreate = true;
        return;
    }
    std::string alter = "ALTER " + pair.to.phrase(to);
    std::string_view cascade = use.by_typed_table ? " CASCADE" : "";
    for (const Attribute& attribute : from.attributes) {
        if (to.find_attribute(attribute.name)) continue;
        Step step;
        step.statements.push_back(
            fmt::format("{} DROP ATTRIBUTE {}{}", alter, sql::quote_identifier(attribute.name), cascade));
        step.drops = attribute.number;
        if (use.any) step.remarks.push_back("what values hold there is lost");
        alteration.steps.push_back(std::move(step));
    }
    for (const Attribute& attribute : to.attributes) {
        const Attribute* before = from.find_attribute(attribute.name);
        std::string wanted = attribute_definition(pair.to, attribute);
        if (before && attribute_definition(pair.from, *before) == wanted) continue;
        Step step;
        step.column = attribute.number;
        std::string name = sql::quote_identifier(attribute.name);
        if (before) {
            step.retypes = before->number;
            wanted.insert(name.size(), " TYPE");
            step.statements.push_back(fmt::format("{} ALTER ATTRIBUTE {}{}", alter, wanted, cascade));
            if (use.any) step.remarks.push_back("fails while a column has this type");
        } else {
            step.statements.push_back(fmt::format("{} ADD ATTRIBUTE {}{}", alter, wanted, cascade));
        }
        alteration.steps.push_back(std::move(step));
    }
}

}  // namespace backout::plan
