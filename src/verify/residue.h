#pragma once

#include <vector>

#include "backout/report.h"
#include "inventory/inventory.h"
#include "simulate/simulator.h"

namespace backout::verify {

struct StateDifference {
    std::vector<Residue> residue;
    std::vector<Residue> notes;    ///< the order of columns
    std::vector<std::string> uncertainties;  ///< what can't be compared, since it was only assumed
    std::vector<catalog::Origin> origins;    ///< of each residue: the last statement that touched it
};

/// The differences between two lists of items, each of which knows the statement behind it.
struct ListedItem {
    inventory::Item item;
    catalog::Origin origin;
};
StateDifference compare_items(std::vector<ListedItem> before, std::vector<ListedItem> after);

/// The difference between the catalog at two positions of the journal, as items of the inventory. Moves the catalog to
/// either state and leaves it at `to`.
StateDifference compare(catalog::Catalog& catalog, catalog::Position from, catalog::Position to);

}  // namespace backout::verify
