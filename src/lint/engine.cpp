#include "lint/engine.h"

#include <utility>

namespace backout::lint {

Engine::Engine(const verify::History& history, const std::set<std::string>& disabled) : history_(history) {
    for (const project::Migration& migration : history.project().migrations)
        project_has_downs_ |= migration.down || migration.down_program;
    for (const Rule& rule : all_rules()) {
        if (!rule.default_on || disabled.contains(std::string(rule.id))) continue;
        if (rule.on_statement) statement_rules_.push_back(&rule);
        if (rule.on_migration) migration_rules_.push_back(&rule);
    }
}

void Engine::on_statement(const verify::ScriptRun& script, const verify::StatementRun& statement) {
    const project::Migration& migration = history_.project().migrations[script.migration];
    StatementView view{history_, script, statement, migration};
    for (const Rule* rule : statement_rules_) {
        rule->on_statement(view, findings_);
        keep(*rule, migration);
    }
}

void Engine::on_migration(const verify::MigrationRun& run, const MigrationReport& report) {
    MigrationView view{history_, run, report, project_has_downs_};
    for (const Rule* rule : migration_rules_) {
        rule->on_migration(view, findings_);
        keep(*rule, *run.migration);
    }
}

void Engine::keep(const Rule& rule, const project::Migration& migration) {
    for (Finding& finding : findings_.take()) {
        finding.rule = rule.id;
        finding.severity = rule.severity;
        finding.migration = migration.name;
        kept_.push_back(std::move(finding));
    }
}

std::vector<Finding> Engine::take() {
    return std::exchange(kept_, {});
}

}  // namespace backout::lint
