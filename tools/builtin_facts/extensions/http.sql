-- What pgsql-http creates. See hand_written.py for the header and for :c and :handler.
-- version: 1.7

create domain http_method as text;
create domain content_type as text;
create type http_header as (field character varying, value character varying);
create type http_response as (status integer, content_type character varying, headers http_header[], content character varying);
create type http_request as (method http_method, uri character varying, headers http_header[], content_type character varying, content character varying);
create function bytea_to_text(data bytea) returns text immutable strict :c;
create function http(request http_request) returns http_response :c;
create function http_delete(uri character varying) returns http_response :c;
create function http_delete(uri character varying, content character varying, content_type character varying) returns http_response :c;
create function http_get(uri character varying) returns http_response :c;
create function http_get(uri character varying, data jsonb) returns http_response :c;
create function http_head(uri character varying) returns http_response :c;
create function http_header(field character varying, value character varying) returns http_header :c;
create function http_headers(VARIADIC args text[]) returns http_header[] immutable strict :c;
create function http_list_curlopt() returns TABLE(curlopt text, value text) :c;
create function http_patch(uri character varying, content character varying, content_type character varying) returns http_response :c;
create function http_post(uri character varying, content character varying, content_type character varying) returns http_response :c;
create function http_post(uri character varying, data jsonb) returns http_response :c;
create function http_put(uri character varying, content character varying, content_type character varying) returns http_response :c;
create function http_reset_curlopt() returns boolean :c;
create function http_set_curlopt(curlopt character varying, value character varying) returns boolean :c;
create function text_to_bytea(data text) returns bytea immutable strict :c;
create function urlencode(string character varying) returns text immutable strict :c;
create function urlencode(string bytea) returns text immutable strict :c;
create function urlencode(data jsonb) returns text immutable strict :c;
