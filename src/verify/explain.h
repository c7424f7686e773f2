#pragma once

#include "verify/history.h"

namespace backout::verify {

/// An error of a statement as a person can follow it: the server's words, the place in the file, and the chain of
/// statements that made it so (who created what is in the way, who dropped what is missing).
SqlError explain_error(const History& history, const ScriptRun& run, const StatementRun& statement);

}  // namespace backout::verify
