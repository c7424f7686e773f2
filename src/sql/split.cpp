#include "sql/split.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "sql/character_class.h"
#include "sql/split_skip.h"

namespace backout::sql {

namespace {

constexpr std::size_t not_found = std::string_view::npos;

/// Compares with a keyword in lower case.
bool is_keyword(std::string_view word, std::string_view keyword) {
    return word.size() == keyword.size() &&
           std::equal(word.begin(), word.end(), keyword.begin(), [](char written, char lower) {
               return (written >= 'A' && written <= 'Z' ? written | 0x20 : written) == lower;
           });
}

template <std::size_t size>
bool is_one_of(std::string_view word, const std::array<std::string_view, size>& keywords) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [&](std::string_view keyword) { return is_keyword(word, keyword); });
}

/// psql's commands that send the statement before them (src/bin/psql/command.c, PSQL_CMD_SEND).
constexpr std::array<std::string_view, 9> sending_commands{
    "g", "gx", "gset", "gexec", "gdesc", "parse", "crosstabview", "sendpipeline", "watch"};

/// What is known of the statement being read.
struct OpenStatement {
    std::size_t begin = not_found;
    std::size_t end = 0;  ///< of its last token so far
    std::size_t tokens = 0;
    std::size_t words = 0;
    std::size_t first_variable = 0;  ///< index into SplitResult::variables
    int parentheses = 0;
    int brackets = 0;
    /// Depth of BEGIN … END and CASE … END in the body of a routine (psqlscan.l, begin_depth).
    int blocks = 0;
    /// CREATE, then perhaps OR REPLACE, so far; or the whole start of a CREATE FUNCTION or PROCEDURE.
    enum class Start {
        other,
        create,
        create_or,
        create_or_replace,
        create_routine,
        copy
    } start = Start::other;
    std::size_t from_token = not_found;  ///< which token was COPY's FROM
    bool from_stdin = false;
    bool holds_semicolon = false;  ///< one that did not end it, because of open parentheses or blocks
};

class Splitter {
public:
    explicit Splitter(std::string_view input) {
        result_.text = input;
        text_ = result_.text;
    }

    SplitResult run() {
        do {
            while (at_ < text_.size())
                next();
        } while (reread_unbalanced());
        finish(false);
        return std::move(result_);
    }

private:
    void next();
    void word();
    void note_word(std::string_view word);
    void note_leading_word(std::string_view word);
    void note_routine_word(std::string_view word);
    void number();
    void quoted(Unterminated::Kind kind, std::size_t prefix);
    void escape_string(std::size_t prefix);
    void dollar();
    void line_comment();
    void block_comment();
    void colon();
    bool variable(std::size_t name_begin, std::string_view closing, PsqlVariable::Form form);
    void semicolon();
    void backslash();
    void meta_command();
    void copy_data(std::optional<std::size_t> statement);
    void token(std::size_t length);
    void take(SkipResult skipped, Unterminated::Kind kind);
    void finish(bool terminated);
    void discard();
    bool reread_unbalanced();
    void comment(std::size_t end);
    void blank(std::size_t begin, std::size_t end);

    bool follows(char expected) const { return at_ + 1 < text_.size() && text_[at_ + 1] == expected; }

    SplitResult result_;
    std::string_view text_;  ///< result_.text as it is being blanked
    std::size_t at_ = 0;
    OpenStatement statement_;
    bool ignore_nesting_ = false;  ///< for this statement: its parentheses or blocks never close
    std::size_t reread_bytes_ = 0;
};

void Splitter::next() {
    using enum CharacterClass;
    switch (character_class(text_[at_])) {
        case space:
            ++at_;
            break;
        case word_start:
            word();
            break;
        case digit:
            number();
            break;
        case single_quote:
            quoted(Unterminated::Kind::quoted_string, 0);
            break;
        case double_quote:
            quoted(Unterminated::Kind::quoted_identifier, 0);
            break;
        case dollar:
            this->dollar();
            break;
        case minus:
            follows('-') ? line_comment() : token(1);
            break;
        case slash:
            follows('*') ? block_comment() : token(1);
            break;
        case CharacterClass::backslash:
            this->backslash();
            break;
        case CharacterClass::colon:
            this->colon();
            break;
        case CharacterClass::semicolon:
            this->semicolon();
            break;
        case open_parenthesis:
            token(1);
            ++statement_.parentheses;
            break;
        case close_parenthesis:
            token(1);
            if (statement_.parentheses > 0) --statement_.parentheses;
            break;
        case open_bracket:
            token(1);
            ++statement_.brackets;
            break;
        case close_bracket:
            token(1);
            if (statement_.brackets > 0) --statement_.brackets;
            break;
        case other:
            token(1);
            break;
    }
}

/// Takes the next bytes as a token of the statement.
void Splitter::token(std::size_t length) {
    if (statement_.begin == not_found) statement_.begin = at_;
    at_ += length;
    statement_.end = at_;
    ++statement_.tokens;
}

/// Takes a quoted token, which may lack its end.
void Splitter::take(SkipResult skipped, Unterminated::Kind kind) {
    if (!skipped.terminated) result_.unterminated = Unterminated{at_, kind};
    token(skipped.end - at_);
}

void Splitter::word() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && continues_word(text_[end]))
        ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    if (end < text_.size() && word.size() == 1) {  // perhaps the prefix of a quoted string
        const char prefix = static_cast<char>(word[0] | 0x20);
        if (text_[end] == '\'') {
            if (prefix == 'e') return escape_string(1);
            if (prefix == 'b') return quoted(Unterminated::Kind::bit_string, 1);
            if (prefix == 'x') return quoted(Unterminated::Kind::hexadecimal_string, 1);
            if (prefix == 'n') return quoted(Unterminated::Kind::quoted_string, 1);
        }
        if (prefix == 'u' && text_[end] == '&' && end + 1 < text_.size()) {
            if (text_[end + 1] == '\'') return quoted(Unterminated::Kind::quoted_string, 2);
            if (text_[end + 1] == '"') return quoted(Unterminated::Kind::quoted_identifier, 2);
        }
    }
    token(word.size());
    note_word(word);
}

/// What the words of a statement tell about where it ends.
void Splitter::note_word(std::string_view word) {
    using Start = OpenStatement::Start;
    if (statement_.words < 4) note_leading_word(word);
    ++statement_.words;
    if (statement_.parentheses > 0) return;
    if (statement_.start == Start::create_routine) {
        note_routine_word(word);
    } else if (statement_.start == Start::copy) {
        if (is_keyword(word, "from")) {
            statement_.from_token = statement_.tokens;
        } else if (statement_.from_token + 1 == statement_.tokens && is_keyword(word, "stdin")) {
            statement_.from_stdin = true;
        }
    }
}

void Splitter::note_leading_word(std::string_view word) {
    using Start = OpenStatement::Start;
    Start& start = statement_.start;
    if (statement_.words == 0) {
        if (is_keyword(word, "create")) start = Start::create;
        if (is_keyword(word, "copy")) start = Start::copy;
    } else if (start == Start::create && is_keyword(word, "or")) {
        start = Start::create_or;
    } else if (start == Start::create_or && is_keyword(word, "replace")) {
        start = Start::create_or_replace;
    } else if (start == Start::create || start == Start::create_or_replace) {
        const bool routine = is_keyword(word, "function") || is_keyword(word, "procedure");
        start = routine ? Start::create_routine : Start::other;
    }
}

/// BEGIN ATOMIC … END is the only body that isn't a string; CASE counts only within, because it ends with END
/// as well.
void Splitter::note_routine_word(std::string_view word) {
    if (ignore_nesting_) return;
    if (is_keyword(word, "begin") || (statement_.blocks > 0 && is_keyword(word, "case"))) {
        ++statement_.blocks;
    } else if (statement_.blocks > 0 && is_keyword(word, "end")) {
        --statement_.blocks;
    }
}

/// Numbers as far as they matter here: their letters don't make words (`1e10`, `0xFF`, `1_000`).
void Splitter::number() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (continues_tag(text_[end]) || text_[end] == '.'))
        ++end;
    token(end - at_);
}

void Splitter::quoted(Unterminated::Kind kind, std::size_t prefix) {
    take(skip_quoted(text_, at_ + prefix), kind);
}

void Splitter::escape_string(std::size_t prefix) {
    take(skip_escape_string(text_, at_ + prefix), Unterminated::Kind::quoted_string);
}

/// A dollar quote, or the `$` of a parameter.
void Splitter::dollar() {
    if (dollar_tag_length(text_, at_) == 0) return token(1);
    take(skip_dollar_quoted(text_, at_), Unterminated::Kind::dollar_quoted_string);
}

void Splitter::line_comment() {
    comment(skip_line_comment(text_, at_));
}

void Splitter::block_comment() {
    const SkipResult skipped = skip_block_comment(text_, at_);
    if (!skipped.terminated) result_.unterminated = Unterminated{at_, Unterminated::Kind::comment};
    comment(skipped.end);
}

void Splitter::comment(std::size_t end) {
    result_.comments.push_back({at_, end});
    blank(at_, end);
    at_ = end;
}

/// A psql variable, a cast (`::`), a PL/pgSQL-like assignment (`:=`) or a lone colon.
void Splitter::colon() {
    if (follows(':') || follows('=')) return token(2);
    if (at_ + 1 < text_.size()) {
        using Form = PsqlVariable::Form;
        const char after = text_[at_ + 1];
        if (after == '\'' && variable(at_ + 2, "'", Form::literal)) return;
        if (after == '"' && variable(at_ + 2, "\"", Form::identifier)) return;
        if (text_.substr(at_ + 1, 2) == "{?" && variable(at_ + 3, "}", Form::is_set)) return;
        // psql allows names that start with a digit; a colon before a number is rather an array slice.
        if (starts_word(after) && variable(at_ + 1, "", Form::plain)) return;
    }
    token(1);
}

/// Takes a variable if a name and then `closing` stand at `name_begin`.
bool Splitter::variable(std::size_t name_begin, std::string_view closing, PsqlVariable::Form form) {
    std::size_t name_end = name_begin;
    while (name_end < text_.size() && continues_tag(text_[name_end]))
        ++name_end;
    if (name_end == name_begin || text_.substr(name_end, closing.size()) != closing) return false;
    const std::size_t end = name_end + closing.size();
    const bool in_brackets = statement_.brackets > 0;
    result_.variables.push_back(
        {at_, end, form, std::string(text_.substr(name_begin, name_end - name_begin)), in_brackets});
    token(end - at_);
    return true;
}

void Splitter::semicolon() {
    const bool nested = statement_.parentheses > 0 || statement_.blocks > 0;
    if (nested && !ignore_nesting_) {
        statement_.holds_semicolon = true;
        return token(1);
    }
    finish(true);
    ++at_;
}

/// Ends the statement before the current position, if there is one.
void Splitter::finish(bool terminated) {
    if (statement_.begin != not_found) {
        const bool copy = statement_.start == OpenStatement::Start::copy && statement_.from_stdin;
        result_.statements.push_back({statement_.begin, statement_.end, terminated, copy});
        if (copy && terminated) copy_data(result_.statements.size() - 1);
    }
    discard();
}

void Splitter::discard() {
    statement_ = {};
    statement_.first_variable = result_.variables.size();
    ignore_nesting_ = false;
}

/// A statement whose parentheses or blocks never close has swallowed the rest of the input. PostgreSQL would
/// find a syntax error in it; so that we find what is wrong with the others too, it is read again with each
/// semicolon ending a statement. Comments and meta-commands are blanks by now and aren't found twice. The
/// bytes read again are bounded, so that hostile input stays linear.
bool Splitter::reread_unbalanced() {
    constexpr std::size_t most_rereads = 16;
    if (statement_.begin == not_found || !statement_.holds_semicolon || ignore_nesting_) return false;
    // A body's END may be the last word of the input.
    if (statement_.parentheses == 0 && statement_.blocks == 0) return false;
    const std::size_t begin = statement_.begin;
    reread_bytes_ += text_.size() - begin;
    if (reread_bytes_ > most_rereads * text_.size()) return false;
    result_.variables.resize(statement_.first_variable);
    result_.unterminated.reset();
    discard();
    ignore_nesting_ = true;
    at_ = begin;
    return true;
}

void Splitter::backslash() {
    if (follows(';')) {  // psql's separator within one message: for us just the end of a statement
        blank(at_, at_ + 1);
        ++at_;
        semicolon();
    } else if (follows(':')) {  // a colon that starts no variable
        blank(at_, at_ + 1);
        ++at_;
        token(1);
    } else {
        meta_command();
    }
}

void Splitter::meta_command() {
    const MetaCommandSpan span = skip_meta_command(text_, at_);
    MetaCommand command{at_, span.end, std::string(text_.substr(at_ + 1, span.name_end - at_ - 1)), {}};
    std::string_view arguments = text_.substr(span.name_end, span.arguments_end - span.name_end);
    while (!arguments.empty() && is_space(arguments.front()))
        arguments.remove_prefix(1);
    while (!arguments.empty() && is_space(arguments.back()))
        arguments.remove_suffix(1);
    command.arguments = arguments;

    blank(at_, span.end);
    if (is_one_of(command.name, sending_commands)) {
        finish(true);
    } else if (command.name == "r" || command.name == "reset") {
        if (statement_.begin != not_found) blank(statement_.begin, statement_.end);
        result_.variables.resize(statement_.first_variable);
        discard();
    }
    at_ = std::max(span.end, at_ + 1);
    if (command.name == "copy") {
        const SplitResult words = split("COPY " + command.arguments);
        if (!words.statements.empty() && words.statements.front().copy_from_stdin) copy_data(std::nullopt);
    }
    result_.meta_commands.push_back(std::move(command));
}

/// Blanks the rows that follow on the next line; what still stands on this one is read on as usual.
void Splitter::copy_data(std::optional<std::size_t> statement) {
    const std::size_t begin = line_end(text_, at_) + 1;
    if (begin >= text_.size()) return;
    const SkipResult skipped = skip_copy_data(text_, begin);
    result_.copy_data.push_back({begin, skipped.end, statement, skipped.terminated});
    blank(begin, skipped.end);
}

/// Overwrites with spaces what is no SQL; line ends stay, so that strings on several lines keep their
/// meaning.
void Splitter::blank(std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
        char& byte = result_.text[at];
        if (byte != '\n' && byte != '\r') byte = ' ';
    }
}

}  // namespace

std::string_view Unterminated::message() const {
    switch (kind) {
        case Kind::quoted_string:
            return "unterminated quoted string";
        case Kind::bit_string:
            return "unterminated bit string literal";
        case Kind::hexadecimal_string:
            return "unterminated hexadecimal string literal";
        case Kind::quoted_identifier:
            return "unterminated quoted identifier";
        case Kind::dollar_quoted_string:
            return "unterminated dollar-quoted string";
        case Kind::comment:
            return "unterminated /* comment";
    }
    return {};
}

SplitResult split(std::string_view input) {
    return Splitter(input).run();
}

bool has_statement(std::string_view input) {
    std::size_t at = 0;
    while (at < input.size()) {
        const char byte = input[at];
        const char after = at + 1 < input.size() ? input[at + 1] : '\0';
        if (is_space(byte) || byte == ';') {
            ++at;
        } else if (byte == '-' && after == '-') {
            at = skip_line_comment(input, at);
        } else if (byte == '/' && after == '*') {
            at = skip_block_comment(input, at).end;
        } else if (byte == '\\' && after == ';') {
            at += 2;
        } else if (byte == '\\' && after != ':') {
            const MetaCommandSpan command = skip_meta_command(input, at);
            if (input.substr(at + 1, command.name_end - at - 1) == "copy") return true;
            at = std::max(command.end, at + 1);
        } else {
            return true;
        }
    }
    return false;
}

}  // namespace backout::sql
