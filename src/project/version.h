/// Versions as file names have them, and the orders that runners put them in.
#pragma once

#include <string>
#include <string_view>

namespace backout::project {

/// The digits at the beginning.
std::string_view leading_digits(std::string_view text);

/// Compares numbers of any length written in digits: -1, 0 or 1. Leading zeros don't count.
int compare_numbers(std::string_view left, std::string_view right);

/// Compares runs of digits as numbers and the rest by bytes: "2_b" comes before "10_a".
int compare_naturally(std::string_view left, std::string_view right);

/// Compares versions of parts, "1.2" or "1_2", part by part as numbers; a missing part is 0 (Flyway's
/// MigrationVersion).
int compare_dotted(std::string_view left, std::string_view right);

/// Whether a number fits the runner's type: `most` is the largest one in decimal digits.
bool fits(std::string_view number, std::string_view most);

inline constexpr std::string_view most_int64 = "9223372036854775807";
inline constexpr std::string_view most_uint64 = "18446744073709551615";

}  // namespace backout::project
