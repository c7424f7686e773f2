#pragma once

#include "simulate/context.h"
#include "simulate/evaluate_value.h"
#include "simulate/system_relation.h"

/// Values of expressions and queries as far as they follow from constants, variables and the simulated catalog: what
/// guards of migrations ask and what their dynamic SQL is put together from.
namespace backout::simulate {

/// What a query gives.
struct EvaluatedRows {
    std::vector<std::string> names;
    std::vector<std::vector<Value>> rows;
    /// Rows of which it isn't known whether they meet the condition were met as well: there may be more.
    bool exact = true;
    /// Of a function: it gives values, not rows.
    bool is_scalar = false;
};

class Evaluator {
public:
    Evaluator(const StatementContext& context, const Variables& variables) : context_(context), variables_(variables) {}
    /// One that also runs the functions of the project that are called, with what they do to the catalog.
    static Evaluator running(StatementContext& context, const Variables& variables, const Labels* labels = nullptr) {
        Evaluator evaluator(context, variables);
        evaluator.runner_ = &context;
        evaluator.labels_ = labels;
        return evaluator;
    }

    /// Unknown where the value hangs on what isn't simulated. An error is one that the server would raise.
    Result<Value> evaluate(const sql::Expression& expression);
    /// Nothing where it reads anything but system relations or has clauses that aren't evaluated.
    Result<std::optional<EvaluatedRows>> evaluate_query(const sql::SelectStatement& query);

private:
    static constexpr int depth_limit = 60;

    /// A row that columns may name.
    struct BoundRow {
        std::string name;
        const std::vector<std::string_view>* columns = nullptr;
        const std::vector<Value>* values = nullptr;
    };
    class QueryRun;
    struct Aggregates;

    // evaluate.cpp
    Result<Value> evaluate_column(const sql::ColumnRef& reference);
    Result<Value> evaluate_operator(const sql::OperatorExpression& expression);
    Result<Value> evaluate_list(const sql::OperatorExpression& expression);
    Result<Value> evaluate_between(const sql::OperatorExpression& expression);
    Result<Value> evaluate_boolean(const sql::BooleanExpression& expression);
    Result<Value> evaluate_sublink(const sql::SubLink& sublink);
    Result<Value> evaluate_case(const sql::CaseExpression& expression);
    Result<Value> evaluate_indirection(const sql::Indirection& expression);
    Result<Value> evaluate_extreme(const sql::MinMaxExpression& expression);
    Value evaluate_session_function(const sql::SqlValueFunction& function) const;
    // evaluate_cast.cpp
    Result<Value> evaluate_cast(const sql::TypeCast& cast);
    // evaluate_function.cpp
    Result<Value> evaluate_call(const sql::FunctionCall& call);
    Result<std::vector<Value>> evaluate_arguments(const sql::FunctionCall& call);
    // evaluate_set.cpp
    static bool returns_set(const sql::FunctionCall& call);
    static bool is_aggregate(const sql::FunctionCall& call);
    Result<Value> evaluate_aggregate(const sql::FunctionCall& call);
    Result<std::optional<EvaluatedRows>> evaluate_set(const sql::Expression& call);

    const StatementContext& context_;
    const Variables& variables_;
    const Labels* labels_ = nullptr;      ///< that may stand before a variable's name
    StatementContext* runner_ = nullptr;  ///< null: functions of the project are not run
    std::vector<BoundRow> bound_;         ///< innermost last
    std::vector<std::pair<std::string, EvaluatedRows>> tables_;  ///< of WITH, innermost last
    Aggregates* aggregates_ = nullptr;    ///< of the query whose select list is being evaluated
    int depth_ = 0;
};

/// Whether it doesn't matter which of the rows comes first.
bool all_alike(const std::vector<std::vector<Value>>& rows);

/// The value of `'name'::regclass` and its kin: a number. 42P01 and the like where there is no such object.
Result<Value> cast_to_reg(const StatementContext& context, std::string_view type, const std::string& text);

/// The value as one of another type, as a cast or an assignment makes it; the errors are the input function's.
Result<Value> cast_value(const StatementContext& context, Value value, catalog::Oid type, std::int32_t typmod = -1);
/// The elements of an array in its text form, for the plain ones; unknown for others.
Value parse_array(const std::string& text);

/// format() of PostgreSQL, for known arguments.
Value format_text(const std::string& format, const std::vector<Value>& arguments);
/// Whether a LIKE pattern matches.
bool matches_like(std::string_view text, std::string_view pattern, bool ignore_case);
/// Whether a regular expression matches somewhere; nothing for those that mean something else here than there.
std::optional<bool> matches_regular_expression(const std::string& text, const std::string& pattern, bool ignore_case);

}  // namespace backout::simulate
