-- What the cases of kind "extension" of tests/oracle/expression_cases.txt are about, beside analyze_expression_schema.sql.
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION pgcrypto;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION ltree;
CREATE EXTENSION intarray;
CREATE EXTENSION unaccent;
CREATE TABLE x (id integer, txt text, vc varchar(10), ci citext, h hstore, lt ltree, arr integer[], tarr text[], n numeric);
