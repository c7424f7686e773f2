#pragma once

#include "values/input.h"

/// Floating-point numbers: float4 and float8.
namespace backout::values {

LiteralResult float4_in(const Input& input);
LiteralResult float8_in(const Input& input);

/// A number that stands at the start of a longer literal, as the coordinates of geometric types do.
struct LeadingFloat {
    double value = 0;
    std::size_t length = 0;  ///< with the white space around it
};

/// float8in_internal. `sql_type` and `literal` are what errors name: the whole literal, not the number.
tl::expected<LeadingFloat, LiteralError> leading_float8(std::string_view text, std::string_view sql_type,
                                                        std::string_view literal);

/// What the output function prints with the default extra_float_digits = 1: the shortest digits that read
/// back as the same value.
std::string float4_out(float value);
std::string float8_out(double value);

}  // namespace backout::values
