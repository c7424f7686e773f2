#include <fmt/format.h>

#include <algorithm>

#include "values/input.h"

namespace backout::values {
namespace {

Failure malformed(std::string_view literal, std::string detail) {
    return failure("22P02", fmt::format("malformed record literal: \"{}\"", literal), std::move(detail));
}

/// Quoted parts and backslashes, up to an unquoted comma or parenthesis.
std::optional<std::string> take_field(std::string_view& rest) {
    std::string text;
    bool quoted = false;
    while (!rest.empty()) {
        const char c = rest.front();
        if (!quoted && (c == ',' || c == ')')) {
            return text;
        }
        rest.remove_prefix(1);
        if (c == '\\') {
            if (rest.empty()) {
                return std::nullopt;
            }
            text += rest.front();
            rest.remove_prefix(1);
        } else if (c == '"') {
            if (quoted && rest.starts_with('"')) {
                text += '"';
                rest.remove_prefix(1);
            } else {
                quoted = !quoted;
            }
        } else {
            text += c;
        }
    }
    return std::nullopt;
}

void append_field(std::string& out, const std::string& value) {
    const bool quote =
        value.empty() || std::any_of(value.begin(), value.end(), [](char c) {
            return is_space(c) || std::string_view("\"\\(),").find(c) != std::string_view::npos;
        });
    out += quote ? "\"" : "";
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            out += c;
        }
        out += c;
    }
    out += quote ? "\"" : "";
}

}  // namespace

LiteralResult canonicalize_record(std::span<const ReadValue> fields, std::string_view literal) {
    std::string_view rest = trim_start(literal);
    if (!rest.starts_with('(')) {
        return malformed(literal, "Missing left parenthesis.");
    }
    rest.remove_prefix(1);
    Canonical result{.text = "("};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) {
            if (!rest.starts_with(',')) {
                return malformed(literal, "Too few columns.");
            }
            rest.remove_prefix(1);
            result.text += ',';
        }
        if (rest.starts_with(',') || rest.starts_with(')')) {
            continue;  // nothing at all is NULL
        }
        const auto text = take_field(rest);
        if (!text) {
            return malformed(literal, "Unexpected end of input.");
        }
        auto value = fields[i](*text);
        if (!value) {
            return value;
        }
        append_field(result.text, value->text);
        result.exact = result.exact && value->exact;
        result.volatile_value = result.volatile_value || value->volatile_value;
    }
    if (!rest.starts_with(')')) {
        return malformed(literal, "Too many columns.");
    }
    if (!trim_start(rest.substr(1)).empty()) {
        return malformed(literal, "Junk after right parenthesis.");
    }
    result.text += ')';
    if (result.volatile_value) {
        result.text = literal;
    }
    return result;
}

}  // namespace backout::values
