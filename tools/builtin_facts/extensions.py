"""Creates every extension a server has in a database of its own and reads what it created."""

import sys
from dataclasses import dataclass

from collect import Database

# Where extensions are created that leave the choice to the user.
ANY_SCHEMA = "any_schema"

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
    members_known: bool


def read_extensions(server, fresh, wanted):
    """Yields (Extension, facts) for the extensions that wanted(name) accepts."""
    for raw in server.rows([AVAILABLE])[0]:
        if not wanted(raw["name"]):
            continue
        facts, known = [], True
        if not raw["preinstalled"]:
            try:
                facts = list(_members(server, fresh, raw))
            except RuntimeError as error:
                known = False
                print(f"{server.major}: {raw['name']}: {error}", file=sys.stderr)
        yield Extension(
            raw["name"], raw["default_version"], tuple(raw["versions"]), tuple(raw["requires"] or ()),
            raw["schema"] or "", raw["relocatable"], raw["superuser"], raw["trusted"], raw["preinstalled"], known,
        ), facts


def _members(server, fresh, raw):
    server.execute("drop database if exists extension_facts;")
    server.execute("create database extension_facts;")
    schema = raw["schema"] or ANY_SCHEMA
    if not raw["schema"]:
        server.execute(f"create schema {schema};", "extension_facts")
    # Expressions are printed without the names of schemas in the search_path.
    server.execute(f'alter database extension_facts set search_path = "{schema}";')
    server.execute(f'create extension "{raw["name"]}" cascade;', "extension_facts")
    for table, extension, row in Database(server, "extension_facts", fresh, schema).facts():
        if extension == raw["name"]:
            yield table, row
