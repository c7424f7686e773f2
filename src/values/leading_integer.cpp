#include "values/leading_integer.h"

#include <limits>

#include "values/input.h"

namespace backout::values {
namespace {

LeadingInteger leading_integer(std::string_view text, std::int64_t min, std::int64_t max) {
    const std::string_view trimmed = trim_start(text);
    std::size_t position = text.size() - trimmed.size();
    const bool negative = trimmed.starts_with('-');
    if (negative || trimmed.starts_with('+')) {
        ++position;
    }
    const std::size_t first = position;
    LeadingInteger result;
    for (; position < text.size() && is_digit(text[position]); ++position) {
        const int digit = text[position] - '0';
        const bool fits = negative ? result.value >= (min + digit) / 10 : result.value <= (max - digit) / 10;
        if (!fits) {
            result.overflowed = true;
            continue;
        }
        result.value = result.value * 10 + (negative ? -digit : digit);
    }
    result.length = position == first ? 0 : position;
    return result;
}

}  // namespace

LeadingInteger leading_int32(std::string_view text) {
    return leading_integer(text, std::numeric_limits<std::int32_t>::min(),
                           std::numeric_limits<std::int32_t>::max());
}

LeadingInteger leading_int64(std::string_view text) {
    return leading_integer(text, std::numeric_limits<std::int64_t>::min(),
                           std::numeric_limits<std::int64_t>::max());
}

}  // namespace backout::values
