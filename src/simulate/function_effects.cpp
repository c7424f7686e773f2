#include "simulate/function_effects.h"

#include <algorithm>

#include "analyze/references.h"
#include "simulate/routine_call.h"

namespace backout::simulate {

using catalog::Expr;
using catalog::ExprKind;
using catalog::Function;
using catalog::Query;

namespace {

/// What the functions that a query calls ask of its simulation.
struct CalledFunctions {
    std::vector<const Function*> routines;  ///< of the project
    bool sets_config = false;
};

CalledFunctions called_functions(const StatementContext& context, const Query& query) {
    CalledFunctions called;
    analyze::walk(query, [&](const Expr& part) {
        if (part.kind != ExprKind::function) return;
        if (const auto* function = context.catalog.find<Function>(part.object)) {
            if (function->kind == 'f') called.routines.push_back(function);
            return;
        }
        auto info = catalog::function_info(context.catalog, part.object);
        called.sets_config = called.sets_config || (info && info->name == "set_config");
    });
    return called;
}

/// Their effects, where it isn't known for which rows or with what they are called.
void doubt_functions(StatementContext& context, const CalledFunctions& called) {
    for (const Function* function : called.routines)
        if (may_change_schema(context, *function))
            context.uncertain(fmt::format("function {}() is called, whose body may change the schema", function->name));
    if (called.sets_config) context.uncertain("set_config() is called with values that aren't known");
}

/// Whether a trigger is for what a query does.
bool fires(const catalog::Trigger& trigger, Query::Command command) {
    constexpr int on_insert = 4, on_delete = 8, on_update = 16;  // TRIGGER_TYPE_INSERT …, catalog/pg_trigger.h
    switch (command) {
        case Query::Command::insert: return (trigger.type & on_insert) != 0;
        case Query::Command::delete_: return (trigger.type & on_delete) != 0;
        case Query::Command::update: return (trigger.type & on_update) != 0;
        case Query::Command::merge: return true;
        default: return false;
    }
}

void doubt_triggers(StatementContext& context, const Query& query) {
    auto place = static_cast<std::size_t>(query.result_relation);
    if (query.result_relation <= 0 || place > query.range_table.size()) return;
    Oid target = query.range_table[place - 1].relation;
    for (const auto* trigger : context.catalog.members_of_class<catalog::Trigger>(target)) {
        const auto* function = context.catalog.find<Function>(trigger->function);
        if (!function || trigger->enabled == 'D' || !fires(*trigger, query.command)) continue;
        if (may_change_schema(context, *function))
            context.uncertain(fmt::format("trigger \"{}\" fires, and the body of its function {}() may change the schema",
                                          trigger->name, function->name));
    }
}

}  // namespace

Status apply_function_effects(StatementContext& context, const Query& query, const sql::Statement& statement) {
    static const Variables none;
    BACKOUT_TRY(run_functions(context, &query, statement, none, false));
    return {};
}

Result<std::optional<EvaluatedRows>> run_functions(StatementContext& context, const Query* query,
                                                   const sql::Statement& statement, const Variables& variables,
                                                   bool wants_rows) {
    CalledFunctions called;
    if (query) {
        called = called_functions(context, *query);
        doubt_triggers(context, *query);
    }
    bool calls = !called.routines.empty() || called.sets_config;
    if (query && !calls && !wants_rows) return std::nullopt;
    std::optional<EvaluatedRows> rows;
    if (const auto* select = sql::as<sql::SelectStatement>(&statement)) {
        BACKOUT_ASSIGN(rows, Evaluator::running(context, variables).evaluate_query(*select));
    }
    if (calls && (!rows || !rows->exact)) doubt_functions(context, called);
    return rows;
}

}  // namespace backout::simulate
