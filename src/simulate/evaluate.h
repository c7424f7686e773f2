#pragma once

#include "simulate/context.h"
#include "simulate/evaluate_value.h"
#include "simulate/system_relation.h"

/// Values of expressions and queries as far as they follow from constants, variables and the simulated catalog: what
/// guards of migrations ask and what their dynamic SQL is put together from.
namespace backout::simulate {

/// What a query over system relations gives.
struct EvaluatedRows {
    std::vector<std::string> names;
    std::vector<std::vector<Value>> rows;
    /// Rows of which it isn't known whether they meet the condition were met as well: there may be more.
    bool exact = true;
};

class Evaluator {
public:
    Evaluator(const StatementContext& context, const Variables& variables) : context_(context), variables_(variables) {}

    /// Unknown where the value hangs on what isn't simulated. An error is one that the server would raise.
    Result<Value> evaluate(const sql::Expression& expression);
    /// Nothing where it reads anything but system relations or has clauses that aren't evaluated.
    Result<std::optional<EvaluatedRows>> evaluate_query(const sql::SelectStatement& query);

private:
    /// A row that columns may name.
    struct BoundRow {
        std::string name;
        const std::vector<std::string_view>* columns = nullptr;
        const std::vector<Value>* values = nullptr;
    };
    struct FromPart {
        std::string name;
        SystemRelation relation;
    };
    class QueryRun;

    // evaluate.cpp
    Result<Value> evaluate_column(const sql::ColumnRef& reference);
    Result<Value> evaluate_operator(const sql::OperatorExpression& expression);
    Result<Value> evaluate_list(const sql::OperatorExpression& expression);
    Result<Value> evaluate_boolean(const sql::BooleanExpression& expression);
    Result<Value> evaluate_cast(const sql::TypeCast& cast);
    Result<Value> evaluate_sublink(const sql::SubLink& sublink);
    Result<Value> evaluate_case(const sql::CaseExpression& expression);
    // evaluate_function.cpp
    Result<Value> evaluate_call(const sql::FunctionCall& call);

    const StatementContext& context_;
    const Variables& variables_;
    std::vector<BoundRow> bound_;  ///< innermost last
    int depth_ = 0;
};

/// Whether it doesn't matter which of the rows comes first.
bool all_alike(const std::vector<std::vector<Value>>& rows);

/// The value of `'name'::regclass` and its kin: a number. 42P01 and the like where there is no such object.
Result<Value> cast_to_reg(const StatementContext& context, std::string_view type, const std::string& text);

/// format() of PostgreSQL, for known arguments.
Value format_text(const std::string& format, const std::vector<Value>& arguments);
/// Whether a LIKE pattern matches.
bool matches_like(std::string_view text, std::string_view pattern, bool ignore_case);

}  // namespace backout::simulate
