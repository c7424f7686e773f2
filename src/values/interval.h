#pragma once

#include "values/input.h"

/// The type interval.
namespace backout::values {

/// Unlike for other types the parser passes the modifier here: INTERVAL '1' HOUR means another thing than
/// INTERVAL '1'.
LiteralResult interval_in(const Input& input);

}  // namespace backout::values
