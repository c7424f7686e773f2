#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backout::sql::plpgsql {

enum class TokenKind : unsigned char { word, quoted_identifier, string, number, symbol, end };

/// A token as a range of the body. Comments and blanks are none.
struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t begin = 0;
    std::size_t end = 0;
    /// Of a word: in lower case. Of a quoted identifier: without quotes. Of a symbol: its characters; `:=`, `..`, `<<`,
    /// `>>`, `=>` and `::` are one symbol each.
    std::string text;

    bool is(std::string_view word) const {
        return (kind == TokenKind::word || kind == TokenKind::symbol) && text == word;
    }
    bool is_identifier() const { return kind == TokenKind::word || kind == TokenKind::quoted_identifier; }
};

/// All tokens, with one of kind `end` behind them.
std::vector<Token> tokenize(std::string_view body);

}  // namespace backout::sql::plpgsql
