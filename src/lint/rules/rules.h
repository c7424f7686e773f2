#pragma once

#include "lint/rule.h"

/// The functions behind the rows of the table in ../rules.cpp, by the file that holds them.
namespace backout::lint::rules {

// verdict.cpp: what the replay itself says
void down_not_inverse(const MigrationView& view, Findings& findings);
void down_fails(const MigrationView& view, Findings& findings);
void up_fails(const MigrationView& view, Findings& findings);
void missing_down(const MigrationView& view, Findings& findings);
void syntax_error(const StatementView& view, Findings& findings);

// order.cpp
void rollback_order(const MigrationView& view, Findings& findings);

// existence.cpp: names that stand for something else, or for nothing
void wrong_object_kind(const StatementView& view, Findings& findings);
void create_if_not_exists_hides_existing(const StatementView& view, Findings& findings);
void drop_if_exists_of_nothing(const StatementView& view, Findings& findings);

// drop.cpp, rename.cpp, rows.cpp: what is lost or no longer found
void cascade_drops_more(const StatementView& view, Findings& findings);
void drop_table(const StatementView& view, Findings& findings);
void drop_column(const StatementView& view, Findings& findings);
void rename(const StatementView& view, Findings& findings);
void delete_all_rows(const StatementView& view, Findings& findings);

// index.cpp, constraint.cpp, column.cpp: who has to wait, and how long
void index_not_concurrent(const StatementView& view, Findings& findings);
void drop_index_not_concurrent(const StatementView& view, Findings& findings);
void add_foreign_key_without_not_valid(const StatementView& view, Findings& findings);
void add_check_without_not_valid(const StatementView& view, Findings& findings);
void add_unique_constraint(const StatementView& view, Findings& findings);
void add_primary_key(const StatementView& view, Findings& findings);
void set_not_null_scan(const StatementView& view, Findings& findings);
void add_column_volatile_default(const StatementView& view, Findings& findings);
void add_column_rewrite(const StatementView& view, Findings& findings);
void add_column_not_null_without_default(const StatementView& view, Findings& findings);
void alter_type_rewrite(const StatementView& view, Findings& findings);

// transaction.cpp
void concurrent_in_transaction(const StatementView& view, Findings& findings);
void transaction_left_open(const MigrationView& view, Findings& findings);

// row_security.cpp
void rls_enabled_without_policy(const MigrationView& view, Findings& findings);
void rls_not_enabled(const MigrationView& view, Findings& findings);

}  // namespace backout::lint::rules
