"""One project on both sides: after each up the outcome and the catalog, then the round trip."""
import dataclasses
import shutil
import tempfile
import time

from . import catalog, program, replay
from .server import Server

DATABASE, COPY = 'backout_oracle', 'backout_oracle_copy'

# No such relation, column, schema, type, function.
MISSING = ('42P01', '42703', '3F000', '42704', '42883')


@dataclasses.dataclass
class Migration:
    """How the two sides agree on one migration. A difference is a line for a person."""
    name: str
    differences: list = dataclasses.field(default_factory=list)
    up: str = 'agree'          # agree, outcome, sqlstate, unknown
    catalog: str = 'agree'     # agree, differ, earlier (only what differed before), unknown
    round_trip: str = 'none'   # none, agree, false-inverse, false-bad, mixed, sqlstate, unproven
    server_verdict: str = ''

    def passed(self):
        return self.up in ('agree', 'unknown') and self.catalog in ('agree', 'earlier', 'unknown') and \
            self.round_trip in ('none', 'agree', 'unproven')


@dataclasses.dataclass
class Result:
    project: str
    migrations: list = dataclasses.field(default_factory=list)
    error: str = ''
    seconds: float = 0.0


def compare_project(installation, binary, project):
    """-> Result. What goes wrong on our own side is the result's error, so that other projects go on."""
    start = time.monotonic()
    result = Result(project.name)
    scratch = tempfile.mkdtemp(prefix='backout-oracle-')
    try:
        project.prepare(scratch)
        answers = program.ProjectAnswers(binary, project, installation.major, scratch)
        with Server(installation) as server:
            Comparison(server, project, answers, result).run()
    except (program.ProgramError, replay.libpq.ServerError, OSError, ValueError) as error:
        result.error = str(error)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    result.seconds = time.monotonic() - start
    return result


class Comparison:
    def __init__(self, server, project, answers, result):
        self.server, self.project, self.answers, self.result = server, project, answers, result
        self.surroundings = replay.Surroundings(server)
        self.replay = replay.Replay(server, self.surroundings)
        self.known_differences = set()
        self.unknown = False

    def run(self):
        self.server.administer(f'CREATE DATABASE {DATABASE} TEMPLATE template0')
        with self.replay.connect(DATABASE) as connection:
            before = self.project.schema.read_text() if self.project.schema else ''
            for script in (before, self.answers.bookkeeping):
                error = connection.run(script) if script else None
                if error:
                    raise error
        self.state = self.snapshot_of(DATABASE)
        number = 0
        for migration, report in zip(self.answers.migrations, self.answers.reports):
            agreement = Migration(migration['name'])
            self.result.migrations.append(agreement)
            if migration['up']:
                self.compare_migration(migration, report, self.answers.items(number), agreement)
                number += 1

    def compare_migration(self, migration, report, items, agreement):
        before = self.state
        error = self.replay.run(DATABASE, migration['up'])
        has_run = error is None
        if error and error.sqlstate in MISSING and self.answers.assumptions and report['up']['outcome'] != 'error':
            agreement.up = 'unknown'
        if error:
            failed = self.replay.force(DATABASE, migration['up'])
            has_run = error.sqlstate in replay.ABOUT_TRANSACTIONS and not failed
        self.surroundings.note_roles()
        self.state = self.snapshot_of(DATABASE)
        if agreement.up == 'unknown':
            agreement.differences.append(f"up: server {error}, backout takes for granted: {', '.join(self.answers.assumptions)}")
        else:
            compare_outcome(report['up'], error, agreement)
        self.compare_catalog(items, report, agreement)
        if migration['down'] and has_run:
            self.compare_round_trip(migration['down'], before, report, agreement)

    # --- the catalog -----------------------------------------------------------------------------------------------

    def compare_catalog(self, items, report, agreement):
        differences = set(item_differences(self.state, self.without_surroundings(items)))
        self.unknown = self.unknown or agreement.up == 'unknown'
        # A difference stays until something drops the object; it is told once.
        new = sorted(differences - self.known_differences)
        if differences:
            agreement.catalog = 'unknown' if self.unknown else 'differ' if new else 'earlier'
        agreement.differences += ['catalog: ' + describe_difference(difference) for difference in new]
        self.known_differences = differences

    def without_surroundings(self, items):
        """Leaves out the roles that were made because scripts ask for them, and what depends on the installation."""
        kept = {}
        for (kind, name), properties in items.items():
            if kind == 'role' and (name == 'postgres' or name in self.surroundings.roles):
                continue
            if kind == 'comment' and name.startswith('extension '):  # its control file's
                continue
            if kind == 'extension':  # the version is the one that happens to be installed
                properties = {key: value for key, value in properties.items() if key != 'version'}
            kept[kind, name] = properties
        return kept

    def snapshot_of(self, database):
        with self.server.connect(database) as connection:
            connection.run('SET search_path = pg_catalog')
            return self.without_surroundings(catalog.snapshot(connection, self.server.major))

    # --- the round trip --------------------------------------------------------------------------------------------

    def compare_round_trip(self, down, before, report, agreement):
        if replay.may_run_in_our_transaction(down):
            error, after = self.down_in_transaction(down)
        else:
            error, after = self.down_in_copy(down)
        said = report['round_trip']['verdict']
        residue = [] if error else [difference for difference in item_differences(before, after)
                                    if difference[0] != 'colorder']
        verdict = 'fails' if error else 'not-inverse' if residue else 'inverse'
        agreement.server_verdict = verdict
        agreement.round_trip = judge(said, verdict)
        if agreement.round_trip == 'unproven':
            return
        down_error = (report.get('down') or {}).get('error') or {}
        if said == verdict == 'fails' and down_error.get('sqlstate') != error.sqlstate:
            agreement.round_trip = 'sqlstate'
        if agreement.round_trip == 'agree':
            return
        details = [str(error)] if error else [' '.join(difference[:2]) for difference in residue[:6]]
        ours = [down_error['message'] + f" (SQLSTATE {down_error['sqlstate']})"] if said == 'fails' and down_error else [
            f"{one['change']} {one['kind']} {one['name']}" for one in report['round_trip']['residue'][:6]]
        agreement.differences.append(f"round trip: server {verdict} [{'; '.join(details)}], "
                                     f"backout {said} [{'; '.join(ours)}]")

    def down_in_transaction(self, down):
        """Runs the down and looks at what is left inside one transaction, which is then rolled back."""
        with self.replay.connect(DATABASE) as connection:
            error = self.replay.run_in_transaction(connection, down)
            after = None
            if not error:
                connection.run('RESET SESSION AUTHORIZATION; RESET ROLE; SET LOCAL search_path = pg_catalog')
                after = self.without_surroundings(catalog.snapshot(connection, self.server.major))
            connection.run('ROLLBACK')
        return error, after

    def down_in_copy(self, down):
        self.server.copy_database(DATABASE, COPY)
        roles = self.server.roles()
        error = self.replay.run(COPY, down)
        after = None if error else self.snapshot_of(COPY)
        self.server.drop_database(COPY)
        self.restore_roles(roles)
        return error, after

    def restore_roles(self, roles):
        """Roles belong to all databases, also to the one that is not to change."""
        now = self.server.roles()
        for statement in [f'DROP ROLE "{role}"' for role in now - roles] + [f'CREATE ROLE "{role}"' for role in roles - now]:
            self.server.administer(statement)


def compare_outcome(script, error, agreement):
    """A script's outcome on both sides."""
    said = script['outcome']
    sqlstate = (script['error'] or {}).get('sqlstate')
    if said == 'unknown':
        agreement.up = 'unknown'
    elif (said == 'error') != (error is not None):
        agreement.up = 'outcome'
    elif error and sqlstate != error.sqlstate:
        agreement.up = 'sqlstate'
    if agreement.up != 'agree':
        ours = f"{script['error']['message']} (SQLSTATE {sqlstate})" if said == 'error' else said
        reasons = f" [{'; '.join(script['reasons'])}]" if said == 'unknown' else ''
        agreement.differences.append(f"up: server {error or 'ok'}, backout {ours}{reasons}")


def judge(said, verdict):
    if said == verdict:
        return 'agree'
    if said == 'unproven':
        return 'unproven'
    if said == 'inverse':
        return 'false-inverse'
    return 'false-bad' if verdict == 'inverse' else 'mixed'


def item_differences(left, right):
    """-> (kind, name, property, left value, right value); the property is empty where the whole item is missing."""
    differences = []
    for key in left.keys() | right.keys():
        ours, theirs = left.get(key), right.get(key)
        if ours == theirs:
            continue
        if ours is None or theirs is None:
            differences.append((*key, '', '' if ours is None else 'there', '' if theirs is None else 'there'))
            continue
        differences += [(*key, name, ours.get(name, ''), theirs.get(name, '')) for name in ours.keys() | theirs.keys()
                        if ours.get(name) != theirs.get(name)]
    return differences


def describe_difference(difference):
    kind, name, property_name, server, ours = difference
    if not property_name:
        return f"{kind} {name}: only {'the server' if server else 'backout'} has it"
    if '\n' not in server + ours and len(server) + len(ours) < 160:
        return f'{kind} {name}: {property_name}: server {server!r}, backout {ours!r}'
    return f'{kind} {name}: {property_name}:\n      server  {first_difference(server, ours)!r}\n' \
           f'      backout {first_difference(ours, server)!r}'


def first_difference(text, other):
    """The stretch of a long text around where it first differs from the other."""
    at = next((i for i, (a, b) in enumerate(zip(text, other)) if a != b), min(len(text), len(other)))
    begin = max(0, at - 60)
    return ('…' if begin else '') + text[begin:at + 100] + ('…' if at + 100 < len(text) else '')
