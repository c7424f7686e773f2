#include "lint/rule.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lint/rules/rules.h"

namespace backout::lint {

namespace {

constexpr Rule on_statement(std::string_view id, Severity severity, unsigned categories,
                            std::string_view title, void (*look)(const StatementView&, Findings&)) {
    return {id, severity, categories, title, look, nullptr, true};
}

constexpr Rule on_migration(std::string_view id, Severity severity, unsigned categories,
                            std::string_view title, void (*look)(const MigrationView&, Findings&)) {
    return {id, severity, categories, title, nullptr, look, true};
}

constexpr std::array rule_table{
    // Whether it runs, and whether it can be undone.
    on_migration("down-not-inverse", Severity::error, rollback,
                 "After up and down the schema differs from before", rules::down_not_inverse),
    on_migration("down-fails", Severity::error, rollback, "The down fails", rules::down_fails),
    on_migration("up-fails", Severity::error, rollback | ordering, "The up fails", rules::up_fails),
    on_migration("missing-down", Severity::warning, rollback, "The migration has no down",
                 rules::missing_down),
    on_statement("syntax-error", Severity::error, style, "PostgreSQL's grammar refuses the statement",
                 rules::syntax_error),
    on_migration("rollback-order", Severity::error, rollback | ordering,
                 "A statement of the down comes too early", rules::rollback_order),
    on_statement("wrong-object-kind", Severity::error, ordering, "The name belongs to another kind of object",
                 rules::wrong_object_kind),
    on_statement("create-if-not-exists-hides-existing", Severity::warning, ordering | rollback,
                 "IF NOT EXISTS skips because of something else", rules::create_if_not_exists_hides_existing),
    on_statement("drop-if-exists-of-nothing", Severity::note, rollback,
                 "DROP … IF EXISTS names what does not exist", rules::drop_if_exists_of_nothing),
    on_statement("concurrent-in-transaction", Severity::error, transaction,
                 "The statement is refused in a transaction", rules::concurrent_in_transaction),
    on_migration("transaction-left-open", Severity::warning, transaction, "BEGIN without COMMIT",
                 rules::transaction_left_open),
    // What is lost, or no longer found.
    on_statement("cascade-drops-more", Severity::warning, data_loss, "CASCADE takes what nobody named",
                 rules::cascade_drops_more),
    on_statement("drop-table", Severity::warning, data_loss | compatibility, "A table goes with its rows",
                 rules::drop_table),
    on_statement("drop-column", Severity::warning, data_loss | compatibility, "A column goes with its values",
                 rules::drop_column),
    on_statement("delete-all-rows", Severity::warning, data_loss, "A table is emptied",
                 rules::delete_all_rows),
    on_statement("rename", Severity::warning, compatibility, "A table, view or column gets another name",
                 rules::rename),
    // Who has to wait.
    on_statement("index-not-concurrent", Severity::warning, locking, "CREATE INDEX blocks writes",
                 rules::index_not_concurrent),
    on_statement("drop-index-not-concurrent", Severity::note, locking, "DROP INDEX blocks the table",
                 rules::drop_index_not_concurrent),
    on_statement("add-foreign-key-without-not-valid", Severity::warning, locking,
                 "A foreign key is checked while writes wait", rules::add_foreign_key_without_not_valid),
    on_statement("add-check-without-not-valid", Severity::warning, locking,
                 "A check is validated while everybody waits", rules::add_check_without_not_valid),
    on_statement("add-unique-constraint", Severity::warning, locking,
                 "A unique index is built while everybody waits", rules::add_unique_constraint),
    on_statement("add-primary-key", Severity::warning, locking,
                 "A primary key is built while everybody waits", rules::add_primary_key),
    on_statement("set-not-null-scan", Severity::warning, locking,
                 "SET NOT NULL reads the table while everybody waits", rules::set_not_null_scan),
    on_statement("add-column-volatile-default", Severity::warning, locking,
                 "A volatile default rewrites the table", rules::add_column_volatile_default),
    on_statement("add-column-rewrite", Severity::warning, locking,
                 "A stored generated column or a constrained domain rewrites the table",
                 rules::add_column_rewrite),
    on_statement("add-column-not-null-without-default", Severity::warning, rollback | compatibility,
                 "A NOT NULL column without a default fails where there are rows",
                 rules::add_column_not_null_without_default),
    on_statement("alter-type-rewrite", Severity::warning, locking, "A change of type rewrites the table",
                 rules::alter_type_rewrite),
    // Who sees what.
    on_migration("rls-enabled-without-policy", Severity::warning, access,
                 "Row security without a policy hides all rows", rules::rls_enabled_without_policy),
    on_migration("rls-not-enabled", Severity::warning, access,
                 "Policies of a table whose row security is off", rules::rls_not_enabled),
};

}  // namespace

std::span<const Rule> all_rules() {
    return rule_table;
}

const Rule* find_rule(std::string_view id) {
    auto found =
        std::find_if(rule_table.begin(), rule_table.end(), [&](const Rule& rule) { return rule.id == id; });
    return found == rule_table.end() ? nullptr : &*found;
}

std::string category_names(unsigned categories) {
    constexpr std::array<std::string_view, 9> names{"rollback",    "ordering", "locking",
                                                    "data-loss",   "access",   "compatibility",
                                                    "transaction", "design",   "style"};
    std::vector<std::string_view> set;
    for (std::size_t i = 0; i < names.size(); ++i)
        if ((categories >> i & 1U) != 0) set.push_back(names[i]);
    return fmt::format("{}", fmt::join(set, ", "));
}

}  // namespace backout::lint
