CREATE SCHEMA app
CREATE TYPE mood AS ENUM ('sad', 'happy')
CREATE TYPE app.pair AS (x integer, y text)
CREATE DOMAIN positive AS integer CHECK (VALUE > 0)
CREATE COLLATION app.plain (provider = libc, locale = 'C')
CREATE TABLE users (id integer PRIMARY KEY, name text, feeling mood, place app.pair, size positive, tags text[])
CREATE TABLE app.orders (id bigint PRIMARY KEY, user_id integer, total numeric, note text)
CREATE TABLE other (id integer, name text)
CREATE SEQUENCE app.numbers
CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'
CREATE FUNCTION app.same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'
CREATE FUNCTION app.pairs() RETURNS SETOF app.pair LANGUAGE sql AS 'SELECT 1, ''x'''
CREATE FUNCTION everyone() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users'
CREATE FUNCTION anything() RETURNS SETOF record LANGUAGE sql AS 'SELECT 1'
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = app.same)
CREATE VIEW named AS SELECT id, name FROM users
CREATE VIEW star AS SELECT * FROM other
CREATE VIEW nothing_of AS SELECT 1 AS one FROM users
CREATE VIEW whole_row AS SELECT u FROM users u
CREATE VIEW whole_row_and_column AS SELECT u, u.id FROM users u
CREATE VIEW counted AS SELECT count(*) FROM app.orders
CREATE VIEW filtered AS SELECT id FROM users WHERE name = 'x'
CREATE VIEW joined AS SELECT u.id FROM users u JOIN app.orders o ON o.user_id = u.id
CREATE VIEW joined_using AS SELECT name FROM users JOIN other USING (id, name)
CREATE VIEW joined_using_unused AS SELECT tags FROM users JOIN other USING (id)
CREATE VIEW full_join AS SELECT name FROM users FULL JOIN other USING (name)
CREATE VIEW natural_join AS SELECT 1 AS one FROM users NATURAL JOIN other
CREATE VIEW cross_join AS SELECT 1 AS one FROM users, other
CREATE VIEW aliased_join AS SELECT j.id FROM (users JOIN app.orders USING (id)) AS j
CREATE VIEW ordered AS SELECT id FROM users ORDER BY name
CREATE VIEW grouped AS SELECT name FROM users GROUP BY name, tags HAVING max(id) > 3
CREATE VIEW by_key AS SELECT id, name FROM users GROUP BY id
CREATE VIEW limited AS SELECT id FROM users LIMIT (SELECT count(*) FROM other)
CREATE VIEW windowed AS SELECT rank() OVER (PARTITION BY name ORDER BY size) FROM users
CREATE VIEW with_subquery AS SELECT s.a FROM (SELECT id AS a, name AS b FROM users) s
CREATE VIEW with_sublink AS SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM app.orders o WHERE o.user_id = u.id)
CREATE VIEW with_cte AS WITH w AS (SELECT id, total FROM app.orders) SELECT w.id FROM w
CREATE VIEW with_unused_cte AS WITH w AS (SELECT id, total FROM app.orders) SELECT 1 AS one
CREATE VIEW with_recursive AS WITH RECURSIVE w AS (SELECT id FROM users UNION ALL SELECT o.user_id FROM app.orders o JOIN w USING (id)) SELECT * FROM w
CREATE VIEW united AS SELECT id FROM users UNION SELECT user_id FROM app.orders
CREATE VIEW listed AS VALUES (1, 'happy'::mood), (2, 'sad')
CREATE VIEW over_view AS SELECT id FROM named
CREATE VIEW distinct_one AS SELECT DISTINCT ON (name) id FROM users
CREATE VIEW enum_constant AS SELECT 'sad'::mood AS feeling
CREATE VIEW enum_cast AS SELECT name::mood AS feeling FROM users
CREATE VIEW enum_to_text AS SELECT feeling::text FROM users
CREATE VIEW enum_array AS SELECT ARRAY['sad'::mood] AS feelings
CREATE VIEW enum_array_literal AS SELECT '{sad}'::mood[] AS feelings
CREATE VIEW domain_constant AS SELECT 5::positive AS size
CREATE VIEW domain_cast AS SELECT id::positive AS size FROM users
CREATE VIEW domain_base AS SELECT size + 1 AS more FROM users
CREATE VIEW composite_field AS SELECT (place).x FROM users
CREATE VIEW composite_constant AS SELECT '(1,a)'::app.pair AS place
CREATE VIEW composite_row AS SELECT ROW(1, 'a')::app.pair AS place
CREATE VIEW anonymous_row AS SELECT ROW(id, name) IS NULL AS row FROM users
CREATE VIEW row_type_cast AS SELECT ROW(1, 'x')::other AS o
CREATE VIEW null_row AS SELECT NULL::other AS o
CREATE VIEW row_fields AS SELECT (NULL::other).name AS n
CREATE VIEW calling AS SELECT twice(id) FROM users
CREATE VIEW calling_nothing AS SELECT twice(1)
CREATE VIEW calling_built_in AS SELECT lower(name) FROM users
CREATE VIEW using_operator AS SELECT id === 3 AS same FROM users
CREATE VIEW any_of AS SELECT id === ANY (ARRAY[1, 2]) AS same FROM users
CREATE VIEW from_function AS SELECT x FROM app.pairs()
CREATE VIEW from_table_function AS SELECT name FROM everyone()
CREATE VIEW from_table_function_row AS SELECT e FROM everyone() AS e
CREATE VIEW from_record AS SELECT a FROM anything() AS t (a integer, b mood)
CREATE VIEW rows_from AS SELECT * FROM ROWS FROM (everyone(), generate_series(1, 3)) WITH ORDINALITY
CREATE VIEW composite_result AS SELECT (app.pairs()).y
CREATE VIEW next_number AS SELECT nextval('app.numbers') AS n
CREATE VIEW next_number_text AS SELECT nextval('app.numbers'::text) AS n
CREATE VIEW class_constant AS SELECT 'users'::regclass AS c
CREATE VIEW class_text AS SELECT 'users'::text::regclass AS c
CREATE VIEW type_constant AS SELECT 'mood'::regtype AS t
CREATE VIEW function_constant AS SELECT 'twice'::regproc AS f, 'twice(integer)'::regprocedure AS g
CREATE VIEW operator_constant AS SELECT '==='::regoper AS o
CREATE VIEW schema_constant AS SELECT 'app'::regnamespace AS s
CREATE VIEW class_array AS SELECT '{users}'::regclass[] AS c
CREATE VIEW collated AS SELECT name COLLATE app.plain AS name FROM users
CREATE VIEW collated_constant AS SELECT 'x' COLLATE app.plain AS name
CREATE VIEW sorted_collated AS SELECT id FROM users ORDER BY name COLLATE app.plain
CREATE VIEW lateral_one AS SELECT l.a FROM users u, LATERAL (SELECT u.id AS a, o.note FROM app.orders o) l
CREATE VIEW sampled AS SELECT id FROM users TABLESAMPLE bernoulli (twice(5))
CREATE VIEW system_column AS SELECT users.ctid, users.tableoid FROM users
CREATE VIEW locked AS SELECT id FROM users FOR UPDATE
CREATE VIEW nested_constant AS SELECT coalesce(feeling, 'happy') AS feeling FROM users
CREATE VIEW cased AS SELECT CASE WHEN size > 3 THEN place END AS p FROM users
CREATE VIEW from_catalog AS SELECT relname FROM pg_class WHERE oid = 'users'::regclass
CREATE VIEW grouping AS SELECT name, grouping(tags) FROM users GROUP BY GROUPING SETS ((name), (tags))
CREATE VIEW subscripted AS SELECT tags[id] FROM users
CREATE VIEW expanded AS SELECT (u).* FROM users u
CREATE VIEW xml_table AS SELECT t.* FROM users, xmltable('/a' PASSING (name::xml) COLUMNS b mood, c text) AS t
CREATE TABLE defaults (a integer DEFAULT twice(3), b mood DEFAULT 'sad', c bigint DEFAULT nextval('app.numbers'), d integer GENERATED ALWAYS AS (twice(e)) STORED, e integer, f text DEFAULT lower('X'), g regclass DEFAULT 'users', h text COLLATE app.plain DEFAULT ('x' COLLATE app.plain))
CREATE INDEX by_function ON users (twice(id), name) WHERE feeling = 'sad'
CREATE INDEX by_operator ON users ((id === 4))
ALTER TABLE users ADD CONSTRAINT sized CHECK (twice(size) > 3 AND feeling <> 'sad')
ALTER TABLE users ADD CONSTRAINT whole CHECK (users IS NOT NULL)
CREATE POLICY some ON users USING (id IN (SELECT user_id FROM app.orders)) WITH CHECK (feeling = 'sad')
