#include "values/text_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace backout::values {
namespace {

constexpr std::size_t max_word_bytes = (1 << 11) - 1;  // MAXSTRLEN
constexpr int max_position = (1 << 14) - 1;            // MAXENTRYPOS - 1
constexpr std::size_t max_positions = 256;             // MAXNUMPOS

struct Position {
    int position = 0;
    int weight = 0;  // 0 for D to 3 for A
};

struct Lexeme {
    std::string word;
    std::vector<Position> positions;
};

/// gettoken_tsvector: words, quoted or not, with positions after a colon.
class Reader {
public:
    explicit Reader(std::string_view literal) : literal_(literal), rest_(literal) {}

    tl::expected<std::vector<Lexeme>, LiteralError> run();

private:
    using Status = tl::expected<void, LiteralError>;

    Failure syntax_error() const {
        return failure("42601", fmt::format("syntax error in tsvector: \"{}\"", literal_));
    }
    Status word(std::string& text);
    Status quoted_word(std::string& text);
    Status escaped(std::string& text);
    Status positions(std::vector<Position>& positions);
    Status weights(Position& position);

    std::string_view literal_;
    std::string_view rest_;
};

tl::expected<void, LiteralError> Reader::escaped(std::string& text) {
    rest_.remove_prefix(1);
    if (rest_.empty()) {
        return failure("42601", fmt::format("there is no escaped character: \"{}\"", literal_));
    }
    const std::size_t bytes = character_bytes(rest_);
    text += rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return {};
}

tl::expected<void, LiteralError> Reader::word(std::string& text) {
    while (!rest_.empty() && !is_space(rest_.front())) {
        // At the start a colon is a part of the word, later it ends it.
        const bool starts_word = text.empty();
        if (rest_.front() == ':' && !starts_word) {
            break;
        }
        if (rest_.front() == '\\') {
            if (Status status = escaped(text); !status) {
                return status;
            }
            continue;
        }
        text += rest_.front();
        rest_.remove_prefix(1);
    }
    return {};
}

tl::expected<void, LiteralError> Reader::quoted_word(std::string& text) {
    rest_.remove_prefix(1);
    for (;;) {
        if (rest_.empty()) {
            return syntax_error();
        }
        if (rest_.front() == '\\') {
            if (Status status = escaped(text); !status) {
                return status;
            }
            continue;
        }
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c != '\'') {
            text += c;
        } else if (rest_.starts_with('\'')) {
            text += '\'';
            rest_.remove_prefix(1);
        } else {
            return text.empty() ? Status(syntax_error()) : Status();
        }
    }
}

/// Letters after a position; digits there are skipped, being a part of the number that was read.
tl::expected<void, LiteralError> Reader::weights(Position& position) {
    for (; !rest_.empty() && !is_space(rest_.front()) && rest_.front() != ','; rest_.remove_prefix(1)) {
        const char c = to_lower(rest_.front());
        if (is_digit(c)) {
            continue;
        }
        const int weight = c == 'a' || c == '*' ? 3 : c == 'b' ? 2 : c == 'c' ? 1 : c == 'd' ? 0 : -1;
        if (weight < 0 || position.weight != 0) {
            return syntax_error();
        }
        position.weight = weight;
    }
    return {};
}

tl::expected<void, LiteralError> Reader::positions(std::vector<Position>& positions) {
    do {
        rest_.remove_prefix(1);  // the colon or comma
        Position& position = positions.emplace_back();
        if (rest_.empty() || !is_digit(rest_.front())) {
            return syntax_error();
        }
        while (!rest_.empty() && is_digit(rest_.front())) {
            position.position = std::min(position.position * 10 + (rest_.front() - '0'), max_position);
            rest_.remove_prefix(1);
        }
        if (position.position == 0) {
            return failure("42601", fmt::format("wrong position info in tsvector: \"{}\"", literal_));
        }
        if (Status status = weights(position); !status) {
            return status;
        }
    } while (rest_.starts_with(','));
    return {};
}

tl::expected<std::vector<Lexeme>, LiteralError> Reader::run() {
    std::vector<Lexeme> lexemes;
    for (rest_ = trim_start(rest_); !rest_.empty(); rest_ = trim_start(rest_)) {
        Lexeme& lexeme = lexemes.emplace_back();
        Status status = rest_.starts_with('\'') ? quoted_word(lexeme.word) : word(lexeme.word);
        if (status && rest_.starts_with(':')) {
            status = positions(lexeme.positions);
        }
        if (!status) {
            return tl::make_unexpected(std::move(status.error()));
        }
        if (lexeme.word.size() >= max_word_bytes) {
            return failure("54000", fmt::format("word is too long ({} bytes, max {} bytes)",
                                                lexeme.word.size(), max_word_bytes - 1));
        }
    }
    return lexemes;
}

/// uniquePos: in order, of equal ones the heaviest.
void unify(std::vector<Position>& positions) {
    std::stable_sort(positions.begin(), positions.end(),
                     [](const Position& a, const Position& b) { return a.position < b.position; });
    std::vector<Position> unique;
    for (const Position& position : positions) {
        if (unique.empty() || unique.back().position != position.position) {
            if (unique.size() == max_positions ||
                (!unique.empty() && unique.back().position == max_position)) {
                break;
            }
            unique.push_back(position);
        } else {
            unique.back().weight = std::max(unique.back().weight, position.weight);
        }
    }
    positions = std::move(unique);
}

/// uniqueentry: in order, with the positions of equal words together.
void unify(std::vector<Lexeme>& lexemes) {
    std::stable_sort(lexemes.begin(), lexemes.end(),
                     [](const Lexeme& a, const Lexeme& b) { return a.word < b.word; });
    std::vector<Lexeme> unique;
    for (Lexeme& lexeme : lexemes) {
        if (unique.empty() || unique.back().word != lexeme.word) {
            unique.push_back(std::move(lexeme));
        } else {
            auto& positions = unique.back().positions;
            positions.insert(positions.end(), lexeme.positions.begin(), lexeme.positions.end());
        }
    }
    for (Lexeme& lexeme : unique) {
        unify(lexeme.positions);
    }
    lexemes = std::move(unique);
}

std::string tsvector_out(const std::vector<Lexeme>& lexemes) {
    std::string text;
    for (const Lexeme& lexeme : lexemes) {
        text += text.empty() ? "'" : " '";
        for (const char c : lexeme.word) {
            if (c == '\'' || c == '\\') {
                text += c;
            }
            text += c;
        }
        text += '\'';
        std::string_view separator = ":";
        for (const Position& position : lexeme.positions) {
            constexpr std::string_view weights[] = {"", "C", "B", "A"};
            text += fmt::format("{}{}{}", separator, position.position, weights[position.weight]);
            separator = ",";
        }
    }
    return text;
}

}  // namespace

LiteralResult tsvector_in(const Input& input) {
    auto lexemes = Reader(input.literal).run();
    if (!lexemes) {
        return tl::make_unexpected(std::move(lexemes.error()));
    }
    unify(*lexemes);
    // Which characters beyond ASCII are spaces is up to the locale.
    const bool is_ascii = std::all_of(input.literal.begin(), input.literal.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    return Canonical{.text = tsvector_out(*lexemes), .exact = is_ascii};
}

LiteralResult tsquery_in(const Input& input) {
    return Canonical{.text = std::string(input.literal), .exact = false};
}

}  // namespace backout::values
