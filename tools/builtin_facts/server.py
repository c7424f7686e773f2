"""A throw-away PostgreSQL server, spoken to with psql over a unix socket."""

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path


class Server:
    """initdb, start, and on leaving stop and remove. As root everything but psql runs as user postgres."""

    def __init__(self, bin_folder, psql="psql", settings="", libraries=""):
        """Settings are as in postgres' -c options, separated by spaces; libraries as in LD_LIBRARY_PATH."""
        self.bin = Path(bin_folder)
        self.psql = psql
        self.settings = ["fsync=off", "autovacuum=off", "listen_addresses=", *settings.split()]
        self.environment = {**os.environ, "LD_LIBRARY_PATH": libraries} if libraries else None
        version = subprocess.run([self.bin / "postgres", "--version"], check=True, capture_output=True, text=True,
                                 env=self.environment)
        self.version = re.search(r"\d+(\.\d+)?", version.stdout)[0]
        self.major = int(self.version.split(".")[0])

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="builtin_facts."))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"-k {self.folder}" + "".join(f" -c {setting}" for setting in self.settings)
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def execute(self, sql, database="postgres"):
        """Runs statements one by one; raises RuntimeError with the server's message."""
        done = subprocess.run(
            [self.psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres",
             "-d", database, "-f", "-"],
            input=sql, capture_output=True, text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stdout

    def rows(self, queries, database="postgres"):
        """For each query its rows as dictionaries."""
        sql = "".join(f"select coalesce(json_agg(row), '[]') from ({query}) as row;\n" for query in queries)
        decoder, text, answers = json.JSONDecoder(), self.execute(sql, database), []
        while text := text.lstrip():
            rows, end = decoder.raw_decode(text)
            answers.append(rows)
            text = text[end:]
        return answers

    def _run(self, program, *arguments):
        command = [self.bin / program, *arguments]
        user = None
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
        done = subprocess.run(
            command, user=user and user.pw_uid, group=user and user.pw_gid, extra_groups=[] if user else None,
            cwd="/", env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")
