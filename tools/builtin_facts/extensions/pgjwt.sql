-- What pgjwt creates. See hand_written.py for the header and for :c and :handler.
-- version: 0.2.0
-- requires: pgcrypto
-- relocatable: false
-- superuser: false

create function algorithm_sign(signables text, secret text, algorithm text) returns text immutable :c;
create function sign(payload json, secret text, algorithm text DEFAULT 'HS256'::text) returns text immutable :c;
create function try_cast_double(inp text) returns double precision immutable :c;
create function url_decode(data text) returns bytea immutable :c;
create function url_encode(data bytea) returns text immutable :c;
create function verify(token text, secret text, algorithm text DEFAULT 'HS256'::text) returns TABLE(header json, payload json, valid boolean) immutable :c;
