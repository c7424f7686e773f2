SELECT id, name FROM users
SELECT * FROM users
SELECT u.* FROM users u
SELECT u.id AS user_id, u.name FROM users AS u WHERE u.age > 18
SELECT 1
SELECT 1 AS one, 'text' AS t, NULL AS n, true AS b, 1.5 AS d, -1 AS m, 1e10 AS e
SELECT 'a'::text, 'b'::varchar(10), '5'::integer, 5::bigint, 5::numeric(10,2), '2020-01-01'::date
SELECT -5, - age, -(-5), +age FROM users
SELECT id + 1, id * 2 + 3, (id + 1) * 2, id % 2, 2 ^ 3, id / 2, id - 1 - 2 FROM users
SELECT name || 'x', name || 1, 1 || name, 'a' || 'b' FROM users
SELECT id = 1, id <> 1, id != 1, id < 1, id >= 1 FROM users
SELECT * FROM users WHERE name = 'bob'
SELECT * FROM users WHERE email = 'bob'
SELECT * FROM users WHERE email LIKE 'b%' AND name ILIKE '%x' OR NOT active
SELECT * FROM users WHERE name NOT LIKE 'x' AND name SIMILAR TO 'a|b' AND name NOT SIMILAR TO 'c'
SELECT * FROM users WHERE name ~ 'x' AND name !~* 'y' AND email ~~ 'z'
SELECT * FROM users WHERE id IN (1, 2, 3)
SELECT * FROM users WHERE id NOT IN (1, 2, 3)
SELECT * FROM users WHERE name IN ('a', 'b')
SELECT * FROM users WHERE email IN ('a', 'b')
SELECT * FROM users WHERE feeling IN ('sad', 'ok')
SELECT * FROM users WHERE feeling = 'happy'
SELECT * FROM users WHERE id = ANY (ARRAY[1, 2])
SELECT * FROM users WHERE id = ANY ('{1,2}')
SELECT * FROM users WHERE name = ANY (tags)
SELECT * FROM users WHERE id <> ALL (ARRAY[1, 2])
SELECT * FROM users WHERE id IN (1)
SELECT * FROM users WHERE id IN (age, 2)
SELECT * FROM users WHERE (id, name) IN ((1, 'a'), (2, 'b'))
SELECT * FROM users WHERE id BETWEEN 1 AND 10
SELECT * FROM users WHERE id NOT BETWEEN 1 AND 10
SELECT * FROM users WHERE id BETWEEN SYMMETRIC 10 AND 1
SELECT * FROM users WHERE name IS NULL OR name IS NOT NULL
SELECT * FROM users WHERE active IS TRUE AND active IS NOT FALSE AND active IS UNKNOWN
SELECT * FROM users WHERE name IS DISTINCT FROM 'x' AND id IS NOT DISTINCT FROM 5
SELECT * FROM users WHERE u.id = 1
SELECT * FROM users WHERE nope = 1
SELECT users.nope FROM users
SELECT nope FROM users u
SELECT id FROM users, orders
SELECT users.id, orders.id FROM users, orders
SELECT users.id, orders.id AS oid FROM users, orders WHERE users.id = orders.user_id
SELECT * FROM nope
SELECT * FROM nope.nope
SELECT * FROM app.nope
SELECT x.* FROM users
SELECT u.id, o.total FROM users u JOIN orders o ON o.user_id = u.id
SELECT u.id, o.total FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.total > 5
SELECT u.id, o.total FROM users u RIGHT OUTER JOIN orders o ON o.user_id = u.id
SELECT u.id, o.total FROM users u FULL JOIN orders o ON o.user_id = u.id
SELECT u.id, o.total FROM users u CROSS JOIN orders o
SELECT u.id, o.total, i.sku FROM users u JOIN orders o ON o.user_id = u.id JOIN items i ON i.order_id = o.id
SELECT u.id, o.total, i.sku FROM users u LEFT JOIN (orders o JOIN items i ON i.order_id = o.id) ON o.user_id = u.id
SELECT s.value, u.name FROM app.settings s JOIN users u ON u.id = s.user_id
SELECT user_id, total, value FROM orders JOIN app.settings USING (user_id)
SELECT * FROM orders JOIN app.settings USING (user_id)
SELECT * FROM orders FULL JOIN app.settings USING (user_id)
SELECT user_id, orders.user_id AS o, settings.user_id AS s FROM orders FULL JOIN app.settings USING (user_id)
SELECT * FROM orders LEFT JOIN app.settings USING (user_id)
SELECT * FROM orders RIGHT JOIN app.settings USING (user_id)
SELECT * FROM orders JOIN users USING (id)
SELECT id, name FROM orders JOIN users USING (id)
SELECT id FROM orders LEFT JOIN users USING (id)
SELECT id FROM orders FULL JOIN users USING (id)
SELECT j.id, j.name FROM (orders JOIN users USING (id)) AS j
SELECT j.* FROM (users u JOIN nodes n ON n.id = u.id) AS j (a, b, c)
SELECT * FROM users NATURAL JOIN nodes
SELECT * FROM orders JOIN app.settings USING (nope)
SELECT * FROM users u JOIN users v USING (id, name)
SELECT u.id, v.id AS other FROM users u, users v
SELECT * FROM users, users
SELECT * FROM users u, orders u
SELECT a.id FROM users a JOIN orders b USING (id) JOIN nodes c USING (id)
SELECT id FROM users a JOIN orders b USING (id) JOIN nodes c USING (id)
SELECT x.id FROM orders JOIN users USING (id) AS x
SELECT u.id, (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS n FROM users u
SELECT * FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE orders.user_id = users.id)
SELECT * FROM users WHERE NOT EXISTS (SELECT * FROM orders o WHERE o.user_id = users.id)
SELECT * FROM users WHERE id IN (SELECT user_id FROM orders)
SELECT * FROM users WHERE id NOT IN (SELECT user_id FROM orders)
SELECT * FROM users WHERE (id, name) IN (SELECT user_id, note FROM orders)
SELECT * FROM users WHERE id > ALL (SELECT user_id FROM orders)
SELECT * FROM users WHERE id = ANY (SELECT user_id FROM orders)
SELECT * FROM users WHERE id < ANY (SELECT user_id FROM orders)
SELECT * FROM users WHERE (id, age) < (SELECT user_id, 5 FROM orders)
SELECT * FROM users WHERE age = (SELECT max(age) FROM users)
SELECT ARRAY(SELECT id FROM orders) AS a
SELECT id = ANY ((SELECT ARRAY[1,2])::integer[]) FROM users
SELECT (SELECT id, name FROM users) AS x
SELECT * FROM users WHERE id IN (SELECT id, name FROM users)
SELECT s.a FROM (SELECT id AS a FROM users) s
SELECT s.a, s.b FROM (SELECT id, name FROM users) AS s (a, b)
SELECT * FROM (SELECT 1 AS x, 2 AS y) t
SELECT * FROM (SELECT 1 AS x) t (a, b)
SELECT * FROM (SELECT id FROM users) AS s WHERE s.nope = 1
SELECT * FROM (SELECT users.id FROM users) s JOIN (SELECT users.id FROM users) s2 ON s.id = s2.id
SELECT * FROM users u, LATERAL (SELECT o.total FROM orders o WHERE o.user_id = u.id) l
SELECT * FROM users u, (SELECT o.total FROM orders o WHERE o.user_id = u.id) l
SELECT u.id, l.total FROM users u LEFT JOIN LATERAL (SELECT o.total FROM orders o WHERE o.user_id = u.id LIMIT 1) l ON true
SELECT count(*) FROM users
SELECT count(id), count(DISTINCT name), sum(score), avg(age), min(name), max(created) FROM users
SELECT active, count(*) FROM users GROUP BY active
SELECT active, count(*) AS n FROM users GROUP BY active HAVING count(*) > 1
SELECT active, count(*) FROM users GROUP BY 1 ORDER BY 2
SELECT lower(name) AS l, count(*) FROM users GROUP BY lower(name)
SELECT lower(name) AS l, count(*) FROM users GROUP BY l
SELECT name, count(*) FROM users
SELECT name, age FROM users GROUP BY name
SELECT id, name, age FROM users GROUP BY id
SELECT u.id, u.name, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id
SELECT u.name, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.name, o.id
SELECT u.name, o.total FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id
SELECT age + 1 FROM users GROUP BY age
SELECT age + 1 FROM users GROUP BY age + 1
SELECT age FROM users GROUP BY age + 1
SELECT active, age, count(*) FROM users GROUP BY ROLLUP (active, age)
SELECT active, age, count(*) FROM users GROUP BY CUBE (active, age)
SELECT active, age, count(*), GROUPING(active, age) AS g FROM users GROUP BY GROUPING SETS ((active), (age), ())
SELECT active, age FROM users GROUP BY active, ROLLUP (age)
SELECT active, age FROM users GROUP BY DISTINCT ROLLUP (active), CUBE (age)
SELECT active FROM users GROUP BY GROUPING SETS (ROLLUP (active, age), (name))
SELECT count(*) FILTER (WHERE active) AS n FROM users
SELECT string_agg(name, ', ' ORDER BY name DESC) FROM users
SELECT array_agg(DISTINCT name ORDER BY name) FROM users
SELECT array_agg(DISTINCT name ORDER BY age) FROM users
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY age) FROM users
SELECT mode() WITHIN GROUP (ORDER BY name) FROM users
SELECT rank(1) WITHIN GROUP (ORDER BY age) FROM users
SELECT json_agg(u) FROM users u
SELECT json_agg(u.*) FROM users u
SELECT jsonb_object_agg(name, age) FROM users
SELECT count(*) FROM users WHERE count(*) > 1
SELECT sum(count(*)) FROM users
SELECT row_number() OVER () FROM users
SELECT row_number() OVER (ORDER BY id DESC) AS rn, rank() OVER (PARTITION BY active ORDER BY age) FROM users
SELECT sum(age) OVER w, avg(age) OVER w FROM users WINDOW w AS (PARTITION BY active ORDER BY id)
SELECT sum(age) OVER (w ROWS 2 PRECEDING) FROM users WINDOW w AS (ORDER BY id)
SELECT sum(age) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM users
SELECT sum(age) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING EXCLUDE TIES) FROM users
SELECT sum(age) OVER (ORDER BY created RANGE BETWEEN '1 day' PRECEDING AND CURRENT ROW) FROM users
SELECT sum(age) OVER (ORDER BY id GROUPS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING) FROM users
SELECT lag(name, 1, 'x') OVER (ORDER BY id), first_value(name) OVER (ORDER BY id) FROM users
SELECT count(*) FILTER (WHERE active) OVER (PARTITION BY age) FROM users
SELECT row_number() OVER nope FROM users
SELECT id FROM users WHERE row_number() OVER () = 1
SELECT sum(age) OVER (ORDER BY name RANGE 1 PRECEDING) FROM users
SELECT DISTINCT name FROM users
SELECT DISTINCT name FROM users ORDER BY name
SELECT DISTINCT name FROM users ORDER BY age
SELECT DISTINCT ON (name) name, age FROM users ORDER BY name, age DESC
SELECT DISTINCT ON (active, name) name, age FROM users ORDER BY name, active
SELECT DISTINCT ON (name) name FROM users ORDER BY age
SELECT DISTINCT ON (lower(name)) name FROM users ORDER BY lower(name)
SELECT id, name FROM users ORDER BY name
SELECT id, name FROM users ORDER BY 2 DESC, 1
SELECT id, name AS n FROM users ORDER BY n NULLS FIRST, id DESC NULLS LAST
SELECT id FROM users ORDER BY age, lower(name) DESC
SELECT name AS age FROM users ORDER BY age
SELECT name AS age FROM users ORDER BY users.age
SELECT id FROM users ORDER BY 2
SELECT id FROM users ORDER BY 'x'
SELECT id FROM users ORDER BY id USING >
SELECT a AS x, b AS x FROM wide ORDER BY x
SELECT k FROM wide ORDER BY k
SELECT DISTINCT k FROM wide
SELECT id FROM users LIMIT 10
SELECT id FROM users LIMIT 10 OFFSET 5
SELECT id FROM users OFFSET 5 ROWS FETCH NEXT 3 ROWS ONLY
SELECT id FROM users ORDER BY id FETCH FIRST 3 ROWS WITH TIES
SELECT id FROM users LIMIT ALL
SELECT id FROM users LIMIT 'x'
SELECT id FROM users LIMIT id
SELECT id FROM users LIMIT (SELECT count(*) FROM orders)
SELECT id FROM users FOR UPDATE
SELECT u.id FROM users u JOIN orders o ON true FOR UPDATE OF u NOWAIT
SELECT id FROM users FOR SHARE SKIP LOCKED
SELECT id FROM users FOR UPDATE OF nope
SELECT count(*) FROM users FOR UPDATE
SELECT id FROM users UNION SELECT user_id FROM orders
SELECT id FROM users UNION ALL SELECT id FROM orders
SELECT id, name FROM users UNION SELECT 1, 'x'
SELECT 'a' AS x UNION SELECT 'b'
SELECT NULL AS x UNION SELECT 5
SELECT 1 AS x UNION SELECT 1.5
SELECT 1 AS x UNION SELECT 'a'
SELECT id FROM users UNION SELECT name FROM users
SELECT id, name FROM users UNION SELECT id FROM users
SELECT id FROM users INTERSECT SELECT user_id FROM orders EXCEPT SELECT id FROM nodes
SELECT id FROM users UNION SELECT id FROM nodes UNION ALL SELECT user_id FROM orders
(SELECT id FROM users ORDER BY id LIMIT 1) UNION (SELECT id FROM nodes)
SELECT id FROM users UNION (SELECT id FROM nodes EXCEPT SELECT user_id FROM orders)
SELECT id AS a FROM users UNION SELECT id FROM nodes ORDER BY a LIMIT 5
SELECT id AS a FROM users UNION SELECT id FROM nodes ORDER BY 1 DESC
SELECT id AS a FROM users UNION SELECT id FROM nodes ORDER BY a + 1
SELECT * FROM (SELECT id FROM users UNION SELECT id FROM nodes) u
SELECT id FROM users UNION SELECT id FROM nodes FOR UPDATE
SELECT k FROM wide UNION SELECT k FROM wide
VALUES (1, 'a'), (2, 'b')
VALUES (1, 'a'), (2)
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, t)
SELECT column1 FROM (VALUES (1), (2)) v
SELECT v.n FROM (VALUES (1), (NULL), (2.5)) AS v(n)
WITH c AS (SELECT id FROM users) SELECT * FROM c
WITH c (a, b) AS (SELECT id, name FROM users) SELECT a FROM c WHERE b = 'x'
WITH c AS MATERIALIZED (SELECT 1 AS x), d AS NOT MATERIALIZED (SELECT x FROM c) SELECT c.x, d.x AS y FROM c, d
WITH c AS (SELECT * FROM d), d AS (SELECT 1) SELECT * FROM c
WITH c AS (SELECT 1), c AS (SELECT 2) SELECT * FROM c
WITH c (a, b) AS (SELECT 1) SELECT * FROM c
WITH users AS (SELECT 1 AS x) SELECT * FROM users
WITH users AS (SELECT 1 AS x) SELECT public.users.id FROM public.users, users AS u2
WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT n FROM t
WITH RECURSIVE tree AS (SELECT id, parent, label, 1 AS depth FROM nodes WHERE parent IS NULL UNION ALL SELECT n.id, n.parent, n.label, t.depth + 1 FROM nodes n JOIN tree t ON n.parent = t.id) SELECT * FROM tree
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT 1 AS x) SELECT * FROM a
WITH RECURSIVE t AS (SELECT 1 AS n UNION SELECT n + 1 FROM t, t t2) SELECT * FROM t
WITH RECURSIVE t AS (SELECT n FROM t) SELECT * FROM t
WITH RECURSIVE t AS (SELECT 1 AS n UNION SELECT 1.5 * n FROM t) SELECT * FROM t
WITH RECURSIVE t AS (SELECT 1 AS n UNION SELECT n FROM nodes LEFT JOIN t ON true) SELECT * FROM t
WITH RECURSIVE t AS (SELECT 1 AS n UNION SELECT 2 WHERE EXISTS (SELECT 1 FROM t)) SELECT * FROM t
WITH RECURSIVE a AS (SELECT 1 AS x UNION SELECT x FROM b), b AS (SELECT x FROM a) SELECT * FROM a
WITH RECURSIVE t AS (SELECT id, parent FROM nodes UNION ALL SELECT n.id, n.parent FROM nodes n, t WHERE n.parent = t.id) SEARCH DEPTH FIRST BY id SET ordering SELECT * FROM t
WITH RECURSIVE t AS (SELECT id, parent FROM nodes UNION ALL SELECT n.id, n.parent FROM nodes n, t WHERE n.parent = t.id) CYCLE id SET is_cycle USING path SELECT * FROM t
SELECT CASE WHEN active THEN 'yes' ELSE 'no' END AS x FROM users
SELECT CASE age WHEN 1 THEN 'one' WHEN 2 THEN 'two' END AS x FROM users
SELECT CASE WHEN active THEN 1 WHEN age > 5 THEN 2.5 END AS x FROM users
SELECT CASE feeling WHEN 'sad' THEN 1 ELSE 0 END FROM users
SELECT COALESCE(name, 'x'), COALESCE(age, 0), NULLIF(name, ''), GREATEST(age, 5), LEAST(1, 2.5) FROM users
SELECT COALESCE(email, name), COALESCE(email, 'x') FROM users
SELECT upper(name), length(name), substring(name, 1, 2), replace(name, 'a', 'b') FROM users
SELECT substring(name FROM 1 FOR 2), substring(name FROM 'x.*'), position('a' IN name), overlay(name PLACING 'x' FROM 1), trim(name), trim(BOTH 'x' FROM name), trim(LEADING FROM name) FROM users
SELECT EXTRACT(year FROM created), EXTRACT(epoch FROM placed), date_part('year', created) FROM users, orders
SELECT created AT TIME ZONE 'UTC', placed AT TIME ZONE 'UTC' FROM users, orders
SELECT CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIME, CURRENT_USER, now(), CURRENT_TIMESTAMP(3), CURRENT_SCHEMA
SELECT created + interval '1 day', created - '1 day'::interval, created - now(), born + 1, born - born FROM users
SELECT created::date, created::text, id::text, name::varchar(5), score::integer, '1'::integer, id::smallint, age::numeric(5,1) FROM users
SELECT CAST(name AS character(5)), CAST(id AS double precision), name::text FROM users
SELECT id::mood FROM users
SELECT name::mood, 'sad'::mood, 'nope'::mood FROM users
SELECT 'x'::integer
SELECT tags[1], tags[1:2], tags[:2], data->'a', data->>'b', data #>> '{a,b}', data['x'] FROM users
SELECT ARRAY[1, 2, 3], ARRAY[]::integer[], ARRAY[[1, 2], [3, 4]], ARRAY['a', 'b'], ARRAY[1, 2.5]
SELECT ARRAY[]
SELECT ROW(1, 'a', id), (1, 2) FROM users
SELECT (place).x, (o.place).label, o.place FROM orders o
SELECT (place).* FROM orders
SELECT (place).nope FROM orders
SELECT (orders).place, orders FROM orders
SELECT o FROM orders o
SELECT o.* FROM orders o WHERE o IS NOT NULL
SELECT ROW(1, 2) = ROW(3, 4), ROW(1, 2) < ROW(3, 4), ROW(id, name) IS NULL FROM users
SELECT ROW(1, 2)::app.point3
SELECT ROW(1, 2, 'x')::app.point3
SELECT twice(id), public.twice(5), named(1), named(1, c => false), named(b => 'y', a => 2), many(1, 2, 3), many(VARIADIC ARRAY[1, 2]) FROM users
SELECT twice('5'), twice(name) FROM users
SELECT nope(1)
SELECT lower(1)
SELECT generate_series(1, 3), unnest(ARRAY[1, 2])
SELECT * FROM generate_series(1, 3)
SELECT * FROM generate_series(1, 3) AS g
SELECT n FROM generate_series(1, 3) AS g(n)
SELECT * FROM generate_series(1, 3) WITH ORDINALITY
SELECT * FROM generate_series(1, 3) WITH ORDINALITY AS g(a, b)
SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS u(x, y)
SELECT * FROM ROWS FROM (generate_series(1, 2), generate_series(1, 3)) AS r(a, b)
SELECT * FROM app.pairs(3)
SELECT p.first FROM app.pairs(3) p
SELECT * FROM all_users() u WHERE u.id = 1
SELECT * FROM anything()
SELECT * FROM anything() AS a (x integer, y text)
SELECT * FROM all_users() AS a (x integer, y text)
SELECT u.id, t.tag FROM users u, unnest(u.tags) AS t(tag)
SELECT u.id, t FROM users u CROSS JOIN LATERAL unnest(u.tags) t
SELECT * FROM jsonb_each('{"a": 1}')
SELECT key, value FROM users, jsonb_each_text(data)
SELECT * FROM jsonb_to_recordset('[]') AS x (a integer, b text)
SELECT * FROM regexp_split_to_table('a b', ' ') AS word
SELECT * FROM now()
SELECT * FROM current_date AS d
SELECT app.pairs(1)
SELECT (app.pairs(1)).*
SELECT (app.pairs(1)).second
SELECT * FROM users TABLESAMPLE bernoulli (10)
SELECT * FROM users u TABLESAMPLE system (10) REPEATABLE (5)
SELECT * FROM users TABLESAMPLE nope (10)
SELECT * FROM ONLY users
SELECT "Id", "select", plain FROM "Mixed Case"
SELECT mixed.plain FROM "Mixed Case" mixed
SELECT name COLLATE "C" FROM users ORDER BY name COLLATE "C"
SELECT name COLLATE "C" = 'x', name < 'y' COLLATE "POSIX" FROM users
SELECT name COLLATE "C" < email COLLATE "POSIX" FROM users
SELECT id COLLATE "C" FROM users
SELECT name COLLATE "nope" FROM users
SELECT a.id FROM active_users a
SELECT * FROM active_users JOIN users ON users.id = active_users.id
SELECT table_name FROM information_schema.tables
SELECT relname, oid::regclass FROM pg_class
SELECT 'users'::regclass, 'app.settings'::regclass::oid, 'integer'::regtype
SELECT nextval('nope')
SELECT tableoid, ctid, xmin FROM users
SELECT tableoid::regclass, * FROM users
SELECT id, id FROM users
SELECT 1, 2
SELECT users.id AS "User Id", name AS "order", age AS "Age" FROM users
SELECT count(*), count(*) FROM users
SELECT a, b, c, d, e, f, g, h, i FROM wide
SELECT e = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', f > '1 day', g < '12:00', i << '10.0.0.0/8', m = 'x', n = 'y', o = 5 FROM wide
SELECT l[1], l || 5, l || ARRAY[6], 7 || l, l @> ARRAY[1], array_length(l, 1) FROM wide
SELECT p & B'1010', p = B'0000', q || B'1', r * 2 FROM wide
SELECT u @> 5, lower(u), t @@ to_tsquery('x'), to_tsvector('english', c) FROM wide
SELECT score > 1, score > 1.5, score = '2', age > 1, age = score FROM users
SELECT id > 3000000000, 3000000000, 99999999999999999999 FROM users
SELECT weight > 1, weight * price, price * 1.1, round(price, 1), round(weight) FROM items
SELECT note || 'x', note = 'y', quantity + 1, quantity = 5, status = 'abc', status || 'x' FROM orders
SELECT sum(quantity), max(note), coalesce(note, 'x'), CASE WHEN true THEN quantity ELSE 0 END FROM orders GROUP BY note, quantity
SELECT NOT active, NOT (active AND id > 5), (active OR id > 5) AND age > 3 FROM users
SELECT * FROM users WHERE active = true AND (age > 5 OR age < 3) AND NOT active
SELECT * FROM users WHERE age
SELECT * FROM users WHERE 'true'
SELECT id + name FROM users
SELECT id = name FROM users
SELECT id || age FROM users
SELECT data || '{"a": 1}', data @> '{"a": 1}', data ? 'x', data - 'y' FROM users
SELECT name, CASE WHEN (SELECT count(*) FROM orders) > 5 THEN (SELECT max(total) FROM orders) ELSE NULL END AS m FROM users
SELECT date_trunc('day', created) AS day, count(*) FROM users GROUP BY date_trunc('day', created) ORDER BY day
SELECT date_trunc('day', created) AS day, count(*) FROM users GROUP BY 1 ORDER BY 1 DESC
SELECT u.name, sum(o.total) AS total FROM users u JOIN orders o ON o.user_id = u.id WHERE o.placed > '2020-01-01' GROUP BY u.id, u.name HAVING sum(o.total) > 100 ORDER BY total DESC LIMIT 10
SELECT new.id FROM users new
SELECT old.id, new.id AS n FROM users old, users new
SELECT users.id FROM users WHERE users.id IN (SELECT users.id FROM users WHERE users.age > 5)
SELECT id FROM users WHERE id = (SELECT user_id FROM orders WHERE total > score)
SELECT s.id FROM (SELECT users.id FROM users) s, users
SELECT (SELECT u2.name FROM users u2 WHERE u2.id = users.manager) AS manager FROM users
SELECT to_char(created, 'YYYY'), format('%s', name), concat(name, age, 5), concat_ws(',', name, 'x') FROM users
SELECT (name, age) FROM users
SELECT users.* AS u FROM users
SELECT (users.*).id FROM users
SELECT (SELECT users) FROM users
SELECT json_build_object('a', id, 'b', name), row_to_json(users), to_jsonb(users.*) FROM users
SELECT xmlelement(name foo, xmlattributes(name AS bar), 'x'), xmlforest(name, age) FROM users
SELECT ('2020-01-01', '2020-02-01') OVERLAPS (born, born) FROM users
SELECT a.x FROM (SELECT 1 AS x, 2 AS x) a
SELECT age::text || 'x' AS t, (age)::bigint FROM users
SELECT -age::text FROM users
SELECT - (-1), -(1 + 2), -1::smallint, (-1)::smallint
SELECT 2147483648, -2147483648, -9223372036854775808, 1.0, .5, 1e-5
SELECT true AND NULL, NULL AND true, NULL::integer + 1, NULL || 'x'
SELECT U&'\0041', E'a\nb', 'it''s', 'back\slash'
SELECT interval '1 year 2 months', interval '5' day, interval(3) '1.123456 s', time '12:00', timestamp '2020-01-01', date 'epoch'
SELECT '1'::int4, '1'::int8, '1.5'::float8, '1.5'::real, 'x'::name, 'x'::"char", 'x'::bpchar, 'x'::char(3)
SELECT '{1,2}'::int[], '{a,b}'::text[], '[1,2)'::int4range, '{"a": 1}'::json, '{"b":1,"a":2}'::jsonb
SELECT unnest(tags) AS tag, count(*) FROM users GROUP BY 1
SELECT id FROM users WHERE id IN (VALUES (1), (2))
SELECT id FROM users GROUP BY id, name ORDER BY name
SELECT bool_and(active), every(active), bit_or(age), stddev(age), count(*) * 100.0 / 5 FROM users
SELECT min(id), name FROM users GROUP BY name ORDER BY min(id)
SELECT u.id FROM users u WHERE EXISTS (SELECT FROM orders o WHERE o.user_id = u.id AND o.total > (SELECT avg(total) FROM orders o2 WHERE o2.user_id = u.id))
SELECT t.id FROM users t WHERE t.id > 5 UNION ALL SELECT t.id FROM nodes t WHERE t.id < 5 ORDER BY id
SELECT greatest('a', 'b'), greatest(name, 'b'), least(created, '2020-01-01') FROM users
SELECT i.order_id, sum(i.price) OVER (PARTITION BY i.order_id ORDER BY i.line ROWS UNBOUNDED PRECEDING) AS running FROM items i
SELECT i.sku, o.status FROM items i JOIN orders o ON i.order_id = o.id AND o.status IN ('new', 'old')
SELECT id FROM users WHERE created > now() - interval '7 days' AND created < CURRENT_DATE
SELECT current_setting('x'), set_config('a', 'b', false), pg_size_pretty(5::bigint), txid_current()
SELECT a, b FROM wide w GROUP BY a, b, (SELECT 1)
SELECT w.a FROM wide w WHERE w.* IS NOT NULL
SELECT count(w) FROM wide w
SELECT every(name = 'x') FROM users
SELECT string_agg(DISTINCT name, ',') FROM users
SELECT array_agg(ROW(id, name)) FROM users
SELECT (array_agg(id))[1], (ARRAY[1, 2])[1], (tags || 'x')[2] FROM users GROUP BY tags
SELECT data->'a'->>'b', (data->>'n')::integer, data->'x' IS NOT NULL FROM users
SELECT name IS NOT NULL AND age IS NULL, (name = 'x') IS TRUE, (id > 5) IS NOT UNKNOWN FROM users
SELECT NULLIF(age, 5), NULLIF(name, 'x'), NULLIF(1, 2.5), NULLIF(age, 2147483648) FROM users
SELECT abs(-5), abs(age), mod(5, 2), ceil(1.5), power(2, 3), sqrt(2), random() > 0.5 FROM users
INSERT INTO users (id, name) VALUES (1, 'a')
INSERT INTO users VALUES (1, 'a', 'b', 5)
INSERT INTO users (id, name) VALUES (1, 'a'), (2, DEFAULT), (3, NULL)
INSERT INTO users (id, name) VALUES (1)
INSERT INTO users (id) VALUES (1, 2)
INSERT INTO users (id, id) VALUES (1, 2)
INSERT INTO users (nope) VALUES (1)
INSERT INTO nope VALUES (1)
INSERT INTO users (id, age) VALUES ('x', 1)
INSERT INTO users (id, age, active) VALUES (1, 'b', 5)
INSERT INTO users (id, name, score) VALUES (1, 5, '1.5')
INSERT INTO users (id, created) VALUES (1, 5)
INSERT INTO users DEFAULT VALUES
INSERT INTO users (id, name) SELECT id, label FROM nodes
INSERT INTO users (id, name) SELECT 1, 'x'
INSERT INTO users (id, name) SELECT id FROM nodes
INSERT INTO users (id, active) SELECT id, label FROM nodes
INSERT INTO users (id, feeling) SELECT id, 'sad' FROM nodes
INSERT INTO users (id) VALUES (1) RETURNING id, name AS n
INSERT INTO users (id) VALUES (1) RETURNING *
INSERT INTO users AS u (id) VALUES (1) RETURNING u.id
INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING
INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name, age = users.age + 1 WHERE users.active
INSERT INTO users (id) VALUES (1) ON CONFLICT (name) DO NOTHING
INSERT INTO users (id) VALUES (1) ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING
INSERT INTO users (id) VALUES (1) ON CONFLICT ON CONSTRAINT nope DO NOTHING
INSERT INTO users (id) VALUES (1) ON CONFLICT DO UPDATE SET name = 'x'
INSERT INTO users (id) VALUES (1) ON CONFLICT (email) WHERE active DO NOTHING
INSERT INTO users (id) VALUES (1) ON CONFLICT (email) DO NOTHING
INSERT INTO items (order_id, line) VALUES (1, 2) ON CONFLICT (line, order_id) DO UPDATE SET sku = 'x'
INSERT INTO items (order_id, line) VALUES (1, 2) ON CONFLICT (line) DO UPDATE SET sku = 'x'
INSERT INTO generated (id, a) VALUES (1, 2)
INSERT INTO generated (a, twice) VALUES (1, 2)
INSERT INTO generated (a, twice) VALUES (1, DEFAULT)
INSERT INTO generated (id, a) OVERRIDING SYSTEM VALUE VALUES (1, 2)
INSERT INTO generated (id, a) VALUES (DEFAULT, 2), (DEFAULT, 3)
INSERT INTO orders (id, place) VALUES (1, ROW(1, 2, 'x'))
INSERT INTO orders (id, place.x, place.label) VALUES (1, 5, 'x')
INSERT INTO users (id, tags[1]) VALUES (1, 'x')
INSERT INTO users (id, name) VALUES ((SELECT 1), (SELECT 'x'))
INSERT INTO users (id, name) (SELECT 1, 'x' UNION SELECT 2, 'y')
INSERT INTO users (id) WITH c AS (SELECT 1 AS x) SELECT x FROM c
WITH c AS (SELECT 1 AS x) INSERT INTO users (id) SELECT x FROM c
INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET (name, age) = (SELECT label, id FROM nodes)
UPDATE users SET name = 'x' WHERE id = 1
UPDATE users SET name = 5
UPDATE users SET age = 'x'
UPDATE users SET age = name
UPDATE users SET nope = 1
UPDATE users u SET u.name = 'x'
UPDATE users u SET name = upper(u.name), age = DEFAULT RETURNING u.id, name
UPDATE users SET name = o.note FROM orders o WHERE o.user_id = users.id
UPDATE users SET (name, age) = ('x', 5)
UPDATE users SET (name, age) = (SELECT label, id FROM nodes WHERE nodes.id = users.id)
UPDATE users SET (name, age) = (SELECT label FROM nodes)
UPDATE users SET (name, age) = ROW('x', 5, 6)
UPDATE users SET name = 'x', name = 'y'
UPDATE users SET tags[1] = 'x', tags[2] = 'y'
UPDATE users SET tags[1:2] = ARRAY['x', 'y']
UPDATE orders SET place.x = 5 WHERE (place).y = 3
UPDATE orders SET place.nope = 5
UPDATE users SET name.x = 5
UPDATE users SET data['a'] = '5'
UPDATE generated SET twice = 5
UPDATE generated SET twice = DEFAULT, a = 3
UPDATE generated SET id = 5
UPDATE users SET name = (SELECT max(note) FROM orders)
UPDATE users SET name = max(name)
UPDATE ONLY users SET name = 'x' WHERE CURRENT_DATE > born
UPDATE users SET id = nodes.id FROM nodes, LATERAL (SELECT users.id) l
DELETE FROM users WHERE id = 1
DELETE FROM users u USING orders o WHERE o.user_id = u.id AND o.total > 5 RETURNING u.*
DELETE FROM users WHERE nope
DELETE FROM ONLY users
DELETE FROM users WHERE id IN (SELECT user_id FROM orders)
WITH gone AS (DELETE FROM users WHERE age > 5 RETURNING id) INSERT INTO nodes (id) SELECT id FROM gone
WITH gone AS (DELETE FROM users) INSERT INTO nodes (id) SELECT id FROM gone
MERGE INTO users u USING nodes n ON u.id = n.id WHEN MATCHED THEN UPDATE SET name = n.label WHEN NOT MATCHED THEN INSERT (id, name) VALUES (n.id, n.label)
MERGE INTO users u USING nodes n ON u.id = n.id WHEN MATCHED AND n.cost > 5 THEN DELETE WHEN MATCHED THEN DO NOTHING
MERGE INTO users u USING (SELECT id FROM nodes) n ON u.id = n.id WHEN NOT MATCHED THEN INSERT VALUES (n.id)
MERGE INTO users u USING nodes n ON u.id = n.id WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)
MERGE INTO users u USING nodes u ON u.id = u.id WHEN MATCHED THEN DELETE
MERGE INTO users u USING nodes n ON u.id = n.id WHEN MATCHED THEN DELETE WHEN MATCHED THEN DO NOTHING
MERGE INTO users u USING nodes n ON u.id = n.id WHEN NOT MATCHED BY SOURCE THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT DEFAULT VALUES
MERGE INTO active_users u USING nodes n ON u.id = n.id WHEN MATCHED THEN DO NOTHING
MERGE INTO users u USING nodes n ON u.id = n.id WHEN MATCHED THEN UPDATE SET name = 'x' RETURNING merge_action(), u.id
UPDATE users SET name = 'x' RETURNING old.name, new.name AS n, id
UPDATE users SET name = 'x' RETURNING WITH (OLD AS o, NEW AS n) o.name, n.age
DELETE FROM users RETURNING old.*
SELECT id, name FROM users u WHERE u.id = 1
