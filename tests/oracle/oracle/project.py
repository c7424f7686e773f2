"""Which projects there are to compare, and how each is to be prepared."""
import csv
import json
import pathlib
import re
import shlex
import shutil


class Project:
    """A folder of migrations, with its layout and what must be there before the first of them.

    A file `options` in it holds options of the command line, as in fixtures/. Where the migrations are in `project/`,
    `config.json` beside it may say `layout`, `init` (statements to be run first) and `substitute` (pairs of pattern and
    replacement for template variables).
    """

    def __init__(self, folder, layout=None):
        folder = pathlib.Path(folder).resolve()
        self.name = folder.name
        self.path = folder / 'project' if (folder / 'project').is_dir() else folder
        config, options = folder / 'config.json', folder / 'options'
        self.config = json.loads(config.read_text()) if self.path != folder and config.exists() else {}
        self.options = shlex.split(options.read_text()) if options.exists() else []
        self.layout = layout or self.config.get('layout') or layout_in_index(folder)
        self.schema = None

    def prepare(self, scratch):
        """Fills in template variables in a copy and writes down the baseline."""
        if self.config.get('substitute'):
            copy = pathlib.Path(scratch) / self.name
            shutil.copytree(self.path, copy)
            for file in copy.rglob('*'):
                if file.is_file():
                    self._fill_in(file)
            self.path = copy
        if self.config.get('init'):
            before = pathlib.Path(scratch) / 'before.sql'
            before.write_text(';\n'.join(self.config['init']) + ';\n')
            self.schema = before

    def _fill_in(self, file):
        text = file.read_bytes().decode('utf8', 'surrogateescape')
        for pattern, replacement in self.config['substitute']:
            text = re.sub(pattern, replacement, text)
        file.write_bytes(text.encode('utf8', 'surrogateescape'))


def layout_in_index(folder):
    """A collection of projects may have an INDEX.tsv with the columns corpus_dir and layout."""
    index = folder.parent / 'INDEX.tsv'
    if not index.exists():
        return None
    with open(index, newline='') as file:
        for row in csv.DictReader(file, delimiter='\t'):
            if row['corpus_dir'] == folder.name:
                return row['layout']
    return None


def find_projects(folders, fixtures, layout):
    """The named folders, or every folder in fixtures/."""
    if not folders:
        folders = sorted(path for path in fixtures.iterdir() if path.is_dir()) if fixtures.is_dir() else []
    return [Project(folder, layout) for folder in folders]
