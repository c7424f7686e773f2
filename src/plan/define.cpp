#include <algorithm>

#include "catalog/cluster_objects.h"
#include "catalog/relation.h"
#include "catalog/routine.h"
#include "catalog/table_part.h"
#include "catalog/type.h"
#include "plan/statement_text.h"

namespace backout::plan {

using catalog::Attribute;
using catalog::DependencyType;
using catalog::ObjectClass;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Type;

namespace {

bool depends(const Object& object, DependencyType type) {
    return std::any_of(object.dependencies.begin(), object.dependencies.end(),
                       [&](const catalog::Dependency& dependency) { return dependency.type == type; });
}

void define_relation(const Writer& writer, const Object& object, Definition& definition) {
    switch (get<Relation>(object).kind) {
        case RelationKind::table:
        case RelationKind::partitioned_table:
        case RelationKind::foreign_table: define_table(writer, object, definition); break;
        case RelationKind::view:
        case RelationKind::materialized_view: define_view(writer, object, definition); break;
        case RelationKind::index:
        case RelationKind::partitioned_index: define_index(writer, object, definition); break;
        case RelationKind::sequence: define_sequence(writer, object, definition); break;
        case RelationKind::composite: define_composite(writer, object, definition); break;
        case RelationKind::toast: break;
    }
}

void define_itself(const Writer& writer, const Object& object, Definition& definition) {
    switch (object.object_class) {
        case ObjectClass::relation: define_relation(writer, object, definition); break;
        case ObjectClass::access_method: define_access_method(writer, object, definition); break;
        case ObjectClass::attribute_default: define_default(writer, object, definition); break;
        case ObjectClass::cast: define_cast(writer, object, definition); break;
        case ObjectClass::collation: define_collation(writer, object, definition); break;
        case ObjectClass::constraint: define_constraint(writer, object, definition); break;
        case ObjectClass::conversion: define_conversion(writer, object, definition); break;
        case ObjectClass::default_acl: define_default_privileges(writer, object, definition); break;
        case ObjectClass::event_trigger: define_event_trigger(writer, object, definition); break;
        case ObjectClass::extension: define_extension(writer, object, definition); break;
        case ObjectClass::foreign_data_wrapper: define_foreign_data_wrapper(writer, object, definition); break;
        case ObjectClass::foreign_server: define_foreign_server(writer, object, definition); break;
        case ObjectClass::function: define_function(writer, object, definition); break;
        case ObjectClass::language: define_language(writer, object, definition); break;
        case ObjectClass::namespace_: define_schema(writer, object, definition); break;
        case ObjectClass::operator_: define_operator(writer, object, definition); break;
        case ObjectClass::operator_class: define_operator_class(writer, object, definition); break;
        case ObjectClass::operator_family: define_operator_family(writer, object, definition); break;
        case ObjectClass::policy: define_policy(writer, object, definition); break;
        case ObjectClass::publication: define_publication(writer, object, definition); break;
        case ObjectClass::role: define_role(writer, object, definition); break;
        case ObjectClass::rule: define_rule(writer, object, definition); break;
        case ObjectClass::statistics: define_statistics(writer, object, definition); break;
        case ObjectClass::subscription: define_subscription(writer, object, definition); break;
        case ObjectClass::transform: define_transform(writer, object, definition); break;
        case ObjectClass::trigger: define_trigger(writer, object, definition); break;
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary:
        case ObjectClass::ts_parser:
        case ObjectClass::ts_template: define_text_search(writer, object, definition); break;
        case ObjectClass::type: define_type(writer, object, definition); break;
        case ObjectClass::user_mapping: define_user_mapping(writer, object, definition); break;
        // Databases and tablespaces are the server's; a publication's members are written with it.
        case ObjectClass::database:
        case ObjectClass::tablespace:
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace: break;
    }
}

/// "index i", "function f(integer)": as in a sentence.
std::string described(const Writer& writer, const Object& object) {
    std::string text = writer.phrase(object);
    const std::size_t words = object_words(object).size();
    for (std::size_t i = 0; i < words; ++i)
        if (text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] - 'A' + 'a');
    return text;
}

/// What of an object is only taken to be as it is (open world).
void tell_unknowns(const Writer& writer, const Object& object, Definition& definition) {
    const std::string phrase = described(writer, object);
    if (object.assumed) {
        definition.unknowns.push_back(fmt::format("the definition of {} is not known", phrase));
        return;
    }
    if (const auto* extension = catalog::as<catalog::Extension>(&object); extension && !extension->known)
        definition.unknowns.push_back(fmt::format("what {} brings is not known", phrase));
    const auto* relation = catalog::as<Relation>(&object);
    if (!relation || relation->is_index()) return;
    if (relation->open) definition.unknowns.push_back(fmt::format("not all columns of {} are known", phrase));
    for (const Attribute& attribute : relation->attributes)
        if (attribute.assumed || attribute.type == catalog::invalid_oid)
            definition.unknowns.push_back(
                fmt::format("the definition of column {} of {} is not known", sql::quote_identifier(attribute.name), phrase));
}

}  // namespace

bool comes_with_another(const Object& object) {
    if (depends(object, DependencyType::extension)) return true;
    switch (object.object_class) {
        case ObjectClass::type: {
            const auto& type = get<Type>(object);
            return type.is_array || type.relation != catalog::invalid_oid || type.kind == catalog::TypeKind::multirange;
        }
        case ObjectClass::function: return depends(object, DependencyType::internal);
        case ObjectClass::trigger: return get<catalog::Trigger>(object).parent != catalog::invalid_oid;
        // What a publication publishes is written with the publication.
        case ObjectClass::publication_relation:
        case ObjectClass::publication_namespace: return true;
        default: return false;
    }
}

Definition define(const Writer& writer, const Object& object, Oid creator) {
    Definition definition;
    if (comes_with_another(object)) return definition;
    tell_unknowns(writer, object, definition);
    define_itself(writer, object, definition);
    furnish(writer, object, creator, definition);
    return definition;
}

std::string for_role(const Writer& writer, Oid role) {
    constexpr Oid bootstrap_superuser = 10;
    return role == bootstrap_superuser ? std::string() : " FOR ROLE " + writer.role(role);
}

bool same_definition(const Pair& pair) {
    Definition from, to;
    define_itself(pair.from, pair.source, from);
    define_itself(pair.to, pair.target, to);
    return from.statements == to.statements;
}

namespace {

std::string drop_part(const Writer& writer, const Object& object) {
    if (const auto* constraint = catalog::as<catalog::Constraint>(&object))
        return fmt::format("ALTER {} {} DROP CONSTRAINT {}", constraint->on_domain ? "DOMAIN" : "TABLE",
                           writer.name(object.scope), writer.bare_name(object));
    const auto& value = get<catalog::AttributeDefault>(object);
    const auto* relation = writer.catalog().find<Relation>(object.scope);
    const auto* attribute = relation ? relation->find_attribute(value.attribute) : nullptr;
    return fmt::format("ALTER {} {} ALTER COLUMN {} DROP {}", relation ? object_words(*relation) : "TABLE",
                       writer.name(object.scope), writer.column(object.scope, value.attribute),
                       attribute && attribute->generated ? "EXPRESSION" : "DEFAULT");
}

bool has_no_statement(const Object& object) {
    const auto* relation = catalog::as<Relation>(&object);
    if (!relation) return object.object_class == ObjectClass::database || object.object_class == ObjectClass::tablespace;
    return relation->kind == RelationKind::toast || (relation->sequence && relation->sequence->identity) ||
           (relation->index && relation->index->constraint != catalog::invalid_oid);
}

/// What ALTER DEFAULT PRIVILEGES has given is taken back, and what it has taken is given.
std::vector<std::string> take_default_privileges_back(const Writer& writer, const Object& object) {
    std::vector<std::string> statements;
    change_default_privileges(writer, get<catalog::DefaultAcl>(object), nullptr, statements);
    return statements;
}

}  // namespace

std::vector<std::string> drop_statements(const Writer& writer, const Object& object) {
    if (comes_with_another(object) || has_no_statement(object)) return {};
    switch (object.object_class) {
        case ObjectClass::constraint:
        case ObjectClass::attribute_default: return {drop_part(writer, object)};
        case ObjectClass::default_acl: return take_default_privileges_back(writer, object);
        default: return {"DROP " + writer.phrase(object)};
    }
}

}  // namespace backout::plan
