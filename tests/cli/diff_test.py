#!/usr/bin/env python3
"""`backout diff` from outside: sides, formats, hazards, bad input, exit statuses.

    diff_test.py PROGRAM [unittest's options]
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv.pop(1))
CLEAN, FINDINGS, USAGE = 0, 1, 2

BEFORE = """CREATE TABLE t (id int PRIMARY KEY, n text NOT NULL DEFAULT 'x');
CREATE INDEX i ON t (n);
CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  a := a + 1;
  RETURN a;
END $$;
"""
AFTER = """CREATE TABLE t (id bigint PRIMARY KEY, n text);
CREATE UNIQUE INDEX i2 ON t (n);
CREATE TABLE u (t_id bigint REFERENCES t);
CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  a := a + 2;
  RETURN a;
END $$;
"""


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run_program(self, *arguments, status=CLEAN, cwd=None):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=60, cwd=cwd)
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, out + err)
        return out, err

    def diff(self, before, after, *arguments, status=CLEAN):
        """The difference of two schemas, given as SQL."""
        return self.run_program("diff", self.file("a.sql", before), self.file("b.sql", after), *arguments, status=status)


class Formats(Case):
    def test_equal_schemas(self):
        self.assertEqual(self.diff(BEFORE, BEFORE), ("", ""))
        self.assertEqual(self.diff(BEFORE, BEFORE, "--format", "text")[0], "the schemas are equal\n")
        answer = json.loads(self.diff(BEFORE, BEFORE, "--format", "json")[0])
        self.assertTrue(answer["equal"] and answer["proven"])
        self.assertEqual(answer["items"], [])

    def test_sql_is_proven(self):
        out, _ = self.diff(BEFORE, AFTER)
        self.assertIn("Proven by replay", out)
        self.assertIn("ALTER TABLE t ALTER COLUMN id TYPE bigint;", out)

    def test_tree(self):
        out, _ = self.diff(BEFORE, AFTER, "--format", "text")
        self.assertEqual(out, """\
~ function public.f(a integer)
      …
      BEGIN
    -   a := a + 1;
    +   a := a + 2;
        RETURN a;
  table public.t
    ~ column id: type integer → bigint
    ~ column n: not null is gone; default 'x'::text is gone
    - index public.i: CREATE INDEX i ON public.t USING btree (n)
    + index public.i2: CREATE UNIQUE INDEX i2 ON public.t USING btree (n)
+ table public.u
    + column t_id: bigint
    + constraint u_t_id_fkey: FOREIGN KEY (t_id) REFERENCES public.t(id)
""")

    def test_json(self):
        answer = json.loads(self.diff(BEFORE, AFTER, "--format", "json")[0])
        items = {(item["kind"], item["name"]): item for item in answer["items"]}
        column = items["column", "public.t.id"]
        self.assertEqual(column["change"], "changed")
        self.assertEqual(column["parent"], "public.t")
        self.assertEqual(column["properties"], [{"property": "type", "before": "integer", "after": "bigint"}])
        self.assertEqual(items["table", "public.u"]["change"], "added")
        self.assertTrue(answer["proven"])
        self.assertEqual(answer["left"], [])

    def test_hostile_names(self):
        out, err = self.diff("CREATE TABLE \"a\x1b[31m\" (x int);", "CREATE TABLE \"a\x1b[31m\" (x text);", "--format", "text")
        self.assertNotIn("\x1b", out + err)
        answer = self.diff("", "CREATE TABLE \"a\x1b[31m\" ();", "--format", "json")[0]
        self.assertEqual(json.loads(answer)["items"][0]["name"], 'public.a\x1b[31m')


class Hazards(Case):
    def test_who_waits_and_what_is_lost(self):
        out, _ = self.diff(BEFORE + "CREATE TABLE gone (x int);", AFTER.replace(", n text", ", m text").replace("(n)", "(m)"))
        self.assertIn("-- rewrites t: nobody can read or write it meanwhile\n", out)
        self.assertIn("-- the rows of gone are lost\n", out)
        self.assertIn("-- the values of t.n are lost\n", out)

    def test_a_new_column_has_nothing_to_restore(self):
        self.assertNotIn("restored", self.diff("CREATE TABLE t ();", "CREATE TABLE t (a int);")[0])

    def test_safe_steps_only_where_somebody_waits(self):
        out, _ = self.diff(BEFORE, AFTER + "CREATE INDEX u_idx ON u (t_id);\nALTER TABLE t ADD CHECK (id > 0);\n", "--safe")
        self.assertIn("CREATE UNIQUE INDEX CONCURRENTLY i2", out)
        self.assertIn("DROP INDEX CONCURRENTLY i;", out)
        self.assertIn("CREATE INDEX u_idx", out)
        self.assertIn("NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT", out)

    def test_renames_are_suggested_and_taken(self):
        before, after = "CREATE TABLE t (a int, b text);", "CREATE TABLE t (a int, c text);"
        out, err = self.diff(before, after)
        self.assertIn("--rename public.t.b=public.t.c", err)
        self.assertIn("DROP COLUMN b", out)
        self.assertIn("RENAME COLUMN b TO c", self.diff(before, after, "--rename", "t.b=c")[0])


class Sides(Case):
    def migrations(self):
        for number, up in enumerate(["CREATE TABLE a ();", "CREATE TABLE b ();", "CREATE TABLE c ();"], 1):
            self.file(f"db/{number}_step.up.sql", up)
        return self.folder / "db"

    def test_versions(self):
        folder = self.migrations()
        out, _ = self.run_program("diff", f"{folder}@1", folder)
        self.assertNotIn("CREATE TABLE a", out)
        self.assertIn("CREATE TABLE b", out)
        self.assertIn("CREATE TABLE c", out)
        self.run_program("diff", f"{folder}@9", folder, status=USAGE)

    def test_git_revisions(self):
        folder = self.migrations()
        git = ["git", "-C", str(self.folder), "-c", "user.name=t", "-c", "user.email=t@example.org"]
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
            subprocess.run(git + arguments, check=True, timeout=60)
        (folder / "4_step.up.sql").write_text("CREATE TABLE d ();")
        out, _ = self.run_program("diff", "git:HEAD:db", folder, cwd=self.folder)
        self.assertIn("CREATE TABLE d", out)
        out, err = self.run_program("diff", "git:nowhere:db", folder, cwd=self.folder, status=USAGE)
        self.assertEqual(out, "")
        self.assertIn("git has no db in nowhere", err)
        self.run_program("diff", "git:HEAD:elsewhere", folder, cwd=self.folder, status=USAGE)
        self.run_program("diff", "git:--help:db", folder, cwd=self.folder, status=USAGE)


class BadInput(Case):
    def test_missing_file(self):
        out, err = self.run_program("diff", self.folder / "nowhere.sql", self.file("b.sql", ""), status=USAGE)
        self.assertEqual(out, "")
        self.assertIn("nowhere.sql", err)

    def test_invalid_utf8(self):
        self.diff(b"CREATE TABLE \xff ();", "", status=USAGE)

    def test_a_schema_with_an_error(self):
        out, err = self.diff("CREATE TABLE a ();\nCREATE TABLE a ();\n", "", status=USAGE)
        self.assertEqual(out, "")
        self.assertIn("a.sql:2:1: relation \"a\" already exists (SQLSTATE 42P07)", err)

    def test_rename_needs_two_names(self):
        self.diff("", "", "--rename", "a", status=USAGE)


if __name__ == "__main__":
    unittest.main()
