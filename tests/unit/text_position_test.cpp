#include <doctest/doctest.h>

#include "backout/position.h"

using backout::text::Position;
using backout::text::SourceFile;
using backout::text::SourceMap;

namespace {

Position place(const SourceFile& file, std::string_view what) {
    return file.position(file.text().find(what));
}

}  // namespace

TEST_CASE("lines and columns start at 1") {
    const SourceFile file("a.sql", "SELECT 1;\n  DROP TABLE t;\n");
    CHECK(file.position(0) == Position{1, 1});
    CHECK(place(file, "DROP") == Position{2, 3});
    CHECK(file.position(file.text().size()) == Position{3, 1});
    CHECK(file.position(9999) == Position{3, 1});
    CHECK(file.line_count() == 3);
    CHECK(file.line_text(2) == "  DROP TABLE t;");
    CHECK(file.line_text(4).empty());
}

TEST_CASE("columns count characters, as psql does") {
    // psql's caret for `SELECT 'äöü', x` stands under the 15th character, not the 18th byte
    const SourceFile file("a.sql", "SELECT 'äöü', x;\nSELECT '😀', y;");
    CHECK(place(file, "x") == Position{1, 15});
    CHECK(place(file, "y") == Position{2, 13});
}

TEST_CASE("a tab is one character") {
    const SourceFile file("a.sql", "\t\tx");
    CHECK(place(file, "x") == Position{1, 3});
}

TEST_CASE("CR LF is one line end and no part of the line") {
    const SourceFile file("a.sql", "a\r\nb\r\n\r\nc");
    CHECK(place(file, "b") == Position{2, 1});
    CHECK(place(file, "c") == Position{4, 1});
    CHECK(file.line_text(1) == "a");
    CHECK(file.line_text(3).empty());
}

TEST_CASE("a lone CR ends a line, as in libpq's reports") {
    const SourceFile file("a.sql", "a\rb\r\nc\n");
    CHECK(place(file, "b") == Position{2, 1});
    CHECK(place(file, "c") == Position{3, 1});
    CHECK(file.line_text(1) == "a");
}

TEST_CASE("a byte-order mark is known and not part of the text") {
    const SourceFile file("a.sql", "\xEF\xBB\xBFSELECT 1;");
    CHECK(file.has_byte_order_mark());
    CHECK(file.text() == "SELECT 1;");
    CHECK(file.position(0) == Position{1, 1});
    CHECK_FALSE(SourceFile("b.sql", "SELECT 1;").has_byte_order_mark());
}

TEST_CASE("offsets of places") {
    const SourceFile file("a.sql", "äb\ncd");
    CHECK(file.offset({1, 2}) == 2);
    CHECK(file.offset({2, 2}) == 5);
    CHECK(file.offset({1, 99}) == 3);
    CHECK(file.offset({9, 1}) == file.text().size());
}

TEST_CASE("an empty file has one empty line") {
    const SourceFile file("a.sql", "");
    CHECK(file.line_count() == 1);
    CHECK(file.position(0) == Position{1, 1});
    CHECK(file.line_text(1).empty());
}

TEST_CASE("a default source map is the identity") {
    CHECK(SourceMap().is_identity());
    CHECK(SourceMap().to_source(17) == 17);
}

TEST_CASE("a source map leads replacements to where they stand in the file") {
    // file: "a ${N} b"; text: "a value b"
    SourceMap map;
    map.append_verbatim(2, 0);
    map.append_replacement(5, 2);
    map.append_verbatim(2, 6);
    CHECK(map.to_source(1) == 1);
    CHECK(map.to_source(2) == 2);
    CHECK(map.to_source(6) == 2);
    CHECK(map.to_source(7) == 6);
    CHECK(map.to_source(8) == 7);
    CHECK(map.to_source(9) == 8);  // the text's end is the file's end
}

TEST_CASE("chained maps lead from filled text through a section into the file") {
    SourceMap section;  // two parts of the file: bytes 10..14 and 30..34
    section.append_verbatim(5, 10);
    section.append_verbatim(5, 30);
    SourceMap filled;  // bytes 0..2 kept, byte 3 replaced by four, 4..9 kept
    filled.append_verbatim(3, 0);
    filled.append_replacement(4, 3);
    filled.append_verbatim(6, 4);

    const SourceMap map = SourceMap::chain(filled, section);
    CHECK(map.to_source(2) == 12);
    CHECK(map.to_source(5) == 13);  // within the replacement
    CHECK(map.to_source(7) == 14);
    CHECK(map.to_source(8) == 30);  // the second part
    CHECK(map.to_source(12) == 34);
}
