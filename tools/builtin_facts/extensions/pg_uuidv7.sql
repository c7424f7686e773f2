-- What pg_uuidv7 creates. See hand_written.py for the header and for :c and :handler.
-- version: 1.6

create function uuid_generate_v7() returns uuid strict parallel safe :c;
create function uuid_timestamp_to_v7(timestamp without time zone, zero boolean DEFAULT false) returns uuid stable strict parallel safe :c;
create function uuid_timestamptz_to_v7(timestamp with time zone, zero boolean DEFAULT false) returns uuid stable strict parallel safe :c;
create function uuid_v7_to_timestamp(uuid) returns timestamp without time zone stable strict parallel safe :c;
create function uuid_v7_to_timestamptz(uuid) returns timestamp with time zone stable strict parallel safe :c;
