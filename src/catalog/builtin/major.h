#pragma once

#include <array>
#include <cstdint>

namespace backout::catalog::builtin {

/// A major version of PostgreSQL whose facts are known. The value is the number users write.
enum class Major : std::uint8_t { pg14 = 14, pg15 = 15, pg16 = 16, pg17 = 17, pg18 = 18 };

inline constexpr std::array<Major, 5> all_majors{Major::pg14, Major::pg15, Major::pg16, Major::pg17,
                                                 Major::pg18};
inline constexpr Major oldest_major = all_majors.front();
inline constexpr Major newest_major = all_majors.back();

/// The known major version nearest to a number: 13 and below give 14, 19 and above give 18.
constexpr Major nearest_major(int version) {
    if (version <= static_cast<int>(oldest_major)) return oldest_major;
    if (version >= static_cast<int>(newest_major)) return newest_major;
    return static_cast<Major>(version);
}

/// The major versions in which a row of a fact table holds.
struct MajorSet {
    std::uint8_t bits;

    constexpr bool contains(Major major) const {
        return (bits >> (static_cast<unsigned>(major) - static_cast<unsigned>(oldest_major)) & 1U) != 0;
    }
    constexpr bool operator==(const MajorSet&) const = default;
};

}  // namespace backout::catalog::builtin
