/// Finding out where in a tree the migrations are, and whose they are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "project/layout.h"

namespace backout::project {

/// A folder that may be the one, with the layout that fits it best.
struct Candidate {
    std::string prefix;  ///< from the project's root: empty, or with '/' at its end
    std::vector<std::string> files;
    const Layout* layout = nullptr;
    Match match;
    /// Another layout that fits just as well.
    const Layout* tied_with = nullptr;
    /// The match's score and what speaks for or against the folder.
    int score = 0;
};

/// All candidates among the files, best first. With `only`, no other layout is considered.
std::vector<Candidate> find_candidates(FileCache& cache, const std::vector<std::string>& files,
                                       const Layout* only);

/// The files under a prefix, relative to it.
std::vector<std::string> files_under(const std::vector<std::string>& files, const std::string& prefix);

}  // namespace backout::project
