#pragma once

#include "values/input.h"

/// Types of full text search.
namespace backout::values {

LiteralResult tsvector_in(const Input& input);

/// Only kept: the parser of queries isn't simulated.
LiteralResult tsquery_in(const Input& input);

}  // namespace backout::values
