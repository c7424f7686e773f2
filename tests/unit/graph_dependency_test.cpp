#include <doctest/doctest.h>

#include "graph/select.h"
#include "graph_helper.h"

// Expectations are pg_depend's of a PostgreSQL 15 server, with what goes with something else folded into that
// (tests/oracle/graph_check holds whole projects against a server).

using namespace backout::graph;
using backout::test::edges_of;
using backout::test::graph_of;
using backout::test::vertices_of;
using Lines = std::vector<std::string>;

TEST_CASE("tables, keys, foreign keys: what is implicit is folded into what it goes with") {
    const auto graph = graph_of(
        "CREATE TABLE a (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);"
        "CREATE TABLE b (id int, a_id int NOT NULL REFERENCES a)");
    CHECK(vertices_of(graph) == Lines{"schema public", "table public.a", "constraint public.a.a_pkey", "table public.b",
                                      "foreign_key public.b.b_a_id_fkey"});
    CHECK(edges_of(graph) == Lines{"constraint public.a.a_pkey on(id) table public.a",
                                   "foreign_key public.b.b_a_id_fkey on(a_id) table public.b",
                                   "foreign_key public.b.b_a_id_fkey references(id) table public.a",
                                   "foreign_key public.b.b_a_id_fkey relies_on_key() constraint public.a.a_pkey"});
}

TEST_CASE("a composite foreign key tells its columns in pairs") {
    const auto graph = graph_of(
        "CREATE TABLE a (x int, y int, UNIQUE (y, x));"
        "CREATE TABLE b (u int, v int, FOREIGN KEY (v, u) REFERENCES a (x, y))");
    bool found = false;
    for (const Dependence& dependence : graph.dependences) {
        if (dependence.need != Need::references) continue;
        found = true;
        CHECK(dependence.columns == Lines{"v", "u"});
        CHECK(dependence.referenced_columns == Lines{"x", "y"});
    }
    CHECK(found);
}

TEST_CASE("a serial column and its sequence need each other in two ways") {
    CHECK(edges_of(graph_of("CREATE TABLE t (id serial)")) ==
          Lines{"sequence public.t_id_seq owned_by(id) table public.t",
                "table public.t default_uses(id) sequence public.t_id_seq"});
}

TEST_CASE("views read tables by columns, arrays and row types stand for their element and table") {
    const auto graph = graph_of(
        "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood[], n int);"
        "CREATE VIEW v AS SELECT n FROM t; CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1'");
    CHECK(edges_of(graph) == Lines{"function public.f(public.t) has_type() table public.t",
                                   "table public.t has_type(m) enum public.mood",
                                   "view public.v reads(n) table public.t"});
}

TEST_CASE("indexes, triggers, policies, rules, statistics are on their table") {
    const auto graph = graph_of(
        "CREATE TABLE t (a int, b int); CREATE TABLE log (a int);"
        "CREATE INDEX i ON t (a);"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
        "CREATE POLICY p ON t USING (a IN (SELECT a FROM log));"
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD INSERT INTO log VALUES (old.a);"
        "CREATE STATISTICS s ON a, b FROM t");
    CHECK(edges_of(graph) == Lines{"index public.i on(a) table public.t",
                                   "policy public.t.p on(a) table public.t",
                                   "policy public.t.p reads(a) table public.log",
                                   "rule public.t.r on(a) table public.t",
                                   "rule public.t.r reads(a) table public.log",
                                   "statistics public.s on(a,b) table public.t",
                                   "trigger public.t.g calls() function public.f()",
                                   "trigger public.t.g on() table public.t"});
}

TEST_CASE("partitions and what they have of their parent") {
    const auto graph = graph_of(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE INDEX pi ON p (id);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)");
    CHECK(edges_of(graph) == Lines{"index public.p1_id_idx on(id) table public.p1",
                                   "index public.p1_id_idx part_of() index public.pi",
                                   "index public.pi on(id) table public.p",
                                   "table public.p1 partition_of() table public.p"});
}

TEST_CASE("what uses a member of an extension needs the extension") {
    const auto edges = edges_of(graph_of("CREATE EXTENSION citext; CREATE TABLE t (c citext)"));
    CHECK(edges == Lines{"table public.t uses(c) extension citext"});
}

TEST_CASE("roles are vertices only when asked for") {
    const std::string sql =
        "CREATE ROLE r; CREATE TABLE t (a int); GRANT SELECT ON t TO r; CREATE TABLE u (a int); ALTER TABLE u OWNER TO r";
    CHECK(edges_of(graph_of(sql)).empty());
    const auto edges = edges_of(graph_of(sql, {.roles = true}));
    CHECK(std::find(edges.begin(), edges.end(), "table public.t granted_to() role r") != edges.end());
    CHECK(std::find(edges.begin(), edges.end(), "table public.u owner() role r") != edges.end());
}

TEST_CASE("names are found whole, by their end, and without arguments") {
    const auto graph = graph_of(
        "CREATE SCHEMA s; CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE s.t (id int); CREATE TABLE s.st (id int);"
        "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'");
    auto found = [&](std::string_view name) {
        Lines names;
        for (std::size_t vertex : find_vertices(graph, name)) names.push_back(backout::test::called(graph, vertex));
        return names;
    };
    CHECK(found("s.t") == Lines{"table s.t"});
    CHECK(found("t") == Lines{"table public.t", "table s.t"});
    CHECK(found("s") == Lines{"schema s"});
    CHECK(found("t_pkey") == Lines{"constraint public.t.t_pkey"});
    CHECK(found("f") == Lines{"function public.f(integer)"});
    CHECK(found("nothing").empty());
}

TEST_CASE("surroundings have a direction and a depth") {
    const auto graph = graph_of(
        "CREATE TABLE a (id int); CREATE VIEW b AS SELECT id FROM a; CREATE VIEW c AS SELECT id FROM b;"
        "CREATE VIEW other AS SELECT id FROM a");
    auto around = [&](std::string_view name, Direction direction, std::optional<std::size_t> depth) {
        Lines names = vertices_of(restrict(graph, surroundings(graph, find_vertices(graph, name), direction, depth)));
        std::erase(names, "schema public");
        return names;
    };
    CHECK(around("b", Direction::needs, {}) == Lines{"table public.a", "view public.b"});
    CHECK(around("b", Direction::needed_by, {}) == Lines{"view public.b", "view public.c"});
    CHECK(around("b", Direction::both, {}) == Lines{"table public.a", "view public.b", "view public.c"});
    CHECK(around("a", Direction::needed_by, 1) == Lines{"table public.a", "view public.b", "view public.other"});
    CHECK(around("a", Direction::needed_by, 0) == Lines{"table public.a"});
}

TEST_CASE("a folded constraint's ties become its table's, a foreign key to the own table stays") {
    const auto graph = fold(graph_of("CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a);"
                                     "CREATE TABLE b (a_id int CONSTRAINT fk REFERENCES a)"),
                            [](const Vertex& vertex) { return vertex.kind == "table"; });
    CHECK(edges_of(graph) == Lines{"table public.a references(id) table public.a",
                                   "table public.b references(id) table public.a"});
    for (const Dependence& dependence : graph.dependences)
        CHECK(dependence.through == (dependence.dependent == dependence.referenced ? "a_up_fkey" : "fk"));
}

TEST_CASE("a table needs what its foreign keys need, but what needs the table does not need that") {
    const auto graph = graph_of(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a); CREATE VIEW v AS SELECT * FROM b");
    auto around = [&](std::string_view name, Direction direction, std::optional<std::size_t> depth) {
        Lines names = vertices_of(restrict(graph, surroundings(graph, find_vertices(graph, name), direction, depth)));
        std::erase_if(names, [](const std::string& line) { return !line.starts_with("table") && !line.starts_with("view"); });
        return names;
    };
    CHECK(around("b", Direction::needs, 1) == Lines{"table public.a", "table public.b"});
    CHECK(around("a", Direction::needed_by, {}) == Lines{"table public.a", "table public.b"});
}
