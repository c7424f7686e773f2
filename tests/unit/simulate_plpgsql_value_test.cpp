#include <doctest/doctest.h>

#include "simulate_helper.h"

/// Types of arguments, variables and results of routines; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"create function poly(a anyelement, n text) returns anyelement language plpgsql as "
     "$$ declare b a%type; begin execute format('create table %I (v text)', n || a); "
     "return a; end $$",
     "ok"},
    {"select poly(4, 'p')",
     "ok"},
    {"select v from p4",
     "ok"},
    {"do $$ declare x int; begin x := poly(5, 'p'); execute 'create table q' || x || "
     "'()'; end $$",
     "ok"},
    {"select from q5",
     "ok"},
    {"create type ct as (a int, b text)",
     "ok"},
    {"create function comp(c ct) returns ct language plpgsql as $$ declare r ct; begin "
     "r.a := 1; c.b := 'x'; r := c; return r; end $$",
     "ok"},
    {"select comp(row(1, 'a')::ct)",
     "ok"},
    {"select (comp(row(1, 'a'))).b",
     "ok"},
    {"create function arr(a int[]) returns int language plpgsql as $$ begin execute "
     "'create table arr' || array_length(a, 1) || '()'; return a[1]; end $$",
     "ok"},
    {"select arr('{1,2}'), arr(array[1,2,3])",
     "ok"},
    {"select from arr2, arr3",
     "ok"},
    {"do $$ declare v varchar(3) := 'abcdef'; begin null; end $$",
     "22001 value too long for type character varying(3)"},
    {"do $$ declare v char(3) := 'abc   '; w varchar(5); begin w := 'abcd'; end $$",
     "ok"},
    {"create table tt (id int, n text)",
     "ok"},
    {"create function rowf(t tt) returns text language plpgsql as $$ begin return t.n; "
     "end $$",
     "ok"},
    {"select rowf(tt) from tt",
     "ok"},
    {"create function retrow() returns tt language plpgsql as $$ declare r tt; begin "
     "select * into r from tt where id = 1; return r; end $$",
     "ok"},
    {"select * from retrow()",
     "ok"},
    {"select (retrow()).n",
     "ok"},
    {"create function retset() returns setof tt language plpgsql as $$ begin return query "
     "select * from tt; end $$",
     "ok"},
    {"select count(*) from retset() where n = 'x'",
     "ok"},
    {"create function rec() returns record language plpgsql as $$ declare r record; begin "
     "select 1, 'a' into r; return r; end $$",
     "ok"},
    {"select * from rec() as (a int, b text)",
     "ok"},
    {"select * from rec()",
     "42601 a column definition list is required for functions returning \"record\""},
    {"create function jsonf(j jsonb) returns text language plpgsql as $$ declare k text; "
     "v jsonb; begin for k, v in select * from jsonb_each(j) loop perform 1; end loop; "
     "return j ->> 'a'; end $$",
     "ok"},
    {"select jsonf('{\"a\": 1}')",
     "ok"},
    {"create function upd(i int) returns void language plpgsql as $$ declare cnt int; "
     "begin update tt set n = 'x' where id = i; get diagnostics cnt = row_count; if cnt = "
     "0 then insert into tt values (i, 'n'); end if; end $$",
     "ok"},
    {"select upd(i) from generate_series(1, 3) i",
     "ok"},
    {"create function defnow(ts timestamptz default now()) returns date language plpgsql "
     "as $$ begin return ts::date; end $$",
     "ok"},
    {"select defnow(), defnow(now() - interval '1 day')",
     "ok"},
    {"create function enumret() returns text language plpgsql as $$ declare c cursor for "
     "select id from tt; i int; begin open c; loop fetch c into i; exit when not found; "
     "end loop; close c; return 'x'; end $$",
     "ok"},
    {"select enumret()",
     "ok"},
    {"create function inf() returns int language plpgsql as $$ declare n int := 0; begin "
     "loop n := n + 1; exit when n > 2000; end loop; return n; end $$",
     "ok"},
    {"select inf()",
     "ok"},
    {"create function nestx() returns text language plpgsql as $$ begin begin perform "
     "1/0; exception when division_by_zero then begin raise exception 'in' using errcode "
     "= '22000'; exception when data_exception then return sqlerrm; end; end; return "
     "'no'; end $$",
     "ok"},
    {"do $$ begin execute 'create table \"' || nestx() || '\" ()'; end $$",
     "ok"},
    {"select from \"in\"",
     "ok"},
    {"do $$ begin raise exception using message = format('%s-%s', 1, 'x'), errcode = "
     "'raise_exception'; end $$",
     "P0001 1-x"},
    {"select pg_catalog.set_config('search_path', '', false)",
     "ok"},
    {"select from \"in\"",
     "42P01 relation \"in\" does not exist"},
    {"select set_config('search_path', 'public', false)",
     "ok"},
    {"create function tcheck() returns trigger language plpgsql as $$ begin if new.id < 0 "
     "then raise exception 'neg'; end if; return new; end $$",
     "ok"},
    {"create trigger tc before insert on tt for each row execute function tcheck()",
     "ok"},
    {"insert into tt values (1, 'a')",
     "ok"},
    {"do $$ declare d tt.id%type := 5; e tt%rowtype; begin select * into e from tt limit "
     "1; update tt set n = e.n where id = d; end $$",
     "ok"},
};

}  // namespace

TEST_CASE("simulate: values of PL/pgSQL keep to their types") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        INFO(one.sql);
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
