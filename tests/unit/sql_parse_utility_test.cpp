#include <limits>

#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

TEST_CASE("types and domains") {
    const auto composite = parsed<CompositeTypeStatement>("CREATE TYPE s.k AS (a int, b text COLLATE \"C\")");
    CHECK(composite->type.schema == "s");
    CHECK(composite->columns.at(1).collation == Names{"C"});
    const auto mood = parsed<CreateEnumStatement>("CREATE TYPE s.mood AS ENUM ('sad', 'ok')");
    CHECK(mood->names == Names{"s", "mood"});
    CHECK(mood->labels == std::vector<std::string>{"sad", "ok"});
    const auto added =
        parsed<AlterEnumStatement>("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine' BEFORE 'ok'");
    CHECK_FALSE(added->is_rename);
    CHECK(added->new_label == "fine");
    CHECK(added->neighbor == "ok");
    CHECK_FALSE(added->after);
    CHECK(added->if_not_exists);
    const auto renamed = parsed<AlterEnumStatement>("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'");
    CHECK(renamed->is_rename);
    CHECK(renamed->old_label == "ok");
    CHECK(renamed->new_label == "fine");
    const auto range =
        parsed<CreateRangeStatement>("CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = s.d)");
    CHECK(option(range->parameters, "subtype").type->names == Names{"float8"});
    CHECK(option(range->parameters, "subtype_diff").names == Names{"s", "d"});
    const auto domain = parsed<CreateDomainStatement>(
        "CREATE DOMAIN s.d AS text COLLATE \"C\" DEFAULT 'x' CONSTRAINT k CHECK (VALUE <> '') NOT NULL");
    CHECK(domain->names == Names{"s", "d"});
    CHECK(domain->collation == Names{"C"});
    REQUIRE(domain->constraints.size() == 3);
    CHECK(domain->constraints[1].name == "k");
    CHECK(domain->constraints[2].type == Constraint::Type::not_null);

    using Action = AlterDomainStatement::Action;
    CHECK(
        node<Constant>(parsed<AlterDomainStatement>("ALTER DOMAIN d SET DEFAULT 1")->default_value).integer ==
        1);
    CHECK_FALSE(parsed<AlterDomainStatement>("ALTER DOMAIN d DROP DEFAULT")->default_value);
    CHECK(parsed<AlterDomainStatement>("ALTER DOMAIN d DROP NOT NULL")->action == Action::drop_not_null);
    CHECK(parsed<AlterDomainStatement>("ALTER DOMAIN d SET NOT NULL")->action == Action::set_not_null);
    const auto check =
        parsed<AlterDomainStatement>("ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE > 0) NOT VALID");
    CHECK(check->action == Action::add_constraint);
    CHECK(check->constraint->skip_validation);
    const auto dropped = parsed<AlterDomainStatement>("ALTER DOMAIN d DROP CONSTRAINT IF EXISTS k CASCADE");
    CHECK(dropped->constraint_name == "k");
    CHECK(dropped->missing_ok);
    CHECK(dropped->behavior == DropBehavior::cascade);
    CHECK(parsed<AlterDomainStatement>("ALTER DOMAIN d VALIDATE CONSTRAINT k")->action ==
          Action::validate_constraint);
    CHECK(option(parsed<AlterTypeStatement>("ALTER TYPE k SET (STORAGE = extended)")->options, "storage")
              .text == "extended");
    CHECK(parsed<AlterCollationStatement>("ALTER COLLATION s.c REFRESH VERSION")->names == Names{"s", "c"});
}

TEST_CASE("text search") {
    CHECK(option(parsed<AlterTsDictionaryStatement>("ALTER TEXT SEARCH DICTIONARY d (StopWords = english)")
                     ->options,
                 "stopwords")
              .text == "english");
    using Action = AlterTsConfigurationStatement::Action;
    const auto added = parsed<AlterTsConfigurationStatement>(
        "ALTER TEXT SEARCH CONFIGURATION s.c ADD MAPPING FOR word, email WITH simple, s.d");
    CHECK(added->action == Action::add_mapping);
    CHECK(added->names == Names{"s", "c"});
    CHECK(added->token_types == std::vector<std::string>{"word", "email"});
    CHECK(added->dictionaries == std::vector<Names>{{"simple"}, {"s", "d"}});
    const auto replaced = parsed<AlterTsConfigurationStatement>(
        "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word REPLACE a WITH b");
    CHECK(replaced->action == Action::replace_dictionary_for_token);
    const auto dropped = parsed<AlterTsConfigurationStatement>(
        "ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING IF EXISTS FOR word");
    CHECK(dropped->action == Action::drop_mapping);
    CHECK(dropped->missing_ok);
}

TEST_CASE("transactions") {
    using Action = TransactionStatement::Action;
    struct Case {
        std::string_view text;
        Action action;
    };
    for (const Case& c : {
             Case{"BEGIN", Action::begin},
             Case{"START TRANSACTION", Action::start},
             Case{"END", Action::commit},
             Case{"COMMIT", Action::commit},
             Case{"ABORT", Action::rollback},
             Case{"SAVEPOINT s", Action::savepoint},
             Case{"RELEASE s", Action::release},
             Case{"ROLLBACK TO s", Action::rollback_to},
             Case{"PREPARE TRANSACTION 'g'", Action::prepare},
             Case{"COMMIT PREPARED 'g'", Action::commit_prepared},
             Case{"ROLLBACK PREPARED 'g'", Action::rollback_prepared},
         }) {
        CAPTURE(c.text);
        CHECK(parsed<TransactionStatement>(c.text)->action == c.action);
    }
    const auto begin =
        parsed<TransactionStatement>("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, NOT DEFERRABLE");
    CHECK(option(begin->options, "transaction_isolation").text == "serializable");
    CHECK(option(begin->options, "transaction_read_only").integer == 1);
    CHECK(option(begin->options, "transaction_deferrable").integer == 0);
    CHECK(parsed<TransactionStatement>("SAVEPOINT s")->savepoint == "s");
    CHECK(parsed<TransactionStatement>("COMMIT PREPARED 'g'")->gid == "g");
    CHECK(parsed<TransactionStatement>("COMMIT AND CHAIN")->chain);
}

TEST_CASE("settings") {
    using Kind = VariableSet::Kind;
    const auto path = parsed<VariableSetStatement>("SET LOCAL search_path TO a, 'b', \"C\"");
    CHECK(path->setting.kind == Kind::set_value);
    CHECK(path->setting.name == "search_path");
    CHECK(path->setting.values == std::vector<std::string>{"a", "b", "C"});
    CHECK(path->setting.is_local);
    const auto number = parsed<VariableSetStatement>("SET a.b = -1.5");
    CHECK(number->setting.values == std::vector<std::string>{"-1.5"});
    CHECK(number->setting.value_is_string == std::vector<bool>{false});
    CHECK(parsed<VariableSetStatement>("SET statement_timeout = 100")->setting.values.at(0) == "100");
    CHECK(parsed<VariableSetStatement>("SET a = on")->setting.values.at(0) == "on");
    CHECK(parsed<VariableSetStatement>("SET a TO DEFAULT")->setting.kind == Kind::set_default);
    CHECK(parsed<VariableSetStatement>("RESET a")->setting.kind == Kind::reset);
    CHECK(parsed<VariableSetStatement>("RESET ALL")->setting.kind == Kind::reset_all);
    CHECK(parsed<VariableSetStatement>("SET TIME ZONE INTERVAL '-8' HOUR")->setting.values.at(0) == "-8");
    CHECK(parsed<VariableSetStatement>("SET ROLE r")->setting.name == "role");
    const auto transaction = parsed<VariableSetStatement>("SET TRANSACTION READ WRITE");
    CHECK(transaction->setting.kind == Kind::set_multi);
    CHECK(transaction->setting.name == "TRANSACTION");
    CHECK(option(transaction->setting.transaction_options, "transaction_read_only").integer == 0);
    CHECK(parsed<VariableShowStatement>("SHOW a.b")->name == "a.b");
    CHECK(parsed<AlterSystemStatement>("ALTER SYSTEM SET a = 1")->setting.name == "a");
    CHECK(parsed<AlterDatabaseSetStatement>("ALTER DATABASE d RESET a")->setting.kind == Kind::reset);
    CHECK(parsed<DiscardStatement>("DISCARD TEMP")->target == DiscardStatement::Target::temporary);
    const auto constraints = parsed<ConstraintsSetStatement>("SET CONSTRAINTS s.a, b DEFERRED");
    CHECK(constraints->constraints.size() == 2);
    CHECK(constraints->deferred);
    CHECK(parsed<ConstraintsSetStatement>("SET CONSTRAINTS ALL IMMEDIATE")->constraints.empty());
}

TEST_CASE("bulk data and maintenance") {
    const auto truncate = parsed<TruncateStatement>("TRUNCATE ONLY a, s.b RESTART IDENTITY CASCADE");
    CHECK_FALSE(truncate->relations.at(0).inherit);
    CHECK(truncate->relations.at(1).schema == "s");
    CHECK(truncate->restart_sequences);
    CHECK(truncate->behavior == DropBehavior::cascade);
    const auto lock = parsed<LockStatement>("LOCK TABLE a, b IN SHARE ROW EXCLUSIVE MODE NOWAIT");
    CHECK(lock->relations.size() == 2);
    CHECK(lock->mode == 6);
    CHECK(lock->nowait);
    CHECK(parsed<LockStatement>("LOCK a")->mode == 8);

    const auto copy = parsed<CopyStatement>(
        "COPY s.t (a, b) FROM STDIN WITH (FORMAT csv, HEADER true, FORCE_NOT_NULL (a, b), FORCE_NULL *) "
        "WHERE a > 1");
    CHECK(copy->relation->schema == "s");
    CHECK(copy->columns == std::vector<std::string>{"a", "b"});
    CHECK(copy->is_from);
    CHECK_FALSE(copy->filename);
    CHECK(option(copy->options, "format").text == "csv");
    CHECK(option(copy->options, "header").text == "true");
    CHECK(option(copy->options, "force_not_null").names == Names{"a", "b"});
    CHECK(option(copy->options, "force_null").kind == Option::Kind::star);
    CHECK(copy->where);
    const auto out = parsed<CopyStatement>("COPY (SELECT 1) TO PROGRAM 'cat'");
    CHECK(as<SelectStatement>(out->query.get()));
    CHECK_FALSE(out->is_from);
    CHECK(out->is_program);
    CHECK(out->filename == "cat");

    const auto vacuum = parsed<VacuumStatement>("VACUUM (FULL, PARALLEL 2) a (x, y), b");
    CHECK(vacuum->is_vacuum);
    CHECK(option(vacuum->options, "parallel").integer == 2);
    CHECK(vacuum->relations.at(0).columns == std::vector<std::string>{"x", "y"});
    CHECK(vacuum->relations.at(1).relation->name == "b");
    CHECK_FALSE(parsed<VacuumStatement>("ANALYZE")->is_vacuum);
    const auto cluster = parsed<ClusterStatement>("CLUSTER VERBOSE t USING i");
    CHECK(cluster->index_name == "i");
    CHECK(cluster->relation->name == "t");
    CHECK_FALSE(parsed<ClusterStatement>("CLUSTER")->relation);
    using Target = ReindexStatement::Target;
    const auto reindex = parsed<ReindexStatement>("REINDEX (VERBOSE) TABLE CONCURRENTLY s.t");
    CHECK(reindex->target == Target::table);
    CHECK(reindex->relation->schema == "s");
    option(reindex->options, "concurrently");
    option(reindex->options, "verbose");
    CHECK(parsed<ReindexStatement>("REINDEX SCHEMA s")->name == "s");
    CHECK(parsed<ReindexStatement>("REINDEX DATABASE d")->target == Target::database);
    const auto explain = parsed<ExplainStatement>("EXPLAIN (ANALYZE, FORMAT json) DELETE FROM t");
    CHECK(as<DeleteStatement>(explain->query.get()));
    CHECK(option(explain->options, "format").text == "json");
}

TEST_CASE("prepared statements and cursors") {
    const auto prepare = parsed<PrepareStatement>("PREPARE p (int, text) AS SELECT $1");
    CHECK(prepare->name == "p");
    CHECK(prepare->argument_types.size() == 2);
    CHECK(as<SelectStatement>(prepare->query.get()));
    CHECK(parsed<ExecuteStatement>("EXECUTE p (1, 'x')")->parameters.size() == 2);
    CHECK(parsed<DeallocateStatement>("DEALLOCATE p")->name == "p");
    CHECK(parsed<DeallocateStatement>("DEALLOCATE ALL")->name.empty());
    const auto cursor = parsed<DeclareCursorStatement>("DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT 1");
    CHECK(cursor->name == "c");
    CHECK((cursor->options & 0x22) == 0x22);  // CURSOR_OPT_SCROLL, CURSOR_OPT_HOLD
    CHECK(as<SelectStatement>(cursor->query.get()));
    const auto fetch = parsed<FetchStatement>("FETCH BACKWARD 5 FROM c");
    CHECK(fetch->portal == "c");
    CHECK(fetch->direction == FetchStatement::Direction::backward);
    CHECK(fetch->count == 5);
    const auto move = parsed<FetchStatement>("MOVE ALL IN c");
    CHECK(move->move);
    CHECK(move->count == std::numeric_limits<std::int64_t>::max());
    CHECK(parsed<ClosePortalStatement>("CLOSE c")->name == "c");
}

TEST_CASE("databases and tablespaces") {
    const auto database =
        parsed<CreateDatabaseStatement>("CREATE DATABASE d OWNER o CONNECTION LIMIT 5 TEMPLATE DEFAULT");
    CHECK(option(database->options, "owner").text == "o");
    CHECK(option(database->options, "connection_limit").integer == 5);
    CHECK(option(database->options, "template").kind == Option::Kind::none);
    CHECK(option(parsed<AlterDatabaseStatement>("ALTER DATABASE d SET TABLESPACE t")->options, "tablespace")
              .text == "t");
    const auto dropped = parsed<DropDatabaseStatement>("DROP DATABASE IF EXISTS d WITH (FORCE)");
    CHECK(dropped->missing_ok);
    option(dropped->options, "force");
    const auto tablespace = parsed<CreateTablespaceStatement>(
        "CREATE TABLESPACE t OWNER o LOCATION '/x' WITH (seq_page_cost = 1.5)");
    CHECK(tablespace->owner->name == "o");
    CHECK(tablespace->directory == "/x");
    CHECK(option(tablespace->options, "seq_page_cost").text == "1.5");
    CHECK(parsed<DropTablespaceStatement>("DROP TABLESPACE IF EXISTS t")->missing_ok);
    CHECK(parsed<AlterTablespaceOptionsStatement>("ALTER TABLESPACE t RESET (seq_page_cost)")->reset);
}

TEST_CASE("publications and subscriptions") {
    using Kind = PublicationObject::Kind;
    const auto publication = parsed<CreatePublicationStatement>(
        "CREATE PUBLICATION p FOR TABLE s.t (a, b) WHERE (a > 1), u, TABLES IN SCHEMA x, CURRENT_SCHEMA "
        "WITH (publish = 'insert')");
    REQUIRE(publication->objects.size() == 4);
    CHECK(publication->objects[0].relation->schema == "s");
    CHECK(publication->objects[0].columns == std::vector<std::string>{"a", "b"});
    CHECK(publication->objects[0].where);
    CHECK(publication->objects[1].kind == Kind::table);
    CHECK(publication->objects[2].kind == Kind::tables_in_schema);
    CHECK(publication->objects[2].schema == "x");
    CHECK(publication->objects[3].kind == Kind::tables_in_current_schema);
    CHECK(option(publication->options, "publish").text == "insert");
    CHECK(parsed<CreatePublicationStatement>("CREATE PUBLICATION p FOR ALL TABLES")->for_all_tables);
    using Action = AlterPublicationStatement::Action;
    CHECK(parsed<AlterPublicationStatement>("ALTER PUBLICATION p ADD TABLE t")->action == Action::add);
    CHECK(parsed<AlterPublicationStatement>("ALTER PUBLICATION p SET TABLE t")->action == Action::set);
    CHECK(parsed<AlterPublicationStatement>("ALTER PUBLICATION p DROP TABLE t")->action == Action::drop);
    CHECK(parsed<AlterPublicationStatement>("ALTER PUBLICATION p SET (publish = '')")->action ==
          Action::options);

    const auto subscription = parsed<CreateSubscriptionStatement>(
        "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION a, b WITH (connect = false)");
    CHECK(subscription->connection == "host=x");
    CHECK(subscription->publications == std::vector<std::string>{"a", "b"});
    CHECK(option(subscription->options, "connect").text == "false");
    CHECK(parsed<AlterSubscriptionStatement>("ALTER SUBSCRIPTION s DISABLE")->action ==
          6);  // ALTER_SUBSCRIPTION_ENABLED
    const auto dropped = parsed<DropSubscriptionStatement>("DROP SUBSCRIPTION IF EXISTS s CASCADE");
    CHECK(dropped->missing_ok);
    CHECK(dropped->behavior == DropBehavior::cascade);
}

TEST_CASE("foreign data") {
    const auto wrapper = parsed<CreateForeignDataWrapperStatement>(
        "CREATE FOREIGN DATA WRAPPER w HANDLER s.h NO VALIDATOR OPTIONS (a '1')");
    CHECK(option(wrapper->functions, "handler").names == Names{"s", "h"});
    CHECK(option(wrapper->functions, "validator").kind == Option::Kind::none);
    CHECK(option(wrapper->options, "a").text == "1");
    const auto altered =
        parsed<AlterForeignDataWrapperStatement>("ALTER FOREIGN DATA WRAPPER w OPTIONS (ADD b '2')");
    CHECK(option(altered->options, "b").action == Option::Action::add);
    const auto server = parsed<CreateForeignServerStatement>(
        "CREATE SERVER IF NOT EXISTS s TYPE 't' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'x')");
    CHECK(server->if_not_exists);
    CHECK(server->type == "t");
    CHECK(server->version == "1");
    CHECK(server->wrapper == "w");
    CHECK(option(server->options, "host").text == "x");
    CHECK(parsed<AlterForeignServerStatement>("ALTER SERVER s VERSION '2'")->has_version);
    const auto mapping =
        parsed<CreateUserMappingStatement>("CREATE USER MAPPING FOR USER SERVER s OPTIONS (user 'x')");
    CHECK(mapping->user.kind == RoleSpec::Kind::current_user);
    CHECK(mapping->server == "s");
    CHECK(parsed<AlterUserMappingStatement>("ALTER USER MAPPING FOR PUBLIC SERVER s OPTIONS (SET user 'y')")
              ->user.kind == RoleSpec::Kind::public_);
    CHECK(parsed<DropUserMappingStatement>("DROP USER MAPPING IF EXISTS FOR u SERVER s")->missing_ok);
    const auto imported = parsed<ImportForeignSchemaStatement>(
        "IMPORT FOREIGN SCHEMA r LIMIT TO (a, b) FROM SERVER s INTO l OPTIONS (c 'd')");
    CHECK(imported->remote_schema == "r");
    CHECK(imported->local_schema == "l");
    CHECK(imported->list_type == 1);
    CHECK(imported->tables.size() == 2);
}

TEST_CASE("statements that only have to be there") {
    parsed<NotifyStatement>("NOTIFY n, 'x'");
    parsed<ListenStatement>("LISTEN n");
    parsed<UnlistenStatement>("UNLISTEN *");
    parsed<LoadStatement>("LOAD 'x'");
    parsed<CheckpointStatement>("CHECKPOINT");
    parsed<AlterDatabaseRefreshCollationStatement>("ALTER DATABASE d REFRESH COLLATION VERSION");
}

TEST_CASE("kinds are named like their enumerators") {
    CHECK(statement_kind_name(StatementKind::alter_collation) == "alter_collation");
    CHECK(statement_kind_name(StatementKind::do_) == "do");
    CHECK(statement_kind_name(StatementKind::delete_) == "delete");
    CHECK(statement_kind_name(StatementKind::create_table) == "create_table");
    CHECK(statement_kind_name(StatementKind::view) == "view");
}
