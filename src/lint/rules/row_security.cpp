#include <algorithm>

#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "sql/quote.h"

/// Row-level security and its policies, as an up leaves them.
namespace backout::lint::rules {

using catalog::Change;
using catalog::Policy;
using catalog::Relation;

namespace {

/// A table whose row security or policies an up changed, with the last of these changes.
struct ChangedTable {
    Oid table = catalog::invalid_oid;
    const Change* switched = nullptr;  ///< row security was turned on or off
    const Change* policy = nullptr;    ///< a policy came or went

    const Change& telling() const { return switched ? *switched : *policy; }
};

std::vector<ChangedTable> changed_tables(const MigrationView& view) {
    std::vector<ChangedTable> found;
    auto changed = [&](Oid table) -> ChangedTable& {
        auto known = std::find_if(found.begin(), found.end(),
                                  [&](const ChangedTable& one) { return one.table == table; });
        return known != found.end() ? *known : found.emplace_back(ChangedTable{table, nullptr, nullptr});
    };
    for (const Change& change : view.after_up().changes(view.run.up.before, view.run.up.after)) {
        if (change.assumption) continue;
        const catalog::Object& object = change.after ? *change.after : *change.before;
        if (const auto* policy = catalog::as<Policy>(&object)) {
            if (!change.before || !change.after) changed(policy->scope).policy = &change;
        } else if (const auto* after = catalog::as<Relation>(change.after.get())) {
            const auto* before = catalog::as<Relation>(change.before.get());
            if (before && before->row_security != after->row_security) changed(after->oid).switched = &change;
        }
    }
    return found;
}

/// The statement of the up that made a change; its whole first line, where the up ran as it is.
Place place_of(const MigrationView& view, const Change& change) {
    for (const verify::StatementRun& statement : view.run.up.statements)
        if (static_cast<std::int32_t>(statement.parsed->begin) == change.origin.offset)
            return statement_place(*view.run.up.parsed, *statement.parsed);
    return view.history.place(change.origin).value_or(Place{});
}

std::string sql_name_after(const MigrationView& view, const Relation& table) {
    if (table.scope == catalog::public_namespace) return sql::quote_identifier(table.name);
    return sql::quote_names({catalog::namespace_name(view.after_up(), table.scope), table.name});
}

}  // namespace

void rls_enabled_without_policy(const MigrationView& view, Findings& findings) {
    if (!view.run.up.parsed) return;
    for (const ChangedTable& changed : changed_tables(view)) {
        const auto* table = view.after_up().find<Relation>(changed.table);
        if (!table || !table->row_security || table->assumed) continue;
        auto policies = view.after_up().members_of_class<Policy>(table->oid);
        bool lets_somebody =
            std::any_of(policies.begin(), policies.end(), [](const Policy* one) { return one->permissive; });
        if (lets_somebody) continue;
        std::string name = shown_name(view.after_up(), *table);
        Finding& finding = findings.add(
            place_of(view, changed.telling()),
            fmt::format(
                "nobody but {} sees a row of \"{}\": row security is on and no policy permits anything",
                table->force_row_security ? "superusers" : "its owner", name),
            fmt::format("CREATE POLICY … ON {} FOR SELECT TO … USING (…)", sql_name_after(view, *table)));
        if (!policies.empty())
            finding.notes.push_back(
                "its policies are all RESTRICTIVE: they only narrow what a permissive policy permits");
    }
}

void rls_not_enabled(const MigrationView& view, Findings& findings) {
    if (!view.run.up.parsed) return;
    for (const ChangedTable& changed : changed_tables(view)) {
        const auto* table = view.after_up().find<Relation>(changed.table);
        if (!table || table->row_security || table->assumed || !table->is_table()) continue;
        auto policies = view.after_up().members_of_class<Policy>(table->oid);
        if (policies.empty()) continue;
        findings.add(place_of(view, changed.telling()),
                     fmt::format("row security of \"{}\" is off, so its policies protect nothing",
                                 shown_name(view.after_up(), *table)),
                     fmt::format("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", sql_name_after(view, *table)));
    }
}

}  // namespace backout::lint::rules
