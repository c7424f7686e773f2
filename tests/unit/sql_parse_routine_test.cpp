#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

TEST_CASE("CREATE FUNCTION") {
    constexpr std::string_view text =
        "CREATE OR REPLACE FUNCTION s.f(a int = 1, INOUT b text, VARIADIC c int[]) RETURNS SETOF s.t "
        "LANGUAGE plpgsql "
        "IMMUTABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 5 ROWS 10.5 SUPPORT s.p "
        "SET search_path = s, 'public' SET work_mem FROM CURRENT TRANSFORM FOR TYPE hstore, FOR TYPE jsonb "
        "AS $$ SELECT 1 $$";
    const auto function = parsed<CreateFunctionStatement>(text, 1000);
    CHECK(function->replace);
    CHECK_FALSE(function->procedure);
    CHECK(function->names == Names{"s", "f"});
    REQUIRE(function->parameters.size() == 3);
    CHECK(function->parameters[0].name == "a");
    CHECK(function->parameters[0].default_value);
    CHECK(function->parameters[1].mode == ParameterMode::in_out);
    CHECK(function->parameters[2].mode == ParameterMode::variadic);
    CHECK(function->return_type->setof);
    CHECK(function->return_type->names == Names{"s", "t"});
    const Options& options = function->options;
    CHECK(option(options, "language").text == "plpgsql");
    CHECK(option(options, "volatility").text == "immutable");
    CHECK(option(options, "strict").text == "true");
    CHECK(option(options, "security").text == "true");
    CHECK(option(options, "leakproof").text == "true");
    CHECK(option(options, "parallel").text == "safe");
    CHECK(option(options, "cost").integer == 5);
    CHECK(option(options, "rows").kind == Option::Kind::floating);
    CHECK(option(options, "rows").text == "10.5");
    CHECK(option(options, "support").names == Names{"s", "p"});
    REQUIRE(option(options, "set").setting);
    CHECK(option(options, "set").setting->name == "search_path");
    CHECK(option(options, "set").setting->values == std::vector<std::string>{"s", "public"});
    CHECK(option(options, "transform").list.size() == 2);
    CHECK(option(options, "transform").list[0].type->names == Names{"hstore"});
    CHECK(function->body == std::vector<std::string>{" SELECT 1 "});
    if (parser_version() >= "18")
        CHECK(function->body_location == 1000 + static_cast<Location>(text.find("$$")));
    CHECK_FALSE(function->has_sql_body);
}

TEST_CASE("forms of routines") {
    const auto library =
        parsed<CreateFunctionStatement>("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'symbol'");
    CHECK(library->body == std::vector<std::string>{"lib", "symbol"});
    const auto table = parsed<CreateFunctionStatement>(
        "CREATE FUNCTION f(x users.id%TYPE) RETURNS TABLE (a int, b text) LANGUAGE sql AS ''");
    CHECK(table->parameters.at(0).type.percent_type);
    CHECK(table->parameters.at(2).mode == ParameterMode::table);
    CHECK(table->return_type->setof);

    const auto result = parsed<CreateFunctionStatement>("CREATE FUNCTION f(a int) RETURNS int RETURN a + 1");
    CHECK(result->has_sql_body);
    CHECK(result->sql_body_is_return);
    REQUIRE(result->sql_body.size() == 1);
    const auto* select = as<SelectStatement>(result->sql_body[0].get());
    REQUIRE(select);
    CHECK(node<OperatorExpression>(select->targets[0].value).name == Names{"+"});

    const auto atomic = parsed<CreateFunctionStatement>(
        "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); ; SELECT 2; END");
    CHECK(atomic->procedure);
    CHECK_FALSE(atomic->return_type);
    CHECK(atomic->has_sql_body);
    CHECK_FALSE(atomic->sql_body_is_return);
    REQUIRE(atomic->sql_body.size() == 2);
    CHECK(as<InsertStatement>(atomic->sql_body[0].get()));
    const auto empty = parsed<CreateFunctionStatement>("CREATE PROCEDURE p() BEGIN ATOMIC END");
    CHECK(empty->has_sql_body);
    CHECK(empty->sql_body.empty());
}

TEST_CASE("ALTER FUNCTION, DO, CALL") {
    const auto alter = parsed<AlterFunctionStatement>("ALTER PROCEDURE p(int) SECURITY INVOKER RESET ALL");
    CHECK(alter->object == ObjectKind::procedure);
    CHECK(alter->function.names == Names{"p"});
    CHECK(option(alter->actions, "security").text == "false");
    CHECK(option(alter->actions, "set").setting->kind == VariableSet::Kind::reset_all);

    const auto block = parsed<DoStatement>("DO LANGUAGE plpgsql $x$ BEGIN END $x$", 50);
    CHECK(block->language == "plpgsql");
    CHECK(block->body == " BEGIN END ");
    CHECK(block->body_location == 70);
    CHECK(parsed<DoStatement>("DO 'x'")->language.empty());
    const auto call = parsed<CallStatement>("CALL s.p(1, b => 2)");
    CHECK(node<FunctionCall>(call->call).arguments.size() == 2);
}

TEST_CASE("triggers") {
    const auto trigger = parsed<CreateTriggerStatement>(
        "CREATE OR REPLACE TRIGGER g AFTER INSERT OR UPDATE OF a, b OR DELETE ON s.t REFERENCING OLD TABLE "
        "AS o "
        "NEW TABLE AS n FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION s.f('x', 1, y)");
    CHECK(trigger->replace);
    CHECK(trigger->name == "g");
    CHECK(trigger->relation.schema == "s");
    CHECK(trigger->timing == 0);
    CHECK(trigger->events == (4 | 8 | 16));  // TRIGGER_TYPE_INSERT, DELETE, UPDATE
    CHECK(trigger->columns == std::vector<std::string>{"a", "b"});
    CHECK(trigger->row);
    REQUIRE(trigger->transitions.size() == 2);
    CHECK(trigger->transitions[1].is_new);
    CHECK(trigger->transitions[1].is_table);
    CHECK(trigger->transitions[1].name == "n");
    CHECK(trigger->when);
    CHECK(trigger->function == Names{"s", "f"});
    CHECK(trigger->arguments == std::vector<std::string>{"x", "1", "y"});

    const auto constraint = parsed<CreateTriggerStatement>(
        "CREATE CONSTRAINT TRIGGER g AFTER TRUNCATE ON t FROM u DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "EXECUTE PROCEDURE f()");
    CHECK(constraint->constraint);
    CHECK(constraint->events == 32);
    CHECK(constraint->deferrable);
    CHECK(constraint->initially_deferred);
    CHECK(constraint->constraint_relation->name == "u");
    CHECK(
        parsed<CreateTriggerStatement>("CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()")->timing ==
        2);
    CHECK(parsed<CreateTriggerStatement>("CREATE TRIGGER g INSTEAD OF INSERT ON t EXECUTE FUNCTION f()")
              ->timing == 64);

    const auto event = parsed<CreateEventTriggerStatement>(
        "CREATE EVENT TRIGGER e ON ddl_command_start WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE "
        "FUNCTION f()");
    CHECK(event->event == "ddl_command_start");
    REQUIRE(event->when.size() == 1);
    CHECK(event->when[0].first == "tag");
    CHECK(event->when[0].second == std::vector<std::string>{"DROP TABLE", "DROP VIEW"});
    CHECK(event->function == Names{"f"});
    CHECK(parsed<AlterEventTriggerStatement>("ALTER EVENT TRIGGER e DISABLE")->enabled == 'D');
}

TEST_CASE("rules and policies") {
    const auto rule = parsed<CreateRuleStatement>(
        "CREATE OR REPLACE RULE r AS ON INSERT TO t WHERE NEW.a > 1 DO INSTEAD (DELETE FROM u; NOTIFY n)");
    CHECK(rule->replace);
    CHECK(rule->event == '3');
    CHECK(rule->instead);
    CHECK(rule->where);
    REQUIRE(rule->actions.size() == 2);
    CHECK(as<DeleteStatement>(rule->actions[0].get()));
    const auto nothing = parsed<CreateRuleStatement>("CREATE RULE r AS ON UPDATE TO t DO ALSO NOTHING");
    CHECK(nothing->event == '2');
    CHECK(nothing->actions.empty());

    const auto policy = parsed<CreatePolicyStatement>(
        "CREATE POLICY p ON s.t AS RESTRICTIVE FOR UPDATE TO a, CURRENT_USER USING (x) WITH CHECK (y)");
    CHECK(policy->name == "p");
    CHECK(policy->table.schema == "s");
    CHECK_FALSE(policy->permissive);
    CHECK(policy->command == "update");
    CHECK(policy->roles.size() == 2);
    CHECK(policy->using_);
    CHECK(policy->with_check);
    const auto plain = parsed<CreatePolicyStatement>("CREATE POLICY p ON t");
    CHECK(plain->permissive);
    CHECK(plain->command == "all");
    CHECK(plain->roles.at(0).kind == RoleSpec::Kind::public_);
    const auto altered = parsed<AlterPolicyStatement>("ALTER POLICY p ON t USING (z)");
    CHECK(altered->roles.empty());
    CHECK(altered->using_);
    CHECK_FALSE(altered->with_check);
}

TEST_CASE("casts, transforms, conversions, languages, access methods") {
    const auto cast =
        parsed<CreateCastStatement>("CREATE CAST (text AS s.k) WITH FUNCTION f(text) AS ASSIGNMENT");
    CHECK(cast->source.names == Names{"text"});
    CHECK(cast->target.names == Names{"s", "k"});
    CHECK(cast->function->names == Names{"f"});
    CHECK(cast->context == CreateCastStatement::Context::assignment);
    const auto in_out = parsed<CreateCastStatement>("CREATE CAST (text AS k) WITH INOUT AS IMPLICIT");
    CHECK(in_out->in_out);
    CHECK(in_out->context == CreateCastStatement::Context::implicit);
    CHECK_FALSE(parsed<CreateCastStatement>("CREATE CAST (a AS b) WITHOUT FUNCTION")->function);

    const auto transform = parsed<CreateTransformStatement>(
        "CREATE OR REPLACE TRANSFORM FOR hstore LANGUAGE l (FROM SQL WITH FUNCTION f(internal), "
        "TO SQL WITH FUNCTION g(internal))");
    CHECK(transform->replace);
    CHECK(transform->type.names == Names{"hstore"});
    CHECK(transform->language == "l");
    CHECK(transform->from_sql->names == Names{"f"});
    CHECK(transform->to_sql->names == Names{"g"});
    const auto conversion =
        parsed<CreateConversionStatement>("CREATE DEFAULT CONVERSION c FOR 'UTF8' TO 'LATIN1' FROM f");
    CHECK(conversion->is_default);
    CHECK(conversion->for_encoding == "UTF8");
    CHECK(conversion->to_encoding == "LATIN1");
    CHECK(conversion->function == Names{"f"});
    const auto language = parsed<CreateLanguageStatement>(
        "CREATE OR REPLACE TRUSTED LANGUAGE l HANDLER h INLINE s.i VALIDATOR v");
    CHECK(language->trusted);
    CHECK(language->handler == Names{"h"});
    CHECK(language->inline_handler == Names{"s", "i"});
    CHECK(language->validator == Names{"v"});
    const auto method = parsed<CreateAccessMethodStatement>("CREATE ACCESS METHOD m TYPE TABLE HANDLER h");
    CHECK(method->type == 't');
    CHECK(method->handler == Names{"h"});
}

TEST_CASE("what CREATE defines with a list") {
    const auto aggregate = parsed<DefineStatement>(
        "CREATE OR REPLACE AGGREGATE s.a(float8 ORDER BY VARIADIC \"any\") (sfunc = s.f, stype = int, "
        "initcond = '0')");
    CHECK(aggregate->object == ObjectKind::aggregate);
    CHECK(aggregate->replace);
    CHECK(aggregate->names == Names{"s", "a"});
    CHECK(aggregate->parameters.size() == 2);
    CHECK(aggregate->direct_arguments == 1);
    CHECK(option(aggregate->definition, "sfunc").kind == Option::Kind::type);
    CHECK(option(aggregate->definition, "sfunc").names == Names{"s", "f"});
    CHECK(option(aggregate->definition, "stype").type->names == Names{"pg_catalog", "int4"});
    CHECK(option(aggregate->definition, "initcond").text == "0");
    CHECK(parsed<DefineStatement>("CREATE AGGREGATE a(*) (sfunc = f)")->direct_arguments == -1);
    CHECK(parsed<DefineStatement>("CREATE AGGREGATE a (basetype = int, sfunc = f)")->old_style);

    const auto plus = parsed<DefineStatement>(
        "CREATE OPERATOR s.=== (leftarg = int, rightarg = int, function = f, commutator = OPERATOR(s.===), "
        "hashes)");
    CHECK(plus->object == ObjectKind::operator_);
    CHECK(plus->names == Names{"s", "==="});
    CHECK(option(plus->definition, "commutator").names == Names{"s", "==="});
    CHECK(option(plus->definition, "hashes").kind == Option::Kind::none);
    CHECK(parsed<DefineStatement>("CREATE TYPE k")->definition.empty());
    CHECK(
        parsed<DefineStatement>("CREATE TYPE k (input = i, output = o, internallength = VARIABLE)")->object ==
        ObjectKind::type);
    const auto collation = parsed<DefineStatement>("CREATE COLLATION IF NOT EXISTS c FROM s.\"C\"");
    CHECK(collation->object == ObjectKind::collation);
    CHECK(collation->if_not_exists);
    CHECK(option(collation->definition, "from").names == Names{"s", "C"});
    CHECK(parsed<DefineStatement>("CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)")->object ==
          ObjectKind::ts_configuration);

    const auto altered =
        parsed<AlterOperatorStatement>("ALTER OPERATOR + (int, int) SET (RESTRICT = NONE, JOIN = j)");
    CHECK(altered->operator_.argument_types.size() == 2);
    CHECK(option(altered->options, "restrict").kind == Option::Kind::none);
    CHECK(option(altered->options, "join").names == Names{"j"});
}

TEST_CASE("operator classes and families") {
    const auto opclass = parsed<CreateOperatorClassStatement>(
        "CREATE OPERATOR CLASS s.c DEFAULT FOR TYPE k USING gist FAMILY m AS OPERATOR 1 < (k, k) FOR ORDER "
        "BY s.o, "
        "FUNCTION 2 (k, k) f(k), STORAGE box");
    CHECK(opclass->names == Names{"s", "c"});
    CHECK(opclass->family == Names{"m"});
    CHECK(opclass->access_method == "gist");
    CHECK(opclass->is_default);
    REQUIRE(opclass->items.size() == 3);
    CHECK(opclass->items[0].kind == OperatorClassItem::Kind::operator_);
    CHECK(opclass->items[0].number == 1);
    CHECK(opclass->items[0].order_family == Names{"s", "o"});
    CHECK(opclass->items[1].kind == OperatorClassItem::Kind::function);
    CHECK(opclass->items[1].class_arguments.size() == 2);
    CHECK(opclass->items[1].name.names == Names{"f"});
    CHECK(opclass->items[2].storage->names == Names{"box"});
    CHECK(parsed<CreateOperatorFamilyStatement>("CREATE OPERATOR FAMILY s.m USING btree")->access_method ==
          "btree");
    const auto family =
        parsed<AlterOperatorFamilyStatement>("ALTER OPERATOR FAMILY m USING btree DROP OPERATOR 1 (k, k)");
    CHECK(family->is_drop);
    CHECK(family->items[0].class_arguments.size() == 2);
}
