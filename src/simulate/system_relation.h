#pragma once

#include "simulate/context.h"
#include "simulate/evaluate_value.h"

/// The rows that system catalogs and information_schema views would show of the simulated catalog, as guards of
/// migrations ask for them. Objects of a fresh server are left out where nobody would ask for them.
namespace backout::simulate {

/// What the rows that are asked for have in common: `column = 'value'` conditions, so that the others need not be made.
using RowFilter = std::map<std::string, std::string, std::less<>>;

struct SystemRelation {
    std::vector<std::string_view> columns;
    std::vector<std::vector<Value>> rows;
};

/// Nothing: it is no system relation, or not one of those known here. An empty schema: along the search path.
std::optional<SystemRelation> system_relation(const StatementContext& context, std::string_view schema,
                                              std::string_view name, const RowFilter& filter);

}  // namespace backout::simulate
