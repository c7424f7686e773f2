#include "sql_parse_helper.h"

using namespace backout::sql;
using namespace backout::sql::test;

TEST_CASE("constants") {
    using Type = Constant::Type;
    struct Case {
        std::string_view text;
        Type type;
        std::string_view value;
    };
    for (const Case& c : {
             Case{"'it''s'", Type::string, "it's"},
             Case{"E'a\\nb'", Type::string, "a\nb"},
             Case{"$x$ a'b $x$", Type::string, " a'b "},
             Case{"U&'d\\0061t'", Type::string, "dat"},
             Case{"1.50", Type::floating, "1.50"},
             Case{"-1.5e3", Type::floating, "-1.5e3"},
             Case{"3000000000", Type::floating, "3000000000"},
             Case{"B'101'", Type::bit_string, "b101"},
             Case{"X'1F'", Type::bit_string, "x1F"},
             Case{"NULL", Type::null, ""},
         }) {
        CAPTURE(c.text);
        const ExpressionPtr parsed = expression(c.text);
        CHECK(node<Constant>(parsed).type == c.type);
        CHECK(node<Constant>(parsed).text == c.value);
    }
    CHECK(node<Constant>(expression("42")).integer == 42);
    CHECK(node<Constant>(expression("-42")).integer == -42);  // doNegate of gram.y
    CHECK(node<Constant>(expression("TRUE")).boolean);
    CHECK(node<Constant>(expression("false")).type == Type::boolean);
    CHECK_FALSE(node<Constant>(expression("false")).boolean);
}

TEST_CASE("column references") {
    const ExpressionPtr plain = expression("a");
    CHECK(node<ColumnRef>(plain).names == Names{"a"});
    const ExpressionPtr qualified = expression("s.\"T\".a");
    CHECK(node<ColumnRef>(qualified).names == Names{"s", "T", "a"});
    const ExpressionPtr star = expression("t.*");
    CHECK(node<ColumnRef>(star).names == Names{"t"});
    CHECK(node<ColumnRef>(star).star);
    CHECK(node<ParameterRef>(expression("$2")).number == 2);
}

TEST_CASE("operators and what the grammar makes of them") {
    using Form = OperatorExpression::Form;
    struct Case {
        std::string_view text;
        Form form;
        Names name;
        std::size_t list;
    };
    for (const Case& c : {
             Case{"a + b", Form::op, {"+"}, 0},
             Case{"a <> b", Form::op, {"<>"}, 0},
             Case{"a != b", Form::op, {"<>"}, 0},
             Case{"a OPERATOR(s.@@) b", Form::op, {"s", "@@"}, 0},
             Case{"a = ANY (b)", Form::op_any, {"="}, 0},
             Case{"a > ALL (b)", Form::op_all, {">"}, 0},
             Case{"a IS DISTINCT FROM b", Form::distinct, {"="}, 0},
             Case{"a IS NOT DISTINCT FROM b", Form::not_distinct, {"="}, 0},
             Case{"NULLIF(a, b)", Form::nullif, {"="}, 0},
             Case{"a IN (1, 2, 3)", Form::in, {"="}, 3},
             Case{"a NOT IN (1, 2)", Form::in, {"<>"}, 2},
             Case{"a LIKE b", Form::like, {"~~"}, 0},
             Case{"a NOT LIKE b", Form::like, {"!~~"}, 0},
             Case{"a ILIKE b", Form::ilike, {"~~*"}, 0},
             Case{"a SIMILAR TO b", Form::similar, {"~"}, 0},
             Case{"a BETWEEN 1 AND 2", Form::between, {"BETWEEN"}, 2},
             Case{"a NOT BETWEEN 1 AND 2", Form::not_between, {"NOT BETWEEN"}, 2},
             Case{"a BETWEEN SYMMETRIC 1 AND 2", Form::between_symmetric, {"BETWEEN SYMMETRIC"}, 2},
             Case{"a NOT BETWEEN SYMMETRIC 1 AND 2",
                  Form::not_between_symmetric,
                  {"NOT BETWEEN SYMMETRIC"},
                  2},
         }) {
        CAPTURE(c.text);
        const ExpressionPtr parsed = expression(c.text);
        const auto& operation = node<OperatorExpression>(parsed);
        CHECK(operation.form == c.form);
        CHECK(operation.name == c.name);
        CHECK(operation.list.size() == c.list);
        CHECK(operation.left);
        CHECK((operation.right == nullptr) == (c.list > 0));
    }
    const ExpressionPtr prefix = expression("-a");
    CHECK_FALSE(node<OperatorExpression>(prefix).left);
    CHECK(node<OperatorExpression>(prefix).right);
}

TEST_CASE("AND and OR are flat, NOT is not") {
    const ExpressionPtr parsed = expression("a AND b AND NOT (c OR d OR e)");
    const auto& conjunction = node<BooleanExpression>(parsed);
    CHECK(conjunction.operation == BooleanExpression::Operation::and_);
    REQUIRE(conjunction.arguments.size() == 3);
    const auto& negation = node<BooleanExpression>(conjunction.arguments[2]);
    CHECK(negation.operation == BooleanExpression::Operation::not_);
    const auto& disjunction = node<BooleanExpression>(negation.arguments[0]);
    CHECK(disjunction.operation == BooleanExpression::Operation::or_);
    CHECK(disjunction.arguments.size() == 3);
}

TEST_CASE("tests") {
    CHECK_FALSE(node<NullTest>(expression("a IS NULL")).is_not);
    CHECK(node<NullTest>(expression("a NOTNULL")).is_not);
    CHECK(node<BooleanTest>(expression("a IS NOT FALSE")).test == BooleanTest::Test::is_not_false);
    CHECK(node<BooleanTest>(expression("a IS UNKNOWN")).test == BooleanTest::Test::is_unknown);
}

TEST_CASE("conditional expressions") {
    const ExpressionPtr parsed = expression("CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END");
    const auto& choice = node<CaseExpression>(parsed);
    CHECK(choice.argument);
    REQUIRE(choice.whens.size() == 2);
    CHECK(node<Constant>(choice.whens[1].condition).integer == 2);
    CHECK(node<Constant>(choice.whens[1].result).text == "y");
    CHECK(node<Constant>(choice.default_result).text == "z");
    CHECK(node<CoalesceExpression>(expression("COALESCE(a, b, 0)")).arguments.size() == 3);
    CHECK(node<MinMaxExpression>(expression("LEAST(a, b)")).least);
    CHECK_FALSE(node<MinMaxExpression>(expression("GREATEST(a, b)")).least);
}

TEST_CASE("function calls") {
    const ExpressionPtr parsed = expression(
        "s.f(DISTINCT a ORDER BY b DESC NULLS LAST, c USING OPERATOR(s.<)) FILTER (WHERE d) "
        "OVER (w PARTITION BY e ORDER BY f ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)");
    const auto& call = node<FunctionCall>(parsed);
    CHECK(call.name == Names{"s", "f"});
    CHECK(call.aggregate_distinct);
    REQUIRE(call.aggregate_order.size() == 2);
    CHECK(call.aggregate_order[0].direction == SortBy::Direction::descending);
    CHECK(call.aggregate_order[0].nulls == SortBy::Nulls::last);
    CHECK(call.aggregate_order[1].direction == SortBy::Direction::using_);
    CHECK(call.aggregate_order[1].using_operator == Names{"s", "<"});
    CHECK(call.aggregate_filter);
    REQUIRE(call.over);
    CHECK(call.over->refname == "w");
    CHECK(call.over->partition_by.size() == 1);
    CHECK(call.over->order_by.size() == 1);
    CHECK(node<Constant>(call.over->start_offset).integer == 1);

    CHECK(node<FunctionCall>(expression("count(*)")).aggregate_star);
    CHECK(node<FunctionCall>(expression("f(VARIADIC a)")).variadic);
    CHECK(node<FunctionCall>(expression("percentile_cont(0.5) WITHIN GROUP (ORDER BY a)"))
              .aggregate_within_group);
    const ExpressionPtr named = expression("f(a, b => 1)");
    CHECK(node<NamedArgument>(node<FunctionCall>(named).arguments[1]).name == "b");
}

TEST_CASE("calls that SQL writes otherwise") {
    struct Case {
        std::string_view text;
        Names name;
        CoercionForm form;
    };
    for (const Case& c : {
             Case{"extract(year FROM a)", {"pg_catalog", "extract"}, CoercionForm::sql_syntax},
             Case{"substring(a FROM 1 FOR 2)", {"pg_catalog", "substring"}, CoercionForm::sql_syntax},
             Case{"substring(a, 1, 2)", {"substring"}, CoercionForm::explicit_call},
             Case{"a AT TIME ZONE 'UTC'", {"pg_catalog", "timezone"}, CoercionForm::sql_syntax},
             Case{"trim(both FROM a)", {"pg_catalog", "btrim"}, CoercionForm::sql_syntax},
             Case{"position('a' IN b)", {"pg_catalog", "position"}, CoercionForm::sql_syntax},
         }) {
        CAPTURE(c.text);
        const ExpressionPtr parsed = expression(c.text);
        CHECK(node<FunctionCall>(parsed).name == c.name);
        CHECK(node<FunctionCall>(parsed).form == c.form);
    }
    using Function = SqlValueFunction::Function;
    CHECK(node<SqlValueFunction>(expression("CURRENT_TIMESTAMP")).function == Function::current_timestamp);
    const ExpressionPtr precise = expression("CURRENT_TIMESTAMP(3)");
    CHECK(node<SqlValueFunction>(precise).function == Function::current_timestamp_n);
    CHECK(node<SqlValueFunction>(precise).typmod == 3);
    CHECK(node<SqlValueFunction>(expression("current_schema")).function == Function::current_schema);
}

TEST_CASE("casts, collations, arrays, rows, subscripts") {
    const ExpressionPtr cast = expression("a::varchar(10)[]");
    CHECK(node<TypeCast>(cast).type.names == Names{"pg_catalog", "varchar"});
    CHECK(node<TypeCast>(cast).type.modifiers.size() == 1);
    CHECK(node<TypeCast>(cast).type.array_bounds == std::vector<std::int32_t>{-1});
    CHECK(node<CollateClause>(expression("a COLLATE s.\"C\"")).collation == Names{"s", "C"});
    CHECK(node<ArrayExpression>(expression("ARRAY[1, 2]")).elements.size() == 2);
    CHECK(node<RowExpression>(expression("ROW(1)")).explicit_row);
    CHECK_FALSE(node<RowExpression>(expression("(1, 2)")).explicit_row);

    const ExpressionPtr parsed = expression("(a).b[1][2:].*");
    const auto& indirection = node<Indirection>(parsed);
    using Kind = Indirection::Step::Kind;
    REQUIRE(indirection.steps.size() == 4);
    CHECK(indirection.steps[0].field == "b");
    CHECK(indirection.steps[1].kind == Kind::subscript);
    CHECK(node<Constant>(indirection.steps[1].upper).integer == 1);
    CHECK(indirection.steps[2].kind == Kind::slice);
    CHECK(indirection.steps[2].lower);
    CHECK_FALSE(indirection.steps[2].upper);
    CHECK(indirection.steps[3].kind == Kind::star);
}

TEST_CASE("sub-selects") {
    struct Case {
        std::string_view text;
        SubLink::Type type;
        Names operator_name;
    };
    for (const Case& c : {
             Case{"EXISTS (SELECT 1)", SubLink::Type::exists, {}},
             Case{"a IN (SELECT 1)", SubLink::Type::any, {}},
             Case{"a = ANY (SELECT 1)", SubLink::Type::any, {"="}},
             Case{"a < ALL (SELECT 1)", SubLink::Type::all, {"<"}},
             Case{"(SELECT 1)", SubLink::Type::expression, {}},
             Case{"ARRAY(SELECT 1)", SubLink::Type::array, {}},
         }) {
        CAPTURE(c.text);
        const ExpressionPtr parsed = expression(c.text);
        CHECK(node<SubLink>(parsed).type == c.type);
        CHECK(node<SubLink>(parsed).operator_name == c.operator_name);
        CHECK(as<SelectStatement>(node<SubLink>(parsed).query.get()));
    }
}

TEST_CASE("XML") {
    const ExpressionPtr element = expression("xmlelement(name foo, xmlattributes(a AS b), c)");
    const auto& xml = node<XmlExpression>(element);
    CHECK(xml.operation == XmlExpression::Operation::element);
    CHECK(xml.name == "foo");
    REQUIRE(xml.named_arguments.size() == 1);
    CHECK(xml.named_arguments[0].first == "b");
    CHECK(xml.arguments.size() == 1);
    CHECK(node<XmlExpression>(expression("xmlparse(document a)")).document);
    CHECK(node<XmlExpression>(expression("a IS DOCUMENT")).operation ==
          XmlExpression::Operation::is_document);
    const ExpressionPtr text = expression("xmlserialize(content a AS text INDENT)");
    CHECK(node<XmlSerialize>(text).indent);
    CHECK(node<XmlSerialize>(text).type.names == Names{"text"});
}

TEST_CASE("SQL/JSON") {
    const ExpressionPtr object =
        expression("json_object('a': 1, 'b': c ABSENT ON NULL WITH UNIQUE RETURNING jsonb)");
    CHECK(node<JsonConstructor>(object).function == "json_object");
    CHECK(node<JsonConstructor>(object).arguments.size() == 4);
    CHECK(node<JsonConstructor>(object).absent_on_null);
    CHECK(node<JsonConstructor>(object).unique_keys);
    REQUIRE(node<JsonConstructor>(object).returning);
    CHECK(node<JsonConstructor>(object).returning->names == Names{"jsonb"});

    const ExpressionPtr array = expression("json_array(SELECT 1)");
    CHECK(as<SelectStatement>(node<JsonConstructor>(array).query.get()));

    const ExpressionPtr aggregate = expression("json_arrayagg(a ORDER BY b) FILTER (WHERE c) OVER w");
    CHECK(node<JsonConstructor>(aggregate).aggregate_order.size() == 1);
    CHECK(node<JsonConstructor>(aggregate).aggregate_filter);
    REQUIRE(node<JsonConstructor>(aggregate).over);
    CHECK(node<JsonConstructor>(aggregate).over->name == "w");

    const ExpressionPtr query = expression(
        "json_query(a, '$' PASSING b AS x RETURNING jsonb WITH WRAPPER DEFAULT c ON EMPTY ERROR ON ERROR)");
    const auto& function = node<JsonFunction>(query);
    CHECK(function.function == "json_query");
    CHECK(function.arguments.size() == 3);
    CHECK(function.argument_names == std::vector<std::string>{"", "", "x"});
    CHECK(function.behavior == "with unconditional wrapper default on empty error on error");
    CHECK(node<ColumnRef>(function.on_empty).names == Names{"c"});
    CHECK_FALSE(function.on_error);
    CHECK(node<JsonFunction>(expression("json_value(a, '$.b')")).function == "json_value");
    CHECK(node<JsonFunction>(expression("json_exists(a, '$.b')")).function == "json_exists");
    CHECK(node<JsonIsPredicate>(expression("a IS JSON OBJECT WITH UNIQUE KEYS")).unique_keys);
    CHECK(node<JsonConstructor>(expression("json_scalar(1)")).function == "json_scalar");
    const ExpressionPtr bytes = expression("json_serialize(a RETURNING bytea FORMAT JSON ENCODING UTF8)");
    CHECK(node<JsonConstructor>(bytes).returning_format == "json encoding utf8");
    const ExpressionPtr formatted = expression("json(a FORMAT JSON ENCODING UTF8)");
    CHECK(node<JsonValue>(node<JsonConstructor>(formatted).arguments[0]).encoding == "utf8");
}

TEST_CASE("grouping and positioned rows") {
    CHECK(node<GroupingFunction>(expression("GROUPING(a, b)")).arguments.size() == 2);
    const auto update = parsed<UpdateStatement>("UPDATE t SET a = DEFAULT WHERE CURRENT OF c");
    CHECK(node<CurrentOf>(update->where).cursor == "c");
    CHECK(as<SetToDefault>(update->targets[0].value.get()));
}
