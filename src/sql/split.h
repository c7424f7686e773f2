/// Cuts a script into statements as psql does (src/fe_utils/psqlscan.l), without parsing it: what is between
/// the statements (comments, psql's meta-commands, COPY data) is found, listed and blanked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backout::sql {

/// All offsets are bytes from the start of the input; `end` is exclusive.
struct StatementText {
    std::size_t begin = 0;    ///< first byte of the first token
    std::size_t end = 0;      ///< just after the last token, without the ';'
    bool terminated = false;  ///< by ';' or a meta-command that sends the statement, such as \g
    bool copy_from_stdin = false;
};

struct Comment {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// A psql meta-command such as `\connect db`; `\restrict` lines of dumps are among them. `\;` is not: it is
/// blanked to a plain ';'.
struct MetaCommand {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string name;  ///< without the backslash
    std::string arguments;
};

/// The rows after COPY … FROM STDIN, up to and with the line `\.`.
struct CopyData {
    std::size_t begin = 0;
    std::size_t end = 0;
    /// Index into SplitResult::statements; not set for psql's \copy.
    std::optional<std::size_t> statement;
    bool terminated = false;
};

/// psql variables outside quotes and comments.
struct PsqlVariable {
    enum class Form {
        plain,       ///< :name
        literal,     ///< :'name'
        identifier,  ///< :"name"
        is_set,      ///< :{?name}
    };
    std::size_t begin = 0;
    std::size_t end = 0;
    Form form = Form::plain;
    std::string name;
    /// Within […]: without a value it may as well be an array slice, `a[1:n]`.
    bool in_brackets = false;
};

/// A quote, comment or dollar quote that the end of the input cut short.
struct Unterminated {
    enum class Kind {
        quoted_string,
        bit_string,
        hexadecimal_string,
        quoted_identifier,
        dollar_quoted_string,
        comment
    };
    std::size_t begin = 0;  ///< where it starts
    Kind kind = Kind::quoted_string;

    /// PostgreSQL's own words (src/backend/parser/scan.l), for example "unterminated quoted string".
    std::string_view message() const;
};

struct SplitResult {
    /// As long as the input, with the same offsets: comments, meta-commands and COPY data are blanks, line
    /// ends stay.
    std::string text;
    std::vector<StatementText> statements;
    std::vector<Comment> comments;
    std::vector<MetaCommand> meta_commands;
    std::vector<CopyData> copy_data;
    std::vector<PsqlVariable> variables;
    std::optional<Unterminated> unterminated;

    std::string_view statement_text(const StatementText& statement) const {
        return std::string_view(text).substr(statement.begin, statement.end - statement.begin);
    }
};

SplitResult split(std::string_view input);

/// Whether there is a statement (or psql's \copy) at all; stops at its first token.
bool has_statement(std::string_view input);

}  // namespace backout::sql
