#include "simulate_table_helper.h"

// Answers, names and dependencies are those of PostgreSQL 15.18 and, where a test says so, 18.4.
namespace backout::test {

TEST_CASE("constraints are answered as the server answers them") {
    check_answers(15, {
        {"create table t(a int, b text, r int4range, primary key(a))", "ok"},
        {"create table u(x text references t)",
         "42804 foreign key constraint \"u_x_fkey\" cannot be implemented"},
        {"create table u(x int references t(b))",
         "42830 there is no unique constraint matching given keys for referenced table \"t\""},
        {"create table u(x int references t(a, b))",
         "42830 there is no unique constraint matching given keys for referenced table \"t\""},
        {"create table u(x int, foreign key (x, y) references t(a, b))",
         "42703 column \"y\" referenced in foreign key constraint does not exist"},
        {"create table u(x int, foreign key (x) references t(nosuch))",
         "42703 column \"nosuch\" referenced in foreign key constraint does not exist"},
        {"create table u(x int unique deferrable)", "ok"},
        {"create table w(x int references u)", "42704 there is no primary key for referenced table \"u\""},
        {"create table w(x int references u(x))",
         "55000 cannot use a deferrable unique constraint for referenced table \"u\""},
        {"create table w(x int references nosuch)", "42P01 relation \"nosuch\" does not exist"},
        {"create view v as select 1 as a", "ok"},
        {"create table w(x int references v)", "42809 referenced relation \"v\" is not a table"},
        {"create table w(x int references pg_class)",
         "42501 permission denied: \"pg_class\" is a system catalog"},
        {"create table w(x int generated always as (1) stored references t on delete set null)",
         "42601 invalid ON DELETE action for foreign key constraint containing generated column"},
        {"create table w(x int generated always as (1) stored references t on update cascade)",
         "42601 invalid ON UPDATE action for foreign key constraint containing generated column"},
        {"create table w(x int, foreign key (x) references t on delete set null (y))",
         "42703 column \"y\" referenced in foreign key constraint does not exist"},
        {"create table w(x int, y int, foreign key (x) references t on delete set null (y))",
         "42P10 column \"y\" referenced in ON DELETE SET action must be part of foreign key"},
        {"create table w(x int, foreign key (x) references t(a, a))",
         "42830 foreign key referenced-columns list must not contain duplicates"},
        {"create table w(x int, y int, foreign key (x, y) references t)",
         "42830 number of referencing and referenced columns for foreign key disagree"},
        {"create temp table tt(a int references t)",
         "42P16 constraints on temporary tables may reference only temporary tables"},
        {"create unlogged table ul(a int primary key)", "ok"},
        {"create table w(x int references ul)",
         "42P16 constraints on permanent tables may reference only permanent tables"},
        {"create type e1 as enum('a')", "ok"},
        {"create type e2 as enum('a')", "ok"},
        {"create table t3(e e1 primary key)", "ok"},
        {"create table t4(e e2 references t3)",
         "42804 foreign key constraint \"t4_e_fkey\" cannot be implemented"},
        {"create table t5(e e1 references t3)", "ok"},
        {"create table t9(e int[] primary key)", "ok"},
        {"create table t10(e text[] references t9)",
         "42804 foreign key constraint \"t10_e_fkey\" cannot be implemented"},
        {"create table t11(e text primary key)", "ok"},
        {"create table t12(e varchar(3) references t11, f name references t11, g char(3) references t11)",
         "ok"},
        {"create table w(r int, exclude using gist (q with &&))",
         "42703 column \"q\" named in key does not exist"},
        {"create table w(r int4range, exclude using gist (r with <))",
         "42809 operator <(anyrange,anyrange) is not commutative"},
        {"create table w(x int, r int4range, exclude using gist (r with -|-, x with =))",
         "42704 data type integer has no default operator class for access method \"gist\""},
        {"create table w(x int, exclude (x with <))", "42809 operator <(integer,integer) is not commutative"},
        {"create table w(x int, y int, unique (x, x))",
         "42701 column \"x\" appears twice in unique constraint"},
        {"create table w(x int, y int, primary key (x, x))",
         "42701 column \"x\" appears twice in primary key constraint"},
        {"create table w(x int, y int, primary key (z))", "42703 column \"z\" named in key does not exist"},
        {"create table w(x int primary key, y int, primary key (y))",
         "42P16 multiple primary keys for table \"w\" are not allowed"},
        {"create table w(x int, y int, constraint a check (x > 0), constraint a check (y > 0))",
         "42710 check constraint \"a\" already exists"},
        {"create table w(x int, check (nosuch > 3))", "42703 column \"nosuch\" does not exist"},
        {"create table w(x int, check (x))",
         "42804 argument of CHECK must be type boolean, not type integer"},
        {"create table w(x int, check ((select 1) > 3))", "0A000 cannot use subquery in check constraint"},
        {"create table w(x int, constraint k unique (x), constraint k check (x > 0))",
         "42710 constraint \"k\" for relation \"w\" already exists"},
        {"create table w(x int, y int, constraint k unique (x), constraint k unique (y))",
         "42P07 relation \"k\" already exists"},
        {"create table w(x int, constraint k check (x > 0), constraint k foreign key (x) references t)",
         "42710 constraint \"k\" for relation \"w\" already exists"},
        {"create table w(x int deferrable)", "42601 misplaced DEFERRABLE clause"},
        {"create table w(x int check (x > 1) deferrable)", "42601 misplaced DEFERRABLE clause"},
        {"create table w(x int unique deferrable not deferrable)",
         "42601 multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed"},
        {"create table w(x int unique not deferrable initially deferred)",
         "42601 constraint declared INITIALLY DEFERRED must be DEFERRABLE"},
        {"create table w(x int unique initially deferred initially immediate)",
         "42601 multiple INITIALLY IMMEDIATE/DEFERRED clauses not allowed"},
        {"create table pt(a int, b int) partition by list (a)", "ok"},
        {"create table pt1 partition of pt for values in (1)", "ok"},
        {"alter table pt add primary key (b)",
         "0A000 unique constraint on partitioned table must include all partitioning columns"},
        {"alter table pt add foreign key (a) references t not valid",
         "42809 cannot add NOT VALID foreign key on partitioned table \"pt\" referencing relation \"t\""},
        {"alter table only pt add foreign key (a) references t",
         "42809 cannot use ONLY for foreign key on partitioned table \"pt\" referencing relation \"t\""},
        {"create table pt2(a int, b int) partition by list ((a + 1))", "ok"},
        {"alter table pt2 add unique (b)",
         "0A000 unsupported UNIQUE constraint with partition key definition"},
    });
}

TEST_CASE("18 has named not-null constraints, virtual columns and temporal keys") {
    check_answers(18, {
        {"create table y1(a int primary key, b int unique, c int not null no inherit)", "ok"},
        {"create table y5(a int not null no inherit) inherits (y1)",
         "42804 cannot define not-null constraint with NO INHERIT on column \"a\""},
        {"create table y7(a int constraint a not null constraint a not null, b int constraint a not null)",
         "42710 constraint \"a\" for relation \"y7\" already exists"},
        {"create table y9(a int not null no inherit primary key)",
         "42601 conflicting NO INHERIT declarations for not-null constraints on column \"a\""},
        {"create table y9(a int not null no inherit, primary key (a))",
         "42601 conflicting NO INHERIT declaration for not-null constraint on column \"a\""},
        {"create table y9(constraint k not null nosuch)",
         "42703 column \"nosuch\" of relation \"y9\" does not exist"},
        {"create table y9(constraint k not null xmin)",
         "0A000 cannot add not-null constraint on system column \"xmin\""},
        {"create table y9(a int not null, not null a no inherit)",
         "42601 conflicting NO INHERIT declaration for not-null constraint on column \"a\""},
        {"create table y9(a int primary key null)",
         "42601 conflicting NULL/NOT NULL declarations for column \"a\" of table \"y9\""},
        {"create table g0(a int, b int generated always as (a + 1))", "ok"},
        {"create index on g0(b)", "0A000 indexes on virtual generated columns are not supported"},
        {"alter table g0 add primary key (b)",
         "0A000 primary keys on virtual generated columns are not supported"},
        {"create statistics on a, b from g0",
         "0A000 statistics creation on virtual generated columns is not supported"},
        {"create table g1(a int, b int generated always as (a + 1) virtual unique)",
         "0A000 unique constraints on virtual generated columns are not supported"},
        {"create table g2(a g0, b g0 generated always as (a))",
         "0A000 virtual generated column \"b\" cannot have a user-defined type"},
        {"create table g5(b int generated always as (a) stored) inherits (g0)",
         "42611 column \"b\" inherits from generated column of different kind"},
        {"create table f1(a int primary key, b int generated always as (a) references y1)",
         "0A000 foreign key constraints on virtual generated columns are not supported"},
        {"create table n1(a int not null not enforced)", "42601 misplaced NOT ENFORCED clause"},
        {"create table n1(a int check (a > 0) enforced not enforced)",
         "42601 multiple ENFORCED/NOT ENFORCED clauses not allowed"},
        {"alter table y1 add constraint yy not null b", "ok"},
        {"alter table y1 add constraint yy2 not null b",
         "55000 cannot create not-null constraint \"yy2\" on column \"b\" of table \"y1\""},
        {"create table wo(a int, r int4range, unique (r without overlaps))",
         "42601 constraint using WITHOUT OVERLAPS needs at least two columns"},
        {"create table wo(a int4range, r int, unique (a, r without overlaps))",
         "42804 column \"r\" in WITHOUT OVERLAPS is not a range or multirange type"},
        {"create table wo(a int4range, r int4range, primary key (a, r without overlaps))", "ok"},
        {"create table wo2(a int4range, r int4range, foreign key (a, r) references wo)",
         "42830 foreign key uses PERIOD on the referenced table but not the referencing table"},
        {"create table wo2(a int4range, r int4range, foreign key (a, period r) references wo on delete "
         "cascade)",
         "0A000 unsupported ON DELETE action for foreign key constraint using PERIOD"},
        {"create table wo2(a int4range, r int4range, foreign key (a, period r) references wo)", "ok"},
        {"create unlogged table up(a int) partition by list (a)",
         "0A000 partitioned tables cannot be unlogged"},
        {"create table st(a text storage external compression pglz, b int storage main)",
         "0A000 column data type integer can only have storage PLAIN"},
        {"create table st(a text storage nosuch)", "22023 invalid storage type \"nosuch\""},
        {"create table pt(a int not null no inherit) partition by list (a)",
         "0A000 not-null constraints on partitioned tables cannot be NO INHERIT"},
        {"create table t3(a int references wo)",
         "42830 foreign key uses PERIOD on the referenced table but not the referencing table"},
    });
}

TEST_CASE("generated names of constraints") {
    Replay replay(15);
    replay.run("create table r (a int primary key);"
               "create table t (x int unique, y int references r, check (x > 0 and y > 0), check (x > 0),"
               " check (1 > 0), check (x <> 4), foreign key (y) references r, unique (y, x), exclude (y with =))");
    CHECK(constraints_of(replay, "t") ==
          Lines{"t_check CHECK (((x > 0) AND (y > 0)))", "t_check1 CHECK ((1 > 0))", "t_x_check CHECK ((x > 0))",
                "t_x_check1 CHECK ((x <> 4))", "t_x_key UNIQUE (x)", "t_y_excl EXCLUDE USING btree (y WITH =)",
                "t_y_fkey FOREIGN KEY (y) REFERENCES r(a)", "t_y_fkey1 FOREIGN KEY (y) REFERENCES r(a)",
                "t_y_x_key UNIQUE (y, x)"});
}

TEST_CASE("long names are cut between characters") {
    Replay replay(15);
    replay.run("create table \"äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü\" (\"äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü\" int unique,"
               " \"äöü\" serial)");
    CHECK(find_relation(replay, "äöüäöüäöüäöüäö_äöüäöüäöüäöüäö_key"));
    CHECK(find_relation(replay, "äöüäöüäöüäöüäöüäöüäöüäöüäö_äöü_seq"));
}

TEST_CASE("a UNIQUE that repeats the primary key is dropped, its name kept") {
    Replay replay(15);
    replay.run("create table t (x int primary key, y int, unique (x), unique (x, y), constraint k unique (x, y))");
    CHECK(constraints_of(replay, "t") == Lines{"k UNIQUE (x, y)", "t_pkey PRIMARY KEY (x)"});
}

TEST_CASE("since 18 not-null constraints are named after the column, or inherited with the parent's name") {
    Replay replay(18);
    replay.run("create table p (a int primary key, b int constraint given not null, c int not null no inherit);"
               "create table t (b int not null) inherits (p)");
    CHECK(constraints_of(replay, "p") == Lines{"given NOT NULL b", "p_a_not_null NOT NULL a",
                                               "p_c_not_null NOT NULL c NO INHERIT", "p_pkey PRIMARY KEY (a)"});
    CHECK(constraints_of(replay, "t") == Lines{"p_a_not_null NOT NULL a", "t_b_not_null NOT NULL b"});
    CHECK_FALSE(find_relation(replay, "t")->find_attribute("c")->not_null);
}

TEST_CASE("constraints depend on columns and indexes as in pg_depend") {
    Replay replay(15);
    replay.run("create table t (a int, b int, unique (a, b), check (a > b));"
               "create table u (r int, q int, foreign key (r, q) references t (a, b), primary key (r) include (q))");
    CHECK(dependencies(replay) ==
          Lines{"constraint t_a_b_key on table t -> column a of table t (a)",
                "constraint t_a_b_key on table t -> column b of table t (a)",
                "constraint t_check on table t -> column a of table t (a)",
                "constraint t_check on table t -> column a of table t (n)",
                "constraint t_check on table t -> column b of table t (a)",
                "constraint t_check on table t -> column b of table t (n)",
                "constraint u_pkey on table u -> column q of table u (a)",
                "constraint u_pkey on table u -> column r of table u (a)",
                "constraint u_r_q_fkey on table u -> column a of table t (n)",
                "constraint u_r_q_fkey on table u -> column b of table t (n)",
                "constraint u_r_q_fkey on table u -> column q of table u (a)",
                "constraint u_r_q_fkey on table u -> column r of table u (a)",
                "constraint u_r_q_fkey on table u -> index t_a_b_key (n)",
                "index t_a_b_key -> constraint t_a_b_key on table t (i)",
                "index u_pkey -> constraint u_pkey on table u (i)"});
}

TEST_CASE("foreign keys have rows for partitions on either side") {
    const char* tables =
        "create table pt (a int, primary key (a)) partition by list (a);"
        "create table p1 partition of pt for values in (1);"
        "create table r (x int, y int, constraint k foreign key (x) references pt) partition by list (y);"
        "create table r1 partition of r for values in (1);"
        "create table p2 partition of pt for values in (2)";
    Replay fifteen(15);
    fifteen.run(tables);
    CHECK(constraints_of(fifteen, "r") ==
          Lines{"k FOREIGN KEY (x) REFERENCES pt(a)", "r_x_fkey FOREIGN KEY (x) REFERENCES p1(a)",
                "r_x_fkey1 FOREIGN KEY (x) REFERENCES p2(a)"});
    CHECK(constraints_of(fifteen, "r1") == Lines{"k FOREIGN KEY (x) REFERENCES pt(a)"});
    Replay eighteen(18);
    eighteen.run(tables);
    CHECK(constraints_of(eighteen, "r") ==
          Lines{"k FOREIGN KEY (x) REFERENCES pt(a)", "k_1 FOREIGN KEY (x) REFERENCES p1(a)",
                "k_2 FOREIGN KEY (x) REFERENCES p2(a)"});
}

}  // namespace backout::test
