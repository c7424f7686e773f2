#include <algorithm>

#include <fmt/format.h>

#include "lint/rules/rules.h"
#include "lint/rules/support.h"
#include "sql/quote.h"

/// Indexes on tables that are in use.
namespace backout::lint::rules {

using catalog::Relation;
using catalog::RelationKind;
using simulate::Effects;

namespace {

/// "CREATE UNIQUE INDEX CONCURRENTLY i ON t …"
std::string concurrent_statement(const StatementView& view, const sql::IndexStatement& index, Oid table) {
    std::string name = index.name.empty() ? std::string() : sql::quote_identifier(index.name) + " ";
    return fmt::format("CREATE {}INDEX CONCURRENTLY {}ON {} …", index.unique ? "UNIQUE " : "", name,
                       sql_name(view, table));
}

}  // namespace

void index_not_concurrent(const StatementView& view, Findings& findings) {
    const auto* index = view.as<sql::IndexStatement>();
    if (!index || index->concurrently || !view.is_up() || !took_effect(view)) return;
    Oid table = view.relation(index->relation);
    const auto* relation = view.after().find<Relation>(table);
    if (!relation || !relation->is_table() || !is_busy_with_rows(view, table)) return;
    Finding& finding =
        findings.add(view.place(index->relation.location),
                     fmt::format("every INSERT, UPDATE and DELETE on \"{}\" waits until the index is built",
                                 view.name_of(table)));
    finding.notes.push_back("CREATE INDEX holds a SHARE lock on the table while it reads all rows");
    if (relation->kind == RelationKind::partitioned_table) {
        finding.help = fmt::format(
            "CREATE INDEX … ON ONLY {}, then for each partition CREATE INDEX CONCURRENTLY and "
            "ALTER INDEX … ATTACH PARTITION",
            sql_name(view, table));
        return;
    }
    finding.help =
        fmt::format("{} in {}", concurrent_statement(view, *index, table), without_transaction(view));
}

void drop_index_not_concurrent(const StatementView& view, Findings& findings) {
    const auto* drop = view.as<sql::DropStatement>();
    if (!drop || drop->object != sql::ObjectKind::index || drop->concurrently || !view.is_up() ||
        !took_effect(view))
        return;
    for (const Effects::Dropped& dropped : view.effects().dropped) {
        const auto* index = dropped.by_cascade ? nullptr : view.before<Relation>(dropped.oid);
        if (!index || index->kind != RelationKind::index || !index->index || view.is_new(dropped.oid))
            continue;
        if (!view.is_busy(index->index->table)) continue;
        Finding& finding =
            findings.add(place_of_word(view, index->name),
                         fmt::format("every query on \"{}\" waits while DROP INDEX waits for those that run",
                                     view.name_of(index->index->table)),
                         fmt::format("DROP INDEX CONCURRENTLY {} in {}", sql_name(view, dropped.oid),
                                     without_transaction(view)));
        finding.notes.push_back("DROP INDEX takes an ACCESS EXCLUSIVE lock on the table");
    }
}

}  // namespace backout::lint::rules
