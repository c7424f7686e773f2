#pragma once

#include <string_view>

#include "sql/plpgsql/tree.h"

namespace backout::sql::plpgsql {

/// Reads a body: `[DECLARE …] BEGIN … END`.
Body parse(std::string_view body);

}  // namespace backout::sql::plpgsql
