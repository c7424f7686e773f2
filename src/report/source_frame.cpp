#include "report/source_frame.h"

#include <algorithm>

#include <fmt/format.h>

#include "text/escape.h"

namespace backout::report {

namespace {

/// A longer line is shown only around what is meant.
constexpr std::size_t widest_line = 160;

/// The bytes before a column that counts characters.
std::size_t byte_of_column(std::string_view line, std::size_t column) {
    std::size_t at = 0;
    for (std::size_t character = 1; character < column && at < line.size(); ++character) {
        ++at;
        while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80)
            ++at;
    }
    return at;
}

}  // namespace

std::string Paint::wrap(std::string_view text, std::string_view code) const {
    return enabled_ ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string Paint::severity(Severity severity, std::string_view text) const {
    switch (severity) {
        case Severity::error:
            return wrap(text, "1;31");
        case Severity::warning:
            return wrap(text, "1;33");
        case Severity::note:
            return wrap(text, "1;34");
    }
    return std::string(text);
}

std::string source_frame(const Place& place, const Paint& paint) {
    std::string where = text::escape_for_terminal(place.file);
    if (place.begin.line > 0) where += fmt::format(":{}:{}", place.begin.line, place.begin.column);
    std::string number = place.begin.line > 0 ? std::to_string(place.begin.line) : "";
    std::size_t margin = std::max<std::size_t>(number.size(), 2);
    std::string frame = fmt::format("{:>{}} {} {}\n", "", margin, paint.blue("┌"), where);
    if (place.line_text.empty() || place.begin.line == 0) return frame;
    std::string_view line = place.line_text;
    std::size_t begin = byte_of_column(line, place.begin.column);
    std::size_t end =
        place.end.line == place.begin.line ? byte_of_column(line, place.end.column) : line.size();
    end = std::max(end, begin);
    std::size_t shown_from = 0;
    if (line.size() > widest_line && begin > widest_line / 2) {
        shown_from = begin - widest_line / 2;
        while (shown_from < begin && (static_cast<unsigned char>(line[shown_from]) & 0xC0) == 0x80)
            ++shown_from;
    }
    std::size_t shown_to = line.size();
    if (shown_to - shown_from > widest_line) {
        shown_to = shown_from + widest_line;
        while (shown_to > shown_from && (static_cast<unsigned char>(line[shown_to]) & 0xC0) == 0x80)
            --shown_to;
    }
    end = std::min(end, shown_to);
    std::string_view head = line.substr(shown_from, begin - shown_from);
    std::string_view meant = line.substr(begin, end - begin);
    frame += fmt::format("{:>{}} {} {}{}{}\n", number, margin, paint.blue("│"), shown_from > 0 ? "…" : "",
                         text::expand_for_terminal(line.substr(shown_from, shown_to - shown_from)),
                         shown_to < line.size() ? "…" : "");
    std::size_t indent = text::display_width(head) + (shown_from > 0 ? 1 : 0);
    std::size_t width = std::max<std::size_t>(1, text::display_width(meant, text::display_width(head)));
    frame += fmt::format("{:>{}} {} {:>{}}{}\n", "", margin, paint.blue("│"), "", indent,
                         paint.red(std::string(width, '^')));
    return frame;
}

}  // namespace backout::report
