#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"

namespace backout::graph {

/// What a statement did with a relation besides changing the catalog: it wrote or read its rows, or only locked it.
struct Use {
    catalog::Oid relation = catalog::invalid_oid;  ///< 0: the relations, if any, that the words name
    bool all_columns = false;
    bool in_down = false;            ///< nothing the migration builds on, but what has to be there to roll it back
    std::vector<std::string> words;  ///< of the statement: a column of one of these names is one it may mean
};

/// For one migration, by the number of an earlier one: what the one touches or refers to that the other made or last
/// changed ("table public.users", "column public.users.email").
using Grounds = std::map<std::int32_t, std::vector<std::string>>;

/// Follows the journal of a history whose ups have all run, and remembers who changed what last. `uses` by migration.
std::vector<Grounds> grounds_of(catalog::Catalog history, std::size_t migrations,
                                const std::vector<std::vector<Use>>& uses);

}  // namespace backout::graph
