#include <algorithm>

#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"

/// Statements that empty tables.
namespace backout::lint::rules {

using Data = simulate::Effects::Data;

namespace {

void tell_emptied(const StatementView& view, Place place, Oid table, std::string_view command,
                  Findings& findings) {
    findings.add(
        std::move(place),
        fmt::format("{} takes every row of \"{}\"; no down brings them back", command, view.name_of(table)),
        fmt::format("keep them first: CREATE TABLE … AS SELECT * FROM {}", sql_name(view, table)));
}

/// CASCADE also empties the tables with foreign keys to those named.
void tell_truncated(const StatementView& view, const sql::TruncateStatement& truncate, Findings& findings) {
    for (const Data& data : view.effects().data) {
        const auto* table = view.after().find<catalog::Relation>(data.relation);
        if (data.kind != Data::Kind::truncate || !table || !view.is_busy(data.relation)) continue;
        auto named =
            std::find_if(truncate.relations.begin(), truncate.relations.end(),
                         [&](const sql::RangeVar& one) { return view.relation(one) == data.relation; });
        if (named != truncate.relations.end())
            tell_emptied(view, view.place(named->location), data.relation, "TRUNCATE", findings);
        else if (!table->is_partition)  // partitions go with their table
            tell_emptied(view, place_of_word(view, "CASCADE"), data.relation, "TRUNCATE … CASCADE also",
                         findings);
    }
}

}  // namespace

void delete_all_rows(const StatementView& view, Findings& findings) {
    if (!view.is_up() || !took_effect(view)) return;
    if (const auto* truncate = view.as<sql::TruncateStatement>())
        return tell_truncated(view, *truncate, findings);
    const auto* delete_ = view.as<sql::DeleteStatement>();
    if (!delete_ || delete_->where || !delete_->using_.empty()) return;
    Oid table = view.relation(delete_->relation);
    if (view.is_busy(table))
        tell_emptied(view, view.place(delete_->relation.location), table, "DELETE without WHERE", findings);
}

}  // namespace backout::lint::rules
