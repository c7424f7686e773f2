#include "project/annotations.h"

#include <algorithm>

#include "sql/character_class.h"

namespace backout::project {

namespace {

constexpr std::size_t not_found = std::string_view::npos;

bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

/// Where the line begins if nothing but `--` and blanks stands before `at`; npos otherwise.
std::size_t comment_line_begin(std::string_view text, std::size_t at) {
    while (at > 0 && is_blank(text[at - 1]))
        --at;
    if (at < 2 || text.substr(at - 2, 2) != "--") return not_found;
    at -= 2;
    while (at > 0 && is_blank(text[at - 1]))
        --at;
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r' ? at : not_found;
}

std::vector<std::string> lower_case_words(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    for (const char byte : text) {
        if (sql::is_space(byte)) {
            in_word = false;
            continue;
        }
        if (!in_word) words.emplace_back();
        in_word = true;
        words.back() += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
    }
    return words;
}

}  // namespace

std::vector<Annotation> find_annotations(std::string_view text, std::string_view prefix) {
    std::vector<Annotation> annotations;
    for (std::size_t at = 0; (at = text.find(prefix, at)) != not_found;) {
        const std::size_t line_begin = comment_line_begin(text, at);
        const std::size_t words_begin = at + prefix.size();
        const std::size_t line_end = std::min(text.find_first_of("\r\n", at), text.size());
        const bool separated =
            prefix.ends_with(':') || words_begin == line_end || is_blank(text[words_begin]);
        if (line_begin != not_found && separated) {
            std::vector<std::string> words =
                lower_case_words(text.substr(words_begin, line_end - words_begin));
            Annotation annotation{line_begin, line_end, {}, {}};
            while (annotation.line_end < text.size() && text[annotation.line_end] == '\r')
                ++annotation.line_end;
            if (annotation.line_end < text.size() && text[annotation.line_end] == '\n') ++annotation.line_end;
            if (!words.empty()) {
                annotation.command = words.front();
                annotation.options.assign(words.begin() + 1, words.end());
            }
            annotations.push_back(std::move(annotation));
        }
        at = words_begin;
    }
    return annotations;
}

bool has_option(const Annotation& annotation, std::string_view option) {
    return std::find(annotation.options.begin(), annotation.options.end(), option) !=
           annotation.options.end();
}

AnnotatedText read_sections(std::string_view text, std::string_view prefix) {
    AnnotatedText result;
    result.annotations = find_annotations(text, prefix);
    std::vector<TextRange>* section = nullptr;
    for (const Annotation& annotation : result.annotations) {
        if (annotation.command == "up" || annotation.command == "down") {
            if (section) section->back().end = annotation.line_begin;
            section = annotation.command == "up" ? &result.up : &result.down;
            section->push_back({annotation.line_end, text.size()});
        } else if (annotation.command == "statementbegin") {
            if (result.unclosed_block == not_found) result.unclosed_block = annotation.line_begin;
        } else if (annotation.command == "statementend" && result.unclosed_block != not_found) {
            result.statement_blocks.push_back({result.unclosed_block, annotation.line_end});
            result.unclosed_block = not_found;
        }
    }
    return result;
}

}  // namespace backout::project
