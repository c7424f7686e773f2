#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backout/report.h"
#include "lint/view.h"

namespace backout::lint {

/// What a rule is about; a rule may have several.
enum Category : unsigned {
    rollback = 1,
    ordering = 2,
    locking = 4,
    data_loss = 8,
    access = 16,
    compatibility = 32,
    transaction = 64,
    design = 128,
    style = 256
};

/// A row of the table of rules (rules.cpp): what the rule is, and the function that looks for it. A rule has
/// a page of its own in rules/ with problem, reason, safe way and examples.
struct Rule {
    std::string_view id;
    Severity severity = Severity::warning;
    unsigned categories = 0;
    std::string_view title;  ///< one line, for lists
    /// Looks at one statement right after it ran. Null: it looks at migrations.
    void (*on_statement)(const StatementView& view, Findings& findings) = nullptr;
    /// Looks at a migration after its up and down.
    void (*on_migration)(const MigrationView& view, Findings& findings) = nullptr;
    bool default_on = true;
};

std::span<const Rule> all_rules();
/// Null: there is no such rule.
const Rule* find_rule(std::string_view id);

/// "locking, data-loss"
std::string category_names(unsigned categories);

}  // namespace backout::lint
