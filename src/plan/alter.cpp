#include "catalog/relation.h"
#include "plan/statement_text.h"

namespace backout::plan {

using catalog::ObjectClass;
using catalog::Relation;
using catalog::RelationKind;

namespace {

/// Tables become partitioned, views materialized only by being made anew.
bool same_kind(const Pair& pair) {
    const auto* source = catalog::as<Relation>(&pair.source);
    const auto* target = catalog::as<Relation>(&pair.target);
    if (source && target) return source->kind == target->kind;
    return pair.source.object_class == pair.target.object_class && object_words(pair.source) == object_words(pair.target);
}

void alter_relation(const Pair& pair, Alteration& alteration) {
    switch (get<Relation>(pair.target).kind) {
        case RelationKind::table:
        case RelationKind::partitioned_table:
        case RelationKind::foreign_table: alter_table(pair, alteration); break;
        case RelationKind::view:
        case RelationKind::materialized_view: alter_view(pair, alteration); break;
        case RelationKind::index:
        case RelationKind::partitioned_index: alter_index(pair, alteration); break;
        case RelationKind::sequence: alter_sequence(pair, alteration); break;
        case RelationKind::composite: alter_composite(pair, alteration); break;
        case RelationKind::toast: break;
    }
}

void alter_itself(const Pair& pair, Alteration& alteration) {
    switch (pair.target.object_class) {
        case ObjectClass::relation: alter_relation(pair, alteration); break;
        case ObjectClass::attribute_default: alter_default(pair, alteration); break;
        case ObjectClass::collation: alter_collation(pair, alteration); break;
        case ObjectClass::constraint: alter_constraint(pair, alteration); break;
        case ObjectClass::default_acl: alter_default_privileges(pair, alteration); break;
        case ObjectClass::event_trigger: alter_event_trigger(pair, alteration); break;
        case ObjectClass::extension: alter_extension(pair, alteration); break;
        case ObjectClass::foreign_data_wrapper:
        case ObjectClass::foreign_server:
        case ObjectClass::user_mapping: alter_foreign_data(pair, alteration); break;
        case ObjectClass::function: alter_function(pair, alteration); break;
        case ObjectClass::operator_: alter_operator(pair, alteration); break;
        case ObjectClass::operator_family: alter_operator_family(pair, alteration); break;
        case ObjectClass::policy: alter_policy(pair, alteration); break;
        case ObjectClass::publication: alter_publication(pair, alteration); break;
        case ObjectClass::role: alter_role(pair, alteration); break;
        case ObjectClass::rule: alter_rule(pair, alteration); break;
        case ObjectClass::statistics: alter_statistics(pair, alteration); break;
        case ObjectClass::subscription: alter_subscription(pair, alteration); break;
        case ObjectClass::trigger: alter_trigger(pair, alteration); break;
        case ObjectClass::ts_config:
        case ObjectClass::ts_dictionary:
        case ObjectClass::ts_parser:
        case ObjectClass::ts_template: alter_text_search(pair, alteration); break;
        case ObjectClass::type: alter_type(pair, alteration); break;
        case ObjectClass::access_method:
        case ObjectClass::cast:
        case ObjectClass::conversion:
        case ObjectClass::language:
        case ObjectClass::operator_class:
        case ObjectClass::transform: recreate_if_different(pair, alteration); break;
        // A schema is but its name; a publication's members are altered with it; the others are the server's.
        case ObjectClass::namespace_:
        case ObjectClass::database:
        case ObjectClass::publication_namespace:
        case ObjectClass::publication_relation:
        case ObjectClass::tablespace: break;
    }
}

}  // namespace

Alteration alter(const Pair& pair) {
    Alteration alteration;
    if (&pair.source == &pair.target || comes_with_another(pair.target)) return alteration;
    if (!same_kind(pair)) {
        alteration.recreate = true;
        return alteration;
    }
    alter_itself(pair, alteration);
    // What is made anew gets all of this along with its definition.
    if (alteration.recreate)
        alteration.steps.clear();
    else if (!alteration.furnished)
        alter_furnishing(pair, alteration);
    return alteration;
}

}  // namespace backout::plan
