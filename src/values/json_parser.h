#pragma once

#include <utility>
#include <vector>

#include "values/input.h"

namespace backout::values {

/// A parsed JSON value. Strings and keys are decoded, numbers are as written.
struct JsonNode {
    enum class Kind { null_, true_, false_, number, string, array, object };

    Kind kind = Kind::null_;
    std::string text;                                       ///< of a number or string
    std::vector<JsonNode> elements;                         ///< of an array
    std::vector<std::pair<std::string, JsonNode>> members;  ///< of an object, in the order written
};

/// What to do about strings: json only checks that they are well-formed, jsonb decodes them, which can fail ("\u0000",
/// halves of surrogate pairs).
enum class JsonStrings { checked, decoded };

/// The parser of common/jsonapi.c with its messages. The text of strings is only filled in when they are decoded.
tl::expected<JsonNode, LiteralError> parse_json(std::string_view literal, JsonStrings strings);

}  // namespace backout::values
