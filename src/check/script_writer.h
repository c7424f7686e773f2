#pragma once

#include <list>
#include <string>
#include <vector>

#include "backout/rollback.h"
#include "verify/history.h"

namespace backout {

/// The ups that a script rolls back, as they ran. What UpState shows of a run lives no longer than the visit.
class UpRuns {
public:
    void add(const verify::UpState& state);
    const std::list<verify::ScriptRun>& runs() const { return runs_; }
    /// Why not all is known of what they did.
    const std::vector<std::string>& reasons() const { return reasons_; }
    /// Why nothing can be rolled back, if so: an up that fails, or is no SQL.
    const std::string& refusal() const { return refusal_; }

private:
    std::list<verify::ParsedScript> parsed_;
    std::list<verify::ScriptRun> runs_;
    std::vector<std::string> reasons_;
    std::string refusal_;
};

/// What a script is written for.
struct WritingTask {
    const project::Project& project;
    std::size_t index = 0;  ///< of the migration; of several, of the oldest
    /// The schema that the script leads to: the journal's state at this position.
    catalog::Position target = 0;
    const UpRuns& ups;
    const RollbackOptions& options;
    /// "0007_users": what the header says is rolled back.
    std::string what;
};

/// Writes the script from the simulator's state, and proves it by replay. The simulator is left as it was.
WrittenScript write_script(simulate::Simulator& simulator, const WritingTask& task);

/// The names and files of the migration, nothing written yet.
WrittenScript nothing_written(const project::Project& project, std::size_t index);

}  // namespace backout
