#include "project_helper.h"

#include "project/variables.h"

using namespace backout::project;
using namespace backout::project::test;
using backout::text::Position;

namespace {

std::string filled(std::string_view text, const Variables& values,
                   DollarBraces braces = DollarBraces::plain_text) {
    const FilledText result = fill_variables(text, values, braces);
    return result.text.value_or(std::string(text));
}

std::vector<std::string> unfilled(std::string_view text, DollarBraces braces = DollarBraces::plain_text) {
    std::vector<std::string> names;
    for (const UnfilledVariable& variable : fill_variables(text, {}, braces).unfilled)
        names.push_back(variable.name);
    return names;
}

}  // namespace

TEST_CASE("every form is filled in when there is a value") {
    const Variables values{{"schema", "app"}, {"n", "5"}};
    CHECK(filled("CREATE TABLE ${schema}.t (a int DEFAULT ${n});", values) ==
          "CREATE TABLE app.t (a int DEFAULT 5);");
    CHECK(filled("CREATE TABLE {{ .schema }}.t ();", values) == "CREATE TABLE app.t ();");
    CHECK(filled("CREATE TABLE {{schema}}.t ();", values) == "CREATE TABLE app.t ();");
    CHECK(filled("CREATE TABLE {{ index .Options \"schema\" }}.t ();", values) == "CREATE TABLE app.t ();");
    CHECK(filled("SELECT :n, :'schema', :\"schema\", :{?n}, :{?x};", values) ==
          "SELECT 5, 'app', \"app\", TRUE, FALSE;");
    CHECK(filled("DO $$ SELECT '${schema}' $$", values) == "DO $$ SELECT 'app' $$");
}

TEST_CASE("psql's quoting") {
    CHECK(filled("SELECT :'v'", {{"v", "it's"}}) == "SELECT 'it''s'");
    CHECK(filled("SELECT :\"v\"", {{"v", "a\"b"}}) == "SELECT \"a\"\"b\"");
    CHECK(filled("SELECT :'v'", {{"v", "a\\b"}}) == "SELECT  E'a\\\\b'");
}

TEST_CASE("what only looks like a variable stays") {
    const Variables values{{"int", "x"}, {"b", "x"}, {"d", "x"}, {"n", "x"}};
    CHECK(filled("SELECT a::int, '{{a,b},{c,d}}', ':n', f(a := 1)", values) ==
          "SELECT a::int, '{{a,b},{c,d}}', ':n', f(a := 1)");
}

TEST_CASE("unfilled variables are found where SQL is") {
    CHECK(unfilled("CREATE TABLE ${schema}.t (); SELECT ${schema}.f();") == Names{"schema"});  // once
    CHECK(unfilled("CREATE TABLE {{ .schema }}.t ();") == Names{"schema"});
    CHECK(unfilled("SELECT :x, :'y'") == Names{"x", "y"});
}

TEST_CASE("in strings, bodies and comments they may be meant") {
    CHECK(unfilled("INSERT INTO t VALUES ('Hello {{name}}, ${you}'); -- ${x}\nDO $$ SELECT '${y}'; $$")
              .empty());
    CHECK(unfilled("SELECT '${x}' -- ${y}", DollarBraces::filled) ==
          Names{"x", "y"});  // not where the runner fills in
    CHECK(unfilled("SELECT a[1:n]").empty());
}

TEST_CASE("a fallback is a value") {
    CHECK(filled("SELECT ${x:-7}", {}, DollarBraces::filled) == "SELECT 7");
    CHECK(filled("SELECT ${x:-7}", {{"x", "8"}}, DollarBraces::filled) == "SELECT 8");
}

TEST_CASE("places behind a filled variable are those of the file") {
    LoadOptions options;
    options.variables["SCHEMA"] = "a_much_longer_name";
    const Project project = load({{"m/1_a.sql",
                                   "-- +migrate Up\nCREATE TABLE {{ .SCHEMA }}.t (a int);\n"
                                   "DROP TABLE {{ .SCHEMA }}.u, v;\n-- +migrate Down\nSELECT 1;\n"}},
                                 options);
    const Script& up = *project.migrations[0].up;
    CHECK(up.text.find("a_much_longer_name.t") != std::string::npos);
    CHECK(place(up, "(a int)") == Position{2, 30});
    CHECK(place(up, "much_longer") == Position{2, 14});  // within the value: where the variable stands
    CHECK(place(up, ", v") == Position{3, 27});
    CHECK(place(*project.migrations[0].down, "1;") == Position{5, 8});
}

TEST_CASE("an unfilled variable is said once, with its first place") {
    const Project project = load({{"m/1_a.sql", "SELECT 1;\nDROP TABLE {{ .SCHEMA }}.t;"},
                                  {"m/2_b.sql", "DROP TABLE {{ .SCHEMA }}.u;"},
                                  {"m/3_c.sql", "DROP TABLE :table;"}});
    const auto said = notices(project, "unfilled-variable");
    REQUIRE(said.size() == 2);
    CHECK(said[0].message ==
          "{{ .SCHEMA }} looks like a template variable without a value, here and in 1 more file");
    CHECK(said[0].help == "fill it in with --var SCHEMA=VALUE");
    CHECK(said[0].file == "1_a.sql");
    CHECK(said[0].position == Position{2, 12});
    CHECK(said[1].message == ":table looks like a psql variable without a value");
}
