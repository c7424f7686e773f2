#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"

/// Statements that empty tables.
namespace backout::lint::rules {

using Data = simulate::Effects::Data;

void delete_all_rows(const StatementView& view, Findings& findings) {
    const auto* truncate = view.as<sql::TruncateStatement>();
    const auto* delete_ = view.as<sql::DeleteStatement>();
    if ((!truncate && !delete_) || !view.is_up() || !took_effect(view)) return;
    if (delete_ && (delete_->where || !delete_->using_.empty())) return;
    auto tell = [&](const sql::RangeVar& named, std::string_view command) {
        Oid table = view.relation(named);
        if (!view.is_busy(table)) return;
        findings.add(view.place(named.location),
                     fmt::format("{} takes every row of \"{}\"; no down brings them back", command, view.name_of(table)),
                     "keep them first: CREATE TABLE … AS SELECT * FROM it");
    };
    if (delete_) tell(delete_->relation, "DELETE without WHERE");
    if (truncate)
        for (const sql::RangeVar& named : truncate->relations) tell(named, "TRUNCATE");
}

}  // namespace backout::lint::rules
