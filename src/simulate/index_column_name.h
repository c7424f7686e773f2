#pragma once

#include <string>

#include "sql/tree/expression.h"

namespace backout::simulate {

/// The name that an index column made of this expression gets: that of the outermost function or column in
/// it, "expr" where there is none (FigureIndexColname, parser/parse_target.c).
std::string index_expression_name(const sql::Expression& expression);

}  // namespace backout::simulate
