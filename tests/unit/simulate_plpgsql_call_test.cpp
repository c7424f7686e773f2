#include <doctest/doctest.h>

#include "simulate_helper.h"

/// Calls of functions and procedures whose bodies run: one after the other on one server; the outcomes are those of
/// PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"create table t (id int primary key, name text)",
     "ok"},
    {"create function mk(n text) returns void language plpgsql as $$ begin execute "
     "format('create table %I (a int)', n); end $$",
     "ok"},
    {"select mk('made')",
     "ok"},
    {"select a from made",
     "ok"},
    {"select mk('made')",
     "42P07 relation \"made\" already exists"},
    {"create function mk2(n text, m int default 2) returns int language plpgsql as $$ "
     "declare i int; begin for i in 1..m loop perform mk(n || '_' || i); end loop; return "
     "m; end $$",
     "ok"},
    {"select mk2('p')",
     "ok"},
    {"select a from p_2",
     "ok"},
    {"select mk2('q', 3), mk2(n => 'r', m => 1)",
     "ok"},
    {"select a from q_3",
     "ok"},
    {"select a from r_2",
     "42P01 relation \"r_2\" does not exist"},
    {"select * from mk2('s')",
     "ok"},
    {"select a from s_1",
     "ok"},
    {"create function sq(n text) returns int language sql as $$ select mk2(n, 1) $$",
     "ok"},
    {"select sq('sqm')",
     "ok"},
    {"select a from sqm_1",
     "ok"},
    {"select mk(x) from (values ('v1'),('v2')) v(x)",
     "ok"},
    {"select a from v2",
     "ok"},
    {"create function f_err() returns int language plpgsql as $$ begin raise exception "
     "'bad %', 1 using errcode = '22012'; end $$",
     "ok"},
    {"select f_err()",
     "22012 bad 1"},
    {"do $$ begin perform f_err(); exception when division_by_zero then perform "
     "mk('caught'); end $$",
     "ok"},
    {"select a from caught",
     "ok"},
    {"create function rec(n int) returns int language plpgsql as $$ begin if n <= 0 then "
     "return 0; end if; return n + rec(n - 1); end $$",
     "ok"},
    {"do $$ begin raise exception '%', rec(5); end $$",
     "P0001 15"},
    {"create function strictf(a text) returns text language plpgsql strict as $$ begin "
     "perform mk(a); return a; end $$",
     "ok"},
    {"select strictf(null)",
     "ok"},
    {"create procedure pr(a text, b text default 'xx') language plpgsql as $$ begin call "
     "pr2(a); perform mk(b); commit; end $$",
     "ok"},
    {"create procedure pr2(a text) language plpgsql as $$ begin perform mk(a); end $$",
     "ok"},
    {"call pr('call1')",
     "ok"},
    {"select a from call1, xx",
     "42702 column reference \"a\" is ambiguous"},
    {"create function outp(out a int, out b text) language plpgsql as $$ begin a := 4; b "
     ":= 'outp_t'; end $$",
     "ok"},
    {"do $$ declare r record; begin select * into r from outp(); execute format('create "
     "table %I (a int)', r.b || r.a); end $$",
     "ok"},
    {"select a from outp_t4",
     "ok"},
    {"create function setf() returns setof text language plpgsql as $$ begin return next "
     "'n1'; return next 'n2'; return query select 'n3'::text; return; end $$",
     "ok"},
    {"do $$ declare r text; begin for r in select setf from setf() loop perform mk(r); "
     "end loop; end $$",
     "ok"},
    {"select n1.a, n3.a from n1, n3",
     "ok"},
    {"create function tf() returns table(x int, y text) language plpgsql as $$ begin x := "
     "1; y := 'tf1'; return next; x := 2; y := 'tf2'; return next; end $$",
     "ok"},
    {"do $$ declare r record; begin for r in select * from tf() where x > 1 loop perform "
     "mk(r.y); end loop; end $$",
     "ok"},
    {"select a from tf2",
     "ok"},
    {"select a from tf1",
     "42P01 relation \"tf1\" does not exist"},
    {"create schema s1",
     "ok"},
    {"create function sp() returns void language plpgsql set search_path = s1 as $$ begin "
     "create table in_s1 (a int); end $$",
     "ok"},
    {"select sp()",
     "ok"},
    {"select a from s1.in_s1",
     "ok"},
    {"select a from in_s1",
     "42P01 relation \"in_s1\" does not exist"},
    {"create function ins() returns int language plpgsql as $$ declare v int; begin "
     "insert into t(id, name) values (7, 'x') returning id into v; return v; end $$",
     "ok"},
    {"select ins()",
     "ok"},
    {"create function badcol() returns void language plpgsql as $$ begin update t set "
     "nope = 1; end $$",
     "ok"},
    {"select badcol()",
     "42703 column \"nope\" of relation \"t\" does not exist"},
    {"create function badtab() returns void language plpgsql as $$ begin perform 1 from "
     "nope; end $$",
     "ok"},
    {"select badtab()",
     "42P01 relation \"nope\" does not exist"},
    {"create function usevar(v int) returns void language plpgsql as $$ declare w text; "
     "begin update t set name = v where id = v; end $$",
     "ok"},
    {"select usevar(1)",
     "ok"},
    {"create function usevar2(v int) returns void language plpgsql as $$ declare w text "
     ":= 'x'; begin update t set name = w where id = v; delete from t where id = nothere; "
     "end $$",
     "ok"},
    {"select usevar2(1)",
     "42703 column \"nothere\" does not exist"},
    {"do $$ declare x int := 5; begin case x when 1 then null; end case; end $$",
     "20000 case not found"},
    {"do $$ declare x int; begin select id into strict x from (values (1),(2)) v(id); end "
     "$$",
     "P0003 query returned more than one row"},
    {"do $$ declare x int; begin select id into strict x from (values (1),(2)) v(id) "
     "where id > 4; end $$",
     "P0002 query returned no rows"},
    {"do $$ declare x int; begin execute 'select $1 + 1' into x using 4; execute "
     "format('create table u%s (a int)', x); end $$",
     "ok"},
    {"select a from u5",
     "ok"},
    {"do $$ begin for i in reverse 5..1 by 2 loop execute 'create table rv' || i || '()'; "
     "end loop; end $$",
     "ok"},
    {"select 1 from rv1, rv3, rv5",
     "ok"},
    {"select 1 from rv2",
     "42P01 relation \"rv2\" does not exist"},
    {"do $$ begin execute 'commit'; end $$",
     "0A000 EXECUTE of transaction commands is not implemented"},
    {"do $$ declare a text[] := array['k1','k2']; x text; begin foreach x in array a loop "
     "perform mk(x); end loop; end $$",
     "ok"},
    {"select 1 from k1, k2",
     "ok"},
    {"create type en as enum ('A','B')",
     "ok"},
    {"create function ef(e en) returns void language plpgsql as $$ begin perform mk('e_' "
     "|| e); end $$",
     "ok"},
    {"select ef('A')",
     "ok"},
    {"select 1 from \"e_A\"",
     "ok"},
    {"select ef('C')",
     "22P02 invalid input value for enum en: \"C\""},
    {"create function trg() returns trigger language plpgsql as $$ begin return new; end "
     "$$",
     "ok"},
    {"create function addtrg(_t regclass) returns void language plpgsql as $$ begin "
     "execute format('create trigger tg before update on %s for each row execute function "
     "trg()', _t); end $$",
     "ok"},
    {"select addtrg('t')",
     "ok"},
    {"select addtrg('t')",
     "42710 trigger \"tg\" for relation \"t\" already exists"},
    {"select addtrg('t_nope')",
     "42P01 relation \"t_nope\" does not exist"},
    {"drop trigger tg on t",
     "ok"},
    {"do $$ begin if (select count(*) from t) > 1000 then raise exception 'too many'; "
     "else perform mk('few'); end if; end $$",
     "ok"},
    {"select 1 from few",
     "ok"},
    {"create or replace function selfdrop() returns void language plpgsql as $$ begin "
     "drop function selfdrop(); end $$",
     "ok"},
    {"select selfdrop()",
     "ok"},
    {"select selfdrop()",
     "42883 function selfdrop() does not exist"},
    {"do $$ begin perform set_config('search_path', 's1', false); end $$",
     "ok"},
    {"select a from in_s1",
     "ok"},
    {"reset search_path",
     "ok"},
    {"with x as (select 'w1' as n union all select 'w2') select mk(n) from x",
     "ok"},
    {"select 1 from w1, w2",
     "ok"},
    {"select mk('c1') where false",
     "ok"},
    {"select 1 from c1",
     "42P01 relation \"c1\" does not exist"},
    {"select case when true then mk('ca') else mk('cb') end",
     "ok"},
    {"select 1 from ca",
     "ok"},
    {"select 1 from cb",
     "42P01 relation \"cb\" does not exist"},
    {"select array_agg(mk(x)) from unnest(array['ag1','ag2']) x",
     "42704 could not find array type for data type void"},
    {"select 1 from ag1, ag2",
     "42P01 relation \"ag1\" does not exist"},
};

}  // namespace

TEST_CASE("simulate: bodies of called routines run with their arguments") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        INFO(one.sql);
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}

TEST_CASE("simulate: COMMIT in a body is refused where a transaction block is open") {
    backout::test::Replay replay(15);
    replay.run("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$");
    replay.run("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$");
    CHECK(replay.outcome("CALL p()") == "ok");
    CHECK(replay.outcome("DO $$ BEGIN COMMIT; CALL p(); END $$") == "ok");
    CHECK(replay.outcome("SELECT f()") == "2D000 invalid transaction termination");
    CHECK(replay.outcome("BEGIN; CALL p()") == "2D000 invalid transaction termination");
    CHECK(replay.outcome("ROLLBACK; BEGIN; DO $$ BEGIN COMMIT; END $$") == "2D000 invalid transaction termination");
}

TEST_CASE("simulate: what hangs on rows is uncertain only where it may change the schema") {
    backout::test::Replay replay(15);
    replay.run("CREATE TABLE t (id int, n text); CREATE TABLE t2 ()");
    replay.run("CREATE FUNCTION mk(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('CREATE TABLE %I ()', n); END $$");
    replay.run("CREATE FUNCTION touch(i int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET n = 'x' WHERE id = i; END $$");
    auto doubts = [&](std::string_view sql) {
        auto result = replay.run(sql);
        CHECK(result.outcome.kind == backout::simulate::OutcomeKind::ok);
        return result.uncertainties.size();
    };
    CHECK(doubts("SELECT mk(n) FROM t") == 1);
    CHECK(doubts("SELECT touch(id) FROM t") == 0);
    CHECK(doubts("DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP PERFORM touch(r.id); END LOOP; END $$") == 0);
    CHECK(doubts("DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP PERFORM mk(r.n); END LOOP; END $$") == 1);
    CHECK(doubts("DO $$ BEGIN IF EXISTS (SELECT FROM t) THEN RETURN; END IF; DROP TABLE t2; END $$") == 1);
    CHECK(doubts("DO $$ BEGIN IF EXISTS (SELECT FROM t) THEN RAISE EXCEPTION 'rows'; END IF; DROP TABLE t; END $$") == 0);
    CHECK(replay.outcome("SELECT FROM t") == "42P01 relation \"t\" does not exist");
}
