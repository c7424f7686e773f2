#include "simulate_table_helper.h"

// Answers, names and dependencies are those of PostgreSQL 15.18.
namespace backout::test {

TEST_CASE("CREATE INDEX and CREATE STATISTICS are answered as the server answers them") {
    check_answers(15, {
        {"create table t(a int, b text, r int4range, j json, primary key (a))", "ok"},
        {"create index on t(a) include (b collate \"C\")",
         "42P17 including column does not support a collation"},
        {"create index on t(a) include (b text_ops)",
         "42P17 including column does not support an operator class"},
        {"create index on t(a) include (b desc)", "42P17 including column does not support ASC/DESC options"},
        {"create index on t(a) include (b nulls first)",
         "42P17 including column does not support NULLS FIRST/LAST options"},
        {"create index on t(a) include ((b || 'a'))",
         "0A000 expressions are not supported in included columns"},
        {"create index on t using gin (b)",
         "42704 data type text has no default operator class for access method \"gin\""},
        {"create index on t using gin (b nosuch)",
         "42704 operator class \"nosuch\" does not exist for access method \"gin\""},
        {"create index on t using gin (b array_ops)",
         "42804 operator class \"array_ops\" does not accept data type text"},
        {"create index on t using hash (b desc)",
         "0A000 access method \"hash\" does not support ASC/DESC options"},
        {"create index on t using hash (b nulls last)",
         "0A000 access method \"hash\" does not support NULLS FIRST/LAST options"},
        {"create index on t using hash (a, b)",
         "0A000 access method \"hash\" does not support multicolumn indexes"},
        {"create index on t using hash (a) include (b)",
         "0A000 access method \"hash\" does not support included columns"},
        {"create unique index on t using hash (a)",
         "0A000 access method \"hash\" does not support unique indexes"},
        {"create index on t using nosuch (a)", "42704 access method \"nosuch\" does not exist"},
        {"create index on t(a collate \"C\")", "42804 collations are not supported by type integer"},
        {"create index on t(b collate \"nosuch\")",
         "42704 collation \"nosuch\" for encoding \"UTF8\" does not exist"},
        {"create index on t(b nosuch.text_ops)", "3F000 schema \"nosuch\" does not exist"},
        {"create index on t(j)",
         "42704 data type json has no default operator class for access method \"btree\""},
        {"create index on t(a) where random() > 1",
         "42P17 functions in index predicate must be marked IMMUTABLE"},
        {"create index on t((a + random()))", "42P17 functions in index expression must be marked IMMUTABLE"},
        {"create index on t(nosuch)", "42703 column \"nosuch\" does not exist"},
        {"create index on t((row(a, b)))", "42P16 column \"row\" has pseudo-type record"},
        {"create index on t(generate_series(1, a))",
         "0A000 set-returning functions are not allowed in index expressions"},
        {"create index on t(sum(a))", "42803 aggregate functions are not allowed in index expressions"},
        {"create index on t(a) where a", "42804 argument of WHERE must be type boolean, not type integer"},
        {"create index on t(a) where nosuch > 2", "42703 column \"nosuch\" does not exist"},
        {"create index if not exists t_pkey on t(nosuch)", "42703 column \"nosuch\" does not exist"},
        {"create index if not exists t_pkey on t(a)", "ok"},
        {"create index t_pkey on t(a)", "42P07 relation \"t_pkey\" already exists"},
        {"create index i on t(a) with (fillfactor=5)",
         "22023 value 5 out of bounds for option \"fillfactor\""},
        {"create index i on t using gist (r) with (fastupdate=on)",
         "22023 unrecognized parameter \"fastupdate\""},
        {"create index i on nosuch(a)", "42P01 relation \"nosuch\" does not exist"},
        {"create index i on pg_class(relname)", "42501 permission denied: \"pg_class\" is a system catalog"},
        {"create view v as select 1 as a", "ok"},
        {"create index i on v(a)", "42809 cannot create index on relation \"v\""},
        {"create index if not exists i on v using gin (a)", "42809 cannot create index on relation \"v\""},
        {"create sequence s", "ok"},
        {"create index i on s(last_value)", "42809 cannot create index on relation \"s\""},
        {"create index i on t_pkey(a)", "42809 \"t_pkey\" is an index"},
        {"create materialized view mv as select 1 as a", "ok"},
        {"create unique index i on mv(a)", "ok"},
        {"create table pt(a int, b int) partition by list (a)", "ok"},
        {"create unique index on pt(b)",
         "0A000 unique constraint on partitioned table must include all partitioning columns"},
        {"create index concurrently on pt(b)",
         "0A000 cannot create index on partitioned table \"pt\" concurrently"},
        {"create statistics s1 on a, b from v", "42809 cannot define statistics for relation \"v\""},
        {"create statistics s1 on a, b from t, v",
         "0A000 only a single relation is allowed in CREATE STATISTICS"},
        {"create statistics s1 on a, b from nosuch", "42P01 relation \"nosuch\" does not exist"},
        {"create statistics s1 on a, nosuch from t", "42703 column \"nosuch\" does not exist"},
        {"create statistics s1 on a from t", "42P17 extended statistics require at least 2 columns"},
        {"create statistics s1 on a, a from t", "42701 duplicate column name in statistics definition"},
        {"create statistics s1 on a, j from t",
         "0A000 column \"j\" cannot be used in statistics because its type json has no default btree "
         "operator class"},
        {"create statistics s2 (mcv) on (a + 1) from t",
         "0A000 when building statistics on a single expression, statistics kinds may not be specified"},
        {"create statistics s2 (nosuch) on a, b from t", "42601 unrecognized statistics kind \"nosuch\""},
        {"create statistics s2 on b, a from t", "ok"},
        {"create statistics s2 on b, a from t", "42710 statistics object \"s2\" already exists"},
        {"create statistics if not exists s2 on b, a from t", "ok"},
        {"create statistics s3 on (a + 1), (a + 1) from t",
         "42701 duplicate expression in statistics definition"},
        {"alter statistics s2 set statistics -2", "22023 statistics target -2 is too low"},
        {"alter statistics nosuch set statistics 10", "42704 statistics object \"nosuch\" does not exist"},
        {"alter statistics if exists nosuch set statistics 10", "ok"},
    });
}

TEST_CASE("CONCURRENTLY can't stand in a transaction") {
    Replay replay(15);
    CHECK(replay.outcome("begin; create index concurrently on nosuch (a)") ==
          "25001 CREATE INDEX CONCURRENTLY cannot run inside a transaction block");
}

TEST_CASE("names of indexes come from their columns and the functions in them") {
    Replay replay(15);
    replay.run("create table t (a int, b text);"
               "create index on t (lower(b)); create index on t ((b::varchar)); create index on t ((1::int));"
               "create index on t (coalesce(a, 3)); create index on t ((case when a > 3 then b end));"
               "create index on t ((a + 1), (a + 2), lower(b), lower(b)); create index on t ((t.a));"
               "create index on t ((array[a])); create index on t ((nullif(a, 2)));"
               "create index on t (greatest(a, 2)); create index on t (extract(year from '2020-01-01'::date));"
               "create index on t ((not (a > 3))); create index on t (a) include (b, a);"
               "create index on t ((t.*)); create index on t (trim(b), substring(b from 2))");
    for (const char* name :
         {"t_lower_idx", "t_b_idx", "t_int4_idx", "t_coalesce_idx", "t_case_idx", "t_expr_expr1_lower_lower1_idx",
          "t_a_idx", "t_array_idx", "t_nullif_idx", "t_greatest_idx", "t_extract_idx", "t_expr_idx", "t_a_b_a1_idx",
          "t_t_idx", "t_btrim_substring_idx"}) {
        CAPTURE(name);
        CHECK(find_relation(replay, name));
    }
}

TEST_CASE("defaults of a key: opclass, collation, order") {
    Replay replay(15);
    replay.run("create table t (a int, b text collate \"C\", c text);"
               "create index i1 on t (a desc, b); create index i2 on t (c collate \"POSIX\" text_pattern_ops nulls "
               "first) where a > 3;"
               "create unique index i3 on t (a) include (c) with (fillfactor=50)");
    CHECK(indexes(replay) ==
          Lines{"CREATE INDEX i1 ON public.t USING btree (a DESC, b)",
                "CREATE INDEX i2 ON public.t USING btree (c COLLATE \"POSIX\" text_pattern_ops NULLS FIRST) WHERE (a "
                "> 3)",
                "CREATE UNIQUE INDEX i3 ON public.t USING btree (a) INCLUDE (c) WITH (fillfactor='50')"});
}

TEST_CASE("an index depends on its columns, on the table where it has only expressions") {
    Replay replay(15);
    replay.run("create table t (a int, b int); create index i1 on t (a, b); create index i2 on t ((a + 1)) where b > 3;"
               "create statistics s on (a + 1), b from t");
    CHECK(dependencies(replay) ==
          Lines{"index i1 -> column a of table t (a)", "index i1 -> column b of table t (a)",
                "index i2 -> column a of table t (a)", "index i2 -> column b of table t (a)",
                "index i2 -> table t (a)", "statistics object s -> column a of table t (a)",
                "statistics object s -> column b of table t (a)"});
}

TEST_CASE("an index of a partitioned table takes in those of partitions that fit, and makes the others") {
    Replay replay(15);
    replay.run("create table pt (a int, b int) partition by list (a);"
               "create table p1 partition of pt for values in (1);"
               "create table p2 partition of pt for values in (2); create index own on p2 (a, b);"
               "create index i on pt (a, b)");
    const catalog::Oid parent = find_relation(replay, "i")->oid;
    CHECK(find_relation(replay, "own")->index->parent == parent);
    REQUIRE(find_relation(replay, "p1_a_b_idx"));
    CHECK(find_relation(replay, "p1_a_b_idx")->index->parent == parent);
    replay.run("create index only_i on only pt (b)");
    CHECK_FALSE(find_relation(replay, "only_i")->index->valid);
}

TEST_CASE("what building an index locks and reads") {
    Replay replay(15);
    replay.run("create table t (a int); create table pt (a int) partition by list (a);"
               "create table p1 partition of pt for values in (1)");
    const auto plain = replay.run("create index on t (a)");
    CHECK(locks(replay, plain) == Lines{"t 5"});
    CHECK(scans(replay, plain) == Lines{"t"});
    CHECK(locks(replay, replay.run("create index concurrently on t (a)")) == Lines{"t 4"});
    const auto partitioned = replay.run("create index on pt (a)");
    CHECK(locks(replay, partitioned) == Lines{"p1 5", "pt 5"});
    CHECK(scans(replay, partitioned) == Lines{"p1"});
}

}  // namespace backout::test
