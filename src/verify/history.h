#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "backout/check.h"
#include "verify/script_run.h"

/// The replay of a project's history: each up in order, and from each state the down and what it leaves.
namespace backout::verify {

/// What is known of one migration after its replay.
struct MigrationRun {
    const project::Migration* migration = nullptr;
    std::size_t index = 0;
    ScriptRun up;
    ScriptRun down;
    bool has_down = false;
    /// The up failed as its runner runs it; what followed was run statement by statement so that the history goes on.
    bool up_forced = false;
};

/// Hears of the replay as it happens: rules look at each statement with the catalog just after it.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void on_statement(const ScriptRun& script, const StatementRun& statement) = 0;
    /// After up (and down, when there is one), with the catalog in the state after the up.
    virtual void on_migration(const MigrationRun& run, const MigrationReport& report) = 0;
};

class History {
public:
    History(const project::Project& project, const CheckOptions& options);
    ~History();

    /// Replays everything and returns the verdicts; `observer` may be null.
    std::vector<MigrationReport> replay(Observer* observer);

    simulate::Simulator& simulator() { return *simulator_; }
    const project::Project& project() const { return project_; }

    /// The place of an object's or change's origin; empty when nothing made it.
    Place place(const catalog::Origin& origin) const;
    /// A stretch of a script as a place of its file.
    static Place place(const project::Script& script, std::size_t begin, std::size_t end);
    /// A statement's whole text as a place.
    static Place place(const ParsedScript& script, const ParsedStatement& statement);

    /// The error of the statement that failed, with its place and the chain of what led to it.
    SqlError describe_error(const ScriptRun& run, const StatementRun& statement) const;

private:
    MigrationReport replay_migration(std::size_t index, Observer* observer);
    void run_up(MigrationRun& run, MigrationReport& report, const ParsedScript& up, Observer* observer);
    void judge_down(MigrationRun& run, MigrationReport& report, const ParsedScript& down,
                    const simulate::Simulator::Snapshot& before, Observer* observer);
    void compare_states(MigrationReport& report, catalog::Position before, catalog::Position after);
    void load_baseline();
    std::int32_t number_of(const project::Script& script);

    const project::Project& project_;
    const CheckOptions& options_;
    std::unique_ptr<simulate::Simulator> simulator_;
    std::vector<const project::Script*> scripts_;  ///< by Origin::script
};

/// The world that the history needs: closed, unless an up asks for something that nothing before it made.
simulate::World choose_world(const project::Project& project, const CheckOptions& options);

}  // namespace backout::verify
