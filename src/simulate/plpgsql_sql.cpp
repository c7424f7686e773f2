#include <algorithm>

#include "analyze/type_oid.h"
#include "simulate/do_block.h"
#include "simulate/default_privileges.h"
#include "simulate/evaluate.h"
#include "simulate/function_effects.h"
#include "simulate/plpgsql_run.h"
#include "simulate/query_run.h"
#include "simulate/routine_call.h"
#include "simulate/statements.h"
#include "sql/parse.h"
#include "sql/plpgsql/lexer.h"
#include "sql/quote.h"
#include "sql/split.h"

/// SQL in PL/pgSQL: static statements, EXECUTE, PERFORM and expressions.
namespace backout::simulate {

namespace {

bool has_word(std::string_view text, std::string_view word) {
    for (const auto& token : sql::plpgsql::tokenize(text))
        if (token.is(word)) return true;
    return false;
}

/// Variables as parameters: `$1` … first, then the others by name.
struct Parameters {
    std::vector<Oid> types;
    std::vector<std::string> names;

    explicit Parameters(const Variables& variables, const std::map<std::string, Oid, std::less<>>& declared) {
        auto type_of = [&](const std::string& name, const Value& value) {
            auto found = declared.find(name);
            Oid type = found == declared.end() ? value.type : found->second;
            return type == catalog::invalid_oid ? analyze::type_oid::unknown : type;
        };
        for (std::size_t number = 1;; ++number) {
            auto found = variables.find(fmt::format("${}", number));
            if (found == variables.end()) break;
            types.push_back(type_of(found->first, found->second));
            names.emplace_back();
        }
        for (const auto& [name, value] : variables) {
            if (name.starts_with('$') || value.kind == Value::Kind::row) continue;
            types.push_back(type_of(name, value));
            names.push_back(name);
        }
    }
};

}  // namespace

Status PlpgsqlRun::run_sql(const Statement& statement) {
    std::string text(text_of(statement.expression));
    if (!statement.into.empty()) {
        std::size_t begin = statement.into.begin - statement.expression.begin;
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(begin), statement.into.end - statement.into.begin, ' ');
    }
    return run_text(text, statement, nullptr);
}

Status PlpgsqlRun::run_execute(const Statement& statement) {
    BACKOUT_ASSIGN(Value value, evaluate(statement.expression));
    BACKOUT_ASSIGN(Variables arguments, using_arguments(statement));
    if (value.is_null()) return error("22004", "query string argument of EXECUTE is null");
    if (!value.is_scalar()) {
        forget(statement.targets);
        if (may_change_schema(context_, text_of({statement.begin, statement.end})))
            context_.uncertain(fmt::format("EXECUTE runs SQL that is not known before it runs: {}", shortened(statement.expression)));
        return {};
    }
    const sql::SplitResult pieces = sql::split(value.text);
    for (const sql::StatementText& piece : pieces.statements)
        BACKOUT_TRY(run_text(std::string(pieces.statement_text(piece)), statement, &arguments));
    return {};
}

Result<Variables> PlpgsqlRun::using_arguments(const Statement& statement) {
    Variables arguments;
    for (std::size_t i = 0; i < statement.arguments.size(); ++i) {
        BACKOUT_ASSIGN(Value value, evaluate(statement.arguments[i]));
        arguments[fmt::format("${}", i + 1)] = std::move(value);
    }
    return arguments;
}

Status PlpgsqlRun::run_perform(const Statement& statement) {
    return run_text(fmt::format("SELECT {}", text_of(statement.expression)), statement, nullptr);
}

Status PlpgsqlRun::run_text(const std::string& text, const Statement& statement, const Variables* arguments) {
    auto parsed = sql::parse_statement(text);
    if (!parsed) return error(parsed.error().sqlstate, "{}", parsed.error().message);
    if (!*parsed) return {};
    if (!arguments && (*parsed)->kind == sql::StatementKind::transaction)
        return error("0A000", "unsupported transaction command in PL/pgSQL");
    if (arguments && (*parsed)->kind == sql::StatementKind::transaction)
        return error("0A000", "EXECUTE of transaction commands is not implemented");
    if (!is_query(**parsed)) {
        forget(statement.targets);
        return run_utility(**parsed);
    }
    BACKOUT_ASSIGN(auto rows, run_query(**parsed, text, arguments));
    return assign_rows(statement, rows);
}

Status PlpgsqlRun::run_utility(const sql::Statement& parsed) {
    Mark start = mark();
    context_.path = context_.session.search_path(context_.catalog);
    const auto* call = sql::as<sql::CallStatement>(&parsed);
    Status status = call ? run_procedure(context_, *call, variables_, atomic_) : execute_statement(context_, parsed);
    // What IF EXISTS skips in here does not make the whole statement skipped.
    context_.effects.skipped = false;
    context_.effects.skipped_for = catalog::invalid_oid;
    // Before the next statement of the body grants anything.
    if (status) apply_default_privileges(context_.catalog, start.position);
    if (status || !status.error().unknown) return status;
    return_to(start);
    context_.uncertain(status.error().message);
    return {};
}

Result<std::optional<EvaluatedRows>> PlpgsqlRun::run_query(const sql::Statement& parsed, const std::string& text,
                                                           const Variables* arguments) {
    static const std::map<std::string, Oid, std::less<>> untyped;
    Mark start = mark();
    context_.path = context_.session.search_path(context_.catalog);
    const Parameters parameters(arguments ? *arguments : variables_, arguments ? untyped : types_);
    analyze::Context analysis = context_.analysis();
    analysis.parameter_types = parameters.types;
    analysis.parameter_names = parameters.names;
    auto query = note_query(context_, analysis, parsed);
    if (!query) {
        return_to(start);
        BACKOUT_TRY(judge_query_error(std::move(query.error()), text, arguments));
    }
    return run_functions(context_, query ? query->get() : nullptr, parsed, arguments ? *arguments : variables_, true);
}

Status PlpgsqlRun::judge_query_error(Error failure, const std::string& text, const Variables* arguments) {
    if (failure.unknown) {
        context_.uncertain(failure.message);
        return {};
    }
    bool is_certain = failure.missing.kind == analyze::Missing::Kind::relation ||
                      (arguments ? arguments->empty() : !mentions_untyped_variable(text));
    if (is_certain) return tl::unexpected(std::move(failure));
    bool replaced = false;
    auto again = sql::parse_statement(with_values(text, replaced));
    if (!replaced || !again || !*again || !is_query(**again)) return {};
    Mark start = mark();
    auto query = note_query(context_, context_.analysis(), **again);
    if (query) return {};
    return_to(start);
    // With placeholders in it only a missing relation is certain to be an error.
    if (query.error().missing.kind == analyze::Missing::Kind::relation) return tl::unexpected(std::move(query.error()));
    return {};
}

/// Whether the text may name a record or a variable whose type is not known here.
bool PlpgsqlRun::mentions_untyped_variable(const std::string& text) const {
    for (const auto& token : sql::plpgsql::tokenize(text)) {
        if (!token.is_identifier()) continue;
        if (labels_.contains(token.text)) return true;
        if (variables_.contains(token.text) && !types_.contains(token.text)) return true;
    }
    return false;
}

/// INTO and FOUND.
Status PlpgsqlRun::assign_rows(const Statement& statement, const std::optional<EvaluatedRows>& rows) {
    if (!rows || !rows->exact) {
        forget(statement.targets);
        variables_["found"] = Value::unknown();
        return {};
    }
    variables_["found"] = Value::boolean(!rows->rows.empty());
    if (statement.targets.empty()) return {};
    if (statement.strict && rows->rows.empty()) return error("P0002", "query returned no rows");
    if (statement.strict && rows->rows.size() > 1) return error("P0003", "query returned more than one row");
    if (!rows->rows.empty()) {
        if (all_alike(rows->rows)) return assign_row(statement.targets, rows->names, rows->rows.front());
        forget(statement.targets);
        return {};
    }
    return assign_row(statement.targets, rows->names, std::vector<Value>(rows->names.size(), Value::null()));
}

Status PlpgsqlRun::assign_row(const std::vector<std::string>& targets, const std::vector<std::string>& names,
                              const std::vector<Value>& row) {
    if (targets.size() != 1) {
        for (std::size_t i = 0; i < targets.size(); ++i) BACKOUT_TRY(assign(targets[i], i < row.size() ? row[i] : Value::null()));
        return {};
    }
    // One target is a scalar or a record; a row of one column can be read as either.
    if (types_.contains(targets.front())) return assign(targets.front(), row.empty() ? Value::null() : row.front());
    Value value = row.size() == 1 ? row.front() : Value::row({}, {});
    value.elements = row;
    value.names = names;
    return assign(targets.front(), std::move(value));
}

void PlpgsqlRun::forget(const std::vector<std::string>& targets) {
    for (const std::string& target : targets) variables_[target] = Value::unknown();
}

std::string PlpgsqlRun::with_values(const std::string& text, bool& replaced) const {
    auto tokens = sql::plpgsql::tokenize(text);
    std::string result;
    std::size_t copied = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const auto& token = tokens[i];
        bool stands_alone = i == 0 || !tokens[i - 1].is(".");
        if (!token.is_identifier() || !stands_alone || tokens[i + 1].is("(")) continue;
        auto variable = variables_.find(token.text);
        if (variable == variables_.end()) continue;
        const bool is_field = tokens[i + 1].is(".") && i + 2 < tokens.size();
        Value value = is_field ? variable->second.field(tokens[i + 2].text) : variable->second;
        result += text.substr(copied, token.begin - copied);
        result += value.is_scalar() ? sql::quote_literal(value.output()) : "NULL";
        copied = is_field ? tokens[i + 2].end : token.end;
        if (is_field) i += 2;
        replaced = true;
    }
    return result + text.substr(copied);
}

Result<Value> PlpgsqlRun::evaluate(Range expression) {
    auto parsed = sql::parse_expression(text_of(expression));
    if (!parsed || !*parsed) return Value::unknown();
    context_.path = context_.session.search_path(context_.catalog);
    return Evaluator::running(context_, variables_, &labels_).evaluate(**parsed);
}

Status PlpgsqlRun::check_expression(Range expression) {
    if (!has_word(text_of(expression), "select")) return {};
    std::string text = fmt::format("SELECT {}", text_of(expression));
    auto parsed = sql::parse_statement(text);
    if (!parsed || !*parsed || !is_query(**parsed)) return {};
    Mark start = mark();
    const Parameters parameters(variables_, types_);
    analyze::Context analysis = context_.analysis();
    analysis.parameter_types = parameters.types;
    analysis.parameter_names = parameters.names;
    auto query = note_query(context_, analysis, **parsed);
    if (query) return {};
    return_to(start);
    return judge_query_error(std::move(query.error()), text, nullptr);
}

}  // namespace backout::simulate
