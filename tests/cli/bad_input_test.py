#!/usr/bin/env python3
"""The program itself on input that is wrong, odd or hostile: exit status, message, place.

    bad_input_test.py PROGRAM [unittest's options]
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv.pop(1))
CLEAN, FINDINGS, USAGE = 0, 1, 2

# What would move a terminal's cursor, change its colours or turn the order of characters around.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Run:
    """One run of the program, with what it printed as bytes and as text."""

    def __init__(self, *arguments, stdin=b"", cwd=None):
        done = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd, timeout=300)
        self.status, self.out_bytes, self.err_bytes = done.returncode, done.stdout, done.stderr
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def migration(self, number, up, down=None):
        self.write(f"{number:04}_step.up.sql", up)
        if down is not None:
            self.write(f"{number:04}_step.down.sql", down)

    def check(self, *options):
        return Run("check", *options, self.folder)

    def document(self, *options):
        """The JSON report; json.loads refuses what isn't valid, decode() what isn't UTF-8."""
        run = self.check("--format", "json", *options)
        return json.loads(run.out_bytes.decode("utf-8"))

    def findings(self, rule, *options):
        return [finding for finding in self.document(*options)["findings"] if finding["rule"] == rule]


class Usage(Case):
    def refused(self, run, *words):
        self.assertEqual(run.status, USAGE)
        self.assertEqual(run.out, "")
        self.assertTrue(run.err.startswith("error: "), run.err)
        for word in words:
            self.assertIn(word, run.err)

    def test_no_command(self):
        self.refused(Run(), "backout --help")

    def test_unknown_command(self):
        self.refused(Run("chekc"), "there is no command chekc", "did you mean check?")

    def test_unknown_option(self):
        self.refused(Run("check", "--frobnicate", self.folder), "--frobnicate")

    def test_unknown_format(self):
        self.refused(Run("check", "--format", "yaml", self.folder), "yaml")

    def test_unknown_version_of_the_server(self):
        self.refused(Run("check", "--postgres", "9", self.folder), "9")

    def test_unknown_layout_names_those_there_are(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        self.refused(self.check("--layout", "golang-migrat"), "golang-migrat", "did you mean golang-migrate?")

    def test_unknown_rule(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        self.refused(self.check("--disable", "down-fail"), "down-fail", "backout rules")
        self.refused(Run("explain", "down-fail"), "down-fail", "backout rules")

    def test_variable_without_value(self):
        self.refused(self.check("--var", "NAME"), "NAME=VALUE")

    def test_missing_folder(self):
        self.refused(Run("check", self.folder / "nowhere"), "nowhere")

    def test_missing_file(self):
        self.refused(Run("check", self.folder / "nowhere.sql"), "nowhere.sql")
        self.refused(Run("check", "--up", self.folder / "gone.sql"), "gone.sql")
        self.refused(Run("trace", self.folder / "gone.sql"), "gone.sql")

    def test_missing_baseline(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        self.refused(self.check("--schema", self.folder / "gone.sql"), "gone.sql")

    def test_baseline_with_errors_is_not_taken_in_silence(self):
        self.migration(1, "CREATE TABLE b (id int);", "DROP TABLE b;")
        baseline = self.write("schema.dump", "CREATE TABLE a (id int);\nCREATE TABLE a (;\nCREATE TABLE a (id int);\n")
        document = self.document("--schema", baseline)
        found = [(one["line"], one["message"]) for one in document["findings"] if one["rule"] == "baseline-fails"]
        self.assertEqual([line for line, _ in found], [2, 3])
        self.assertIn("syntax error", found[0][1])
        self.assertIn('relation "a" already exists', found[1][1])

    def test_schema_that_never_ends(self):
        self.migration(1, "CREATE TABLE b (id int);", "DROP TABLE b;")
        self.refused(self.check("--schema", "/dev/zero"), "/dev/zero", "0x00")
        with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as endless:
            done = subprocess.run([PROGRAM, "check", "--schema", "-", self.folder], stdin=endless.stdout,
                                  capture_output=True, timeout=120)
            endless.kill()
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(b"standard input: cannot read the file: it is larger than the 1 GiB", done.stderr)

    def test_schema_that_nobody_writes(self):
        self.migration(1, "CREATE TABLE b (id int);", "DROP TABLE b;")
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        start = time.monotonic()
        self.refused(self.check("--schema", pipe), "nothing is written to this pipe")
        self.assertLess(time.monotonic() - start, 20)

    def test_schema_from_a_pipe(self):
        self.migration(1, "CREATE TABLE b (id int REFERENCES a);", "DROP TABLE b;")
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(["sh", "-c", f"sleep 0.5; echo 'CREATE TABLE a (id int PRIMARY KEY);' > '{pipe}'"]):
            self.assertEqual(self.check("--schema", pipe).status, CLEAN)
        run = Run("check", "--schema", "-", self.folder, stdin=b"CREATE TABLE a (id int PRIMARY KEY);")
        self.assertEqual(run.status, CLEAN)
        self.refused(Run("check", "--schema", "-", self.folder, stdin=b"SELECT '\xff';"), "standard input", "0xff")

    def test_schema_that_is_no_readable_file(self):
        self.migration(1, "CREATE TABLE b (id int);", "DROP TABLE b;")
        self.refused(self.check("--schema", self.folder), "it is a folder")
        if os.geteuid() != 0:
            closed = self.write("closed.dump", "CREATE TABLE a (id int);")
            closed.chmod(0)
            self.refused(self.check("--schema", closed), "Permission denied")

    def test_empty_folder(self):
        self.refused(self.check(), str(self.folder))

    def test_folder_without_migrations(self):
        self.write("README.txt", "nothing to see")
        self.refused(self.check(), str(self.folder))

    def test_message_does_not_pass_escapes_on(self):
        run = Run("check", "no\x1b[31mwhere\u202e")
        self.refused(run, "where")
        self.assertIsNone(HARMFUL.search(run.err))

    def test_help_and_version_are_no_errors(self):
        for arguments in (["--help"], ["check", "--help"], ["--version"], ["rules"], ["layouts"]):
            run = Run(*arguments)
            self.assertEqual(run.status, CLEAN, arguments)
            self.assertNotEqual(run.out, "")
            self.assertEqual(run.err, "")


class ExitStatus(Case):
    def test_clean(self):
        self.migration(1, "CREATE SCHEMA a;", "DROP SCHEMA a;")
        self.assertEqual(self.check().status, CLEAN)

    def test_error(self):
        self.migration(1, "CREATE SCHEMA a;", "DROP SCHEMA b;")
        self.assertEqual(self.check().status, FINDINGS)
        self.assertEqual(self.check("--fail-on", "never").status, CLEAN)

    def test_warning_counts_when_asked_to(self):
        self.migration(1, "CREATE SCHEMA a;", "DROP SCHEMA a;")
        self.migration(2, "CREATE SCHEMA b;")
        self.assertEqual(self.check().status, CLEAN)
        self.assertEqual(self.check("--fail-on", "warning").status, FINDINGS)

    def test_disabled_rule_is_silent(self):
        self.migration(1, "CREATE SCHEMA a;", "DROP SCHEMA b;")
        run = self.check("--disable", "down-fails", "--disable", "rollback-order")
        self.assertEqual(run.status, CLEAN)
        self.assertNotIn("[down-fails]", run.out)

    def test_closed_output(self):
        self.migration(1, "CREATE SCHEMA a;", "DROP SCHEMA a;")
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = subprocess.run([PROGRAM, "check", self.folder], stdout=writer, stderr=subprocess.PIPE, timeout=60)
        finally:
            os.close(writer)
        # Killed by SIGPIPE as any filter is, or said so: never a success, never a crash.
        self.assertIn(done.returncode, (-13, USAGE))

    def test_full_disk(self):
        self.migration(1, "CREATE SCHEMA a;", "DROP SCHEMA a;")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PROGRAM, "check", self.folder], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(b"error: ", done.stderr)


class Syntax(Case):
    def test_place_and_caret_and_the_others_go_on(self):
        self.migration(1, "CREATE TABLE a (id int);\nCREATE TABEL b (id int);\nCREATE TABLE c (id int);\n", "DROP TABLE a;")
        self.migration(2, "CREATE TABLE d (id int);", "DROP TABLE dd;")
        run = self.check()
        self.assertEqual(run.status, FINDINGS)
        self.assertIn('error[syntax-error] syntax error at or near "TABEL"', run.out)
        self.assertIn("┌ 0001_step.up.sql:2:8\n", run.out)
        frame = run.out.splitlines()
        line = next(i for i, text in enumerate(frame) if "CREATE TABEL b" in text)
        self.assertEqual(frame[line + 1].index("^"), frame[line].index("TABEL"))
        self.assertIn('table "dd" does not exist', run.out)

    def test_several_in_one_file(self):
        self.migration(1, "CREAT TABLE a (id int);\nCREATE TABLE b (id int);\nDROPP TABLE b;\n", "SELECT 1;")
        self.assertEqual([finding["line"] for finding in self.findings("syntax-error")], [1, 3])

    def test_unfinished_statements(self):
        for text in ("CREATE TABLE a (id int", "SELECT 'abc", 'SELECT "abc', "SELECT $x$ abc", "SELECT 1 /* never closed"):
            with self.subTest(text):
                self.migration(1, text, "SELECT 1;")
                self.assertEqual(len(self.findings("syntax-error")), 1)

    def test_deep_nesting(self):
        for depth in (1000, 100_000):
            with self.subTest(depth):
                self.migration(1, "SELECT " + "(" * depth + "1" + ")" * depth + ";", "SELECT 1;")
                self.assertIn(self.check().status, (CLEAN, FINDINGS))

    def test_trace_points_at_it(self):
        path = self.write("a.sql", "SELECT 1;\nSELEC 2;\n")
        run = Run("trace", path, "--format", "json")
        self.assertEqual(run.status, FINDINGS)
        second = json.loads(run.out)["statements"][1]
        self.assertEqual((second["outcome"], second["error"]["sqlstate"]), ("error", "42601"))
        self.assertEqual((second["error"]["line"], second["error"]["column"]), (2, 1))


class Positions(Case):
    """The server counts characters; so must the report, whatever stands before the error."""

    def place_of(self, content, rule="syntax-error"):
        self.write("0001_step.up.sql", content)
        self.write("0001_step.down.sql", "SELECT 1;")
        (finding,) = self.findings(rule)
        return finding["line"], finding["column"]

    def test_line_ends_of_windows(self):
        self.assertEqual(self.place_of("SELECT 1;\r\n\r\nSELECT FROM WHERE;\r\n"), (3, 13))

    def test_byte_order_mark(self):
        self.assertEqual(self.place_of(b"\xef\xbb\xbfSELEC 1;\n"), (1, 1))

    def test_tabs_count_as_one(self):
        self.assertEqual(self.place_of("\t\tSELECT FROM WHERE;\n"), (1, 15))

    def test_characters_of_many_bytes(self):
        self.assertEqual(self.place_of("SELECT 'äöü€😀' FROM WHERE;\n"), (1, 21))

    def test_after_a_comment_of_many_bytes(self):
        self.assertEqual(self.place_of("/* Größe 寸法 */ SELEC 1;\n"), (1, 16))

    def test_error_of_meaning(self):
        content = "CREATE TABLE t (\r\n\tnäme text,\r\n\tlist int[] DEFAULT '[]'\r\n);\r\n"
        self.assertEqual(self.place_of(content, "up-fails"), (3, 21))

    def test_caret_under_wide_characters_and_tabs(self):
        self.migration(1, "\tSELECT '寸法' FROM WHERE;\n", "SELECT 1;")
        lines = self.check().out.splitlines()
        at = next(i for i, line in enumerate(lines) if "寸法" in line)
        width = sum(2 if ord(character) > 0x2E80 else 1 for character in lines[at][: lines[at].index("WHERE")])
        self.assertEqual(lines[at + 1].index("^"), width)


class OddFiles(Case):
    def test_not_utf8(self):
        self.migration(1, b"SELECT 'caf\xe9';\n", "SELECT 1;")
        self.migration(2, "CREATE TABLE d (id int);", "DROP TABLE dd;")
        (finding,) = self.findings("invalid-file")
        self.assertEqual((finding["file"], finding["line"], finding["column"]), ("0001_step.up.sql", 1, 12))
        self.assertEqual(finding["severity"], "error")
        self.assertEqual(len(self.findings("down-fails")), 1)

    def test_nul_byte(self):
        self.migration(1, b"SELECT 1;\nSELECT \x002;\n", "SELECT 1;")
        (finding,) = self.findings("invalid-file")
        self.assertEqual((finding["line"], finding["column"]), (2, 8))

    def test_unreadable(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        self.folder.chmod(0o755)
        (self.folder / "0001_step.down.sql").chmod(0)
        # Root may read every file, so it runs the program as nobody; from a copy that nobody can reach.
        nobody = 65534 if os.geteuid() == 0 else None
        program = shutil.copy(PROGRAM, self.folder / "backout")
        done = subprocess.run([program, "check", "--format", "json", self.folder], capture_output=True, user=nobody, timeout=60)
        (finding,) = [one for one in json.loads(done.stdout)["findings"] if one["rule"] == "unreadable-file"]
        self.assertEqual(finding["file"], "0001_step.down.sql")

    def test_folder_where_a_file_should_be(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        (self.folder / "0002_step.up.sql").mkdir()
        self.assertIn(self.check().status, (CLEAN, FINDINGS))

    def test_dangling_link(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        (self.folder / "0002_step.up.sql").symlink_to(self.folder / "gone.sql")
        (finding,) = self.findings("skipped-path")
        self.assertEqual((finding["file"], finding["severity"]), ("0002_step.up.sql", "warning"))

    def test_pipe_is_passed_over_aloud(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        os.mkfifo(self.folder / "0002_step.up.sql")
        (finding,) = self.findings("skipped-path")
        self.assertEqual(finding["file"], "0002_step.up.sql")

    def test_link_in_a_circle(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        (self.folder / "loop").symlink_to(self.folder)
        self.assertEqual(self.check().status, CLEAN)

    def test_blank_files(self):
        self.migration(1, "", "")
        self.migration(2, "-- nothing yet\n", "   \n")
        self.migration(3, b"\xef\xbb\xbf", ";;;\n")
        document = self.document()
        self.assertEqual(len(document["migrations"]), 3)

    def test_two_of_one_version(self):
        self.write("0001_one.up.sql", "CREATE TABLE a (id int);")
        self.write("0001_one.down.sql", "DROP TABLE a;")
        self.write("0001_two.up.sql", "CREATE TABLE b (id int);")
        self.write("0001_two.down.sql", "DROP TABLE b;")
        run = self.check()
        self.assertIn("0001_one", run.out)
        self.assertIn("0001_two", run.out)
        self.assertEqual(run.status, FINDINGS)

    def test_down_without_up(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        self.write("0002_step.down.sql", "DROP TABLE a;")
        self.assertIn("0002_step", self.check("--verbose").out)

    def test_statement_that_is_not_simulated(self):
        self.migration(1, "CREATE TABLE a (id int);\nDO LANGUAGE plperl $$ elog(NOTICE, 'hello') $$;\n", "DROP TABLE a;")
        document = self.document()
        self.assertIn(document["migrations"][0]["up"]["outcome"], ("unknown", "error"))

    def test_psql_commands_and_copy_data(self):
        self.migration(1, "CREATE TABLE a (id int);\nCOPY a FROM stdin;\n1\n2\n\\.\nCREATE TABLE b (id int);\n",
                       "DROP TABLE b, a;")
        self.assertEqual(self.findings("syntax-error"), [])


class Escapes(Case):
    """Names and comments that try to write on the reader's terminal."""

    NASTY = "\x1b]0;owned\x07\x1b[2J\u202e\u0085"

    def test_text(self):
        nasty = self.NASTY
        self.migration(1, f'CREATE TABLE "a{nasty}" (id int); -- {nasty}\nCREATE INDEX ON "b{nasty}" (id);\n', "SELECT 1;")
        self.migration(2, f"SELECT '{nasty}' FROM WHERE;\n", f'DROP TABLE "c{nasty}";')
        self.write(f"0003_{nasty.replace('/', '')}.up.sql", "SELECT 1;")
        for options in ([], ["--verbose"], ["--quiet"], ["--color", "never"]):
            run = self.check(*options)
            self.assertIsNone(HARMFUL.search(run.out.replace("\n", "")), options)
            self.assertIsNone(HARMFUL.search(run.err.replace("\n", "")), options)
        self.assertIn("\\u{1b}", self.check().out)

    def test_colour_is_ours_alone(self):
        self.migration(1, f'DROP TABLE "c{self.NASTY}";', "SELECT 1;")
        out = self.check("--color", "always").out
        self.assertIn("\x1b[", out)
        self.assertIsNone(HARMFUL.search(re.sub("\x1b\\[[0-9;]*m", "", out).replace("\n", "")))

    def test_no_colour_into_a_pipe(self):
        self.migration(1, "DROP TABLE a;", "SELECT 1;")
        self.assertNotIn("\x1b", self.check().out)

    def test_trace(self):
        path = self.write("a.sql", f'DROP TABLE "c{self.NASTY}";\n')
        self.assertIsNone(HARMFUL.search(Run("trace", path).out.replace("\n", "")))

    def test_ci_commands(self):
        self.migration(1, 'DROP TABLE "\n::error::owned";\n', "SELECT 1;")
        self.assertFalse(any(line.startswith("::") for line in self.check().out.splitlines()))


class Json(Case):
    def test_valid_whatever_the_bytes(self):
        self.migration(1, b"SELECT '\xff\xfe';", b"\x00")
        self.migration(2, 'CREATE TABLE "\x01\x1f\u2028" (id int);\n', 'DROP TABLE "\x01\x1f";')
        self.migration(3, "SELECT FROM;;", "'")
        document = self.document()
        self.assertEqual(document["version"], 1)
        self.assertEqual(document["summary"]["migrations"], 3)

    def test_file_name_that_is_not_utf8(self):
        self.migration(1, "SELECT 1;", "SELECT 1;")
        with open(os.fsencode(self.folder) + b"/0002_caf\xe9.up.sql", "wb") as file:
            file.write(b"DROP TABLE a;")
        document = self.document()
        self.assertEqual(len(document["migrations"]), 2)
        self.check()

    def test_nothing_else_on_standard_output(self):
        self.migration(1, "DROP TABLE a;")
        run = self.check("--format", "json")
        self.assertEqual(run.err, "")
        self.assertTrue(run.out.startswith("{") and run.out.endswith("}\n"))

    def test_trace_and_schema(self):
        path = self.write("0001_step.up.sql", b"CREATE TABLE \"caf\xc3\xa9\x01\" (id int);\nSELECT '")
        json.loads(Run("trace", path, "--format", "json").out)
        json.loads(Run("schema", self.folder, "--format", "json").out)
        for line in Run("schema", self.folder, "--each").out.splitlines():
            json.loads(line)
        json.loads(Run("sql", self.folder, "--format", "json").out)


class Drift(Case):
    """The dumps are what pg_dump of PostgreSQL 15 prints, shortened."""

    dump = ("SET check_function_bodies = false;\nSELECT pg_catalog.set_config('search_path', '', false);\n"
            "CREATE TABLE public.t (\n    id integer NOT NULL,\n    name text DEFAULT 'x'::text\n);\n"
            "ALTER TABLE public.t OWNER TO app;\n"
            "CREATE TABLE public.schema_migrations (version bigint NOT NULL, dirty boolean NOT NULL);\n"
            "ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n")

    def setUp(self):
        super().setUp()
        self.migration(1, "CREATE TABLE t (id int PRIMARY KEY, name text DEFAULT 'x');", "DROP TABLE t;")

    def drift(self, *options, **others):
        return Run("drift", *options, self.folder, **others)

    def test_none(self):
        run = self.drift("--against", self.write("dump", self.dump))
        self.assertEqual((run.status, run.err), (CLEAN, ""))
        self.assertIn("is what the migrations make", run.out)
        self.assertEqual(self.drift("--against", "-", stdin=self.dump.encode()).status, CLEAN)

    def test_differences(self):
        self.migration(2, "CREATE INDEX i ON t (name);", "DROP INDEX i;")
        other = self.dump.replace("'x'::text", "'y'::text") + "CREATE VIEW public.v AS SELECT id FROM public.t;\n"
        run = self.drift("--against", self.write("dump", other), "--format", "json")
        self.assertEqual(run.status, FINDINGS)
        document = json.loads(run.out)
        self.assertTrue(document["drift"])
        found = {(one["change"], one["kind"], one["name"]): one for one in document["differences"]}
        self.assertEqual(set(found), {("changed", "column", "public.t.name"), ("removed", "index", "public.i"),
                                      ("added", "view", "public.v")})
        self.assertIn("'x'::text → 'y'::text", found["changed", "column", "public.t.name"]["detail"])
        self.assertEqual(found["removed", "index", "public.i"]["origin"]["file"], "0002_step.up.sql")
        self.assertEqual(found["added", "view", "public.v"]["origin"]["line"], 10)

    def test_dump_near_the_migrations(self):
        self.write("structure.sql", self.dump)
        self.assertEqual(self.drift().status, CLEAN)
        moved = self.folder / "db" / "migrations"
        moved.mkdir(parents=True, exist_ok=True)
        for name in os.listdir(self.folder):
            if name.startswith("0"):
                shutil.move(self.folder / name, moved / name)
        shutil.move(self.folder / "structure.sql", self.folder / "db" / "structure.sql")
        self.assertEqual(Run("drift", "db/migrations", cwd=self.folder).status, CLEAN)
        self.assertEqual(Run("drift", cwd=self.folder).status, CLEAN)

    def test_nothing_to_compare_with(self):
        run = self.drift()
        self.assertEqual((run.status, run.out), (USAGE, ""))
        self.assertIn("--against", run.err)

    def test_bad_dump(self):
        for content in ("CREATE TABEL t (id int);", b"PGDMP\x00\x01"):
            run = self.drift("--against", self.write("dump", content))
            self.assertEqual((run.status, run.out), (USAGE, ""))
        self.assertEqual(self.drift("--against", self.folder / "gone").status, USAGE)

    def test_what_weakens_the_comparison_is_told(self):
        self.migration(2, "DO $$ BEGIN EXECUTE 'CREATE TABLE ' || current_setting('x.y') || ' (a int)'; END $$;", "")
        run = self.drift("--against", self.write("dump", self.dump), "--format", "json")
        self.assertTrue(json.loads(run.out)["reasons"])


class BaselineOffered(Case):
    def test_by_the_name_that_works_here(self):
        self.write("db/migrations/0001_step.up.sql", "ALTER TABLE t ADD b int;")
        self.write("db/migrations/0001_step.down.sql", "ALTER TABLE t DROP b;")
        self.write("db/structure.sql", "CREATE TABLE public.t (a integer);")
        run = Run("check", "--format", "json", "db/migrations", cwd=self.folder)
        offers = [one for one in json.loads(run.out)["findings"] if one["rule"] == "baseline-found"]
        self.assertEqual([one["help"].split()[-2:] for one in offers], [["--schema", "db/structure.sql"]])
        self.assertEqual(Run("check", "--schema", "db/structure.sql", "db/migrations", cwd=self.folder).status, CLEAN)


class Size(Case):
    def test_hundred_megabytes(self):
        row = "INSERT INTO a VALUES (1, 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod');\n"
        self.migration(1, "CREATE TABLE a (id int, t text);\n" + row * (100_000_000 // len(row)), "DROP TABLE a;")
        start = time.monotonic()
        run = self.check()
        self.assertLess(time.monotonic() - start, 200)
        self.assertEqual(run.status, CLEAN)

    def test_one_long_line(self):
        self.migration(1, "SELECT '" + "x" * 5_000_000 + "' FROM WHERE;", "SELECT 1;")
        run = self.check()
        self.assertEqual(run.status, FINDINGS)
        self.assertLess(len(run.out), 5_000)
        self.assertIn("WHERE", run.out)

    def test_many_migrations(self):
        for number in range(1, 1001):
            self.migration(number, f"CREATE TABLE t{number} (id int);", f"DROP TABLE t{number};")
        self.assertIn("1000 inverse", self.check().out)


class Size(Case):
    def seconds(self, up):
        """Processor time of checking one migration; the machine may be busy with other things."""
        self.migration(1, up, "DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        self.assertEqual(self.check("--fail-on", "never").status, CLEAN)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    def test_generated_scripts_take_time_by_their_length(self):
        begin = "CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE t (a int, b int);\n"
        for statement in ("CREATE INDEX ON t (a);", "ALTER TABLE t ADD CHECK (a > 0);", "ALTER TABLE t ADD UNIQUE (a);",
                          "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r;"):
            with self.subTest(statement):
                few = self.seconds(begin + f"{statement}\n" * 1000)
                many = self.seconds(begin + f"{statement}\n" * 4000)
                self.assertLess(many, 8 * few + 0.5)  # 16 times as long, if each looked at all before it


if __name__ == "__main__":
    unittest.main()
