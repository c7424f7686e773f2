#include <doctest/doctest.h>

#include "sql/quoted_ranges.h"
#include "sql/split.h"

using namespace backout::sql;

namespace {

std::vector<std::string> statements(std::string_view input) {
    const SplitResult result = split(input);
    std::vector<std::string> texts;
    for (const StatementText& statement : result.statements)
        texts.emplace_back(result.statement_text(statement));
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("statements end at semicolons") {
    CHECK(statements("SELECT 1; SELECT 2 ;\nSELECT 3") == Texts{"SELECT 1", "SELECT 2", "SELECT 3"});
    CHECK(statements(";; ;").empty());
    CHECK(statements("").empty());
    const SplitResult result = split("SELECT 1; SELECT 2");
    CHECK(result.statements[0].terminated);
    CHECK_FALSE(result.statements[1].terminated);
}

TEST_CASE("a statement begins at its first token and ends after its last one") {
    const SplitResult result = split("-- who\n/* why */ SELECT 1 -- end\n ;");
    REQUIRE(result.statements.size() == 1);
    CHECK(result.statements[0].begin == 17);
    CHECK(result.statements[0].end == 25);
}

TEST_CASE("quotes hide semicolons") {
    CHECK(statements("SELECT ';', \"a;b\", 'it''s;'; SELECT 2").size() == 2);
    CHECK(statements("SELECT 'a\\'; SELECT 2").size() == 2);  // a backslash is nothing special …
    CHECK(statements("SELECT E'a\\'; SELECT 2'; SELECT 3").size() == 2);  // … but in E''
    CHECK(statements("SELECT e'\\\\'; SELECT 2").size() == 2);
    CHECK(statements("SELECT U&'d\\0061;', U&\"x;\", b'0;', x'1;', n';'; SELECT 2").size() == 2);
    CHECK(statements("SELECT type'a\\'; SELECT 2").size() == 2);  // "type" ends with e, but is no prefix
}

TEST_CASE("an escape string goes on after a line end") {
    // the second part still knows backslashes: PostgreSQL reads one string a'b;
    CHECK(statements("SELECT E'a'\n  'b\\';'; SELECT 2").size() == 2);
    CHECK(statements("SELECT E'a' -- c\n '\\';'; SELECT 2").size() == 2);
}

TEST_CASE("dollar quotes") {
    CHECK(statements("DO $$ BEGIN a; b; END $$; SELECT 1").size() == 2);
    CHECK(statements("DO $x$ $$ ; $y$ ; $x$; SELECT 1").size() == 2);
    CHECK(statements("SELECT a$b; SELECT c$b").size() == 2);  // within a word it is part of the word
    CHECK(statements("SELECT $1; SELECT $2").size() == 2);    // parameters
    CHECK(statements("DO $ä$ ; $ä$; SELECT 1").size() == 2);
}

TEST_CASE("comments nest, and are blanked") {
    const std::string_view input = "SELECT /* a; /* b */ ; */ 1; -- x;\nSELECT 2";
    const SplitResult result = split(input);
    CHECK(result.statements.size() == 2);
    REQUIRE(result.comments.size() == 2);
    CHECK(input.substr(result.comments[0].begin, result.comments[0].end - result.comments[0].begin) ==
          "/* a; /* b */ ; */");
    CHECK(result.text.size() == input.size());
    CHECK(result.text == "SELECT                    1;      \nSELECT 2");
}

TEST_CASE("line ends stay in blanked comments") {
    CHECK(split("/* a\n b\r\n */ SELECT 1").text == "    \n  \r\n    SELECT 1");
    CHECK(split("-- a\rSELECT 1").statements.size() == 1);  // a lone CR ends a comment (scan.l)
    CHECK(split("SELECT 'a' -- c\n 'b'").text == "SELECT 'a'     \n 'b'");
}

TEST_CASE("operators that hold dashes and slashes") {
    CHECK(statements("SELECT 1 - -1, a -> 'b', c */ 2; SELECT 2").size() == 2);
    CHECK(statements("SELECT 1+-- one\n 1; SELECT 2").size() == 2);
}

TEST_CASE("parentheses hold a rule's actions together") {
    CHECK(statements("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3").size() == 2);
}

TEST_CASE("a parenthesis that is never closed does not swallow the other statements") {
    CHECK(statements("CREATE TABLE a (b int; CREATE TABLE c (d int); DROP TABLE e;") ==
          Texts{"CREATE TABLE a (b int", "CREATE TABLE c (d int)", "DROP TABLE e"});
    const SplitResult result = split("SELECT (1, :a; -- c\nSELECT :b; SELECT (2;");
    CHECK(result.statements.size() == 3);
    CHECK(result.comments.size() == 1);
    CHECK(result.variables.size() == 2);
}

TEST_CASE("SQL-standard bodies") {
    CHECK(statements(
              "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; "
              "SELECT 2")
              .size() == 2);
    CHECK(statements("create or replace procedure p() begin atomic insert into t values (1); end; SELECT 2")
              .size() == 2);
    // END may be the last word of the input.
    CHECK(statements("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END").size() == 1);
    CHECK(statements("BEGIN; SELECT 1; END;").size() == 3);  // a transaction is none
    CHECK(statements("CREATE FUNCTION f() RETURNS int RETURN CASE WHEN true THEN 1 END; SELECT 2").size() ==
          2);
}

TEST_CASE("COPY data is found and blanked") {
    const std::string_view input = "COPY t (a, b) FROM stdin;\n1\tit's; \"\n\\N\t$$\n\\.\nSELECT 1;";
    const SplitResult result = split(input);
    REQUIRE(result.statements.size() == 2);
    CHECK(result.statements[0].copy_from_stdin);
    CHECK_FALSE(result.statements[1].copy_from_stdin);
    REQUIRE(result.copy_data.size() == 1);
    CHECK(result.copy_data[0].statement == 0u);
    CHECK(result.copy_data[0].terminated);
    CHECK(result.copy_data[0].begin == 26);
    CHECK(input.substr(result.copy_data[0].end) == "SELECT 1;");
    CHECK(result.statement_text(result.statements[1]) == "SELECT 1");
    CHECK_FALSE(result.unterminated);
}

TEST_CASE("COPY data with CR LF, and without an end") {
    CHECK(statements("COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 1;\r\n").size() == 2);
    const SplitResult result = split("COPY t FROM stdin;\n1\n'");
    CHECK(result.statements.size() == 1);
    CHECK_FALSE(result.copy_data.at(0).terminated);
}

TEST_CASE("what looks like COPY data but isn't") {
    CHECK(statements("COPY (SELECT * FROM stdin) TO STDOUT; SELECT 1;\nSELECT 2").size() == 3);
    CHECK(statements("COPY t FROM '/f';\nSELECT 1;").size() == 2);
    CHECK(statements("COPY t TO STDOUT;\nSELECT 1;").size() == 2);
    CHECK(statements("SELECT a FROM stdin;\nSELECT 1;").size() == 2);
}

TEST_CASE("meta-commands are blanked to the line's end") {
    const SplitResult result = split("\\restrict abc'\n\\set x 1\nSELECT 1;\n\\connect db\n");
    REQUIRE(result.meta_commands.size() == 3);
    CHECK(result.meta_commands[0].name == "restrict");
    CHECK(result.meta_commands[1].name == "set");
    CHECK(result.meta_commands[1].arguments == "x 1");
    CHECK(result.meta_commands[2].arguments == "db");
    CHECK(result.statements.size() == 1);
    CHECK_FALSE(result.unterminated);
}

TEST_CASE("meta-commands that send a statement end it") {
    CHECK(statements("SELECT 1 \\g\nSELECT 2 \\gset x_\nSELECT 3") ==
          Texts{"SELECT 1", "SELECT 2", "SELECT 3"});
    CHECK(statements("SELECT $1 \\bind 1 \\g\nSELECT 2").size() == 2);
    CHECK(statements("SELECT 1\n\\echo x\n + 1;").size() == 1);  // others don't
}

TEST_CASE("two backslashes part a meta-command from SQL on the same line") {
    const SplitResult result = split("\\set a 'x\\\\y' \\\\ SELECT 1;");
    CHECK(result.statements.size() == 1);
    CHECK(result.meta_commands.at(0).arguments == "a 'x\\\\y'");
}

TEST_CASE("a reset statement is gone") {
    const SplitResult result = split("SELECT broken ( \\r\nSELECT 1;");
    REQUIRE(result.statements.size() == 1);
    CHECK(result.statement_text(result.statements[0]) == "SELECT 1");
}

TEST_CASE("escaped semicolons and colons") {
    CHECK(statements("SELECT 1\\; SELECT 2;").size() == 2);
    CHECK(split("SELECT a\\:b").variables.empty());
}

TEST_CASE("rows behind psql's copy are data") {
    const SplitResult result = split("\\copy t from stdin\n1'\n\\.\nSELECT 1;");
    CHECK(result.statements.size() == 1);
    REQUIRE(result.copy_data.size() == 1);
    CHECK_FALSE(result.copy_data[0].statement);
}

TEST_CASE("psql variables are located") {
    const SplitResult result =
        split("SELECT :a, :'b', :\"c\", :{?d}, x::int, y[1:2], z[1:n]; DO $$ :e $$; -- :f");
    REQUIRE(result.variables.size() == 5);
    CHECK(result.variables[0].name == "a");
    CHECK(result.variables[0].begin == 7);
    CHECK(result.variables[0].end == 9);
    CHECK(result.variables[1].form == PsqlVariable::Form::literal);
    CHECK(result.variables[2].form == PsqlVariable::Form::identifier);
    CHECK(result.variables[3].form == PsqlVariable::Form::is_set);
    CHECK(result.variables[4].name == "n");
    CHECK(result.variables[4].in_brackets);
}

TEST_CASE("an assignment and a cast are no variables") {
    CHECK(split("SELECT f(a := 1), b :: text, ':c', \":d\"").variables.empty());
}

TEST_CASE("what is cut short is said in PostgreSQL's words") {
    const auto message = [](std::string_view input) {
        const SplitResult result = split(input);
        REQUIRE(result.unterminated);
        return std::string(result.unterminated->message());
    };
    CHECK(message("SELECT 'abc") == "unterminated quoted string");
    CHECK(message("SELECT E'abc\\'") == "unterminated quoted string");
    CHECK(message("SELECT b'01") == "unterminated bit string literal");
    CHECK(message("SELECT x'01") == "unterminated hexadecimal string literal");
    CHECK(message("SELECT \"abc") == "unterminated quoted identifier");
    CHECK(message("DO $a$ $$") == "unterminated dollar-quoted string");
    CHECK(message("/* /* */") == "unterminated /* comment");
    CHECK(split("SELECT 1; SELECT 'abc").unterminated->begin == 17);
    CHECK_FALSE(split("SELECT 'abc'").unterminated);
}

TEST_CASE("a cut quote is still a statement, for the parser to refuse") {
    CHECK(statements("SELECT 1; SELECT 'abc; SELECT 2").size() == 2);
}

TEST_CASE("offsets stay valid in multi-byte text") {
    const std::string_view input = "SELECT 'ä'; -- ö\nSELECT größe;";
    const SplitResult result = split(input);
    REQUIRE(result.statements.size() == 2);
    CHECK(result.text.size() == input.size());
    CHECK(result.statement_text(result.statements[1]) == "SELECT größe");
}

TEST_CASE("whether there is a statement at all") {
    CHECK_FALSE(has_statement(""));
    CHECK_FALSE(has_statement(" \n ; -- nothing\n /* /* no */ thing */ \\set x 1\n"));
    CHECK(has_statement("-- x\nSELECT 1"));
    CHECK(has_statement("'"));
}

TEST_CASE("hostile input stays linear") {
    std::string unbalanced;
    for (int index = 0; index < 20000; ++index)
        unbalanced += "SELECT (1; ";
    CHECK(split(unbalanced).text.size() == unbalanced.size());  // in a moment, not in minutes
    const std::string nested(200000, '/');
    CHECK(split(nested).statements.size() == 1);
    std::string comments;
    for (int index = 0; index < 100000; ++index)
        comments += "/*";
    CHECK(split(comments).unterminated);
}

TEST_CASE("quoted ranges") {
    const std::string_view text = "a 'b' -- c\n\"d\" $$e$$ E'f\\'' g";
    const auto ranges = find_quoted_ranges(text);
    CHECK(ranges.size() == 5);
    for (const char quoted : {'b', 'c', 'd', 'e', 'f'})
        CHECK(is_quoted(ranges, text.find(quoted)));
    for (const char free : {'a', 'g'})
        CHECK_FALSE(is_quoted(ranges, text.rfind(free)));
}
