/// Finding the end of what stands between and around tokens. Each function takes the offset where the thing
/// starts and gives the offset just after it; where the input ends first, `terminated` says so.
#pragma once

#include <cstddef>
#include <string_view>

namespace backout::sql {

struct SkipResult {
    std::size_t end = 0;
    bool terminated = true;
};

/// `-- …`, without the line end. A lone CR ends it too (scan.l, non_newline).
std::size_t skip_line_comment(std::string_view text, std::size_t at);

/// `/* … */`, which may hold others.
SkipResult skip_block_comment(std::string_view text, std::size_t at);

/// A quoted thing in which a doubled quote stands for itself: `'…'`, `"…"`.
SkipResult skip_quoted(std::string_view text, std::size_t at);

/// A string with backslash escapes, from its quote on: the `'…'` of `E'…'`, and what continues it on a
/// further line.
SkipResult skip_escape_string(std::string_view text, std::size_t at);

/// Whether a dollar quote starts here; gives the length of `$tag$`, or 0.
std::size_t dollar_tag_length(std::string_view text, std::size_t at);

/// `$tag$ … $tag$`.
SkipResult skip_dollar_quoted(std::string_view text, std::size_t at);

/// The end of a line, before its LF or at the end of the text.
std::size_t line_end(std::string_view text, std::size_t at);

/// COPY data that starts at the beginning of a line: up to and with the line `\.`.
SkipResult skip_copy_data(std::string_view text, std::size_t at);

/// A psql meta-command from its backslash on.
struct MetaCommandSpan {
    std::size_t name_end = 0;
    std::size_t arguments_end = 0;
    std::size_t end = 0;  ///< with the `\\` that separates it from SQL on the same line
};
MetaCommandSpan skip_meta_command(std::string_view text, std::size_t at);

}  // namespace backout::sql
