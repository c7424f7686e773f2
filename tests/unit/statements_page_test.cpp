/// docs/statements.md is what the program says of itself, and what it says is so.
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "report/statements_page.h"
#include "simulate/handling.h"
#include "simulate_helper.h"

namespace backout {

TEST_CASE("statements: the page is the one that the program writes") {
    std::ifstream file(BACKOUT_SOURCE_DIR "/docs/statements.md");
    std::stringstream page;
    page << file.rdbuf();
    CHECK(page.str() == report::statements_page());  // backout statements > docs/statements.md
}

TEST_CASE("statements: what is said to be without effect changes nothing, what is unknown says why") {
    using simulate::Handling;
    for (const char* sql : {"NOTIFY channel;", "LISTEN channel;", "UNLISTEN *;", "LOAD 'auto_explain';", "CHECKPOINT;",
                            "ALTER DATABASE postgres REFRESH COLLATION VERSION;"}) {
        CAPTURE(sql);
        test::Replay replay;
        auto parsed = sql::parse_statement(sql, 0);
        REQUIRE(parsed);
        CHECK(simulate::handling_of((*parsed)->kind).handling == Handling::without_effect);
        const auto before = replay.catalog().position();
        CHECK(replay.outcome(sql) == "ok");
        CHECK(replay.catalog().position() == before);
    }
    test::Replay replay;
    replay.run("CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;");
    CHECK(simulate::handling_of(sql::StatementKind::import_foreign_schema).handling == Handling::unknown);
    CHECK(replay.outcome("IMPORT FOREIGN SCHEMA a FROM SERVER s INTO public;").starts_with("unknown: "));
}

}  // namespace backout
