/// Files that hold up and down in one, parted by comments: `-- +goose Up`, `-- +migrate Down`, `--
/// migrate:up`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backout::project {

/// A comment line that speaks to the runner.
struct Annotation {
    std::size_t line_begin = 0;
    std::size_t line_end = 0;  ///< after the line's end
    std::string command;  ///< the first word after the prefix, in lower case: "up", "statementbegin", "no"
    std::vector<std::string> options;  ///< the other words, in lower case
};

/// Every line of the form `-- PREFIX command options…`; blanks may stand before and after the dashes. A
/// prefix that ends with ':' is followed by the command at once (`migrate:up`), another one by blanks
/// (`+goose Up`).
std::vector<Annotation> find_annotations(std::string_view text, std::string_view prefix);

bool has_option(const Annotation& annotation, std::string_view option);

/// A part of a file.
struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// What a runner of this family makes of a file.
struct AnnotatedText {
    std::vector<TextRange> up;  ///< in most files one range; empty when there is no such annotation
    std::vector<TextRange> down;
    std::vector<TextRange> statement_blocks;  ///< between StatementBegin and StatementEnd
    std::vector<Annotation> annotations;
    std::size_t unclosed_block = std::string_view::npos;  ///< the StatementBegin that has no end
};

/// goose, sql-migrate and micrate: each Up or Down starts a section that goes on to the next one.
AnnotatedText read_sections(std::string_view text, std::string_view prefix);

}  // namespace backout::project
