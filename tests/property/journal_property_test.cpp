#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "../unit/simulate_helper.h"
#include "inventory/inventory.h"

// Whatever a script does, returning to a position of the journal returns to the catalog as it was there, by name and
// by property; and going forward again leads to where it had been.

namespace {

using backout::test::Replay;

rc::Gen<std::string> table() { return rc::gen::element<std::string>("a", "b", "c", "s.a", "s.b"); }
rc::Gen<std::string> column() { return rc::gen::element<std::string>("x", "y", "z"); }
rc::Gen<std::string> type() {
    return rc::gen::element<std::string>("int", "text", "varchar(10)", "numeric(8,2)", "timestamptz", "jsonb", "int[]");
}

/// A statement that may or may not work in the state it meets: failing ones must leave no trace either.
rc::Gen<std::string> statement() {
    return rc::gen::exec([] {
        std::string t = *table();
        std::string c = *column();
        std::string other = *table();
        std::string typed = *type();
        switch (*rc::gen::inRange(0, 18)) {
            case 0: return fmt::format("CREATE TABLE {} (id serial PRIMARY KEY, {} {} NOT NULL)", t, c, typed);
            case 1: return fmt::format("CREATE TABLE IF NOT EXISTS {} ({} {} DEFAULT NULL UNIQUE)", t, c, typed);
            case 2: return fmt::format("DROP TABLE {} CASCADE", t);
            case 3: return fmt::format("DROP TABLE {}", t);
            case 4: return fmt::format("ALTER TABLE {} ADD COLUMN {} {}", t, c, typed);
            case 5: return fmt::format("ALTER TABLE {} DROP COLUMN {}", t, c);
            case 6: return fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE text", t, c);
            case 7: return fmt::format("ALTER TABLE {} RENAME COLUMN {} TO w", t, c);
            case 8: return fmt::format("CREATE INDEX ON {} ({})", t, c);
            case 9: return fmt::format("CREATE VIEW v AS SELECT * FROM {}", t);
            case 10: return fmt::format("CREATE OR REPLACE VIEW v AS SELECT id, {} FROM {}", c, t);
            case 11: return std::string("DROP VIEW v");
            case 12: return fmt::format("ALTER TABLE {} ADD FOREIGN KEY (id) REFERENCES {}", t, other);
            case 13: return fmt::format("ALTER TABLE {} ADD CHECK (id > 0)", t);
            case 14: return fmt::format("COMMENT ON TABLE {} IS 'about {}'", t, c);
            case 15: return fmt::format("ALTER TABLE {} RENAME TO renamed", t);
            case 16: return fmt::format("GRANT SELECT ON {} TO reader", t);
            default: return fmt::format("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", t);
        }
    });
}

std::vector<std::string> printed(const backout::catalog::Catalog& catalog) {
    std::vector<std::string> lines;
    for (const auto& item : backout::inventory::all_items(catalog)) {
        std::string line = item.kind + " " + item.name;
        for (const auto& property : item.properties) line += " " + property.name + "=" + property.value;
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

TEST_CASE("undo and redo of the journal lead back to the same catalogs") {
    bool held = rc::check("undo and redo", [] {
        auto script = *rc::gen::container<std::vector<std::string>>(statement());
        Replay replay(15);
        replay.run("CREATE SCHEMA s; CREATE ROLE reader;");
        std::vector<std::size_t> positions;
        std::vector<std::vector<std::string>> states;
        for (const std::string& sql : script) {
            positions.push_back(replay.catalog().position());
            states.push_back(printed(replay.catalog()));
            replay.run(sql);
        }
        std::size_t end = replay.catalog().position();
        std::vector<std::string> last = printed(replay.catalog());
        auto& catalog = replay.simulator().mutable_catalog();
        for (std::size_t i = positions.size(); i-- > 0;) {
            catalog.undo_to(positions[i]);
            RC_ASSERT(printed(catalog) == states[i]);
        }
        catalog.redo_to(end);
        RC_ASSERT(printed(catalog) == last);
    });
    CHECK(held);
}

TEST_CASE("a transaction that is rolled back leaves the catalog as it was") {
    bool held = rc::check("rollback", [] {
        auto before = *rc::gen::container<std::vector<std::string>>(statement());
        auto inside = *rc::gen::container<std::vector<std::string>>(statement());
        Replay replay(18);
        replay.run("CREATE SCHEMA s; CREATE ROLE reader;");
        for (const std::string& sql : before) replay.run(sql);
        std::vector<std::string> state = printed(replay.catalog());
        replay.run("BEGIN");
        for (const std::string& sql : inside) replay.run(sql);
        replay.run("ROLLBACK");
        RC_ASSERT(printed(replay.catalog()) == state);
    });
    CHECK(held);
}
