#pragma once

#include <functional>
#include <memory>
#include <optional>
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
    /// The up failed as its runner runs it; it was then run statement by statement so that the history goes on.
    bool up_forced = false;
};

/// Hears of the replay as it happens: rules look at each statement with the catalog just after it.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void on_statement(const ScriptRun& script, const StatementRun& statement) = 0;
    /// After up and down, with the catalog in the state after the up.
    virtual void on_migration(const MigrationRun& run, const MigrationReport& report) = 0;
};

/// A migration whose up has just been replayed, for who looks at the states between.
struct UpState {
    const project::Migration& migration;
    const MigrationRun& run;        ///< `run.up.before` is the journal's position before the up
    const ScriptReport& up;
    simulate::Simulator& simulator; ///< in the state after the up, on a new connection; to be left there
    /// Why the up may have done something else, had what it names been there before the first migration.
    const std::vector<std::string>& unsettled;
};
using UpVisitor = std::function<void(const UpState&)>;

/// What the replay starts from.
struct Start {
    simulate::World world = simulate::World::closed;
    std::vector<simulate::Assumption> assumptions;
};

class History {
public:
    History(const project::Project& project, const CheckOptions& options, const Start& start);

    /// Replays everything and returns the verdicts. Nothing, when an up asks for what no statement made though the
    /// world is closed: the history doesn't begin at the beginning.
    std::optional<std::vector<MigrationReport>> replay(Observer* observer);
    /// Replays the ups of the first `count` migrations and nothing else; `visit`, if any, sees the state after each.
    /// False, as for `replay`.
    bool replay_ups(std::size_t count, const UpVisitor& visit);
    /// Replays only the ups and returns what they take to have been there before.
    std::vector<simulate::Assumption> discover_assumptions();

    bool has_baseline() const { return options_.baseline.has_value(); }
    /// What of the schema before the first migration (`--schema`) could not be replayed.
    const std::vector<SqlError>& baseline_errors() const { return baseline_errors_; }

    const simulate::Simulator& simulator() const { return *simulator_; }
    /// For who plans on from the last state.
    simulate::Simulator& simulator() { return *simulator_; }
    const project::Project& project() const { return project_; }

    /// The place of the statement that made or changed something; none when no statement did.
    std::optional<Place> place(const catalog::Origin& origin) const;
    /// A stretch of a script's text as a place of its file.
    static Place place(const project::Script& script, std::size_t begin, std::size_t end);
    /// The token at an offset of a script.
    static Place token_place(const ParsedScript& script, std::size_t begin);

    /// Whether a table is a runner's record of what it has run: no data of anyone's.
    bool is_bookkeeping(const catalog::Relation& table) const;

    /// The error of a statement that failed, with its place and the chain of what led to it.
    SqlError describe_error(const ScriptRun& run, const StatementRun& statement) const;

private:
    void load_baseline();
    ParsedScript parse(const project::Script& script, std::int32_t& number);
    bool replay_migration(std::size_t index, MigrationReport& report, Observer* observer);
    bool run_up(MigrationRun& run, MigrationReport& report, const ParsedScript& up, std::int32_t number,
                Observer* observer);
    void judge_down(MigrationRun& run, MigrationReport& report, const simulate::Simulator::Snapshot& before,
                    Observer* observer);
    void judge_difference(const MigrationRun& run, MigrationReport& report, catalog::Position before);
    void observe_past_errors(const MigrationRun& run, const ParsedScript& up, const simulate::Simulator::Snapshot& before,
                             Observer& observer);
    bool began_earlier(std::size_t index, const UnsettledName& name) const;
    std::vector<std::string> unsettled_by(const MigrationRun& run) const;
    std::vector<std::string> hanging_on_prior_state(const MigrationRun& run, const std::vector<Residue>& residue) const;
    ScriptReport report_script(const ScriptRun& run) const;
    bool needs_open_world(const ScriptRun& run) const;

    const project::Project& project_;
    const CheckOptions& options_;
    Start start_;
    std::unique_ptr<simulate::Simulator> simulator_;
    project::Script bookkeeping_;
    std::optional<std::int32_t> bookkeeping_number_;  ///< in `scripts_`
    std::vector<const project::Script*> scripts_;  ///< by Origin::script
    std::vector<SqlError> baseline_errors_;
};

}  // namespace backout::verify
