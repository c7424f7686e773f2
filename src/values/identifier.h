#pragma once

#include "values/input.h"

/// Values that are numbers in disguise: uuid, macaddr, macaddr8, pg_lsn, tid; and bit strings.
namespace backout::values {

LiteralResult uuid_in(const Input& input);
LiteralResult macaddr_in(const Input& input);
LiteralResult macaddr8_in(const Input& input);
LiteralResult pg_lsn_in(const Input& input);
LiteralResult tid_in(const Input& input);
LiteralResult bit_in(const Input& input);
LiteralResult varbit_in(const Input& input);

}  // namespace backout::values
