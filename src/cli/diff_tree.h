#pragma once

#include <string>

#include "backout/diff.h"

namespace backout::cli {

/// What came (+), went (-) and changed (~), as a tree: under each table or view its columns and what else is part of it;
/// definitions of several lines as the lines that differ.
std::string diff_tree(const Diff& diff);

}  // namespace backout::cli
