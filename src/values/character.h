#pragma once

#include "values/input.h"

/// Character strings, byte strings and booleans.
namespace backout::values {

LiteralResult bool_in(const Input& input);
LiteralResult text_in(const Input& input);
LiteralResult varchar_in(const Input& input);
LiteralResult bpchar_in(const Input& input);
LiteralResult name_in(const Input& input);
/// "char", the type of one byte.
LiteralResult char_in(const Input& input);
LiteralResult bytea_in(const Input& input);
LiteralResult xml_in(const Input& input);

}  // namespace backout::values
