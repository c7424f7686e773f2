#include "values/json_parser.h"

#include <fmt/format.h>

#include "values/numeric.h"

namespace backout::values {
namespace {

// Where a server with its default max_stack_depth of 2 MB gives up lies near this depth.
constexpr int max_depth = 6000;

enum class Token {
    object_start,
    object_end,
    array_start,
    array_end,
    comma,
    colon,
    string,
    number,
    word,
    end
};

using Status = tl::expected<void, LiteralError>;

Failure invalid(std::string detail) {
    return failure("22P02", "invalid input syntax for type json", std::move(detail));
}

bool is_word_character(char c) {
    return is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

void append_utf8(std::string& text, char32_t code_point) {
    const auto append = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code_point < 0x80) {
        append(code_point);
    } else if (code_point < 0x800) {
        append(0xc0 | (code_point >> 6));
        append(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        append(0xe0 | (code_point >> 12));
        append(0x80 | ((code_point >> 6) & 0x3f));
        append(0x80 | (code_point & 0x3f));
    } else {
        append(0xf0 | (code_point >> 18));
        append(0x80 | ((code_point >> 12) & 0x3f));
        append(0x80 | ((code_point >> 6) & 0x3f));
        append(0x80 | (code_point & 0x3f));
    }
}

/// Reads the inside of a string token.
class StringReader {
public:
    StringReader(std::string_view text, std::size_t position, JsonMode mode)
        : text_(text), start_(position), position_(position + 1), decoding_(mode == JsonMode::decoded) {}

    Status read();
    std::size_t end() const { return position_; }
    std::string& value() { return value_; }

private:
    Status escape();
    Status unicode_escape();
    Status append(char c);
    Failure unterminated() const {
        return invalid(fmt::format("Token \"{}\" is invalid.", text_.substr(start_)));
    }
    static Failure lone_low_surrogate() {
        return invalid("Unicode low surrogate must follow a high surrogate.");
    }

    std::string_view text_;
    std::size_t start_;
    std::size_t position_;
    bool decoding_;
    char32_t high_surrogate_ = 0;  // waits for its other half
    std::string value_;
};

Status StringReader::read() {
    for (;; ++position_) {
        if (position_ >= text_.size()) {
            return unterminated();
        }
        const char c = text_[position_];
        Status status;
        if (c == '"') {
            break;
        }
        if (static_cast<unsigned char>(c) < 32) {
            return invalid(fmt::format("Character with value 0x{:02x} must be escaped.", c));
        }
        status = c == '\\' ? escape() : append(c);
        if (!status) {
            return status;
        }
    }
    ++position_;
    if (high_surrogate_ != 0) {
        return lone_low_surrogate();
    }
    return {};
}

Status StringReader::append(char c) {
    if (decoding_) {
        if (high_surrogate_ != 0) {
            return lone_low_surrogate();
        }
        value_ += c;
    }
    return {};
}

Status StringReader::escape() {
    if (++position_ >= text_.size()) {
        return unterminated();
    }
    switch (text_[position_]) {
        case 'u':
            return unicode_escape();
        case '"':
        case '\\':
        case '/':
            return append(text_[position_]);
        case 'b':
            return append('\b');
        case 'f':
            return append('\f');
        case 'n':
            return append('\n');
        case 'r':
            return append('\r');
        case 't':
            return append('\t');
        default:
            break;
    }
    if (decoding_ && high_surrogate_ != 0) {
        return lone_low_surrogate();
    }
    const std::string_view rest = text_.substr(position_);
    return invalid(
        fmt::format("Escape sequence \"\\{}\" is invalid.", rest.substr(0, character_bytes(rest))));
}

Status StringReader::unicode_escape() {
    char32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
        if (++position_ >= text_.size()) {
            return unterminated();
        }
        const int digit = hex_value(text_[position_]);
        if (digit < 0) {
            return invalid("\"\\u\" must be followed by four hexadecimal digits.");
        }
        unit = unit * 16 + static_cast<char32_t>(digit);
    }
    if (!decoding_) {
        return {};
    }
    if (unit >= 0xd800 && unit <= 0xdbff) {
        if (high_surrogate_ != 0) {
            return invalid("Unicode high surrogate must not follow a high surrogate.");
        }
        high_surrogate_ = unit;
        return {};
    }
    const bool is_low = unit >= 0xdc00 && unit <= 0xdfff;
    if (is_low != (high_surrogate_ != 0)) {
        return lone_low_surrogate();
    }
    if (is_low) {
        unit = 0x10000 + ((high_surrogate_ - 0xd800) << 10) + (unit - 0xdc00);
        high_surrogate_ = 0;
    }
    if (unit == 0) {
        return failure("22P05", "unsupported Unicode escape sequence",
                       "\\u0000 cannot be converted to text.");
    }
    append_utf8(value_, unit);
    return {};
}

/// The length of a number at the start of `text`, and whether it is one; what looks like a part of it counts
/// in.
std::pair<std::size_t, bool> scan_number(std::string_view text) {
    std::size_t i = text.starts_with('-') ? 1 : 0;
    bool well_formed = true;
    const auto skip_digits = [&] {
        const std::size_t first = i;
        while (i < text.size() && is_digit(text[i])) {
            ++i;
        }
        return i > first;
    };
    if (i < text.size() && text[i] == '0') {
        ++i;
    } else {
        well_formed = skip_digits();
    }
    if (i < text.size() && text[i] == '.') {
        ++i;
        well_formed = skip_digits() && well_formed;
    }
    if (i < text.size() && to_lower(text[i]) == 'e') {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) {
            ++i;
        }
        well_formed = skip_digits() && well_formed;
    }
    while (i < text.size() && is_word_character(text[i])) {
        well_formed = false;
        ++i;
    }
    return {i, well_formed};
}

/// Recursive descent with one token of look-ahead.
class Parser {
public:
    Parser(std::string_view text, JsonMode mode) : text_(text), mode_(mode) {}

    tl::expected<JsonNode, LiteralError> parse();

private:
    Status advance();
    Status advance_word();
    Status expect(Token token, std::string_view expected);
    Failure unexpected(std::string_view expected) const;
    std::string_view token_text() const { return text_.substr(token_start_, position_ - token_start_); }

    Status parse_value(JsonNode& node);
    Status parse_scalar(JsonNode& node);
    Status parse_number(JsonNode& node);
    Status parse_array(JsonNode& node);
    Status parse_object(JsonNode& node);
    Status parse_member(JsonNode& object);

    std::string_view text_;
    JsonMode mode_;
    std::size_t position_ = 0;
    std::size_t token_start_ = 0;
    Token token_ = Token::end;
    std::string string_;  // the value of a string token
    int depth_ = 0;
};

Status Parser::advance() {
    while (position_ < text_.size() &&
           std::string_view(" \t\n\r").find(text_[position_]) != std::string_view::npos) {
        ++position_;
    }
    token_start_ = position_;
    if (position_ == text_.size()) {
        token_ = Token::end;
        return {};
    }
    const char c = text_[position_];
    constexpr std::string_view punctuation = "{}[],:";
    if (const std::size_t index = punctuation.find(c); index != std::string_view::npos) {
        token_ = static_cast<Token>(index);  // the order of the enumerators
        ++position_;
        return {};
    }
    if (c == '"') {
        StringReader reader(text_, position_, mode_);
        if (Status status = reader.read(); !status) {
            return status;
        }
        position_ = reader.end();
        string_ = std::move(reader.value());
        token_ = Token::string;
        return {};
    }
    if (c == '-' || is_digit(c)) {
        const auto [length, well_formed] = scan_number(text_.substr(position_));
        position_ += length;
        token_ = Token::number;
        return well_formed ? Status()
                           : Status(invalid(fmt::format("Token \"{}\" is invalid.", token_text())));
    }
    return advance_word();
}

Status Parser::advance_word() {
    while (position_ < text_.size() && is_word_character(text_[position_])) {
        ++position_;
    }
    if (position_ == token_start_) {
        ++position_;
    }
    token_ = Token::word;
    const std::string_view word = token_text();
    if (word == "true" || word == "false" || word == "null") {
        return {};
    }
    return invalid(fmt::format("Token \"{}\" is invalid.", word));
}

Failure Parser::unexpected(std::string_view expected) const {
    if (token_ == Token::end) {
        return invalid("The input string ended unexpectedly.");
    }
    return invalid(fmt::format("Expected {}, but found \"{}\".", expected, token_text()));
}

Status Parser::expect(Token token, std::string_view expected) {
    if (token_ != token) {
        return unexpected(expected);
    }
    return advance();
}

Status Parser::parse_value(JsonNode& node) {
    if (token_ != Token::object_start && token_ != Token::array_start) {
        return parse_scalar(node);
    }
    if (++depth_ > max_depth) {
        return failure("54001", "stack depth limit exceeded");
    }
    Status status = token_ == Token::object_start ? parse_object(node) : parse_array(node);
    --depth_;
    return status;
}

Status Parser::parse_scalar(JsonNode& node) {
    switch (token_) {
        case Token::string:
            node.kind = JsonNode::Kind::string;
            node.text = std::move(string_);
            break;
        case Token::number:
            return parse_number(node);
        case Token::word:
            node.kind = token_text() == "null"   ? JsonNode::Kind::null_
                        : token_text() == "true" ? JsonNode::Kind::true_
                                                 : JsonNode::Kind::false_;
            break;
        default:
            return unexpected("JSON value");
    }
    return advance();
}

/// A number is made numeric after the token that follows it is read.
Status Parser::parse_number(JsonNode& node) {
    node.kind = JsonNode::Kind::number;
    const std::string_view text = token_text();
    if (Status status = advance(); !status || mode_ == JsonMode::checked) {
        return status;
    }
    auto number = read_numeric(text, 15);
    if (!number) {
        return tl::make_unexpected(std::move(number.error()));
    }
    node.text = number->text();
    return {};
}

Status Parser::parse_array(JsonNode& node) {
    node.kind = JsonNode::Kind::array;
    Status status = advance();
    if (status && token_ != Token::array_end) {
        status = parse_value(node.elements.emplace_back());
        while (status && token_ == Token::comma) {
            status = advance();
            if (status) {
                status = parse_value(node.elements.emplace_back());
            }
        }
    }
    return status ? expect(Token::array_end, "\",\" or \"]\"") : status;
}

Status Parser::parse_object(JsonNode& node) {
    node.kind = JsonNode::Kind::object;
    Status status = advance();
    if (!status) {
        return status;
    }
    if (token_ == Token::string) {
        status = parse_member(node);
        while (status && token_ == Token::comma) {
            status = advance();
            if (status) {
                status = parse_member(node);
            }
        }
    } else if (token_ != Token::object_end) {
        return unexpected("string or \"}\"");
    }
    return status ? expect(Token::object_end, "\",\" or \"}\"") : status;
}

Status Parser::parse_member(JsonNode& object) {
    if (token_ != Token::string) {
        return unexpected("string");
    }
    auto& [key, value] = object.members.emplace_back(std::move(string_), JsonNode());
    Status status = advance();
    if (status) {
        status = expect(Token::colon, "\":\"");
    }
    return status ? parse_value(value) : status;
}

tl::expected<JsonNode, LiteralError> Parser::parse() {
    JsonNode root;
    Status status = advance();
    if (status) {
        status = parse_value(root);
    }
    if (status && token_ != Token::end) {
        status = unexpected("end of input");
    }
    if (!status) {
        return tl::make_unexpected(std::move(status.error()));
    }
    return root;
}

}  // namespace

tl::expected<JsonNode, LiteralError> parse_json(std::string_view literal, JsonMode mode) {
    return Parser(literal, mode).parse();
}

}  // namespace backout::values
