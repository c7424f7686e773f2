#include "lint/view.h"

#include <fmt/format.h>

#include "catalog/lookup.h"

namespace backout::lint {

const catalog::Object* StatementView::before(Oid oid) const {
    if (!first_changes) {
        first_changes.emplace();
        for (const catalog::Change& change : after().changes(run.result.before, run.result.after))
            first_changes->emplace(change.oid, &change);
    }
    auto found = first_changes->find(oid);
    if (found == first_changes->end()) return after().find(oid);
    const catalog::Change& first = *found->second;
    return first.assumption ? first.after.get() : first.before.get();
}

bool StatementView::is_new(Oid oid) const {
    const catalog::Object* object = after().find(oid);
    if (!object) object = before(oid);
    return object && object->origin.script == script.script_number;
}

bool StatementView::is_busy(Oid oid) const {
    const auto* relation = after().find<catalog::Relation>(oid);
    if (!relation) relation = before<catalog::Relation>(oid);
    if (!relation || relation->persistence == 't' || is_new(oid)) return false;
    return relation->is_table() || relation->kind == catalog::RelationKind::materialized_view;
}

Oid StatementView::relation(const sql::RangeVar& name) const {
    const Catalog& catalog = after();
    if (name.schema.empty())
        return catalog::find_relation(catalog, history.simulator().session().search_path(catalog), name.name);
    Oid scope = catalog::find_namespace(catalog, name.schema);
    return scope == catalog::invalid_oid ? scope : catalog::find_relation(catalog, scope, name.name);
}

std::string StatementView::name_of(Oid oid) const {
    const catalog::Object* object = after().find(oid);
    if (!object) object = before(oid);
    if (!object) return {};
    if (object->scope == catalog::public_namespace) return object->name;
    return catalog::namespace_name(after(), object->scope) + "." + object->name;
}

Place StatementView::whole_place() const {
    return verify::History::place(*script.parsed->source, run.parsed->begin, run.parsed->end);
}

Place StatementView::place(sql::Location location) const {
    if (location < 0) return whole_place();
    return verify::History::token_place(*script.parsed, static_cast<std::size_t>(location));
}

}  // namespace backout::lint
