#include <doctest/doctest.h>

#include "text/utf8.h"

using namespace backout::text;

TEST_CASE("valid UTF-8 has no invalid byte") {
    CHECK_FALSE(find_invalid_utf8("plain ASCII, more than eight bytes"));
    CHECK_FALSE(find_invalid_utf8("äöü €  😀"));
    CHECK_FALSE(find_invalid_utf8("\xF4\x8F\xBF\xBF"));  // U+10FFFF
}

TEST_CASE("the first invalid byte is found") {
    CHECK(find_invalid_utf8("abcdefgh\xFFij") == 8u);
    CHECK(find_invalid_utf8("ä\xC3") == 2u);             // cut short
    CHECK(find_invalid_utf8("\xC0\xAF") == 0u);          // overlong '/'
    CHECK(find_invalid_utf8("x\xED\xA0\x80") == 1u);     // a surrogate
    CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0u);  // past U+10FFFF
    CHECK(find_invalid_utf8("\xE0\x80\x80") == 0u);      // overlong NUL
    CHECK(find_invalid_utf8("na\xEFve latin-1") == 2u);
}

TEST_CASE("NUL bytes are found") {
    CHECK(find_nul(std::string_view("ab\0c", 4)) == 2u);
    CHECK_FALSE(find_nul("abc"));
}

TEST_CASE("characters are counted, stray bytes as one each") {
    CHECK(count_characters("aä€😀") == 4);
    CHECK(count_characters("a\xFF\xFEz") == 4);
    CHECK(character_offset("aä€😀z", 4) == 10);
    CHECK(character_offset("a", 5) == 1);
}

TEST_CASE("code points are written as they are read") {
    for (const char32_t code_point : {U'a', U'ä', U'€', U'😀', char32_t(0x10FFFF)}) {
        std::string text;
        append_utf8(text, code_point);
        CHECK(decode_character(text, 0).code_point == code_point);
        CHECK(decode_character(text, 0).length == text.size());
    }
}
