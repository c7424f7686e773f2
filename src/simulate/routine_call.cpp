#include "simulate/routine_call.h"

#include <algorithm>

#include "simulate/plpgsql_run.h"
#include "simulate/privileges.h"
#include "simulate/settings.h"

namespace backout::simulate {

using catalog::Function;
using catalog::FunctionInfo;

namespace {

/// A server's stack holds some thousand calls; nobody's migration nests them deeper than this.
constexpr int depth_limit = 40;

/// Calls under way on this thread: a simulation runs on one.
thread_local int depth = 0;

struct Nesting {
    Nesting() { ++depth; }
    ~Nesting() { --depth; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
};

bool takes(const FunctionInfo& function, const sql::FunctionCall& call) {
    std::size_t given = call.arguments.size(), all = function.argument_types.size();
    if (function.kind == 'p') all = std::max(all, function.total_arguments());
    if (given > all) return function.variadic_type != catalog::invalid_oid;
    std::size_t least = function.argument_types.size() - std::min(function.default_count, function.argument_types.size());
    return given >= least || function.variadic_type != catalog::invalid_oid;
}

std::vector<FunctionInfo> candidates(const StatementContext& context, const sql::FunctionCall& call, char kind) {
    std::vector<FunctionInfo> found;
    if (call.name.size() == 1)
        found = catalog::functions_named(context.catalog, context.path, call.name.front());
    else if (Oid scope = catalog::find_namespace(context.catalog, call.name[call.name.size() - 2]))
        catalog::functions_named(context.catalog, scope, call.name.back(), found);
    std::erase_if(found, [&](const FunctionInfo& one) {
        return (one.object && one.kind != kind) || !takes(one, call);
    });
    return found;
}

/// The one that is called; null where several are possible and analysis can't tell.
const Function* find_routine(const StatementContext& context, const sql::FunctionCall& call, char kind) {
    std::vector<FunctionInfo> found = candidates(context, call, kind);
    if (found.size() == 1) return found.front().object;
    auto analyzed = analyze::analyze_expression(context.analysis(), call,
                                                kind == 'p' ? analyze::Use::call : analyze::Use::other);
    if (!analyzed || (*analyzed)->kind != catalog::ExprKind::function) return nullptr;
    return context.catalog.find<Function>((*analyzed)->object);
}

/// The input arguments' values in their order, by position and name; defaults are evaluated where they are constants.
Result<std::vector<Value>> input_values(const StatementContext& context, const Function& routine,
                                        const sql::FunctionCall& call, std::vector<Value> given) {
    // Place among all arguments → place among the input ones.
    std::vector<std::string> names;
    std::size_t total = routine.all_argument_types.empty() ? routine.argument_types.size() : routine.all_argument_types.size();
    for (std::size_t i = 0; i < total; ++i) {
        char mode = i < routine.argument_modes.size() ? routine.argument_modes[i] : 'i';
        if (mode == 'o' || mode == 't') {
            // CALL passes something for OUT parameters as well.
            if (routine.kind == 'p' && mode == 'o' && i < given.size() && given.size() == total)
                given[i].kind = Value::Kind::unknown, names.emplace_back();
            continue;
        }
        names.push_back(i < routine.argument_names.size() ? routine.argument_names[i] : std::string());
    }
    std::vector<Value> values(routine.argument_types.size());
    std::size_t first_default = values.size() - std::min(routine.defaults.size(), values.size());
    for (std::size_t i = first_default; i < values.size(); ++i) {
        const catalog::ExprPtr& made = routine.defaults[i - first_default];
        const catalog::Expr* expression = made.get();
        while (expression && expression->kind == catalog::ExprKind::relabel) expression = expression->arguments.front().get();
        if (!expression || expression->kind != catalog::ExprKind::constant) continue;
        values[i] = expression->flag ? Value::null() : Value::scalar(expression->text);
    }
    bool collects = routine.variadic_type != catalog::invalid_oid && !call.variadic;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto* named = sql::as<sql::NamedArgument>(call.arguments[i].get());
        std::size_t place = i;
        if (named) place = static_cast<std::size_t>(std::find(names.begin(), names.end(), named->name) - names.begin());
        if (collects && place + 1 >= values.size() && !values.empty()) {
            if (values.back().kind != Value::Kind::array) values.back() = Value::array({});
            values.back().elements.push_back(std::move(given[i]));
        } else if (place < values.size()) {
            values[place] = std::move(given[i]);
        }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        BACKOUT_ASSIGN(values[i], cast_value(context, std::move(values[i]), routine.argument_types[i]));
    }
    return values;
}

/// What a function's SET clauses and SECURITY DEFINER change while it runs.
class RoutineSettings {
public:
    RoutineSettings(SessionState& state, const Function& routine) : state_(state), role_(state.current_role) {
        if (routine.security_definer) state.current_role = routine.owner;
        for (const auto& [name, value] : routine.configuration) {
            auto found = state.settings.find(name);
            before_.emplace_back(name, found == state.settings.end() ? std::nullopt : std::optional(found->second));
            apply_setting(state, name, value, false);
        }
    }
    ~RoutineSettings() {
        state_.current_role = role_;
        for (auto& [name, value] : before_) apply_setting(state_, name, std::move(value), false);
    }
    RoutineSettings(const RoutineSettings&) = delete;
    RoutineSettings& operator=(const RoutineSettings&) = delete;

private:
    SessionState& state_;
    Oid role_;
    std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

/// A routine's body, run; its results are in `run`.
template <class Take>
Status run_routine(StatementContext& context, const Function& routine, const std::vector<Value>& values, bool atomic, Take take) {
    BACKOUT_TRY(check_privilege(context, ObjectClass::function, routine.oid, catalog::privilege_execute));
    std::string language = catalog::language_name(context.catalog, routine.language);
    if (language != "plpgsql" && (language != "sql" || routine.has_sql_body)) {
        if (language != "c" && language != "internal" && language != "sql")
            context.uncertain(fmt::format("what {}() in language {} does is not simulated", routine.name, language));
        return {};
    }
    if (depth >= depth_limit) {
        context.uncertain(fmt::format("calls of {}() are nested too deep to be simulated", routine.name));
        return {};
    }
    Nesting nesting;
    // The body may replace or drop what it is of.
    const std::string body = routine.source;
    PlpgsqlRun run(context, body);
    run.bind(routine, values);
    if (!atomic) run.allow_transaction_control();
    RoutineSettings settings(context.session.state, routine);
    BACKOUT_TRY(language == "sql" ? run.run_sql_body() : run.run());
    take(run);
    return {};
}

bool is_null_for_null(const Function& routine, const std::vector<Value>& values) {
    return routine.strict && std::any_of(values.begin(), values.end(), [](const Value& value) { return value.is_null(); });
}

/// Why what a call does isn't known, where it may matter.
void doubt(StatementContext& context, const sql::FunctionCall& call, char kind) {
    auto found = candidates(context, call, kind);
    bool matters = std::any_of(found.begin(), found.end(), [&](const FunctionInfo& one) {
        return one.object && may_change_schema(context, *one.object);
    });
    if (matters) context.uncertain(fmt::format("which function {} is called is not known", call.name.back()));
}

}  // namespace

bool names_routine(const StatementContext& context, const sql::FunctionCall& call, char kind) {
    auto found = candidates(context, call, kind);
    return std::any_of(found.begin(), found.end(), [](const FunctionInfo& one) { return one.object != nullptr; });
}

Result<Value> call_routine(StatementContext& context, const sql::FunctionCall& call, std::vector<Value> arguments, char kind,
                           bool atomic) {
    const Function* routine = find_routine(context, call, kind);
    if (!routine) {
        doubt(context, call, kind);
        return Value::unknown();
    }
    BACKOUT_ASSIGN(std::vector<Value> values, input_values(context, *routine, call, std::move(arguments)));
    if (is_null_for_null(*routine, values)) return Value::null();
    Value result;
    BACKOUT_TRY(run_routine(context, *routine, values, atomic, [&](const PlpgsqlRun& run) { result = run.returned(); }));
    return result;
}

Result<std::optional<EvaluatedRows>> call_set_routine(StatementContext& context, const sql::FunctionCall& call,
                                                      std::vector<Value> arguments) {
    const Function* routine = find_routine(context, call, 'f');
    if (!routine) {
        doubt(context, call, 'f');
        return std::nullopt;
    }
    BACKOUT_ASSIGN(std::vector<Value> values, input_values(context, *routine, call, std::move(arguments)));
    const std::string name = routine->name;
    bool returns_set = routine->returns_set;
    if (is_null_for_null(*routine, values)) return std::nullopt;
    std::optional<EvaluatedRows> rows;
    BACKOUT_TRY(run_routine(context, *routine, values, true, [&](const PlpgsqlRun& run) {
        if (returns_set) {
            rows = run.returned_rows();
            if (rows && rows->is_scalar) rows->names = {name};
            return;
        }
        Value value = run.returned();
        if (value.is_unknown()) return;
        rows.emplace();
        rows->is_scalar = value.kind != Value::Kind::row;
        rows->names = rows->is_scalar ? std::vector<std::string>{name} : value.names;
        rows->rows.push_back(rows->is_scalar ? std::vector<Value>{value} : value.elements);
    }));
    return rows;
}

}  // namespace backout::simulate
