#include "values/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "values/json_parser.h"

namespace backout::values {
namespace {

/// escape_json.
void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            default:
                if (static_cast<unsigned char>(c) < ' ') {
                    out += fmt::format("\\u{:04x}", c);
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

/// Shorter keys first, then by bytes (jsonb_util.c, lengthCompareJsonbStringValue).
bool key_less(std::string_view left, std::string_view right) {
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

/// uniqueifyJsonbObject: sorted by key; of equal keys the last stays.
void unify(JsonNode& object) {
    std::stable_sort(object.members.begin(), object.members.end(),
                     [](const auto& a, const auto& b) { return key_less(a.first, b.first); });
    auto& members = object.members;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const bool overwritten = i + 1 < members.size() && members[i].first == members[i + 1].first;
        if (!overwritten) {
            if (kept != i) {
                members[kept] = std::move(members[i]);
            }
            ++kept;
        }
    }
    members.resize(kept);
}

void append_jsonb(std::string& out, JsonNode& node) {
    switch (node.kind) {
        case JsonNode::Kind::null_:
            out += "null";
            return;
        case JsonNode::Kind::true_:
            out += "true";
            return;
        case JsonNode::Kind::false_:
            out += "false";
            return;
        case JsonNode::Kind::string:
            append_quoted(out, node.text);
            return;
        case JsonNode::Kind::number:
            out += node.text;
            return;
        case JsonNode::Kind::array: {
            out += '[';
            std::string_view separator;
            for (JsonNode& element : node.elements) {
                out += separator;
                separator = ", ";
                append_jsonb(out, element);
            }
            out += ']';
            return;
        }
        case JsonNode::Kind::object:
            break;
    }
    unify(node);
    out += '{';
    std::string_view separator;
    for (auto& [key, value] : node.members) {
        out += separator;
        separator = ", ";
        append_quoted(out, key);
        out += ": ";
        append_jsonb(out, value);
    }
    out += '}';
}

}  // namespace

LiteralResult json_in(const Input& input) {
    if (auto parsed = parse_json(input.literal, JsonMode::checked); !parsed) {
        return tl::make_unexpected(std::move(parsed.error()));
    }
    return exactly(std::string(input.literal));
}

LiteralResult jsonb_in(const Input& input) {
    auto parsed = parse_json(input.literal, JsonMode::decoded);
    if (!parsed) {
        return tl::make_unexpected(std::move(parsed.error()));
    }
    std::string text;
    append_jsonb(text, *parsed);
    return exactly(std::move(text));
}

}  // namespace backout::values
