// What PostgreSQL servers made of expressions: analyze_expression_cases.tsv, written by
// tests/oracle/expression_check.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <map>

#include "analyze/deparse.h"
#include "analyze/references.h"
#include "analyze_query_helper.h"

using namespace backout;

namespace {

struct Case {
    std::string majors, kind, expression, outcome, text, type;
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
    const char* other = std::getenv("BACKOUT_EXPRESSION_CASES");
    const std::filesystem::path path =
        other ? other : std::filesystem::path(__FILE__).parent_path() / "analyze_expression_cases.tsv";
    std::ifstream file(path);
    REQUIRE_MESSAGE(file, "cannot open ", path);
    std::vector<Case> cases;
    for (std::string line; std::getline(file, line);) {
        std::array<std::string, 6> fields;
        std::size_t start = 0;
        for (std::string& field : fields) {
            const std::size_t end = std::min(line.find('\t', start), line.size());
            field = unescape(std::string_view(line).substr(start, end - start));
            start = std::min(end + 1, line.size());
        }
        cases.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]});
    }
    return cases;
}

std::string error_text(const analyze::Error& error) {
    std::string text = (error.unknown ? "unknown" : error.sqlstate) + " " + error.message;
    if (!error.detail.empty()) text += "\n" + error.detail;
    if (!error.hint.empty()) text += "\n" + error.hint;
    return text;
}

/// One server version's schema, and the analysis of a case in it.
class Analyst {
public:
    Analyst(int major, bool with_extensions)
        : schema_(catalog::builtin::nearest_major(major)), table_name_(with_extensions ? "x" : "t") {
        schema_.run_file("analyze_expression_schema.sql");
        if (with_extensions) schema_.run_file("analyze_extension_schema.sql");
        table_ = catalog::find_relation(schema_.catalog(), schema_.path(), table_name_);
    }

    /// "ok" and the printed expression with its type, or the error.
    std::string answer(const Case& given) const {
        const std::string word = given.kind.substr(0, given.kind.find(' '));
        const bool any_type = word == "value" || word == "extension";
        std::string text = given.expression;
        if (any_type) text = "(" + text + ") IS NOT NULL";
        auto parsed = sql::parse_expression(text);
        if (!parsed) return parsed.error().sqlstate + " " + parsed.error().message;
        auto analysed = analyse(given.kind, **parsed);
        if (!analysed) return error_text(analysed.error());
        if (word == "index") {
            // CREATE INDEX keeps the collation apart and wants what is left to be immutable.
            while ((*analysed)->kind == catalog::ExprKind::collate)
                analysed = (*analysed)->arguments[0];
            if (analyze::volatility_of(schema_.catalog(), **analysed) != 'i')
                return "42P17 functions in index expression must be marked IMMUTABLE";
        }
        if (word == "default" && (*analysed)->flag && (*analysed)->kind == catalog::ExprKind::constant)
            return "ok ";
        if (word == "using") return "ok ";
        std::string printed =
            analyze::deparse_expression(schema_.catalog(), **analysed, table_, word == "trigger");
        if (!any_type || given.type.empty() || given.type == "?") return "ok " + printed;
        return "ok " + printed + "\n" + type_text(given.expression);
    }

private:
    analyze::Scope scope() const {
        analyze::ScopeRelation relation;
        relation.relation = table_;
        relation.name = table_name_;
        return {relation};
    }

    using Analysed = analyze::Result<catalog::ExprPtr>;

    Analysed analyse(const std::string& kind, const sql::Expression& expression) const {
        using analyze::Use;
        const analyze::Context context = schema_.context();
        const std::size_t space = kind.find(' ');
        const std::string word = kind.substr(0, space);
        if (word == "index") return analyze_expression(context, expression, Use::index_expression, scope());
        if (word == "partition") return analyze_expression(context, expression, Use::partition_key, scope());
        if (word == "policy") return analyze_condition(context, expression, Use::policy, scope(), "POLICY");
        if (word == "predicate")
            return analyze_condition(context, expression, Use::index_predicate, scope(), "WHERE");
        if (word == "trigger")
            return analyze_condition(context, expression, Use::trigger_when, old_and_new(), "WHEN");
        if (word == "value" || word == "extension" || word == "check")
            return analyze_condition(context, expression, Use::check, scope(), "CHECK");
        const analyze::TypeReference type =
            *resolve_type(context, *sql::parse_type_name(kind.substr(space + 1)));
        if (word == "domain") {
            const auto info = catalog::type_info(schema_.catalog(), type.type);
            return analyze_domain_check(context, expression, type.type, type.typmod, info->collation);
        }
        if (word == "using") return coerced(expression, Use::alter_type_using, type, scope());
        if (word == "function") return coerced(expression, Use::function_default, {type.type, -1}, {});
        const bool generated = word == "generated";
        return analyze_default(context, expression, "x", type.type, type.typmod, generated,
                               generated ? scope() : analyze::Scope{});
    }

    /// What ALTER TABLE and CREATE FUNCTION do with the expression.
    Analysed coerced(const sql::Expression& expression, analyze::Use use, analyze::TypeReference type,
                     const analyze::Scope& scope) const {
        auto analysed = analyze_expression(schema_.context(), expression, use, scope);
        if (!analysed) return analysed;
        auto converted =
            coerce(schema_.context(), *analysed, type.type, type.typmod, analyze::Coercion::assignment);
        if (!converted || *converted) return converted;
        analyze::Error error;
        error.sqlstate = "42804";
        error.message =
            fmt::format("result of USING clause for column \"txt\" cannot be cast automatically to type {}",
                        catalog::format_type(schema_.catalog(), schema_.path(), type.type));
        error.hint = "You might need to add an explicit cast.";
        return tl::unexpected(error);
    }

    analyze::Scope old_and_new() const {
        analyze::Scope made = scope();
        made.push_back(made[0]);
        made[0].name = "old";
        made[1].name = "new";
        made[1].range_index = 2;
        return made;
    }

    /// The type that a view's column of it has: there is no other clause that takes any type.
    std::string type_text(const std::string& expression) const {
        auto view = sql::parse_statement("SELECT (" + expression + ") FROM " + table_name_);
        auto query = analyze::analyze_query(schema_.context(), **view);
        if (!query) return error_text(query.error());
        const auto column = analyze::result_columns(schema_.catalog(), **query)[0];
        std::string text =
            catalog::format_type(schema_.catalog(), catalog::catalog_only_path(), column.type, column.typmod);
        if (column.collation != catalog::invalid_oid && column.collation != catalog::default_collation)
            text +=
                fmt::format(" \"{}\"", catalog::collation_info(schema_.catalog(), column.collation)->name);
        return text;
    }

    test::SchemaMaker schema_;
    std::string table_name_;
    catalog::Oid table_ = catalog::invalid_oid;
};

std::string expected_answer(const Case& given) {
    std::string text = given.outcome + " " + given.text;
    if (given.outcome == "ok" && !given.type.empty() && given.type != "?") text += "\n" + given.type;
    return text;
}

}  // namespace

TEST_CASE("expressions are analysed and printed as servers do it") {
    std::map<std::pair<int, bool>, Analyst> analysts;
    for (const Case& given : read_cases()) {
        std::size_t at = 0;
        while (at < given.majors.size()) {
            const int major = std::stoi(given.majors.substr(at));
            const bool extensions = given.kind == "extension";
            const Analyst& analyst =
                analysts.try_emplace({major, extensions}, major, extensions).first->second;
            CAPTURE(major);
            CAPTURE(given.kind);
            CAPTURE(given.expression);
            CHECK(analyst.answer(given) == expected_answer(given));
            at = std::min(given.majors.find(',', at), given.majors.size() - 1) + 1;
        }
    }
}
