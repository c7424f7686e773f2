#include <algorithm>

#include "simulate/evaluate.h"
#include "simulate/plpgsql_run.h"
#include "sql/parse.h"
#include "sql/plpgsql/lexer.h"
#include "sql/quote.h"
#include "sql/split.h"

/// SQL in PL/pgSQL: static statements, EXECUTE, PERFORM and expressions.
namespace backout::simulate {

namespace {

bool reads_or_writes_rows(const sql::Statement& statement) {
    switch (statement.kind) {
        case sql::StatementKind::select:
        case sql::StatementKind::insert:
        case sql::StatementKind::update:
        case sql::StatementKind::delete_:
        case sql::StatementKind::merge: return true;
        default: return false;
    }
}

bool has_word(std::string_view text, std::string_view word) {
    for (const auto& token : sql::plpgsql::tokenize(text))
        if (token.is(word)) return true;
    return false;
}

}  // namespace

Status PlpgsqlRun::run_sql(const Statement& statement) {
    std::string text(text_of(statement.expression));
    if (!statement.into.empty()) {
        std::size_t begin = statement.into.begin - statement.expression.begin;
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(begin), statement.into.end - statement.into.begin, ' ');
    }
    return run_text(text, statement.targets, true);
}

Status PlpgsqlRun::run_execute(const Statement& statement) {
    BACKOUT_ASSIGN(Value value, evaluate(statement.expression));
    if (value.is_null()) return error("22004", "query string argument of EXECUTE is null");
    if (!value.is_scalar()) {
        forget(statement.targets);
        context_.uncertain(fmt::format("EXECUTE runs SQL that is not known before it runs: {}", shortened(statement.expression)));
        return {};
    }
    const sql::SplitResult pieces = sql::split(value.text);
    for (const sql::StatementText& piece : pieces.statements)
        BACKOUT_TRY(run_text(std::string(pieces.statement_text(piece)), statement.targets, false));
    return {};
}

Status PlpgsqlRun::run_perform(const Statement& statement) {
    return run_text(fmt::format("SELECT {}", text_of(statement.expression)), {}, true);
}

Status PlpgsqlRun::run_text(const std::string& text, const std::vector<std::string>& targets, bool is_static) {
    auto parsed = sql::parse_statement(text);
    if (!parsed) return error(parsed.error().sqlstate, "{}", parsed.error().message);
    if (!*parsed) return {};
    if (is_static && (*parsed)->kind == sql::StatementKind::transaction)
        return error("0A000", "unsupported transaction command in PL/pgSQL");
    BACKOUT_ASSIGN(bool assigned, assign_query(**parsed, targets));
    if (assigned) return {};
    forget(targets);
    variables_["found"] = Value::unknown();
    return run_parsed(**parsed, text, is_static);
}

Status PlpgsqlRun::run_parsed(const sql::Statement& parsed, const std::string& text, bool is_static) {
    Mark start = mark();
    context_.path = context_.session.search_path(context_.catalog);
    Status status = execute_statement(context_, parsed);
    // What IF EXISTS skips in here does not make the whole statement skipped.
    context_.effects.skipped = false;
    context_.effects.skipped_for = catalog::invalid_oid;
    if (status) return {};
    return_to(start);
    if (status.error().unknown) {
        context_.uncertain(status.error().message);
        return {};
    }
    if (!reads_or_writes_rows(parsed)) return status;
    bool replaced = false;
    std::string known = with_values(text, replaced);
    if (!replaced && is_static) return status;
    auto again = replaced ? sql::parse_statement(known) : tl::expected<sql::StatementPtr, sql::SyntaxError>(nullptr);
    if (!again || !*again) return {};
    Status second = execute_statement(context_, **again);
    if (second) return {};
    return_to(start);
    // With placeholders in it only a missing relation is certain to be an error.
    if (second.error().missing.kind == analyze::Missing::Kind::relation) return second;
    return {};
}

Result<bool> PlpgsqlRun::assign_query(const sql::Statement& parsed, const std::vector<std::string>& targets) {
    const auto* query = sql::as<sql::SelectStatement>(&parsed);
    if (!query || targets.empty()) return false;
    BACKOUT_ASSIGN(std::optional<EvaluatedRows> found, Evaluator(context_, variables_).evaluate_query(*query));
    if (!found || !found->exact || !all_alike(found->rows)) return false;
    variables_["found"] = Value::boolean(!found->rows.empty());
    std::vector<Value> row = found->rows.empty() ? std::vector<Value>(found->names.size(), Value::null()) : found->rows.front();
    assign_row(targets, found->names, row);
    return true;
}

void PlpgsqlRun::assign_row(const std::vector<std::string>& targets, const std::vector<std::string>& names,
                            const std::vector<Value>& row) {
    if (targets.size() != 1) {
        for (std::size_t i = 0; i < targets.size(); ++i) variables_[targets[i]] = i < row.size() ? row[i] : Value::null();
        return;
    }
    // One target is a scalar or a record; a row of one column can be read as either.
    Value value = row.size() == 1 ? row.front() : Value{Value::Kind::row, {}, false, {}, {}, {}};
    value.elements = row;
    value.names = names;
    variables_[targets.front()] = std::move(value);
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
    return Evaluator(context_, variables_).evaluate(**parsed);
}

Status PlpgsqlRun::check_expression(Range expression) {
    if (!has_word(text_of(expression), "select")) return {};
    std::string text = fmt::format("SELECT {}", text_of(expression));
    auto parsed = sql::parse_statement(text);
    if (!parsed || !*parsed) return {};
    return run_parsed(**parsed, text, true);
}

}  // namespace backout::simulate
