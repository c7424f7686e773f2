/// Writing the scripts that a project lacks: the way from after a migration to before it, or, where an up was lost, from
/// before to after.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "backout/check.h"
#include "backout/project.h"
#include "backout/report.h"

namespace backout {

/// A script that Backout wrote, and what its replay proved.
struct WrittenScript {
    std::size_t migration = 0;  ///< its index in the project; of several, of the oldest
    std::string id;
    std::string name;
    std::string up_file;
    std::string down_file;  ///< the down that the project has; empty when it has none
    /// SQL with comments, ready to run; empty when `refused`.
    std::string sql;
    /// It has to run outside of a transaction, and was replayed so.
    bool outside_transaction = false;
    /// The script was replayed, and the schema equals the one before (of an up: after).
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

/// Which migrations to write for.
struct RollbackSelection {
    enum class Kind {
        all,      ///< each by itself, one script per migration
        missing,  ///< each that has no such script, by itself
        last,     ///< the newest
        some,     ///< `migrations`, each by itself
        to,       ///< all after `migrations.front()`, newest first, as one script
        each_to,  ///< the same, one script per migration
    };
    Kind kind = Kind::last;
    std::vector<std::string> migrations;  ///< ids or names
};

struct RollbackOptions {
    /// `up` writes the forward script instead.
    project::Direction direction = project::Direction::down;
    /// Indexes of tables that stay are made and dropped concurrently.
    bool concurrently = false;
    /// A schema with the migration in it, for an up of which nothing but the down is left.
    std::optional<project::Script> later_schema;
};

/// The scripts, oldest migration first. The error is a name in the selection that no migration has.
tl::expected<std::vector<WrittenScript>, std::string> write_rollbacks(const project::Project& project,
                                                                      const CheckOptions& options,
                                                                      const RollbackSelection& selection,
                                                                      const RollbackOptions& rollback = {});

}  // namespace backout
