#include <doctest/doctest.h>

#include "text/escape.h"
#include "text/similar.h"

using namespace backout::text;

TEST_CASE("text that is what it looks like stays as it is") {
    CHECK(escape_for_terminal("CREATE TABLE größe (\tid int);") == "CREATE TABLE größe (\tid int);");
    CHECK(escape_for_terminal("表 😀 é") == "表 😀 é");
}

TEST_CASE("nothing in a text can drive the terminal") {
    CHECK(escape_for_terminal("\x1b[31mred\x1b]0;title\x07") == "\\u{1b}[31mred\\u{1b}]0;title\\u{7}");
    CHECK(escape_for_terminal("a\xC2\x9B"
                              "31m") == "a\\u{9b}31m");  // C1: the one-character CSI
    CHECK(escape_for_terminal("a\rb\nc\x7f") == "a\\u{d}b\\u{a}c\\u{7f}");
    CHECK(escape_for_terminal(std::string_view("a\0b", 3)) == "a\\u{0}b");
}

TEST_CASE("nothing in a text can reorder or hide its characters") {
    CHECK(escape_for_terminal("a\u202Eb\u2066c\u2069") == "a\\u{202e}b\\u{2066}c\\u{2069}");
    CHECK(escape_for_terminal("us\u200Bers") == "us\\u{200b}ers");
    CHECK(escape_for_terminal("\uFEFFx") == "\\u{feff}x");
    CHECK(escape_for_terminal("x\xFFy") == "x\\x{ff}y");
}

TEST_CASE("widths are those of a terminal") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("größe") == 5);
    CHECK(display_width("表") == 2);
    CHECK(display_width("ｱ") == 1);   // halfwidth katakana
    CHECK(display_width("Ａ") == 2);  // fullwidth Latin
    CHECK(display_width("😀") == 2);
    CHECK(display_width("e\u0301") == 1);  // with a combining accent
    CHECK(display_width("\x1b") == 6);     // as escaped: \u{1b}
    CHECK(display_width("\t") == 4);
    CHECK(display_width("ab\tc") == 5);
    CHECK(display_width("\t", 3) == 1);
}

TEST_CASE("tabs become blanks that reach as far") {
    CHECK(expand_for_terminal("ab\tc") == "ab  c");
    CHECK(expand_for_terminal("表\tc") == "表  c");
    CHECK(expand_for_terminal("\t\x1b") == "    \\u{1b}");
}

TEST_CASE("a mistyped word finds what it meant") {
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("gosoe", "goose") == 1);  // swapped neighbours
    CHECK(find_similar("golang-migrat", {"goose", "golang-migrate", "sql-migrate"}) == "golang-migrate");
    CHECK_FALSE(find_similar("quite-different", {"goose", "sqlx"}));
}
