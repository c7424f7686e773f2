#include "simulate/pending_events.h"

#include <algorithm>

#include "simulate/inherit.h"

namespace backout::simulate {

using catalog::Constraint;
using catalog::Relation;
using catalog::RelationKind;
using catalog::Trigger;

namespace {

constexpr std::int16_t row_and_insert = 1 | 4;

/// A BEFORE trigger may keep the row out.
bool may_suppress_rows(const Catalog& catalog, Oid relation) {
    constexpr std::int16_t before = 2;
    for (const auto* trigger : catalog.members_of_class<Trigger>(relation))
        if ((trigger->type & (row_and_insert | before)) == (row_and_insert | before)) return true;
    return false;
}

bool defers_insert_checks(const Catalog& catalog, Oid relation) {
    for (Oid member : catalog.members(relation)) {
        if (const auto* constraint = catalog.find<Constraint>(member))
            if (constraint->type == Constraint::Type::foreign_key && constraint->deferred && constraint->enforced)
                return true;
        if (const auto* trigger = catalog.find<Trigger>(member))
            if (trigger->initially_deferred && trigger->enabled != 'D' && !trigger->when &&
                (trigger->type & row_and_insert) == row_and_insert)
                return true;
    }
    return false;
}

/// Where the row went: the table itself, or the only partition there is; 0 where it can't be told.
Oid table_of_row(const Catalog& catalog, Oid relation) {
    const auto* table = catalog.find<Relation>(relation);
    if (!table || table->kind == RelationKind::table) return table ? relation : catalog::invalid_oid;
    if (table->kind != RelationKind::partitioned_table) return catalog::invalid_oid;
    const std::vector<Oid> partitions = direct_children(catalog, relation);
    return partitions.size() == 1 ? table_of_row(catalog, partitions.front()) : catalog::invalid_oid;
}

}  // namespace

void note_pending_insert(StatementContext& context, Oid relation) {
    if (!context.in_transaction_block) return;
    const Oid table = table_of_row(context.catalog, relation);
    std::vector<Oid>& pending = context.session.state.pending_events;
    if (table == catalog::invalid_oid || may_suppress_rows(context.catalog, table) ||
        !defers_insert_checks(context.catalog, table))
        return;
    if (std::find(pending.begin(), pending.end(), table) == pending.end()) pending.push_back(table);
}

}  // namespace backout::simulate
