-- What pg_bigm creates. See hand_written.py for the header and for :c and :handler.
-- version: 1.2

create function bigm_similarity(text, text) returns real immutable strict parallel safe :c;
create function bigm_similarity_op(text, text) returns boolean stable strict parallel safe :c;
create function bigmtextcmp(text, text) returns integer immutable strict parallel safe :c;
create function gin_bigm_compare_partial(text, text, smallint, internal) returns boolean immutable strict parallel safe :c;
create function gin_bigm_consistent(internal, smallint, text, integer, internal, internal, internal, internal) returns boolean immutable strict parallel safe :c;
create function gin_bigm_triconsistent(internal, smallint, text, integer, internal, internal, internal) returns "char" immutable strict parallel safe :c;
create function gin_extract_query_bigm(text, internal, smallint, internal, internal, internal, internal) returns internal immutable strict parallel safe :c;
create function gin_extract_value_bigm(text, internal) returns internal immutable strict parallel safe :c;
create function likequery(text) returns text immutable strict parallel safe :c;
create function pg_gin_pending_stats(index regclass, OUT pages integer, OUT tuples bigint) returns record immutable strict parallel safe :c;
create function show_bigm(text) returns text[] immutable strict parallel safe :c;
create operator =% (leftarg = text, rightarg = text, function = bigm_similarity_op, commutator = =%);
create operator class gin_bigm_ops for type text using gin as
    operator 1 ~~ (text, text), operator 2 =% (text, text), function 1 bigmtextcmp(text,text), function 2 gin_extract_value_bigm(text,internal), function 3 gin_extract_query_bigm(text,internal,smallint,internal,internal,internal,internal), function 4 gin_bigm_consistent(internal,smallint,text,integer,internal,internal,internal,internal), function 5 gin_bigm_compare_partial(text,text,smallint,internal), function 6 gin_bigm_triconsistent(internal,smallint,text,integer,internal,internal,internal);
