"""Extensions that no server at hand has: written down in extensions/*.sql and created on a server like any user's
objects, so that the server checks what is written and its catalogs give the facts.

A script starts with comment lines "-- member: value" (version, requires, schema, relocatable, superuser, trusted).
For the code of any function it says :c, which names a built-in function as stand-in; handlers of index access methods
say :handler. Views select nulls of the right types. A script may leave out what no migration would name.
"""

import re
from pathlib import Path

from extensions import ANY_SCHEMA, DATABASE, Extension, create_database, members

PRELUDE = r"""
\set c 'language internal as \'textin\''
\set handler 'language internal as \'gisthandler\''
"""
FOLDER = Path(__file__).resolve().parent / "extensions"


def read_hand_written(server, fresh):
    """Yields (Extension, facts)."""
    for script in sorted(FOLDER.glob("*.sql")):
        text = script.read_text()
        header = dict(re.findall(r"^-- (\w+): *(.*)$", text.split("\n\n")[0], re.MULTILINE))
        schema = header.get("schema", "")
        required = tuple(header.get("requires", "").split())
        create_database(server, schema, required)
        if schema and schema != "pg_catalog":
            server.execute(f"create schema {schema};", DATABASE)
        server.execute(PRELUDE + text, DATABASE)
        facts = [(table, _as_c_function(table, row))
                 for table, row in members(server, fresh, script.stem, schema or ANY_SCHEMA, adopt=True)
                 if not _is_given_schema(table, row, schema)]
        yield Extension(
            script.stem, header["version"], (header["version"],), required, schema,
            _flag(header, "relocatable", not schema), _flag(header, "superuser", True),
            _flag(header, "trusted", False), False, "some",
        ), facts


def read_known_names():
    """Extensions of which only name and schema are written down, one a line in extensions/names.txt."""
    for line in (FOLDER / "names.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, schema = line.partition(" ")
            yield Extension(name, "", (), (), schema, not schema, True, False, False, "none")


def _flag(header, name, default):
    return {"true": True, "false": False}[header[name]] if name in header else default


def _as_c_function(table, row):
    places = {member: place for place, (member, _) in enumerate(table.members)}
    if table.name == "functions" and row[places["language"]] == "i" and row[places["kind"]] != "a":
        return row[:places["language"]] + ("c",) + row[places["language"] + 1:]
    return row


def _is_given_schema(table, row, schema):
    return table.catalog == "pg_namespace" and row[2] in (ANY_SCHEMA, schema)
