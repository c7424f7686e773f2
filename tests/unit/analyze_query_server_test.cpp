// What PostgreSQL servers made of queries: analyze_query_cases.tsv, written by tests/oracle/view_check.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "analyze/deparse.h"
#include "analyze_query_helper.h"

using namespace backout;

namespace {

struct Case {
    std::string majors, query, outcome, text, columns;
};

std::string unescape(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '\\';
        if (escaped) ++i;
        result += !escaped ? text[i] : text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i];
    }
    return result;
}

std::vector<Case> read_cases() {
    const char* other = std::getenv("BACKOUT_QUERY_CASES");
    const std::filesystem::path path =
        other ? other : std::filesystem::path(__FILE__).parent_path() / "analyze_query_cases.tsv";
    std::ifstream file(path);
    REQUIRE_MESSAGE(file, "cannot open ", path);
    std::vector<Case> cases;
    for (std::string line; std::getline(file, line);) {
        std::array<std::string, 5> fields;
        std::size_t start = 0;
        for (std::string& field : fields) {
            const std::size_t end = std::min(line.find('\t', start), line.size());
            field = unescape(std::string_view(line).substr(start, end - start));
            start = std::min(end + 1, line.size());
        }
        cases.push_back({fields[0], fields[1], fields[2], fields[3], fields[4]});
    }
    return cases;
}

std::string error_text(const std::string& sqlstate, const std::string& message, const std::string& detail,
                       const std::string& hint) {
    std::string text = sqlstate + " " + message;
    if (!detail.empty()) text += "\n" + detail;
    if (!hint.empty()) text += "\n" + hint;
    return text;
}

/// What CREATE VIEW itself refuses: the same name twice, and columns of pseudo-types.
std::string refused_as_view(const catalog::Catalog& catalog,
                            const std::vector<catalog::RangeEntry::Column>& columns) {
    std::set<std::string> names;
    for (const auto& column : columns) {
        if (!names.insert(column.name).second)
            return fmt::format("42701 column \"{}\" specified more than once", column.name);
    }
    for (const auto& column : columns) {
        const auto type = catalog::type_info(catalog, column.type);
        if (type && type->kind == catalog::TypeKind::pseudo)
            return fmt::format("42P16 column \"{}\" has pseudo-type {}", column.name,
                               catalog::format_type(catalog, catalog::catalog_only_path(), column.type));
    }
    return {};
}

std::string column_text(const catalog::Catalog& catalog, const catalog::RangeEntry::Column& column) {
    std::string text =
        column.name + " " + catalog::format_type(catalog, catalog::catalog_only_path(), column.type, column.typmod);
    if (column.collation != catalog::invalid_oid && column.collation != catalog::default_collation)
        text += " " + fmt::format("\"{}\"", catalog::collation_info(catalog, column.collation)->name);
    return text;
}

/// A modification as pg_get_functiondef shows it in a function's body.
std::string as_body(test::SchemaMaker& schema, const catalog::QueryPtr& query) {
    auto function = std::make_shared<catalog::Function>();
    function->return_type = 2278;  // void
    function->has_sql_body = true;
    function->sql_body = {query};
    const std::string text = analyze::deparse_function(schema.catalog(), schema.insert_temporary(function));
    const std::size_t start = text.find("BEGIN ATOMIC\n") + 13;
    return text.substr(start, text.rfind(";\nEND") - start);
}

/// The answer to a query as the file has it: outcome and text, a blank line, columns.
std::string answer(test::SchemaMaker& schema, const std::string& query) {
    auto statement = sql::parse_statement(query);
    if (!statement) return statement.error().sqlstate + " " + statement.error().message;
    const auto told = [](const analyze::Error& error) {
        return error_text(error.unknown ? "unknown" : error.sqlstate, error.message, error.detail, error.hint);
    };
    const auto analysed = analyze::analyze_query(schema.context(), **statement);
    if (!analysed) return told(analysed.error());
    if (const auto planned = analyze::check_plan(schema.context(), **analysed); !planned) return told(planned.error());
    if ((*analysed)->command != catalog::Query::Command::select) return "ok " + as_body(schema, *analysed) + "\n\n";
    const auto columns = analyze::result_columns(schema.catalog(), **analysed);
    if (const std::string refused = refused_as_view(schema.catalog(), columns); !refused.empty()) return refused;
    std::string text = "ok " + analyze::deparse_query(schema.catalog(), **analysed) + "\n\n";
    for (std::size_t i = 0; i < columns.size(); ++i)
        text += (i > 0 ? ", " : "") + column_text(schema.catalog(), columns[i]);
    return text;
}

}  // namespace

TEST_CASE("analyze: queries mean and print what the servers make of them") {
    std::map<std::string, std::unique_ptr<test::SchemaMaker>> schemas;
    for (const char* major : {"14", "15", "16", "17", "18"}) {
        schemas[major] = std::make_unique<test::SchemaMaker>(catalog::builtin::nearest_major(std::atoi(major)));
        schemas[major]->run_file("analyze_query_schema.sql");
    }
    for (const Case& expected : read_cases()) {
        const std::string wanted = expected.outcome == "ok"
                                       ? "ok " + expected.text + "\n\n" + expected.columns
                                       : expected.outcome + " " + expected.text;
        std::stringstream majors(expected.majors);
        for (std::string major; std::getline(majors, major, ',');) {
            CAPTURE(major);
            CAPTURE(expected.query);
            CHECK(answer(*schemas[major], expected.query) == wanted);
        }
    }
}
