#include "simulate/assume.h"

#include <algorithm>

#include "simulate/names.h"

namespace backout::simulate {

using analyze::Missing;
using catalog::Relation;

namespace {

void record(StatementContext& context, Assumption made) {
    auto same = [&](const Assumption& known) {
        return known.kind == made.kind && known.schema == made.schema && known.name == made.name &&
               (made.kind != Missing::Kind::column || known.oid == made.oid);
    };
    auto found = std::find_if(context.assumptions.begin(), context.assumptions.end(), same);
    if (found != context.assumptions.end()) {
        found->oid = made.oid;
        return;
    }
    made.origin = context.origin;
    context.assumptions.push_back(std::move(made));
}

template <class T>
std::shared_ptr<T> make_assumed(StatementContext& context, std::string_view name, Oid scope) {
    auto object = context.make<T>(std::string(name), scope);
    object->origin = {};
    return object;
}

/// Where an assumed object of this name is taken to be: the named schema (assumed if need be), else the schema that
/// a CREATE would use.
Oid assumed_scope(StatementContext& context, const std::string& schema) {
    if (schema.empty())
        return context.path.creation != catalog::invalid_oid ? context.path.creation : catalog::public_namespace;
    return catalog::find_namespace(context.catalog, schema);
}

bool assume_schema(StatementContext& context, const std::string& name) {
    if (context.catalog.was_known(ObjectClass::namespace_, catalog::invalid_oid, name)) return false;
    auto schema = make_assumed<catalog::Namespace>(context, name, catalog::invalid_oid);
    record(context, {Missing::Kind::schema, "", name, "", schema->oid, {}});
    context.catalog.assume(std::move(schema));
    context.path = context.session.search_path(context.catalog);
    return true;
}

bool assume_relation(StatementContext& context, const Missing& missing) {
    Oid scope = assumed_scope(context, missing.schema);
    if (scope == catalog::invalid_oid || context.catalog.was_known(ObjectClass::relation, scope, missing.name))
        return false;
    auto relation = make_assumed<Relation>(context, missing.name, scope);
    relation->kind = static_cast<catalog::RelationKind>(missing.kinds.empty() ? 'r' : missing.kinds.front());
    relation->possible_kinds = missing.kinds.size() > 1 ? missing.kinds : std::string();
    relation->open = true;
    record(context, {Missing::Kind::relation, catalog::namespace_name(context.catalog, scope), missing.name,
                     missing.kinds, relation->oid, {}});
    context.catalog.assume(std::move(relation));
    return true;
}

bool assume_type(StatementContext& context, const Missing& missing) {
    Oid scope = assumed_scope(context, missing.schema);
    if (scope == catalog::invalid_oid || context.catalog.was_known(ObjectClass::type, scope, missing.name)) return false;
    auto type = make_assumed<catalog::Type>(context, missing.name, scope);
    auto array = make_assumed<catalog::Type>(context, "_" + missing.name, scope);
    type->array = array->oid;
    array->element = type->oid;
    array->is_array = true;
    array->category = 'A';
    depend(*array, {type->oid, 0}, catalog::DependencyType::internal);
    record(context, {Missing::Kind::type, catalog::namespace_name(context.catalog, scope), missing.name, "",
                     type->oid, {}});
    context.catalog.assume(std::move(type));
    context.catalog.assume(std::move(array));
    return true;
}

}  // namespace

bool assume_missing(StatementContext& context, const Missing& missing) {
    if (missing.kind == Missing::Kind::column) {
        const auto* relation = context.catalog.find<Relation>(missing.relation);
        if (!relation || !relation->open || relation->find_attribute(missing.name)) return false;
        assume_column(context, missing.relation, missing.name);
        return true;
    }
    if (context.world != World::open) return false;
    switch (missing.kind) {
        case Missing::Kind::schema: return assume_schema(context, missing.name);
        case Missing::Kind::relation: return assume_relation(context, missing);
        case Missing::Kind::type: return assume_type(context, missing);
        default: return false;
    }
}

Oid assume_role(StatementContext& context, std::string_view name) {
    auto role = make_assumed<catalog::Role>(context, name, catalog::invalid_oid);
    Oid oid = role->oid;
    record(context, {Missing::Kind::role, "", role->name, "", oid, {}});
    context.catalog.assume(std::move(role));
    return oid;
}

AttributeNumber assume_column(StatementContext& context, Oid oid, std::string_view name) {
    auto relation = std::static_pointer_cast<Relation>(context.catalog.find(oid)->clone());
    catalog::Attribute attribute;
    attribute.number = ++relation->last_attribute;
    attribute.name = name;
    attribute.assumed = true;
    record(context, {Missing::Kind::column, "", attribute.name, "", oid, {}});
    relation->attributes.push_back(std::move(attribute));
    AttributeNumber number = relation->last_attribute;
    context.catalog.assume(std::move(relation));
    return number;
}

void narrow_kinds(StatementContext& context, Oid oid, std::string_view possible_kinds) {
    const auto* relation = context.catalog.find<Relation>(oid);
    if (!relation || relation->possible_kinds.empty()) return;
    std::string left;
    for (char kind : relation->possible_kinds)
        if (possible_kinds.find(kind) != std::string_view::npos) left += kind;
    if (left.empty() || left == relation->possible_kinds) return;
    for (Assumption& assumption : context.assumptions)
        if (assumption.kind == Missing::Kind::relation && assumption.oid == oid) assumption.kinds = left;
    auto narrowed = std::static_pointer_cast<Relation>(relation->clone());
    narrowed->kind = static_cast<catalog::RelationKind>(left.front());
    narrowed->possible_kinds = left.size() > 1 ? left : std::string();
    context.catalog.assume(std::move(narrowed));
}

void seed_assumptions(StatementContext& context, const std::vector<Assumption>& assumptions) {
    std::vector<std::pair<Oid, Oid>> new_oids;  // relation of the earlier replay → of this one
    for (const Assumption& assumption : assumptions) {
        if (assumption.kind == Missing::Kind::role) {
            if (catalog::find_role(context.catalog, assumption.name) == catalog::invalid_oid)
                assume_role(context, assumption.name);
            continue;
        }
        if (assumption.kind == Missing::Kind::column) {
            for (const auto& [was, is] : new_oids)
                if (was == assumption.oid) assume_column(context, is, assumption.name);
            continue;
        }
        Missing missing{assumption.kind, assumption.schema, assumption.name, catalog::invalid_oid, assumption.kinds};
        if (!assume_missing(context, missing) || assumption.kind != Missing::Kind::relation) continue;
        Oid scope = catalog::find_namespace(context.catalog, assumption.schema);
        new_oids.emplace_back(assumption.oid, catalog::find_relation(context.catalog, scope, assumption.name));
    }
}

std::string to_string(const Assumption& assumption, const Catalog& catalog) {
    auto qualified = [&] { return assumption.schema.empty() ? assumption.name : assumption.schema + "." + assumption.name; };
    switch (assumption.kind) {
        case Missing::Kind::relation: return "relation " + qualified();
        case Missing::Kind::type: return "type " + qualified();
        case Missing::Kind::schema: return "schema " + assumption.name;
        case Missing::Kind::role: return "role " + assumption.name;
        case Missing::Kind::column: {
            const catalog::Object* relation = catalog.find(assumption.oid);
            return fmt::format("column {} of {}", assumption.name, relation ? relation->name : "a dropped relation");
        }
        default: return assumption.name;
    }
}

}  // namespace backout::simulate
