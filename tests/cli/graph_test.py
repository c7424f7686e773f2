#!/usr/bin/env python3
"""`backout graph` and `backout order` from outside: formats, selection, hostile names, exit statuses.

    graph_test.py PROGRAM [unittest's options]
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv.pop(1))
CLEAN, USAGE = 0, 2

SHOP = """
CREATE SCHEMA sales;
CREATE TYPE mood AS ENUM ('new', 'old');
CREATE TABLE users (id serial PRIMARY KEY, mood mood, boss int REFERENCES users);
CREATE TABLE sales.orders (id int PRIMARY KEY, user_id int CONSTRAINT buyer REFERENCES users);
CREATE VIEW sales.buyers AS SELECT user_id FROM sales.orders;
"""


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, sql):
        path = self.folder / "schema.sql"
        path.write_text(sql)
        return path

    def migrations(self, *ups):
        folder = self.folder / "migrations"
        folder.mkdir()
        for number, up in enumerate(ups, 1):
            (folder / f"{number:04}_step.up.sql").write_text(up)
            (folder / f"{number:04}_step.down.sql").write_text("SELECT 1;")
        return folder

    def run_program(self, *arguments, status=CLEAN):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return done.stdout.decode() if status == CLEAN else done.stderr.decode()

    def graph(self, *arguments):
        """-> {"kind name"}, {("kind name", kind of edge, "kind name")}"""
        answer = json.loads(self.run_program("graph", *arguments, "--format", "json"))
        names = {node["id"]: f"{node['kind']} {node['name']}" for node in answer["nodes"]}
        return set(names.values()), {(names[e["from"]], e["kind"], names[e["to"]]) for e in answer["edges"]}


class Catalog(Case):
    def test_json_tells_everything(self):
        nodes, edges = self.graph(self.file(SHOP))
        self.assertIn("foreign_key sales.orders.buyer", nodes)
        self.assertIn(("foreign_key sales.orders.buyer", "references", "table public.users"), edges)
        self.assertIn(("view sales.buyers", "reads", "table sales.orders"), edges)
        self.assertIn(("table public.users", "has_type", "enum public.mood"), edges)
        self.assertIn(("table sales.orders", "in_schema", "schema sales"), edges)

    def test_one_object_and_a_direction(self):
        path = self.file(SHOP)
        nodes, _ = self.graph(path, "--object", "orders", "--direction", "needed-by", "--kind", "table,view")
        self.assertEqual(nodes, {"table sales.orders", "view sales.buyers"})
        nodes, _ = self.graph(path, "--object", "sales.buyers", "--direction", "needs", "--depth", "1", "--kind", "view,table")
        self.assertEqual(nodes, {"table sales.orders", "view sales.buyers"})

    def test_kinds_fold_constraints_into_arrows(self):
        _, edges = self.graph(self.file(SHOP), "--kind", "table")
        self.assertEqual(edges, {("table public.users", "references", "table public.users"),
                                 ("table sales.orders", "references", "table public.users")})

    def test_one_schema(self):
        nodes, _ = self.graph(self.file(SHOP), "--schema-name", "sales", "--kind", "table")
        self.assertEqual(nodes, {"table sales.orders"})

    def test_reduced(self):
        path = self.file("CREATE TABLE a (x int, y int); CREATE VIEW b AS SELECT x FROM a;"
                         "CREATE VIEW c AS SELECT b.x FROM b, a;")
        _, edges = self.graph(path, "--reduce", "--kind", "table,view")
        self.assertEqual(edges, {("view public.b", "reads", "table public.a"), ("view public.c", "reads", "view public.b")})

    def test_at_a_migration(self):
        folder = self.migrations("CREATE TABLE a (id int);", "CREATE TABLE b (id int);")
        nodes, _ = self.graph(folder, "--at", "0001", "--kind", "table")
        self.assertIn("table public.a", nodes)
        self.assertNotIn("table public.b", nodes)

    def test_unknown_names(self):
        path = self.file(SHOP)
        self.assertIn("did you mean orders?", self.run_program("graph", path, "--object", "ordes", status=USAGE))
        self.assertIn("--at", self.run_program("graph", path, "--at", "9", status=USAGE))
        self.run_program("graph", path, "--kind", "tabel", status=USAGE)
        self.run_program("graph", path, "--depth", "1", status=USAGE)

    def test_formats(self):
        path = self.file(SHOP)
        self.assertTrue(self.run_program("graph", path, "--format", "dot").rstrip().endswith("}"))
        self.assertEqual(self.run_program("graph", path), self.run_program("graph", path, "--format", "dot"))
        self.assertIn("flowchart LR", self.run_program("graph", path, "--format", "mermaid"))
        self.assertIn("references table public.users (user_id → id), by buyer",
                      self.run_program("graph", path, "--format", "text"))


class HostileNames(Case):
    NAME = 'x"];\n} <script>alert(1)</script> & \\N `'

    def schema(self):
        quoted = '"' + self.NAME.replace('"', '""') + '"'
        return self.file(f"CREATE SCHEMA {quoted}; CREATE TABLE {quoted}.{quoted} ({quoted} int PRIMARY KEY);"
                         f"CREATE TABLE t (a int CONSTRAINT {quoted} REFERENCES {quoted}.{quoted});")

    def lines(self, format):
        return self.run_program("graph", self.schema(), "--format", format).splitlines()

    def test_dot(self):
        whole_strings = r'"(?:[^"\\]|\\.)*"'
        for line in self.lines("dot")[1:]:
            bare = re.sub(whole_strings, '""', line)
            self.assertRegex(bare, r'^[\w\s\[\]{}=,;>-]*(?:""[\w\s\[\]{}=,;>-]*)*$')
            self.assertNotIn("script", bare)

    def test_mermaid(self):
        for line in self.lines("mermaid"):
            for label in re.findall(r'"([^"]*)"', line):
                self.assertNotIn("<", label.replace("<br/>", ""))
            self.assertEqual(line.count('"') % 2, 0)
            self.assertNotIn("`", line)

    def test_json(self):
        nodes, _ = self.graph(self.schema(), "--kind", "table")
        self.assertIn(f"table {self.NAME}.{self.NAME}", nodes)

    def test_svg(self):
        done = subprocess.run([PROGRAM, "graph", self.schema(), "--format", "svg"], capture_output=True, timeout=60)
        if done.returncode == USAGE:
            self.assertIn(b"install graphviz", done.stderr)
            self.skipTest("Graphviz's library is not installed")
        # Graphviz's own heading names a DTD, which ElementTree does not fetch.
        root = xml.etree.ElementTree.fromstring(done.stdout)
        self.assertEqual([element.tag for element in root.iter() if element.tag.endswith("script")], [])
        texts = "".join(root.itertext())
        self.assertIn("<script>alert(1)</script> & \\N `", texts)

    def test_terminal(self):
        path = self.file('CREATE TABLE "a\x1b[31m\u202e" (id int);')
        self.assertNotRegex(self.run_program("graph", path, "--format", "text"), "[\x1b\u202e]")
        self.assertNotRegex(self.run_program("order", path), "[\x1b\u202e]")


class Migrations(Case):
    def document(self, *ups):
        answer = self.run_program("graph", self.migrations(*ups), "--migrations", "--format", "json")
        return {one["name"]: one for one in json.loads(answer)["migrations"]}

    def needs(self, migration):
        return {need["name"]: need["because"] for need in migration["needs"]}

    def test_who_builds_on_whom(self):
        found = self.document("CREATE TABLE a (id int PRIMARY KEY);", "CREATE TABLE b (id int);",
                              "CREATE VIEW v AS SELECT id FROM a;", "ALTER TABLE b ADD c int;")
        self.assertEqual(self.needs(found["0003_step"]), {"0001_step": ["column public.a.id"]})
        self.assertEqual(self.needs(found["0004_step"]), {"0002_step": ["table public.b"]})
        self.assertEqual(found["0001_step"]["roll_back_first"], ["0003_step"])
        self.assertFalse(found["0001_step"]["alone"])
        self.assertTrue(found["0003_step"]["alone"])

    def test_a_column_is_its_own_ground(self):
        found = self.document("CREATE TABLE a (id int);", "ALTER TABLE a ADD b int;", "ALTER TABLE a ADD c int;",
                              "CREATE INDEX ON a (b);")
        self.assertEqual(set(self.needs(found["0004_step"])), {"0001_step", "0002_step"})
        self.assertEqual(set(self.needs(found["0003_step"])), {"0001_step"})

    def test_what_goes_first_is_told_through_others(self):
        found = self.document("CREATE TABLE a (id int);", "CREATE VIEW v AS SELECT id FROM a;",
                              "CREATE VIEW w AS SELECT id FROM v;")
        self.assertEqual(found["0001_step"]["roll_back_first"], ["0003_step", "0002_step"])

    def test_rows_count(self):
        found = self.document("CREATE TABLE a (id int);", "ALTER TABLE a ADD b int;", "ALTER TABLE a ADD c int;",
                              "UPDATE a SET b = 1;", "INSERT INTO a VALUES (1, 2, 3);")
        self.assertEqual(set(self.needs(found["0004_step"])), {"0001_step", "0002_step"})
        self.assertEqual(set(self.needs(found["0005_step"])), {"0001_step", "0002_step", "0003_step"})

    def test_what_an_earlier_one_used_is_dropped_later(self):
        found = self.document("CREATE TABLE a (id int, b int); CREATE INDEX i ON a (b);", "DROP INDEX i;",
                              "ALTER TABLE a RENAME COLUMN b TO c;", "ALTER TABLE a ADD d int;")
        self.assertIn("0002_step", self.needs(found["0003_step"]))
        self.assertEqual(found["0002_step"]["roll_back_first"], ["0003_step"])

    def test_what_a_down_reads(self):
        folder = self.migrations("CREATE TABLE a (id int, b int); CREATE TABLE t (x int);", "ALTER TABLE t DROP x;",
                                 "ALTER TABLE a DROP b;")
        (folder / "0002_step.down.sql").write_text("ALTER TABLE t ADD x int; UPDATE t SET x = a.b FROM a;")
        answer = json.loads(self.run_program("graph", folder, "--migrations", "--format", "json"))
        self.assertEqual(answer["migrations"][1]["roll_back_first"], ["0003_step"])

    def test_a_name_given_up_and_taken(self):
        found = self.document("CREATE TABLE a (id int);", "DROP TABLE a;", "CREATE VIEW a AS SELECT 1 AS x;")
        self.assertEqual(set(self.needs(found["0003_step"])), {"0002_step"})

    def test_a_rename(self):
        found = self.document("CREATE TABLE a (id int);", "ALTER TABLE a RENAME TO b;", "ALTER TABLE b ADD c int;")
        self.assertEqual(set(self.needs(found["0003_step"])), {"0002_step"})

    def test_an_enum_label(self):
        found = self.document("CREATE TYPE m AS ENUM ('a');", "ALTER TYPE m ADD VALUE 'b';", "CREATE TABLE t (m m);")
        self.assertIn("0002_step", self.needs(found["0003_step"]))

    def test_what_is_not_understood_is_told(self):
        found = self.document("CREATE TABLE a (id int);", "DO $$ BEGIN EXECUTE (SELECT x FROM unknown_place); END $$;")
        self.assertTrue(found["0002_step"]["uncertainties"])

    def test_text_and_pictures(self):
        folder = self.migrations("CREATE TABLE a (id int);", "CREATE VIEW v AS SELECT id FROM a;")
        text = self.run_program("graph", folder, "--migrations", "--format", "text")
        self.assertIn("roll back first: 0002_step", text)
        self.assertIn("can be rolled back alone", text)
        self.assertIn("n1 -> n0", self.run_program("graph", folder, "--migrations", "--format", "dot"))
        self.assertNotIn("0002", self.run_program("graph", folder, "--migrations", "--object", "0001", "--direction",
                                                  "needs", "--format", "dot"))


class Order(Case):
    CYCLE = ("CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);"
             "ALTER TABLE a ADD CONSTRAINT back FOREIGN KEY (b) REFERENCES b;")

    def order(self, *arguments):
        answer = json.loads(self.run_program("order", *arguments, "--format", "json"))
        return answer, *[[step["name"] for step in answer[which]] for which in ("create", "drop")]

    def test_orders(self):
        _, create, drop = self.order(self.file(SHOP))
        self.assertLess(create.index("public.mood"), create.index("public.users"))
        self.assertLess(create.index("public.users"), create.index("sales.orders"))
        self.assertLess(drop.index("sales.buyers"), drop.index("sales.orders"))
        self.assertLess(drop.index("sales.orders"), drop.index("sales"))

    def test_a_cycle_is_cut_at_a_foreign_key(self):
        answer, create, drop = self.order(self.file(self.CYCLE))
        self.assertEqual([member["name"] for member in answer["cycles"][0]["members"]], ["public.a", "public.b"])
        self.assertEqual([cut["name"] for cut in answer["cycles"][0]["cut"]], ["public.a.back"])
        self.assertEqual(create, ["public.a", "public.b", "public.a.back"])
        self.assertTrue(answer["drop"][0]["alter_table"])
        text = self.run_program("order", self.file(self.CYCLE))
        self.assertIn("cycle: table public.a, table public.b", text)
        self.assertIn("ALTER TABLE … ADD CONSTRAINT", text)

    def test_named_objects(self):
        _, create, drop = self.order(self.file(SHOP), "orders")
        self.assertEqual(create[-1], "sales.orders")
        self.assertNotIn("sales.buyers", create)
        self.assertEqual(drop, ["sales.buyers", "sales.orders"])

    def test_unknown_object(self):
        self.assertIn("there is no object nothing", self.run_program("order", self.file(SHOP), "nothing", status=USAGE))


if __name__ == "__main__":
    unittest.main()
