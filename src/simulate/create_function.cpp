#include <algorithm>

#include "analyze/coerce.h"
#include "analyze/references.h"
#include "analyze/type_oid.h"
#include "simulate/function_body.h"
#include "simulate/function_options.h"
#include "simulate/function_parameters.h"
#include "simulate/names.h"
#include "simulate/statements.h"

/// CREATE FUNCTION and CREATE PROCEDURE: commands/functioncmds.c and ProcedureCreate (catalog/pg_proc.c).
namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using catalog::Function;

namespace {

std::string_view kind_phrase(char kind) {
    switch (kind) {
        case 'a': return "an aggregate function";
        case 'p': return "a procedure";
        case 'w': return "a window function";
        default: return "a function";
    }
}

Result<Oid> get_language(const StatementContext& context, const std::string& name) {
    if (Oid language = catalog::find_language(context.catalog, name)) return language;
    if (context.world == World::open && !context.catalog.was_known(ObjectClass::language, catalog::invalid_oid, name))
        return unknown("language \"{}\" is not known", name);
    return error("42704", "language \"{}\" does not exist", name);
}

/// The result type, from RETURNS and OUT parameters.
Result<ReturnType> result_type(StatementContext& context, const sql::CreateFunctionStatement& statement,
                               const RoutineParameters& parameters, std::string_view language) {
    Oid required = parameters.required_result;
    if (statement.procedure) return ReturnType{required ? required : type_oid::void_, false};
    if (!statement.return_type) {
        if (required) return ReturnType{required, false};
        return error("42P13", "function result type must be specified");
    }
    BACKOUT_ASSIGN(ReturnType result, compute_return_type(context, *statement.return_type, language));
    if (required && result.type != required)
        return error("42P13", "function result type must be {} because of OUT parameters", printed_type(context, required));
    return result;
}

/// interpret_AS_clause
Status set_body(StatementContext& context, Function& function, const sql::CreateFunctionStatement& statement,
                std::string_view language) {
    if (statement.has_sql_body) {
        if (language != "sql") return error("42P13", "inline SQL function body only valid for language SQL");
        if (!statement.body.empty()) return error("42P13", "duplicate function body specified");
        function.has_sql_body = true;
        function.sql_body_is_return = statement.sql_body_is_return;
        if (std::any_of(function.argument_types.begin(), function.argument_types.end(), analyze::is_polymorphic))
            return error("42P13", "SQL function with unquoted function body cannot have polymorphic arguments");
        return analyze_sql_body(context, function, statement.sql_body);
    }
    if (statement.body.empty()) return error("42P13", "no function body specified");
    if (language == "c") {
        function.binary = statement.body.front();
        function.source = statement.body.size() > 1 ? statement.body[1] : function.name;
        return {};
    }
    if (statement.body.size() > 1) return error("42P13", "only one AS item needed for language \"{}\"", language);
    function.source = statement.body.front();
    if (language == "internal" && function.source.empty()) function.source = function.name;
    return {};
}

// --- what OR REPLACE may not change -----------------------------------------------------------------------------

std::string signature(const StatementContext& context, const Function& function) {
    std::string types;
    for (Oid type : function.argument_types) {
        if (!types.empty()) types += ",";
        types += printed_type(context, type);
    }
    return fmt::format("{}({})", function.name, types);
}

tl::unexpected<Error> with_drop_hint(tl::unexpected<Error> failure, const StatementContext& context,
                                     const Function& existing) {
    failure.value().hint = fmt::format("Use DROP {} {} first.", existing.kind == 'p' ? "PROCEDURE" : "FUNCTION",
                                       signature(context, existing));
    failure.value().involved = {{existing.oid, 0}};
    return failure;
}

bool is_output_mode(char mode) { return mode == 'o' || mode == 'b' || mode == 't'; }

/// The row that OUT parameters make (build_function_result_tupdesc_d), name and type of each column.
std::vector<std::pair<std::string, Oid>> output_row(const Function& function) {
    std::vector<std::pair<std::string, Oid>> row;
    for (std::size_t i = 0; i < function.argument_modes.size(); ++i)
        if (is_output_mode(function.argument_modes[i])) {
            std::string name = i < function.argument_names.size() ? function.argument_names[i] : std::string();
            if (name.empty()) name = fmt::format("column{}", row.size() + 1);
            row.emplace_back(std::move(name), function.all_argument_types[i]);
        }
    return row;
}

Status check_same_result(const StatementContext& context, const Function& existing, const Function& made) {
    std::string_view message = existing.kind == 'p' ? "cannot change whether a procedure has output parameters"
                                                    : "cannot change return type of existing function";
    if (existing.return_type != made.return_type || existing.returns_set != made.returns_set)
        return with_drop_hint(error("42P13", "{}", message), context, existing);
    if (existing.return_type != type_oid::record) return {};
    if (output_row(existing) == output_row(made)) return {};
    auto failure = with_drop_hint(error("42P13", "cannot change return type of existing function"), context, existing);
    failure.value().detail = "Row type defined by OUT parameters is different.";
    return failure;
}

/// Names of input parameters are part of how a function is called: once given they stay. Outputs that aren't inputs as
/// well have been looked at with the result type.
Status check_same_names(const StatementContext& context, const Function& existing, const Function& made) {
    auto inputs = [](const Function& function) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < function.argument_names.size(); ++i) {
            char mode = i < function.argument_modes.size() ? function.argument_modes[i] : 'i';
            if (mode != 'o' && mode != 't') names.push_back(function.argument_names[i]);
        }
        return names;
    };
    std::vector<std::string> before = inputs(existing);
    std::vector<std::string> after = inputs(made);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].empty() || (i < after.size() && after[i] == before[i])) continue;
        return with_drop_hint(error("42P13", "cannot change name of input parameter \"{}\"", before[i]), context, existing);
    }
    return {};
}

Status check_same_defaults(const StatementContext& context, const Function& existing, const Function& made) {
    if (existing.defaults.size() > made.defaults.size())
        return with_drop_hint(error("42P13", "cannot remove parameter defaults from existing function"), context, existing);
    std::size_t more = made.defaults.size() - existing.defaults.size();
    for (std::size_t i = 0; i < existing.defaults.size(); ++i)
        if (existing.defaults[i]->type != made.defaults[i + more]->type)
            return with_drop_hint(error("42P13", "cannot change data type of existing parameter default value"), context,
                                  existing);
    return {};
}

Status check_replaceable(const StatementContext& context, const Function& existing, const Function& made, bool replace) {
    if (!replace) {
        auto failure = error("42723", "function \"{}\" already exists with same argument types", existing.name);
        failure.value().involved = {{existing.oid, 0}};
        return failure;
    }
    if (existing.kind != made.kind) {
        auto failure = error("42809", "cannot change routine kind");
        failure.value().detail = fmt::format("\"{}\" is {}.", existing.name, kind_phrase(existing.kind));
        failure.value().involved = {{existing.oid, 0}};
        return failure;
    }
    BACKOUT_TRY(check_same_result(context, existing, made));
    BACKOUT_TRY(check_same_names(context, existing, made));
    return check_same_defaults(context, existing, made);
}

void set_dependencies(const Catalog& catalog, Function& function) {
    function.dependencies.clear();
    depend(function, {function.language, 0});
    depend(function, {function.return_type, 0});
    for (Oid type : function.argument_types) depend(function, {type, 0});
    for (Oid type : function.all_argument_types) depend(function, {type, 0});
    for (const catalog::ExprPtr& value : function.defaults) depend(function, analyze::references_of(catalog, *value));
    if (function.support) depend(function, {function.support, 0});
    for (const catalog::QueryPtr& query : function.sql_body) depend(function, analyze::references_of(catalog, *query));
}

/// Puts the function in, in place of an existing one with the same arguments.
Status store_function(StatementContext& context, std::shared_ptr<Function> made, bool replace) {
    Oid existing_oid = catalog::find_function(context.catalog, made->scope, made->name, made->argument_types);
    set_dependencies(context.catalog, *made);
    if (existing_oid == catalog::invalid_oid) {
        context.catalog.insert(std::move(made));
        return {};
    }
    const auto* existing = context.catalog.find<Function>(existing_oid);
    if (!existing) return error("42723", "function \"{}\" already exists with same argument types", made->name);
    BACKOUT_TRY(check_replaceable(context, *existing, *made, replace));
    // Owner, privileges, comment and what depends on it stay (ProcedureCreate).
    context.catalog.change<Function>(existing_oid, [&](Function& changed) {
        made->oid = existing_oid;
        made->owner = changed.owner;
        made->acl = changed.acl;
        made->comment = changed.comment;
        auto extension_dependencies = changed.dependencies;
        std::erase_if(extension_dependencies, [](const catalog::Dependency& dependency) {
            return dependency.type != catalog::DependencyType::extension &&
                   dependency.type != catalog::DependencyType::auto_extension;
        });
        changed = *made;
        changed.dependencies.insert(changed.dependencies.end(), extension_dependencies.begin(), extension_dependencies.end());
    });
    return {};
}

}  // namespace

Status create_function(StatementContext& context, const sql::CreateFunctionStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    BACKOUT_ASSIGN(std::string language, function_language(statement));
    BACKOUT_ASSIGN(Oid language_oid, get_language(context, language));
    RoutineKind routine = statement.procedure ? RoutineKind::procedure : RoutineKind::function;
    BACKOUT_ASSIGN(RoutineParameters parameters, interpret_parameters(context, statement.parameters, routine, language));
    BACKOUT_ASSIGN(ReturnType result, result_type(context, statement, parameters, language));

    auto function = context.make<Function>(name.name, name.scope);
    function->kind = statement.procedure ? 'p' : 'f';
    function->argument_types = std::move(parameters.input_types);
    function->all_argument_types = std::move(parameters.all_types);
    function->argument_modes = std::move(parameters.modes);
    function->argument_names = std::move(parameters.names);
    function->defaults = std::move(parameters.defaults);
    function->variadic_type = parameters.variadic_type;
    function->return_type = result.type;
    function->returns_set = result.is_set;
    function->language = language_oid;
    BACKOUT_TRY(apply_function_options(context, *function, statement.options, true));
    BACKOUT_TRY(set_body(context, *function, statement, language));
    BACKOUT_TRY(check_polymorphic_result(context, function->argument_types, function->return_type));
    for (Oid type : function->all_argument_types)
        BACKOUT_TRY(check_polymorphic_result(context, function->argument_types, type));
    BACKOUT_TRY(store_function(context, function, statement.replace));
    return validate_function(context, *function);
}

Status alter_function(StatementContext& context, const sql::AlterFunctionStatement& statement) {
    BACKOUT_ASSIGN(Oid oid, analyze::lookup_function(context.analysis(), statement.function, statement.object, false));
    const auto* existing = context.catalog.find<Function>(oid);
    if (!existing) return {};
    if (existing->kind == 'a')
        return error("42809", "\"{}\" is an aggregate function", display_name(statement.function.names));
    auto changed = std::static_pointer_cast<Function>(existing->clone());
    BACKOUT_TRY(apply_function_options(context, *changed, statement.actions, false));
    if (changed->support) depend(*changed, {changed->support, 0});
    context.catalog.change<Function>(oid, [&](Function& function) { function = *changed; });
    return {};
}

}  // namespace backout::simulate
