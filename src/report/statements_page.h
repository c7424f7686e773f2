#pragma once

#include <string>

namespace backout::report {

/// docs/statements.md: every kind of statement of PostgreSQL's grammar, and what the simulation makes of it.
std::string statements_page();

}  // namespace backout::report
