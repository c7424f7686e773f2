#include "simulate/function_parameters.h"

#include <algorithm>

#include "analyze/coerce.h"
#include "analyze/references.h"
#include "analyze/type_oid.h"
#include "simulate/names.h"
#include "simulate/shell_type.h"

namespace backout::simulate {

namespace type_oid = analyze::type_oid;
using sql::ParameterMode;

namespace {

bool is_input(ParameterMode mode) {
    return mode != ParameterMode::out && mode != ParameterMode::table;
}

bool is_output(ParameterMode mode) {
    return mode == ParameterMode::out || mode == ParameterMode::in_out || mode == ParameterMode::table;
}

char mode_letter(ParameterMode mode) {
    return mode == ParameterMode::default_ ? 'i' : static_cast<char>(mode);
}

/// A type that may be a shell, which resolve_type refuses; 42704 where there is none.
Result<analyze::TypeReference> type_or_shell(const StatementContext& context, const sql::TypeName& name) {
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::lookup_type(context.analysis(), name));
    if (found.type != catalog::invalid_oid) return found;
    return analyze::resolve_type(context.analysis(), name);
}

/// The error about a parameter's type has the name without quotes.
Result<analyze::TypeReference> parameter_type_or_shell(const StatementContext& context, const sql::TypeName& name) {
    auto found = type_or_shell(context, name);
    bool is_missing = !found && found.error().sqlstate == "42704";
    if (is_missing && found.error().message.starts_with("type \"")) std::erase(found.error().message, '"');
    return found;
}

/// Works off the parameters one by one.
class ParameterList {
public:
    ParameterList(StatementContext& context, RoutineKind routine, std::string_view language)
        : context_(context), routine_(routine), language_(language) {}

    Status add(const sql::FunctionParameter& parameter) {
        BACKOUT_ASSIGN(Oid type, parameter_type(parameter));
        if (is_input(parameter.mode)) BACKOUT_TRY(add_input(type));
        if (is_output(parameter.mode)) BACKOUT_TRY(add_output(parameter, type));
        if (parameter.mode == ParameterMode::variadic) BACKOUT_TRY(add_variadic(type));
        BACKOUT_TRY(add_name(parameter));
        BACKOUT_TRY(add_default(parameter, type));
        result_.all_types.push_back(type);
        result_.modes.push_back(mode_letter(parameter.mode));
        return {};
    }

    RoutineParameters finish() {
        if (outputs_ > 1) result_.required_result = type_oid::record;
        bool all_input = outputs_ == 0 && result_.variadic_type == catalog::invalid_oid;
        if (all_input) {
            result_.all_types.clear();
            result_.modes.clear();
        }
        bool named = std::any_of(result_.names.begin(), result_.names.end(),
                                 [](const std::string& name) { return !name.empty(); });
        if (!named) result_.names.clear();
        return std::move(result_);
    }

private:
    Result<Oid> parameter_type(const sql::FunctionParameter& parameter) {
        BACKOUT_ASSIGN(analyze::TypeReference found, parameter_type_or_shell(context_, parameter.type));
        auto info = catalog::type_info(context_.catalog, found.type);
        if (info && !info->defined) {
            if (language_ == "sql" && routine_ != RoutineKind::aggregate)
                return error("42P13", "SQL function cannot accept shell type {}", info->name);
            if (routine_ == RoutineKind::aggregate)
                return error("42P13", "aggregate cannot accept shell type {}", info->name);
            context_.effects.notice(fmt::format("argument type {} is only a shell", info->name), "42809");
        }
        if (parameter.type.setof) {
            constexpr std::string_view words[] = {"functions", "procedures", "aggregates"};
            return error("42P13", "{} cannot accept set arguments", words[static_cast<std::size_t>(routine_)]);
        }
        return found.type;
    }

    Status add_input(Oid type) {
        if (result_.variadic_type != catalog::invalid_oid)
            return error("42P13", "VARIADIC parameter must be the last input parameter");
        result_.input_types.push_back(type);
        return {};
    }

    Status add_output(const sql::FunctionParameter& parameter, Oid type) {
        if (routine_ == RoutineKind::procedure) {
            if (result_.variadic_type != catalog::invalid_oid)
                return error("42P13", "VARIADIC parameter must be the last parameter");
            if (parameter.mode == ParameterMode::out && !result_.defaults.empty())
                return error("42P13", "procedure OUT parameters cannot appear after one with a default value");
            result_.required_result = type_oid::record;
        } else if (outputs_ == 0) {
            result_.required_result = type;
        }
        ++outputs_;
        return {};
    }

    Status add_variadic(Oid type) {
        switch (type) {
            case type_oid::any: result_.variadic_type = type; return {};
            case type_oid::anyarray: result_.variadic_type = type_oid::anyelement; return {};
            case type_oid::anycompatiblearray: result_.variadic_type = type_oid::anycompatible; return {};
            default: break;
        }
        auto info = catalog::type_info(context_.catalog, type);
        if (!info || !info->is_array) return error("42P13", "VARIADIC parameter must be an array");
        result_.variadic_type = info->element;
        return {};
    }

    /// Names must be different, but an input and an output parameter don't see each other.
    Status add_name(const sql::FunctionParameter& parameter) {
        for (std::size_t i = 0; !parameter.name.empty() && i < result_.names.size(); ++i) {
            if (result_.names[i] != parameter.name) continue;
            auto purely = [](char mode) { return mode == 'o' || mode == 't' ? 'o' : mode == 'b' ? 'b' : 'i'; };
            char one = purely(result_.modes[i]);
            char other = purely(mode_letter(parameter.mode));
            if (one != 'b' && other != 'b' && one != other) continue;
            return error("42P13", "parameter name \"{}\" used more than once", parameter.name);
        }
        result_.names.push_back(parameter.name);
        return {};
    }

    Status add_default(const sql::FunctionParameter& parameter, Oid type) {
        bool input = is_input(parameter.mode);
        if (!parameter.default_value) {
            if (input && !result_.defaults.empty())
                return error("42P13", "input parameters after one with a default value must also have defaults");
            return {};
        }
        if (!input) return error("42P13", "only input parameters can have default values");
        analyze::Context analysis = context_.analysis();
        BACKOUT_ASSIGN(catalog::ExprPtr value, analyze::analyze_expression(analysis, *parameter.default_value,
                                                                           analyze::Use::function_default));
        Oid written_type = value->type;
        BACKOUT_ASSIGN(catalog::ExprPtr coerced,
                       analyze::coerce(analysis, std::move(value), type, -1, analyze::Coercion::assignment));
        if (!coerced)
            return error("42804", "argument of DEFAULT must be type {}, not type {}", printed_type(context_, type),
                         printed_type(context_, written_type));
        result_.defaults.push_back(std::move(coerced));
        return {};
    }

    StatementContext& context_;
    RoutineKind routine_;
    std::string_view language_;
    RoutineParameters result_;
    int outputs_ = 0;
};

bool is_any_of(Oid type, std::initializer_list<Oid> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool has_input_of(const std::vector<Oid>& inputs, std::initializer_list<Oid> types) {
    return std::any_of(inputs.begin(), inputs.end(), [&](Oid input) { return is_any_of(input, types); });
}

}  // namespace

std::string printed_type(const StatementContext& context, Oid type) {
    return catalog::format_type(context.catalog, context.path, type);
}

Result<RoutineParameters> interpret_parameters(StatementContext& context,
                                               const std::vector<sql::FunctionParameter>& parameters,
                                               RoutineKind routine, std::string_view language) {
    ParameterList list(context, routine, language);
    for (const sql::FunctionParameter& parameter : parameters) BACKOUT_TRY(list.add(parameter));
    return list.finish();
}

Result<ReturnType> compute_return_type(StatementContext& context, const sql::TypeName& name,
                                       std::string_view language) {
    bool may_be_shell = language == "internal" || language == "c";
    if (!may_be_shell) {
        BACKOUT_ASSIGN(analyze::TypeReference found, type_or_shell(context, name));
        auto info = catalog::type_info(context.catalog, found.type);
        if (info && !info->defined) {
            if (language == "sql") return error("42P13", "SQL function cannot return shell type {}", info->name);
            context.effects.notice(fmt::format("return type {} is only a shell", info->name), "42809");
        }
        return ReturnType{found.type, name.setof};
    }
    BACKOUT_ASSIGN(analyze::TypeReference found, analyze::lookup_type(context.analysis(), name));
    if (found.type != catalog::invalid_oid) return ReturnType{found.type, name.setof};
    context.effects.notice(fmt::format("type \"{}\" is not yet defined", display_name(name.names)), "42704");
    BACKOUT_ASSIGN(Oid shell, insert_shell_type(context, name.names));
    return ReturnType{shell, name.setof};
}

Status check_polymorphic_result(const StatementContext& context, const std::vector<Oid>& input_types, Oid result) {
    using namespace type_oid;
    if (!analyze::is_polymorphic(result)) return {};
    std::string_view wanted;
    if (is_any_of(result, {anyrange, anymultirange})) {
        if (has_input_of(input_types, {anyrange, anymultirange})) return {};
        wanted = "anyrange or anymultirange";
    } else if (is_any_of(result, {anycompatiblerange, anycompatiblemultirange})) {
        if (has_input_of(input_types, {anycompatiblerange, anycompatiblemultirange})) return {};
        wanted = "anycompatiblerange or anycompatiblemultirange";
    } else if (is_any_of(result, {anyelement, anyarray, anynonarray, anyenum})) {
        if (has_input_of(input_types, {anyelement, anyarray, anynonarray, anyenum, anyrange, anymultirange})) return {};
        wanted = "anyelement, anyarray, anynonarray, anyenum, anyrange, or anymultirange";
    } else {
        if (has_input_of(input_types, {anycompatible, anycompatiblearray, anycompatiblenonarray, anycompatiblerange,
                                       anycompatiblemultirange}))
            return {};
        wanted = "anycompatible, anycompatiblearray, anycompatiblenonarray, anycompatiblerange, or "
                 "anycompatiblemultirange";
    }
    auto failure = error("42P13", "cannot determine result data type");
    failure.value().detail = fmt::format("A result of type {} requires at least one input of type {}.",
                                         printed_type(context, result), wanted);
    return failure;
}

}  // namespace backout::simulate
