#pragma once

#include "values/literal.h"

namespace backout::values {

/// The type and value of a number written without quotes.
struct NumberConstant {
    std::string_view type_name;  ///< int4, int8 or numeric
    std::string text;            ///< what the output function prints
};

/// Types a numeric constant as the scanner and make_const() do: an integer that fits is int4, else int8,
/// everything else numeric. 16 brought 0x, 0o, 0b and underscores. A sign isn't part of a constant. Fails for
/// what isn't one.
tl::expected<NumberConstant, LiteralError> type_number_constant(std::string_view constant,
                                                                int postgres_major = 15);

}  // namespace backout::values
