#include <doctest/doctest.h>

#include "simulate_helper.h"

/// Guards over the system catalogs and what dynamic SQL is put together from, one after the other; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"do $$ begin if not exists (select 1 from pg_type where typname = 'citext') then "
     "create extension citext; end if; end $$",
     "ok"},
    {"do $$ begin if exists (select 1 from pg_type where typname = 'citext') then create "
     "table c1 (a citext); end if; end $$",
     "ok"},
    {"select a from c1",
     "ok"},
    {"do $$ begin if exists (select 1 from pg_type t join pg_namespace n on n.oid = "
     "t.typnamespace where t.typname = 'int4' and n.nspname = 'pg_catalog') then create "
     "table c2 (a int); end if; end $$",
     "ok"},
    {"select a from c2",
     "ok"},
    {"do $$ begin if exists (select 1 from pg_proc where proname = 'gen_random_uuid') "
     "then create table c3 (a int); end if; end $$",
     "ok"},
    {"select a from c3",
     "ok"},
    {"do $$ begin if exists (select 1 from pg_proc p join pg_namespace n on n.oid = "
     "p.pronamespace where p.proname = 'now' and n.nspname = 'public') then create table "
     "c4 (a int); end if; end $$",
     "ok"},
    {"select a from c4",
     "42P01 relation \"c4\" does not exist"},
    {"do $$ begin if not exists (select 1 from pg_language where lanname = 'plpgsql') "
     "then create table c5 (a int); end if; end $$",
     "ok"},
    {"select a from c5",
     "42P01 relation \"c5\" does not exist"},
    {"do $$ begin if exists (select 1 from information_schema.routines where routine_name "
     "= 'citext_eq' and routine_schema = 'public') then create table c6 (a int); end if; "
     "end $$",
     "ok"},
    {"select a from c6",
     "ok"},
    {"create table lj (id int primary key, x int unique)",
     "ok"},
    {"do $$ declare n int; begin select count(*) into n from pg_class c left join "
     "pg_index i on i.indexrelid = c.oid and i.indisprimary where c.relname like 'lj%'; "
     "execute format('create table lj%s (a int)', n); end $$",
     "ok"},
    {"select a from lj3",
     "ok"},
    {"do $$ declare r record; begin for r in select c.relname, i.indexrelid from pg_class "
     "c left join pg_index i on i.indexrelid = c.oid and i.indisprimary where c.relname "
     "like 'lj\\_%' order by 1 loop if r.indexrelid is null then execute 'create table "
     "no_' || r.relname || '()'; else execute 'create table is_' || r.relname || '()'; "
     "end if; end loop; end $$",
     "ok"},
    {"select 1 from is_lj_pkey, no_lj_x_key",
     "ok"},
    {"do $$ declare n text; begin select string_agg(attname, '_' order by attnum) into n "
     "from pg_attribute where attrelid = 'lj'::regclass and attnum > 0; if n is null then "
     "raise exception 'none'; end if; end $$",
     "ok"},
    {"do $$ declare r record; begin for r in with q as (select tablename as t from "
     "pg_tables where schemaname = 'public' and tablename like 'c_') select distinct t "
     "from q order by t desc limit 2 loop execute format('comment on table %I is %L', "
     "r.t, 'it''s'); execute 'drop table ' || quote_ident(r.t) || ' cascade'; end loop; "
     "end $$",
     "ok"},
    {"select a from c3",
     "42P01 relation \"c3\" does not exist"},
    {"select a from c2",
     "ok"},
    {"do $$ declare e text; begin begin insert into nope values (1); exception when "
     "undefined_table then e := sqlstate; end; execute format('create table st_%s ()', "
     "e); end $$",
     "ok"},
    {"select from \"st_42P01\"",
     "42P01 relation \"st_42P01\" does not exist"},
    {"do $$ declare x int := 0; begin while true loop x := x + 1; if x = 4 then exit; end "
     "if; continue when x < 3; execute 'create table wl' || x || '()'; end loop; end $$",
     "ok"},
    {"select from wl3",
     "ok"},
    {"select from wl2",
     "42P01 relation \"wl2\" does not exist"},
    {"create function fd(a int, b text default 'dd') returns text language sql as $$ "
     "select b || a $$",
     "ok"},
    {"do $$ begin execute 'create table ' || fd(1) || '()'; execute 'create table ' || "
     "fd(a => 2, b => 'zz') || '()'; end $$",
     "ok"},
    {"select from dd1, zz2",
     "ok"},
    {"create function va(variadic a text[]) returns void language plpgsql as $$ declare x "
     "text; begin foreach x in array a loop execute 'create table va_' || x || '()'; end "
     "loop; end $$",
     "ok"},
    {"select va('a', 'b')",
     "ok"},
    {"select from va_a, va_b",
     "ok"},
    {"do $$ begin execute 'select 1; create table multi ()'; end $$",
     "ok"},
    {"select from multi",
     "ok"},
    {"do $$ declare r record; begin select * into r from pg_class where relname = 'lj'; "
     "if not found then raise exception 'nf'; end if; if r.relkind = 'r' then create "
     "table rk (); end if; end $$",
     "ok"},
    {"select from rk",
     "ok"},
    {"do $$ declare t text; begin t := (select relname from pg_class where relname = "
     "'lj'); if t ilike 'LJ' and t ~ '^l' and position('j' in t) = 2 then create table cc "
     "(); end if; end $$",
     "ok"},
    {"select from cc",
     "ok"},
    {"do $$ declare r pg_class%rowtype; begin for r in select * from pg_class where "
     "relname = 'lj' loop execute 'alter table ' || r.oid::regclass || ' add column zz "
     "int'; end loop; end $$",
     "ok"},
    {"select zz from lj",
     "ok"},
    {"do $$ begin perform pg_notify('a', 'b'); perform pg_sleep(0); perform "
     "nextval('nope_seq'); end $$",
     "42P01 relation \"nope_seq\" does not exist"},
    {"do $$ <<b>> declare n text := 'lbl'; begin execute format('create table %I ()', "
     "b.n); end b $$",
     "ok"},
    {"select from lbl",
     "ok"},
    {"do $$ declare n text := 'amb'; begin update lj set x = n; end $$",
     "42804 column \"x\" is of type integer but expression is of type text"},
};

}  // namespace

TEST_CASE("simulate: guards and dynamic SQL of PL/pgSQL are evaluated") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        INFO(one.sql);
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
