"""Joins the facts of all servers: equal rows become one with a set of majors, symbols become oids."""

from collections import defaultdict
from dataclasses import replace

from collect import FIRST_UNPINNED, FIRST_USER, TARGET_SCHEMA, Symbol

FIRST_EXTENSION_OID = 0x80000000
INFORMATION_SCHEMA = Symbol("", "pg_namespace", "information_schema")


class Facts:
    """Rows of all tables: rows[table name][extension][row] is the bit set of majors."""

    def __init__(self):
        self.rows = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
        self.extensions = defaultdict(int)

    def add(self, majors, table, extension, row):
        self.rows[table.name][extension][row] |= majors

    def add_extension(self, majors, extension, members):
        """In majors where it is there already, only members that were not known are added."""
        for other, other_majors in list(self.extensions.items()):
            if other.name != extension.name or other_majors & majors == 0:
                continue
            majors &= ~other_majors
            if extension.members != "none" and other.members == "none":
                del self.extensions[other]
                self.extensions[replace(other, members=extension.members)] |= other_majors
                self._add_members(other_majors, extension, members)
        if majors:
            self.extensions[extension] |= majors
            self._add_members(majors, extension, members)

    def knows_members(self, name):
        found = [extension for extension in self.extensions if extension.name == name]
        return bool(found) and all(extension.members != "none" for extension in found)

    def _add_members(self, majors, extension, members):
        for table, row in members:
            self.add(majors, table, extension.name, row)

    def oids(self):
        """A number for every symbol, the same in every run over the same facts."""
        symbols = sorted(set(_symbols(self.rows)) - {TARGET_SCHEMA, INFORMATION_SCHEMA})
        oids = {TARGET_SCHEMA: FIRST_EXTENSION_OID, INFORMATION_SCHEMA: FIRST_UNPINNED}
        fresh = [symbol for symbol in symbols if not symbol.extension]
        members = [symbol for symbol in symbols if symbol.extension]
        oids.update((symbol, FIRST_UNPINNED + 1 + place) for place, symbol in enumerate(fresh))
        oids.update((symbol, FIRST_EXTENSION_OID + 1 + place) for place, symbol in enumerate(members))
        if FIRST_UNPINNED + len(fresh) >= FIRST_USER:
            raise RuntimeError("more symbols than oids below the first user oid")
        return oids


def _symbols(value):
    if isinstance(value, Symbol):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _symbols(key)
            yield from _symbols(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _symbols(inner)
