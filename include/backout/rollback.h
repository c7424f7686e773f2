/// Writing rollbacks: the script that takes a project's schema from after a migration to before it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backout/check.h"
#include "backout/project.h"
#include "backout/report.h"

namespace backout {

/// A script that Backout wrote, and what its replay proved.
struct WrittenScript {
    std::string id;    ///< of the migration; of several, of the oldest
    std::string name;
    std::string up_file;
    std::string down_file;  ///< the down that the project has; empty when it has none
    /// SQL with comments, ready to run; empty when `refused`.
    std::string sql;
    /// The script was replayed, and the schema equals the one before.
    bool proven = false;
    /// There is no script: the reasons say what would be needed.
    bool refused = false;
    /// Why it isn't proven: what is unknown, which statement fails.
    std::vector<std::string> reasons;
    /// What differs after the script, where it could be replayed.
    std::vector<Residue> left;
    /// Rows that it can't bring back.
    std::vector<DataLoss> losses;
};

/// Which migrations to roll back.
struct RollbackSelection {
    enum class Kind {
        all,   ///< each by itself, one script per migration
        last,  ///< the newest
        one,   ///< `migration`
        to,    ///< all after `migration`, newest first, as one script
    };
    Kind kind = Kind::last;
    std::string migration;  ///< id or name
};

/// The rollbacks, oldest migration first. Nothing when the selection names no migration of the project.
std::optional<std::vector<WrittenScript>> write_rollbacks(const project::Project& project, const CheckOptions& options,
                                                          const RollbackSelection& selection);

}  // namespace backout
