#pragma once

#include "values/input.h"

/// Geometric types.
namespace backout::values {

LiteralResult point_in(const Input& input);
LiteralResult lseg_in(const Input& input);
LiteralResult line_in(const Input& input);
LiteralResult box_in(const Input& input);
LiteralResult path_in(const Input& input);
LiteralResult polygon_in(const Input& input);
LiteralResult circle_in(const Input& input);

}  // namespace backout::values
