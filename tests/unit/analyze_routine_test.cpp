#include <doctest/doctest.h>

#include "analyze_query_helper.h"

using namespace backout;

namespace {

const test::SchemaMaker& schema() {
    static const auto made = [] {
        auto maker = std::make_unique<test::SchemaMaker>(catalog::builtin::Major::pg15);
        maker->run_file("analyze_expression_schema.sql");
        return maker;
    }();
    return *made;
}

/// What a DROP of functions or operators finds: its name, "missing", or the error.
std::string found_by(const std::string& text) {
    auto parsed = sql::parse_statement(text);
    REQUIRE_MESSAGE(parsed, text);
    const auto& drop = *sql::as<sql::DropStatement>(parsed->get());
    const sql::ObjectWithArgs& named = *drop.objects[0].function;
    auto oid = drop.object == sql::ObjectKind::operator_
                   ? analyze::lookup_operator(schema().context(), named, drop.missing_ok)
                   : analyze::lookup_function(schema().context(), named, drop.object, drop.missing_ok);
    if (!oid)
        return test::SchemaMaker::describe(oid.error()) +
               (oid.error().hint.empty() ? "" : " | " + oid.error().hint);
    if (*oid == catalog::invalid_oid) return "missing";
    if (auto function = catalog::function_info(schema().catalog(), *oid)) return std::string(function->name);
    return std::string(catalog::operator_info(schema().catalog(), *oid)->name);
}

std::string call(const std::string& text) {
    auto parsed = sql::parse_expression(text);
    REQUIRE(parsed);
    auto analysed = analyze::analyze_expression(schema().context(), **parsed, analyze::Use::call);
    return analysed ? "ok" : test::SchemaMaker::describe(analysed.error());
}

}  // namespace

// What servers 15 and 18 answer; the DROP itself may then be refused for other reasons.
TEST_CASE("functions are found by their signature") {
    CHECK(found_by("DROP FUNCTION f(integer)") == "f");
    CHECK(found_by("DROP FUNCTION f") ==
          "42725 function name \"f\" is not unique | Specify the argument list to select the function "
          "unambiguously.");
    CHECK(found_by("DROP FUNCTION g") == "g");
    CHECK(found_by("DROP FUNCTION g(integer)") == "42883 function g(integer) does not exist");
    CHECK(found_by("DROP FUNCTION f(date)") == "42883 function f(date) does not exist");
    CHECK(found_by("DROP FUNCTION nope") == "42883 could not find a function named \"nope\"");
    CHECK(found_by("DROP FUNCTION nowhere.f(integer)") == "3F000 schema \"nowhere\" does not exist");
    CHECK(found_by("DROP FUNCTION IF EXISTS nowhere.f(integer)") == "missing");
    CHECK(found_by("DROP FUNCTION f(no_type)") == "42704 type \"no_type\" does not exist");
    CHECK(found_by("DROP FUNCTION IF EXISTS f(no_type)") == "missing");
    CHECK(found_by("DROP FUNCTION IF EXISTS f(date)") == "missing");
    CHECK(found_by("DROP FUNCTION vari(VARIADIC integer[])") == "vari");
    CHECK(found_by("DROP FUNCTION outs(integer)") == "outs");
    CHECK(found_by("DROP FUNCTION outs(integer, OUT integer, OUT text)") == "outs");
    CHECK(found_by("DROP FUNCTION outs(integer, integer, text)") ==
          "42883 function outs(integer, integer, text) does not exist");
}

TEST_CASE("functions, procedures and aggregates are told apart") {
    CHECK(found_by("DROP FUNCTION proc(integer)") == "42809 proc(integer) is not a function");
    CHECK(found_by("DROP FUNCTION IF EXISTS proc(integer)") == "42809 proc(integer) is not a function");
    CHECK(found_by("DROP FUNCTION proc") == "42883 could not find a function named \"proc\"");
    CHECK(found_by("DROP PROCEDURE proc") == "proc");
    CHECK(found_by("DROP PROCEDURE proc(integer)") == "proc");
    CHECK(found_by("DROP PROCEDURE f(integer)") == "42809 f(integer) is not a procedure");
    CHECK(found_by("DROP PROCEDURE g") == "42883 could not find a procedure named \"g\"");
    CHECK(found_by("DROP PROCEDURE nope(integer)") == "42883 procedure nope(integer) does not exist");
    CHECK(found_by("DROP ROUTINE proc") == "proc");
    CHECK(found_by("DROP ROUTINE f") ==
          "42725 routine name \"f\" is not unique | Specify the argument list to select the routine "
          "unambiguously.");
    CHECK(found_by("DROP ROUTINE nope(integer)") == "42883 function nope(integer) does not exist");
    CHECK(found_by("DROP AGGREGATE f(integer)") == "42809 function f(integer) is not an aggregate");
    CHECK(found_by("DROP AGGREGATE nope(*)") == "42883 aggregate nope(*) does not exist");
    CHECK(found_by("DROP AGGREGATE nope(integer)") == "42883 aggregate nope(integer) does not exist");
    CHECK(found_by("DROP AGGREGATE sum(integer)") == "sum");
}

TEST_CASE("operators are found by their operands") {
    CHECK(found_by("DROP OPERATOR +(integer, integer)") == "+");
    CHECK(found_by("DROP OPERATOR -(none, integer)") == "-");
    CHECK(found_by("DROP OPERATOR +(date, date)") == "42883 operator does not exist: date + date");
    CHECK(found_by("DROP OPERATOR +(none, date)") == "42883 operator does not exist: + date");
    CHECK(found_by("DROP OPERATOR +(integer, none)") == "42601 postfix operators are not supported");
    CHECK(found_by("DROP OPERATOR nowhere.+(integer, integer)") ==
          "42883 operator does not exist: integer nowhere.+ integer");
    CHECK(found_by("DROP OPERATOR IF EXISTS nowhere.+(integer, integer)") == "missing");
    CHECK(found_by("DROP OPERATOR +(no_type, integer)") == "42704 type \"no_type\" does not exist");
}

TEST_CASE("CALL takes procedures and nothing else") {
    CHECK(call("proc(1)") == "ok");
    CHECK(call("proc('x')") == "22P02 invalid input syntax for type integer: \"x\"");
    CHECK(call("f(1)") == "42809 f(integer) is not a procedure");
    CHECK(call("lower('x')") == "42809 lower(unknown) is not a procedure");
    CHECK(call("nope(1)") == "42883 procedure nope(integer) does not exist");
    CHECK(call("proc(f(1))") == "ok");
    CHECK(call("proc((SELECT 1))") == "0A000 cannot use subquery in CALL argument");
}
