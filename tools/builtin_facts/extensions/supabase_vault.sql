-- What Supabase Vault creates. See hand_written.py for the header and for :c and :handler.
-- version: 0.3.1
-- schema: vault

create table secrets (id uuid not null, name text, description text not null, secret text not null, key_id uuid, nonce bytea, created_at timestamp with time zone not null, updated_at timestamp with time zone not null);
create view decrypted_secrets as select null::uuid as id, null::text as name, null::text as description, null::text as secret, null::text as decrypted_secret, null::uuid as key_id, null::bytea as nonce, null::timestamp with time zone as created_at, null::timestamp with time zone as updated_at;
create function _crypto_aead_det_decrypt(message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea, nonce bytea DEFAULT NULL::bytea) returns bytea immutable :c;
create function _crypto_aead_det_encrypt(message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea, nonce bytea DEFAULT NULL::bytea) returns bytea immutable :c;
create function _crypto_aead_det_noncegen() returns bytea immutable :c;
create function create_secret(new_secret text, new_name text DEFAULT NULL::text, new_description text DEFAULT ''::text, new_key_id uuid DEFAULT NULL::uuid) returns uuid security definer :c;
create function update_secret(secret_id uuid, new_secret text DEFAULT NULL::text, new_name text DEFAULT NULL::text, new_description text DEFAULT NULL::text, new_key_id uuid DEFAULT NULL::uuid) returns void security definer :c;
