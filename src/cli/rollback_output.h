#pragma once

#include <string>
#include <vector>

#include "backout/rollback.h"

/// What `backout rollback` prints.
namespace backout::cli {

/// The scripts as one, in the order in which they have to run: ups oldest first, downs newest first.
std::string scripts_as_sql(const std::vector<WrittenScript>& scripts, project::Direction direction);
std::string scripts_as_json(const std::vector<WrittenScript>& scripts);
/// A line per migration: whether its script could be written, and whether it was proven.
std::string scripts_as_verdicts(const std::vector<WrittenScript>& scripts);

/// "the up fails: …; table t still differs"
std::string doubts_about(const WrittenScript& script);
/// Says on standard error why there is no script, or why it isn't proven.
void print_doubts(const WrittenScript& script);

}  // namespace backout::cli
