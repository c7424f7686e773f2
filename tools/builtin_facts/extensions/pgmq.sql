-- What PGMQ creates. See hand_written.py for the header and for :c and :handler.
-- version: 1.5.1
-- schema: pgmq
-- superuser: false

create type message_record as (msg_id bigint, read_ct integer, enqueued_at timestamp with time zone, vt timestamp with time zone, message jsonb, headers jsonb);
create type queue_record as (queue_name character varying, is_partitioned boolean, is_unlogged boolean, created_at timestamp with time zone);
create type metrics_result as (queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer, total_messages bigint, scrape_time timestamp with time zone, queue_visible_length bigint);
create table meta (queue_name character varying not null, is_partitioned boolean not null, is_unlogged boolean not null, created_at timestamp with time zone not null);
create function _belongs_to_pgmq(table_name text) returns boolean :c;
create function _ensure_pg_partman_installed() returns void :c;
create function _extension_exists(extension_name text) returns boolean :c;
create function _get_partition_col(partition_interval text) returns text :c;
create function _get_pg_partman_major_version() returns integer :c;
create function _get_pg_partman_schema() returns text :c;
create function acquire_queue_lock(queue_name text) returns void :c;
create function archive(queue_name text, msg_id bigint) returns boolean :c;
create function archive(queue_name text, msg_ids bigint[]) returns SETOF bigint :c;
create function convert_archive_partitioned(table_name text, partition_interval text DEFAULT '10000'::text, retention_interval text DEFAULT '100000'::text, leading_partition integer DEFAULT 10) returns void :c;
create function "create"(queue_name text) returns void :c;
create function create_non_partitioned(queue_name text) returns void :c;
create function create_partitioned(queue_name text, partition_interval text DEFAULT '10000'::text, retention_interval text DEFAULT '100000'::text) returns void :c;
create function create_unlogged(queue_name text) returns void :c;
create function delete(queue_name text, msg_id bigint) returns boolean :c;
create function delete(queue_name text, msg_ids bigint[]) returns SETOF bigint :c;
create function detach_archive(queue_name text) returns void :c;
create function drop_queue(queue_name text, partitioned boolean) returns boolean :c;
create function drop_queue(queue_name text) returns boolean :c;
create function format_table_name(queue_name text, prefix text) returns text :c;
create function list_queues() returns SETOF queue_record :c;
create function metrics(queue_name text) returns metrics_result :c;
create function metrics_all() returns SETOF metrics_result :c;
create function pop(queue_name text) returns SETOF message_record :c;
create function purge_queue(queue_name text) returns bigint :c;
create function read(queue_name text, vt integer, qty integer, conditional jsonb DEFAULT '{}'::jsonb) returns SETOF message_record :c;
create function read_with_poll(queue_name text, vt integer, qty integer, max_poll_seconds integer DEFAULT 5, poll_interval_ms integer DEFAULT 100, conditional jsonb DEFAULT '{}'::jsonb) returns SETOF message_record :c;
create function send(queue_name text, msg jsonb, headers jsonb, delay timestamp with time zone) returns SETOF bigint :c;
create function send(queue_name text, msg jsonb) returns SETOF bigint :c;
create function send(queue_name text, msg jsonb, headers jsonb) returns SETOF bigint :c;
create function send(queue_name text, msg jsonb, delay integer) returns SETOF bigint :c;
create function send(queue_name text, msg jsonb, delay timestamp with time zone) returns SETOF bigint :c;
create function send(queue_name text, msg jsonb, headers jsonb, delay integer) returns SETOF bigint :c;
create function send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay timestamp with time zone) returns SETOF bigint :c;
create function send_batch(queue_name text, msgs jsonb[]) returns SETOF bigint :c;
create function send_batch(queue_name text, msgs jsonb[], headers jsonb[]) returns SETOF bigint :c;
create function send_batch(queue_name text, msgs jsonb[], delay integer) returns SETOF bigint :c;
create function send_batch(queue_name text, msgs jsonb[], delay timestamp with time zone) returns SETOF bigint :c;
create function send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay integer) returns SETOF bigint :c;
create function set_vt(queue_name text, msg_id bigint, vt integer) returns SETOF message_record :c;
create function validate_queue_name(queue_name text) returns void :c;
