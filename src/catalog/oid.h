#pragma once

#include <cstdint>
#include <functional>

namespace backout::catalog {

/// Object identifiers. Below `first_user_oid` stand the objects of a fresh server, with the numbers that PostgreSQL
/// itself gives them (catalog/builtin); from there on what a project makes. A number is never used for two objects of
/// a simulation, whatever their class, so an oid alone names a user's object.
using Oid = std::uint32_t;
inline constexpr Oid invalid_oid = 0;
inline constexpr Oid first_user_oid = 16384;

/// Of a fresh server, and so never dropped.
inline constexpr bool is_builtin(Oid oid) { return oid < first_user_oid; }

/// Members of known extensions are facts too, with numbers from here on (catalog/builtin).
inline constexpr Oid first_extension_member_oid = 0x80000000U;
inline constexpr bool is_extension_member(Oid oid) { return oid >= first_extension_member_oid; }

/// Number of a column within its relation, from 1; 0 stands for the whole object, negative for system columns.
using AttributeNumber = std::int16_t;

inline constexpr Oid pg_catalog_namespace = 11;
inline constexpr Oid pg_toast_namespace = 99;
inline constexpr Oid public_namespace = 2200;

/// An object or, with `column`, a part of a relation or composite type.
struct ObjectAddress {
    Oid oid = invalid_oid;
    AttributeNumber column = 0;

    friend bool operator==(const ObjectAddress&, const ObjectAddress&) = default;
    friend auto operator<=>(const ObjectAddress&, const ObjectAddress&) = default;
};

}  // namespace backout::catalog

template <>
struct std::hash<backout::catalog::ObjectAddress> {
    std::size_t operator()(const backout::catalog::ObjectAddress& address) const noexcept {
        return std::hash<std::uint64_t>{}(std::uint64_t{address.oid} << 16 |
                                          static_cast<std::uint16_t>(address.column));
    }
};
