#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "inventory/inventory.h"
#include "simulate_helper.h"

/// What keeps to an object though its name changes, and names as signatures print them.
namespace {

using backout::test::Replay;

std::string property_of(const Replay& replay, std::string_view kind, std::string_view name, std::string_view property) {
    for (const auto& item : backout::inventory::all_items(replay.catalog()))
        if (item.kind == kind && item.name == name)
            if (const auto* value = item.property(property)) return *value;
    return "(none)";
}

bool has_item(const Replay& replay, std::string_view kind, std::string_view name) {
    auto items = backout::inventory::all_items(replay.catalog());
    return std::any_of(items.begin(), items.end(), [&](const auto& item) { return item.kind == kind && item.name == name; });
}

}  // namespace

TEST_CASE("constants of an enum print the label's present name") {
    Replay replay;
    replay.run(R"(CREATE TYPE mood AS ENUM ('sad', 'glad');
                  CREATE TABLE t (m mood DEFAULT 'sad', CONSTRAINT c CHECK (m <> 'glad'::mood));
                  ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'glad';
                  ALTER TYPE mood RENAME VALUE 'sad' TO 'Sad';
                  ALTER TYPE mood RENAME VALUE 'glad' TO 'Glad')");
    CHECK(property_of(replay, "column", "public.t.m", "default") == "'Sad'::public.mood");
    CHECK(property_of(replay, "constraint", "public.t.c", "definition") == "CHECK ((m <> 'Glad'::public.mood))");
}

TEST_CASE("the expression of RETURN has no name") {
    Replay replay;
    replay.run("CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN abs($1) * 2");
    CHECK(property_of(replay, "function", "public.twice(integer)", "definition").find(" AS ") == std::string::npos);
    replay.run("CREATE FUNCTION up(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper(t)");
    CHECK(property_of(replay, "function", "public.up(t text)", "definition").ends_with("RETURN upper(t)\n"));
}

TEST_CASE("signatures print types without regard to modifiers") {
    Replay replay;
    replay.run("CREATE FUNCTION f(mask bit(8), word char(3)) RETURNS bit(8) LANGUAGE sql AS 'SELECT mask'");
    CHECK(has_item(replay, "function", "public.f(mask bit, word character)"));
}

TEST_CASE("a publication has its owner, whatever it publishes") {
    Replay replay;
    replay.run("CREATE TABLE t (a int); CREATE PUBLICATION p FOR TABLE t");
    CHECK(property_of(replay, "publication", "p", "owner") == "postgres");
}
