#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

namespace {

const bool has_18 = parser_version() >= "18";

/// The constraints of the one column of a CREATE TABLE.
std::vector<Constraint::Type> column_constraints(std::string_view definition) {
    const auto table = parsed<CreateTableStatement>("CREATE TABLE t (a " + std::string(definition) + ")");
    std::vector<Constraint::Type> types;
    for (const Constraint& constraint : table->elements.at(0).column.constraints)
        types.push_back(constraint.type);
    return types;
}

}  // namespace

TEST_CASE("CREATE TABLE") {
    const auto table = parsed<CreateTableStatement>(
        "CREATE UNLOGGED TABLE IF NOT EXISTS s.t (a int, b numeric(10,2)[] STORAGE external COMPRESSION lz4 "
        "COLLATE s.c, "
        "LIKE u INCLUDING ALL EXCLUDING INDEXES, CHECK (a > 0)) INHERITS (p, q) USING heap "
        "WITH (fillfactor = 70, toast.autovacuum_enabled = off) TABLESPACE ts");
    CHECK(table->relation.schema == "s");
    CHECK(table->relation.persistence == Persistence::unlogged);
    CHECK(table->if_not_exists);
    REQUIRE(table->elements.size() == 4);
    CHECK(table->elements[0].column.name == "a");
    CHECK(table->elements[0].column.type->names == Names{"pg_catalog", "int4"});
    const ColumnDefinition& second = table->elements[1].column;
    CHECK(second.type->modifiers.size() == 2);
    CHECK(second.storage == "external");
    CHECK(second.compression == "lz4");
    CHECK(second.collation == Names{"s", "c"});
    CHECK(second.location == 48);
    CHECK(table->elements[2].kind == TableElement::Kind::like);
    CHECK(table->elements[2].like.relation.name == "u");
    CHECK((table->elements[2].like.options & LikeClause::indexes) == 0);
    CHECK((table->elements[2].like.options & LikeClause::defaults) != 0);
    CHECK(table->elements[3].kind == TableElement::Kind::constraint);
    REQUIRE(table->inherits.size() == 2);
    CHECK(table->inherits[1].name == "q");
    CHECK(table->access_method == "heap");
    CHECK(option(table->options, "fillfactor").kind == Option::Kind::integer);
    CHECK(option(table->options, "autovacuum_enabled").name_space == "toast");
    CHECK(option(table->options, "autovacuum_enabled").text == "off");
    CHECK(table->tablespace == "ts");

    CHECK(parsed<CreateTableStatement>("CREATE TEMP TABLE t (a int) ON COMMIT DELETE ROWS")->on_commit == 2);
    const auto typed = parsed<CreateTableStatement>("CREATE TABLE t OF s.k (a WITH OPTIONS NOT NULL)");
    CHECK(typed->of_type->names == Names{"s", "k"});
    CHECK_FALSE(typed->elements[0].column.type);
    const auto foreign = parsed<CreateTableStatement>(
        "CREATE FOREIGN TABLE t (a int OPTIONS (column_name 'x')) SERVER f OPTIONS (table_name 'y')");
    CHECK(foreign->foreign);
    CHECK(foreign->server == "f");
    CHECK(option(foreign->fdw_options, "table_name").text == "y");
    CHECK(option(foreign->elements[0].column.fdw_options, "column_name").text == "x");
}

TEST_CASE("partitions") {
    const auto parent = parsed<CreateTableStatement>(
        "CREATE TABLE t (a int) PARTITION BY RANGE (a, (lower(b)) COLLATE \"C\" text_ops)");
    REQUIRE(parent->partition_spec);
    CHECK(parent->partition_spec->strategy == PartitionSpec::Strategy::range);
    REQUIRE(parent->partition_spec->elements.size() == 2);
    CHECK(parent->partition_spec->elements[0].name == "a");
    CHECK(parent->partition_spec->elements[1].expression);
    CHECK(parent->partition_spec->elements[1].collation == Names{"C"});
    CHECK(parent->partition_spec->elements[1].opclass == Names{"text_ops"});

    const auto range = parsed<CreateTableStatement>(
        "CREATE TABLE p PARTITION OF t FOR VALUES FROM (MINVALUE, 1) TO ('x', MAXVALUE) PARTITION BY LIST "
        "(a)");
    CHECK(range->inherits.at(0).name == "t");
    using Datum = PartitionBound::Datum::Kind;
    CHECK(range->partition_bound->lower[0].kind == Datum::minvalue);
    CHECK(range->partition_bound->lower[1].kind == Datum::value);
    CHECK(range->partition_bound->upper[1].kind == Datum::maxvalue);
    CHECK(range->partition_spec->strategy == PartitionSpec::Strategy::list);

    const auto list = parsed<CreateTableStatement>("CREATE TABLE p PARTITION OF t FOR VALUES IN (1, NULL)");
    CHECK(list->partition_bound->strategy == PartitionSpec::Strategy::list);
    CHECK(list->partition_bound->list.size() == 2);
    const auto hash = parsed<CreateTableStatement>(
        "CREATE TABLE p PARTITION OF t FOR VALUES WITH (MODULUS 4, REMAINDER 3)");
    CHECK(hash->partition_bound->strategy == PartitionSpec::Strategy::hash);
    CHECK(hash->partition_bound->modulus == 4);
    CHECK(hash->partition_bound->remainder == 3);
    CHECK(parsed<CreateTableStatement>("CREATE TABLE p PARTITION OF t DEFAULT")->partition_bound->is_default);
}

TEST_CASE("column constraints stay in their order, attributes apart") {
    using Type = Constraint::Type;
    CHECK(column_constraints("int NOT NULL DEFAULT 1 UNIQUE DEFERRABLE INITIALLY DEFERRED NULL") ==
          std::vector<Type>{Type::not_null, Type::default_, Type::unique, Type::attribute_deferrable,
                            Type::attribute_deferred, Type::null});
    CHECK(column_constraints("int REFERENCES u NOT DEFERRABLE INITIALLY IMMEDIATE") ==
          std::vector<Type>{Type::foreign_key, Type::attribute_not_deferrable, Type::attribute_immediate});
    if (has_18)
        CHECK(column_constraints("int CHECK (a > 0) NOT ENFORCED") ==
              std::vector<Type>{Type::check, Type::attribute_not_enforced});

    const auto table = parsed<CreateTableStatement>(
        "CREATE TABLE t (a int CONSTRAINT k CHECK (a > 0) NO INHERIT, "
        "b int GENERATED BY DEFAULT AS IDENTITY (START WITH 5 INCREMENT BY -2 NO MAXVALUE CYCLE OWNED BY "
        "NONE), "
        "c int GENERATED ALWAYS AS (a + 1) STORED)");
    const Constraint& check = table->elements[0].column.constraints[0];
    CHECK(check.name == "k");
    CHECK(check.no_inherit);
    CHECK(check.enforced);
    CHECK(check.initially_valid);
    CHECK(check.expression);
    CHECK(check.location == 22);
    const Constraint& identity = table->elements[1].column.constraints[0];
    CHECK(identity.type == Type::identity);
    CHECK(identity.generated_when == 'd');
    CHECK(option(identity.sequence_options, "start").integer == 5);
    CHECK(option(identity.sequence_options, "increment").integer == -2);
    CHECK(option(identity.sequence_options, "maxvalue").kind == Option::Kind::none);
    CHECK(option(identity.sequence_options, "cycle").text == "true");
    CHECK(option(identity.sequence_options, "owned_by").names == Names{"none"});
    const Constraint& generated = table->elements[2].column.constraints[0];
    CHECK(generated.type == Type::generated);
    CHECK(generated.generated_kind == 's');
    CHECK(generated.expression);
}

TEST_CASE("table constraints") {
    const auto table = parsed<CreateTableStatement>(
        "CREATE TABLE t (PRIMARY KEY (a, b) INCLUDE (c) WITH (fillfactor = 50) USING INDEX TABLESPACE ts, "
        "CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a) DEFERRABLE INITIALLY DEFERRED, "
        "FOREIGN KEY (a, b) REFERENCES s.r (x, y) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (a), "
        "EXCLUDE USING gist (a WITH =, (b + 1) WITH OPERATOR(s.&&)) WHERE (a > 0))");
    REQUIRE(table->elements.size() == 4);
    const Constraint& primary = table->elements[0].constraint;
    CHECK(primary.type == Constraint::Type::primary_key);
    CHECK(primary.keys == std::vector<std::string>{"a", "b"});
    CHECK(primary.including == std::vector<std::string>{"c"});
    CHECK(option(primary.options, "fillfactor").integer == 50);
    CHECK(primary.index_tablespace == "ts");
    const Constraint& unique = table->elements[1].constraint;
    CHECK(unique.name == "u");
    CHECK(unique.nulls_not_distinct);
    CHECK(unique.deferrable);
    CHECK(unique.initially_deferred);
    const Constraint& foreign = table->elements[2].constraint;
    CHECK(foreign.foreign_columns == std::vector<std::string>{"a", "b"});
    CHECK(foreign.referenced.schema == "s");
    CHECK(foreign.referenced_columns == std::vector<std::string>{"x", "y"});
    CHECK(foreign.match_type == 'f');
    CHECK(foreign.update_action == 'c');
    CHECK(foreign.delete_action == 'n');
    CHECK(foreign.delete_set_columns == std::vector<std::string>{"a"});
    const Constraint& exclusion = table->elements[3].constraint;
    CHECK(exclusion.access_method == "gist");
    REQUIRE(exclusion.exclusions.size() == 2);
    CHECK(exclusion.exclusions[0].element.name == "a");
    CHECK(exclusion.exclusions[0].operator_name == Names{"="});
    CHECK(exclusion.exclusions[1].element.expression);
    CHECK(exclusion.exclusions[1].operator_name == Names{"s", "&&"});
    CHECK(exclusion.where);
}

TEST_CASE("what PostgreSQL 18 adds to constraints" * doctest::skip(!has_18)) {
    const auto table = parsed<CreateTableStatement>(
        "CREATE TABLE t (a int GENERATED ALWAYS AS (1) VIRTUAL, CONSTRAINT n NOT NULL a NO INHERIT, "
        "PRIMARY KEY (a, d WITHOUT OVERLAPS), FOREIGN KEY (a, PERIOD d) REFERENCES r (a, PERIOD d) NOT "
        "ENFORCED)");
    CHECK(table->elements[0].column.constraints[0].generated_kind == 'v');
    CHECK(table->elements[1].constraint.type == Constraint::Type::not_null);
    CHECK(table->elements[1].constraint.keys == std::vector<std::string>{"a"});
    CHECK(table->elements[1].constraint.no_inherit);
    CHECK(table->elements[2].constraint.without_overlaps);
    CHECK(table->elements[3].constraint.with_period);
    CHECK(table->elements[3].constraint.referenced_with_period);
    CHECK_FALSE(table->elements[3].constraint.enforced);

    const auto alter = parsed<AlterTableStatement>("ALTER TABLE t ALTER CONSTRAINT n NO INHERIT");
    CHECK(alter->commands[0].alter_inheritability);
    CHECK(alter->commands[0].constraint->no_inherit);
    const auto enforced = parsed<AlterTableStatement>("ALTER TABLE t ALTER CONSTRAINT f NOT ENFORCED");
    CHECK(enforced->commands[0].alter_enforceability);
    CHECK_FALSE(enforced->commands[0].constraint->enforced);
}

TEST_CASE("each ALTER TABLE command has its action and name") {
    using Action = AlterTableAction;
    struct Case {
        std::string_view command;
        Action action;
        std::string_view name;
    };
    for (const Case& c : {
             Case{"ADD COLUMN IF NOT EXISTS a int", Action::add_column, ""},
             Case{"DROP COLUMN a CASCADE", Action::drop_column, "a"},
             Case{"ALTER a SET DEFAULT 1", Action::column_default, "a"},
             Case{"ALTER a DROP DEFAULT", Action::column_default, "a"},
             Case{"ALTER a DROP NOT NULL", Action::drop_not_null, "a"},
             Case{"ALTER a SET NOT NULL", Action::set_not_null, "a"},
             Case{"ALTER a SET EXPRESSION AS (1)", Action::set_expression, "a"},
             Case{"ALTER a DROP EXPRESSION IF EXISTS", Action::drop_expression, "a"},
             Case{"ALTER a SET STATISTICS 100", Action::set_statistics, "a"},
             Case{"ALTER a SET (n_distinct = 5)", Action::set_options, "a"},
             Case{"ALTER a RESET (n_distinct)", Action::reset_options, "a"},
             Case{"ALTER a SET STORAGE plain", Action::set_storage, "a"},
             Case{"ALTER a SET COMPRESSION lz4", Action::set_compression, "a"},
             Case{"ALTER a TYPE text COLLATE \"C\" USING a::text", Action::column_type, "a"},
             Case{"ALTER a OPTIONS (ADD x '1')", Action::column_generic_options, "a"},
             Case{"ADD CONSTRAINT k CHECK (a > 0) NOT VALID", Action::add_constraint, "k"},
             Case{"ADD PRIMARY KEY USING INDEX i", Action::add_constraint, ""},
             Case{"ALTER CONSTRAINT k DEFERRABLE", Action::alter_constraint, "k"},
             Case{"VALIDATE CONSTRAINT k", Action::validate_constraint, "k"},
             Case{"DROP CONSTRAINT IF EXISTS k RESTRICT", Action::drop_constraint, "k"},
             Case{"ALTER a ADD GENERATED ALWAYS AS IDENTITY", Action::add_identity, "a"},
             Case{"ALTER a SET GENERATED ALWAYS SET START 5 RESTART", Action::set_identity, "a"},
             Case{"ALTER a DROP IDENTITY IF EXISTS", Action::drop_identity, "a"},
             Case{"OWNER TO o", Action::change_owner, ""},
             Case{"CLUSTER ON i", Action::cluster_on, "i"},
             Case{"SET WITHOUT CLUSTER", Action::drop_cluster, ""},
             Case{"SET LOGGED", Action::set_logged, ""},
             Case{"SET UNLOGGED", Action::set_unlogged, ""},
             Case{"SET WITHOUT OIDS", Action::drop_oids, ""},
             Case{"SET ACCESS METHOD heap", Action::set_access_method, "heap"},
             Case{"SET TABLESPACE ts", Action::set_tablespace, "ts"},
             Case{"SET (fillfactor = 5)", Action::set_rel_options, ""},
             Case{"RESET (fillfactor)", Action::reset_rel_options, ""},
             Case{"ENABLE TRIGGER g", Action::enable_trigger, "g"},
             Case{"ENABLE ALWAYS TRIGGER g", Action::enable_always_trigger, "g"},
             Case{"ENABLE REPLICA TRIGGER g", Action::enable_replica_trigger, "g"},
             Case{"DISABLE TRIGGER g", Action::disable_trigger, "g"},
             Case{"ENABLE TRIGGER ALL", Action::enable_trigger_all, ""},
             Case{"DISABLE TRIGGER ALL", Action::disable_trigger_all, ""},
             Case{"ENABLE TRIGGER USER", Action::enable_trigger_user, ""},
             Case{"DISABLE TRIGGER USER", Action::disable_trigger_user, ""},
             Case{"ENABLE RULE r", Action::enable_rule, "r"},
             Case{"ENABLE ALWAYS RULE r", Action::enable_always_rule, "r"},
             Case{"ENABLE REPLICA RULE r", Action::enable_replica_rule, "r"},
             Case{"DISABLE RULE r", Action::disable_rule, "r"},
             Case{"INHERIT p", Action::add_inherit, ""},
             Case{"NO INHERIT p", Action::drop_inherit, ""},
             Case{"OF k", Action::add_of, ""},
             Case{"NOT OF", Action::drop_of, ""},
             Case{"REPLICA IDENTITY USING INDEX i", Action::replica_identity, "i"},
             Case{"ENABLE ROW LEVEL SECURITY", Action::enable_row_security, ""},
             Case{"DISABLE ROW LEVEL SECURITY", Action::disable_row_security, ""},
             Case{"FORCE ROW LEVEL SECURITY", Action::force_row_security, ""},
             Case{"NO FORCE ROW LEVEL SECURITY", Action::no_force_row_security, ""},
             Case{"OPTIONS (SET x '1', DROP y)", Action::generic_options, ""},
             Case{"ATTACH PARTITION p FOR VALUES IN (1)", Action::attach_partition, ""},
             Case{"DETACH PARTITION p CONCURRENTLY", Action::detach_partition, ""},
             Case{"DETACH PARTITION p FINALIZE", Action::detach_partition_finalize, ""},
         }) {
        CAPTURE(c.command);
        const auto alter =
            parsed<AlterTableStatement>("ALTER TABLE IF EXISTS ONLY s.t " + std::string(c.command));
        CHECK(alter->object == ObjectKind::table);
        CHECK(alter->missing_ok);
        CHECK_FALSE(alter->relation.inherit);
        REQUIRE(alter->commands.size() == 1);
        CHECK(alter->commands[0].action == c.action);
        CHECK(alter->commands[0].name == c.name);
    }
}

TEST_CASE("what ALTER TABLE commands carry") {
    const auto alter = parsed<AlterTableStatement>(
        "ALTER TABLE t ADD IF NOT EXISTS a int NOT NULL, DROP IF EXISTS b CASCADE, ALTER c SET DEFAULT 1, "
        "ALTER d SET STATISTICS 100, ALTER e SET STORAGE plain, ALTER f TYPE text COLLATE \"C\" USING "
        "f::text, "
        "ADD CONSTRAINT k CHECK (a > 0) NOT VALID, ALTER CONSTRAINT m DEFERRABLE INITIALLY DEFERRED, "
        "ALTER g ADD GENERATED ALWAYS AS IDENTITY, ALTER h SET GENERATED BY DEFAULT SET START 5 RESTART, "
        "OWNER TO CURRENT_USER, INHERIT s.p, OF s.k, REPLICA IDENTITY FULL, OPTIONS (SET x '1', DROP y)");
    const auto& commands = alter->commands;
    REQUIRE(commands.size() == 15);
    CHECK(commands[0].missing_ok);
    CHECK(commands[0].column->name == "a");
    CHECK(commands[0].column->constraints.size() == 1);
    CHECK(commands[1].missing_ok);
    CHECK(commands[1].behavior == DropBehavior::cascade);
    CHECK(node<Constant>(commands[2].expression).integer == 1);
    CHECK(commands[3].has_integer);
    CHECK(commands[3].integer == 100);
    CHECK(commands[4].text == "plain");
    CHECK(commands[5].column->type->names == Names{"text"});
    CHECK(commands[5].column->collation == Names{"C"});
    CHECK(commands[5].column->using_expression);
    CHECK(commands[6].constraint->skip_validation);
    CHECK_FALSE(commands[6].constraint->initially_valid);
    CHECK(commands[7].alter_deferrability);
    CHECK(commands[7].constraint->deferrable);
    CHECK(commands[7].constraint->initially_deferred);
    CHECK(commands[8].constraint->generated_when == 'a');
    CHECK(option(commands[9].options, "generated").integer == 'd');
    CHECK(option(commands[9].options, "start").integer == 5);
    CHECK(option(commands[9].options, "restart").kind == Option::Kind::none);
    CHECK(commands[10].owner.kind == RoleSpec::Kind::current_user);
    CHECK(commands[11].relation->schema == "s");
    CHECK(commands[12].type->names == Names{"s", "k"});
    CHECK(commands[13].replica_identity == 'f');
    CHECK(commands[14].options[0].action == Option::Action::set);
    CHECK(commands[14].options[1].action == Option::Action::drop);

    const auto attach = parsed<AlterTableStatement>("ALTER TABLE t ATTACH PARTITION p DEFAULT");
    CHECK(attach->commands[0].relation->name == "p");
    CHECK(attach->commands[0].partition_bound->is_default);
    CHECK(parsed<AlterTableStatement>("ALTER TABLE t DETACH PARTITION p CONCURRENTLY")
              ->commands[0]
              .concurrently);
    CHECK_FALSE(
        parsed<AlterTableStatement>("ALTER TABLE t ALTER a SET STATISTICS DEFAULT")->commands[0].has_integer);
    CHECK_FALSE(parsed<AlterTableStatement>("ALTER TABLE t ALTER a DROP DEFAULT")->commands[0].expression);
    const auto index = parsed<AlterTableStatement>("ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 5");
    CHECK(index->object == ObjectKind::index);
    CHECK(index->commands[0].column_number == 2);
    const auto constraint =
        parsed<AlterTableStatement>("ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i");
    CHECK(constraint->commands[0].constraint->index_name == "i");
    CHECK(parsed<AlterTableStatement>("ALTER TYPE t ADD ATTRIBUTE a int CASCADE")->object ==
          ObjectKind::type);
    CHECK(parsed<AlterTableStatement>("ALTER VIEW v ALTER a SET DEFAULT 1")->object == ObjectKind::view);
    CHECK(parsed<AlterTableStatement>("ALTER MATERIALIZED VIEW v CLUSTER ON i")->object ==
          ObjectKind::materialized_view);
    CHECK(parsed<AlterTableStatement>("ALTER SEQUENCE s OWNER TO o")->object == ObjectKind::sequence);
    CHECK(parsed<AlterTableStatement>("ALTER FOREIGN TABLE f DROP a")->object == ObjectKind::foreign_table);
    const auto moved = parsed<AlterTableMoveAllStatement>(
        "ALTER INDEX ALL IN TABLESPACE a OWNED BY o, p SET TABLESPACE b NOWAIT");
    CHECK(moved->from == "a");
    CHECK(moved->to == "b");
    CHECK(moved->object == ObjectKind::index);
    CHECK(moved->owners.size() == 2);
    CHECK(moved->nowait);
}

TEST_CASE("CREATE INDEX") {
    const auto index = parsed<IndexStatement>(
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin "
        "(a, (lower(b)) COLLATE \"C\" s.ops (siglen = 32) DESC NULLS LAST) INCLUDE (c) NULLS NOT DISTINCT "
        "WITH (fastupdate = off) TABLESPACE ts WHERE a > 0");
    CHECK(index->name == "i");
    CHECK(index->unique);
    CHECK(index->concurrently);
    CHECK(index->if_not_exists);
    CHECK_FALSE(index->relation.inherit);
    CHECK(index->access_method == "gin");
    REQUIRE(index->elements.size() == 2);
    CHECK(index->elements[0].name == "a");
    CHECK(index->elements[1].expression);
    CHECK(index->elements[1].location == index->elements[1].expression->location);
    CHECK(index->elements[1].collation == Names{"C"});
    CHECK(index->elements[1].opclass == Names{"s", "ops"});
    CHECK(option(index->elements[1].opclass_options, "siglen").integer == 32);
    CHECK(index->elements[1].direction == SortBy::Direction::descending);
    CHECK(index->elements[1].nulls == SortBy::Nulls::last);
    CHECK(index->including[0].name == "c");
    CHECK(index->nulls_not_distinct);
    CHECK(option(index->options, "fastupdate").text == "off");
    CHECK(index->tablespace == "ts");
    CHECK(index->where);
    const auto unnamed = parsed<IndexStatement>("CREATE INDEX ON t (a)");
    CHECK(unnamed->name.empty());
    CHECK(unnamed->access_method == "btree");
}

TEST_CASE("views, sequences, statistics") {
    const auto view = parsed<ViewStatement>(
        "CREATE OR REPLACE TEMP VIEW v (a, b) WITH (security_barrier) AS SELECT 1, 2 WITH LOCAL CHECK "
        "OPTION");
    CHECK(view->replace);
    CHECK(view->view.persistence == Persistence::temporary);
    CHECK(view->columns == std::vector<std::string>{"a", "b"});
    CHECK(option(view->options, "security_barrier").kind == Option::Kind::none);
    CHECK(view->check_option == 1);
    CHECK(as<SelectStatement>(view->query.get()));
    const auto recursive = parsed<ViewStatement>("CREATE RECURSIVE VIEW v (n) AS SELECT 1");
    CHECK(as<SelectStatement>(recursive->query.get())->with->recursive);
    const auto refresh =
        parsed<RefreshMaterializedViewStatement>("REFRESH MATERIALIZED VIEW CONCURRENTLY s.v");
    CHECK(refresh->concurrently);
    CHECK(refresh->relation.schema == "s");
    CHECK(parsed<RefreshMaterializedViewStatement>("REFRESH MATERIALIZED VIEW v WITH NO DATA")->skip_data);

    const auto sequence = parsed<CreateSequenceStatement>(
        "CREATE SEQUENCE IF NOT EXISTS s AS smallint MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 10 OWNED "
        "BY t.a");
    CHECK(sequence->if_not_exists);
    CHECK(option(sequence->options, "as").type->names == Names{"pg_catalog", "int2"});
    CHECK(option(sequence->options, "maxvalue").kind == Option::Kind::floating);
    CHECK(option(sequence->options, "maxvalue").text == "9223372036854775807");
    CHECK(option(sequence->options, "cache").integer == 10);
    CHECK(option(sequence->options, "owned_by").names == Names{"t", "a"});
    const auto altered = parsed<AlterSequenceStatement>("ALTER SEQUENCE IF EXISTS s RESTART WITH 7");
    CHECK(altered->missing_ok);
    CHECK(option(altered->options, "restart").integer == 7);

    const auto statistics = parsed<CreateStatisticsStatement>(
        "CREATE STATISTICS IF NOT EXISTS s.x (ndistinct, mcv) ON a, (b + 1) FROM t");
    CHECK(statistics->if_not_exists);
    CHECK(statistics->names == Names{"s", "x"});
    CHECK(statistics->kinds == std::vector<std::string>{"ndistinct", "mcv"});
    CHECK(statistics->elements[0].name == "a");
    CHECK(statistics->elements[1].expression);
    CHECK(statistics->relations[0].name == "t");
    CHECK(statistics->only_relations);
    CHECK_FALSE(parsed<CreateStatisticsStatement>("CREATE STATISTICS x ON a FROM f()")->only_relations);
    CHECK(parsed<AlterStatisticsStatement>("ALTER STATISTICS x SET STATISTICS 5")->target == 5);
}
