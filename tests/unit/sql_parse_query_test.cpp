#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

TEST_CASE("the clauses of SELECT") {
    const auto select = parsed<SelectStatement>(
        "SELECT DISTINCT ON (a) a AS x, t.* FROM s.t AS u (c, d) WHERE a > 1 GROUP BY DISTINCT a, b HAVING "
        "count(*) > 1 "
        "WINDOW w AS (PARTITION BY a) ORDER BY a DESC, b NULLS FIRST LIMIT 10 OFFSET 5 "
        "FOR NO KEY UPDATE OF t SKIP LOCKED FOR SHARE");
    CHECK(select->distinct);
    CHECK(select->distinct_on.size() == 1);
    REQUIRE(select->targets.size() == 2);
    CHECK(select->targets[0].name == "x");
    CHECK(node<ColumnRef>(select->targets[1].value).star);
    const auto* relation = as<FromRelation>(select->from[0].get());
    REQUIRE(relation);
    CHECK(relation->relation.schema == "s");
    CHECK(relation->relation.name == "t");
    REQUIRE(relation->relation.alias);
    CHECK(relation->relation.alias->name == "u");
    CHECK(relation->relation.alias->columns == std::vector<std::string>{"c", "d"});
    CHECK(select->where);
    CHECK(select->group_by.size() == 2);
    CHECK(select->group_distinct);
    CHECK(select->having);
    CHECK(select->windows[0].name == "w");
    CHECK(select->order_by[0].direction == SortBy::Direction::descending);
    CHECK(select->order_by[1].nulls == SortBy::Nulls::first);
    CHECK(node<Constant>(select->limit_count).integer == 10);
    CHECK(node<Constant>(select->limit_offset).integer == 5);
    REQUIRE(select->locking.size() == 2);
    CHECK(select->locking[0].strength == LockingClause::Strength::no_key_update);
    CHECK(select->locking[0].relations[0].name == "t");
    CHECK(select->locking[0].wait_policy == 1);  // LockWaitSkip
    CHECK(select->locking[1].strength == LockingClause::Strength::share);

    CHECK(parsed<SelectStatement>("SELECT DISTINCT a")->distinct);
    CHECK(parsed<SelectStatement>("SELECT DISTINCT a")->distinct_on.empty());
    CHECK(parsed<SelectStatement>("SELECT a ORDER BY a FETCH FIRST 3 ROWS WITH TIES")->limit_with_ties);
    CHECK_FALSE(
        as<FromRelation>(parsed<SelectStatement>("SELECT FROM ONLY t")->from[0].get())->relation.inherit);
}

TEST_CASE("set operations and VALUES") {
    const auto select =
        parsed<SelectStatement>("SELECT 1 UNION ALL SELECT 2 EXCEPT VALUES (1), (2) ORDER BY 1");
    CHECK(select->operation == SelectStatement::SetOperation::except);
    CHECK_FALSE(select->all);
    REQUIRE(select->left);
    CHECK(select->left->operation == SelectStatement::SetOperation::union_);
    CHECK(select->left->all);
    REQUIRE(select->right);
    CHECK(select->right->values.size() == 2);
    CHECK(select->order_by.size() == 1);
}

TEST_CASE("grouping sets") {
    using Kind = GroupingElement::Kind;
    const auto select =
        parsed<SelectStatement>("SELECT 1 GROUP BY a, (), ROLLUP (a, (b, c)), GROUPING SETS (CUBE (a), (b))");
    REQUIRE(select->group_by.size() == 4);
    CHECK(select->group_by[0].kind == Kind::expression);
    CHECK(select->group_by[1].kind == Kind::empty);
    CHECK(select->group_by[2].kind == Kind::rollup);
    REQUIRE(select->group_by[2].content.size() == 2);
    CHECK(node<RowExpression>(select->group_by[2].content[1].expression).elements.size() == 2);
    CHECK(select->group_by[3].kind == Kind::sets);
    CHECK(select->group_by[3].content[0].kind == Kind::cube);
}

TEST_CASE("common table expressions") {
    const auto select = parsed<SelectStatement>(
        "WITH RECURSIVE a (x) AS MATERIALIZED (SELECT 1) SEARCH BREADTH FIRST BY x SET s "
        "CYCLE x SET m TO 'y' DEFAULT 'n' USING p, b AS NOT MATERIALIZED (DELETE FROM t RETURNING 1) SELECT "
        "2");
    REQUIRE(select->with);
    CHECK(select->with->recursive);
    REQUIRE(select->with->expressions.size() == 2);
    const CommonTableExpression& first = select->with->expressions[0];
    CHECK(first.name == "a");
    CHECK(first.columns == std::vector<std::string>{"x"});
    CHECK(first.materialized == CommonTableExpression::Materialized::always);
    CHECK(as<SelectStatement>(first.query.get()));
    CHECK(first.has_search_or_cycle);
    CHECK(first.search_breadth_first);
    CHECK(first.search_columns == std::vector<std::string>{"x"});
    CHECK(first.search_sequence_column == "s");
    CHECK(first.cycle_columns == std::vector<std::string>{"x"});
    CHECK(first.cycle_mark_column == "m");
    CHECK(node<Constant>(first.cycle_mark_value).text == "y");
    CHECK(node<Constant>(first.cycle_mark_default).text == "n");
    CHECK(first.cycle_path_column == "p");
    CHECK(select->with->expressions[1].materialized == CommonTableExpression::Materialized::never);
    CHECK(as<DeleteStatement>(select->with->expressions[1].query.get()));
}

TEST_CASE("joins") {
    const auto select = parsed<SelectStatement>(
        "SELECT 1 FROM a LEFT JOIN b ON a.x = b.x, c NATURAL JOIN d, e FULL JOIN f USING (x, y) AS u, "
        "(g CROSS JOIN h) AS j");
    REQUIRE(select->from.size() == 4);
    const auto* left = as<FromJoin>(select->from[0].get());
    REQUIRE(left);
    CHECK(left->type == FromJoin::Type::left);
    CHECK(left->condition);
    CHECK(as<FromRelation>(left->right.get())->relation.name == "b");
    CHECK(as<FromJoin>(select->from[1].get())->natural);
    const auto* full = as<FromJoin>(select->from[2].get());
    CHECK(full->type == FromJoin::Type::full);
    CHECK(full->using_columns == std::vector<std::string>{"x", "y"});
    CHECK(full->using_alias->name == "u");
    const auto* cross = as<FromJoin>(select->from[3].get());
    CHECK(cross->type == FromJoin::Type::inner);
    CHECK_FALSE(cross->condition);
    CHECK(cross->alias->name == "j");
}

TEST_CASE("functions, sub-selects and samples in FROM") {
    const auto select = parsed<SelectStatement>(
        "SELECT 1 FROM LATERAL f(1) WITH ORDINALITY AS a (x, y), g() AS b (p int, q text COLLATE \"C\"), "
        "ROWS FROM (h(), k() AS (r int)) AS c, LATERAL (SELECT 2) AS d, t TABLESAMPLE bernoulli (10) "
        "REPEATABLE (1)");
    REQUIRE(select->from.size() == 5);
    const auto* plain = as<FromFunction>(select->from[0].get());
    REQUIRE(plain);
    CHECK(plain->lateral);
    CHECK(plain->ordinality);
    CHECK(plain->alias->columns.size() == 2);
    CHECK(node<FunctionCall>(plain->functions[0].call).name == Names{"f"});
    const auto* defined = as<FromFunction>(select->from[1].get());
    REQUIRE(defined->columns.size() == 2);
    CHECK(defined->columns[1].name == "q");
    CHECK(defined->columns[1].type.names == Names{"text"});
    CHECK(defined->columns[1].collation == Names{"C"});
    const auto* rows = as<FromFunction>(select->from[2].get());
    CHECK(rows->rows_from);
    REQUIRE(rows->functions.size() == 2);
    CHECK(rows->functions[1].columns[0].name == "r");
    const auto* subselect = as<FromSubselect>(select->from[3].get());
    CHECK(subselect->lateral);
    CHECK(subselect->alias->name == "d");
    CHECK(as<SelectStatement>(subselect->query.get()));
    const auto* sample = as<FromRelation>(select->from[4].get());
    CHECK(sample->sample_method == Names{"bernoulli"});
    CHECK(sample->sample_arguments.size() == 1);
    CHECK(sample->sample_repeatable);
}

TEST_CASE("XMLTABLE and JSON_TABLE") {
    const auto xml = parsed<SelectStatement>(
        "SELECT 1 FROM XMLTABLE(XMLNAMESPACES('http://a' AS n), '/r' PASSING doc COLUMNS i FOR ORDINALITY, "
        "v int PATH 'v' DEFAULT 0 NOT NULL) AS x");
    const auto* table = as<FromTableFunction>(xml->from[0].get());
    REQUIRE(table);
    CHECK_FALSE(table->json);
    CHECK(table->argument_names == std::vector<std::string>{"", "", "n"});
    REQUIRE(table->columns.size() == 2);
    CHECK(table->columns[0].ordinality);
    CHECK_FALSE(table->columns[0].type);
    CHECK(table->columns[1].not_null);
    CHECK(table->columns[1].expressions.size() == 2);

    const auto json = parsed<SelectStatement>(
        "SELECT 1 FROM JSON_TABLE(doc, '$[*]' AS root PASSING 1 AS p COLUMNS (i FOR ORDINALITY, "
        "a int PATH '$.a' NULL ON EMPTY, b bool EXISTS PATH '$.b', c text FORMAT JSON OMIT QUOTES, "
        "NESTED PATH '$.n' AS m COLUMNS (d int)) ERROR ON ERROR) AS j");
    const auto* nested = as<FromTableFunction>(json->from[0].get());
    REQUIRE(nested);
    CHECK(nested->json);
    CHECK(nested->path_name == "root");
    CHECK(nested->argument_names.back() == "p");
    CHECK(nested->behavior == "error on error");
    REQUIRE(nested->columns.size() == 5);
    CHECK(nested->columns[1].behavior == "null on empty");
    CHECK(nested->columns[2].exists);
    CHECK(nested->columns[3].format == "json");
    CHECK(nested->columns[3].behavior == "omit quotes");
    CHECK(nested->columns[4].name == "m");
    REQUIRE(nested->columns[4].nested.size() == 1);
    CHECK(nested->columns[4].nested[0].name == "d");
}

TEST_CASE("SELECT INTO and CREATE TABLE AS") {
    const auto into = parsed<SelectStatement>("SELECT 1 INTO UNLOGGED s.t FROM u");
    REQUIRE(into->into);
    CHECK(into->into->relation.name == "t");
    CHECK(into->into->relation.persistence == Persistence::unlogged);

    const auto table = parsed<CreateTableAsStatement>(
        "CREATE TEMP TABLE IF NOT EXISTS t (a, b) USING heap WITH (fillfactor = 70) ON COMMIT DROP "
        "TABLESPACE s "
        "AS SELECT 1, 2 WITH NO DATA");
    CHECK(table->if_not_exists);
    CHECK_FALSE(table->materialized_view);
    CHECK(table->into.relation.persistence == Persistence::temporary);
    CHECK(table->into.columns == std::vector<std::string>{"a", "b"});
    CHECK(table->into.access_method == "heap");
    CHECK(option(table->into.options, "fillfactor").integer == 70);
    CHECK(table->into.on_commit == 3);
    CHECK(table->into.tablespace == "s");
    CHECK(table->into.skip_data);
    CHECK(as<SelectStatement>(table->query.get()));
    CHECK(parsed<CreateTableAsStatement>("CREATE MATERIALIZED VIEW v AS SELECT 1")->materialized_view);
    const auto executed = parsed<CreateTableAsStatement>("CREATE TABLE t AS EXECUTE p (1)");
    CHECK(as<ExecuteStatement>(executed->query.get()));
}

TEST_CASE("INSERT") {
    const auto insert = parsed<InsertStatement>(
        "WITH w AS (SELECT 1) INSERT INTO s.t AS x (a, b[1], c.d) OVERRIDING SYSTEM VALUE VALUES (1, "
        "DEFAULT, 3) "
        "ON CONFLICT (a COLLATE \"C\" text_ops, (lower(b))) WHERE a > 0 DO UPDATE SET a = excluded.a WHERE "
        "x.a < 5 "
        "RETURNING a, b AS bee");
    CHECK(insert->with->expressions.size() == 1);
    CHECK(insert->relation.name == "t");
    CHECK(insert->relation.alias->name == "x");
    REQUIRE(insert->columns.size() == 3);
    CHECK(insert->columns[1].indirection.size() == 1);
    CHECK(insert->columns[2].indirection[0].field == "d");
    CHECK(insert->override_ == InsertStatement::Override::system_value);
    const auto* values = as<SelectStatement>(insert->source.get());
    REQUIRE(values);
    CHECK(as<SetToDefault>(values->values[0][1].get()));
    REQUIRE(insert->on_conflict);
    CHECK(insert->on_conflict->action == OnConflict::Action::update);
    CHECK(insert->on_conflict->has_inference);
    REQUIRE(insert->on_conflict->elements.size() == 2);
    CHECK(insert->on_conflict->elements[0].column == "a");
    CHECK(insert->on_conflict->elements[0].collation == Names{"C"});
    CHECK(insert->on_conflict->elements[0].opclass == Names{"text_ops"});
    CHECK(insert->on_conflict->elements[1].expression);
    CHECK(insert->on_conflict->index_where);
    CHECK(insert->on_conflict->targets.size() == 1);
    CHECK(insert->on_conflict->where);
    CHECK(insert->returning[1].name == "bee");

    CHECK_FALSE(parsed<InsertStatement>("INSERT INTO t DEFAULT VALUES")->source);
    const auto named =
        parsed<InsertStatement>("INSERT INTO t SELECT 1 ON CONFLICT ON CONSTRAINT k DO NOTHING");
    CHECK(named->on_conflict->constraint == "k");
    CHECK(named->on_conflict->action == OnConflict::Action::nothing);
}

TEST_CASE("UPDATE and DELETE") {
    const auto update = parsed<UpdateStatement>(
        "UPDATE ONLY t AS x SET a = 1, (b, c) = (SELECT 2, 3), d[1] = 4 FROM u WHERE x.a = u.a RETURNING *");
    CHECK_FALSE(update->relation.inherit);
    REQUIRE(update->targets.size() == 4);
    const auto& first = node<MultiAssign>(update->targets[1].value);
    const auto& second = node<MultiAssign>(update->targets[2].value);
    CHECK(first.column_number == 1);
    CHECK(second.column_number == 2);
    CHECK(second.column_count == 2);
    CHECK(first.source == second.source);
    CHECK(first.source->kind == ExpressionKind::sublink);
    CHECK(update->targets[3].indirection.size() == 1);
    CHECK(update->from.size() == 1);
    CHECK(update->where);
    CHECK(update->returning.size() == 1);

    const auto removal = parsed<DeleteStatement>("DELETE FROM t USING u, v WHERE t.a = u.a RETURNING a");
    CHECK(removal->using_.size() == 2);
    CHECK(removal->where);
    CHECK(removal->returning.size() == 1);
}

TEST_CASE("MERGE") {
    using When = MergeStatement::When;
    const auto merge = parsed<MergeStatement>(
        "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND s.b > 1 THEN UPDATE SET b = s.b "
        "WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY SOURCE THEN DO NOTHING "
        "WHEN NOT MATCHED THEN INSERT (a) OVERRIDING USER VALUE VALUES (s.a) RETURNING merge_action(), t.*");
    CHECK(merge->relation.name == "t");
    CHECK(as<FromRelation>(merge->source.get())->relation.name == "s");
    CHECK(merge->condition);
    REQUIRE(merge->whens.size() == 4);
    CHECK(merge->whens[0].action == When::Action::update);
    CHECK(merge->whens[0].condition);
    CHECK(merge->whens[0].targets.size() == 1);
    CHECK(merge->whens[1].action == When::Action::delete_);
    CHECK(merge->whens[2].match == When::Match::not_matched_by_source);
    CHECK(merge->whens[2].action == When::Action::nothing);
    CHECK(merge->whens[3].match == When::Match::not_matched_by_target);
    CHECK(merge->whens[3].action == When::Action::insert);
    CHECK(merge->whens[3].override_ == InsertStatement::Override::user_value);
    CHECK(merge->whens[3].values.size() == 1);
    CHECK(as<MergeSupportFunction>(merge->returning[0].value.get()));
}

TEST_CASE("RETURNING WITH names OLD and NEW" * doctest::skip(parser_version() < "18")) {
    const auto update =
        parsed<UpdateStatement>("UPDATE t SET a = 1 RETURNING WITH (OLD AS o, NEW AS n) o.a, n.a");
    REQUIRE(update->returning_aliases.size() == 2);
    CHECK_FALSE(update->returning_aliases[0].is_new);
    CHECK(update->returning_aliases[0].name == "o");
    CHECK(update->returning_aliases[1].is_new);
    CHECK(update->returning.size() == 2);
}
