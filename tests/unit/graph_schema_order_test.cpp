#include <doctest/doctest.h>

#include "graph/schema_order.h"
#include "graph/select.h"
#include "graph_helper.h"

using namespace backout::graph;
using backout::test::called;
using backout::test::graph_of;
using Lines = std::vector<std::string>;

namespace {

Lines steps_of(const DependencyGraph& graph, const SchemaOrder& order) {
    Lines names;
    for (const Step& step : order.steps) names.push_back(called(graph, step.vertex) + (step.cut ? " cut" : ""));
    return names;
}

}  // namespace

TEST_CASE("objects are made in order of creation where nothing else is asked, and dropped in reverse") {
    const auto graph = graph_of(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a); CREATE VIEW v AS SELECT * FROM b;"
        "CREATE INDEX i ON a (id)");
    CHECK(steps_of(graph, create_order(graph)) ==
          Lines{"table public.a", "table public.b", "view public.v", "index public.i"});
    CHECK(steps_of(graph, drop_order(graph)) ==
          Lines{"index public.i", "view public.v", "table public.b", "table public.a"});
}

TEST_CASE("what was made later and needed earlier comes first") {
    const auto graph = graph_of("CREATE TABLE a (id int); CREATE TYPE mood AS ENUM ('x'); ALTER TABLE a ADD m mood");
    CHECK(steps_of(graph, create_order(graph)) == Lines{"enum public.mood", "table public.a"});
    CHECK(steps_of(graph, drop_order(graph)) == Lines{"table public.a", "enum public.mood"});
}

TEST_CASE("tables that reference each other are cut at a foreign key") {
    const auto graph = graph_of(
        "CREATE TABLE a (id int PRIMARY KEY, b_id int); CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);"
        "ALTER TABLE a ADD CONSTRAINT back FOREIGN KEY (b_id) REFERENCES b");
    const SchemaOrder made = create_order(graph);
    CHECK(steps_of(graph, made) == Lines{"table public.a", "table public.b", "foreign_key public.a.back cut"});
    REQUIRE(made.cycles.size() == 1);
    CHECK(made.cycles[0].members.size() == 2);
    CHECK_FALSE(made.cycles[0].open);
    // One has to go before both tables; which one is the order's choice.
    const Lines dropped = steps_of(graph, drop_order(graph));
    REQUIRE(dropped.size() == 3);
    CHECK(dropped[0].ends_with(" cut"));
}

TEST_CASE("a table that references itself is no cycle") {
    const auto graph = graph_of("CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a)");
    CHECK(create_order(graph).cycles.empty());
    CHECK(drop_order(graph).cycles.empty());
}

TEST_CASE("a check that calls a function of the table's row is cut off") {
    const auto graph = graph_of(
        "CREATE TABLE t (id int); CREATE FUNCTION good(t) RETURNS bool LANGUAGE sql AS 'SELECT true';"
        "ALTER TABLE t ADD CONSTRAINT c CHECK (good(t.*))");
    CHECK(steps_of(graph, create_order(graph)) ==
          Lines{"table public.t", "function public.good(public.t)", "constraint public.t.c cut"});
    CHECK(steps_of(graph, drop_order(graph)) ==
          Lines{"constraint public.t.c cut", "function public.good(public.t)", "table public.t"});
}

TEST_CASE("a default that closes a cycle is told") {
    const auto graph = graph_of(
        "CREATE TABLE t (id int); CREATE FUNCTION next(t) RETURNS int LANGUAGE sql AS 'SELECT 1';"
        "ALTER TABLE t ALTER id SET DEFAULT next(NULL)");
    const SchemaOrder made = create_order(graph);
    REQUIRE(made.cycles.size() == 1);
    CHECK(made.cycles[0].cut_defaults.size() == 1);
    CHECK(steps_of(graph, made) == Lines{"table public.t", "function public.next(public.t)"});
}

TEST_CASE("an owned sequence comes before its table and goes with it") {
    const auto graph = graph_of("CREATE TABLE t (id serial); CREATE TABLE u (id int DEFAULT nextval('t_id_seq'))");
    const SchemaOrder made = create_order(graph);
    CHECK(made.cycles.empty());
    CHECK(steps_of(graph, made) == Lines{"sequence public.t_id_seq", "table public.t", "table public.u"});
    // u's default uses the sequence, which t takes with it.
    const SchemaOrder dropped = drop_order(graph);
    CHECK(steps_of(graph, dropped) == Lines{"table public.u", "table public.t"});
    REQUIRE(dropped.steps.back().with.size() == 1);
    CHECK(called(graph, dropped.steps.back().with[0]) == "sequence public.t_id_seq");
}

TEST_CASE("an index of a partition goes with that of the partitioned table") {
    const auto graph = graph_of(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);"
        "CREATE INDEX pi ON p (id)");
    CHECK(steps_of(graph, drop_order(graph)) == Lines{"index public.pi", "table public.p1", "table public.p"});
}

TEST_CASE("objects that are asked for come with what they need, or with what needs them") {
    const auto graph = graph_of(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a); CREATE VIEW v AS SELECT * FROM b;"
        "CREATE TABLE other (id int)");
    const auto b = find_vertices(graph, "b");
    CHECK(steps_of(graph, create_order(graph, b)) == Lines{"table public.a", "table public.b"});
    CHECK(steps_of(graph, drop_order(graph, b)) == Lines{"view public.v", "table public.b"});
}
