/// Template variables in scripts: `${NAME}`, `{{ .NAME }}` and psql's `:name`, filled from `--var
/// NAME=VALUE`.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backout/position.h"

namespace backout::project {

using Variables = std::map<std::string, std::string>;

/// How the runner treats `${NAME}`.
enum class DollarBraces {
    plain_text,  ///< not at all; `--var` fills it in all the same
    filled,      ///< in the whole text, also in strings and bodies (Flyway, goose with ENVSUB ON)
};

struct UnfilledVariable {
    std::size_t offset = 0;  ///< in the text that was given
    std::string written;     ///< as it stands there: "${SCHEMA}"
    std::string name;        ///< what `--var` would call it
    bool psql = false;
};

struct FilledText {
    /// Not set when nothing was filled in: the text is as it was.
    std::optional<std::string> text;
    text::SourceMap map;  ///< from the filled text to the given one
    /// The first place of each variable without a value. Outside of the runner's own syntax only those that
    /// stand where SQL is: in a string or body they may well be meant.
    std::vector<UnfilledVariable> unfilled;
};

FilledText fill_variables(std::string_view text, const Variables& values, DollarBraces dollar_braces);

}  // namespace backout::project
