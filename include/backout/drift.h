/// Drift: how a committed dump of the schema differs from what the migrations make.
#pragma once

#include <string>
#include <vector>

#include "backout/check.h"

namespace backout {

struct DriftReport {
    std::string file;  ///< the dump's name
    int postgres_major = 0;
    /// From what the migrations make to what the dump holds: `added` is only in the dump, `removed` only in the
    /// migrations. The origin is the statement of the dump, or of the migrations for what the dump has not.
    std::vector<Residue> differences;
    std::vector<Residue> notes;  ///< the order of columns
    /// Why the comparison may not hold: ups that fail, statements of unknown effect, statements of the dump that fail.
    std::vector<std::string> reasons;
    /// What of the dump is no SQL: then nothing is compared.
    std::vector<SqlError> syntax_errors;
};

/// Compares the schema after all migrations with a dump of one. Owners, privileges, roles and the runner's own tables
/// are left out: dumps are mostly made without them, and they depend on who runs the migrations.
DriftReport find_drift(const project::Project& project, const CheckOptions& options, const project::Script& dump);

std::string render_drift_text(const DriftReport& report);
std::string render_drift_json(const DriftReport& report);

}  // namespace backout
