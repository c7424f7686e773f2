-- What PL/v8 creates. See hand_written.py for the header and for :c and :handler.
-- version: 3.2.2
-- schema: pg_catalog

create domain plv8_int2array as smallint[];
create domain plv8_int4array as integer[];
create domain plv8_float4array as real[];
create domain plv8_float8array as double precision[];
create domain plv8_int8array as bigint[];
create function plv8_call_handler() returns language_handler :c;
create function plv8_call_validator(oid) returns void :c;
create function plv8_info() returns json :c;
create function plv8_inline_handler(internal) returns void :c;
create function plv8_reset() returns void :c;
create function plv8_version() returns text :c;
create trusted language plv8 handler plpgsql_call_handler;
