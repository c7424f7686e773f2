#include "sql/plpgsql/lexer.h"

#include <cctype>

#include "sql/character_class.h"
#include "sql/split_skip.h"

namespace backout::sql::plpgsql {

namespace {

/// Symbols of more than one character that PL/pgSQL's own grammar or its cutting of expressions cares about.
std::size_t symbol_length(std::string_view body, std::size_t at) {
    for (std::string_view symbol : {":=", "..", "<<", ">>", "=>", "::"})
        if (body.substr(at, 2) == symbol) return 2;
    return 1;
}

class Lexer {
public:
    explicit Lexer(std::string_view body) : body_(body) {}

    std::vector<Token> run() {
        while (at_ < body_.size()) next();
        tokens_.push_back({TokenKind::end, body_.size(), body_.size(), {}});
        return std::move(tokens_);
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < body_.size() ? body_[at_ + ahead] : '\0'; }

    void next() {
        char c = peek();
        if (is_space(c)) {
            ++at_;
        } else if (c == '-' && peek(1) == '-') {
            at_ = skip_line_comment(body_, at_);
        } else if (c == '/' && peek(1) == '*') {
            at_ = skip_block_comment(body_, at_).end;
        } else if ((c == 'e' || c == 'E') && peek(1) == '\'') {
            add(TokenKind::string, skip_escape_string(body_, at_ + 1).end);
        } else if (c == '\'') {
            add(TokenKind::string, skip_quoted(body_, at_).end);
        } else if (c == '"') {
            add_quoted_identifier();
        } else if (c == '$' && dollar_tag_length(body_, at_) > 0) {
            add(TokenKind::string, skip_dollar_quoted(body_, at_).end);
        } else if (starts_word(c)) {
            add_word();
        } else if (std::isdigit(static_cast<unsigned char>(c))) {
            add_number();
        } else {
            add(TokenKind::symbol, at_ + symbol_length(body_, at_));
        }
    }

    void add(TokenKind kind, std::size_t end) {
        std::string text = kind == TokenKind::symbol ? std::string(body_.substr(at_, end - at_)) : std::string();
        tokens_.push_back({kind, at_, end, std::move(text)});
        at_ = end;
    }

    void add_word() {
        std::size_t end = at_;
        while (end < body_.size() && continues_word(body_[end])) ++end;
        std::string text(body_.substr(at_, end - at_));
        for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        tokens_.push_back({TokenKind::word, at_, end, std::move(text)});
        at_ = end;
    }

    void add_quoted_identifier() {
        std::size_t end = skip_quoted(body_, at_).end;
        std::string text;
        for (std::size_t i = at_ + 1; i + 1 < end; ++i) {
            text += body_[i];
            if (body_[i] == '"') ++i;
        }
        tokens_.push_back({TokenKind::quoted_identifier, at_, end, std::move(text)});
        at_ = end;
    }

    /// `1..10` is two numbers with two dots between them.
    void add_number() {
        std::size_t end = at_;
        while (end < body_.size() && (continues_tag(body_[end]) || (body_[end] == '.' && body_.substr(end, 2) != ".."))) ++end;
        add(TokenKind::number, end);
    }

    std::string_view body_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view body) {
    return Lexer(body).run();
}

}  // namespace backout::sql::plpgsql
