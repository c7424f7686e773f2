#pragma once

#include <utility>
#include <vector>

#include "values/input.h"

namespace backout::values {

/// A parsed JSON value. Strings and keys are decoded, numbers are as numeric prints them.
struct JsonNode {
    enum class Kind { null_, true_, false_, number, string, array, object };

    Kind kind = Kind::null_;
    std::string text;                                       ///< of a number or string
    std::vector<JsonNode> elements;                         ///< of an array
    std::vector<std::pair<std::string, JsonNode>> members;  ///< of an object, in the order written
};

/// How much is made of a value: json only checks that it is well-formed; jsonb decodes strings and reads
/// numbers, either of which can fail ("\u0000", halves of surrogate pairs, 1e1000000).
enum class JsonMode { checked, decoded };

/// The parser of common/jsonapi.c with its messages. Texts are only filled in when decoded.
tl::expected<JsonNode, LiteralError> parse_json(std::string_view literal, JsonMode mode);

}  // namespace backout::values
