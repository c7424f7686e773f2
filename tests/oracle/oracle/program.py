"""What the program under test says of a project or of a file."""
import json
import pathlib
import subprocess
import tempfile


class ProgramError(Exception):
    """The program did not give an answer that can be compared."""


def answer_of(binary, command, arguments, output=subprocess.PIPE):
    words = [binary, command, *arguments]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE)
    if done.returncode not in (0, 1):
        reason = done.stderr.decode('utf8', 'replace').strip() or f'exit status {done.returncode}'
        raise ProgramError(f'{command}: {reason[-500:]}')
    return done.stdout


class ProjectAnswers:
    """The scripts of a project, the verdicts, and the items after each up."""

    def __init__(self, binary, project, major, scratch):
        arguments = [str(project.path), *project.options] + (['--layout', project.layout] if project.layout else [])
        versioned = arguments + ['--postgres', str(major)]
        if project.schema:
            versioned += ['--schema', str(project.schema)]
        scripts = json.loads(answer_of(binary, 'sql', arguments + ['--format', 'json']))
        self.bookkeeping = scripts['bookkeeping']
        self.migrations = scripts['migrations']
        report = json.loads(answer_of(binary, 'check', versioned + ['--format', 'json']))
        self.reports = report['migrations']
        # Roles and extensions are made when they are asked for; tables would have to be guessed.
        self.assumptions = [one for one in report['assumptions'] if not one.startswith(('role ', 'extension '))]
        if len(self.reports) != len(self.migrations):
            raise ProgramError('check and sql disagree on how many migrations there are')
        self._index_schemas(binary, versioned, scratch)

    def _index_schemas(self, binary, arguments, scratch):
        """Where in the output each migration's line is: of a long history it is too much to hold at once."""
        with tempfile.NamedTemporaryFile(dir=scratch, delete=False) as file:
            answer_of(binary, 'schema', arguments + ['--each', '--format', 'json'], output=file)
            self.schemas = pathlib.Path(file.name)
        self.places, place = [], 0
        with open(self.schemas, 'rb') as file:
            for line in file:
                self.places.append(place)
                place += len(line)
        if len(self.places) != sum(1 for migration in self.migrations if migration['up']):
            raise ProgramError('schema --each and sql disagree on how many ups there are')

    def items(self, number):
        """{(kind, name): properties} after the up of this number among the ups."""
        with open(self.schemas, 'rb') as file:
            file.seek(self.places[number])
            line = json.loads(file.readline())
        return {(item['kind'], item['name']): item['properties'] for item in line['objects']}


def statements_of(binary, file, major, before=()):
    """The statements of a file of plain SQL, each with what becomes of it; `before` are files to be run first."""
    listed = json.loads(answer_of(binary, 'sql', ['--up', str(file), '--format', 'json']))
    texts = listed['migrations'][0]['up']['statements'] if listed['migrations'] else []
    traced = json.loads(answer_of(binary, 'trace', [*map(str, before), str(file), '--postgres', str(major),
                                                     '--format', 'json']))
    outcomes = [statement for statement in traced['statements'] if statement['file'] == str(file)]
    if len(outcomes) != len(texts):
        raise ProgramError(f'trace has {len(outcomes)} statements, sql has {len(texts)}')
    return [dict(outcome, text=text['text']) for outcome, text in zip(outcomes, texts)]
