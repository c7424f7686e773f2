"""Reads the facts of one database into rows whose oids are made independent of the server.

PostgreSQL pins the oids below 10000; those stay. Any other object is named by a Symbol until the facts of all
servers are together and symbols can be given numbers of our own.
"""

from dataclasses import dataclass

from catalogs import MEMBERS, NAMED_TABLES, OBJECTS, TABLES

FIRST_UNPINNED = 10000
FIRST_USER = 16384


@dataclass(frozen=True, order=True)
class Symbol:
    extension: str  # "" for what is there without CREATE EXTENSION
    catalog: str
    identity: str


# The schema CREATE EXTENSION was given, or that the control file names.
TARGET_SCHEMA = Symbol("", "pg_namespace", "the schema of CREATE EXTENSION")


class Database:
    """The objects of one database and the facts on them."""

    def __init__(self, server, name="postgres", fresh=None, target_schema=None, adopter=None):
        """With a fresh database given only what this one has besides is read. What users made counts as members
        of the adopter, if one is given."""
        self.target_schema = target_schema
        self.adopter = adopter
        tables = TABLES + NAMED_TABLES
        queries = [OBJECTS, MEMBERS, *(table.query for table in tables)]
        if fresh:
            keys = ["oid", "oid", *(table.key for table in tables)]
            queries = [f"select * from ({query}) as q where {key} >= {FIRST_USER}"
                       for query, key in zip(queries, keys)]
        objects, members, *answers = server.rows(queries, name)
        self.objects = dict(fresh.objects) if fresh else {}
        self.objects.update(((row["catalog"], row["oid"]), row) for row in objects)
        self.extension_by_object = {(row["catalog"], row["oid"]): row["extension"] for row in members}
        self.raw_rows = [(table, raw) for table, rows in zip(tables, answers) for raw in rows]

    def facts(self):
        """Yields (table, extension or "", row): the row of plpgsql's members once with and once without it."""
        for table, raw in self.raw_rows:
            owner = self._owner_of_row(table, raw)
            row = tuple(self._value(raw, member, kind) for member, kind in table.members)
            if owner is None or owner == "plpgsql":
                yield table, "", row
            if owner:
                yield table, owner, row

    def extension_of(self, catalog, oid):
        while (catalog, oid) not in self.extension_by_object:
            object_ = self.objects.get((catalog, oid))
            if object_ is None or object_["whole"] is None:
                return self.adopter if oid >= FIRST_USER else None
            catalog, oid = object_["whole_catalog"], object_["whole"]
        return self.extension_by_object[catalog, oid]

    def _owner_of_row(self, table, raw):
        candidates = table.owners or [(table.catalog, "oid")]
        for catalog, member in candidates:
            owner = self.extension_of(catalog, raw[member])
            if owner:
                return owner
        return None

    def reference(self, catalog, oid):
        """The oid if PostgreSQL pins it, else a symbol."""
        if oid < FIRST_UNPINNED:
            return oid
        identity = self.objects[catalog, oid]["identity"]
        if catalog == "pg_namespace" and identity == self.target_schema:
            return TARGET_SCHEMA
        extension = self.extension_of(catalog, oid) if oid >= FIRST_USER else None
        return Symbol(extension or "", catalog, identity)

    def _value(self, raw, member, kind):
        value = raw[member]
        kind, _, catalog = kind.partition(" ")
        if kind == "oid":
            return self.reference(catalog, value)
        if kind == "oids":
            return tuple(self.reference(catalog, oid) for oid in value or ())
        if kind == "texts":
            return tuple(value or ())
        if kind == "text":
            return value or ""
        if kind == "columns":
            return tuple(
                (name, self.reference("pg_type", type_), typmod, self.reference("pg_collation", collation), number,
                 not_null)
                for name, type_, typmod, collation, number, not_null in value or ()
            )
        return value
