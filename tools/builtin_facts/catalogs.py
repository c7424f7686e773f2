"""Which columns of which system catalogs become facts.

A table says: the query that reads it, and for each member of the C++ struct (in order, see facts.h) the kind of
value. Kinds:
  oid CATALOG    a reference to an object of that catalog
  oids CATALOG   a list of such
  text, texts    a text of the pool, a list of such
  char           a letter
  bool, int      themselves
Queries name every column as the struct does, and give the object's own oid as "oid" where it has one.
"""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Table:
    name: str
    struct: str
    catalog: str
    members: list
    query: str
    # Members by which the rows are ordered; lookups search by them.
    order: list
    # For catalogs whose rows are no objects of their own: (catalog, member) pairs, an extension owns the row if it
    # owns the first of these that is not PostgreSQL's own.
    owners: list = field(default_factory=list)

    @property
    def has_oid(self):
        return self.members[0][0] == "oid"

    @property
    def key(self):
        """The column that tells whether a row was there before users came."""
        return "range_type" if self.catalog == "pg_range" else "oid"


TABLES = [
    Table(
        "types", "TypeFact", "pg_type",
        [
            ("oid", "oid pg_type"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
            ("typtype", "char"), ("category", "char"), ("preferred", "bool"), ("true_array", "bool"),
            ("subscriptable", "bool"), ("by_value", "bool"), ("not_null", "bool"), ("has_typmod", "bool"),
            ("align", "char"), ("storage", "char"), ("delimiter", "char"), ("length", "int"),
            ("element", "oid pg_type"), ("array", "oid pg_type"), ("relation", "oid pg_class"),
            ("base_type", "oid pg_type"), ("base_typmod", "int"), ("collation", "oid pg_collation"),
        ],
        """
        select t.oid::int8, typname as name, typnamespace::int8 as namespace_oid, typtype, typcategory as category,
               typispreferred as preferred,
               typelem <> 0 and typsubscript::text = 'array_subscript_handler' as true_array,
               typsubscript <> 0 as subscriptable, typbyval as by_value, typnotnull as not_null,
               typmodin <> 0 as has_typmod, typalign as align, typstorage as storage, typdelim as delimiter,
               typlen as length, typelem::int8 as element, typarray::int8 as array, typrelid::int8 as relation,
               typbasetype::int8 as base_type, typtypmod as base_typmod, typcollation::int8 as collation
        from pg_type t
        """,
        ["name", "namespace_oid"],
    ),
    Table(
        "ranges", "RangeFact", "pg_range",
        [
            ("range_type", "oid pg_type"), ("subtype", "oid pg_type"), ("multirange_type", "oid pg_type"),
            ("collation", "oid pg_collation"), ("subtype_opclass", "oid pg_opclass"),
        ],
        """
        select rngtypid::int8 as range_type, rngsubtype::int8 as subtype, rngmultitypid::int8 as multirange_type,
               rngcollation::int8 as collation, rngsubopc::int8 as subtype_opclass
        from pg_range
        """,
        ["range_type"],
        [("pg_type", "range_type")],
    ),
    Table(
        "functions", "FunctionFact", "pg_proc",
        [
            ("oid", "oid pg_proc"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
            ("argument_types", "oids pg_type"), ("all_argument_types", "oids pg_type"),
            ("argument_modes", "text"), ("argument_names", "texts"), ("defaults", "texts"),
            ("variadic_type", "oid pg_type"), ("return_type", "oid pg_type"),
            ("returns_set", "bool"), ("strict", "bool"), ("leakproof", "bool"), ("security_definer", "bool"),
            ("kind", "char"), ("volatility", "char"), ("parallel", "char"), ("language", "char"),
            ("aggregate_kind", "char"), ("direct_arguments", "int"),
        ],
        """
        select p.oid::int8, proname as name, pronamespace::int8 as namespace_oid,
               string_to_array(proargtypes::text, ' ')::int8[] as argument_types,
               proallargtypes::int8[] as all_argument_types,
               array_to_string(proargmodes, '') as argument_modes, proargnames as argument_names,
               (select array_agg(expression order by argument)
                from generate_series(1, coalesce(cardinality(proallargtypes), pronargs)) as argument,
                     pg_get_function_arg_default(p.oid, argument::int4) as expression
                where pronargdefaults > 0 and expression is not null) as defaults,
               provariadic::int8 as variadic_type, prorettype::int8 as return_type, proretset as returns_set,
               proisstrict as strict, proleakproof as leakproof, prosecdef as security_definer, prokind as kind,
               provolatile as volatility, proparallel as parallel,
               case lanname when 'internal' then 'i' when 'c' then 'c' when 'sql' then 's' when 'plpgsql' then 'p'
                            else '?' end as language,
               aggkind as aggregate_kind, coalesce(aggnumdirectargs, 0) as direct_arguments
        from pg_proc p join pg_language l on l.oid = prolang left join pg_aggregate on aggfnoid = p.oid
        """,
        ["name", "namespace_oid", "oid"],
    ),
    Table(
        "operators", "OperatorFact", "pg_operator",
        [
            ("oid", "oid pg_operator"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
            ("left", "oid pg_type"), ("right", "oid pg_type"), ("result", "oid pg_type"),
            ("function", "oid pg_proc"), ("commutator", "oid pg_operator"), ("negator", "oid pg_operator"),
            ("can_merge", "bool"), ("can_hash", "bool"),
        ],
        """
        select oid::int8, oprname as name, oprnamespace::int8 as namespace_oid, oprleft::int8 as left,
               oprright::int8 as right, oprresult::int8 as result, oprcode::oid::int8 as function,
               oprcom::int8 as commutator, oprnegate::int8 as negator, oprcanmerge as can_merge,
               oprcanhash as can_hash
        from pg_operator
        """,
        ["name", "namespace_oid", "left", "right"],
    ),
    Table(
        "casts", "CastFact", "pg_cast",
        [
            ("source", "oid pg_type"), ("target", "oid pg_type"), ("function", "oid pg_proc"),
            ("context", "char"), ("method", "char"),
        ],
        """
        select oid::int8, castsource::int8 as source, casttarget::int8 as target, castfunc::int8 as function,
               castcontext as context, castmethod as method
        from pg_cast
        """,
        ["source", "target"],
    ),
    Table(
        "access_methods", "AccessMethodFact", "pg_am",
        [
            ("oid", "oid pg_am"), ("name", "text"), ("kind", "char"), ("can_order", "bool"),
            ("can_unique", "bool"), ("can_multi_column", "bool"), ("can_exclude", "bool"), ("can_include", "bool"),
        ],
        """
        select oid::int8, amname as name, amtype as kind,
               coalesce(pg_indexam_has_property(oid, 'can_order'), false) as can_order,
               coalesce(pg_indexam_has_property(oid, 'can_unique'), false) as can_unique,
               coalesce(pg_indexam_has_property(oid, 'can_multi_col'), false) as can_multi_column,
               coalesce(pg_indexam_has_property(oid, 'can_exclude'), false) as can_exclude,
               coalesce(pg_indexam_has_property(oid, 'can_include'), false) as can_include
        from pg_am
        """,
        ["name"],
    ),
    Table(
        "operator_families", "OperatorFamilyFact", "pg_opfamily",
        [
            ("oid", "oid pg_opfamily"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
            ("access_method", "oid pg_am"),
        ],
        """
        select oid::int8, opfname as name, opfnamespace::int8 as namespace_oid, opfmethod::int8 as access_method
        from pg_opfamily
        """,
        ["access_method", "name", "namespace_oid"],
    ),
    Table(
        "operator_classes", "OperatorClassFact", "pg_opclass",
        [
            ("oid", "oid pg_opclass"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
            ("access_method", "oid pg_am"), ("family", "oid pg_opfamily"), ("input_type", "oid pg_type"),
            ("key_type", "oid pg_type"), ("is_default", "bool"),
        ],
        """
        select oid::int8, opcname as name, opcnamespace::int8 as namespace_oid, opcmethod::int8 as access_method,
               opcfamily::int8 as family, opcintype::int8 as input_type, opckeytype::int8 as key_type,
               opcdefault as is_default
        from pg_opclass
        """,
        ["access_method", "name", "namespace_oid"],
    ),
    Table(
        "family_operators", "FamilyOperatorFact", "pg_amop",
        [
            ("family", "oid pg_opfamily"), ("left", "oid pg_type"), ("right", "oid pg_type"), ("strategy", "int"),
            ("purpose", "char"), ("operator_oid", "oid pg_operator"), ("sort_family", "oid pg_opfamily"),
        ],
        """
        select oid::int8, amopfamily::int8 as family, amoplefttype::int8 as left, amoprighttype::int8 as right,
               amopstrategy as strategy, amoppurpose as purpose, amopopr::int8 as operator_oid,
               amopsortfamily::int8 as sort_family
        from pg_amop
        """,
        ["family", "left", "right", "strategy"],
        [("pg_opfamily", "family"), ("pg_operator", "operator_oid")],
    ),
    Table(
        "collations", "CollationFact", "pg_collation",
        [
            ("oid", "oid pg_collation"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
            ("provider", "char"), ("deterministic", "bool"), ("encoding", "int"),
        ],
        # What initdb imports from the libc of this machine says nothing about another.
        """
        select oid::int8, collname as name, collnamespace::int8 as namespace_oid, collprovider as provider,
               collisdeterministic as deterministic, collencoding as encoding
        from pg_collation where not (collprovider = 'c' and oid >= 12000)
        """,
        ["name", "encoding"],
    ),
    Table(
        "languages", "LanguageFact", "pg_language",
        [("oid", "oid pg_language"), ("name", "text"), ("is_procedural", "bool"), ("trusted", "bool")],
        "select oid::int8, lanname as name, lanispl as is_procedural, lanpltrusted as trusted from pg_language",
        ["name"],
    ),
    Table(
        "relations", "RelationFact", "pg_class",
        [
            ("oid", "oid pg_class"), ("name", "text"), ("namespace_oid", "oid pg_namespace"), ("relkind", "char"),
            ("row_type", "oid pg_type"), ("columns", "columns"),
        ],
        """
        select c.oid::int8, relname as name, relnamespace::int8 as namespace_oid, relkind,
               reltype::int8 as row_type,
               (select json_agg(json_build_array(attname, atttypid::int8, atttypmod, attcollation::int8, attnum,
                                                 attnotnull) order by attnum)
                from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
        from pg_class c where relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        """,
        ["name", "namespace_oid"],
    ),
    Table(
        "settings", "SettingFact", "pg_settings",
        [
            ("name", "text"), ("canonical_name", "text"), ("type", "char"), ("context", "text"), ("unit", "text"),
            ("minimum", "text"), ("maximum", "text"), ("values", "texts"), ("boot_value", "text"),
        ],
        # Paths are the build's own; and those compression methods are usual that this build may lack.
        """
        select 0 as oid, lower(name) as name, name as canonical_name, left(vartype, 1) as type, context, unit,
               min_val as minimum, max_val as maximum,
               case when name = 'default_toast_compression' then '{pglz,lz4}'
                    when name = 'wal_compression' and vartype = 'enum' then '{pglz,lz4,zstd,on,off}'
                    else enumvals end as values,
               case when boot_val !~ '^(FILE:)?/' then boot_val end as boot_value
        from pg_settings
        """,
        ["name"],
    ),
]


def _named(catalog, letter, name, namespace="0"):
    """Objects of which only the name counts; the letters are those of NameTable in facts.h."""
    return Table(
        "names", "NamedFact", catalog,
        [
            ("oid", f"oid {catalog}"), ("table", "table"), ("name", "text"), ("namespace_oid", "oid pg_namespace"),
        ],
        f"""
        select oid::int8, '{letter}' as table, {name} as name, {namespace}::int8 as namespace_oid
        from {catalog} where {name}::text !~ '^pg_(toast_)?temp_'
        """,
        ["table", "name", "namespace_oid"],
    )


# These share one table, whose oids are therefore of several catalogs.
NAMED_TABLES = [
    _named("pg_namespace", "n", "nspname"),
    _named("pg_authid", "r", "rolname"),
    _named("pg_tablespace", "s", "spcname"),
    _named("pg_ts_config", "c", "cfgname", "cfgnamespace"),
    _named("pg_ts_dict", "d", "dictname", "dictnamespace"),
    _named("pg_ts_parser", "p", "prsname", "prsnamespace"),
    _named("pg_ts_template", "t", "tmplname", "tmplnamespace"),
    _named("pg_conversion", "v", "conname", "connamespace"),
    _named("pg_foreign_data_wrapper", "w", "fdwname"),
]

# The catalogs whose objects facts refer to, with the object each is a part of: extensions list a type among their
# members, but not its array type or multirange; a table, but not its row type; a composite type, but not its relation.
OBJECTS = """
    select 'pg_type' as catalog, t.oid::int8 as oid,
           case when e.oid is not null then 'pg_type' when rngtypid is not null then 'pg_type'
                when c.oid is not null then 'pg_class' end as whole_catalog,
           coalesce(e.oid, rngtypid, c.oid)::int8 as whole,
           (pg_identify_object('pg_type'::regclass, t.oid, 0)).identity
    from pg_type t left join pg_type e on e.typarray = t.oid left join pg_range on rngmultitypid = t.oid
         left join pg_class c on c.oid = t.typrelid and c.relkind <> 'c'
    union all
    select 'pg_class', oid::int8, 'pg_type', reltype::int8,
           (pg_identify_object('pg_class'::regclass, oid, 0)).identity
    from pg_class where relkind = 'c'
    union all
    select catalog, oid::int8, null, null, (pg_identify_object(catalog::regclass, oid, 0)).identity
    from (      select 'pg_namespace' as catalog, oid from pg_namespace
      union all select 'pg_class', oid from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      union all select 'pg_proc', oid from pg_proc
      union all select 'pg_operator', oid from pg_operator
      union all select 'pg_cast', oid from pg_cast
      union all select 'pg_am', oid from pg_am
      union all select 'pg_opfamily', oid from pg_opfamily
      union all select 'pg_opclass', oid from pg_opclass
      union all select 'pg_collation', oid from pg_collation
      union all select 'pg_language', oid from pg_language
      union all select 'pg_authid', oid from pg_authid
      union all select 'pg_tablespace', oid from pg_tablespace
      union all select 'pg_ts_config', oid from pg_ts_config
      union all select 'pg_ts_dict', oid from pg_ts_dict
      union all select 'pg_ts_parser', oid from pg_ts_parser
      union all select 'pg_ts_template', oid from pg_ts_template
      union all select 'pg_conversion', oid from pg_conversion
      union all select 'pg_foreign_data_wrapper', oid from pg_foreign_data_wrapper) as object
"""

MEMBERS = """
    select classid::regclass::text as catalog, objid::int8 as oid, extname as extension
    from pg_depend join pg_extension x on x.oid = refobjid
    where refclassid = 'pg_extension'::regclass and deptype = 'e'
"""
