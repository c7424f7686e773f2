#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "sql/plpgsql/lexer.h"
#include "sql/plpgsql/tree.h"

namespace backout::sql::plpgsql {

/// The parser's place among the tokens.
class Cursor {
public:
    explicit Cursor(std::string_view body) : body_(body), tokens_(tokenize(body)) {}

    const Token& peek(std::size_t ahead = 0) const {
        std::size_t at = at_ + ahead;
        return at < tokens_.size() ? tokens_[at] : tokens_.back();
    }
    bool at_end() const { return peek().kind == TokenKind::end; }
    bool is(std::string_view word, std::size_t ahead = 0) const { return peek(ahead).is(word); }
    const Token& take() {
        const Token& token = peek();
        if (at_ + 1 < tokens_.size()) ++at_;
        return token;
    }
    bool take_if(std::string_view word) {
        if (!is(word)) return false;
        take();
        return true;
    }
    /// Notes that the next token can't stand here; the first such place counts.
    void refuse() {
        if (!refused_) refused_ = peek();
    }
    const std::optional<Token>& refused() const { return refused_; }
    /// Where the last token taken ended.
    std::size_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }
    std::string_view body() const { return body_; }

    /// Everything up to one of these words, outside parentheses, brackets and CASE … END; it is not taken. A semicolon
    /// always ends it.
    Range take_until(std::initializer_list<std::string_view> words);

private:
    std::string_view body_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::optional<Token> refused_;
};

}  // namespace backout::sql::plpgsql
