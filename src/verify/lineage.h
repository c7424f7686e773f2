#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/relation.h"
#include "simulate/effects.h"

namespace backout::verify {

/// A column by identity: its relation's oid and its number.
using ColumnId = std::pair<catalog::Oid, catalog::AttributeNumber>;

/// Where the values in columns come from, statement by statement: from which columns of the state before the
/// up.
class Lineage {
public:
    Lineage(const catalog::Catalog& catalog, catalog::Position before) : catalog_(catalog), before_(before) {}

    /// What a statement did to rows.
    void add(const std::vector<simulate::Effects::Data>& data);

    /// The relation as it was before the up; null when up or down made it.
    const catalog::Relation* before_up(catalog::Oid oid) const;
    /// Whether the values that a column holds now were made of `original`'s.
    bool holds(ColumnId column, ColumnId original) const;
    /// Names of the columns, "public.t.c", that `original`'s values were written to.
    std::vector<std::string> copies_of(ColumnId original) const;

private:
    std::set<ColumnId> origins(ColumnId column) const;
    std::string name_of(ColumnId column) const;

    const catalog::Catalog& catalog_;
    catalog::Position before_;
    std::map<ColumnId, std::set<ColumnId>> filled_;  ///< columns that were written to since
    std::map<ColumnId, std::vector<ColumnId>> copies_;
    /// What up or down changed, as it was before; filled when first asked.
    mutable std::optional<std::unordered_map<catalog::Oid, const catalog::Relation*>> changed_;
};

}  // namespace backout::verify
