#include "analyze/type_oid.h"
#include "simulate/evaluate.h"
#include "simulate/names.h"
#include "simulate/plpgsql_run.h"
#include "simulate/statements.h"

/// DO and CALL: bodies that run.
namespace backout::simulate {

using catalog::Function;

namespace {

/// Input arguments as variables of the body: those given as known values, the others unknown.
Result<Variables> argument_variables(StatementContext& context, const Function& function, const sql::FunctionCall& call) {
    Variables variables;
    for (const std::string& name : function.argument_names)
        if (!name.empty()) variables[name] = Value::unknown();
    const Variables none;
    Evaluator evaluator(context, none);
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
        const auto* named = sql::as<sql::NamedArgument>(call.arguments[i].get());
        BACKOUT_ASSIGN(Value value, evaluator.evaluate(named ? *named->argument : *call.arguments[i]));
        variables[fmt::format("${}", i + 1)] = value;
        std::string name = named ? named->name : i < function.argument_names.size() ? function.argument_names[i] : std::string();
        if (!name.empty()) variables[name] = std::move(value);
    }
    return variables;
}

/// The procedure that a call means, by name and number of arguments; null where that doesn't decide it.
const Function* called_procedure(const StatementContext& context, const sql::FunctionCall& call) {
    std::vector<catalog::FunctionInfo> found;
    if (call.name.size() == 1)
        found = catalog::functions_named(context.catalog, context.path, call.name.front());
    else if (Oid scope = catalog::find_namespace(context.catalog, call.name[call.name.size() - 2]))
        catalog::functions_named(context.catalog, scope, call.name.back(), found);
    const Function* procedure = nullptr;
    for (const auto& candidate : found) {
        if (!candidate.object || candidate.kind != 'p') continue;
        if (procedure) return nullptr;
        procedure = candidate.object;
    }
    return procedure;
}

}  // namespace

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
    return PlpgsqlRun(context, statement.body).run();
}

Status run_call(StatementContext& context, const sql::CallStatement& statement) {
    const auto* call = sql::as<sql::FunctionCall>(statement.call.get());
    if (!call) return unknown("what CALL calls is not known");
    BACKOUT_TRY(analyze::analyze_expression(context.analysis(), *call, analyze::Use::call));
    const Function* procedure = called_procedure(context, *call);
    if (!procedure) {
        context.uncertain(fmt::format("which procedure {} is meant is not known", display_name(call->name)));
        return {};
    }
    std::string language = catalog::language_name(context.catalog, procedure->language);
    if (language != "plpgsql") {
        context.uncertain(fmt::format("what procedure {} does is not simulated", procedure->name));
        return {};
    }
    BACKOUT_ASSIGN(Variables variables, argument_variables(context, *procedure, *call));
    std::string body = procedure->source;
    return PlpgsqlRun(context, body, std::move(variables)).run();
}

}  // namespace backout::simulate
