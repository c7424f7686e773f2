#!/usr/bin/env python3
"""`backout rollback` from outside: scripts written into every layout, selection, bad input, exit statuses, JSON.

    rollback_test.py PROGRAM [unittest's options]
"""

import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv.pop(1))
CLEAN, FINDINGS, USAGE = 0, 1, 2

FIRST = "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL);\n"
# A body with lines that end in ';': goose and its kin cut there unless told otherwise.
FUNCTION = """CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := upper(NEW.name);
    RETURN NEW;
END
$$;
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
"""
# Its rollback makes the function again.
SECOND = "DROP TRIGGER touch ON users;\nDROP FUNCTION touch();\nALTER TABLE users ADD COLUMN email text;\n"


def blocks(prefix, text):
    """The function within StatementBegin and StatementEnd."""
    body, rest = text.split("$$;\n")
    return f"-- {prefix} StatementBegin\n{body}$$;\n-- {prefix} StatementEnd\n{rest}"


def annotated(prefix, up):
    up = blocks(prefix, up) if "$$" in up else up
    return f"-- {prefix} Up\n{up}"


# layout → (files of two migrations, the file that the down of the second is written to)
LAYOUTS = {
    "golang-migrate": ({"1_a.up.sql": FIRST + FUNCTION, "2_b.up.sql": SECOND}, "2_b.down.sql"),
    "sqlx": ({"1_a.up.sql": FIRST + FUNCTION, "1_a.down.sql": "DROP TABLE users; DROP FUNCTION touch;", "2_b.up.sql": SECOND},
             "2_b.down.sql"),
    "diesel": ({"2024-01-01-000000_a/up.sql": FIRST + FUNCTION, "2024-01-02-000000_b/up.sql": SECOND},
               "2024-01-02-000000_b/down.sql"),
    "hasura": ({"1700000000000_a/up.sql": FIRST + FUNCTION, "1700000000001_b/up.sql": SECOND}, "1700000000001_b/down.sql"),
    "prisma": ({"20240101000000_a/migration.sql": FIRST + FUNCTION, "20240102000000_b/migration.sql": SECOND},
               "20240102000000_b/down.sql"),
    "postgrator": ({"1.do.a.sql": FIRST + FUNCTION, "2.do.b.sql": SECOND}, "2.undo.b.sql"),
    "flyway": ({"V1__a.sql": FIRST + FUNCTION, "V2__b.sql": SECOND}, "U2__b.sql"),
    "goose": ({"1_a.sql": annotated("+goose", FIRST + FUNCTION), "2_b.sql": annotated("+goose", SECOND)}, "2_b.sql"),
    "sql-migrate": ({"1_a.sql": annotated("+migrate", FIRST + FUNCTION), "2_b.sql": annotated("+migrate", SECOND)}, "2_b.sql"),
    "micrate": ({"1_a.sql": annotated("+micrate", FIRST + FUNCTION), "2_b.sql": annotated("+micrate", SECOND)}, "2_b.sql"),
    "dbmate": ({"1_a.sql": "-- migrate:up\n" + FIRST + FUNCTION + "-- migrate:down\n",
                "2_b.sql": "-- migrate:up\n" + SECOND + "-- migrate:down\n"}, "2_b.sql"),
    "sqitch": ({"sqitch.plan": "%project=p\n\na 2024-01-01T00:00:00Z A <a@example.org>\nb [a] 2024-01-02T00:00:00Z A <a@example.org>\n",
                "sqitch.conf": "[core]\n\tengine = pg\n", "deploy/a.sql": FIRST + FUNCTION, "deploy/b.sql": SECOND},
               "revert/b.sql"),
    "popx": ({"20240101000000_a.up.sql": FIRST + FUNCTION, "20240102000000_b.postgres.up.sql": SECOND},
             "20240102000000_b.postgres.down.sql"),
    "plain": ({"1_a.sql": FIRST + FUNCTION, "2_b.sql": SECOND}, "2_b.down.sql"),
}


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "migrations"
        self.folder.mkdir()

    def write(self, files):
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def pair(self, *ups, down="SELECT 1;\n"):
        for number, up in enumerate(ups, 1):
            self.write({f"{number:04}_step.up.sql": up})
            if down is not None:
                self.write({f"{number:04}_step.down.sql": down})

    def run_program(self, *arguments, status=CLEAN, cwd=None):
        """-> (standard output, standard error)"""
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=60, cwd=cwd)
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, status, out + err)
        return out, err

    def rollback(self, *arguments, status=CLEAN):
        return self.run_program("rollback", self.folder, *arguments, status=status)

    def verdict(self, index, layout=None):
        arguments = ["check", self.folder, "--format", "json", "--fail-on", "never"]
        if layout:
            arguments += ["--layout", layout]
        migration = json.loads(self.run_program(*arguments)[0])["migrations"][index]
        return migration["round_trip"]["verdict"]


class Writing(Case):
    def test_every_layout_reads_back_what_was_written(self):
        for layout, (files, expected) in LAYOUTS.items():
            with self.subTest(layout):
                self.folder = self.folder.parent / layout
                self.folder.mkdir()
                self.write(files)
                # by its version: the first migration may have a down already, which must not matter
                version = "b" if layout == "sqitch" else max(files).lstrip("V").split("_")[0].split(".")[0]
                out, _ = self.rollback(version, "--write", "--layout", layout)
                self.assertEqual(out, f"wrote {self.folder / expected}\n")
                self.assertEqual(self.verdict(1, layout), "inverse")
                mode = stat.S_IMODE((self.folder / expected).stat().st_mode)
                self.assertTrue(mode & stat.S_IRUSR and mode & stat.S_IWUSR)
                self.assertFalse([p for p in self.folder.rglob(".*")], "nothing temporary stays")

    def test_no_layout_is_forgotten(self):
        layouts = {line.split()[0] for line in self.run_program("layouts")[0].splitlines()}
        without_downs = {"supabase"}
        self.assertLessEqual(set(LAYOUTS) | without_downs, layouts)
        self.write({"20240101000000_a.sql": FIRST})
        _, err = self.rollback("--write", "--layout", "supabase", status=FINDINGS)
        self.assertIn("supabase runs no down scripts", err)

    def test_the_section_goes_where_the_runner_looks(self):
        self.write({"1_a.sql": "-- +goose Up\n" + FIRST})
        self.rollback("--write")
        text = (self.folder / "1_a.sql").read_text()
        self.assertTrue(text.startswith("-- +goose Up\n" + FIRST + "\n-- +goose Down\n"), text)
        self.assertTrue(text.endswith("DROP TABLE users;\n"), text)

    def test_bodies_with_semicolons_are_put_in_blocks(self):
        self.write(LAYOUTS["goose"][0])
        self.rollback("2", "--write")
        text = (self.folder / "2_b.sql").read_text()
        begin, end = text.index("-- +goose StatementBegin"), text.index("-- +goose StatementEnd")
        self.assertLess(begin, text.index("CREATE OR REPLACE FUNCTION"))
        self.assertLess(text.index("RETURN NEW;"), end)

    def test_an_empty_section_is_filled(self):
        self.write({"1_a.sql": "-- migrate:up\n" + FIRST + "\n-- migrate:down\n\n"})
        self.rollback("--write")
        self.assertEqual(self.verdict(0), "inverse")
        self.assertEqual((self.folder / "1_a.sql").read_text().count("-- migrate:down"), 1)

    def test_without_names_the_missing_ones_are_written(self):
        self.write({"1_a.up.sql": FIRST, "1_a.down.sql": "DROP TABLE users;\n", "2_b.up.sql": "CREATE TABLE b ();\n",
                    "3_c.up.sql": "CREATE TABLE c ();\n"})
        out, _ = self.rollback("--write")
        self.assertEqual([line.rsplit("/", 1)[1] for line in out.splitlines()], ["2_b.down.sql", "3_c.down.sql"])

    def test_nothing_is_overwritten_unless_forced(self):
        self.write({"1_a.up.sql": FIRST, "1_a.down.sql": "-- can't be undone, says Bob\n"})
        _, err = self.rollback("1", "--write", status=FINDINGS)
        self.assertIn("there is a down in 1_a.down.sql already", err)
        self.assertIn("Bob", (self.folder / "1_a.down.sql").read_text())
        self.rollback("1", "--write", "--force")
        self.assertEqual(self.verdict(0), "inverse")

    def test_what_is_forced_keeps_mode_and_link(self):
        self.write({"1_a.up.sql": FIRST, "../elsewhere.sql": "SELECT 1;\n"})
        elsewhere = self.folder.parent / "elsewhere.sql"
        elsewhere.chmod(0o640)
        (self.folder / "1_a.down.sql").symlink_to(elsewhere)
        # A link out of the project is not followed: the migration has no down.
        _, err = self.rollback("1", "--write", status=FINDINGS)
        self.assertIn("File exists", err)
        (self.folder / "1_a.down.sql").unlink()
        self.write({"1_a.down.sql": "SELECT 1;\n"})
        (self.folder / "1_a.down.sql").chmod(0o640)
        self.rollback("1", "--write", "--force")
        self.assertEqual(stat.S_IMODE((self.folder / "1_a.down.sql").stat().st_mode), 0o640)

    def test_unproven_scripts_are_written_only_when_asked(self):
        self.write({"1_a.up.sql": FIRST, "2_b.up.sql": "DO $$ BEGIN EXECUTE current_setting('x.y'); END $$;\n"
                                                      "ALTER TABLE users ADD c int;\n"})
        _, err = self.rollback("2", "--write", status=FINDINGS)
        self.assertIn("not proven", err)
        self.assertFalse((self.folder / "2_b.down.sql").exists())
        self.rollback("2", "--write", "--unproven")
        self.assertIn("NOT PROVEN", (self.folder / "2_b.down.sql").read_text())

    def test_a_folder_that_cant_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root may write anywhere")
        self.write({"1_a.up.sql": FIRST})
        self.folder.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        _, err = self.rollback("--write", status=FINDINGS)
        self.assertIn("Permission denied", err)

    def test_a_comment_cant_be_made_an_annotation(self):
        self.write({"1_a.sql": '-- +goose Up\nCREATE TABLE "x\n+goose Up" (id int);\n',
                    "2_b.sql": '-- +goose Up\n-- +goose StatementBegin\nDROP TABLE "x\n+goose Up";\n'
                               '-- +goose StatementEnd\n'})
        self.rollback("--write")
        self.assertEqual([self.verdict(0), self.verdict(1)], ["inverse", "inverse"])


class Concurrently(Case):
    UP = "CREATE INDEX name_idx ON users (name);\n"

    def test_the_layouts_marker_is_written(self):
        markers = {
            "sqlx": ({"1_a.up.sql": FIRST, "1_a.down.sql": "DROP TABLE users;", "2_b.up.sql": self.UP}, "2_b.down.sql",
                     "-- no-transaction\n"),
            "dbmate": ({"1_a.sql": "-- migrate:up\n" + FIRST + "-- migrate:down\n",
                        "2_b.sql": "-- migrate:up\n" + self.UP + "-- migrate:down\n"}, "2_b.sql",
                       "-- migrate:down transaction:false\n"),
            "sql-migrate": ({"1_a.sql": annotated("+migrate", FIRST), "2_b.sql": annotated("+migrate", self.UP)}, "2_b.sql",
                            "-- +migrate Down notransaction\n"),
        }
        for layout, (files, path, marker) in markers.items():
            with self.subTest(layout):
                self.folder = self.folder.parent / layout
                self.folder.mkdir()
                self.write(files)
                self.rollback("2", "--write", "--concurrently", "--layout", layout)
                text = (self.folder / path).read_text()
                self.assertIn(marker, text)
                self.assertIn("DROP INDEX CONCURRENTLY name_idx;", text)
                self.assertEqual(self.verdict(1, layout), "inverse")

    def test_one_statement_needs_no_marker_where_a_file_is_one_message(self):
        self.pair(FIRST, self.UP)
        out, _ = self.rollback("--concurrently")
        self.assertIn("DROP INDEX CONCURRENTLY name_idx;", out)

    def test_where_there_is_no_way_it_is_said(self):
        self.pair(FIRST, self.UP + "CREATE INDEX id_idx ON users (id);\n")
        out, err = self.rollback("--concurrently", status=FINDINGS)
        self.assertIn("NOT PROVEN", out)
        self.assertIn("golang-migrate sends a script in one transaction", err)

    def test_goose_would_take_the_up_out_of_its_transaction_too(self):
        self.write({"1_a.sql": annotated("+goose", FIRST), "2_b.sql": annotated("+goose", self.UP)})
        out, _ = self.rollback("2", "--concurrently")
        self.assertIn("Has to run outside of a transaction.", out)
        _, err = self.rollback("2", "--concurrently", "--write", status=FINDINGS)
        self.assertIn("the up would lose its transaction with it", err)

    def test_indexes_of_tables_that_the_script_makes_are_nobodys_yet(self):
        self.pair(FIRST + self.UP, "DROP TABLE users;\n")
        out, _ = self.rollback("--concurrently")
        self.assertIn("CREATE INDEX name_idx", out)
        self.assertNotIn("CONCURRENTLY", out)


class Selection(Case):
    def steps(self):
        self.pair("CREATE TABLE a ();\n", "CREATE TABLE b ();\n", "CREATE TABLE c ();\n", "CREATE TABLE d ();\n")

    def dropped(self, *arguments):
        return [line[len("DROP TABLE "):-1] for line in self.rollback(*arguments)[0].splitlines()
                if line.startswith("DROP TABLE")]

    def test_words_after_the_folder_are_migrations(self):
        self.steps()
        self.assertEqual(self.dropped(), ["d"])
        self.assertEqual(self.dropped("0002"), ["b"])
        self.assertEqual(self.dropped("0001", "0003_step"), ["c", "a"])
        self.assertEqual(self.dropped("--migration", "0001", "--migration", "0003"), ["c", "a"])

    def test_to_is_one_script_or_one_each(self):
        self.steps()
        self.assertEqual(self.dropped("--to", "0002"), ["d", "c"])
        self.assertEqual(self.rollback("--to", "0002")[0].count("-- Rolls back"), 1)
        self.assertEqual(self.rollback("--to", "0002", "--each")[0].count("-- Rolls back"), 2)
        self.assertEqual(self.rollback("--to", "0004")[0], "")

    def test_to_knows_the_losses_of_all(self):
        self.pair("CREATE TABLE a (x int);\n", "ALTER TABLE a DROP COLUMN x;\n", "CREATE TABLE c ();\n")
        answer = json.loads(self.rollback("--to", "0001", "--format", "json")[0])
        self.assertEqual([loss["object"] for loss in answer["migrations"][0]["losses"]], ["public.a.x"])

    def test_check_only_tells_of_each(self):
        self.pair("CREATE TABLE a (x int);\n", "ALTER TABLE a DROP COLUMN x;\n", "CREATE TABLE x ();\nCREATE TABLE x ();\n")
        out, _ = self.rollback("--check-only", status=FINDINGS)
        self.assertEqual(out.splitlines()[:2],
                         ["✓ 0001_step: can be written and proven",
                          "✓ 0002_step: can be written and proven; rows don't come back: public.a.x"])
        self.assertTrue(out.splitlines()[2].startswith("✗ 0003_step: can't be written: the up of 0003_step fails:"), out)

    def test_selections_exclude_each_other(self):
        self.steps()
        self.rollback("0001", "--all", status=USAGE)
        self.rollback("--to", "0001", "--migration", "0002", status=USAGE)


class Forward(Case):
    def test_an_up_is_written_from_what_it_did(self):
        self.pair(FIRST, "ALTER TABLE users RENAME name TO label;\n")
        out, _ = self.rollback("--forward", "0002")
        self.assertIn("ALTER TABLE users RENAME COLUMN name TO label;", out)
        self.assertIn("the schema equals the one after 0002_step", out)

    def test_up_without_a_file_is_forward(self):
        self.pair(FIRST, "CREATE TABLE b (id int);\n")
        expected, _ = self.rollback("--forward", "0002")
        self.assertEqual(self.run_program("rollback", "--up", self.folder, "0002")[0], expected)
        self.assertEqual(self.run_program("rollback", self.folder, "0002", "--up")[0], expected)

    def test_a_lost_up_needs_the_schema_after_it(self):
        self.write({"1_a.up.sql": FIRST, "1_a.down.sql": "DROP TABLE users;\n",
                    "2_b.down.sql": "ALTER TABLE users DROP COLUMN email;\n"})
        out, err = self.rollback("--forward", status=FINDINGS)
        self.assertEqual(out, "")
        self.assertIn("--later-schema FILE", err)
        dump = self.folder.parent / "structure.sql"
        dump.write_text("CREATE TABLE public.users (id integer NOT NULL, name text NOT NULL, email text DEFAULT '');\n"
                        "ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n")
        out, _ = self.rollback("--forward", "--later-schema", dump, "--write")
        self.assertIn("2_b.up.sql", out)
        self.assertIn("ADD COLUMN email text DEFAULT ''", (self.folder / "2_b.up.sql").read_text())
        self.assertEqual(self.verdict(1), "inverse")


class Json(Case):
    def test_members(self):
        self.pair(FIRST, "ALTER TABLE users DROP COLUMN name;\n")
        answer = json.loads(self.rollback("--all", "--format", "json")[0])
        self.assertEqual(answer["version"], 1)
        self.assertEqual([m["id"] for m in answer["migrations"]], ["0001", "0002"])
        second = answer["migrations"][1]
        self.assertEqual(second["files"], {"up": "0002_step.up.sql", "down": "0002_step.down.sql"})
        self.assertTrue(second["proven"])
        self.assertEqual(second["reasons"], [])
        self.assertEqual([loss["object"] for loss in second["losses"]], ["public.users.name"])
        self.assertIn("ADD COLUMN name text NOT NULL", second["sql"])

    def test_what_is_refused_has_no_sql(self):
        self.pair("CREATE TABLE x ();\nCREATE TABLE x ();\n")
        migration = json.loads(self.rollback("--format", "json", status=FINDINGS)[0])["migrations"][0]
        self.assertIsNone(migration["sql"])
        self.assertFalse(migration["proven"])
        self.assertTrue(migration["reasons"])


class BadInput(Case):
    def test_unknown_migration(self):
        self.pair(FIRST)
        out, err = self.rollback("0002", status=USAGE)
        self.assertEqual(out, "")
        self.assertIn("there is no migration 0002", err)
        self.rollback("--to", "nowhere", status=USAGE)

    def test_missing_folder(self):
        self.run_program("rollback", self.folder / "nowhere", status=USAGE)

    def test_invalid_utf8(self):
        self.pair(FIRST, b"CREATE TABLE \xff (id int);\n")
        out, _ = self.rollback(status=FINDINGS)
        self.assertEqual(out, "")

    def test_a_missing_dump(self):
        self.pair(FIRST)
        self.rollback("--schema", self.folder / "nowhere.sql", status=USAGE)
        self.rollback("--forward", "--later-schema", self.folder / "nowhere.sql", status=USAGE)

    def test_names_are_harmless_in_messages(self):
        self.write({"1_\x1b[31mred.up.sql": "CREATE TABLE x ();\nCREATE TABLE x ();\n"})
        for arguments in ([], ["--check-only"]):
            out, err = self.rollback(*arguments, status=FINDINGS)
            self.assertNotIn("\x1b", out + err)
        self.write({"1_\x1b[31mred.up.sql": FIRST})
        self.assertNotIn("\x1b", self.rollback("--write")[0])


if __name__ == "__main__":
    unittest.main()
