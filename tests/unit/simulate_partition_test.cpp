#include "simulate_table_helper.h"

// Answers, names and dependencies are those of PostgreSQL 15.18, and 17 where a test says so.
namespace backout::test {

TEST_CASE("partitions are answered as the server answers them") {
    check_answers(15, {
        {"create table a(a int, b text) partition by list (a, b)",
         "42P17 cannot use \"list\" partition strategy with more than one column"},
        {"create table a(a int, b text) partition by list (nosuch)",
         "42703 column \"nosuch\" named in partition key does not exist"},
        {"create table a(a int, b text) partition by list (xmin)",
         "42P17 cannot use system column \"xmin\" in partition key"},
        {"create table a(a int, b int generated always as (a) stored) partition by list (b)",
         "42P17 cannot use generated column in partition key"},
        {"create table a(a int, b text) partition by list ((random()))",
         "42P17 functions in partition key expression must be marked IMMUTABLE"},
        {"create table a(a int, b text) partition by list ((1))",
         "42P17 cannot use constant expression as partition key"},
        {"create table a(a int, b json) partition by list (b)",
         "42704 data type json has no default operator class for access method \"btree\""},
        {"create table a(a int, b json) partition by hash (b)",
         "42704 data type json has no default operator class for access method \"hash\""},
        {"create table a(a int, b text) partition by range (a collate \"C\")",
         "42804 collations are not supported by type integer"},
        {"create table a(a int, b text) partition by range (a text_ops)",
         "42804 operator class \"text_ops\" does not accept data type integer"},
        {"create table a(a int, b text) partition by range ((sum(a)))",
         "42803 aggregate functions are not allowed in partition key expressions"},
        {"create table a(a int, b text) partition by range ((row(a)))",
         "42P16 partition key column 1 has pseudo-type record"},
        {"create table a(a int primary key, b int) partition by list (b)",
         "0A000 unique constraint on partitioned table must include all partitioning columns"},
        {"create table l(a int, b text) partition by list (a)", "ok"},
        {"create table l1 partition of l for values in (1, 1, null)", "ok"},
        {"create table l2 partition of l for values in (2, 1)",
         "42P17 partition \"l2\" would overlap partition \"l1\""},
        {"create table l2 partition of l for values in (null)",
         "42P17 partition \"l2\" would overlap partition \"l1\""},
        {"create table l2 partition of l for values from (1) to (2)",
         "42P16 invalid bound specification for a list partition"},
        {"create table l2 partition of l for values with (modulus 2, remainder 1)",
         "42P16 invalid bound specification for a list partition"},
        {"create table l2 partition of l for values in ('a')",
         "22P02 invalid input syntax for type integer: \"a\""},
        {"create table l2 partition of l for values in (true)",
         "42804 specified value cannot be cast to type integer for column \"a\""},
        {"create table l2 partition of l for values in (a)",
         "0A000 cannot use column reference in partition bound expression"},
        {"create table l2 partition of l for values in ((select 1))",
         "0A000 cannot use subquery in partition bound"},
        {"create table l2 partition of l for values in (sum(1))",
         "42803 aggregate functions are not allowed in partition bound"},
        {"create table l2 partition of l for values in (2)", "ok"},
        {"create table l3 partition of l default", "ok"},
        {"create table l4 partition of l default",
         "42P17 partition \"l4\" conflicts with existing default partition \"l3\""},
        {"create table h(a int) partition by hash (a)", "ok"},
        {"create table h0 partition of h default",
         "42P16 a hash-partitioned table may not have a default partition"},
        {"create table h0 partition of h for values with (modulus 0, remainder 0)",
         "42P16 modulus for hash partition must be an integer value greater than zero"},
        {"create table h0 partition of h for values with (modulus 4, remainder 4)",
         "42P16 remainder for hash partition must be less than modulus"},
        {"create table h0 partition of h for values with (modulus 4, remainder 0)", "ok"},
        {"create table h1 partition of h for values with (modulus 6, remainder 0)",
         "42P17 every hash partition modulus must be a factor of the next larger modulus"},
        {"create table h1 partition of h for values with (modulus 8, remainder 0)",
         "42P17 partition \"h1\" would overlap partition \"h0\""},
        {"create table h1 partition of h for values with (modulus 8, remainder 1)", "ok"},
        {"create table h2 partition of h for values with (modulus 2, remainder 1)",
         "42P17 partition \"h2\" would overlap partition \"h1\""},
        {"create table r(a int, b date) partition by range (a, b)", "ok"},
        {"create table r1 partition of r for values from (1) to (2)",
         "42P16 FROM must specify exactly one value per partitioning column"},
        {"create table r1 partition of r for values from (1, '2020-01-01') to (2)",
         "42P16 TO must specify exactly one value per partitioning column"},
        {"create table r1 partition of r for values from (1, '2020-01-01') to (1, '2020-01-01')",
         "42P17 empty range bound specified for partition \"r1\""},
        {"create table r1 partition of r for values from (1, null) to (1, '2020-01-01')",
         "42P17 cannot specify NULL in range bound"},
        {"create table r1 partition of r for values from (minvalue, '2020-01-01') to (1, '2020-01-01')",
         "42804 every bound following MINVALUE must also be MINVALUE"},
        {"create table r1 partition of r for values from (1, minvalue) to (1, '2020-01-01')", "ok"},
        {"create table r2 partition of r for values from (0, maxvalue) to (1, '2019-01-01')",
         "42P17 partition \"r2\" would overlap partition \"r1\""},
        {"create table r2 partition of r for values from (1, '2020-01-01') to (1, maxvalue)", "ok"},
        {"create table r3 partition of r for values from (1, maxvalue) to (1, maxvalue)",
         "42P17 empty range bound specified for partition \"r3\""},
        {"create table n(a numeric) partition by range (a)", "ok"},
        {"create table n1 partition of n for values from (1.0) to (2.50)", "ok"},
        {"create table n2 partition of n for values from (2) to (3)",
         "42P17 partition \"n2\" would overlap partition \"n1\""},
        {"create table n2 partition of n for values from (2.5) to (3)", "ok"},
        {"create table d(a timestamptz, b text) partition by range (a)", "ok"},
        {"create table d1 partition of d for values from ('2020-01-01') to ('2020-02-01 00:00:00+00')", "ok"},
        {"create table d2 partition of d for values from ('2020-01-31') to ('2020-03-01')",
         "42P17 partition \"d2\" would overlap partition \"d1\""},
        {"create table d2 partition of d for values from ('2020-02-01') to ('2020-03-01') partition by "
         "list (b)",
         "ok"},
        {"create table d21 partition of d2 for values in ('a', 'b')", "ok"},
        {"create table d22 partition of d2 for values in ('c', 'b')",
         "42P17 partition \"d22\" would overlap partition \"d21\""},
        {"create table np(a int)", "ok"},
        {"create table np1 partition of np for values in (1)", "42P17 \"np\" is not partitioned"},
        {"create view v as select 1 as a", "ok"},
        {"create table np1 partition of v for values in (1)",
         "42809 inherited relation \"v\" is not a table or foreign table"},
        {"create table np1 partition of nosuch for values in (1)",
         "42P01 relation \"nosuch\" does not exist"},
        {"create table np1 partition of l (nosuch not null) for values in (7)",
         "42703 column \"nosuch\" does not exist"},
        {"create table np1 partition of l (constraint k check (a > 3), b default 'x', a not null) for "
         "values in (7)",
         "ok"},
        {"create temp table np2 partition of l for values in (17)",
         "42809 cannot create a temporary relation as partition of permanent relation \"l\""},
        {"create table np2(a int, b text) inherits (l)", "42809 cannot inherit from partitioned table \"l\""},
        {"create table np2(a int, b text) inherits (l1)", "42809 cannot inherit from partition \"l1\""},
        {"create table if not exists np1 partition of l for values in (1)", "ok"},
        {"create table np2 partition of l (b generated always as identity) for values in (8)",
         "0A000 identity columns are not supported on partitions"},
        {"create table np2(a int) inherits (np) partition by list (a)",
         "42P17 cannot create partitioned table as inheritance child"},
    });
}

TEST_CASE("details of bounds that don't fit") {
    Replay replay(15);
    replay.run("create table h (a int) partition by hash (a);"
               "create table h0 partition of h for values with (modulus 4, remainder 0)");
    CHECK(replay.run("create table h1 partition of h for values with (modulus 6, remainder 0)").outcome.error.detail ==
          "The new modulus 6 is not divisible by 4, the modulus of existing partition \"h0\".");
    replay.run("create table r (a int, b date) partition by range (a, b)");
    CHECK(replay.run("create table r1 partition of r for values from (1, '2020-01-01') to (1, '2020-01-01')")
              .outcome.error.detail ==
          "Specified lower bound (1, '2020-01-01') is greater than or equal to upper bound (1, '2020-01-01').");
}

TEST_CASE("a partition gets its parent's columns, defaults, checks, indexes and foreign keys") {
    Replay replay(15);
    replay.run("create table r (a int primary key);"
               "create table pt (a int not null default 4, b int check (b > 0) references r, primary key (a))"
               " partition by list (a);"
               "create index named on pt (b);"
               "create table p1 partition of pt (b default 7) for values in (1)");
    CHECK(constraints_of(replay, "p1") == Lines{"p1_pkey PRIMARY KEY (a)", "pt_b_check CHECK ((b > 0))",
                                                "pt_b_fkey FOREIGN KEY (b) REFERENCES r(a)"});
    const catalog::Relation* partition = find_relation(replay, "p1");
    CHECK(partition->find_attribute("a")->not_null);
    CHECK(partition->find_attribute("a")->default_oid != catalog::invalid_oid);
    CHECK(partition->find_attribute("b")->default_oid != catalog::invalid_oid);
    REQUIRE(find_relation(replay, "p1_b_idx"));
    CHECK(find_relation(replay, "p1_b_idx")->index->parent == find_relation(replay, "named")->oid);
}

TEST_CASE("partitions hang on their parents as in pg_depend") {
    Replay replay(15);
    replay.run("create table pt (a int, primary key (a)) partition by list (a);"
               "create table p1 partition of pt for values in (1)");
    CHECK(dependencies(replay) == Lines{"column a of table pt -> table pt (i)",
                                        "constraint p1_pkey on table p1 -> column a of table p1 (a)",
                                        "constraint p1_pkey on table p1 -> constraint pt_pkey on table pt (P)",
                                        "constraint p1_pkey on table p1 -> table p1 (S)",
                                        "constraint pt_pkey on table pt -> column a of table pt (a)",
                                        "index p1_pkey -> constraint p1_pkey on table p1 (i)",
                                        "index p1_pkey -> index pt_pkey (P)", "index p1_pkey -> table p1 (S)",
                                        "index pt_pkey -> constraint pt_pkey on table pt (i)",
                                        "table p1 -> table pt (a)"});
}

TEST_CASE("since 17 partitions share the identity of their parent") {
    const char* tables = "create table pt (a int generated always as identity, b int) partition by list (b);"
                         "create table p1 partition of pt for values in (1)";
    Replay sixteen(16);
    sixteen.run(tables);
    CHECK(find_relation(sixteen, "p1")->find_attribute("a")->identity == 0);
    Replay seventeen(17);
    seventeen.run(tables);
    CHECK(find_relation(seventeen, "p1")->find_attribute("a")->identity == 'a');
    CHECK_FALSE(find_relation(seventeen, "p1_a_seq"));
}

TEST_CASE("what only a server can compare is left uncertain") {
    Replay replay(15);
    replay.run("create table pt (a text) partition by range (a);"
               "create table p1 partition of pt for values from ('a') to ('m')");
    const auto result = replay.run("create table p2 partition of pt for values from ('m') to ('z')");
    CHECK(result.outcome.kind == simulate::OutcomeKind::ok);
    CHECK(result.uncertainties.size() == 1);
}

}  // namespace backout::test
