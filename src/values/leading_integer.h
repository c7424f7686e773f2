#pragma once

#include <cstdint>
#include <string_view>

namespace backout::values {

/// A whole number at the start of a text, as strtol reads it: after white space, with a sign.
struct LeadingInteger {
    std::int64_t value = 0;
    std::size_t length = 0;  ///< 0 where there is none
    bool overflowed = false;
};

LeadingInteger leading_int32(std::string_view text);
LeadingInteger leading_int64(std::string_view text);

}  // namespace backout::values
