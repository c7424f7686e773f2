#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace backout::sql {

/// The name as it must stand in SQL: as it is when it is a plain lower-case identifier that is no keyword (unreserved
/// ones excepted), else in double quotes; quote_identifier (utils/adt/ruleutils.c).
std::string quote_identifier(std::string_view name);

/// Each part quoted where needed, joined with dots.
std::string quote_names(const std::vector<std::string>& names);

/// The text as a string literal as deparsed expressions show it: quotes doubled, and E'' only where a backslash is in
/// it (simple_quote_literal, utils/adt/ruleutils.c).
std::string quote_literal(std::string_view text);

}  // namespace backout::sql
