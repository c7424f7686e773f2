"""Files of plain SQL, statement by statement on both sides: for PostgreSQL's regression suite."""
import dataclasses
import time

from . import program
from .server import Server

# Statements that don't define anything: what they answer depends on rows and settings that are not simulated.
NOT_DDL = {'select', 'insert', 'update', 'delete', 'merge', 'explain', 'copy', 'execute', 'fetch', 'declare_cursor',
           'close_portal', 'values', 'call', 'do', 'show', 'vacuum', 'analyze', 'listen', 'notify', 'unlisten', 'load'}


@dataclasses.dataclass
class FileResult:
    file: str
    statements: int = 0
    outcome: int = 0
    sqlstate: int = 0
    unknown: int = 0
    differences: list = dataclasses.field(default_factory=list)
    seconds: float = 0.0


def compare_file(installation, binary, file, before=(), only_ddl=False):
    """Replays a file as one session on a server of its own; `before` are files to be run first."""
    start = time.monotonic()
    result = FileResult(file.name)
    statements = program.statements_of(binary, file, installation.major, before)
    preparation = [one for path in before for one in program.statements_of(binary, path, installation.major)]
    with Server(installation) as server, server.connect('postgres') as connection:
        connection.run("SET statement_timeout = '20s'")
        for statement in preparation:
            connection.run(statement['text'])
        for statement in statements:
            error = connection.run(statement['text'])
            if not only_ddl or statement['kind'] not in NOT_DDL:
                compare_statement(statement, error, result)
    result.seconds = time.monotonic() - start
    return result


def compare_statement(statement, error, result):
    said = statement['outcome']
    sqlstate = (statement['error'] or {}).get('sqlstate')
    result.statements += 1
    same_outcome = said == ('error' if error else 'ok')
    result.outcome += same_outcome
    result.unknown += said == 'unknown'
    if same_outcome and (not error or sqlstate == error.sqlstate):
        result.sqlstate += 1
        return
    ours = 'ok' if said == 'ok' else f"{said}: {statement['error']['message']} (SQLSTATE {sqlstate})"
    result.differences.append(f"{result.file}:{statement['line']}: {' '.join(statement['text'].split())[:160]}\n"
                              f"    server  {error or 'ok'}\n    backout {ours}")


def print_results(results, verbose):
    """-> how many statements differ."""
    if verbose:
        for result in results:
            print('\n'.join(result.differences))
    layout = '{:<28} {:>10} {:>9} {:>9} {:>8} {:>6}'
    print(layout.format('file', 'statements', 'outcome', 'sqlstate', 'unknown', 's'))
    total = FileResult('total')
    for result in results:
        for field in ('statements', 'outcome', 'sqlstate', 'unknown', 'seconds'):
            setattr(total, field, getattr(total, field) + getattr(result, field))
    for result in results + [total]:
        share = [f'{100 * part / max(result.statements, 1):.1f}%' for part in (result.outcome, result.sqlstate)]
        print(layout.format(result.file, result.statements, *share, result.unknown, f'{result.seconds:.1f}'))
    failed = total.statements - total.sqlstate
    print(f'{total.sqlstate} passed, {failed} failed')
    return failed
