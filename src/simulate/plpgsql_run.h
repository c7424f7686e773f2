#pragma once

#include <functional>

#include "simulate/context.h"
#include "simulate/evaluate.h"
#include "sql/plpgsql/tree.h"

/// PL/pgSQL as far as it changes the schema: static SQL and constant dynamic SQL are simulated, guards over the system
/// catalogs are decided, handlers catch what they would catch. What hangs on rows is told as an uncertainty where it
/// could change the schema, and passed over where it could not.
namespace backout::simulate {

class PlpgsqlRun {
public:
    PlpgsqlRun(StatementContext& context, std::string_view body);

    /// Makes the routine that the body is of known: its arguments are variables, its result type is what RETURN gives.
    /// `arguments` are the values of its input arguments, in order.
    void bind(const catalog::Function& routine, const std::vector<Value>& arguments);
    /// COMMIT and ROLLBACK are possible: no transaction block is open around a DO or CALL.
    void allow_transaction_control() { atomic_ = false; }

    Status run();
    /// Runs the body as statements of SQL: that of a function in this language.
    Status run_sql_body();

    /// What a function returned; of several OUT parameters a row.
    Value returned() const;
    /// What a function that returns a set returned; nothing where not all of it is known.
    std::optional<EvaluatedRows> returned_rows() const;

private:
    using Statement = sql::plpgsql::Statement;
    using Statements = sql::plpgsql::Statements;
    using Range = sql::plpgsql::Range;

    /// Where control goes after a statement.
    enum class Flow : std::uint8_t { next, exit, continue_, return_ };
    using FlowResult = Result<Flow>;

    /// Everything that an exception block takes back.
    struct Mark {
        catalog::Position position = 0;
        SessionState state;
        std::size_t locks = 0, scans = 0, rewrites = 0, notices = 0, dropped = 0, data = 0;
    };

    // plpgsql_run.cpp
    FlowResult run_statements(const Statements& statements);
    FlowResult run_statement(const Statement& statement);
    FlowResult run_block(const Statement& block);
    FlowResult run_handlers(const Statement& block, Error failure, const Mark& mark);
    Status declare(const Statement& block);
    FlowResult run_exit(const Statement& statement);
    Status run_assignment(const Statement& statement);
    Status run_transaction_end();
    FlowResult run_return(const Statement& statement);
    Status return_next(const Statement& statement);
    Status return_query(const Statement& statement);
    void declare_type(const std::string& name, Range type);
    Status assign(const std::string& name, Value value);
    Mark mark() const;
    void return_to(const Mark& mark);

    // plpgsql_branch.cpp
    using Condition = std::function<Result<Value>(const sql::plpgsql::Branch&)>;
    FlowResult run_branches(const Statement& statement);
    FlowResult run_case(const Statement& statement);
    FlowResult choose(const Statement& statement, const Condition& condition, const Statements& otherwise);
    FlowResult pass_over_branches(const std::vector<const Statements*>& possible, std::string_view reason);
    void forget_assigned(const Statements& statements);

    // plpgsql_loop.cpp
    FlowResult run_loop(const Statement& statement);
    FlowResult run_while(const Statement& statement);
    FlowResult run_range(const Statement& statement);
    FlowResult run_foreach(const Statement& statement);
    FlowResult run_query_loop(const Statement& statement);
    /// One turn; true: the loop is to be left, with `flow` as what its surroundings see.
    Result<bool> run_turn(const Statement& statement, Flow& flow);
    void pass_over(const Statement& statement, std::string_view reason);

    // plpgsql_sql.cpp
    Status run_sql(const Statement& statement);
    Status run_execute(const Statement& statement);
    Status run_perform(const Statement& statement);
    /// A statement; `arguments` are those of EXECUTE … USING, null for static SQL.
    Status run_text(const std::string& text, const Statement& statement, const Variables* arguments);
    Status run_utility(const sql::Statement& parsed);
    Result<Variables> using_arguments(const Statement& statement);
    /// Checks and runs a query; its rows where they are known.
    Result<std::optional<EvaluatedRows>> run_query(const sql::Statement& parsed, const std::string& text,
                                                   const Variables* arguments);
    /// Whether an error of analysis would be one of the server's as well, or is due to what isn't known here.
    Status judge_query_error(Error failure, const std::string& text, const Variables* arguments);
    bool mentions_untyped_variable(const std::string& text) const;
    Status assign_rows(const Statement& statement, const std::optional<EvaluatedRows>& rows);
    Status assign_row(const std::vector<std::string>& targets, const std::vector<std::string>& names,
                      const std::vector<Value>& row);
    void forget(const std::vector<std::string>& targets);
    /// The text with variables replaced by their values, NULL for those that aren't known.
    std::string with_values(const std::string& text, bool& replaced) const;
    Result<Value> evaluate(Range expression);
    /// Reports what analysing `SELECT expression` would.
    Status check_expression(Range expression);

    // plpgsql_raise.cpp
    Status run_raise(const Statement& statement);
    Status run_assert(const Statement& statement);
    Result<std::string> raise_message(const Statement& statement);

    std::string_view text_of(Range range) const { return body_.substr(range.begin, range.end - range.begin); }
    std::string shortened(Range range) const;

    StatementContext context_;
    std::string_view body_;
    Variables variables_;
    std::map<std::string, Oid, std::less<>> types_;  ///< of the variables that were declared with one
    std::map<std::string, std::int32_t, std::less<>> typmods_;
    Labels labels_;                                  ///< which may qualify names
    std::vector<std::string> output_names_;          ///< of OUT parameters
    Oid return_type_ = catalog::invalid_oid;
    Value returned_;
    EvaluatedRows rows_;                             ///< of RETURN NEXT and RETURN QUERY
    bool atomic_ = true;
    bool committed_ = false;
    std::vector<Error> handled_;   ///< errors whose handlers are running
    std::string exit_label_;       ///< of the EXIT or CONTINUE under way
    int depth_ = 0;
    int handler_blocks_ = 0;       ///< blocks with handlers that are being run
    int steps_ = 0;                ///< statements run, to bound loops
};

/// Whether statements may change the schema, as far as their words tell: those of the functions that they call too.
bool may_change_schema(const StatementContext& context, const sql::plpgsql::Statements& statements, std::string_view body);

}  // namespace backout::simulate
