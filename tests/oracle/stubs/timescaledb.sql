-- As much of TimescaleDB as migrations ask for: its functions do nothing.
CREATE FUNCTION create_hypertable(relation regclass, time_column_name name, partitioning_column name DEFAULT NULL,
    number_partitions integer DEFAULT NULL, chunk_time_interval anyelement DEFAULT NULL::bigint,
    create_default_indexes boolean DEFAULT true, if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false)
    RETURNS void LANGUAGE sql AS 'SELECT';
CREATE FUNCTION set_chunk_time_interval(hypertable regclass, chunk_time_interval anyelement) RETURNS void
    LANGUAGE sql AS 'SELECT';
CREATE FUNCTION add_retention_policy(relation regclass, drop_after anyelement, if_not_exists boolean DEFAULT false)
    RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION remove_retention_policy(relation regclass, if_exists boolean DEFAULT false) RETURNS void
    LANGUAGE sql AS 'SELECT';
CREATE FUNCTION add_compression_policy(hypertable regclass, compress_after anyelement, if_not_exists boolean DEFAULT false)
    RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION remove_compression_policy(hypertable regclass, if_exists boolean DEFAULT false) RETURNS boolean
    LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS 'SELECT $2';
CREATE FUNCTION time_bucket(bucket_width interval, ts timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE AS 'SELECT $2';
CREATE FUNCTION time_bucket(bucket_width interval, ts date) RETURNS date LANGUAGE sql IMMUTABLE AS 'SELECT $2';
CREATE FUNCTION time_bucket(bucket_width bigint, ts bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $2';
