#pragma once

#include "values/input.h"

/// Whole numbers: int2, int4, int8, and the unsigned ones of the system catalogs.
namespace backout::values {

LiteralResult int2_in(const Input& input);
LiteralResult int4_in(const Input& input);
LiteralResult int8_in(const Input& input);
LiteralResult oid_in(const Input& input);
LiteralResult xid_in(const Input& input);
LiteralResult xid8_in(const Input& input);
LiteralResult cid_in(const Input& input);
LiteralResult int2vector_in(const Input& input);
LiteralResult oidvector_in(const Input& input);

}  // namespace backout::values
