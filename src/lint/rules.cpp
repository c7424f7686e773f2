#include "lint/rule.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lint/rules/rules.h"

namespace backout::lint {

namespace {

constexpr std::array rule_table{
    Rule{"down-not-inverse", Severity::error, rollback, "After up and down the schema differs from before", nullptr,
         rules::down_not_inverse},
    Rule{"down-fails", Severity::error, rollback, "The down fails", nullptr, rules::down_fails},
    Rule{"up-fails", Severity::error, rollback | ordering, "The up fails", nullptr, rules::up_fails},
    Rule{"missing-down", Severity::warning, rollback, "The migration has no down", nullptr, rules::missing_down},
    Rule{"syntax-error", Severity::error, style, "PostgreSQL's grammar refuses the statement", rules::syntax_error},
};

}  // namespace

std::span<const Rule> all_rules() { return rule_table; }

const Rule* find_rule(std::string_view id) {
    auto found = std::find_if(rule_table.begin(), rule_table.end(), [&](const Rule& rule) { return rule.id == id; });
    return found == rule_table.end() ? nullptr : &*found;
}

std::string category_names(unsigned categories) {
    constexpr std::array<std::string_view, 9> names{"rollback", "ordering",      "locking",     "data-loss", "access",
                                                    "compatibility", "transaction", "design", "style"};
    std::vector<std::string_view> set;
    for (std::size_t i = 0; i < names.size(); ++i)
        if ((categories >> i & 1U) != 0) set.push_back(names[i]);
    return fmt::format("{}", fmt::join(set, ", "));
}

}  // namespace backout::lint
