#include <doctest/doctest.h>

#include "simulate_helper.h"

/// What the compiler of PL/pgSQL says of bodies when they are created or run by DO; the outcomes are those of PostgreSQL 15.
namespace {

struct Case {
    std::string_view sql;
    std::string_view outcome;
};

constexpr Case cases[] = {
    {"create function a1(in i int, out j int) returns int as $$ begin return i+1; end$$ "
     "language plpgsql",
     "42804 RETURN cannot have a parameter in function with OUT parameters"},
    {"create function a2() returns int as $$ begin return ; end;$$ language plpgsql",
     "42601 missing expression at or near \";\""},
    {"create function a3() returns void as $$ begin return 5; end;$$ language plpgsql",
     "42804 RETURN cannot have a parameter in function returning void"},
    {"create procedure a4() as $$ begin return 5; end;$$ language plpgsql",
     "42601 RETURN cannot have a parameter in a procedure"},
    {"create function a5() returns int as $$ begin raise notice 'x % %', 1; end;$$ "
     "language plpgsql",
     "42601 too few parameters specified for RAISE"},
    {"create function a6() returns int as $$ begin raise notice 'x %% ', 1; end;$$ "
     "language plpgsql",
     "42601 too many parameters specified for RAISE"},
    {"create function a7() returns int as $$ begin if true then return 1; end;$$ language "
     "plpgsql",
     "42601 syntax error at or near \";\""},
    {"create function a8() returns int as $$ begin return 1 end $$ language plpgsql",
     "42601 syntax error at end of input"},
    {"create function a9() returns int as $$ begin {{ x }} return 1; end $$ language "
     "plpgsql",
     "42601 syntax error at or near \"{\""},
    {"create function b1() returns int as $$ begin x := 1; return 1; end $$ language "
     "plpgsql",
     "42601 \"x\" is not a known variable"},
    {"create function b2() returns int as $$ begin select 1 into x; return 1; end $$ "
     "language plpgsql",
     "42601 \"x\" is not a known variable"},
    {"create function b3() returns int as $$ declare x int; begin selec 1 into x; return "
     "1; end $$ language plpgsql",
     "42601 syntax error at or near \"selec\""},
    {"create function b4() returns int as $$ declare x nope; begin return 1; end $$ "
     "language plpgsql",
     "42704 type \"nope\" does not exist"},
    {"create function b5() returns int as $$ declare x int; x text; begin return 1; end "
     "$$ language plpgsql",
     "42601 duplicate declaration at or near \"x\""},
    {"create function b6() returns int as $$ begin exit; return 1; end $$ language plpgsql",
     "42601 EXIT cannot be used outside a loop, unless it has a label"},
    {"create function b7() returns int as $$ begin continue; return 1; end $$ language "
     "plpgsql",
     "42601 CONTINUE cannot be used outside a loop"},
    {"create function b8() returns int as $$ begin loop exit foo; end loop; return 1; end "
     "$$ language plpgsql",
     "42601 there is no label \"foo\" attached to any block or loop enclosing this statement"},
    {"create function b9() returns int as $$ begin return next 1; end $$ language plpgsql",
     "42804 cannot use RETURN NEXT in a non-SETOF function"},
    {"create function c1() returns setof int as $$ begin return 1; end $$ language plpgsql",
     "42804 RETURN cannot have a parameter in function returning set"},
    {"create function c2() returns int as $$ begin return query select 1; end $$ language "
     "plpgsql",
     "42804 cannot use RETURN QUERY in a non-SETOF function"},
    {"create function c3() returns int as $$ begin for r in select 1 loop null; end loop; "
     "end $$ language plpgsql",
     "42601 loop variable of loop over rows must be a record variable or list of scalar "
     "variables"},
    {"create function c4() returns int as $$ begin for r in 1..3 loop null; end loop; end "
     "$$ language plpgsql",
     "ok"},
    {"create function c5() returns int as $$ begin begin null; exception when nope then "
     "null; end; end $$ language plpgsql",
     "42704 unrecognized exception condition \"nope\""},
    {"create function c6() returns int as $$ begin begin null; exception when sqlstate "
     "'42P01' or unique_violation then null; end; end $$ language plpgsql",
     "ok"},
    {"create function c7() returns int as $$ begin raise nope_cond; end $$ language "
     "plpgsql",
     "42704 unrecognized exception condition \"nope_cond\""},
    {"create function c8() returns int as $$ begin raise exception using message = 'x', "
     "errcode = 'P0001'; end $$ language plpgsql",
     "ok"},
    {"create function c9() returns int as $$ <<l>> declare x int; begin l.x := 4; x = 5; "
     "return l.x; end l $$ language plpgsql",
     "ok"},
    {"create function d1() returns int as $$ <<l>> declare x int; begin return l.x; end m "
     "$$ language plpgsql",
     "42601 end label \"m\" differs from block's label \"l\""},
    {"create function d2() returns int as $$ begin return 1; end $$ language plpgsql",
     "ok"},
    {"create function d3() returns int as $$ begin return 1; end; $$ language plpgsql",
     "ok"},
    {"create function d4() returns int as $$ begin return 1; end; garbage $$ language "
     "plpgsql",
     "42601 syntax error at or near \"garbage\""},
    {"create function d5() returns int as $$ begin perform; end $$ language plpgsql",
     "ok"},
    {"create function d7() returns int as $$ return 1; $$ language plpgsql",
     "42601 syntax error at or near \"return\""},
    {"create function d8() returns int as $$ begin case 1 when 1 then return 2; else "
     "return 3; end case; end $$ language plpgsql",
     "ok"},
    {"create function d9() returns trigger as $$ begin new.x := 1; return new; end $$ "
     "language plpgsql",
     "ok"},
    {"create function e2(a int) returns int as $$ begin $1 := 2; e2.a := 3; return $1; "
     "end $$ language plpgsql",
     "ok"},
    {"create function e3(a int) returns int as $$ declare b alias for $1; c constant int "
     ":= 4; begin b := 2; c := 2; return $1; end $$ language plpgsql",
     "22005 variable \"c\" is declared CONSTANT"},
    {"create function e4(a int) returns int as $$ declare c cursor for select 1; d cursor "
     "(x int) is select x; r record; begin open c; fetch c into r; for q in d(4) loop "
     "null; end loop; close c; return $1; end $$ language plpgsql",
     "ok"},
    {"create function e5(a int) returns int as $$ begin update t set x = ; return 1; end "
     "$$ language plpgsql",
     "42601 syntax error at end of input"},
    {"create function e6(a int) returns int as $$ begin if a = then return 1; end if; end "
     "$$ language plpgsql",
     "42601 syntax error at end of input"},
    {"create function e8(a int) returns int as $$ declare x text collate \"C\" := 'a'; y "
     "int not null default 4; z t_nope%rowtype; begin return 1; end $$ language plpgsql",
     "42P01 relation \"t_nope\" does not exist"},
    {"create function f1(a int) returns int as $$ declare z varchar(10)[]; y "
     "numeric(10,2); w timestamp with time zone; v double precision = 1.0; begin z[1] := "
     "'a'; get diagnostics a = row_count; return 1; end $$ language plpgsql",
     "ok"},
    {"create function f2(a int) returns int as $$ begin get diagnostics zz = row_count; "
     "return 1; end $$ language plpgsql",
     "42601 \"zz\" is not a known variable"},
    {"do $$ begin return 1; end $$",
     "42804 RETURN cannot have a parameter in function returning void"},
    {"do $$ begin return; end $$",
     "ok"},
    {"do $$ begin if true then null; else if false then null; end if; end $$",
     "42601 syntax error at end of input"},
    {"do $$ begin create table x1 (a int); foo bar; end $$",
     "42601 syntax error at or near \"foo\""},
    {"select * from x1",
     "42P01 relation \"x1\" does not exist"},
    {"do $$ begin execute 'create table x2 (a int)' into; end $$",
     "42601 syntax error at or near \";\""},
    {"set check_function_bodies = off",
     "ok"},
    {"create function g1() returns int as $$ begin foo bar; return 1; end $$ language "
     "plpgsql",
     "ok"},
    {"select g1()",
     "42601 syntax error at or near \"foo\""},
    {"create function g2() returns int as $$ begin return; end $$ language plpgsql",
     "ok"},
    {"set check_function_bodies = on",
     "ok"},
    {"create function h1() returns setof int as $$ declare s text := 'select 1'; begin "
     "return query execute s || ' union select $1' using 4; return query execute "
     "format('select %s', 4); return; end $$ language plpgsql",
     "ok"},
    {"create function h2(a int) returns int as $$ begin foreach a slice 0 in array "
     "array[1,2] loop raise info '%', a; end loop; return 1; end $$ language plpgsql",
     "ok"},
    {"create function h3(a int) returns int as $$ begin foreach zz in array array[1,2] "
     "loop raise info '%', a; end loop; return 1; end $$ language plpgsql",
     "42601 loop variable of FOREACH must be a known variable or list of variables"},
    {"create function h4(a int) returns int as $$ declare x int; y int; begin insert into "
     "t values (1) returning a, b into x, y; with q as (select 1) select * into strict x "
     "from q; execute 'select 1' into x using y; execute 'select 1' using x, y into "
     "strict y; return 1; end $$ language plpgsql",
     "ok"},
    {"create function h5() returns int as $$ begin assert 1 = 1, 'x'; raise sqlstate "
     "'22012'; raise; raise division_by_zero using detail = 'x'; return 1; end $$ "
     "language plpgsql",
     "ok"},
    {"create function h6() returns int as $$ declare x int; begin while x < 4 loop x := x "
     "+ 1; continue when x = 3; exit when x > 2; end loop; <<a>> loop loop exit a; end "
     "loop; end loop a; return 1; end $$ language plpgsql",
     "ok"},
    {"create function h7() returns int as $$ declare begin null; declare x int; begin x "
     ":= case when true then 1 else 2 end; end; return 1; end $$ language plpgsql",
     "ok"},
    {"create function h8() returns int as $$ begin commit; rollback and chain; call "
     "foo(1); do 'begin end'; return 1; end $$ language plpgsql",
     "ok"},
    {"create function i2() returns int as $$ #variable_conflict use_column\ndeclare r "
     "record; begin return 1; end $$ language plpgsql",
     "ok"},
    {"create function i3() returns int as $$ begin return 1;; end $$ language plpgsql",
     "42601 syntax error at or near \";\""},
    {"create function i4() returns int as $$ begin elsif true then null; end $$ language "
     "plpgsql",
     "42601 syntax error at or near \"elsif\""},
    {"create function i5(x int) returns int as $$ begin select a into x, y from b; return "
     "1; end $$ language plpgsql",
     "42601 \"y\" is not a known variable"},
    {"create function i6(x int) returns table(q int) as $$ begin q := 4; return next; "
     "return next 4; end $$ language plpgsql",
     "42804 RETURN NEXT cannot have a parameter in function with OUT parameters"},
    {"create function i7(x int) returns int as $$ declare x int; begin return 1; end $$ "
     "language plpgsql",
     "ok"},
    {"create function i8(out x int, inout y int) as $$ begin x := 1; return; end $$ "
     "language plpgsql",
     "ok"},
    {"create function i9(out x int) as $$ begin if x is null then end if; for i in "
     "reverse 10..1 by 2 loop null; end loop; for a, b in select 1, 2 loop null; end "
     "loop; end $$ language plpgsql",
     "42601 \"a\" is not a known variable"},
    {"create function j1() returns int as $$ declare a int; b int; begin for a, b in "
     "select 1, 2 loop null; end loop; for a in execute 'select 1' using b loop null; end "
     "loop; return 1; end $$ language plpgsql",
     "ok"},
    {"create function j2() returns int as $$ declare a record; begin for a in (select 1) "
     "loop null; end loop; for a in insert into t values (1) returning * loop null; end "
     "loop; return 1; end $$ language plpgsql",
     "ok"},
    {"create function j4() returns int as $$ declare a int = 3; v_x public.nope; begin "
     "return 1; end $$ language plpgsql",
     "42704 type \"public.nope\" does not exist"},
};

}  // namespace

TEST_CASE("simulate: bodies are compiled as the server compiles them") {
    backout::test::Replay replay(15);
    for (const Case& one : cases) {
        INFO(one.sql);
        CHECK(replay.outcome(one.sql) == one.outcome);
    }
}
