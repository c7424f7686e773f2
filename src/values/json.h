#pragma once

#include "values/input.h"

/// The types json and jsonb.
namespace backout::values {

/// json keeps its text, once that is checked.
LiteralResult json_in(const Input& input);

/// jsonb keeps the value: keys sorted, duplicates gone, numbers as numeric.
LiteralResult jsonb_in(const Input& input);

}  // namespace backout::values
