-- What the cases of tests/oracle/expression_cases.txt are about.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN zip AS varchar(9);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN tags AS text[];
CREATE TYPE floatrange AS RANGE (subtype = float8);
CREATE SEQUENCE s;
CREATE SCHEMA other;
CREATE SEQUENCE other.s2;
CREATE TABLE other.u (id integer, name text);
CREATE TYPE other.hue AS ENUM ('red', 'green');
CREATE TABLE t (
    id integer, big bigint, small smallint, n numeric(10,2), num numeric, f double precision, r real,
    txt text, vc varchar(20), vcx varchar, ch char(5), b boolean, d date, ts timestamp, tstz timestamptz, tm time,
    iv interval, j json, jb jsonb, arr integer[], tarr text[], varr varchar(10)[], u uuid, m mood, marr mood[], p pair,
    z zip, pos positive, rng int4range, mrng int4multirange, fr floatrange, by bytea, ip inet, nm name, o oid,
    bits bit(4), tg tags, c_txt text COLLATE "C", x_txt text COLLATE "POSIX", xm xml, tsv tsvector, pt point, hue other.hue, ts3 timestamp(3),
    oi oid, rc regclass
);
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g(a integer, b text DEFAULT 'x', c integer DEFAULT 0) RETURNS text LANGUAGE sql AS 'SELECT $2';
CREATE FUNCTION vari(VARIADIC integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION vart(a text, VARIADIC b text[] DEFAULT '{}') RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION poly(anyelement, anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION polyarr(anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1[1]';
CREATE FUNCTION compat(anycompatible, anycompatible) RETURNS anycompatible LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION setf(integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION label(t) RETURNS text LANGUAGE sql AS 'SELECT $1.txt';
CREATE FUNCTION needs_mood(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two(integer, bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two(bigint, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION outs(IN a integer, OUT x integer, OUT y text) RETURNS record LANGUAGE sql AS 'SELECT 1, ''y''::text';
CREATE FUNCTION other.only_there(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE PROCEDURE proc(integer) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
