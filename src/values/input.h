#pragma once

#include "values/literal.h"

/// What the input functions share. Only files of src/values include this.
namespace backout::values {

/// One call of an input function.
struct Input {
    std::string_view literal;
    std::int32_t typmod = -1;
    LiteralContext context = {};
};

using InputFunction = LiteralResult (*)(const Input&);

using Failure = tl::unexpected<LiteralError>;

Failure failure(std::string_view sqlstate, std::string message, std::string detail = {});

/// 22P02 invalid input syntax for type …: "…"
Failure invalid_syntax(std::string_view sql_type, std::string_view literal);

/// 22003 value "…" is out of range for type …
Failure out_of_range(std::string_view sql_type, std::string_view literal);

/// A value of which the text is known for sure.
inline LiteralResult exactly(std::string text) {
    return Canonical{.text = std::move(text)};
}

// Character classes of the C locale, which PostgreSQL's input functions use; <cctype> depends on the
// program's locale.
constexpr bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr bool is_alpha(char c) {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}
constexpr bool is_alnum(char c) {
    return is_alpha(c) || is_digit(c);
}
constexpr bool is_punctuation(char c) {
    return c > ' ' && c < '\x7f' && !is_alnum(c);
}

/// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string_view trim_start(std::string_view text);
std::string_view trim(std::string_view text);
bool equals_ignoring_case(std::string_view left, std::string_view right);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

/// The bytes of the UTF-8 character at the start of `text`; at most what there is.
std::size_t character_bytes(std::string_view text);
/// The number of characters.
std::size_t character_count(std::string_view text);
/// The bytes of the first `characters` characters.
std::size_t clipped_bytes(std::string_view text, std::size_t characters);

}  // namespace backout::values
