#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "catalog/builtin/major.h"
#include "catalog/builtin/pool.h"

// How the lookups search the generated tables. Only the sources of this folder include it.

namespace backout::catalog::builtin::search {

/// The rows whose key (what key_of(row) gives) equals a key; the rows must be in the order of that key.
template <class Fact, class Key, class KeyOf>
std::span<const Fact> equal_rows(std::span<const Fact> rows, const Key& key, KeyOf key_of) {
    auto found = std::ranges::equal_range(rows, key, std::ranges::less{}, key_of);
    return {found.begin(), found.end()};
}

template <class Fact>
std::span<const Fact> rows_named(std::span<const Fact> rows, std::string_view name) {
    return equal_rows(rows, name, [](const Fact& row) { return row.name.view(); });
}

/// The row of an oid in a major version; order lists the places of the rows in the order of their oids.
template <class Fact, std::size_t size>
const Fact* row_of_oid(const std::array<Fact, size>& rows, const std::array<std::uint16_t, size>& order,
                       Major major, Oid oid) {
    auto oid_of = [&](std::uint16_t place) { return rows[place].oid; };
    for (std::uint16_t place : std::ranges::equal_range(order, oid, std::ranges::less{}, oid_of)) {
        if (rows[place].majors.contains(major)) return &rows[place];
    }
    return nullptr;
}

}  // namespace backout::catalog::builtin::search
