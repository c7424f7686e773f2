"""pg_depend as a graph of objects that a person knows, folded as src/graph/naming.h says."""

# Every object that can stand in pg_depend: class, oid, what it is folded into (class and oid, or nothing), kind, name.
# A class that is missing here is not compared.
OBJECTS = """
WITH owned_index AS (
    SELECT objid AS index, refobjid AS of FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_constraint'::regclass AND deptype = 'i'
), identity AS (
    SELECT d.objid AS sequence, d.refobjid AS of FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
), constructor AS (
    SELECT objid AS function, refobjid AS of FROM pg_depend
    WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_type'::regclass AND deptype = 'i'
), object AS (
    SELECT 'pg_class'::regclass AS class, c.oid,
        CASE WHEN o.of IS NOT NULL THEN 'pg_constraint'::regclass WHEN i.of IS NOT NULL THEN 'pg_class'::regclass END AS whole_class,
        coalesce(o.of, i.of) AS whole,
        CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'matview'
            WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite' WHEN 'f' THEN 'foreign_table' WHEN 'i' THEN 'index'
            WHEN 'I' THEN 'index' END AS kind,
        nspname || '.' || relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN owned_index o ON index = c.oid
        LEFT JOIN identity i ON sequence = c.oid
    WHERE relkind <> 't'
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid,
        CASE WHEN typrelid <> 0 THEN 'pg_class'::regclass
             WHEN typcategory = 'A' AND typelem <> 0 OR r.rngtypid IS NOT NULL THEN 'pg_type'::regclass END,
        CASE WHEN typrelid <> 0 THEN typrelid WHEN r.rngtypid IS NOT NULL THEN r.rngtypid
             WHEN typcategory = 'A' AND typelem <> 0 THEN typelem END,
        CASE typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'type' END, nspname || '.' || typname
    FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace LEFT JOIN pg_range r ON r.rngmultitypid = t.oid
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, CASE WHEN x.of IS NOT NULL THEN 'pg_type'::regclass END, x.of,
        CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
        nspname || '.' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
    FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace LEFT JOIN constructor x ON x.function = p.oid
    UNION ALL
    SELECT 'pg_attrdef'::regclass, oid, 'pg_class'::regclass, adrelid, NULL, NULL FROM pg_attrdef
    UNION ALL
    SELECT 'pg_rewrite'::regclass, r.oid, CASE WHEN ev_type = '1' THEN 'pg_class'::regclass END,
        CASE WHEN ev_type = '1' THEN ev_class END, 'rule', nspname || '.' || relname || '.' || rulename
    FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class JOIN pg_namespace n ON n.oid = relnamespace
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, CASE contype WHEN 'n' THEN 'pg_class'::regclass WHEN 't' THEN 'pg_trigger'::regclass END,
        CASE contype WHEN 'n' THEN conrelid
             WHEN 't' THEN (SELECT oid FROM pg_trigger WHERE tgconstraint = k.oid AND tgrelid = conrelid LIMIT 1) END,
        CASE WHEN contypid <> 0 THEN 'domain_constraint' WHEN contype = 'f' THEN 'foreign_key' ELSE 'constraint' END,
        nspname || '.' || coalesce(relname, typname) || '.' || conname
    FROM pg_constraint k LEFT JOIN pg_class c ON c.oid = conrelid LEFT JOIN pg_type t ON t.oid = contypid
        JOIN pg_namespace n ON n.oid = coalesce(relnamespace, typnamespace)
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, NULL, NULL, 'trigger', nspname || '.' || relname || '.' || tgname
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN pg_namespace n ON n.oid = relnamespace
    WHERE NOT tgisinternal AND tgparentid = 0
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid, NULL, NULL, 'policy', nspname || '.' || relname || '.' || polname
    FROM pg_policy p JOIN pg_class c ON c.oid = polrelid JOIN pg_namespace n ON n.oid = relnamespace
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, s.oid, NULL, NULL, 'statistics', nspname || '.' || stxname
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = stxnamespace
    UNION ALL SELECT 'pg_namespace'::regclass, oid, NULL, NULL, 'schema', nspname FROM pg_namespace
    UNION ALL SELECT 'pg_extension'::regclass, oid, NULL, NULL, 'extension', extname FROM pg_extension
    UNION ALL SELECT 'pg_event_trigger'::regclass, oid, NULL, NULL, 'event_trigger', evtname FROM pg_event_trigger
    UNION ALL SELECT 'pg_publication'::regclass, oid, NULL, NULL, 'publication', pubname FROM pg_publication
    UNION ALL SELECT 'pg_publication_rel'::regclass, oid, 'pg_publication'::regclass, prpubid, NULL, NULL FROM pg_publication_rel
    UNION ALL
    SELECT 'pg_collation'::regclass, c.oid, NULL, NULL, 'collation', nspname || '.' || collname
    FROM pg_collation c JOIN pg_namespace n ON n.oid = collnamespace
    UNION ALL
    SELECT 'pg_ts_config'::regclass, c.oid, NULL, NULL, 'ts_config', nspname || '.' || cfgname
    FROM pg_ts_config c JOIN pg_namespace n ON n.oid = cfgnamespace
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, d.oid, NULL, NULL, 'ts_dict', nspname || '.' || dictname
    FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = dictnamespace
    UNION ALL
    SELECT 'pg_operator'::regclass, o.oid, NULL, NULL, 'operator', nspname || '.' || oprname || '(' ||
        CASE WHEN oprleft = 0 THEN '-' ELSE format_type(oprleft, NULL) END || ',' ||
        CASE WHEN oprright = 0 THEN '-' ELSE format_type(oprright, NULL) END || ')'
    FROM pg_operator o JOIN pg_namespace n ON n.oid = oprnamespace
    UNION ALL
    SELECT 'pg_opclass'::regclass, o.oid, NULL, NULL, 'opclass', nspname || '.' || opcname || ' USING ' || amname
    FROM pg_opclass o JOIN pg_namespace n ON n.oid = opcnamespace JOIN pg_am a ON a.oid = opcmethod
    UNION ALL
    SELECT 'pg_cast'::regclass, c.oid, CASE WHEN d.objid IS NOT NULL THEN 'pg_type'::regclass END,
        CASE WHEN d.objid IS NOT NULL THEN castsource END, 'cast',
        format_type(castsource, NULL) || '->' || format_type(casttarget, NULL)
    FROM pg_cast c LEFT JOIN pg_depend d ON d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i'
)
SELECT class::oid, o.oid, coalesce(e.refclassid, whole_class)::oid, coalesce(e.refobjid, whole), kind, name
FROM object o LEFT JOIN pg_depend e ON e.classid = class AND e.objid = o.oid AND e.deptype = 'e'
"""

# What a fresh server brings is left out, but for the schema public.
DEPENDENCIES = """
SELECT classid, objid, refclassid, refobjid, coalesce(attname, '')
FROM pg_depend LEFT JOIN pg_attribute ON refclassid = 'pg_class'::regclass AND attrelid = refobjid AND attnum = refobjsubid
    AND attnum > 0
WHERE objid >= 16384 AND (refobjid >= 16384 OR refclassid = 'pg_namespace'::regclass AND refobjid = 'public'::regnamespace)
"""


def edges(connection):
    """{(from, to): columns of what is needed}, objects as "kind name"."""
    objects = {(row[0], row[1]): row[2:] for row in connection.rows(OBJECTS)[0]}

    def vertex(key):
        while key in objects:
            whole_class, whole, kind, name = objects[key]
            if not whole:
                return key, f'{kind} {name}' if kind else None
            key = (whole_class, whole)
        return key, None

    found = {}
    for class_, oid, referenced_class, referenced, column in connection.rows(DEPENDENCIES)[0]:
        (from_key, from_name), (to_key, to_name) = vertex((class_, oid)), vertex((referenced_class, referenced))
        if not from_name or not to_name or from_key == to_key:
            continue
        columns = found.setdefault((from_name, to_name), set())
        if column and to_key == (referenced_class, referenced):
            columns.add(column)
    return found


def quoted(name):
    return '.'.join('"' + part.replace('"', '""') + '"' for part in name.split('.'))


WORDS = {'matview': 'MATERIALIZED VIEW', 'enum': 'TYPE', 'composite': 'TYPE', 'foreign_table': 'FOREIGN TABLE',
         'event_trigger': 'EVENT TRIGGER', 'ts_config': 'TEXT SEARCH CONFIGURATION', 'ts_dict': 'TEXT SEARCH DICTIONARY',
         'fdw': 'FOREIGN DATA WRAPPER'}


def drop_statement(step):
    """The statement that drops one object of `backout order`; nothing for what no plain DROP drops."""
    kind, name = step['kind'], step['name']
    if kind in ('default_acl', 'user_mapping', 'opclass', 'opfamily', 'operator', 'cast', 'transform'):
        return None
    if step.get('alter_table'):
        table, constraint = name.rsplit('.', 1)
        return f'ALTER TABLE {quoted(table)} DROP CONSTRAINT {quoted(constraint)}'
    if kind in ('trigger', 'rule', 'policy'):
        table, part = name.rsplit('.', 1)
        return f'DROP {kind} {quoted(part)} ON {quoted(table)}'
    if kind in ('function', 'procedure', 'aggregate'):
        name, arguments = name.split('(', 1)
        return f'DROP {kind} {quoted(name)}({arguments}'
    return f'DROP {WORDS.get(kind, kind)} {quoted(name)}'
