#pragma once

#include <string_view>
#include <vector>

namespace backout::sql::plpgsql {

/// The SQLSTATEs that a condition name stands for; empty for names that there are not.
std::vector<std::string_view> sqlstates_of(std::string_view condition);

/// Whether `EXCEPTION WHEN condition` (a name, or an SQLSTATE as such) catches an error of this SQLSTATE.
bool matches_condition(std::string_view condition, std::string_view sqlstate);

}  // namespace backout::sql::plpgsql
