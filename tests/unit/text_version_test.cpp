#include "backout/version.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>

TEST_CASE("the version is three numbers") {
    CHECK(std::ranges::count(backout::version(), '.') == 2);
}

TEST_CASE("the grammar is PostgreSQL 17's or newer") {
    const auto text = backout::grammar_version();
    int major = 0;
    std::from_chars(text.data(), text.data() + text.size(), major);
    CHECK(major >= 17);
}
