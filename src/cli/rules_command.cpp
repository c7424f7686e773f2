#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/console.h"
#include "lint/page.h"
#include "lint/rule.h"

namespace backout::cli {

void add_rules(CLI::App& app, int& status) {
    CLI::App* rules = app.add_subcommand("rules", "Lists the rules");
    rules->callback([&status] {
        std::string list;
        for (const lint::Rule& rule : lint::all_rules())
            list += fmt::format("{:<38} {:<8} {:<24} {}{}\n", rule.id, to_string(rule.severity),
                                lint::category_names(rule.categories), rule.title, rule.default_on ? "" : " (off)");
        status = print(list) ? exit_clean : exit_usage;
    });
}

void add_explain(CLI::App& app, int& status) {
    auto id = std::make_shared<std::string>();
    CLI::App* explain = app.add_subcommand("explain", "Explains a rule: the problem, the reason, the safe way");
    explain->add_option("RULE", *id, "The rule's id")->required();
    explain->callback([id, &status] {
        std::optional<std::string_view> page = lint::page_of(*id);
        if (!page) {
            print_error("there is no rule " + *id, "backout rules lists them");
            status = exit_usage;
            return;
        }
        status = print(*page) ? exit_clean : exit_usage;
    });
}

}  // namespace backout::cli
