#pragma once

#include "simulate/context.h"
#include "simulate/evaluate_value.h"
#include "sql/plpgsql/tree.h"

/// PL/pgSQL as far as it changes the schema: static SQL and constant dynamic SQL are simulated, guards over the system
/// catalogs are decided, handlers catch what they would catch. What hangs on rows is told as an uncertainty where it
/// could change the schema, and passed over where it could not.
namespace backout::simulate {

class PlpgsqlRun {
public:
    /// `variables`: arguments of the function that the body is of.
    PlpgsqlRun(StatementContext& context, std::string_view body, Variables variables = {});

    Status run();

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
    FlowResult run_branches(const Statement& statement);
    FlowResult run_case(const Statement& statement);
    FlowResult run_exit(const Statement& statement);
    Status run_assignment(const Statement& statement);
    Mark mark() const;
    void return_to(const Mark& mark);

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
    Status run_text(const std::string& text, const std::vector<std::string>& targets, bool is_static);
    Status run_parsed(const sql::Statement& parsed, const std::string& text, bool is_static);
    Result<bool> assign_query(const sql::Statement& parsed, const std::vector<std::string>& targets);
    void assign_row(const std::vector<std::string>& targets, const std::vector<std::string>& names,
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
    std::vector<Error> handled_;   ///< errors whose handlers are running
    std::string exit_label_;       ///< of the EXIT or CONTINUE under way
    int depth_ = 0;
    int steps_ = 0;                ///< statements run, to bound loops
};

/// Whether statements may change the schema, as far as their words tell.
bool may_change_schema(const sql::plpgsql::Statements& statements, std::string_view body);

}  // namespace backout::simulate
