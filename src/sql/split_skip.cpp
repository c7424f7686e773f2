#include "sql/split_skip.h"

#include <algorithm>
#include <array>

#include "sql/character_class.h"

namespace backout::sql {

namespace {

constexpr std::size_t not_found = std::string_view::npos;

std::size_t or_end(std::size_t found, std::string_view text) {
    return found == not_found ? text.size() : found;
}

/// Where a string literal goes on after its closing quote: white space with a line end in it, then a quote
/// (scan.l, quotecontinue). Gives the offset of that quote, or npos.
std::size_t find_continuation(std::string_view text, std::size_t at) {
    bool line_end_seen = false;
    while (at < text.size()) {
        if (is_space(text[at])) {
            line_end_seen |= text[at] == '\n' || text[at] == '\r';
            ++at;
        } else if (text[at] == '-' && at + 1 < text.size() && text[at + 1] == '-') {
            at = skip_line_comment(text, at);
        } else {
            return text[at] == '\'' && line_end_seen ? at : not_found;
        }
    }
    return not_found;
}

/// Commands whose arguments are the whole rest of the line, backslashes included (src/bin/psql/command.c,
/// OT_WHOLE_LINE).
bool takes_whole_line(std::string_view name) {
    constexpr std::array<std::string_view, 8> commands{"!", "copy", "h", "help", "ef", "ev", "sf", "sv"};
    return std::find(commands.begin(), commands.end(), name) != commands.end();
}

}  // namespace

std::size_t skip_line_comment(std::string_view text, std::size_t at) {
    const std::size_t end = line_end(text, at);
    return std::min(end, or_end(text.substr(0, end).find('\r', at), text.substr(0, end)));
}

SkipResult skip_block_comment(std::string_view text, std::size_t at) {
    std::size_t depth = 1;
    at += 2;
    while (true) {
        at = text.find_first_of("*/", at);
        if (at == not_found || at + 1 >= text.size()) return {text.size(), false};
        if (text[at] == '*' && text[at + 1] == '/') {
            at += 2;
            if (--depth == 0) return {at, true};
        } else if (text[at] == '/' && text[at + 1] == '*') {
            at += 2;
            ++depth;
        } else {
            ++at;
        }
    }
}

SkipResult skip_quoted(std::string_view text, std::size_t at) {
    const char quote = text[at];
    while ((at = text.find(quote, at + 1)) != not_found) {
        if (at + 1 >= text.size() || text[at + 1] != quote) return {at + 1, true};
        ++at;
    }
    return {text.size(), false};
}

SkipResult skip_escape_string(std::string_view text, std::size_t at) {
    while (true) {
        at = text.find_first_of("'\\", at + 1);
        if (at == not_found) return {text.size(), false};
        if (text[at] == '\\') {
            if (++at >= text.size()) return {text.size(), false};
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] == '\'') {
            ++at;
            continue;
        }
        const std::size_t continuation = find_continuation(text, at + 1);
        if (continuation == not_found) return {at + 1, true};
        at = continuation;
    }
}

std::size_t dollar_tag_length(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    if (end < text.size() && starts_word(text[end])) {
        while (end < text.size() && continues_tag(text[end]))
            ++end;
    }
    return end < text.size() && text[end] == '$' ? end + 1 - at : 0;
}

SkipResult skip_dollar_quoted(std::string_view text, std::size_t at) {
    const std::string_view tag = text.substr(at, dollar_tag_length(text, at));
    const std::size_t closing = text.find(tag, at + tag.size());
    if (closing == not_found) return {text.size(), false};
    return {closing + tag.size(), true};
}

std::size_t line_end(std::string_view text, std::size_t at) {
    return or_end(text.find('\n', at), text);
}

SkipResult skip_copy_data(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const std::size_t end = line_end(text, at);
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        at = std::min(end + 1, text.size());
        if (line == "\\.") return {at, true};
    }
    return {text.size(), false};
}

MetaCommandSpan skip_meta_command(std::string_view text, std::size_t at) {
    const std::size_t line = line_end(text, at);
    MetaCommandSpan span;
    span.name_end = at + 1;
    while (span.name_end < line && !is_space(text[span.name_end]) && text[span.name_end] != '\\')
        ++span.name_end;
    span.arguments_end = span.end = line;
    if (takes_whole_line(text.substr(at + 1, span.name_end - at - 1))) return span;

    // An unquoted backslash ends the arguments: `\\` and SQL follows, otherwise the next command.
    for (std::size_t next = span.name_end; next < line; ++next) {
        const char byte = text[next];
        if (byte == '\'' || byte == '"' || byte == '`') {
            const std::string_view rest = text.substr(0, line);
            next = (byte == '\'' ? skip_escape_string(rest, next) : skip_quoted(rest, next)).end - 1;
        } else if (byte == '\\') {
            span.arguments_end = next;
            span.end = next + 1 < line && text[next + 1] == '\\' ? next + 2 : next;
            break;
        }
    }
    return span;
}

}  // namespace backout::sql
