#include <algorithm>
#include <cstring>
#include <utility>

#include "backout/position.h"
#include "text/utf8.h"

namespace backout::text {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Line starts where lines end with LF only (a CR before it belongs to the line's end): one memchr per line.
void index_by_line_feed(std::string_view text, std::vector<std::size_t>& starts) {
    std::size_t at = 0;
    while ((at = text.find('\n', at)) != std::string_view::npos)
        starts.push_back(++at);
}

/// Line starts where a CR that no LF follows ends a line as well.
void index_by_any_line_end(std::string_view text, std::vector<std::size_t>& starts) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool lone_carriage_return = text[at] == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
        if (text[at] == '\n' || lone_carriage_return) starts.push_back(at + 1);
    }
}

}  // namespace

SourceFile::SourceFile(std::string path, std::string bytes)
    : path_(std::move(path)), bytes_(std::move(bytes)) {
    if (std::string_view(bytes_).starts_with(byte_order_mark)) mark_ = byte_order_mark.size();
}

const std::vector<std::size_t>& SourceFile::line_starts() const {
    std::call_once(indexed_, [this] {
        line_starts_.push_back(0);
        if (text().find('\r') == std::string_view::npos) {
            index_by_line_feed(text(), line_starts_);
        } else {
            index_by_any_line_end(text(), line_starts_);
        }
    });
    return line_starts_;
}

Position SourceFile::position(std::size_t offset) const {
    offset = std::min(offset, text().size());
    const auto& starts = line_starts();
    const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
    const std::size_t start = *std::prev(next);
    return {static_cast<std::size_t>(next - starts.begin()),
            count_characters(text().substr(start, offset - start)) + 1};
}

std::size_t SourceFile::offset(Position position) const {
    if (position.line == 0) return 0;
    if (position.line > line_count()) return text().size();
    const std::size_t character = position.column > 0 ? position.column - 1 : 0;
    return line_start(position.line) + character_offset(line_text(position.line), character);
}

std::size_t SourceFile::line_count() const {
    return line_starts().size();
}

std::size_t SourceFile::line_start(std::size_t line) const {
    const auto& starts = line_starts();
    if (line == 0) return 0;
    return line <= starts.size() ? starts[line - 1] : text().size();
}

std::string_view SourceFile::line_text(std::size_t line) const {
    if (line == 0 || line > line_count()) return {};
    const std::size_t start = line_start(line);
    std::string_view content = text().substr(start, line_start(line + 1) - start);
    if (content.ends_with('\n')) content.remove_suffix(1);
    if (content.ends_with('\r')) content.remove_suffix(1);
    return content;
}

}  // namespace backout::text
