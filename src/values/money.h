#pragma once

#include "values/input.h"

namespace backout::values {

/// Reads and prints as lc_monetary C and en_US do. The setting isn't known, so the result is never exact.
LiteralResult money_in(const Input& input);

}  // namespace backout::values
