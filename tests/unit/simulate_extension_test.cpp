/// What CREATE EXTENSION leaves beside members. Answers of PostgreSQL 15.
#include <algorithm>

#include <doctest/doctest.h>

#include "inventory/inventory.h"
#include "simulate_helper.h"

namespace backout::test {

namespace {

std::vector<std::string> comments_of(Replay& replay) {
    std::vector<std::string> comments;
    for (const inventory::Item& item : inventory::all_items(replay.catalog()))
        if (item.kind == "comment" && item.name.starts_with("extension ") && item.name != "extension plpgsql")
            comments.push_back(item.name + ": " + *item.property("text"));
    return comments;
}

}  // namespace

TEST_CASE("simulate: an extension has the comment of its control file") {
    Replay replay;
    REQUIRE(replay.outcome("CREATE EXTENSION hstore;") == "ok");
    CHECK(comments_of(replay) ==
          std::vector<std::string>{"extension hstore: data type for storing sets of (key, value) pairs"});
    REQUIRE(replay.outcome("COMMENT ON EXTENSION hstore IS 'ours';") == "ok");
    CHECK(comments_of(replay) == std::vector<std::string>{"extension hstore: ours"});
    REQUIRE(replay.outcome("DROP EXTENSION hstore;") == "ok");
    CHECK(comments_of(replay).empty());
    // Of those that CASCADE installs as well.
    REQUIRE(replay.outcome("CREATE EXTENSION earthdistance CASCADE;") == "ok");
    CHECK(comments_of(replay).size() == 2);
}

}  // namespace backout::test
