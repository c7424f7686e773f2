"""Running scripts on the server as a migration runner does."""
import pathlib
import re

from . import libpq

STUBS = pathlib.Path(__file__).parents[1] / 'stubs'

SESSION = "SET statement_timeout = '60s'; SET lock_timeout = '10s'; SET client_min_messages = error"

TRANSACTION_CONTROL = re.compile(r'(?is)(?:\s|--[^\n]*\n|/\*.*?\*/)*(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|'
                                 r'PREPARE\s+TRANSACTION)\b')

# A statement may not run in a transaction block; a new enum value may not be used in the one that adds it.
ABOUT_TRANSACTIONS = ('25001', '55P04')


class Surroundings:
    """What a project takes for granted and a fresh server lacks: roles, databases, extensions. They are made when a
    statement asks for them."""

    def __init__(self, server):
        self.server = server
        self.roles = set()
        self.seen_roles = server.roles()
        self.databases = set()
        self.stubs = set()

    def supply(self, error, statement):
        """-> whether there is now what the statement asked for, so that it is worth another try."""
        role = re.fullmatch(r'role "(.+)" does not exist', error.message)
        if role and error.sqlstate == '42704' and not re.match(r'(?i)\s*(DROP|ALTER)\s+(ROLE|USER|GROUP)\b', statement):
            return self._supply_role(role[1])
        extension = re.search(r'extension "([^"]+)" is not available|/([^/"]+)\.control"', error.message)
        if extension and error.sqlstate in ('0A000', '58P01'):
            return self._supply_extension(extension[1] or extension[2])
        database = re.fullmatch(r'database "(.+)" does not exist', error.message)
        if database and error.sqlstate == '3D000' and database[1] not in self.databases:
            self.databases.add(database[1])
            self.server.administer('CREATE DATABASE "%s"' % database[1].replace('"', '""'))
            return True
        return False

    def _supply_role(self, name):
        if name in self.seen_roles:  # a script dropped it
            return False
        self.seen_roles.add(name)
        self.roles.add(name)
        self.server.administer('CREATE ROLE "%s"' % name.replace('"', '""'))
        return True

    def _supply_extension(self, name):
        if name in self.stubs or not re.fullmatch(r'[\w-]+', name):
            return False
        self.stubs.add(name)
        folder, stub = self.server.installation.extensions, STUBS / f'{name}.sql'
        (folder / f'{name}--0.sql').write_text(stub.read_text() if stub.exists() else 'SELECT 1;\n')
        (folder / f'{name}.control').write_text("comment = 'stub'\ndefault_version = '0'\nrelocatable = false\ntrusted = true\n")
        return True

    def note_roles(self):
        self.seen_roles |= self.server.roles()


class Replay:
    """A database of the server, and scripts run on it."""

    def __init__(self, server, surroundings):
        self.server = server
        self.surroundings = surroundings

    def run(self, database, script):
        """Runs a script as its runner does. -> None, or the error that stopped it."""
        statements = messages_of(script)
        if not statements:
            return None
        while True:
            with self.connect(database) as connection:
                error, statement = self._attempt(connection, statements, script['transaction'])
            if not error or not self.surroundings.supply(error, statement):
                return error

    def run_in_transaction(self, connection, script):
        """Runs a script in a transaction that is left open, also after an error."""
        statements = messages_of(script)
        while True:
            connection.run('BEGIN')
            error, statement = self._each(connection, statements)
            if not error:
                error = connection.run('SET CONSTRAINTS ALL IMMEDIATE')
            if not error or not self.surroundings.supply(error, statement):
                return error
            connection.run('ROLLBACK')

    def force(self, database, script):
        """Runs every statement by itself and goes on after errors. -> how many failed."""
        failed = 0
        with self.connect(database) as connection:
            for statement in script['statements']:
                error = connection.run(statement['text'])
                if error and self.surroundings.supply(error, statement['text']):
                    error = connection.run(statement['text'])
                failed += error is not None
        return failed

    def connect(self, database):
        connection = self.server.connect(database)
        connection.run(SESSION)
        return connection

    def _attempt(self, connection, statements, transaction):
        if not transaction.startswith('whole-script'):
            return self._each(connection, statements, supply=True)
        connection.run('BEGIN')
        error, statement = self._each(connection, statements)
        return (error, statement) if error else (connection.run('COMMIT'), 'COMMIT')

    def _each(self, connection, statements, supply=False):
        for statement in statements:
            error = connection.run(statement)
            while error and supply and self.surroundings.supply(error, statement):
                error = connection.run(statement)
            if error:
                return error, statement
        return None, ''


def messages_of(script):
    """What the runner sends: the script as a whole, or each statement by itself."""
    statements = [statement['text'] for statement in script['statements']]
    by_statement = script['transaction'] in ('none', 'whole-script-by-statement')
    return statements if by_statement or not statements else [';\n'.join(statements)]


def may_run_in_our_transaction(script):
    """Whether a script does the same in a transaction that we roll back as where its runner runs it."""
    if script['transaction'] == 'none' or script['transaction'] == 'implicit' and len(script['statements']) < 2:
        return False
    return not controls_transactions(script)


def controls_transactions(script):
    return any(TRANSACTION_CONTROL.match(statement['text']) for statement in script['statements'])
