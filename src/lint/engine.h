#pragma once

#include <set>
#include <string>
#include <vector>

#include "lint/rule.h"

namespace backout::lint {

/// Runs the rules as the history is replayed.
class Engine : public verify::Observer {
public:
    Engine(const verify::History& history, const std::set<std::string>& disabled);

    void on_statement(const verify::ScriptRun& script, const verify::StatementRun& statement) override;
    void on_migration(const verify::MigrationRun& run, const MigrationReport& report) override;

    /// Everything found, in the order of migrations, files and places.
    std::vector<Finding> take();

private:
    void keep(const Rule& rule, const project::Migration& migration);

    const verify::History& history_;
    bool project_has_downs_ = false;
    std::vector<const Rule*> statement_rules_;
    std::vector<const Rule*> migration_rules_;
    Findings findings_;
    std::vector<Finding> kept_;
};

}  // namespace backout::lint
