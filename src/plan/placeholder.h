#pragma once

#include <optional>
#include <string>

#include "catalog/relation.h"
#include "plan/writer.h"

namespace backout::plan {

/// A value for the rows of a NOT NULL column whose own values are gone, as a literal: '' for text, 0 for numbers, the
/// first label of an enum. None for types that have no neutral value, and for columns whose values must differ from row
/// to row or refer to another table.
std::optional<std::string> placeholder(const Writer& writer, const catalog::Relation& table,
                                       const catalog::Attribute& column);

}  // namespace backout::plan
