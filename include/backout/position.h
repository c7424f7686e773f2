/// Where something stands: files as they were read, places in them, and the way back from a text that was
/// extracted from a file (or had variables filled in) to the place the user wrote.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace backout::text {

/// A place as people count: lines and columns start at 1, columns count characters (code points), a tab is
/// one character, as psql and PostgreSQL do. Zero means "not known".
struct Position {
    std::size_t line = 0;
    std::size_t column = 0;

    friend bool operator==(const Position&, const Position&) = default;
};

/// A file's content and the name it is shown by. Never changes after construction; may be read from several
/// threads.
class SourceFile {
public:
    /// `path` is relative to the project's root, with '/' between folders; `bytes` is the whole content. A
    /// UTF-8 byte-order mark is recognised and is not part of text().
    SourceFile(std::string path, std::string bytes);
    SourceFile(const SourceFile&) = delete;
    SourceFile& operator=(const SourceFile&) = delete;

    const std::string& path() const { return path_; }
    /// The content after a byte-order mark. All offsets count from here.
    std::string_view text() const { return std::string_view(bytes_).substr(mark_); }
    /// The content as it is on the disk.
    std::string_view bytes() const { return bytes_; }
    bool has_byte_order_mark() const { return mark_ != 0; }

    /// The place of a byte offset into text(); an offset past the end gives the place just after the last
    /// character.
    Position position(std::size_t offset) const;
    /// The byte offset of a place; a column past the line's end gives the line's end.
    std::size_t offset(Position position) const;
    /// Lines end at LF, CR LF or a lone CR (libpq, reportErrorPosition). A file that ends with a line end has
    /// an empty last line; an empty file has one line.
    std::size_t line_count() const;
    /// Byte offset of a line's first character; `line` starts at 1.
    std::size_t line_start(std::size_t line) const;
    /// A line without its end; empty when there is no such line.
    std::string_view line_text(std::size_t line) const;

private:
    const std::vector<std::size_t>& line_starts() const;

    std::string path_;
    std::string bytes_;
    std::size_t mark_ = 0;  ///< length of the byte-order mark: 0 or 3
    mutable std::once_flag indexed_;
    mutable std::vector<std::size_t> line_starts_;  ///< built when first asked for
};

/// Leads from offsets in a text that was made from a file back to offsets in the file. A default-constructed
/// map is the identity: the text is the file's own, or keeps its length (other parts blanked).
class SourceMap {
public:
    bool is_identity() const { return segments_.empty(); }

    /// The next `length` bytes of the made text are the file's bytes from `source` on.
    void append_verbatim(std::size_t length, std::size_t source);
    /// The next `length` bytes of the made text stand for something else in the file (a variable, an
    /// expression in another language) that starts at `source`: each of them leads there.
    void append_replacement(std::size_t length, std::size_t source);

    /// The way from what was made from a text that was itself made from a file: `outer` leads into the text
    /// that `inner` leads out of.
    static SourceMap chain(const SourceMap& outer, const SourceMap& inner);

    /// The offset in the file; past the end of the made text, the file's text goes on behind the last
    /// segment.
    std::size_t to_source(std::size_t offset) const;

private:
    struct Segment {
        std::size_t begin;   ///< in the made text
        std::size_t source;  ///< in the file
        bool verbatim;
    };
    void append(Segment segment, std::size_t length);
    std::size_t segment_at(std::size_t offset) const;
    std::size_t end_of(std::size_t index) const;

    std::vector<Segment> segments_;
    std::size_t length_ = 0;  ///< of the made text so far
};

}  // namespace backout::text
