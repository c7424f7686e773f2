#include "plan/table_parts.h"

#include <algorithm>

#include "analyze/references.h"
#include "catalog/lookup.h"
#include "simulate/names.h"

namespace backout::plan {

using catalog::Attribute;
using catalog::Catalog;
using catalog::Constraint;
using catalog::Object;
using catalog::Oid;
using catalog::Relation;

namespace {

/// The default's `nextval('…')`, with the sequence as a regclass constant (parse_utilcmd.c, generateSerialExtraStmts).
bool is_nextval_of(const catalog::Expr& expression, Oid sequence) {
    constexpr Oid nextval = 1574;
    if (expression.kind == catalog::ExprKind::coerce_via_io || expression.kind == catalog::ExprKind::relabel)
        return false;
    // For smallserial and serial the bigint is cast to the column's type.
    if (expression.kind == catalog::ExprKind::function && expression.object != nextval &&
        expression.arguments.size() == 1)
        return is_nextval_of(*expression.arguments.front(), sequence);
    return expression.kind == catalog::ExprKind::function && expression.object == nextval &&
           expression.arguments.size() == 1 && expression.arguments.front()->kind == catalog::ExprKind::constant &&
           expression.arguments.front()->object == sequence;
}

std::int64_t maximum_of(Oid type) {
    constexpr Oid int2 = 21;
    constexpr Oid int4 = 23;
    return type == int2 ? INT16_MAX : type == int4 ? INT32_MAX : INT64_MAX;
}

bool has_default_settings(const catalog::SequenceData& sequence) {
    return sequence.start == 1 && sequence.increment == 1 && sequence.minimum == 1 && sequence.cache == 1 &&
           !sequence.cycle && !sequence.identity && sequence.maximum == maximum_of(sequence.type);
}

bool is_made_after(Oid oid, Oid table) { return oid > table && !catalog::is_extension_member(oid); }

/// Whether an expression of a table needs something that was made after it; `besides` is there in any case.
bool needs_later(const Catalog& catalog, const catalog::Expr& expression, Oid table, Oid besides = catalog::invalid_oid) {
    const auto references = analyze::references_of(catalog, expression, table);
    return std::any_of(references.begin(), references.end(), [&](const auto& reference) {
        return reference.oid != besides && is_made_after(reference.oid, table);
    });
}

}  // namespace

const Relation* serial_sequence(const Catalog& catalog, const Relation& table, const Attribute& column) {
    const auto* value = catalog.find<catalog::AttributeDefault>(column.default_oid);
    if (!value || !value->expression || column.generated || !column.not_null) return nullptr;
    std::string name = simulate::make_object_name(table.name, column.name, "seq");
    const auto* sequence = catalog.find<Relation>(table.scope, name);
    if (!sequence || !sequence->sequence || sequence->sequence->owned_by != catalog::ObjectAddress{table.oid, column.number})
        return nullptr;
    bool as_made = has_default_settings(*sequence->sequence) && sequence->sequence->type == column.type &&
                   !sequence->acl && !sequence->comment && sequence->owner == table.owner &&
                   sequence->persistence == table.persistence;
    return as_made && is_nextval_of(*value->expression, sequence->oid) ? sequence : nullptr;
}

bool is_serial_sequence(const Catalog& catalog, const Object& object) {
    const auto* sequence = catalog::as<Relation>(&object);
    if (!sequence || !sequence->sequence || sequence->sequence->identity) return false;
    const auto* table = catalog.find<Relation>(sequence->sequence->owned_by.oid);
    const Attribute* column = table ? table->find_attribute(sequence->sequence->owned_by.column) : nullptr;
    return column && serial_sequence(catalog, *table, *column) == sequence;
}

bool is_written_with_table(const Catalog& catalog, const Object& part) {
    const auto* table = catalog.find<Relation>(part.scope);
    if (!table) return false;
    if (const auto* value = catalog::as<catalog::AttributeDefault>(&part)) {
        const Attribute* column = table->find_attribute(value->attribute);
        if (!column || !value->expression || (!column->is_local && !column->generated)) return false;
        return column->generated || serial_sequence(catalog, *table, *column) ||
               !needs_later(catalog, *value->expression, table->oid, column->type);
    }
    const auto* constraint = catalog::as<Constraint>(&part);
    using Type = Constraint::Type;
    if (!constraint || constraint->on_domain || !constraint->is_local || constraint->parent || table->is_partition ||
        !constraint->validated)
        return false;
    if (constraint->type == Type::check) return !needs_later(catalog, *constraint->expression, table->oid);
    if (constraint->type != Type::primary_key && constraint->type != Type::unique && constraint->type != Type::exclusion)
        return false;
    const auto* index = catalog.find<Relation>(constraint->index);
    return index && index->name == constraint->name &&
           std::none_of(index->dependencies.begin(), index->dependencies.end(),
                        [&](const auto& dependency) {
                            return is_made_after(dependency.referenced.oid, table->oid) &&
                                   dependency.referenced.oid != constraint->oid;
                        });
}

std::vector<const Constraint*> constraints_written_with_table(const Catalog& catalog, const Relation& table) {
    std::vector<const Constraint*> constraints;
    for (const auto* constraint : catalog.members_of_class<Constraint>(table.oid))
        if (is_written_with_table(catalog, *constraint)) constraints.push_back(constraint);
    return constraints;
}

}  // namespace backout::plan
