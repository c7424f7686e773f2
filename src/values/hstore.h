#pragma once

#include "values/input.h"

namespace backout::values {

/// `a=>1, "b c"=>NULL` of the extension hstore.
LiteralResult hstore_in(const Input& input);

}  // namespace backout::values
