#include "simulate/do_block.h"

#include "simulate/plpgsql_compile.h"
#include "simulate/plpgsql_run.h"
#include "simulate/routine_call.h"
#include "simulate/statements.h"

/// DO and CALL: bodies that run.
namespace backout::simulate {

Status run_do(StatementContext& context, const sql::DoStatement& statement) {
    std::string language = statement.language.empty() ? "plpgsql" : statement.language;
    if (catalog::find_language(context.catalog, language) == catalog::invalid_oid)
        return error("42704", "language \"{}\" does not exist", language);
    if (language == "sql" || language == "c" || language == "internal")
        return error("0A000", "language \"{}\" does not support inline code execution", language);
    if (language != "plpgsql") {
        context.uncertain(fmt::format("what a DO block in {} does is not simulated", language));
        return {};
    }
    if (checks_function_bodies(context)) BACKOUT_TRY(compile_plpgsql(context, statement.body, nullptr));
    PlpgsqlRun run(context, statement.body);
    if (!context.in_transaction_block) run.allow_transaction_control();
    return run.run();
}

Status run_call(StatementContext& context, const sql::CallStatement& statement) {
    static const Variables none;
    return run_procedure(context, statement, none, context.in_transaction_block);
}

Status run_procedure(StatementContext& context, const sql::CallStatement& statement, const Variables& variables, bool atomic) {
    const auto* call = sql::as<sql::FunctionCall>(statement.call.get());
    if (!call) return unknown("what CALL calls is not known");
    if (variables.empty()) BACKOUT_TRY(analyze::analyze_expression(context.analysis(), *call, analyze::Use::call));
    Evaluator evaluator = Evaluator::running(context, variables);
    std::vector<Value> arguments;
    for (const auto& argument : call->arguments) {
        const auto* named = sql::as<sql::NamedArgument>(argument.get());
        BACKOUT_ASSIGN(Value value, evaluator.evaluate(named ? *named->argument : *argument));
        arguments.push_back(std::move(value));
    }
    BACKOUT_TRY(call_routine(context, *call, std::move(arguments), 'p', atomic));
    return {};
}

}  // namespace backout::simulate
