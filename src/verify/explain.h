#pragma once

#include "verify/history.h"

namespace backout::verify {

/// The end of the token at an offset: a word, a quoted name, or one character.
std::size_t token_end(std::string_view text, std::size_t begin);

/// An error of a statement as a person can follow it: the server's words, the place in the file, and the chain of
/// statements that made it so (who created what is in the way, who dropped what is missing).
SqlError explain_error(const History& history, const ScriptRun& run, const StatementRun& statement);

}  // namespace backout::verify
