#include "simulate/evaluate.h"
#include "simulate/plpgsql_run.h"
#include "sql/plpgsql/condition_names.h"

/// RAISE and ASSERT (exec_stmt_raise, exec_stmt_assert; pl_exec.c).
namespace backout::simulate {

namespace {

/// The SQLSTATE of a condition name, or the text itself when it is one.
std::string sqlstate_of(const std::string& condition) {
    auto codes = sql::plpgsql::sqlstates_of(condition);
    return codes.empty() ? condition : std::string(codes.front());
}

}  // namespace

/// Each % of the format is an argument, %% a percent sign.
Result<std::string> PlpgsqlRun::raise_message(const Statement& statement) {
    if (statement.expression.empty()) return statement.condition;
    BACKOUT_ASSIGN(Value format, evaluate(statement.expression));
    std::string message;
    std::size_t next = 0;
    for (std::size_t i = 0; i < format.text.size(); ++i) {
        if (format.text[i] != '%') {
            message += format.text[i];
        } else if (i + 1 < format.text.size() && format.text[i + 1] == '%') {
            message += format.text[++i];
        } else if (next < statement.arguments.size()) {
            BACKOUT_ASSIGN(Value argument, evaluate(statement.arguments[next++]));
            message += argument.is_scalar() ? argument.output() : argument.is_null() ? "<NULL>" : "…";
        }
    }
    return message;
}

Status PlpgsqlRun::run_raise(const Statement& statement) {
    bool bare = statement.level.empty() && statement.condition.empty() && statement.expression.empty() && statement.options.empty();
    if (bare) {
        if (handled_.empty())
            return error("0Z002", "RAISE without parameters cannot be used outside an exception handler");
        return tl::unexpected(handled_.back());
    }
    Error made;
    BACKOUT_ASSIGN(made.message, raise_message(statement));
    bool is_exception = statement.level.empty() || statement.level == "exception";
    made.sqlstate = !statement.condition.empty() ? sqlstate_of(statement.condition) : is_exception ? "P0001" : "00000";
    for (const auto& [name, range] : statement.options) {
        BACKOUT_ASSIGN(Value value, evaluate(range));
        if (!value.is_scalar()) continue;
        if (name == "message") made.message = value.text;
        if (name == "errcode") made.sqlstate = sqlstate_of(value.text);
        if (name == "detail") made.detail = value.text;
        if (name == "hint") made.hint = value.text;
    }
    if (is_exception) return tl::unexpected(std::move(made));
    bool is_sent = statement.level == "notice" || statement.level == "warning" || statement.level == "info";
    if (is_sent) context_.effects.notice(std::move(made.message), std::move(made.sqlstate));
    return {};
}

Status PlpgsqlRun::run_assert(const Statement& statement) {
    BACKOUT_ASSIGN(Value condition, evaluate(statement.expression));
    if (condition.truth() == false || condition.is_null()) return error("P0004", "assertion failed");
    return {};
}

}  // namespace backout::simulate
