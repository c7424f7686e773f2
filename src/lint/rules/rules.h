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

}  // namespace backout::lint::rules
