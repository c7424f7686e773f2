-- What pg_net (Supabase) creates. See hand_written.py for the header and for :c and :handler.
-- version: 0.20.4
-- relocatable: false

create schema net;
create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create domain net.http_method as text;
create type net.http_response as (status_code integer, headers jsonb, body text);
create type net.http_response_result as (status net.request_status, message text, response net.http_response);
create sequence net.http_request_queue_id_seq;
create table net.http_request_queue (id bigint not null, method net.http_method not null, url text not null, headers jsonb, body bytea, timeout_milliseconds integer not null);
create table net._http_response (id bigint, status_code integer, content_type text, headers jsonb, content text, timed_out boolean, error_msg text, created timestamp with time zone not null);
create function net._await_response(request_id bigint) returns boolean :c;
create function net._encode_url_with_params_array(url text, params_array text[]) returns text immutable :c;
create function net._http_collect_response(request_id bigint, async boolean DEFAULT true) returns net.http_response_result :c;
create function net._urlencode_string(string character varying) returns text immutable :c;
create function net.check_worker_is_up() returns void :c;
create function net.http_collect_response(request_id bigint, async boolean DEFAULT true) returns net.http_response_result :c;
create function net.http_delete(url text, params jsonb DEFAULT '{}'::jsonb, headers jsonb DEFAULT '{}'::jsonb, timeout_milliseconds integer DEFAULT 5000, body jsonb DEFAULT NULL::jsonb) returns bigint :c;
create function net.http_get(url text, params jsonb DEFAULT '{}'::jsonb, headers jsonb DEFAULT '{}'::jsonb, timeout_milliseconds integer DEFAULT 5000) returns bigint :c;
create function net.http_post(url text, body jsonb DEFAULT '{}'::jsonb, params jsonb DEFAULT '{}'::jsonb, headers jsonb DEFAULT '{"Content-Type": "application/json"}'::jsonb, timeout_milliseconds integer DEFAULT 5000) returns bigint :c;
create function net.wait_until_running() returns void :c;
create function net.wake() returns void :c;
create function net.worker_restart() returns boolean :c;
