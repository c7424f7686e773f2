#include "values/input.h"

#include <fmt/format.h>

#include <algorithm>

namespace backout::values {

Failure failure(std::string_view sqlstate, std::string message, std::string detail) {
    return Failure(LiteralError{std::string(sqlstate), std::move(message), std::move(detail)});
}

Failure invalid_syntax(std::string_view sql_type, std::string_view literal) {
    return failure("22P02", fmt::format("invalid input syntax for type {}: \"{}\"", sql_type, literal));
}

Failure out_of_range(std::string_view sql_type, std::string_view literal) {
    return failure("22003", fmt::format("value \"{}\" is out of range for type {}", literal, sql_type));
}

std::string_view trim_start(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    return text;
}

std::string_view trim(std::string_view text) {
    text = trim_start(text);
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return to_lower(a) == to_lower(b); });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::size_t character_bytes(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return std::min(bytes, text.size());
}

std::size_t character_count(std::string_view text) {
    // Every byte that doesn't continue a character starts one.
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::size_t clipped_bytes(std::string_view text, std::size_t characters) {
    std::size_t bytes = 0;
    while (characters-- > 0 && bytes < text.size()) {
        bytes += character_bytes(text.substr(bytes));
    }
    return bytes;
}

}  // namespace backout::values
