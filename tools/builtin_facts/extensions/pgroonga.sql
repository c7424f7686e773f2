-- What PGroonga creates. See hand_written.py for the header and for :c and :handler.
-- version: 4.0.7
-- relocatable: false

create type pgroonga_full_text_search_condition as (query text, weigths integer[], indexname text);
create type pgroonga_full_text_search_condition_with_scorers as (query text, weigths integer[], scorers text[], indexname text);
create type pgroonga_condition as (query text, weigths integer[], scorers text[], schema_name text, index_name text, column_name text, fuzzy_max_distance_ratio real);
create function pgroonga_command(groongacommand text) returns text strict parallel safe :c;
create function pgroonga_command(groongacommand text, arguments text[]) returns text strict parallel safe :c;
create function pgroonga_command_escape_value(value text) returns text immutable strict parallel safe :c;
create function pgroonga_condition(query text DEFAULT NULL::text, weights integer[] DEFAULT NULL::integer[], scorers text[] DEFAULT NULL::text[], schema_name text DEFAULT NULL::text, index_name text DEFAULT NULL::text, column_name text DEFAULT NULL::text, fuzzy_max_distance_ratio real DEFAULT NULL::real) returns pgroonga_condition immutable parallel safe leakproof :c;
create function pgroonga_contain_varchar_array(character varying[], character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_query_text_array(targets text[], query text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_query_text_array_condition(targets text[], condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_query_text_array_condition(targets text[], condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_query_varchar_array(targets character varying[], query text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_query_varchar_array_condition(targets character varying[], condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_query_varchar_array_condition(targets character varying[], condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_text(target text, other text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_text_condition(target text, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_text_condition(target text, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_varchar(target character varying, other character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_varchar_condition(target character varying, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_equal_varchar_condition(target character varying, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_escape(value text) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value text, special_characters text) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value boolean) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value smallint) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value integer) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value bigint) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value real) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value double precision) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value timestamp without time zone) returns text immutable strict parallel safe :c;
create function pgroonga_escape(value timestamp with time zone) returns text immutable strict parallel safe :c;
create function pgroonga_flush(indexname cstring) returns boolean strict parallel safe :c;
create function pgroonga_handler(internal) returns index_am_handler :handler;
create function pgroonga_highlight_html(target text, keywords text[]) returns text immutable strict parallel safe :c;
create function pgroonga_highlight_html(target text, keywords text[], indexname cstring) returns text immutable strict parallel safe :c;
create function pgroonga_highlight_html(targets text[], keywords text[]) returns text[] immutable strict parallel safe :c;
create function pgroonga_highlight_html(targets text[], keywords text[], indexname cstring) returns text[] immutable strict parallel safe :c;
create function pgroonga_index_column_name(indexname cstring, columnname text) returns text stable strict parallel safe :c;
create function pgroonga_index_column_name(indexname cstring, columnindex integer) returns text stable strict parallel safe :c;
create function pgroonga_is_writable() returns boolean immutable strict parallel safe :c;
create function pgroonga_language_model_vectorize(model_name cstring, target text) returns real[] immutable strict parallel safe :c;
create function pgroonga_list_broken_indexes() returns SETOF text strict parallel safe :c;
create function pgroonga_list_lagged_indexes() returns SETOF text strict parallel safe :c;
create function pgroonga_match_in_text(text, text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_in_text_array(text[], text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_in_varchar(character varying, character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_jsonb(jsonb, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_positions_byte(target text, keywords text[]) returns integer[] immutable strict parallel safe :c;
create function pgroonga_match_positions_byte(target text, keywords text[], indexname cstring) returns integer[] immutable strict parallel safe :c;
create function pgroonga_match_positions_character(target text, keywords text[]) returns integer[] immutable strict parallel safe :c;
create function pgroonga_match_positions_character(target text, keywords text[], indexname cstring) returns integer[] immutable strict parallel safe :c;
create function pgroonga_match_query(text, text) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_query(text[], text) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_query(character varying, character varying) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_regexp(text, text) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_regexp(character varying, character varying) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_script_jsonb(jsonb, text) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_term(target text, term text) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_term(target text[], term text) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_term(target character varying, term character varying) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_term(target character varying[], term character varying) returns boolean immutable strict parallel safe :c;
create function pgroonga_match_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_array(text[], text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_array_condition(target text[], condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_array_condition(target text[], condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_array_condition_with_scorers(target text[], condition pgroonga_full_text_search_condition_with_scorers) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_condition(target text, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_condition(target text, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_text_condition_with_scorers(target text, condition pgroonga_full_text_search_condition_with_scorers) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_varchar_condition(target character varying, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_varchar_condition(target character varying, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_match_varchar_condition_with_scorers(target character varying, condition pgroonga_full_text_search_condition_with_scorers) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_normalize(target text) returns text immutable strict parallel safe :c;
create function pgroonga_normalize(target text, normalizername text) returns text immutable strict parallel safe :c;
create function pgroonga_not_prefix_in_text(text, text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_in_text(text, text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_in_text_array(text[], text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_in_varchar(character varying, character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_in_varchar_array(character varying[], character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_in_text(text, text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_in_text_array(text[], text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_in_varchar(character varying, character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_in_varchar_array(character varying[], character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_text_array(text[], text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_rk_varchar_array(character varying[], character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_text_array(text[], text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_text_array_condition(text[], pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_text_condition(text, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_text_condition(text, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_varchar_array(character varying[], character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_varchar_array_condition(character varying[], pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_varchar_condition(target character varying, conditoin pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_prefix_varchar_condition(target character varying, conditoin pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_escape(query text) returns text immutable strict parallel safe :c;
create function pgroonga_query_expand(tablename cstring, termcolumnname text, synonymscolumnname text, query text) returns text stable strict parallel safe :c;
create function pgroonga_query_extract_keywords(query text, index_name text DEFAULT ''::text) returns text[] immutable strict parallel safe :c;
create function pgroonga_query_in_text(text, text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_in_text_array(text[], text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_in_varchar(character varying, character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_jsonb(jsonb, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_array(text[], text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_array_condition(targets text[], condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_array_condition(targets text[], condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_array_condition_with_scorers(targets text[], condition pgroonga_full_text_search_condition_with_scorers) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_condition(target text, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_condition(target text, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_text_condition_with_scorers(target text, condition pgroonga_full_text_search_condition_with_scorers) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_varchar_condition(target character varying, condition pgroonga_full_text_search_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_varchar_condition(target character varying, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_query_varchar_condition_with_scorers(target character varying, condition pgroonga_full_text_search_condition_with_scorers) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_regexp_in_text(text, text[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_regexp_in_varchar(character varying, character varying[]) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_regexp_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_regexp_text_array(targets text[], pattern text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_regexp_text_array_condition(targets text[], pattern pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_regexp_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_result_to_jsonb_objects(result jsonb) returns jsonb immutable strict parallel safe :c;
create function pgroonga_result_to_recordset(result jsonb) returns SETOF record immutable strict parallel safe :c;
create function pgroonga_score("row" record) returns double precision strict parallel safe :c;
create function pgroonga_score(tableoid oid, ctid tid) returns double precision strict parallel safe :c;
create function pgroonga_script_jsonb(jsonb, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_script_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_script_text_array(text[], text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_script_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_set_writable(newwritable boolean) returns boolean strict :c;
create function pgroonga_similar_distance_text_condition(query text, condition pgroonga_condition) returns double precision immutable strict parallel safe leakproof :c;
create function pgroonga_similar_text(text, text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_similar_text_array(text[], text) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_similar_text_condition(query text, condition pgroonga_condition) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_similar_varchar(character varying, character varying) returns boolean immutable strict parallel safe leakproof :c;
create function pgroonga_snippet_html(target text, keywords text[], width integer DEFAULT 200) returns text[] immutable strict parallel safe :c;
create function pgroonga_table_name(indexname cstring) returns text stable strict parallel safe :c;
create function pgroonga_tokenize(target text, VARIADIC options text[]) returns json[] immutable strict parallel safe :c;
create function pgroonga_vacuum() returns boolean strict :c;
create function pgroonga_wal_apply() returns bigint immutable strict :c;
create function pgroonga_wal_apply(indexname cstring) returns bigint immutable strict :c;
create function pgroonga_wal_set_applied_position(indexname cstring, block bigint, "offset" bigint) returns boolean strict :c;
create function pgroonga_wal_set_applied_position(indexname cstring) returns boolean strict :c;
create function pgroonga_wal_set_applied_position(block bigint, "offset" bigint) returns boolean strict :c;
create function pgroonga_wal_set_applied_position() returns boolean strict :c;
create function pgroonga_wal_status() returns TABLE(name text, oid oid, current_block bigint, current_offset bigint, current_size bigint, last_block bigint, last_offset bigint, last_size bigint) strict parallel safe :c;
create function pgroonga_wal_truncate() returns bigint immutable strict :c;
create function pgroonga_wal_truncate(indexname cstring) returns bigint immutable strict :c;
create operator %% (leftarg = text, rightarg = text, function = pgroonga_match_term);
create operator %% (leftarg = text[], rightarg = text, function = pgroonga_match_term);
create operator %% (leftarg = character varying, rightarg = character varying, function = pgroonga_match_term);
create operator %% (leftarg = character varying[], rightarg = character varying, function = pgroonga_match_term);
create operator @@ (leftarg = text, rightarg = text, function = pgroonga_match_query);
create operator @@ (leftarg = text[], rightarg = text, function = pgroonga_match_query);
create operator @@ (leftarg = character varying, rightarg = character varying, function = pgroonga_match_query);
create operator @~ (leftarg = text, rightarg = text, function = pgroonga_match_regexp);
create operator @~ (leftarg = character varying, rightarg = character varying, function = pgroonga_match_regexp);
create operator &@ (leftarg = text, rightarg = text, function = pgroonga_match_text);
create operator &@ (leftarg = text, rightarg = pgroonga_full_text_search_condition, function = pgroonga_match_text_condition);
create operator &@ (leftarg = text, rightarg = pgroonga_full_text_search_condition_with_scorers, function = pgroonga_match_text_condition_with_scorers);
create operator &@ (leftarg = text, rightarg = pgroonga_condition, function = pgroonga_match_text_condition);
create operator &@ (leftarg = text[], rightarg = text, function = pgroonga_match_text_array);
create operator &@ (leftarg = text[], rightarg = pgroonga_full_text_search_condition, function = pgroonga_match_text_array_condition);
create operator &@ (leftarg = text[], rightarg = pgroonga_full_text_search_condition_with_scorers, function = pgroonga_match_text_array_condition_with_scorers);
create operator &@ (leftarg = text[], rightarg = pgroonga_condition, function = pgroonga_match_text_array_condition);
create operator &@ (leftarg = character varying, rightarg = character varying, function = pgroonga_match_varchar);
create operator &@ (leftarg = character varying, rightarg = pgroonga_full_text_search_condition, function = pgroonga_match_varchar_condition);
create operator &@ (leftarg = character varying, rightarg = pgroonga_full_text_search_condition_with_scorers, function = pgroonga_match_varchar_condition_with_scorers);
create operator &@ (leftarg = character varying, rightarg = pgroonga_condition, function = pgroonga_match_varchar_condition);
create operator &> (leftarg = character varying[], rightarg = character varying, function = pgroonga_contain_varchar_array);
create operator &@ (leftarg = jsonb, rightarg = text, function = pgroonga_match_jsonb);
create operator &? (leftarg = text, rightarg = text, function = pgroonga_query_text);
create operator &@~ (leftarg = text, rightarg = text, function = pgroonga_query_text);
create operator &@~ (leftarg = text, rightarg = pgroonga_full_text_search_condition, function = pgroonga_query_text_condition);
create operator &@~ (leftarg = text, rightarg = pgroonga_full_text_search_condition_with_scorers, function = pgroonga_query_text_condition_with_scorers);
create operator &@~ (leftarg = text, rightarg = pgroonga_condition, function = pgroonga_query_text_condition);
create operator &? (leftarg = text[], rightarg = text, function = pgroonga_query_text_array);
create operator &@~ (leftarg = text[], rightarg = text, function = pgroonga_query_text_array);
create operator &@~ (leftarg = text[], rightarg = pgroonga_full_text_search_condition, function = pgroonga_query_text_array_condition);
create operator &@~ (leftarg = text[], rightarg = pgroonga_full_text_search_condition_with_scorers, function = pgroonga_query_text_array_condition_with_scorers);
create operator &@~ (leftarg = text[], rightarg = pgroonga_condition, function = pgroonga_query_text_array_condition);
create operator &? (leftarg = character varying, rightarg = character varying, function = pgroonga_query_varchar);
create operator &@~ (leftarg = character varying, rightarg = character varying, function = pgroonga_query_varchar);
create operator &@~ (leftarg = character varying, rightarg = pgroonga_full_text_search_condition, function = pgroonga_query_varchar_condition);
create operator &@~ (leftarg = character varying, rightarg = pgroonga_full_text_search_condition_with_scorers, function = pgroonga_query_varchar_condition_with_scorers);
create operator &@~ (leftarg = character varying, rightarg = pgroonga_condition, function = pgroonga_query_varchar_condition);
create operator &? (leftarg = jsonb, rightarg = text, function = pgroonga_query_jsonb);
create operator &@~ (leftarg = jsonb, rightarg = text, function = pgroonga_query_jsonb);
create operator &~? (leftarg = text, rightarg = text, function = pgroonga_similar_text);
create operator &@* (leftarg = text, rightarg = text, function = pgroonga_similar_text);
create operator &~? (leftarg = text[], rightarg = text, function = pgroonga_similar_text_array);
create operator &@* (leftarg = text[], rightarg = text, function = pgroonga_similar_text_array);
create operator &~? (leftarg = character varying, rightarg = character varying, function = pgroonga_similar_varchar);
create operator &@* (leftarg = character varying, rightarg = character varying, function = pgroonga_similar_varchar);
create operator &@* (leftarg = text, rightarg = pgroonga_condition, function = pgroonga_similar_text_condition);
create operator <&@*> (leftarg = text, rightarg = pgroonga_condition, function = pgroonga_similar_distance_text_condition);
create operator &^ (leftarg = text, rightarg = text, function = pgroonga_prefix_text);
create operator &^ (leftarg = text, rightarg = pgroonga_full_text_search_condition, function = pgroonga_prefix_text_condition);
create operator &^ (leftarg = text, rightarg = pgroonga_condition, function = pgroonga_prefix_text_condition);
create operator &^ (leftarg = text[], rightarg = text, function = pgroonga_prefix_text_array);
create operator &^ (leftarg = text[], rightarg = pgroonga_condition, function = pgroonga_prefix_text_array_condition);
create operator &^> (leftarg = text[], rightarg = text, function = pgroonga_prefix_text_array);
create operator &^ (leftarg = character varying, rightarg = character varying, function = pgroonga_prefix_varchar);
create operator &^ (leftarg = character varying, rightarg = pgroonga_full_text_search_condition, function = pgroonga_prefix_varchar_condition);
create operator &^ (leftarg = character varying, rightarg = pgroonga_condition, function = pgroonga_prefix_varchar_condition);
create operator &^ (leftarg = character varying[], rightarg = character varying, function = pgroonga_prefix_varchar_array);
create operator &^ (leftarg = character varying[], rightarg = pgroonga_condition, function = pgroonga_prefix_varchar_array_condition);
create operator &^> (leftarg = character varying[], rightarg = character varying, function = pgroonga_prefix_varchar_array);
create operator &^~ (leftarg = text, rightarg = text, function = pgroonga_prefix_rk_text);
create operator &^~ (leftarg = text[], rightarg = text, function = pgroonga_prefix_rk_text_array);
create operator &^~> (leftarg = text[], rightarg = text, function = pgroonga_prefix_rk_text_array);
create operator &^~ (leftarg = character varying, rightarg = character varying, function = pgroonga_prefix_rk_varchar);
create operator &^~ (leftarg = character varying[], rightarg = character varying, function = pgroonga_prefix_rk_varchar_array);
create operator &^~> (leftarg = character varying[], rightarg = character varying, function = pgroonga_prefix_rk_varchar_array);
create operator &` (leftarg = text, rightarg = text, function = pgroonga_script_text);
create operator &` (leftarg = text[], rightarg = text, function = pgroonga_script_text_array);
create operator &` (leftarg = character varying, rightarg = character varying, function = pgroonga_script_varchar);
create operator &` (leftarg = jsonb, rightarg = text, function = pgroonga_script_jsonb);
create operator &@> (leftarg = text, rightarg = text[], function = pgroonga_match_in_text);
create operator &@| (leftarg = text, rightarg = text[], function = pgroonga_match_in_text);
create operator &@| (leftarg = text[], rightarg = text[], function = pgroonga_match_in_text_array);
create operator &@| (leftarg = character varying, rightarg = character varying[], function = pgroonga_match_in_varchar);
create operator &?> (leftarg = text, rightarg = text[], function = pgroonga_query_in_text);
create operator &?| (leftarg = text, rightarg = text[], function = pgroonga_query_in_text);
create operator &@~| (leftarg = text, rightarg = text[], function = pgroonga_query_in_text);
create operator &?| (leftarg = text[], rightarg = text[], function = pgroonga_query_in_text_array);
create operator &@~| (leftarg = text[], rightarg = text[], function = pgroonga_query_in_text_array);
create operator &?| (leftarg = character varying, rightarg = character varying[], function = pgroonga_query_in_varchar);
create operator &@~| (leftarg = character varying, rightarg = character varying[], function = pgroonga_query_in_varchar);
create operator &^| (leftarg = text, rightarg = text[], function = pgroonga_prefix_in_text, negator = !&^|);
create operator !&^| (leftarg = text, rightarg = text[], function = pgroonga_not_prefix_in_text, negator = &^|);
create operator &^| (leftarg = text[], rightarg = text[], function = pgroonga_prefix_in_text_array);
create operator &^| (leftarg = character varying, rightarg = character varying[], function = pgroonga_prefix_in_varchar);
create operator &^| (leftarg = character varying[], rightarg = character varying[], function = pgroonga_prefix_in_varchar_array);
create operator &^~| (leftarg = text, rightarg = text[], function = pgroonga_prefix_rk_in_text);
create operator &^~| (leftarg = text[], rightarg = text[], function = pgroonga_prefix_rk_in_text_array);
create operator &^~| (leftarg = character varying, rightarg = character varying[], function = pgroonga_prefix_rk_in_varchar);
create operator &^~| (leftarg = character varying[], rightarg = character varying[], function = pgroonga_prefix_rk_in_varchar_array);
create operator &~ (leftarg = text, rightarg = text, function = pgroonga_regexp_text);
create operator &~ (leftarg = text[], rightarg = text, function = pgroonga_regexp_text_array);
create operator &~ (leftarg = text[], rightarg = pgroonga_condition, function = pgroonga_regexp_text_array_condition);
create operator &~ (leftarg = character varying, rightarg = character varying, function = pgroonga_regexp_varchar);
create operator &~| (leftarg = text, rightarg = text[], function = pgroonga_regexp_in_text);
create operator &~| (leftarg = character varying, rightarg = character varying[], function = pgroonga_regexp_in_varchar);
create operator &= (leftarg = text, rightarg = text, function = pgroonga_equal_text);
create operator &= (leftarg = text, rightarg = pgroonga_full_text_search_condition, function = pgroonga_equal_text_condition);
create operator &= (leftarg = text, rightarg = pgroonga_condition, function = pgroonga_equal_text_condition);
create operator &= (leftarg = character varying, rightarg = character varying, function = pgroonga_equal_varchar);
create operator &= (leftarg = character varying, rightarg = pgroonga_full_text_search_condition, function = pgroonga_equal_varchar_condition);
create operator &= (leftarg = character varying, rightarg = pgroonga_condition, function = pgroonga_equal_varchar_condition);
create operator &=~ (leftarg = text[], rightarg = text, function = pgroonga_equal_query_text_array);
create operator &=~ (leftarg = text[], rightarg = pgroonga_full_text_search_condition, function = pgroonga_equal_query_text_array_condition);
create operator &=~ (leftarg = text[], rightarg = pgroonga_condition, function = pgroonga_equal_query_text_array_condition);
create operator &=~ (leftarg = character varying[], rightarg = text, function = pgroonga_equal_query_varchar_array);
create operator &=~ (leftarg = character varying[], rightarg = pgroonga_full_text_search_condition, function = pgroonga_equal_query_varchar_array_condition);
create operator &=~ (leftarg = character varying[], rightarg = pgroonga_condition, function = pgroonga_equal_query_varchar_array_condition);
create operator @@ (leftarg = jsonb, rightarg = text, function = pgroonga_match_script_jsonb);
create access method pgroonga type index handler pgroonga_handler;
create operator class pgroonga_text_full_text_search_ops for type text using pgroonga as
    operator 6 ~~ (text, text), operator 7 ~~* (text, text), operator 8 %% (text, text), operator 9 @@ (text, text), operator 12 &@ (text, text), operator 13 &? (text, text), operator 28 &@~ (text, text);
create operator class pgroonga_text_array_full_text_search_ops for type text[] using pgroonga as
    operator 8 %% (text[], text), operator 9 @@ (text[], text), operator 12 &@ (text[], text), operator 13 &? (text[], text), operator 28 &@~ (text[], text);
create operator class pgroonga_varchar_full_text_search_ops for type character varying using pgroonga as
    operator 8 %% (character varying, character varying), operator 9 @@ (character varying, character varying), operator 12 &@ (character varying, character varying), operator 13 &? (character varying, character varying), operator 28 &@~ (character varying, character varying);
create operator class pgroonga_varchar_ops for type character varying using pgroonga as
    operator 1 < (text, text), operator 2 <= (text, text), operator 3 = (text, text), operator 4 >= (text, text), operator 5 > (text, text);
create operator class pgroonga_varchar_array_ops for type character varying[] using pgroonga as
    operator 8 %% (character varying[], character varying), operator 23 &> (character varying[], character varying);
create operator class pgroonga_bool_ops default for type boolean using pgroonga as
    operator 1 < (boolean, boolean), operator 2 <= (boolean, boolean), operator 3 = (boolean, boolean), operator 4 >= (boolean, boolean), operator 5 > (boolean, boolean);
create operator class pgroonga_int2_ops default for type smallint using pgroonga as
    operator 1 < (smallint, smallint), operator 2 <= (smallint, smallint), operator 3 = (smallint, smallint), operator 4 >= (smallint, smallint), operator 5 > (smallint, smallint);
create operator class pgroonga_int4_ops default for type integer using pgroonga as
    operator 1 < (integer, integer), operator 2 <= (integer, integer), operator 3 = (integer, integer), operator 4 >= (integer, integer), operator 5 > (integer, integer);
create operator class pgroonga_int8_ops default for type bigint using pgroonga as
    operator 1 < (bigint, bigint), operator 2 <= (bigint, bigint), operator 3 = (bigint, bigint), operator 4 >= (bigint, bigint), operator 5 > (bigint, bigint);
create operator class pgroonga_float4_ops default for type real using pgroonga as
    operator 1 < (real, real), operator 2 <= (real, real), operator 3 = (real, real), operator 4 >= (real, real), operator 5 > (real, real);
create operator class pgroonga_float8_ops default for type double precision using pgroonga as
    operator 1 < (double precision, double precision), operator 2 <= (double precision, double precision), operator 3 = (double precision, double precision), operator 4 >= (double precision, double precision), operator 5 > (double precision, double precision);
create operator class pgroonga_timestamp_ops default for type timestamp without time zone using pgroonga as
    operator 1 < (timestamp without time zone, timestamp without time zone), operator 2 <= (timestamp without time zone, timestamp without time zone), operator 3 = (timestamp without time zone, timestamp without time zone), operator 4 >= (timestamp without time zone, timestamp without time zone), operator 5 > (timestamp without time zone, timestamp without time zone);
create operator class pgroonga_timestamptz_ops default for type timestamp with time zone using pgroonga as
    operator 1 < (timestamp with time zone, timestamp with time zone), operator 2 <= (timestamp with time zone, timestamp with time zone), operator 3 = (timestamp with time zone, timestamp with time zone), operator 4 >= (timestamp with time zone, timestamp with time zone), operator 5 > (timestamp with time zone, timestamp with time zone);
create operator class pgroonga_uuid_ops default for type uuid using pgroonga as
    operator 1 < (uuid, uuid), operator 2 <= (uuid, uuid), operator 3 = (uuid, uuid), operator 4 >= (uuid, uuid), operator 5 > (uuid, uuid);
create operator class pgroonga_jsonb_ops for type jsonb using pgroonga as
    operator 9 @@ (jsonb, text), operator 11 @> (jsonb, jsonb), operator 12 &@ (jsonb, text), operator 13 &? (jsonb, text), operator 15 &` (jsonb, text), operator 28 &@~ (jsonb, text);
create operator class pgroonga_text_regexp_ops for type text using pgroonga as
    operator 6 ~~ (text, text), operator 7 ~~* (text, text), operator 10 @~ (text, text), operator 22 &~ (text, text);
create operator class pgroonga_varchar_regexp_ops for type character varying using pgroonga as
    operator 10 @~ (character varying, character varying), operator 22 &~ (character varying, character varying);
create operator class pgroonga_int4_array_ops default for type integer[] using pgroonga as
    operator 3 = (anyarray, anyarray);
create operator class pgroonga_text_full_text_search_ops_v2 default for type text using pgroonga as
    operator 6 ~~ (text, text), operator 7 ~~* (text, text), operator 8 %% (text, text), operator 9 @@ (text, text), operator 12 &@ (text, text), operator 13 &? (text, text), operator 14 &~? (text, text), operator 15 &` (text, text), operator 18 &@| (text, text[]), operator 19 &?| (text, text[]), operator 26 &@> (text, text[]), operator 27 &?> (text, text[]), operator 28 &@~ (text, text), operator 29 &@* (text, text), operator 30 &@~| (text, text[]), operator 31 &@ (text, pgroonga_full_text_search_condition), operator 32 &@~ (text, pgroonga_full_text_search_condition), operator 33 &@ (text, pgroonga_full_text_search_condition_with_scorers), operator 34 &@~ (text, pgroonga_full_text_search_condition_with_scorers), operator 42 &@ (text, pgroonga_condition), operator 43 &@~ (text, pgroonga_condition);
create operator class pgroonga_text_array_full_text_search_ops_v2 default for type text[] using pgroonga as
    operator 8 %% (text[], text), operator 9 @@ (text[], text), operator 12 &@ (text[], text), operator 13 &? (text[], text), operator 14 &~? (text[], text), operator 15 &` (text[], text), operator 18 &@| (text[], text[]), operator 19 &?| (text[], text[]), operator 28 &@~ (text[], text), operator 29 &@* (text[], text), operator 30 &@~| (text[], text[]), operator 31 &@ (text[], pgroonga_full_text_search_condition), operator 32 &@~ (text[], pgroonga_full_text_search_condition), operator 33 &@ (text[], pgroonga_full_text_search_condition_with_scorers), operator 34 &@~ (text[], pgroonga_full_text_search_condition_with_scorers), operator 42 &@ (text[], pgroonga_condition), operator 43 &@~ (text[], pgroonga_condition);
create operator class pgroonga_text_semantic_search_ops_v2 for type text using pgroonga as
    operator 29 &@* (text, text), operator 48 &@* (text, pgroonga_condition), operator 49 <&@*> (text, pgroonga_condition) for order by float_ops;
create operator class pgroonga_text_term_search_ops_v2 for type text using pgroonga as
    operator 1 < (text, text), operator 2 <= (text, text), operator 3 = (text, text), operator 4 >= (text, text), operator 5 > (text, text), operator 16 &^ (text, text), operator 17 &^~ (text, text), operator 20 &^| (text, text[]), operator 21 &^~| (text, text[]), operator 36 !&^| (text, text[]), operator 37 &^ (text, pgroonga_full_text_search_condition), operator 38 &= (text, text), operator 39 &= (text, pgroonga_full_text_search_condition), operator 44 &^ (text, pgroonga_condition), operator 45 &= (text, pgroonga_condition);
create operator class pgroonga_text_array_term_search_ops_v2 for type text[] using pgroonga as
    operator 11 @> (anyarray, anyarray), operator 16 &^ (text[], text), operator 17 &^~ (text[], text), operator 20 &^| (text[], text[]), operator 21 &^~| (text[], text[]), operator 24 &^> (text[], text), operator 25 &^~> (text[], text), operator 40 &=~ (text[], text), operator 41 &=~ (text[], pgroonga_full_text_search_condition), operator 44 &^ (text[], pgroonga_condition), operator 46 &=~ (text[], pgroonga_condition);
create operator class pgroonga_text_regexp_ops_v2 for type text using pgroonga as
    operator 6 ~~ (text, text), operator 7 ~~* (text, text), operator 10 @~ (text, text), operator 22 &~ (text, text), operator 35 &~| (text, text[]);
create operator class pgroonga_text_array_regexp_ops_v2 for type text[] using pgroonga as
    operator 22 &~ (text[], text), operator 47 &~ (text[], pgroonga_condition);
create operator class pgroonga_varchar_term_search_ops_v2 default for type character varying using pgroonga as
    operator 1 < (text, text), operator 2 <= (text, text), operator 3 = (text, text), operator 4 >= (text, text), operator 5 > (text, text), operator 16 &^ (character varying, character varying), operator 17 &^~ (character varying, character varying), operator 20 &^| (character varying, character varying[]), operator 21 &^~| (character varying, character varying[]), operator 37 &^ (character varying, pgroonga_full_text_search_condition), operator 38 &= (character varying, character varying), operator 39 &= (character varying, pgroonga_full_text_search_condition), operator 44 &^ (character varying, pgroonga_condition), operator 45 &= (character varying, pgroonga_condition);
create operator class pgroonga_varchar_full_text_search_ops_v2 for type character varying using pgroonga as
    operator 8 %% (character varying, character varying), operator 9 @@ (character varying, character varying), operator 12 &@ (character varying, character varying), operator 13 &? (character varying, character varying), operator 14 &~? (character varying, character varying), operator 15 &` (character varying, character varying), operator 18 &@| (character varying, character varying[]), operator 19 &?| (character varying, character varying[]), operator 28 &@~ (character varying, character varying), operator 29 &@* (character varying, character varying), operator 30 &@~| (character varying, character varying[]), operator 31 &@ (character varying, pgroonga_full_text_search_condition), operator 32 &@~ (character varying, pgroonga_full_text_search_condition), operator 33 &@ (character varying, pgroonga_full_text_search_condition_with_scorers), operator 34 &@~ (character varying, pgroonga_full_text_search_condition_with_scorers), operator 42 &@ (character varying, pgroonga_condition), operator 43 &@~ (character varying, pgroonga_condition);
create operator class pgroonga_varchar_array_term_search_ops_v2 default for type character varying[] using pgroonga as
    operator 8 %% (character varying[], character varying), operator 11 @> (anyarray, anyarray), operator 16 &^ (character varying[], character varying), operator 17 &^~ (character varying[], character varying), operator 20 &^| (character varying[], character varying[]), operator 21 &^~| (character varying[], character varying[]), operator 23 &> (character varying[], character varying), operator 24 &^> (character varying[], character varying), operator 25 &^~> (character varying[], character varying), operator 40 &=~ (character varying[], text), operator 41 &=~ (character varying[], pgroonga_full_text_search_condition), operator 44 &^ (character varying[], pgroonga_condition), operator 46 &=~ (character varying[], pgroonga_condition);
create operator class pgroonga_varchar_regexp_ops_v2 for type character varying using pgroonga as
    operator 10 @~ (character varying, character varying), operator 22 &~ (character varying, character varying), operator 35 &~| (character varying, character varying[]);
create operator class pgroonga_jsonb_ops_v2 default for type jsonb using pgroonga as
    operator 9 @@ (jsonb, text), operator 11 @> (jsonb, jsonb), operator 12 &@ (jsonb, text), operator 13 &? (jsonb, text), operator 15 &` (jsonb, text), operator 28 &@~ (jsonb, text);
create operator class pgroonga_jsonb_full_text_search_ops_v2 for type jsonb using pgroonga as
    operator 12 &@ (jsonb, text), operator 28 &@~ (jsonb, text);
-- Like the real handler: ordered, unique, several columns, INCLUDE.
create or replace function pgroonga_handler(internal) returns index_am_handler language internal as 'bthandler';
