"""Throw-away PostgreSQL servers: found, started in a temporary folder, stopped and removed."""
import glob
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile

from . import libpq

SETTINGS = {
    'listen_addresses': "''", 'fsync': 'off', 'full_page_writes': 'off', 'synchronous_commit': 'off',
    'autovacuum': 'off', 'jit': 'off', 'wal_level': 'logical', 'max_wal_size': '4GB', 'checkpoint_timeout': '1h',
    'max_locks_per_transaction': '1024', 'shared_buffers': '64MB', 'max_connections': '20', 'log_min_messages': 'fatal',
    'max_prepared_transactions': '5', 'dynamic_shared_memory_type': 'mmap',
}


class NoServer(Exception):
    """There is no server to compare with, or nothing to talk to it with."""


def find_bin_folder():
    """The folder of the newest server's programs in the usual places; None when there is none."""
    candidates = glob.glob('/usr/lib/postgresql/*/bin') + glob.glob('/usr/pgsql-*/bin') + \
        glob.glob('/opt/homebrew/opt/postgresql@*/bin')
    candidates.sort(key=lambda path: [int(number) for number in re.findall(r'\d+', path)])
    on_path = shutil.which('initdb')
    if on_path:
        candidates.insert(0, os.path.dirname(os.path.realpath(on_path)))
    return next((path for path in reversed(candidates) if os.path.exists(os.path.join(path, 'initdb'))), None)


class Installation:
    """A server's programs in a private copy, where extensions can be added without touching the system.

    PostgreSQL finds its other folders from where its own program lies, so a copy of the programs with links to the rest
    is a whole installation (src/port/path.c, make_relative_path).
    """

    def __init__(self, bin_folder):
        if not bin_folder or not os.path.exists(os.path.join(bin_folder, 'initdb')):
            raise NoServer('no PostgreSQL server is installed here' if not bin_folder
                           else f'there is no initdb in {bin_folder}')
        source = pathlib.Path(bin_folder).resolve()
        version = subprocess.run([source / 'postgres', '--version'], capture_output=True, text=True).stdout
        self.version = re.search(r'\d+(\.\d+|\w+)*', version).group()
        self.major = int(re.match(r'\d+', self.version).group())
        path = libpq.find_library(bin_folder)
        if not path:
            raise NoServer('libpq is not installed (Debian: libpq5)')
        self.library = libpq.Library(path)
        self.user = 'postgres' if os.geteuid() == 0 else None
        try:
            self.owner = pwd.getpwnam(self.user) if self.user else None
        except KeyError:
            raise NoServer('a server does not run as root, and there is no user postgres') from None
        memory = '/dev/shm' if os.path.isdir('/dev/shm') and shutil.disk_usage('/dev/shm').free > 2 << 30 else None
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='backout-oracle-', dir=memory))
        self.folder.chmod(0o755)
        try:
            self._copy(source)
            self._create_template()
        except BaseException:
            self.remove()
            raise

    def _copy(self, source):
        # Debian has /usr/lib/postgresql/15/bin and /usr/share/postgresql/15; others PREFIX/bin and PREFIX/share.
        debian = re.fullmatch(r'(.*)/lib/postgresql/(\d+)/bin', str(source))
        root = self.folder / 'installation'
        if debian:
            self.bin = root / 'lib/postgresql' / debian[2] / 'bin'
            share, own_share = pathlib.Path(debian[1]) / 'share/postgresql' / debian[2], root / 'share/postgresql' / debian[2]
        else:
            self.bin = root / 'bin'
            share = source.parent / 'share'
            if (share / 'postgresql').is_dir():
                share = share / 'postgresql'
            own_share = root / share.relative_to(source.parent)
        self.bin.mkdir(parents=True)
        for program in ('postgres', 'initdb', 'pg_ctl'):
            shutil.copy(source / program, self.bin / program)
        (self.bin.parent / 'lib').symlink_to(source.parent / 'lib')
        self.extensions = own_share / 'extension'
        self.extensions.mkdir(parents=True)
        for folder, link_to in ((share, own_share), (share / 'extension', self.extensions)):
            for entry in folder.iterdir():
                if not (link_to / entry.name).exists():
                    (link_to / entry.name).symlink_to(entry)

    def _create_template(self):
        """initdb takes a second; its result is copied for every server."""
        self.template = self.folder / 'template'
        self.template.mkdir()
        self._own(self.template)
        self.call(self.bin / 'initdb', '-D', self.template, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8',
                  '--locale=C.UTF-8', '-N')
        with open(self.template / 'postgresql.conf', 'a') as file:
            file.writelines(f'{name} = {value}\n' for name, value in SETTINGS.items())

    def _own(self, path):
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def call(self, *command):
        extra = {'user': self.owner.pw_uid, 'group': self.owner.pw_gid, 'extra_groups': []} if self.owner else {}
        environment = {name: value for name, value in os.environ.items() if not name.startswith('PG')}
        done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, cwd='/', env=environment, **extra)
        if done.returncode:
            raise RuntimeError(f'{command[0]}: ' + done.stderr.decode('utf8', 'replace').strip()[-800:])

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Server:
    """One running server; nothing of it outlives the `with` block."""

    def __init__(self, installation):
        self.installation = installation
        self.major = installation.major
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='server-', dir=installation.folder))
        installation._own(self.folder)
        self.data = self.folder / 'data'

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.installation.call('/bin/cp', '-a', self.installation.template, self.data)
        with open(self.data / 'postgresql.conf', 'a') as file:
            file.write(f"unix_socket_directories = '{self.folder}'\n")
        self.installation.call(self.installation.bin / 'pg_ctl', '-D', self.data, '-l', self.folder / 'log', '-w', 'start')

    def stop(self):
        try:
            self.installation.call(self.installation.bin / 'pg_ctl', '-D', self.data, '-m', 'immediate', '-w', 'stop')
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, database):
        return libpq.Connection(self.installation.library, self.folder, database)

    def administer(self, sql):
        with self.connect('postgres') as connection:
            error = connection.run(sql)
        if error:
            raise error

    def copy_database(self, source, target):
        strategy = ' STRATEGY FILE_COPY' if self.major >= 15 else ''
        self.administer(f'CREATE DATABASE {target} TEMPLATE {source}{strategy}')

    def drop_database(self, name):
        self.administer(f'DROP DATABASE IF EXISTS {name} WITH (FORCE)')

    def roles(self):
        with self.connect('postgres') as connection:
            return {name for (name,) in connection.rows(r"SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_'")[0]}
