#include <doctest/doctest.h>

#include "simulate_helper.h"

/// Policies: one after the other on one server; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"CREATE TABLE t (id int, owner text, tenant int)",
     "ok"},
    {"CREATE VIEW v AS SELECT 1 AS a",
     "ok"},
    {"CREATE POLICY p ON t USING (owner = current_user)",
     "ok"},
    {"CREATE POLICY p ON t FOR SELECT USING (true)",
     "42710 policy \"p\" for table \"t\" already exists"},
    {"CREATE POLICY p2 ON t FOR SELECT WITH CHECK (true)",
     "42601 WITH CHECK cannot be applied to SELECT or DELETE"},
    {"CREATE POLICY p2 ON t FOR DELETE WITH CHECK (true)",
     "42601 WITH CHECK cannot be applied to SELECT or DELETE"},
    {"CREATE POLICY p2 ON t FOR INSERT USING (true)",
     "42601 only WITH CHECK expression allowed for INSERT"},
    {"CREATE POLICY p2 ON t FOR INSERT WITH CHECK (nope = 1)",
     "42703 column \"nope\" does not exist"},
    {"CREATE POLICY p2 ON t FOR INSERT WITH CHECK (tenant)",
     "42804 argument of POLICY must be type boolean, not type integer"},
    {"CREATE POLICY p2 ON v USING (true)",
     "42809 \"v\" is not a table"},
    {"CREATE POLICY p2 ON nope USING (true)",
     "42P01 relation \"nope\" does not exist"},
    {"CREATE POLICY p2 ON t USING (count(*) > 1)",
     "42803 aggregate functions are not allowed in policy expressions"},
    {"CREATE POLICY p2 ON t FOR INSERT WITH CHECK (tenant = "
     "current_setting('app.tenant')::int)",
     "ok"},
    {"CREATE POLICY p3 ON t AS RESTRICTIVE FOR UPDATE USING (EXISTS (SELECT 1 FROM t AS o "
     "WHERE o.tenant = t.tenant))",
     "ok"},
    {"ALTER POLICY p2 ON t USING (true)",
     "42601 only WITH CHECK expression allowed for INSERT"},
    {"ALTER POLICY nope ON t USING (true)",
     "42704 policy \"nope\" for table \"t\" does not exist"},
    {"ALTER POLICY p ON t WITH CHECK (tenant > 0)",
     "ok"},
    {"ALTER TABLE t DROP COLUMN tenant",
     "2BP01 cannot drop column tenant of table t because other objects depend on it"},
    {"DROP POLICY p3 ON t",
     "ok"},
    {"DROP POLICY p2 ON t",
     "ok"},
    {"ALTER TABLE t DROP COLUMN tenant",
     "2BP01 cannot drop column tenant of table t because other objects depend on it"},
    {"DROP POLICY p ON t",
     "ok"},
    {"ALTER TABLE t DROP COLUMN tenant",
     "ok"},
    {"DROP POLICY p ON t",
     "42704 policy \"p\" for table \"t\" does not exist"},
    {"DROP TABLE t",
     "ok"},
};

}  // namespace

TEST_CASE("simulate: policies as the server has them") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        CAPTURE(std::string(one.sql));
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
