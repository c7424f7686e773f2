"""What a server's pg_catalog holds, as the items of `backout schema --format json`.

Each query yields the items of one kind: its first two columns are `kind` and `name`, the others are the properties, under
the names that src/inventory gives them; null and empty ones are left out, and flags are 'true' or null. Whoever adds a
property to src/inventory adds a column here.
"""
import json

USER_SCHEMA = r"n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


def not_from_extension(catalog, oid):
    return (f"NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = '{catalog}'::regclass "
            f"AND member.objid = {oid} AND member.deptype = 'e')")


def flag(condition):
    return f"CASE WHEN {condition} THEN 'true' END"


def owner(column):
    return f"pg_get_userbyid({column}) AS owner"


def privileges(acl, kind, owner_column):
    """By grantee, whoever granted: "role=SELECT+INSERT*,PUBLIC=…"; without an ACL the default one, if it has a kind."""
    effective = f"coalesce({acl}, acldefault({kind}, {owner_column}))" if kind else acl
    return f"""(
        SELECT string_agg(grantee || '=' || granted, ',' ORDER BY grantee COLLATE "C") FROM (
            SELECT grantee, string_agg(privilege || CASE WHEN grantable THEN '*' ELSE '' END, '+'
                                       ORDER BY privilege COLLATE "C") AS granted
            FROM (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END AS grantee,
                         a.privilege_type AS privilege, bool_or(a.is_grantable) AS grantable
                  FROM aclexplode({effective}) a GROUP BY 1, 2) each
            GROUP BY grantee) every)"""


def routine(column):
    """A function by name, bare when it is in pg_catalog."""
    return (f"(SELECT CASE WHEN fn.nspname = 'pg_catalog' THEN '' ELSE fn.nspname || '.' END || f.proname "
            f"FROM pg_proc f JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = {column})")


def relation(column):
    return (f"(SELECT rn.nspname || '.' || r.relname FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace "
            f"WHERE r.oid = {column})")


def enabled(column):
    return f"CASE {column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS enabled"


def options(column):
    return f"array_to_string({column}, ',')"


def type_name(column):
    return f"CASE WHEN {column} <> 0 THEN format_type({column}, -1) END"


OWNED_COLUMN = """(
    SELECT cn.nspname || '.' || owning.relname || '.' || a.attname
    FROM pg_depend d JOIN pg_class owning ON owning.oid = d.refobjid JOIN pg_namespace cn ON cn.oid = owning.relnamespace
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
    AND d.deptype = '{}' AND d.refobjsubid > 0 AND c.relkind = 'S')"""

SCHEMAS = f"""
SELECT 'schema' AS kind, n.nspname AS name, {owner('n.nspowner')}, {privileges('n.nspacl', "'n'", 'n.nspowner')} AS privileges
FROM pg_namespace n WHERE {USER_SCHEMA} AND {not_from_extension('pg_namespace', 'n.oid')}"""

EXTENSIONS = """
SELECT 'extension' AS kind, e.extname AS name, n.nspname AS schema, e.extversion AS version
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"""

RELATIONS = f"""
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'matview' WHEN 'f' THEN 'foreign_table' WHEN 'c' THEN 'composite'
       WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind, n.nspname || '.' || c.relname AS name,
       {flag("c.relkind = 'p'")} AS partitioned, CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
       {owner('c.relowner')},
       nullif(concat_ws(',', {options('c.reloptions')},
                        (SELECT string_agg('toast.' || o, ',') FROM pg_class t, unnest(t.reloptions) o
                         WHERE t.oid = c.reltoastrelid)), '') AS options,
       {flag('c.relrowsecurity')} AS "row security", {flag('c.relforcerowsecurity')} AS "forced row security",
       CASE WHEN c.relreplident NOT IN ('d', 'n') OR c.relreplident = 'n' AND c.relkind IN ('r', 'p')
            THEN c.relreplident END AS "replica identity",
       {privileges('c.relacl', '''CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END''', 'c.relowner')} AS privileges,
       (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace) AS tablespace,
       (SELECT nullif(amname, 'heap') FROM pg_am WHERE oid = c.relam) AS "access method",
       pg_get_partkeydef(c.oid) AS "partition key", pg_get_expr(c.relpartbound, c.oid) AS "partition bound",
       (SELECT string_agg({relation('i.inhparent')}, ',' ORDER BY i.inhseqno) FROM pg_inherits i
        WHERE i.inhrelid = c.oid) AS inherits,
       {type_name('c.reloftype')} AS "of type",
       {flag("c.relkind = 'm' AND NOT c.relispopulated")} AS "not populated",
       CASE WHEN c.relkind IN ('v', 'm') THEN rtrim(pg_get_viewdef(c.oid), ';') END AS definition,
       (SELECT s.srvname FROM pg_foreign_server s WHERE s.oid = f.ftserver) AS server,
       {options('f.ftoptions')} AS "foreign options",
       {type_name('q.seqtypid')} AS type, q.seqstart::text AS start, q.seqincrement::text AS increment,
       q.seqmin::text AS minimum, q.seqmax::text AS maximum, q.seqcache::text AS cache, {flag('q.seqcycle')} AS cycle,
       {OWNED_COLUMN.format('i')} AS "identity of", {OWNED_COLUMN.format('a')} AS "owned by"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid LEFT JOIN pg_sequence q ON q.seqrelid = c.oid
WHERE {USER_SCHEMA} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND {not_from_extension('pg_class', 'c.oid')}"""

COLUMNS = f"""
SELECT 'column' AS kind, n.nspname || '.' || c.relname || '.' || a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS type, {flag('a.attnotnull')} AS "not null",
       pg_get_expr(ad.adbin, ad.adrelid) AS "default",
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
       CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
       CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END AS collation,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
       a.attcompression AS compression,
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END AS statistics,
       {options('a.attoptions')} AS options, {options('a.attfdwoptions')} AS "foreign options",
       {privileges('a.attacl', '', '')} AS privileges, {flag('NOT a.attislocal')} AS inherited
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef ad ON ad.adrelid = c.oid AND ad.adnum = a.attnum
WHERE {USER_SCHEMA} AND c.relkind IN ('r', 'p', 'f', 'c', 'v', 'm') AND {not_from_extension('pg_class', 'c.oid')}"""

COLUMN_ORDERS = f"""
SELECT 'colorder' AS kind, n.nspname || '.' || c.relname AS name,
       (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {USER_SCHEMA} AND c.relkind IN ('r', 'p', 'f', 'c', 'v', 'm') AND {not_from_extension('pg_class', 'c.oid')}"""

CONSTRAINTS = f"""
SELECT 'constraint' AS kind, n.nspname || '.' || c.relname || '.' || k.conname AS name,
       pg_get_constraintdef(k.oid) AS definition, {flag('NOT k.convalidated')} AS "not valid",
       {flag('NOT k.conislocal')} AS inherited, {flag('i.indisclustered')} AS clustered,
       {flag('i.indisreplident')} AS "replica identity", {flag('NOT i.indisvalid')} AS invalid,
       {options('ic.reloptions')} AS "index options",
       CASE WHEN ic.relname <> k.conname THEN ic.relname END AS "index name"
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
WHERE {USER_SCHEMA} AND k.contype <> 'n' AND {not_from_extension('pg_class', 'c.oid')}"""

DOMAIN_CONSTRAINTS = f"""
SELECT 'domain_constraint' AS kind, n.nspname || '.' || t.typname || '.' || k.conname AS name,
       pg_get_constraintdef(k.oid) AS definition, {flag('NOT k.convalidated')} AS "not valid"
FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {USER_SCHEMA} AND k.contype <> 'n' AND {not_from_extension('pg_type', 't.oid')}"""

INDEXES = f"""
SELECT 'index' AS kind, n.nspname || '.' || ic.relname AS name, pg_get_indexdef(i.indexrelid) AS definition,
       {flag('NOT i.indisvalid')} AS invalid, {flag('i.indisclustered')} AS clustered,
       {flag('i.indisreplident')} AS "replica identity",
       (SELECT {relation('h.inhparent')} FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) AS "attached to",
       (SELECT spcname FROM pg_tablespace WHERE oid = ic.reltablespace) AS tablespace,
       (SELECT string_agg(a.attnum || ':' || a.attstattarget, ',' ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) AS statistics
FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = ic.relnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_class', 'i.indrelid')} AND {not_from_extension('pg_class', 'ic.oid')}
AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))"""

ROUTINES = f"""
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
       n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition,
       {routine('g.aggtransfn')} AS "transition function", {type_name('g.aggtranstype')} AS "state type",
       {routine('g.aggfinalfn')} AS "final function", nullif(g.aggkind, 'n') AS "aggregate kind",
       CASE WHEN p.prokind = 'a' THEN concat_ws(',', 'initcond=' || g.agginitval, CASE p.proparallel WHEN 's' THEN 'parallel=safe'
       WHEN 'r' THEN 'parallel=restricted' END) END AS properties,
       {owner('p.proowner')}, {privileges('p.proacl', "'f'", 'p.proowner')} AS privileges
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
WHERE {USER_SCHEMA} AND {not_from_extension('pg_proc', 'p.oid')}"""

TRIGGERS = f"""
SELECT 'trigger' AS kind, n.nspname || '.' || c.relname || '.' || g.tgname AS name,
       pg_get_triggerdef(g.oid) AS definition, {enabled('g.tgenabled')}
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {USER_SCHEMA} AND NOT g.tgisinternal AND g.tgparentid = 0
AND {not_from_extension('pg_class', 'c.oid')} AND {not_from_extension('pg_trigger', 'g.oid')}"""

RULES = f"""
SELECT 'rule' AS kind, n.nspname || '.' || c.relname || '.' || r.rulename AS name,
       pg_get_ruledef(r.oid) AS definition, {enabled('r.ev_enabled')}
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {USER_SCHEMA} AND r.rulename <> '_RETURN' AND {not_from_extension('pg_class', 'c.oid')}"""

POLICIES = f"""
SELECT 'policy' AS kind, n.nspname || '.' || c.relname || '.' || p.polname AS name,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
       ELSE 'ALL' END AS command, {flag('NOT p.polpermissive')} AS restrictive,
       (SELECT string_agg(role, ',' ORDER BY role COLLATE "C")
        FROM (SELECT CASE o WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(o)::text END AS role
              FROM unnest(p.polroles) o) roles) AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS "with check"
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_class', 'c.oid')}"""

EVENT_TRIGGERS = f"""
SELECT 'event_trigger' AS kind, e.evtname AS name, e.evtevent AS event, {routine('e.evtfoid')} AS function,
       {options('e.evttags')} AS tags, {enabled('e.evtenabled')}, {owner('e.evtowner')}
FROM pg_event_trigger e WHERE {not_from_extension('pg_event_trigger', 'e.oid')}"""

ENUMS = f"""
SELECT 'enum' AS kind, n.nspname || '.' || t.typname AS name,
       (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e
        WHERE e.enumtypid = t.oid) AS labels,
       {owner('t.typowner')}, {privileges('t.typacl', "'T'", 't.typowner')} AS privileges
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {USER_SCHEMA} AND t.typtype = 'e' AND {not_from_extension('pg_type', 't.oid')}"""

DOMAINS = f"""
SELECT 'domain' AS kind, n.nspname || '.' || t.typname AS name, format_type(t.typbasetype, t.typtypmod) AS type,
       {flag('t.typnotnull')} AS "not null", pg_get_expr(t.typdefaultbin, 0) AS "default",
       CASE WHEN t.typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype)
            THEN (SELECT collname FROM pg_collation WHERE oid = t.typcollation) END AS collation,
       {owner('t.typowner')}, {privileges('t.typacl', "'T'", 't.typowner')} AS privileges
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {USER_SCHEMA} AND t.typtype = 'd' AND {not_from_extension('pg_type', 't.oid')}"""

TYPES = f"""
SELECT 'type' AS kind, n.nspname || '.' || t.typname AS name, {type_name('r.rngsubtype')} AS subtype,
       {routine('r.rngcanonical')} AS canonical, {routine('r.rngsubdiff')} AS "subtype diff",
       {flag('NOT t.typisdefined')} AS shell,
       CASE WHEN t.typtype <> 'r' AND t.typisdefined THEN {routine('t.typinput')} END AS input,
       CASE WHEN t.typtype <> 'r' AND t.typisdefined THEN {routine('t.typoutput')} END AS output,
       CASE WHEN t.typtype <> 'r' AND t.typisdefined THEN t.typlen::text END AS length,
       {owner('t.typowner')}, {privileges('t.typacl', "'T'", 't.typowner')} AS privileges
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_range r ON r.rngtypid = t.oid
WHERE {USER_SCHEMA} AND t.typtype IN ('r', 'p', 'b') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
AND {not_from_extension('pg_type', 't.oid')}"""

COMMENTS = """
SELECT 'comment' AS kind, i.type || ' ' || i.identity AS name, d.description AS text
FROM (SELECT * FROM pg_description WHERE objoid >= 16384 OR classoid IN ('pg_namespace'::regclass, 'pg_extension'::regclass)
      OFFSET 0) d,
LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
WHERE coalesce(i.schema, '') !~ '^pg_' AND (i.type <> 'schema' OR i.identity !~ '^(pg_|information_schema)')
AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
UNION ALL
SELECT 'comment', 'role ' || quote_ident(r.rolname), s.description
FROM pg_shdescription s JOIN pg_roles r ON r.oid = s.objoid WHERE s.classoid = 'pg_authid'::regclass"""

DEFAULT_PRIVILEGES = f"""
SELECT 'default_acl' AS kind, pg_get_userbyid(a.defaclrole) || '/' || coalesce(n.nspname, '*') || '/' || a.defaclobjtype::text
       AS name, {privileges('a.defaclacl', '', '')} AS privileges
FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace"""

STATISTICS = f"""
SELECT 'statistics' AS kind, n.nspname || '.' || s.stxname AS name, pg_get_statisticsobjdef(s.oid) AS definition,
       CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::text END AS target, {owner('s.stxowner')}
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_statistic_ext', 's.oid')}"""

PUBLICATIONS_14 = f"""
SELECT 'publication' AS kind, p.pubname AS name, {flag('p.puballtables')} AS "all tables",
       concat_ws(',', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                 CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END) AS publishes,
       {flag('p.pubviaroot')} AS "via root",
       (SELECT string_agg({relation('m.prrelid')}, ',' ORDER BY {relation('m.prrelid')} COLLATE "C")
        FROM pg_publication_rel m WHERE m.prpubid = p.oid) AS tables, {owner('p.pubowner')}
FROM pg_publication p"""

PUBLICATIONS_15 = f"""
SELECT 'publication' AS kind, p.pubname AS name, {flag('p.puballtables')} AS "all tables",
       concat_ws(',', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                 CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END) AS publishes,
       {flag('p.pubviaroot')} AS "via root",
       (SELECT string_agg(one, ',' ORDER BY one COLLATE "C") FROM (
            SELECT {relation('m.prrelid')} || coalesce(' WHERE ' || pg_get_expr(m.prqual, m.prrelid), '') ||
                   coalesce(' (' || (SELECT string_agg(a.attname, '|' ORDER BY a.attnum) FROM pg_attribute a
                                     WHERE a.attrelid = m.prrelid AND a.attnum = ANY (m.prattrs)) || ')', '') AS one
            FROM pg_publication_rel m WHERE m.prpubid = p.oid
            UNION ALL SELECT 'schema ' || n.nspname FROM pg_publication_namespace m JOIN pg_namespace n ON n.oid = m.pnnspid
            WHERE m.pnpubid = p.oid) members) AS tables, {owner('p.pubowner')}
FROM pg_publication p"""

SUBSCRIPTIONS = f"""
SELECT 'subscription' AS kind, s.subname AS name, s.subconninfo AS connection, {options('s.subpublications')} AS publications,
       {flag('NOT s.subenabled')} AS disabled, {owner('s.subowner')}
FROM pg_subscription s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"""

OPERATORS = f"""
SELECT 'operator' AS kind, n.nspname || '.' || o.oprname || '(' || coalesce({type_name('o.oprleft')}, '-') || ',' ||
       coalesce({type_name('o.oprright')}, '-') || ')' AS name, {routine('o.oprcode')} AS function,
       {type_name('o.oprresult')} AS result, {routine('o.oprrest')} AS restrict, {routine('o.oprjoin')} AS join, {owner('o.oprowner')}
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_operator', 'o.oid')}"""

OPERATOR_CLASSES = f"""
SELECT 'opclass' AS kind, n.nspname || '.' || o.opcname || ' USING ' || m.amname AS name,
       {type_name('o.opcintype')} AS type, {flag('o.opcdefault')} AS default, {owner('o.opcowner')}
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
WHERE {USER_SCHEMA} AND {not_from_extension('pg_opclass', 'o.oid')}"""

OPERATOR_FAMILIES = f"""
SELECT 'opfamily' AS kind, n.nspname || '.' || o.opfname || ' USING ' || m.amname AS name,
       ((SELECT count(*) FROM pg_amop WHERE amopfamily = o.oid) +
        (SELECT count(*) FROM pg_amproc WHERE amprocfamily = o.oid))::text AS members, {owner('o.opfowner')}
FROM pg_opfamily o JOIN pg_namespace n ON n.oid = o.opfnamespace JOIN pg_am m ON m.oid = o.opfmethod
WHERE {USER_SCHEMA} AND {not_from_extension('pg_opfamily', 'o.oid')}"""

CASTS = f"""
SELECT 'cast' AS kind, {type_name('k.castsource')} || '->' || {type_name('k.casttarget')} AS name,
       {routine('k.castfunc')} AS function, k.castcontext AS context, k.castmethod AS method
FROM pg_cast k WHERE k.oid >= 16384 AND {not_from_extension('pg_cast', 'k.oid')}"""

COLLATIONS = f"""
SELECT 'collation' AS kind, n.nspname || '.' || k.collname AS name, k.collprovider AS provider,
       {flag('NOT k.collisdeterministic')} AS nondeterministic,
       coalesce(to_jsonb(k) ->> 'colllocale', to_jsonb(k) ->> 'colliculocale', k.collcollate) AS locale, {owner('k.collowner')}
FROM pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_collation', 'k.oid')}"""

CONVERSIONS = f"""
SELECT 'conversion' AS kind, n.nspname || '.' || k.conname AS name, pg_encoding_to_char(k.conforencoding) AS "from",
       pg_encoding_to_char(k.contoencoding) AS "to", {routine('k.conproc')} AS function, {flag('k.condefault')} AS "default", {owner('k.conowner')}
FROM pg_conversion k JOIN pg_namespace n ON n.oid = k.connamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_conversion', 'k.oid')}"""

TRANSFORMS = f"""
SELECT 'transform' AS kind, {type_name('t.trftype')} || ' ' || l.lanname AS name, {routine('t.trffromsql')} AS "from sql",
       {routine('t.trftosql')} AS "to sql"
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE {not_from_extension('pg_transform', 't.oid')}"""

TEXT_SEARCH_CONFIGURATIONS = f"""
SELECT 'ts_config' AS kind, n.nspname || '.' || c.cfgname AS name,
       (SELECT string_agg(alias || ':' || dictionaries, ',' ORDER BY token)
        FROM (SELECT m.maptokentype AS token, t.alias, string_agg(d.dictname, '+' ORDER BY m.mapseqno) AS dictionaries
              FROM pg_ts_config_map m JOIN pg_ts_dict d ON d.oid = m.mapdict
              JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
              WHERE m.mapcfg = c.oid GROUP BY 1, 2) each) AS mappings, {owner('c.cfgowner')}
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_ts_config', 'c.oid')}"""

TEXT_SEARCH_DICTIONARIES = f"""
SELECT 'ts_dict' AS kind, n.nspname || '.' || d.dictname AS name, d.dictinitoption AS options, {owner('d.dictowner')}
FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_ts_dict', 'd.oid')}"""

TEXT_SEARCH_PARTS = f"""
SELECT 'ts_parser' AS kind, n.nspname || '.' || p.prsname AS name
FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_ts_parser', 'p.oid')}
UNION ALL SELECT 'ts_template', n.nspname || '.' || t.tmplname
FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
WHERE {USER_SCHEMA} AND {not_from_extension('pg_ts_template', 't.oid')}"""

LANGUAGES = f"""
SELECT 'language' AS kind, l.lanname AS name, {flag('l.lanpltrusted')} AS trusted, {owner('l.lanowner')},
       {privileges('l.lanacl', "'l'", 'l.lanowner')} AS privileges
FROM pg_language l WHERE l.oid >= 16384 AND {not_from_extension('pg_language', 'l.oid')}"""

FOREIGN_DATA_WRAPPERS = f"""
SELECT 'fdw' AS kind, w.fdwname AS name, {options('w.fdwoptions')} AS options, {owner('w.fdwowner')},
       {privileges('w.fdwacl', "'F'", 'w.fdwowner')} AS privileges
FROM pg_foreign_data_wrapper w WHERE {not_from_extension('pg_foreign_data_wrapper', 'w.oid')}"""

FOREIGN_SERVERS = f"""
SELECT 'server' AS kind, s.srvname AS name, s.srvtype AS type, s.srvversion AS version, {options('s.srvoptions')} AS options,
       {owner('s.srvowner')}, {privileges('s.srvacl', "'S'", 's.srvowner')} AS privileges
FROM pg_foreign_server s WHERE {not_from_extension('pg_foreign_server', 's.oid')}"""

USER_MAPPINGS = f"""
SELECT 'user_mapping' AS kind, u.srvname || '/' || u.usename AS name, {options('u.umoptions')} AS options
FROM pg_user_mappings u"""

ACCESS_METHODS = f"""
SELECT 'access_method' AS kind, m.amname AS name, m.amtype AS type
FROM pg_am m WHERE m.oid >= 16384 AND {not_from_extension('pg_am', 'm.oid')}"""

ROLES = r"""
SELECT 'role' AS kind, r.rolname AS name, CASE WHEN r.rolsuper THEN 'true' END AS superuser,
       CASE WHEN NOT r.rolinherit THEN 'true' END AS "no inherit", CASE WHEN r.rolcreaterole THEN 'true' END AS "create role",
       CASE WHEN r.rolcreatedb THEN 'true' END AS "create database", CASE WHEN r.rolcanlogin THEN 'true' END AS login,
       CASE WHEN r.rolreplication THEN 'true' END AS replication,
       CASE WHEN r.rolbypassrls THEN 'true' END AS "bypass row security",
       CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit::text END AS "connection limit",
       (SELECT string_agg(DISTINCT name, ',') FROM (
            SELECT pg_get_userbyid(m.roleid) || CASE WHEN bool_or(m.admin_option) THEN '*' ELSE '' END AS name
            FROM pg_auth_members m WHERE m.member = r.oid GROUP BY m.roleid) groups) AS "member of"
FROM pg_roles r WHERE r.rolname !~ '^pg_' AND r.rolname <> 'postgres'"""

ALL = [SCHEMAS, EXTENSIONS, RELATIONS, COLUMNS, COLUMN_ORDERS, CONSTRAINTS, DOMAIN_CONSTRAINTS, INDEXES, ROUTINES, TRIGGERS,
       RULES, POLICIES, EVENT_TRIGGERS, ENUMS, DOMAINS, TYPES, COMMENTS, DEFAULT_PRIVILEGES, STATISTICS, SUBSCRIPTIONS,
       OPERATORS, OPERATOR_CLASSES, OPERATOR_FAMILIES, CASTS, COLLATIONS, CONVERSIONS, TRANSFORMS, TEXT_SEARCH_CONFIGURATIONS,
       TEXT_SEARCH_DICTIONARIES, TEXT_SEARCH_PARTS, LANGUAGES, FOREIGN_DATA_WRAPPERS, FOREIGN_SERVERS, USER_MAPPINGS,
       ACCESS_METHODS, ROLES]


def message(major):
    """All queries as one message; each answers with one JSON array."""
    queries = ALL + [PUBLICATIONS_15 if major >= 15 else PUBLICATIONS_14]
    return ';\n'.join(f"SELECT coalesce(json_agg(items), '[]') FROM ({query}) items" for query in queries)


def snapshot(connection, major):
    """-> {(kind, name): {property: value}} of the database. Leaves the session's settings changed."""
    items = {}
    for ((text,),) in connection.rows(message(major)):
        for row in json.loads(text):
            kind, name = row.pop('kind'), row.pop('name')
            items[kind, name] = {key: value for key, value in row.items() if value not in (None, '')}
    return items
