#pragma once

#include "values/input.h"

/// IP addresses and networks: inet and cidr.
namespace backout::values {

LiteralResult inet_in(const Input& input);
LiteralResult cidr_in(const Input& input);

}  // namespace backout::values
