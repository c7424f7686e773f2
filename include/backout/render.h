/// Reports as text for a person and as JSON for a program.
#pragma once

#include <string>

#include "backout/report.h"

namespace backout {

struct TextOptions {
    bool colour = false;
    /// Only what fails or differs, without findings of lower severity than an error and without help.
    bool quiet = false;
    /// Every migration, also those with nothing to say, and every residue in full.
    bool verbose = false;
    /// How long the check took, for the summary; negative: not told.
    double seconds = -1;
};

/// For a terminal or a CI log. Untrusted text (names, messages, source lines) is made harmless.
std::string render_text(const Report& report, const TextOptions& options);

/// The document of `--format json` (README, "For programs"); valid UTF-8 whatever the input.
std::string render_json(const Report& report);

}  // namespace backout
