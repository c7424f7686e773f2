"""Creates every extension a server has in a database of its own and reads what it created."""

import sys
from dataclasses import dataclass

from collect import Database

# Where extensions are created that leave the choice to the user.
ANY_SCHEMA = "any_schema"
DATABASE = "extension_facts"

AVAILABLE = """
    select x.name, default_version, superuser, trusted, relocatable, schema, requires,
           (select array_agg(version order by version) from pg_available_extension_versions v
            where v.name = x.name) as versions,
           installed_version is not null as preinstalled
    from pg_available_extensions x join pg_available_extension_versions v
         on v.name = x.name and v.version = x.default_version
"""


@dataclass(frozen=True, order=True)
class Extension:
    """A row of the table of extensions."""

    name: str
    default_version: str
    versions: tuple
    required: tuple
    schema: str
    relocatable: bool
    superuser: bool
    trusted: bool
    preinstalled: bool
    members: str  # whether "none", "some" or "all" of its members are known


def read_extensions(server, fresh, wanted, completeness="all"):
    """Yields (Extension, facts) for the extensions that wanted(name) accepts."""
    available = server.rows([AVAILABLE])[0]
    names = {raw["name"] for raw in available}
    for raw in available:
        # Some packages leave out a language but not the extensions that require it.
        if not wanted(raw["name"]) or not names.issuperset(raw["requires"] or ()):
            continue
        facts, known = [], completeness
        if not raw["preinstalled"]:
            try:
                create_database(server, raw["schema"], raw["requires"] or ())
                server.execute(f'create extension "{raw["name"]}" cascade;', DATABASE)
                facts = members(server, fresh, raw["name"], raw["schema"] or ANY_SCHEMA)
            except RuntimeError as error:
                known = "none"
                reason = next(line for line in str(error).splitlines() if "ERROR" in line)
                print(f"{server.major}: {raw['name']}: {reason}", file=sys.stderr)
        yield Extension(
            raw["name"], raw["default_version"], tuple(raw["versions"]), tuple(raw["requires"] or ()),
            raw["schema"] or "", raw["relocatable"], raw["superuser"], raw["trusted"], raw["preinstalled"], known,
        ), facts


def create_database(server, schema, required):
    """A database with the required extensions, where objects will be created in the schema or else in ANY_SCHEMA."""
    # With force: background workers of extensions may be connected.
    server.execute(f"drop database if exists {DATABASE} with (force);")
    server.execute(f"create database {DATABASE};")
    server.execute(f"create schema {ANY_SCHEMA};", DATABASE)
    search_path(server, ANY_SCHEMA)
    for extension in required:
        server.execute(f'create extension if not exists "{extension}" cascade;', DATABASE)
    if schema:
        search_path(server, f'"{schema}", {ANY_SCHEMA}')


def search_path(server, schemas):
    """Also decides how facts look: expressions are printed without the names of these schemas."""
    server.execute(f"alter database {DATABASE} set search_path = {schemas};")


def members(server, fresh, name, schema, adopt=False):
    """Facts on the members of an extension; with adopt also on what belongs to no extension."""
    database = Database(server, DATABASE, fresh, schema, name if adopt else None)
    return [(table, row) for table, extension, row in database.facts() if extension == name]
