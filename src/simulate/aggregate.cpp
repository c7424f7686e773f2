#include "simulate/aggregate.h"

#include <algorithm>

#include "analyze/coerce.h"
#include "analyze/type_oid.h"
#include "simulate/definition_options.h"
#include "simulate/function_parameters.h"
#include "simulate/names.h"

namespace backout::simulate {

using catalog::Function;

namespace {

/// CREATE AGGREGATE name (BASETYPE = …): the one input type, or none for "any" (the string 'ANY').
Result<std::vector<Oid>> old_style_arguments(StatementContext& context, const sql::Options& options) {
    if (!find_option(options, "basetype")) return error("42P13", "aggregate input type must be specified");
    std::string text = option_text(options, "basetype");
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    if (text == "any") return std::vector<Oid>{};
    BACKOUT_ASSIGN(Oid type, option_type(context, options, "basetype"));
    return std::vector<Oid>{type};
}

/// lookup_agg_function: by types that the arguments can be passed as; polymorphic and binary-compatible ones count.
Result<Oid> support_function(StatementContext& context, const sql::Names& names, const std::vector<Oid>& arguments) {
    auto exact = exact_function(context, names, arguments);
    if (exact) return exact;
    std::vector<catalog::FunctionInfo> candidates;
    if (names.size() > 1) {
        BACKOUT_ASSIGN(Oid scope, get_namespace(context, names[names.size() - 2]));
        catalog::functions_named(context.catalog, scope, names.back(), candidates);
    } else {
        candidates = catalog::functions_named(context.catalog, context.path, names.back());
    }
    for (const auto& candidate : candidates) {
        if (candidate.argument_types.size() != arguments.size()) continue;
        bool fits = true;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            Oid declared = candidate.argument_types[i];
            fits = fits && (analyze::is_polymorphic(declared) || declared == analyze::type_oid::any ||
                            catalog::is_binary_coercible(context.catalog, arguments[i], declared));
        }
        if (fits) return candidate.oid;
    }
    return exact;
}


catalog::OptionList other_properties(const sql::Options& options) {
    constexpr std::string_view known[] = {"sfunc", "sfunc1", "stype", "stype1", "finalfunc", "sortop", "basetype"};
    catalog::OptionList properties;
    for (const sql::Option& option : options)
        if (std::find(std::begin(known), std::end(known), option.name) == std::end(known))
            properties.emplace_back(option.name, option.text);
    std::sort(properties.begin(), properties.end());
    return properties;
}

}  // namespace

Status create_aggregate(StatementContext& context, const sql::DefineStatement& statement) {
    BACKOUT_ASSIGN(CreationName name, creation_name(context, statement.names));
    const sql::Options& options = statement.definition;
    if (!find_option(options, "stype") && !find_option(options, "stype1"))
        return error("42P13", "aggregate stype must be specified");
    sql::Names transition = option_names(options, find_option(options, "sfunc") ? "sfunc" : "sfunc1");
    if (transition.empty()) return error("42P13", "aggregate sfunc must be specified");

    auto made = context.make<Function>(name.name, name.scope);
    made->kind = 'a';
    made->language = 12;
    made->volatility = 'i';
    made->source = "aggregate_dummy";
    made->cost = 1;
    if (statement.old_style) {
        BACKOUT_ASSIGN(made->argument_types, old_style_arguments(context, options));
    } else {
        BACKOUT_ASSIGN(RoutineParameters parameters,
                       interpret_parameters(context, statement.parameters, RoutineKind::aggregate, "internal"));
        made->argument_types = std::move(parameters.input_types);
        made->all_argument_types = std::move(parameters.all_types);
        made->argument_modes = std::move(parameters.modes);
        made->argument_names = std::move(parameters.names);
        made->variadic_type = parameters.variadic_type;
    }
    auto data = std::make_shared<Function::AggregateData>();
    BACKOUT_ASSIGN(data->transition_type, option_type(context, options, find_option(options, "stype") ? "stype" : "stype1"));
    data->kind = option_is_true(options, "hypothetical") ? 'h' : statement.direct_arguments >= 0 ? 'o' : 'n';
    data->direct_arguments = std::max(statement.direct_arguments, 0);
    std::vector<Oid> transition_arguments{data->transition_type};
    auto first = made->argument_types.begin() + (data->kind == 'n' ? 0 : data->direct_arguments);
    transition_arguments.insert(transition_arguments.end(), first, made->argument_types.end());
    BACKOUT_ASSIGN(data->transition_function, support_function(context, transition, transition_arguments));
    made->return_type = data->transition_type;
    if (sql::Names final = option_names(options, "finalfunc"); !final.empty()) {
        std::vector<Oid> arguments{data->transition_type};
        if (data->kind != 'n') arguments.insert(arguments.end(), made->argument_types.begin(), first);
        if (option_is_true(options, "finalfunc_extra"))
            arguments.assign(1, data->transition_type), arguments.insert(arguments.end(), made->argument_types.begin(), made->argument_types.end());
        BACKOUT_ASSIGN(data->final_function, support_function(context, final, arguments));
        made->return_type = catalog::function_info(context.catalog, data->final_function)->return_type;
    }
    data->properties = other_properties(options);
    for (Oid type : made->argument_types) depend(*made, {type, 0});
    for (Oid needed : {made->return_type, data->transition_type, data->transition_function, data->final_function})
        if (needed) depend(*made, {needed, 0});
    made->aggregate = data;
    Oid existing = catalog::find_function(context.catalog, made->scope, made->name, made->argument_types);
    if (existing && !statement.replace)
        return error("42723", "function \"{}\" already exists with same argument types", made->name);
    const auto* replaced = context.catalog.find<Function>(existing);
    if (!replaced) {
        context.catalog.insert(std::move(made));
        return {};
    }
    if (replaced->kind != 'a') return error("42809", "cannot change routine kind");
    if (replaced->return_type != made->return_type) return error("42P13", "cannot change return type of existing function");
    made->owner = replaced->owner;
    made->acl = replaced->acl;
    made->oid = existing;
    context.catalog.change<Function>(existing, [&](Function& changed) { changed = *made; });
    return {};
}

}  // namespace backout::simulate
